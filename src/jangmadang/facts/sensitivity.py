"""Which parameters a fact depends on most: Morris screening over the whole plausible ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from jangmadang.facts.running import FACTS
from jangmadang.results import screening
from jangmadang.results.screening import Influence
from jangmadang.scenario.draws import ranged, settings_at


def trajectories(count: int, seed: int) -> NDArray[np.float64]:
    """Points of Morris trajectories over all ranged parameters, from 0 (low end) to 1 [point, number]."""
    return screening.trajectories(ranged(), count, seed)


def screened_settings(count: int, seed: int) -> tuple[list[dict[str, Any]], list[int]]:
    """Settings at the points of some trajectories, and the seeds of their runs, for `run_draws`."""
    points = trajectories(count, seed)
    return [settings_at(point) for point in points], screening.seeds_of(points, count)


def influences(
    records: Sequence[Mapping[str, Any]], fact: str, points: NDArray[np.float64], most: int = 5
) -> list[Influence]:
    """The parameters that move a fact's figure most: the one its counter-experiment aims at, else the first.

    An effect is the mean share of all runs that the figure passes, up or down: 0 where nothing moves, at most 1. Ranks
    are taken because economies far out have figures without measure.

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
    return screening.influences(ranged(), points, rankdata(figures) / len(figures), most)
