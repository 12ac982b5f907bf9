"""Forecast bands from past errors, and how many reports they held when each period was left out in turn.

A run's error on a report, e = ln(run / report), is taken as the effect of its year plus the report's own deviation:
e = m + u[year] + v, with variances s_u^2 and s_v^2. The band for a report of a year not seen is

    m  +-  t * sqrt(s_u^2 + var(m) + s_v^2),

t the quantile of Student's distribution with n - 1 degrees of freedom, n the years seen: the usual prediction interval
of a random-effects model (Higgins, Thompson and Spiegelhalter 2009, J. R. Stat. Soc. A 172, 137-159). It is wider than
quantiles of the errors, which hold too few reports of a period they have not seen.

The rate is carried forward from its last report. Its errors over any number of weeks make one band: those of a random
walk grow with the root of time, so each is taken per root of its weeks, and the band is as many roots wide.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.fit import PERIODS
from jangmadang.evidence.observations import Observation

HELD = 0.90
HOME = "hyesan"
FEWEST_YEARS = 3
FEWEST_WEEKS_APART = 4
SAME_TIME = timedelta(weeks=2)
#: Items with enough reports, and the currency in which analysts read them.
PRICES = (("rice", "KPW"), ("corn", "KPW"))
RATE = ("cny", "KPW")
#: How far ahead the rate is tried when its coverage is measured, in weeks.
RATE_HORIZONS = (4, 13, 26, 52)
_SINGLE_PERIODS = {name: bounds for name, bounds in PERIODS.items() if name != "all"}


class Error(NamedTuple):
    """A past error in logarithms, run (or rule) over report; of a rate carried, over how many weeks."""

    day: date
    value: float
    weeks: float = 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports a band of its kind held, with the report's own period left out of what the band is made from.

    Attributes
    ----------
    item, currency : of the reports.
    period : a key of `fit.PERIODS`; `all` for all of them.
    reports : number of reports.
    held : how many of them lay inside.
    weeks_ahead : of the last reported rate carried forward; 0 for a run's price at the reported rate.
    """

    item: str
    currency: str
    period: str
    reports: int
    held: int
    weeks_ahead: int = 0

    @property
    def share(self) -> float:
        """Part of the reports inside."""
        return self.held / self.reports


class Interval(NamedTuple):
    """Bounds of ln(run / report)."""

    low: float
    high: float

    def around(self, value: float) -> tuple[float, float]:
        """Bounds of what reports would say where the run says `value`, in its unit."""
        return value * math.exp(-self.high), value * math.exp(-self.low)


def prediction_interval(errors: Sequence[Error]) -> Interval | None:
    """Bounds of the error on a report of a year not seen; None with errors of fewer than three years."""
    by_year: dict[int, list[float]] = defaultdict(list)
    for error in errors:
        by_year[error.day.year].append(error.value)
    years = len(by_year)
    if years < FEWEST_YEARS:
        return None
    means = np.array([np.mean(values) for values in by_year.values()])
    within = sum(float(((np.array(values) - np.mean(values)) ** 2).sum()) for values in by_year.values())
    within /= max(1, len(errors) - years)
    of_means = within * float(np.mean([1.0 / len(values) for values in by_year.values()]))
    between = max(0.0, float(means.var(ddof=1)) - of_means)
    spread = math.sqrt(between + (between + of_means) / years + within)
    half = float(stdtrit(years - 1, 0.5 + HELD / 2.0)) * spread
    return Interval(float(means.mean()) - half, float(means.mean()) + half)


def carried_interval(errors: Sequence[Error], weeks: float) -> Interval | None:
    """Bounds of the error of a rate carried so many weeks, from those of rates carried for any time."""
    unit = prediction_interval([Error(error.day, error.value / math.sqrt(error.weeks)) for error in errors])
    return unit and Interval(unit.low * math.sqrt(weeks), unit.high * math.sqrt(weeks))


def price_errors(pairs: Iterable[Comparison], item: str, currency: str) -> list[Error]:
    """A run's errors on the reports of an item at Hyesan."""
    return [
        Error(pair.date, pair.log_error)
        for pair in pairs
        if (pair.item, pair.currency, pair.place) == (item, currency, HOME) and pair.counted and not pair.relative
    ]


def rate_errors(observations: Iterable[Observation], weeks_ahead: int) -> list[Error]:
    """Errors of the last reported rate carried forward, on the reports at Hyesan that lie so many weeks ahead of it.

    The last report is one that was out by then, at most half as old again as the horizon asks; nothing later is known.
    """
    reports = sorted(
        (o.date, o.value)
        for o in observations
        if (o.item, o.currency, o.model_place) == (*RATE, HOME) and not o.disputed
    )
    ahead, oldest = timedelta(weeks=weeks_ahead), timedelta(weeks=1.5 * weeks_ahead + FEWEST_WEEKS_APART)
    errors = []
    for day, value in reports:
        known = [(then, rate) for then, rate in reports if ahead <= day - then <= oldest]
        if known:
            then, rate = known[-1]
            errors.append(Error(day, math.log(rate / value), (day - then) / timedelta(weeks=1)))
    return errors


def carried_errors(observations: Sequence[Observation]) -> list[Error]:
    """Errors of the rate carried forward over all the horizons it is tried at."""
    return [error for weeks in RATE_HORIZONS for error in rate_errors(observations, weeks)]


def together(first: Interval, second: Interval) -> Interval:
    """Bounds of the sum of two independent errors: distances from the middle add as squares."""
    middle = (first.low + first.high + second.low + second.high) / 2.0
    half = math.hypot(first.high - first.low, second.high - second.low) / 2.0
    return Interval(middle - half, middle + half)


def coverage(errors: Sequence[Error], item: str, currency: str) -> list[Coverage]:
    """How many errors of each period lie in the band made from the other periods, and of all periods together."""
    found = []
    for period, bounds in _SINGLE_PERIODS.items():
        band = prediction_interval(_outside(errors, bounds))
        if band is not None:
            inside = [(error.value, band) for error in _inside(errors, bounds)]
            found += _counted(inside, item, currency, period)
    return [*found, *([summed(found, item)] if found else [])]


def coverage_carried(tried: Sequence[Error], carried: Sequence[Error], weeks_ahead: int) -> list[Coverage]:
    """The same for the rate carried so many weeks ahead; the bands are made from errors over any time."""
    found = []
    for period, bounds in _SINGLE_PERIODS.items():
        others = _outside(carried, bounds)
        inside = [(error.value, carried_interval(others, error.weeks)) for error in _inside(tried, bounds)]
        found += _counted(inside, *RATE, period, weeks_ahead)
    return [*found, *([summed(found, RATE[0], weeks_ahead)] if found else [])]


def coverage_together(
    prices: Sequence[Error],
    tried: Sequence[Error],
    carried: Sequence[Error],
    item: str,
    currency: str,
    weeks_ahead: int,
) -> list[Coverage]:
    """How many reports of a price the band held that adds the error of a rate carried so many weeks ahead.

    The error tried is that of a run whose rate was off as the last report carried forward was: the sum of both.
    """
    found = []
    for period, bounds in _SINGLE_PERIODS.items():
        of_price, others = prediction_interval(_outside(prices, bounds)), _outside(carried, bounds)
        near = [(error, _nearest(tried, error.day)) for error in _inside(prices, bounds)]
        sums = [
            (error.value + rate.value, of_price and of_rate and together(of_price, of_rate))
            for error, rate in near
            if rate is not None
            for of_rate in [carried_interval(others, rate.weeks)]
        ]
        found += _counted(sums, item, currency, period, weeks_ahead)
    return [*found, *([summed(found, item, weeks_ahead)] if found else [])]


def _inside(errors: Sequence[Error], bounds: tuple[date, date]) -> list[Error]:
    return [error for error in errors if bounds[0] <= error.day <= bounds[1]]


def _outside(errors: Sequence[Error], bounds: tuple[date, date]) -> list[Error]:
    return [error for error in errors if not bounds[0] <= error.day <= bounds[1]]


def _counted(
    tried: Sequence[tuple[float, Interval | None]], item: str, currency: str, period: str, weeks_ahead: int = 0
) -> list[Coverage]:
    """The row of a period from errors with their bands; none where there is nothing to try."""
    held = [band.low <= value <= band.high for value, band in tried if band is not None]
    return [Coverage(item, currency, period, len(held), sum(held), weeks_ahead)] if held else []


def _nearest(rates: Sequence[Error], day: date) -> Error | None:
    """The error of the rate report nearest to a day, at most two weeks off; the last of those of one day."""
    nearest = min(reversed(rates), key=lambda error: abs(error.day - day), default=None)
    return nearest if nearest is not None and abs(nearest.day - day) <= SAME_TIME else None


def summed(rows: Sequence[Coverage], item: str, weeks_ahead: int = 0) -> Coverage:
    """Rows of single periods added up, under the period `all`."""
    single = [row for row in rows if row.period != "all"]
    reports, held = sum(row.reports for row in single), sum(row.held for row in single)
    return Coverage(item, single[0].currency, "all", reports, held, weeks_ahead)


def all_coverage(pairs: Sequence[Comparison], observations: Sequence[Observation]) -> list[Coverage]:
    """Coverage of rice, corn and the rate, and of prices with the rate, at each horizon, by period and over all.

    The last row is of all rows.
    """
    prices = {item: price_errors(pairs, item, currency) for item, currency in PRICES}
    carried = carried_errors(observations)
    rows = [row for item, currency in PRICES for row in coverage(prices[item], item, currency)]
    for weeks in RATE_HORIZONS:
        tried = rate_errors(observations, weeks)
        rows += coverage_carried(tried, carried, weeks)
        for item, currency in PRICES:
            rows += coverage_together(prices[item], tried, carried, item, currency, weeks)
    return [*rows, summed(rows, "all")] if rows else []
