"""Rolling origins: forecasts made every four weeks as they would have been made then, set beside what was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import numpy as np

from jangmadang.outlook.fitted import Fitted, fitted_by, rounded
from jangmadang.outlook.members import LOCAL_LEVEL, POOLED, Known, forecasts, known_at
from jangmadang.outlook.pool import LAST_SCORED, moved_by_economy, pooled, recalibrated, spread_multiple
from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.weekly import CITIES, ITEMS, Array, Report, Series, weekly_series

HORIZONS = (1, 2, 4, 8, 13, 26)
FIRST_ORIGIN = date(2016, 1, 3)
BETWEEN_ORIGINS = timedelta(weeks=4)
POOL = "pool"
#: The local level with its spread learned as the pool's is: what of the gain is not the other members'.
LEVEL_RECALIBRATED = "local level, recalibrated"
#: A target may lie so much nearer or farther than a horizon says: a part of it, and weeks at most.
_TOLERANCE = (4, 2)
#: Changes of the logarithm of a price that the economy predicts, by horizon; for an origin, city and item.
EconomyChanges = Mapping[tuple[date, str, str], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A forecast beside the report that came.

    Attributes
    ----------
    origin, city, item, weeks : from when, of what, how far ahead by the horizon's name.
    target : number of the week that was reported.
    known_on : when the report was known.
    observed : logarithm of the price.
    pooled : the pool before its spread is learned.
    by_model : what each model said, the recalibrated ones too.
    """

    origin: date
    city: str
    item: str
    weeks: int
    target: int
    known_on: date
    observed: float
    pooled: Predictive
    by_model: dict[str, Predictive]

    @property
    def error(self) -> float:
        """Error of the pool, ln, over its spread as modelled, ln."""
        return (self.observed - self.pooled.middle) / self.pooled.spread


def origins(last: date) -> list[date]:
    """The origins, Sundays, from the first to before a day."""
    count = max(0, -(-(last - FIRST_ORIGIN) // BETWEEN_ORIGINS))
    return [FIRST_ORIGIN + n * BETWEEN_ORIGINS for n in range(count)]


def evaluate(
    reports: Sequence[Report], economy: EconomyChanges | None = None
) -> tuple[list[Scored], dict[int, Fitted]]:
    """Make and score all forecasts, and the parameters by year that they rest on.

    Nothing that became known after an origin enters its forecasts: neither reports, nor parameters, nor the spread,
    which is learned from forecasts whose reports had come.

    Parameters
    ----------
    reports : all there are.
    economy : a third member's changes, where there are any.
    """
    last = max(report.known_on for report in reports)
    targets = {(city, item): weekly_series(reports, city, item) for city, item in product(CITIES, ITEMS)}
    years: dict[int, Fitted] = {}
    scored: list[Scored] = []
    for origin in origins(last):
        if origin.year not in years:
            before = years.get(origin.year - 1)
            years[origin.year] = rounded(fitted_by(reports, origin.year, before and before.three_cities))
        known = known_at(reports, origin, years[origin.year])
        for (city, item), series in targets.items():
            changes = (economy or {}).get((origin, city, item), {})
            scored += _scored_at(known, city, item, series, changes)
    for year in range(max(years, default=last.year) + 1, last.year + 1):  # what the last reports are forecast with next
        years[year] = rounded(fitted_by(reports, year, years[year - 1].three_cities if year - 1 in years else None))
    return with_learned_spread(scored), years


def pool_of(members: Mapping[str, Predictive], change: float | None = None) -> Predictive:
    """The pool of what the models say, before its spread is learned.

    Parameters
    ----------
    members : what each model says.
    change : of the logarithm, as the economy predicts it; None without a third member.
    """
    chosen = [members[name] for name in POOLED if name in members]
    if change is not None:
        chosen.append(moved_by_economy(members[LOCAL_LEVEL], change))
    return pooled(chosen)


def target_of(series: Series, week: int, horizon: int) -> int | None:
    """Number of the super-observation nearest to a week, if it lies within the tolerance of a horizon in weeks."""
    part, most = _TOLERANCE
    if not len(series):
        return None
    distance = np.abs(series.weeks - week)
    nearest = int(np.argmin(distance))
    return nearest if distance[nearest] <= min(horizon // part, most) else None


def with_learned_spread(scored: Sequence[Scored]) -> list[Scored]:
    """The forecasts with those of the pool, and of the local level, whose spreads past ones teach."""
    past: dict[tuple[str, str, int], list[Scored]] = {}
    found = []
    for one in sorted(scored, key=lambda s: (s.origin, s.city, s.item, s.weeks)):
        before = past.setdefault((one.city, one.item, one.weeks), [])
        come = [other for other in before if other.known_on <= one.origin]
        before.append(one)
        level = one.by_model[LOCAL_LEVEL]
        learned = {
            POOL: recalibrated(one.pooled, spread_multiple(np.array([other.error for other in come]))),
            LEVEL_RECALIBRATED: recalibrated(level, spread_multiple(_level_errors(come[-LAST_SCORED:]))),
        }
        found.append(replace(one, by_model={**one.by_model, **learned}))
    return found


def _scored_at(known: Known, city: str, item: str, series: Series, changes: Mapping[int, float]) -> list[Scored]:
    """The forecasts of one series from one origin that a report came for."""
    if not known.enough(city, item):
        return []
    found = []
    for weeks in HORIZONS:
        n = target_of(series, known.week + weeks, weeks)
        if n is None:
            continue
        week, noise, day = int(series.weeks[n]), float(series.noise[n]), series.known_on[n]
        said = forecasts(known, city, item, week, noise)
        pool = pool_of(said, changes.get(weeks))
        found.append(Scored(known.origin, city, item, weeks, week, day, float(series.log_price[n]), pool, said))
    return found


def _level_errors(scored: Sequence[Scored]) -> Array:
    """Errors of the local level over its spread."""
    levels = [(one.observed, one.by_model[LOCAL_LEVEL]) for one in scored]
    return np.array([(observed - level.middle) / level.spread for observed, level in levels])
