"""A quick stand-in for runs: each figure as a Gaussian process of the numbers that one run each says it depends on.

One run for each parameter, moved alone, tells how much each figure depends on it: what a process would have to learn of
hundreds of numbers from a few hundred runs is known before. Runs with all numbers moved then teach the response itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
DIRECTIONS = 10  # that all figures depend on most
INPUTS = 150  # numbers that a process looks at
LEADING = 6  # components whose changes say what matters to all
LEAST_WEIGHT, SHARED_WEIGHT = 0.1, 0.2  # of an input, beside that of the parameter that moves a figure most
CLEAR = 2.0  # standard errors from which a slope is told from agent noise
TUNED_ON = 300  # runs at most that the processes' own parameters are found with


@dataclass(frozen=True)
class Subspace:
    """What all figures depend on.

    Attributes
    ----------
    middle : [number] where the slopes were taken.
    slopes : [figure, number] change of a figure, in standard deviations of its error, for a standard normal number.
    directions : [direction, number] orthonormal, the most informative first.
    weights : [figure, number] how much of a number a figure's process looks at, 0 for most. Where a table's numbers
        were moved together any one of them may have done what all did: each has the weight of all.
    """

    middle: NDArray[np.float64]
    slopes: NDArray[np.float64]
    directions: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True)
class Process:
    """The mean of a Gaussian process given the runs, y = m + s (b'x + sum_r a_r exp(-|x - x_r|^2 / (2 l^2))), x = w z.

    Attributes
    ----------
    numbers : [input] which standard normal numbers it looks at.
    input_weights : [input] their w.
    points : [run, input] the x_r.
    weights : [run] the a_r.
    linear : [input] b.
    length : l.
    constant, scale : m, with the linear kernel's own constant, and s.
    """

    numbers: NDArray[np.int64]
    input_weights: NDArray[np.float64]
    points: NDArray[np.float64]
    weights: NDArray[np.float64]
    linear: NDArray[np.float64]
    length: float
    constant: float
    scale: float

    def predict(self, away: NDArray[np.float64]) -> NDArray[np.float64]:
        """The figure at numbers less their middle [point, number]."""
        x = away[:, self.numbers] * self.input_weights
        found: NDArray[np.float64] = self.constant + self.scale * (x @ self.linear + self._near(x) @ self.weights)
        return found

    def slope(self, away: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its slope [number] at one point [number]: s w (b + sum_r a_r k_r (x_r - x) / l^2)."""
        x = away[self.numbers] * self.input_weights
        pull = self._near(x[None])[0] * self.weights
        inputs = self.linear + (pull @ self.points - pull.sum() * x) / self.length**2
        found = np.zeros(len(away))
        found[self.numbers] = self.scale * self.input_weights * inputs
        return found

    def _near(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """exp(-|x - x_r|^2 / (2 l^2)) [point, run]."""
        apart = (x**2).sum(-1)[:, None] + (self.points**2).sum(-1) - 2.0 * (x @ self.points.T)
        found: NDArray[np.float64] = np.exp(-0.5 / self.length**2 * np.maximum(apart, 0.0))
        return found


@dataclass(frozen=True)
class Emulator:
    """All figures at once.

    Attributes
    ----------
    subspace : slopes and directions.
    processes : one for each figure.
    variances : [figure] mean squared error on runs that were left out of the fit (cross-validation).
    explained : [figure] part of the variance explained on runs left out; below 0 is worse than the mean.
    """

    subspace: Subspace
    processes: tuple[Process, ...]
    variances: NDArray[np.float64]
    explained: NDArray[np.float64]

    def predict(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Figures [..., figure] at standard normal numbers [..., number]."""
        return self.predict_away(z - self.subspace.middle)

    def predict_away(self, away: NDArray[np.float64]) -> NDArray[np.float64]:
        """Figures [..., figure] at numbers less their middle [..., number]."""
        flat = away.reshape(-1, away.shape[-1])
        found = [process.predict(flat) for process in self.processes]
        return np.stack(found, -1).reshape(*away.shape[:-1], len(found))

    def slopes(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Slopes [figure, number] at one point [number]."""
        return np.stack([process.slope(z - self.subspace.middle) for process in self.processes])


def subspace_of(
    middle: NDArray[np.float64],
    steps: NDArray[np.float64],
    changes: NDArray[np.float64],
    noise: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> Subspace:
    """Slopes, directions and weights from runs in which one parameter is moved.

    Parameters
    ----------
    middle : [number] the point that all but one parameter stay at.
    steps : [trial] by how much its numbers are moved together.
    changes : [trial, figure] what that changes, in standard deviations of each figure's error.
    noise : [figure] standard deviation of such a change between seeds.
    groups : [number] the trial that tells of a number; of a trial that tells of none nothing is taken.
    """
    told = np.where(np.abs(changes) >= CLEAR * noise, changes, 0.0)
    members = np.maximum(np.bincount(groups, minlength=len(steps)), 1)
    slopes = (told / (steps * members)[:, None])[groups].T
    directions = np.linalg.svd(slopes, full_matrices=False)[2][: min(DIRECTIONS, len(slopes))]
    return Subspace(middle, slopes, directions, _input_weights(np.abs(told[groups]).T))


def _input_weights(size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights [figure, number] from the sizes of the changes that tell of each number [figure, number]."""
    own = size / np.maximum(size.max(1, keepdims=True), 1e-12)
    shared = SHARED_WEIGHT * own[:LEADING].max(0)
    weights = np.maximum(own, shared) + LEAST_WEIGHT
    count = size.shape[1]
    if count > INPUTS:
        least = np.argsort(own + shared, axis=1, kind="stable")[:, : count - INPUTS]
        np.put_along_axis(weights, least, 0.0, 1)
    return weights


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
    fitted = [_fit(subspace.weights[k], z - subspace.middle, y) for k, y in enumerate(figures.T)]
    left_out = np.stack([predicted for _, predicted in fitted], -1)
    variances = ((figures - left_out)[judged] ** 2).mean(0)
    spread = figures[judged].var(0)
    explained = 1.0 - variances / np.where(spread > 0.0, spread, 1.0)
    return Emulator(subspace, tuple(process for process, _ in fitted), variances, explained)


def _fit(
    input_weights: NDArray[np.float64], away: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[Process, NDArray[np.float64]]:
    """A process of one figure, and each run's figure as predicted from those of other folds."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    numbers = np.flatnonzero(input_weights)
    input_weights = input_weights[numbers]
    x = away[:, numbers] * input_weights
    middle, scale = float(y.mean()), float(y.std()) or 1.0
    y = (y - middle) / scale
    kernel = ConstantKernel(0.1) * DotProduct() + ConstantKernel() * RBF(6.0) + WhiteKernel(0.1)
    some = np.linspace(0, len(y) - 1, min(TUNED_ON, len(y))).astype(int)
    with catch_warnings(action="ignore"):  # a part of the kernel that is of no use goes to nought
        kernel = GaussianProcessRegressor(kernel, random_state=0).fit(x[some], y[some]).kernel_
    fold, left_out = np.arange(len(y)) % FOLDS, np.empty(len(y))
    for k in range(FOLDS):
        others = GaussianProcessRegressor(kernel, optimizer=None).fit(x[fold != k], y[fold != k])
        left_out[fold == k] = others.predict(x[fold == k])
    whole = GaussianProcessRegressor(kernel, optimizer=None).fit(x, y)
    weights = whole.alpha_
    linear, bumps = kernel.k1.k1, kernel.k1.k2
    strength = linear.k1.constant_value
    constant = middle + scale * strength * linear.k2.sigma_0**2 * float(weights.sum())
    process = Process(
        numbers,
        input_weights,
        x,
        bumps.k1.constant_value * weights,
        strength * (x.T @ weights),
        float(bumps.k2.length_scale),
        constant,
        scale,
    )
    return process, middle + scale * left_out
