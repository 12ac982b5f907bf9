"""A quick stand-in for runs: each figure along its own slope and over the few directions that all figures depend on.

One run for each parameter, moved alone, gives the slopes of all figures exactly, where a regression on runs in which
all numbers move at once would need thousands. Runs with all numbers moved then teach how far the slopes carry, and
what bends (the informed subspace of Cui and others 2014, with a quadratic response on it).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
DIRECTIONS = 10  # of the subspace
BENDING = 4  # directions whose squares and products are offered
CLEAR = 2.0  # standard errors from which a slope is told from agent noise
STRENGTHS = np.geomspace(0.1, 10_000.0, 31)  # of the ridge penalty that are tried


@dataclass(frozen=True)
class Subspace:
    """The slopes of all figures, and the directions that they span.

    Attributes
    ----------
    middle : [number] where the slopes were taken.
    slopes : [figure, number] change of a figure, in standard deviations of its error, for a standard normal number.
    directions : [direction, number] orthonormal, the most informative first.
    """

    middle: NDArray[np.float64]
    slopes: NDArray[np.float64]
    directions: NDArray[np.float64]

    def features(self, z: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Each figure's own terms [run, figure, term], and those that all share [run, term].

        A figure's own are its slope term s, s^2, s^3 and tanh(s / 2): shares of the hungry stop at nought.
        """
        away = z - self.middle
        s, along = away @ self.slopes.T, away @ self.directions.T
        bent = along[..., :BENDING]
        first, second = np.triu_indices(bent.shape[-1])
        own = np.stack([s, s**2, s**3, np.tanh(0.5 * s)], -1)
        return own, np.concatenate([along, bent[..., first] * bent[..., second]], -1)


@dataclass(frozen=True)
class Emulator:
    """Figures y = c + sum_k a_k s_k(z) + sum_i b_i f_i(z), s_k the figure's own terms and f_i those that all share.

    Attributes
    ----------
    subspace : gives the terms.
    constants : [figure] c.
    own : [figure, term] the a_k.
    shared : [term, figure] the b_i.
    variances : [figure] mean squared error on runs that were left out of the fit (cross-validation).
    explained : [figure] part of the variance explained on runs left out; below 0 is worse than the mean.
    """

    subspace: Subspace
    constants: NDArray[np.float64]
    own: NDArray[np.float64]
    shared: NDArray[np.float64]
    variances: NDArray[np.float64]
    explained: NDArray[np.float64]

    def predict(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Figures [..., figure] at standard normal numbers [..., number]."""
        own, shared = self.subspace.features(z)
        found: NDArray[np.float64] = self.constants + (own * self.own).sum(-1) + shared @ self.shared
        return found


def subspace_of(
    middle: NDArray[np.float64],
    steps: NDArray[np.float64],
    changes: NDArray[np.float64],
    noise: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> Subspace:
    """Slopes and directions from runs in which one parameter is moved.

    Parameters
    ----------
    middle : [number] the point that all but one parameter stay at.
    steps : [parameter] by how much its numbers are moved together.
    changes : [parameter, figure] what that changes, in standard deviations of each figure's error.
    noise : [figure] standard deviation of such a change between seeds.
    groups : [number] the parameter to which a number belongs.
    """
    told = np.where(np.abs(changes) >= CLEAR * noise, changes, 0.0)
    members = np.bincount(groups)
    slopes = (told / (steps * members)[:, None])[groups].T
    directions = np.linalg.svd(slopes, full_matrices=False)[2][: min(DIRECTIONS, len(slopes))]
    return Subspace(middle, slopes, directions)


def fit_emulator(
    subspace: Subspace, z: NDArray[np.float64], figures: NDArray[np.float64], judged: NDArray[np.bool_]
) -> Emulator:
    """Fit an emulator to runs in which all numbers move.

    Parameters
    ----------
    z : [run, number] standard normal numbers.
    figures : [run, figure].
    judged : [run] on which the error is measured: where the emulator will be asked.
    """
    own, shared = subspace.features(z)
    columns = [np.hstack([own[:, k], shared]) for k in range(figures.shape[1])]
    fits = [_ridge(terms, y) for terms, y in zip(columns, figures.T, strict=True)]
    left_out = np.array([_left_out(terms, y) for terms, y in zip(columns, figures.T, strict=True)]).T
    variances = ((figures - left_out)[judged] ** 2).mean(0)
    spread = figures[judged].var(0)
    explained = 1.0 - variances / np.where(spread > 0.0, spread, 1.0)
    constants, coefficients = (np.array(part) for part in zip(*fits, strict=True))
    count = own.shape[-1]
    return Emulator(subspace, constants, coefficients[:, :count], coefficients[:, count:].T, variances, explained)


def _ridge(terms: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Constant and coefficients of a ridge regression on standardised terms, its penalty chosen by leaving one out."""
    from sklearn.linear_model import RidgeCV

    scale = terms.std(0)
    scale = np.where(scale > 0.0, scale, 1.0)
    ridge = RidgeCV(STRENGTHS).fit(terms / scale, y)
    return float(ridge.intercept_), ridge.coef_ / scale


def _left_out(terms: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each run's figure as predicted from the runs of other folds."""
    found = np.empty(len(y))
    fold = np.arange(len(y)) % FOLDS
    for k in range(FOLDS):
        constant, coefficients = _ridge(terms[fold != k], y[fold != k])
        found[fold == k] = constant + terms[fold == k] @ coefficients
    return found
