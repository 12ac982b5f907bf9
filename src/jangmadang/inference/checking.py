"""Simulation-based calibration: is a posterior right where the truth is known, with the evidence's own errors and gaps?

Drawn parameters are taken for the truth, and a quick stand-in for runs for the economy. Reports and printed figures are
made with the errors that the likelihood assumes, and the parameters are fitted to them as to the real ones. The truth's
rank among the draws is then uniform (Talts and others 2018), and 90 % intervals hold nine truths of ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.emulator import Emulator
from jangmadang.inference.evidence import Target
from jangmadang.inference.fitting import Basis
from jangmadang.inference.randomised import Search, errors_of

DIRECTIONS = 10  # that figures depend on most
OPEN_WIDTH = 2.0  # on a target's scale: how far a bound may lie from the figure that it bounds
MISSED = 0.05  # in either tail


class Truth(NamedTuple):
    """Where the truth lies among the draws of one synthetic history.

    Attributes
    ----------
    ranks : [direction] part of the draws below it, along the directions that the evidence speaks of.
    others : [direction] the same along directions of which it says nothing.
    figures : [target] the same of the printed figures' own values.
    misfit : squared misfit of the draws' components over their number, about 1 where errors are as assumed.
    """

    ranks: NDArray[np.float64]
    others: NDArray[np.float64]
    figures: NDArray[np.float64]
    misfit: float


def check(basis: Basis, economy: Emulator, count: int, draws: int, steps: int, seed: int = 1) -> list[Truth]:
    """Fit synthetic histories.

    Parameters
    ----------
    basis : components, printed figures, and slopes, which are not quite those of the stand-in.
    economy : the stand-in.
    count : of synthetic histories.
    draws, steps : of each fit, as a calibration's.
    seed : of truths, errors and draws.
    """
    return [_fitted_to(basis, economy, draws, steps, np.random.default_rng([seed, k])) for k in range(count)]


def _fitted_to(basis: Basis, economy: Emulator, draws: int, steps: int, rng: np.random.Generator) -> Truth:
    """Where one truth lies."""
    size = basis.slopes.shape[1]
    truth = rng.standard_normal((1, size))
    exact = economy.predict(truth)[0]
    observed = exact[: basis.count] + rng.standard_normal(basis.count)
    wanted = tuple(
        _about(target, figure, rng) for target, figure in zip(basis.evidence.wanted, exact[basis.count :], strict=True)
    )
    own = replace(
        basis,
        evidence=replace(basis.evidence, wanted=wanted),
        whitened=basis.whitened._replace(observed=observed),
    )
    start = rng.standard_normal((draws, size))
    search = Search(own, start, errors_of(own, draws, int(rng.integers(2**31))), economy.predict(start))
    for _ in range(steps):
        z = search.next()
        search.take(z, economy.predict(z))
    z, figures = search.z, economy.predict(search.z)
    directions = np.linalg.svd(basis.slopes, full_matrices=False)[2][:DIRECTIONS]
    silent = rng.standard_normal(directions.shape)
    silent -= silent @ directions.T @ directions
    return Truth(
        (z @ directions.T < truth @ directions.T).mean(0),
        (z @ silent.T < truth @ silent.T).mean(0),
        (figures[:, basis.count :] < exact[basis.count :]).mean(0),
        float(((figures[:, : basis.count] - observed) ** 2).mean()),
    )


def _about(target: Target, figure: float, rng: np.random.Generator) -> Target:
    """A target whose printed range, as wide as it is, holds a figure with its error somewhere inside."""
    low, high = target.ends
    width = high - low if np.isfinite(high - low) else OPEN_WIDTH
    bottom = figure + target.error * rng.standard_normal() - width * rng.random()
    return replace(
        target,
        scale="as is",
        spread=target.error,
        low=float(bottom) if np.isfinite(low) else low,
        high=float(bottom + width) if np.isfinite(high) else high,
    )


def coverage(truths: Sequence[Truth], what: str) -> tuple[float, float, float]:
    """Part of the truths inside 90 % intervals, with the 90 % interval of that part over histories.

    Parameters
    ----------
    what : `ranks`, `others` or `figures`.
    """
    inside = np.array([((getattr(t, what) >= MISSED) & (getattr(t, what) <= 1.0 - MISSED)).mean() for t in truths])
    half = 1.645 * inside.std(ddof=1) / np.sqrt(len(inside))
    return float(inside.mean()), float(inside.mean() - half), float(inside.mean() + half)
