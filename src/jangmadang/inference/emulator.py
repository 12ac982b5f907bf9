"""A quick stand-in for runs: each figure as a Gaussian process of the parameters that its slopes say it depends on.

One run for each parameter, moved alone, gives the slopes of all figures, and so how much each parameter matters: what a
process would have to learn of hundreds of numbers from a few hundred runs is known before. Runs with all numbers moved
then teach the response itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
DIRECTIONS = 10  # that all figures depend on most
OWN_INPUTS, SHARED_INPUTS = 20, 12  # numbers that a process takes for its own slopes, and for those of all
LEADING = 6  # components whose slopes say what matters to all
LEAST_SCALE, SHARED_SCALE = 0.1, 0.3  # of an input, over that of the steepest
CLEAR = 2.0  # standard errors from which a slope is told from agent noise
TUNED_ON = 250  # runs at most that the processes' own parameters are found with


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

    def inputs_of(self, figure: int) -> NDArray[np.float64]:
        """What a figure's process looks at [input, number]: its steepest numbers, those of all, and its own slope."""
        size = len(self.middle)
        steep, leading = np.abs(self.slopes[figure]), np.abs(self.slopes[:LEADING])
        every = ((leading / np.maximum(leading.max(1, keepdims=True), 1e-12)) ** 2).sum(0)
        scale = np.zeros(size)
        scale[np.argsort(-every, kind="stable")[:SHARED_INPUTS]] = SHARED_SCALE
        own = [k for k in np.argsort(-steep, kind="stable")[:OWN_INPUTS] if steep[k] > 0.0]
        scale[own] = np.maximum(steep[own] / max(steep.max(), 1e-12), LEAST_SCALE)
        chosen = np.flatnonzero(scale)
        alone = np.zeros((len(chosen), size))
        alone[np.arange(len(chosen)), chosen] = scale[chosen]
        length = float(np.linalg.norm(steep))
        slope = self.slopes[figure] / length if length else np.zeros(size)
        return np.vstack([alone, slope])


@dataclass(frozen=True)
class Process:
    """The mean of a Gaussian process given the runs, y = m + s (b'x + sum_r a_r exp(-|x - x_r|^2 / (2 l^2))), x = A z.

    Attributes
    ----------
    inputs : A [input, number], from standard normal numbers less their middle.
    points : [run, input] the x_r.
    weights : [run] the a_r.
    linear : [input] b.
    length : l.
    constant, scale : m, with the linear kernel's own constant, and s.
    """

    inputs: NDArray[np.float64]
    points: NDArray[np.float64]
    weights: NDArray[np.float64]
    linear: NDArray[np.float64]
    length: float
    constant: float
    scale: float

    def predict(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The figure at inputs [point, input]."""
        near = (x**2).sum(-1)[:, None] + (self.points**2).sum(-1) - 2.0 * (x @ self.points.T)
        bumps = np.exp(-0.5 / self.length**2 * np.maximum(near, 0.0)) @ self.weights
        found: NDArray[np.float64] = self.constant + self.scale * (x @ self.linear + bumps)
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
        x = flat @ np.vstack([process.inputs for process in self.processes]).T
        ends = np.cumsum([len(process.inputs) for process in self.processes])[:-1]
        parts = np.split(x, ends, axis=1)
        found = [process.predict(part) for process, part in zip(self.processes, parts, strict=True)]
        return np.stack(found, -1).reshape(*away.shape[:-1], len(found))


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
    fitted = [_fit(subspace.inputs_of(k), z - subspace.middle, y) for k, y in enumerate(figures.T)]
    left_out = np.stack([predicted for _, predicted in fitted], -1)
    variances = ((figures - left_out)[judged] ** 2).mean(0)
    spread = figures[judged].var(0)
    explained = 1.0 - variances / np.where(spread > 0.0, spread, 1.0)
    return Emulator(subspace, tuple(process for process, _ in fitted), variances, explained)


def _fit(
    inputs: NDArray[np.float64], away: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[Process, NDArray[np.float64]]:
    """A process of one figure, and each run's figure as predicted from those of other folds."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    x = away @ inputs.T
    middle, scale = float(y.mean()), float(y.std()) or 1.0
    y = (y - middle) / scale
    kernel = ConstantKernel() * DotProduct() + ConstantKernel() * RBF(3.0) + WhiteKernel(0.2)
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
        inputs,
        x,
        bumps.k1.constant_value * weights,
        strength * (x.T @ weights),
        float(bumps.k2.length_scale),
        constant,
        scale,
    )
    return process, middle + scale * left_out
