"""Exact draws from a posterior with a standard normal prior: elliptical slice sampling."""

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
