"""The outlook from one origin: quantiles of prices and rates by horizon, the age of what is known, and past skill."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from jangmadang.evidence.observations import report_noise
from jangmadang.outlook.evaluation import HORIZONS, pool_of
from jangmadang.outlook.fitted import FEWEST_REPORTS, parameters_at
from jangmadang.outlook.members import Known, known_at, pool_members
from jangmadang.outlook.pool import recalibrated, spread_multiple
from jangmadang.outlook.predictive import HALF, MOST, Predictive
from jangmadang.outlook.shipped import Past, shipped_past
from jangmadang.outlook.weekly import ITEMS, Report, monday_of

#: Fewer scored forecasts than this say nothing of skill.
FEWEST_SCORED = 10
#: The last so many scored forecasts, by which an interval of 90 % is judged; it held well between these shares.
LATELY = 60
WELL_HELD = (0.85, 0.95)
#: A newest report older than this is said to be old.
OLD_WEEKS = 13
#: The horizon of the origin's own week.
NOW = 0


@dataclass(frozen=True, slots=True)
class PastSkill:
    """How the past forecasts of one series and horizon did, of those scored by the origin.

    Attributes
    ----------
    forecasts : how many were scored; the rest is None below `FEWEST_SCORED`.
    held_half, held_most : share of reports inside the 50 and the 90 % interval.
    held_lately : as `held_most`, of the last `LATELY` of them.
    gain : part of the local level's CRPS that the pool saved.
    spread_multiple : what the spread is multiplied by for the errors of the last of them.
    """

    forecasts: int
    held_half: float | None
    held_most: float | None
    held_lately: float | None
    gain: float | None
    spread_multiple: float

    @property
    def interval_held(self) -> Literal["well", "too few", "too many", "unknown"]:
        """How the 90 % interval held of late; unknown where too few forecasts are scored."""
        if self.held_lately is None:
            return "unknown"
        least, most = WELL_HELD
        return "too few" if self.held_lately < least else "too many" if self.held_lately > most else "well"


@dataclass(frozen=True, slots=True)
class Ahead:
    """The forecast of one series at one horizon, with the record of such forecasts."""

    city: str
    item: str
    weeks: int
    day: date
    log_price: Predictive
    skill: PastSkill

    @property
    def unit(self) -> str:
        """Unit of the price."""
        return "KPW/kg" if ITEMS[self.item] == "kg" else f"KPW/{self.item.upper()}"

    def price(self, level: float) -> float:
        """A quantile of the price, in `unit`."""
        return math.exp(self.log_price.quantile(level))

    def interval(self, share: float) -> tuple[float, float]:
        """The central interval of the price, in `unit`, that holds a share of reports."""
        return self.price(0.5 - share / 2.0), self.price(0.5 + share / 2.0)


@dataclass(frozen=True, slots=True)
class SeriesAhead:
    """One series ahead: its forecasts by horizon, or the reason why none is given.

    Attributes
    ----------
    city, item : of what.
    newest : last day of the week of the newest report, or the origin if that week is not over; None without any.
    age_weeks : weeks from that week to the origin's.
    reports : weeks with reports.
    ahead : by horizon; empty if withheld.
    now : of the origin's week; None if withheld.
    why_withheld : in words; empty if not.
    """

    city: str
    item: str
    newest: date | None
    age_weeks: int
    reports: int
    ahead: tuple[Ahead, ...]
    now: Ahead | None = None
    why_withheld: str = ""


def outlook(
    reports: Sequence[Report], origin: date, series: Iterable[tuple[str, str]], past: Sequence[Past] | None = None
) -> list[SeriesAhead]:
    """The outlook from an origin, of what was known by then and nothing else.

    Parameters
    ----------
    reports : all there are.
    origin : the day.
    series : cities and items.
    past : scored forecasts that spreads are learned from; default: those shipped.
    """
    known = known_at(reports, origin, parameters_at(origin, reports))
    come = [one for one in (shipped_past() if past is None else past) if one.known_on <= origin]
    return [_series_ahead(known, city, item, come) for city, item in series]


def _series_ahead(known: Known, city: str, item: str, past: Sequence[Past]) -> SeriesAhead:
    series = known.series[city, item]
    newest = int(series.weeks[-1]) if len(series) else None
    day = None if newest is None else min(monday_of(newest) + timedelta(days=6), known.origin)
    age = 0 if newest is None else known.week - newest
    if not known.enough(city, item):
        why = f"only {len(series)} weeks with reports by {known.origin}; {FEWEST_REPORTS} are needed"
        return SeriesAhead(city, item, day, age, len(series), (), why_withheld=why)
    ahead: list[Ahead] = []
    for weeks in HORIZONS:
        ahead.append(_ahead(known, city, item, weeks, past, ahead[-1].log_price.spread if ahead else 0.0))
    return SeriesAhead(city, item, day, age, len(series), tuple(ahead), _now(known, city, item, past))


def _now(known: Known, city: str, item: str, past: Sequence[Past]) -> Ahead:
    """What a report of the origin's week says or would say; no such forecast was scored, so the spread is a week's."""
    said = pool_members(known, city, item, known.week, report_noise(item, known.origin, 1))
    errors = [one.error for one in past if (one.city, one.item, one.weeks) == (city, item, min(HORIZONS))]
    skill = PastSkill(0, None, None, None, None, spread_multiple(np.array(errors)))
    return Ahead(city, item, NOW, known.origin, recalibrated(pool_of(said), skill.spread_multiple), skill)


def _ahead(known: Known, city: str, item: str, weeks: int, past: Sequence[Past], least: float) -> Ahead:
    """The forecast at one horizon; its spread is at least that of a nearer one, whatever few past errors say."""
    day = known.origin + timedelta(weeks=weeks)
    said = pool_members(known, city, item, known.week + weeks, report_noise(item, day, 1))
    skill = _skill_of([one for one in past if (one.city, one.item, one.weeks) == (city, item, weeks)])
    pool = recalibrated(pool_of(said), skill.spread_multiple)
    return Ahead(city, item, weeks, day, pool._replace(spread=max(pool.spread, least)), skill)


def _skill_of(past: Sequence[Past]) -> PastSkill:
    """The record of forecasts of one kind."""
    multiple = spread_multiple(np.array([one.error for one in past]))
    if len(past) < FEWEST_SCORED:
        return PastSkill(len(past), None, None, None, None, multiple)
    half, most = (float(np.mean([one.held(share) for one in past])) for share in (HALF, MOST))
    gain = 1.0 - sum(one.crps for one in past) / sum(one.crps_local_level for one in past)
    lately = float(np.mean([one.held(MOST) for one in past[-LATELY:]]))
    return PastSkill(len(past), half, most, lately, gain, multiple)
