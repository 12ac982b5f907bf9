"""Morris screening: which parameters move a figure most, over their ranges, all numbers of a parameter together.

Source: Morris (1991), with groups as in Campolongo, Cariboni and Saltelli (2007), by SALib.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris as morris_analysis
from SALib.sample import morris as morris_sample

from jangmadang.scenario.parameters import Parameter

LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))  # part of a range by which a parameter moves; an elementary effect is per range
RESAMPLES = 500
CONFIDENCE = 0.9


class Influence(NamedTuple):
    """Elementary effect of a parameter on a figure.

    Attributes
    ----------
    parameter : its name; all numbers of a parameter by class or good move together.
    effect : mean absolute change of the figure when the parameter goes 2/3 of its range.
    half_width : of the effect's 90 % interval, by bootstrap over trajectories.
    """

    parameter: str
    effect: float
    half_width: float


def problem(known: Sequence[Parameter]) -> dict[str, Any]:
    """The unit cube of all numbers of some parameters, grouped by parameter."""
    names = [(f"{item.name}[{k}]", item.name) for item in known for k in range(item.value.size)]
    return {
        "num_vars": len(names),
        "names": [name for name, _ in names],
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": [group for _, group in names],
    }


def trajectories(known: Sequence[Parameter], count: int, seed: int) -> NDArray[np.float64]:
    """Points [point, number] of trajectories through the unit cube, each with one more than there are parameters."""
    points: NDArray[np.float64] = morris_sample.sample(problem(known), N=count, num_levels=LEVELS, seed=seed)
    return points


def seeds_of(points: NDArray[np.float64], count: int) -> list[int]:
    """Seed of the run at each point [point, number]: one trajectory shares draws, so that neighbours differ alone."""
    return [1 + number * count // len(points) for number in range(len(points))]


def influences(
    known: Sequence[Parameter], points: NDArray[np.float64], figures: NDArray[np.float64], most: int | None = None
) -> list[Influence]:
    """The parameters that move a figure most, first the largest.

    Parameters
    ----------
    known, points : as given to and by `trajectories`.
    figures : the figure at each point; where it has none (not finite), the median counts.
    most : how many; default all.
    """
    filled = np.where(np.isfinite(figures), figures, np.nanmedian(figures))
    result = morris_analysis.analyze(
        problem(known), points, STEP * filled, num_levels=LEVELS, num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=1
    )
    order = np.argsort(-np.asarray(result["mu_star"]), kind="stable")[:most]
    return [Influence(result["names"][k], float(result["mu_star"][k]), float(result["mu_star_conf"][k])) for k in order]
