"""Exact draws from a posterior with a standard normal prior: elliptical slices along a normal approximation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

LogLikelihood = Callable[[NDArray[np.float64]], NDArray[np.float64]]  # of points [..., number]


def elliptical_slice_steps(
    z: NDArray[np.float64], log_likelihood: LogLikelihood, level: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One step of each of several chains (Murray, Adams and MacKay 2010, algorithm of figure 2).

    z' = z cos a + n sin a with n ~ N(0, 1): every point of the ellipse is as likely under the prior, so that the angle
    a is shrunk towards 0 until the likelihood is above a level drawn below that of z.

    Parameters
    ----------
    z : [chain, number] where the chains are.
    log_likelihood : of points; finite at z.
    level : [chain] log likelihoods of z.
    rng : draws.

    Returns
    -------
    The next points and their log likelihoods.
    """
    chains = len(z)
    other, threshold = rng.standard_normal(z.shape), level + np.log(rng.random(chains))
    angle = rng.uniform(0.0, 2.0 * np.pi, chains)
    low, high = angle - 2.0 * np.pi, angle.copy()
    following, found = z.copy(), level.copy()
    left = np.arange(chains)
    while left.size:
        turned = angle[left, None]
        proposal = z[left] * np.cos(turned) + other[left] * np.sin(turned)
        there = log_likelihood(proposal)
        taken = there > threshold[left]
        following[left[taken]], found[left[taken]] = proposal[taken], there[taken]
        left = left[~taken]
        below = angle[left] < 0.0
        low[left], high[left] = np.where(below, angle[left], low[left]), np.where(below, high[left], angle[left])
        angle[left] = rng.uniform(low[left], high[left])
    return following, found


def sample(
    log_likelihood: LogLikelihood, size: int, *, chains: int, steps: int, discard: int, thin: int, seed: int
) -> NDArray[np.float64]:
    """Draw points from a posterior whose prior is standard normal.

    Parameters
    ----------
    log_likelihood : of points.
    size : count of numbers.
    chains, steps : number of chains, each begun at a draw of the prior, and of their steps.
    discard : steps of each chain that are not kept.
    thin : one of so many of the rest is kept.
    seed : of all draws.

    Returns
    -------
    Points [chain, draw, number].
    """
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((chains, size))
    level, kept = log_likelihood(z), []
    for step in range(steps):
        z, level = elliptical_slice_steps(z, log_likelihood, level, rng)
        if step >= discard and (step - discard) % thin == 0:
            kept.append(z)
    return np.stack(kept, 1)


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
    log_likelihood : of points.
    middle, root : m [number] and R [number, number], as `approximation` finds them.
    chains, steps, discard, thin, seed : as for `sample`.
    """

    def of(w: NDArray[np.float64]) -> NDArray[np.float64]:
        z = middle + w @ root.T
        return log_likelihood(z) + 0.5 * ((w**2).sum(-1) - (z**2).sum(-1))

    found = sample(of, len(middle), chains=chains, steps=steps, discard=discard, thin=thin, seed=seed)
    return middle + found @ root.T


def approximation(
    log_likelihood_and_slope: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]],
    slopes: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    errors: NDArray[np.float64],
    size: int,
    wider: float = 1.3,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mode of a posterior with a standard normal prior, and a square root of the covariance of a normal law around it.

    Of figures with slopes S at the mode and errors e the posterior's precision is about 1 + S' diag(1 / e^2) S. The law
    is made wider, never than the prior, for slices reach the tails of a law only where the approximation has tails.

    Parameters
    ----------
    log_likelihood_and_slope : of a point [number].
    slopes : S [figure, number] at a point.
    errors : e [figure].
    size : count of numbers.
    wider : factor on the standard deviations.
    """
    from scipy.optimize import minimize

    def energy_and_slope(z: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        level, slope = log_likelihood_and_slope(z)
        return float(0.5 * (z @ z) - level), z - slope

    mode = minimize(energy_and_slope, np.zeros(size), method="L-BFGS-B", jac=True, options={"maxiter": 200}).x
    steep = slopes(mode) / errors[:, None]
    precision, axes = np.linalg.eigh(np.eye(size) + steep.T @ steep)
    return mode, axes * np.minimum(wider / np.sqrt(precision), 1.0)
