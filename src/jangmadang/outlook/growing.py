"""What is known while reports come in one by one, and what the members of the pool expect of each before it comes."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from jangmadang.outlook.fitted import Fitted
from jangmadang.outlook.local_level import LocalLevel, filtered_level
from jangmadang.outlook.members import Known
from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.three_cities import Sighting, State, filtered, parts_of, sightings
from jangmadang.outlook.weekly import CITIES, ITEMS, Report, Series, week_of, weekly_series


@dataclass(frozen=True, slots=True)
class Growing:
    """What is known on a day, ready for further reports: what lies before a week is filtered once.

    Attributes
    ----------
    known : as the outlook takes it.
    reports : all that it rests on.
    first : week before which no further report lies.
    early : state of the three cities after the reports before that week; None without any.
    """

    known: Known
    reports: tuple[Report, ...]
    first: int
    early: State | None

    def with_report(self, report: Report) -> Growing:
        """The same with a report of the first week or later."""
        reports = (*self.reports, report)
        where = (report.city, report.item)
        series = {**self.known.series, where: weekly_series(reports, *where)}
        state = filtered(_late(reports, self.first), self.known.fitted.three_cities, self.early)
        return replace(self, known=replace(self.known, series=series, state=state), reports=reports)

    def expected_by_level(self, report: Report) -> Predictive | None:
        """What the local level says of a report of that series and week, past or to come; None without a series."""
        series = self.known.series[report.city, report.item]
        level = self.known.fitted.level_of(report.city, report.item)
        return _expected_by_level(series, level, report) if len(series) else None

    def expected_by_cities(self, report: Report) -> Predictive:
        """What the three cities say of a report of that series and week, past or to come."""
        late, parameters = _late(self.reports, self.first), self.known.fitted.three_cities
        place = bisect_right([seen.week for seen in late], report.week)

        def log_likelihood(y: float) -> float:
            further = Sighting(report.week, parts_of(report.city, report.item), y, report.noise)
            return filtered([*late[:place], further, *late[place:]], parameters, self.early).log_likelihood

        return predicted(log_likelihood, report.log_price)


def growing(reports: Sequence[Report], origin: date, fitted: Fitted, first: int) -> Growing:
    """What is known on a day from given reports, ready for further ones.

    Parameters
    ----------
    reports : those that were known.
    origin : the day.
    fitted : parameters.
    first : week before which no further report will lie.
    """
    before = sightings([report for report in reports if report.week < first])
    early = filtered(before, fitted.three_cities) if before else None
    late = _late(reports, first)
    state = filtered(late, fitted.three_cities, early) if late else early
    series = {(city, item): weekly_series(reports, city, item) for city, item in product(CITIES, ITEMS)}
    return Growing(Known(origin, week_of(origin), series, state, fitted), tuple(reports), first, early)


def predicted(log_likelihood: Callable[[float], float], near: float) -> Predictive:
    r"""The normal distribution of a further observation, from the likelihood of all with it at three values.

    As a function of its value y, the log likelihood of everything is :math:`-(y - m)^2 / 2v` and a constant: the
    distribution of y given the rest, whether its week is to come or long past (when a filter alone cannot say it).

    Parameters
    ----------
    log_likelihood : of all observations, the further one at a value.
    near : a value near by.
    """
    below, at, above = (log_likelihood(near + step) for step in (-1.0, 0.0, 1.0))
    variance = 1.0 / (2.0 * at - below - above)
    return Predictive(near + variance * (above - below) / 2.0, math.sqrt(variance))


def _expected_by_level(series: Series, level: LocalLevel, report: Report) -> Predictive:
    place = int(np.searchsorted(series.weeks, report.week, side="right"))

    weeks = np.insert(series.weeks, place, report.week)
    noise = np.insert(series.noise, place, report.noise)

    def log_likelihood(y: float) -> float:
        log_price = np.insert(series.log_price, place, y)
        return filtered_level(Series(weeks, log_price, noise, series.known_on), level).log_likelihood

    return predicted(log_likelihood, report.log_price)


def _late(reports: Sequence[Report], first: int) -> list[Sighting]:
    """The super-observations of a week and later."""
    return sightings([report for report in reports if report.week >= first])
