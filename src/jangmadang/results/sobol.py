"""Sobol indices: the parts of a figure's variance that come from each parameter, over the ranges of all.

All numbers of a parameter count as one. Source: Saltelli et al. (2010), by SALib.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import sobol as sobol_sample

from jangmadang.errors import InputError
from jangmadang.results.screening import CONFIDENCE, RESAMPLES, problem
from jangmadang.scenario.parameters import Parameter


class Shares(NamedTuple):
    """Shares of a figure's variance that a parameter has.

    Attributes
    ----------
    parameter : its name; all numbers of a parameter by class or good count as one.
    total : what would be left of the variance if all else were known: the parameter's own part and all that it has
        together with others.
    total_half_width : of the total's 90 % interval, by bootstrap over samples.
    first_order : what would go of the variance if the parameter were known: its own part.
    first_order_half_width : of that.
    """

    parameter: str
    total: float
    total_half_width: float
    first_order: float
    first_order_half_width: float


def samples(known: Sequence[Parameter], count: int, seed: int) -> NDArray[np.float64]:
    """Points of Saltelli's design in the unit cube: for each sample two points and one between for each parameter."""
    points: NDArray[np.float64] = sobol_sample.sample(problem(known), count, calc_second_order=False, seed=seed)
    if len(known) == 1:  # SALib's design takes the numbers of a lone group one by one
        points = points.reshape(count, -1, points.shape[1])[:, [0, -1, -1]].reshape(3 * count, -1)
    return points


def seeds_of(points: NDArray[np.float64], count: int) -> list[int]:
    """Seed of the run at each point: those of a sample share their draws, but for the last, which has its own.

    The points between have one parameter from the last and all else, chance too, from the first: chance is a parameter
    that is not asked about, and has its part of the variance.
    """
    size = len(points) // count
    return [1 + number // size + (count if number % size == size - 1 else 0) for number in range(len(points))]


def shares(known: Sequence[Parameter], figures: NDArray[np.float64], count: int) -> list[Shares]:
    """The parameters with their shares of a figure's variance, first the largest total.

    Parameters
    ----------
    known, count : as given to `samples`.
    figures : the figure at each of its points; where it has none (not finite), the median counts.

    Raises
    ------
    InputError
        If the figure has no variance.
    """
    filled = np.where(np.isfinite(figures), figures, np.nanmedian(figures))
    if np.ptp(filled.reshape(count, -1)[:, [0, -1]]) == 0.0:
        raise InputError("the figure is the same in all samples: it has no variance to share out")
    result = sobol_analysis.analyze(
        problem(known), filled, calc_second_order=False, num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=1
    )
    total, own = (frame.to_numpy() for frame in result.to_df()[:2])  # each with its half width
    rows = zip((item.name for item in known), *total.T, *own.T, strict=True)
    return sorted((Shares(name, *map(float, row)) for name, *row in rows), key=lambda item: -item.total)
