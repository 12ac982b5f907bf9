"""How likely the evidence is where the model says something else: reports as whitened components, printed ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.evidence import Target

COMPONENTS = 25
WORST = 1.5  # of ln price: how far off a price is told, for a collapsed market would outshout every other difference
STRAY_PART, STRAY_ERROR = 0.05, 1.5  # of printed figures that are of something else; their standard deviation then


def told(histories: NDArray[np.float64], log_prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Members' ln prices [member, report], at most so far from the reports as is told."""
    return log_prices + np.clip(histories - log_prices, -WORST, WORST)


class Whitened(NamedTuple):
    """Reports as a few numbers with unit errors: what the members' price histories differ in.

    Attributes
    ----------
    root : lower Cholesky factor of the reports' covariance.
    middle : [report] whitened history from which the components are counted.
    directions : [component, report] principal components of the members' differences from it, of length one.
    observed : [component] the reports' own.
    elsewhere : squared length of what the reports have outside the components, per report.
    """

    root: NDArray[np.float64]
    middle: NDArray[np.float64]
    directions: NDArray[np.float64]
    observed: NDArray[np.float64]
    elsewhere: float

    def components(self, histories: NDArray[np.float64]) -> NDArray[np.float64]:
        """Components [member, component] of ln prices [member, report]."""
        return (whiten(self.root, histories) - self.middle) @ self.directions.T

    def misfit(self, histories: NDArray[np.float64], log_prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean squared whitened misfit of members' ln prices [member, report]: 1 where errors are as the model says."""
        found: NDArray[np.float64] = (whiten(self.root, histories - log_prices) ** 2).mean(1)
        return found


def whiten(root: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows [.., report], ln, with independent errors of unit variance; `root` is the factor of their covariance."""
    from scipy.linalg import solve_triangular

    found: NDArray[np.float64] = solve_triangular(root, np.atleast_2d(rows).T, lower=True).T
    return found


def whitened(
    covariance: NDArray[np.float64],
    histories: NDArray[np.float64],
    log_prices: NDArray[np.float64],
    middle: NDArray[np.float64],
    count: int = COMPONENTS,
) -> Whitened:
    """Whiten reports and project them on what parameters move most.

    Parameters
    ----------
    covariance : of the reports.
    histories : [member, report] ln prices of members.
    log_prices : [report] as reported.
    middle : [report] ln prices from which the members are told.
    count : components at most.
    """
    root: NDArray[np.float64] = np.linalg.cholesky(covariance).astype(np.float64)
    start = whiten(root, middle)[0]
    directions = np.linalg.svd(whiten(root, histories) - start, full_matrices=False)[2][:count]
    residual = whiten(root, log_prices)[0] - start
    observed = directions @ residual
    left = residual - observed @ directions
    return Whitened(root, start, directions, observed, float(left @ left) / len(residual))


def target_log_likelihood(wanted: Sequence[Target]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Log likelihood [..., target] of printed ranges.

    A range [a, b] is that a figure m with an error of standard deviation s lies in it, P = F((b-m)/s) - F((a-m)/s), F
    the standard normal distribution; a bound has one end. One printed figure in twenty is taken to be of something
    else, with an error of its own, so that no single one decides: p = .95 P(s) + .05 P(1.5).

    Returns
    -------
    A function of figures [..., target] on the targets' scales.
    """
    low, high = np.array([target.ends for target in wanted]).reshape(-1, 2).T
    error = np.array([target.error for target in wanted])

    def log_likelihood(figures: NDArray[np.float64]) -> NDArray[np.float64]:
        near = log_chance_inside(low - figures, high - figures, error)
        stray = log_chance_inside(low - figures, high - figures, np.full_like(error, STRAY_ERROR))
        return np.logaddexp(np.log1p(-STRAY_PART) + near, np.log(STRAY_PART) + stray)

    return log_likelihood


def log_chance_inside(
    low: NDArray[np.float64], high: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Ln chance that a normal number of mean 0 lies between two ends, in the unit of `spread`, exact in either tail."""
    from scipy.special import log_ndtr

    upper, lower = high / spread, low / spread
    mirrored = lower > 0.0  # both ends above: take the other tail, where the difference is not lost
    upper, lower = np.where(mirrored, -lower, upper), np.where(mirrored, -upper, lower)
    top = log_ndtr(upper)
    inside: NDArray[np.float64] = top + np.log1p(-np.exp(log_ndtr(lower) - top))
    return inside
