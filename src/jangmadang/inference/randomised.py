"""Draws of a posterior, each by its own runs: randomised maximum likelihood.

Each draw starts at a draw z0 of the prior and has errors of its own, drawn once: it looks for the z that is nearest to
z0 and agrees with the evidence give or take those errors,

    |z - z0|^2 + |(y + e - g(z)) / s|^2 -> min,    e ~ N(0, s^2),

with figures g of real runs. Where g is linear such draws are exactly the posterior's (Oliver, He and Reynolds 1996;
Chen and Oliver 2012). A step is that of Gauss and Newton with the slopes S of all figures,

    z' = z0 + S' (S S' + 1)^-1 (r + S (z - z0)),    r = (y + e - g(z)) / s,

so that it costs one run a draw however many numbers there are. A draw that is no better after its step stays, and its
next step is half as long. Slopes are first those at the scenario's own parameters; each step teaches better ones.

A printed range says that g + e lies in it: r is how far it lies outside, and a range that holds it asks for nothing.
Beyond three errors a printed figure pulls no harder than there, for it may be of something else (Huber 1964).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.fitting import Basis

FIRST_LENGTH, LONGER = 0.7, 1.5  # of a step; how much longer the next may be after one that was good
FARTHEST = 3.0  # standard deviations beyond which a printed figure pulls no harder
REMEMBERED = 3  # steps that correct the slopes
BENT = 3.0  # standard deviation of what a step does beside its slopes, in errors of the figure


def errors_of(basis: Basis, draws: int, seed: int) -> NDArray[np.float64]:
    """Errors that each draw takes the evidence to have [draw, figure], in standard deviations."""
    return np.random.default_rng([seed, 2]).standard_normal((draws, len(basis.errors)))


def residuals(basis: Basis, figures: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each figure lies from what its draw takes for true [draw, figure], in standard deviations.

    Parameters
    ----------
    figures : [draw, figure] of the draws' runs.
    errors : [draw, figure] of the draws.
    """
    low, high = np.array([target.ends for target in basis.evidence.wanted]).reshape(-1, 2).T
    ends = [np.concatenate([basis.whitened.observed, of_targets]) for of_targets in (low, high)]
    told = figures + basis.errors * np.hstack([-errors[:, : basis.count], errors[:, basis.count :]])
    found: NDArray[np.float64] = (np.clip(told, *ends) - told) / basis.errors
    return found


def costs(
    basis: Basis,
    start: NDArray[np.float64],
    z: NDArray[np.float64],
    figures: NDArray[np.float64],
    errors: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What each draw is to make small [draw]: squared deviations from its start and from the evidence."""
    away = residuals(basis, figures, errors)
    pulls = _pulls(basis, away)
    found: NDArray[np.float64] = ((z - start) ** 2).sum(1) + (pulls * (2.0 * away - pulls)).sum(1)
    return found


def aims(
    basis: Basis,
    slopes: NDArray[np.float64],
    start: NDArray[np.float64],
    z: NDArray[np.float64],
    figures: NDArray[np.float64],
    errors: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where a full step would end, in standard normal numbers [draw, number].

    Parameters
    ----------
    slopes : S [figure, number], in standard deviations of each figure's error.
    start, z : [draw, number] where the draws started and where they stand, standard normal.
    figures, errors : [draw, figure] of their runs, and their own.
    """
    pulls = _pulls(basis, residuals(basis, figures, errors))
    asks = pulls != 0.0
    ends = np.empty_like(z)
    for k in range(len(z)):
        mine = slopes[asks[k]]
        wanted = pulls[k, asks[k]] + mine @ (z[k] - start[k])
        ends[k] = start[k] + mine.T @ np.linalg.solve(mine @ mine.T + np.eye(len(mine)), wanted)
    return ends


def taught(
    slopes: NDArray[np.float64], moved: NDArray[np.float64], changes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Slopes [figure, number] as steps correct them: those that are likeliest after what the steps did.

    Parameters
    ----------
    slopes : as they were held; each number's is off by as much as a figure's are large on average.
    moved : [step, number] how far draws went.
    changes : [step, figure] what that changed, in standard deviations of each figure's error.
    """
    together = moved @ moved.T
    found = slopes.copy()
    for k, mine in enumerate(slopes):
        variance = float((mine**2).mean())
        unforeseen = changes[:, k] - moved @ mine
        weights = np.linalg.solve(variance * together + BENT**2 * np.eye(len(moved)), unforeseen)
        found[k] += variance * (moved.T @ weights)
    return found


def _pulls(basis: Basis, away: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances of printed figures no longer than the farthest; of reports as they are."""
    found = away.copy()
    found[:, basis.count :] = np.clip(found[:, basis.count :], -FARTHEST, FARTHEST)
    return found


class Search:
    """Draws on their way from the prior to the posterior.

    Attributes
    ----------
    start, z : [draw, number] where the draws started and where they stand.
    """

    def __init__(
        self, basis: Basis, start: NDArray[np.float64], errors: NDArray[np.float64], figures: NDArray[np.float64]
    ) -> None:
        self.start, self.z = start, start
        self._basis, self._errors, self._figures = basis, errors, figures
        self._lengths = np.full(len(start), FIRST_LENGTH)
        self._moved: list[NDArray[np.float64]] = []
        self._changes: list[NDArray[np.float64]] = []

    def next(self) -> NDArray[np.float64]:
        """Where to run next, in standard normal numbers [draw, number]."""
        slopes = self._basis.slopes
        if self._moved:
            slopes = taught(slopes, np.vstack(self._moved[-REMEMBERED:]), np.vstack(self._changes[-REMEMBERED:]))
        ends = aims(self._basis, slopes, self.start, self.z, self._figures, self._errors)
        return self.z + self._lengths[:, None] * (ends - self.z)

    def take(self, z: NDArray[np.float64], figures: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Take in runs at the next places, and go there where that is better; whether it is [draw]."""
        self._moved.append(z - self.z)
        self._changes.append((figures - self._figures) / self._basis.errors)
        there, here = (
            costs(self._basis, self.start, *at, self._errors) for at in ((z, figures), (self.z, self._figures))
        )
        better: NDArray[np.bool_] = there < here
        self.z = np.where(better[:, None], z, self.z)
        self._figures = np.where(better[:, None], figures, self._figures)
        self._lengths = np.where(better, np.minimum(LONGER * self._lengths, 1.0), 0.5 * self._lengths)
        return better
