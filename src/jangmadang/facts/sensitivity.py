"""Which parameters a fact depends on most: Morris screening over the whole plausible ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris as morris_analysis
from SALib.sample import morris as morris_sample
from scipy.stats import rankdata

from jangmadang.facts.robustness import ranged, settings_at
from jangmadang.facts.running import FACTS

LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))  # part of a range by which a parameter moves; an elementary effect is per range
RESAMPLES = 500
CONFIDENCE = 0.9


class Influence(NamedTuple):
    """Mean absolute elementary effect of a parameter on a fact's figure.

    Attributes
    ----------
    parameter : its name; all numbers of a parameter by class or good move together.
    effect : mean share of all runs that the figure passes, up or down, when the parameter goes 2/3 of its range: 0
        where nothing moves, at most 1. Ranks are taken because economies far out have figures without measure.
    half_width : of the effect's 90 % interval, by bootstrap over trajectories.
    """

    parameter: str
    effect: float
    half_width: float


def _problem() -> dict[str, Any]:
    """The unit cube of all numbers, grouped by parameter."""
    names = [(f"{item.name}[{k}]", item.name) for item in ranged() for k in range(item.value.size)]
    return {
        "num_vars": len(names),
        "names": [name for name, _ in names],
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": [group for _, group in names],
    }


def trajectories(count: int, seed: int) -> NDArray[np.float64]:
    """Points of Morris trajectories through the unit cube, each with one point more than there are parameters.

    Source: Morris (1991), with groups as in Campolongo, Cariboni and Saltelli (2007).
    """
    points: NDArray[np.float64] = morris_sample.sample(_problem(), N=count, num_levels=LEVELS, seed=seed)
    return points


def screened_settings(count: int, seed: int) -> tuple[list[dict[str, Any]], list[int]]:
    """Settings at the points of some trajectories, and the seeds of their runs, for `run_draws`.

    Runs of one trajectory share their draws, so that neighbours differ by the parameter alone.
    """
    points = trajectories(count, seed)
    return [settings_at(point) for point in points], [
        1 + number * count // len(points) for number in range(len(points))
    ]


def influences(
    records: Sequence[Mapping[str, Any]], fact: str, points: NDArray[np.float64], most: int = 5
) -> list[Influence]:
    """The parameters that move a fact's figure most: the one its counter-experiment aims at, else the first.

    Parameters
    ----------
    records : lines of `run_draws` on the settings of all points.
    fact : its name.
    points : of `trajectories`. Those that left nothing to measure count as the median figure.
    most : how many.
    """
    counter = FACTS[fact].counter
    aim = counter.condition if counter else 0
    by_draw = {record["draw"]: record.get("figures", {}).get(fact) for record in records}
    found = [by_draw[number] for number in range(len(points))]
    figures = np.array([math.nan if row is None or row[aim] is None else row[aim] for row in found])
    figures = np.where(np.isfinite(figures), figures, np.nanmedian(figures))
    result = morris_analysis.analyze(
        _problem(), points, STEP * rankdata(figures) / len(figures), num_levels=LEVELS,
        num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=1,
    )  # fmt: skip
    order = np.argsort(-np.asarray(result["mu_star"]))[:most]
    return [Influence(result["names"][k], float(result["mu_star"][k]), float(result["mu_star_conf"][k])) for k in order]
