"""What every model says from one origin, from the reports known by then and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jangmadang.outlook.fitted import FEWEST_REPORTS, Fitted
from jangmadang.outlook.local_level import filtered_level, forecast_level
from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.simple_rules import carried_forward, same_week_last_year
from jangmadang.outlook.three_cities import State, filtered, forecast_cities, sightings
from jangmadang.outlook.weekly import CITIES, ITEMS, Report, Series, known_by, week_of, weekly_series

LOCAL_LEVEL = "local level"
THREE_CITIES = "three cities"
CARRIED_FORWARD = "carried forward"
LAST_YEAR = "same week last year"
#: Models that the pool is made of; the economy's own change joins them where somebody supplies it.
POOLED = (LOCAL_LEVEL, THREE_CITIES)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known on a day: series, the state of the three cities, parameters."""

    origin: date
    week: int
    series: dict[tuple[str, str], Series]
    state: State | None
    fitted: Fitted

    def enough(self, city: str, item: str) -> bool:
        """Whether a series has been reported often enough to be forecast."""
        return len(self.series[city, item]) >= FEWEST_REPORTS


def known_at(reports: Iterable[Report], origin: date, fitted: Fitted) -> Known:
    """What is known on a day.

    Parameters
    ----------
    reports : all that there are; those that became known later are left out.
    origin : the day.
    fitted : parameters, of what was known before the year of the origin.
    """
    known = known_by(reports, origin)
    series = {(city, item): weekly_series(known, city, item) for city in CITIES for item in ITEMS}
    seen = sightings(known)
    return Known(origin, week_of(origin), series, filtered(seen, fitted.three_cities) if seen else None, fitted)


def forecasts(known: Known, city: str, item: str, week: int, noise: float) -> dict[str, Predictive]:
    """What each model says of a report in a week to come; a model that has nothing to go by is left out.

    Parameters
    ----------
    known : what is known at the origin.
    city, item : keys of `CITIES` and `ITEMS`; with enough reports.
    week : number of the week.
    noise : standard deviation of such a report, ln.
    """
    series = known.series[city, item]
    found = {**pool_members(known, city, item, week, noise), CARRIED_FORWARD: carried_forward(series, week, noise)}
    last_year = same_week_last_year(series, week)
    return found if last_year is None else {**found, LAST_YEAR: last_year}


def pool_members(known: Known, city: str, item: str, week: int, noise: float) -> dict[str, Predictive]:
    """What the members of the pool say of a report in a week to come, its noise in ln; see `forecasts`."""
    level = known.fitted.level_of(city, item)
    found = {LOCAL_LEVEL: forecast_level(filtered_level(known.series[city, item], level), level, week, noise)}
    if known.state is not None:
        found[THREE_CITIES] = forecast_cities(known.state, known.fitted.three_cities, city, item, week, noise)
    return found
