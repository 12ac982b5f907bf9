"""Measured skill: scores by item, horizon, model and period, and the gain over the local level with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from jangmadang.outlook.evaluation import HORIZONS, LEVEL_RECALIBRATED, POOL, Scored
from jangmadang.outlook.members import CARRIED_FORWARD, LAST_YEAR, LOCAL_LEVEL, THREE_CITIES
from jangmadang.outlook.predictive import HALF, MOST
from jangmadang.outlook.weekly import CITIES, ITEMS, Array

ALL = "all"
MODELS = (POOL, THREE_CITIES, LOCAL_LEVEL, LEVEL_RECALIBRATED, CARRIED_FORWARD, LAST_YEAR)
#: Periods of the origins. The last leaves out the slide of the won, one episode.
PERIODS = {
    "2016-2019": (date(2016, 1, 1), date(2019, 12, 31)),
    "2020-2022": (date(2020, 1, 1), date(2022, 12, 31)),
    "2023-2026": (date(2023, 1, 1), date(2026, 12, 31)),
    ALL: (date.min, date.max),
    "without 2024-2026": (date.min, date(2023, 12, 31)),
}
#: Halves of a year are drawn again whole, since forecasts near in time miss together.
BLOCKS_A_YEAR = 2
REPLICATES = 2000
FEWEST_BLOCKS = 4
_SEED = 20160103
_INTERVAL = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Skill:
    """Scores of one model on the forecasts of one item, horizon and period.

    Attributes
    ----------
    city, item, weeks, model, period : `all` stands for every city or item.
    forecasts : how many.
    crps, interval_score : means on the logarithm of the price; 0 is best.
    held_half, held_most : share of reports inside the 50 and the 90 % interval.
    gain : part of the local level's CRPS that the model saves, on the same forecasts.
    gain_low, gain_high : its 90 % interval; None with too few half-years.
    """

    city: str
    item: str
    weeks: int
    model: str
    period: str
    forecasts: int
    crps: float
    interval_score: float
    held_half: float
    held_most: float
    gain: float
    gain_low: float | None
    gain_high: float | None


def skills(scored: Sequence[Scored], cities: Iterable[str] = (*CITIES, ALL)) -> list[Skill]:
    """Scores of every model, by city, item, horizon and period; those without forecasts are left out."""
    found = []
    for city, item, weeks in product(cities, (*ITEMS, ALL), HORIZONS):
        chosen = [s for s in scored if s.weeks == weeks and city in (s.city, ALL) and item in (s.item, ALL)]
        for model in MODELS:
            made = [s for s in chosen if model in s.by_model]
            scores = [_scores_of(s, model) for s in made]
            for period, (first, last) in PERIODS.items():
                rows = [n for n, s in enumerate(made) if first <= s.origin <= last]
                if rows:
                    days = [made[n].origin for n in rows]
                    found.append(_skill((city, item, weeks, model, period), days, np.array([scores[n] for n in rows])))
    return found


def _scores_of(scored: Scored, model: str) -> tuple[float, float, float, float, float]:
    """CRPS of the model and of the local level, interval score, and whether the intervals held the report."""
    said, observed = scored.by_model[model], scored.observed
    level = scored.by_model[LOCAL_LEVEL].crps(observed)
    inside = (float(said.holds(observed, HALF)), float(said.holds(observed, MOST)))
    return said.crps(observed), level, said.interval_score(observed), *inside


def _skill(names: tuple[str, str, int, str, str], days: Sequence[date], scores: Array) -> Skill:
    mean = scores.mean(axis=0)
    low, high = gain_interval(days, scores[:, 0], scores[:, 1])
    gain = 1.0 - mean[0] / mean[1]
    return Skill(*names, len(days), mean[0], mean[2], mean[3], mean[4], gain, low, high)


def gain_interval(days: Sequence[date], scores: Array, reference: Array) -> tuple[float | None, float | None]:
    """The 90 % interval of the part of the reference's score that is saved, by a paired block bootstrap.

    Half-years of origins are drawn with replacement, each with all its pairs of scores (Kuensch 1989, Annals of
    Statistics 17, 1217-1241, with blocks that do not overlap).

    Parameters
    ----------
    days : origins.
    scores, reference : of the same forecasts.
    """
    blocks = [day.year * BLOCKS_A_YEAR + (day.month - 1) * BLOCKS_A_YEAR // 12 for day in days]
    names, of_block = np.unique(blocks, return_inverse=True)
    if len(names) < FEWEST_BLOCKS:
        return None, None
    ours = np.bincount(of_block, scores)
    theirs = np.bincount(of_block, reference)
    drawn = np.random.default_rng(_SEED).integers(len(names), size=(REPLICATES, len(names)))
    gains = 1.0 - ours[drawn].sum(axis=1) / theirs[drawn].sum(axis=1)
    low, high = np.quantile(gains, _INTERVAL)
    return float(low), float(high)
