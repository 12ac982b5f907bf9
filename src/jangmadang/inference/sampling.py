"""Exact draws from a posterior with a standard normal prior: elliptical slices along a normal approximation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

LogLikelihood = Callable[[NDArray[np.float64]], float]


def elliptical_slice_step(
    z: NDArray[np.float64], log_likelihood: LogLikelihood, level: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], float]:
    """One step of a chain (Murray, Adams and MacKay 2010, algorithm of figure 2).

    z' = z cos a + n sin a with n ~ N(0, 1): every point of the ellipse is as likely under the prior, so that the angle
    a is shrunk towards 0 until the likelihood is above a level drawn below that of z.

    Parameters
    ----------
    z : [number] where the chain is.
    log_likelihood : of a point; finite at z.
    level : log likelihood of z.
    rng : draws.

    Returns
    -------
    The next point and its log likelihood.
    """
    other = rng.standard_normal(len(z))
    threshold = level + np.log(rng.random())
    angle = rng.uniform(0.0, 2.0 * np.pi)
    low, high = angle - 2.0 * np.pi, angle
    while True:
        proposal = z * np.cos(angle) + other * np.sin(angle)
        found = log_likelihood(proposal)
        if found > threshold:
            return proposal, found
        low, high = (angle, high) if angle < 0.0 else (low, angle)
        angle = rng.uniform(low, high)


def approximation(
    log_likelihood: LogLikelihood, size: int, wider: float = 1.3
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mode of a posterior with a standard normal prior, and a square root of the covariance of a normal law around it.

    The covariance is the inverse of the curvature at the mode (Laplace), made wider, for slices reach the tails of a
    law only where the approximation has tails.

    Parameters
    ----------
    log_likelihood : of a point [number]; smooth.
    size : count of numbers.
    wider : factor on the standard deviations.
    """
    from scipy.optimize import minimize

    def energy(z: NDArray[np.float64]) -> float:
        return 0.5 * float(z @ z) - log_likelihood(z)

    mode = minimize(energy, np.zeros(size), method="L-BFGS-B", options={"maxfun": 200_000}).x
    step, steps = 1e-3, 1e-3 * np.eye(size)
    slopes = np.array([_slope(energy, mode + e, step) - _slope(energy, mode - e, step) for e in steps]) / (2.0 * step)
    curvature, axes = np.linalg.eigh(0.5 * (slopes + slopes.T))
    return mode, wider * axes / np.sqrt(np.maximum(curvature, 0.5))  # nowhere much wider than the prior


def _slope(function: LogLikelihood, z: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Slope of a function by central differences."""
    steps = step * np.eye(len(z))
    return np.array([function(z + e) - function(z - e) for e in steps]) / (2.0 * step)


def sample_along(
    log_likelihood: LogLikelihood,
    middle: NDArray[np.float64],
    root: NDArray[np.float64],
    *,
    chains: int,
    steps: int,
    discard: int,
    thin: int,
    seed: int,
) -> NDArray[np.float64]:
    """Draw points from a posterior with a standard normal prior by slices along another normal law.

    With z = m + R w the posterior of w is N(0, 1) times L(z) exp(-z'z / 2 + w'w / 2): where the law m + R w is near the
    posterior, that factor is nearly flat, and a step goes far (Nishihara, Murray and Adams 2014).

    Parameters
    ----------
    log_likelihood : of a point [number].
    middle, root : m [number] and R [number, number], as `approximation` finds them.
    chains, steps, discard, thin, seed : as for `sample`.
    """

    def of(w: NDArray[np.float64]) -> float:
        z = middle + root @ w
        return log_likelihood(z) + 0.5 * float(w @ w - z @ z)

    found = sample(of, len(middle), chains=chains, steps=steps, discard=discard, thin=thin, seed=seed)
    return middle + found @ root.T


def sample(
    log_likelihood: LogLikelihood, size: int, *, chains: int, steps: int, discard: int, thin: int, seed: int
) -> NDArray[np.float64]:
    """Draw points from a posterior whose prior is standard normal.

    Parameters
    ----------
    log_likelihood : of a point [number].
    size : count of numbers.
    chains, steps : number of chains, each begun at a draw of the prior, and of their steps.
    discard : steps of each chain that are not kept.
    thin : one of so many of the rest is kept.
    seed : of all draws.

    Returns
    -------
    Points [chain, draw, number].
    """
    kept = []
    for rng in np.random.default_rng(seed).spawn(chains):
        z = rng.standard_normal(size)
        level, points = log_likelihood(z), []
        for step in range(steps):
            z, level = elliptical_slice_step(z, log_likelihood, level, rng)
            if step >= discard and (step - discard) % thin == 0:
                points.append(z)
        kept.append(points)
    return np.array(kept)
