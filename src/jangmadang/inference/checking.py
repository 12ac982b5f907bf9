"""Simulation-based calibration: is a posterior right where the truth is known, with the real evidence's dates and gaps?

Each of some runs with drawn parameters is taken for the truth: reports and printed figures are made from it with the
errors that the likelihood assumes, and the parameters are fitted to them by an emulator that has not seen the run. The
truth's rank among the draws is then uniform (Talts and others 2018), and 90 % intervals hold nine truths of ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.evidence import Target
from jangmadang.inference.fitting import Basis, Evidence, fit
from jangmadang.inference.likelihood import whiten
from jangmadang.inference.members import Member

STEPS = 1_000  # of each chain
OPEN_WIDTH = 2.0  # on a target's scale: how far a bound may lie from the figure that it bounds
MISSED = 0.05  # in either tail


class Truth(NamedTuple):
    """Where the truth lies among the draws of one synthetic history.

    Attributes
    ----------
    number : of the run that is taken for the truth.
    ranks : [direction] part of the draws below it, along the directions that the evidence speaks of.
    others : [direction] the same along directions of which it says nothing.
    figures : [target] the same of the printed figures' own values, the emulator's error included.
    misfit : squared misfit of the draws' components over their number.
    """

    number: int
    ranks: NDArray[np.float64]
    others: NDArray[np.float64]
    figures: NDArray[np.float64]
    misfit: float


def check(basis: Basis, members: Sequence[Member], count: int, seed: int = 1) -> list[Truth]:
    """Fit synthetic histories.

    Parameters
    ----------
    basis : components and directions.
    members : runs with all parameters drawn from the prior; the first so many that ended well are truths.
    count : of synthetic histories.
    seed : of errors and draws.
    """
    whole = [member for member in members if not member.error]
    return [_fitted_to(basis, whole, place, seed) for place in range(min(count, len(whole)))]


def _fitted_to(basis: Basis, members: Sequence[Member], place: int, seed: int) -> Truth:
    """Where one truth lies."""
    rng = np.random.default_rng([seed, place])
    truth = members[place]
    evidence = synthetic(basis.evidence, truth, rng)
    of_reports = basis.whitened
    residual = whiten(of_reports.root, evidence.log_prices)[0] - of_reports.middle
    own = replace(basis, evidence=evidence, whitened=of_reports._replace(observed=of_reports.directions @ residual))
    fitted = fit(own, [member for member in members if member is not truth])
    z = fitted.sample(int(rng.integers(2**31)), steps=STEPS).reshape(-1, len(truth.z))
    directions = basis.subspace.directions
    silent = rng.standard_normal(directions.shape)
    silent -= silent @ directions.T @ directions
    figures = fitted.emulator.predict(z)
    count = len(own.whitened.observed)
    figures += np.sqrt(fitted.emulator.variances) * rng.standard_normal(figures.shape)
    return Truth(
        truth.number,
        (z @ directions.T < truth.z @ directions.T).mean(0),
        (z @ silent.T < truth.z @ silent.T).mean(0),
        (figures[:, count:] < own.figures([truth])[0, count:]).mean(0),
        float(((figures[:, :count] - own.whitened.observed) ** 2).mean()),
    )


def synthetic(evidence: Evidence, truth: Member, rng: np.random.Generator) -> Evidence:
    """The evidence as it would be if a run were the truth: its dates, sources and widths, with errors as assumed."""
    root = np.linalg.cholesky(evidence.covariance)
    log_prices = evidence.histories([truth])[0] + root @ rng.standard_normal(len(evidence.reports))
    reports = (r._replace(log_price=float(y)) for r, y in zip(evidence.reports, log_prices, strict=True))
    figures = evidence.figures([truth])[0]
    wanted = (_about(target, figure, rng) for target, figure in zip(evidence.wanted, figures, strict=True))
    return replace(evidence, reports=tuple(reports), wanted=tuple(wanted))


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
