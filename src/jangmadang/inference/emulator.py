"""A quick stand-in for runs, to check a fit with: each figure as a Gaussian process of the numbers it depends on.

It need not be the economy: what is asked of it is that its figures bend with hundreds of numbers as the economy's do.
"""

from __future__ import annotations

from dataclasses import dataclass
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

INPUTS = 150  # numbers that a process looks at
LEADING = 6  # components whose slopes say what matters to all
LEAST_WEIGHT, SHARED_WEIGHT = 0.1, 0.2  # of an input, beside that of the number that moves a figure most
TUNED_ON = 300  # runs at most that the processes' own parameters are found with


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
        """The figure, on its scale, at numbers less their middle in deviations of the prior [point, number]."""
        x = away[:, self.numbers] * self.input_weights
        found: NDArray[np.float64] = self.constant + self.scale * (x @ self.linear + self._near(x) @ self.weights)
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
    middle : [number] where the slopes were taken.
    processes : one for each figure.
    """

    middle: NDArray[np.float64]
    processes: tuple[Process, ...]

    def predict(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Figures [point, figure] at standard normal numbers [point, number]."""
        return np.stack([process.predict(z - self.middle) for process in self.processes], -1)


def fit_emulator(
    middle: NDArray[np.float64], slopes: NDArray[np.float64], z: NDArray[np.float64], figures: NDArray[np.float64]
) -> Emulator:
    """Fit an emulator to runs in which all numbers move.

    Parameters
    ----------
    middle : [number] where the slopes were taken.
    slopes : [figure, number], the leading components first: what each figure depends on.
    z : [run, number] standard normal numbers.
    figures : [run, figure].
    """
    away = z - middle
    weights = _input_weights(np.abs(slopes))
    return Emulator(middle, tuple(_fit(weights[k], away, y) for k, y in enumerate(figures.T)))


def _input_weights(size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights [figure, number] from the sizes of slopes [figure, number]; 0 for all but the steepest numbers."""
    own = size / np.maximum(size.max(1, keepdims=True), 1e-12)
    shared = SHARED_WEIGHT * own[:LEADING].max(0)
    weights = np.maximum(own, shared) + LEAST_WEIGHT
    count = size.shape[1]
    if count > INPUTS:
        least = np.argsort(own + shared, axis=1, kind="stable")[:, : count - INPUTS]
        np.put_along_axis(weights, least, 0.0, 1)
    return weights


def _fit(input_weights: NDArray[np.float64], away: NDArray[np.float64], y: NDArray[np.float64]) -> Process:
    """A process of one figure."""
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
    whole = GaussianProcessRegressor(kernel, optimizer=None).fit(x, y)
    weights = whole.alpha_
    linear, bumps = kernel.k1.k1, kernel.k1.k2
    strength = linear.k1.constant_value
    constant = middle + scale * strength * linear.k2.sigma_0**2 * float(weights.sum())
    return Process(
        numbers,
        input_weights,
        x,
        bumps.k1.constant_value * weights,
        strength * (x.T @ weights),
        float(bumps.k2.length_scale),
        constant,
        scale,
    )
