"""News: which newly known report moved the outlook by how much, between two days or between two tables.

Both members of the pool are linear in the logarithms of the reports, so a change of the median splits without a rest.
With F the pool's middle from given reports and parameters, and 1 ... n the new reports in order of becoming known::

    F(old, week before + h, parameters before)                            as it was said before
    + F(old, week now + h, parameters before) - the line above            time passing: no new report, run on
    + F(old, week now + h, parameters now)    - the line above            parameters, where the year changed them
    + F(old and long ago, ...)                - the line above            reports of long ago, withdrawn reports
    + F(... and 1 to j, ...) - F(... and 1 to j - 1, ...)   for each j    news: gain times surprise
    = F(all, week now + h, parameters now)                                as it is said now

A report of an earlier week that became known late is news like any other. Those that became known on one day are taken
in order of week, city and item: what two of them say alike is put down to the first. The learned spread widens or
narrows intervals and never moves a median. Source of the idea: Banbura and Modugno (2014), Journal of Applied
Econometrics 29, 133-160, and the New York Fed's staff nowcast (Bok and others 2018, Annual Review of Economics 10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from jangmadang.outlook.ahead import NOW
from jangmadang.outlook.evaluation import HORIZONS, pool_of
from jangmadang.outlook.fitted import FEWEST_REPORTS, Fitted, parameters_at
from jangmadang.outlook.growing import Growing, growing
from jangmadang.outlook.members import Known, pool_members
from jangmadang.outlook.pool import pooled, recalibrated, spread_multiple
from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.shipped import Past, shipped_past
from jangmadang.outlook.weekly import CITIES, ITEMS, Array, Report, known_by, week_of

#: Horizons that news are about: now and the weeks ahead.
AHEAD = (NOW, *HORIZONS)
#: What became known of weeks so long before the origin is told together: it hardly moves anything.
LONG_AGO_WEEKS = 104


class Basis(NamedTuple):
    """What an outlook rests on: the reports known on a day, and the parameters."""

    reports: list[Report]
    day: date
    fitted: Fitted


@dataclass(frozen=True, slots=True)
class News:
    """A report that became known, and what was expected of it when all reports before it were known.

    Attributes
    ----------
    report : as it came.
    by_pool, by_cities : what the pool and what the three cities alone expected, in logarithms.
    """

    report: Report
    by_pool: Predictive
    by_cities: Predictive

    def expected_for(self, city: str, item: str) -> Predictive:
        """What was expected, as far as it bears on a series: only the three cities carry news to another one."""
        return self.by_pool if (city, item) == (self.report.city, self.report.item) else self.by_cities


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved the median of one series, in logarithms by horizon (`AHEAD`), so that all adds up.

    Attributes
    ----------
    city, item : of what.
    before : as it was said, so many weeks from the earlier day.
    passing, parameters, long_ago : of time, of the parameters, of reports of long ago and withdrawn ones.
    news : of each report (rows, in order of becoming known) at each horizon.
    after : as it is said now, so many weeks from the origin.
    """

    city: str
    item: str
    before: Array
    passing: Array
    parameters: Array
    long_ago: Array
    news: Array
    after: Array

    def largest(self, count: int, horizon: int = NOW) -> list[int]:
        """Numbers of the reports that moved a horizon (in weeks) most, the largest effect first."""
        effects = np.abs(self.news[:, AHEAD.index(horizon)])
        return [int(n) for n in np.argsort(-effects, kind="stable")[:count] if effects[n] > 0.0]


@dataclass(frozen=True, slots=True)
class Account:
    """The news between two states of knowledge, and what they moved; series with too few reports are left out."""

    news: tuple[News, ...]
    series: tuple[Moved, ...]


def news_between(
    reports: Sequence[Report],
    earlier: date,
    origin: date,
    series: Iterable[tuple[str, str]],
    past: Sequence[Past] | None = None,
) -> Account:
    """What became known between two days, and what it moved.

    Parameters
    ----------
    reports : all there are.
    earlier, origin : the days; what became known on the earlier one is no news.
    series : cities and items.
    past : scored forecasts that spreads are learned from; default: those shipped.
    """
    return account(basis_at(reports, earlier), basis_at(reports, origin), series, past)


def news_of_tables(
    fewer: Sequence[Report],
    more: Sequence[Report],
    origin: date,
    series: Iterable[tuple[str, str]],
    past: Sequence[Past] | None = None,
) -> Account:
    """What further tables moved, at one origin; arguments as of `news_between`."""
    return account(basis_at(fewer, origin), basis_at(more, origin), series, past)


def basis_at(reports: Sequence[Report], day: date) -> Basis:
    """What an outlook rests on at a day."""
    return Basis(known_by(reports, day), day, parameters_at(day, reports))


def account(
    before: Basis, after: Basis, series: Iterable[tuple[str, str]], past: Sequence[Past] | None = None
) -> Account:
    """Split the change of the medians from one basis to another; see the head of this file."""
    chosen = [(city, item) for city, item in series if _enough(before, city, item) and _enough(after, city, item)]
    if not chosen:
        return Account((), ())
    week, long_ago = week_of(after.day), week_of(after.day) - LONG_AGO_WEEKS
    further = Counter(after.reports) - Counter(before.reports)
    new = sorted((report for report in further.elements() if report.week >= long_ago), key=_order)
    kept = list((Counter(after.reports) - Counter(new)).elements())
    first = min((report.week for report in new), default=week)

    was = growing(before.reports, before.day, before.fitted, first).known
    refitted = growing(before.reports, after.day, after.fitted, first).known
    now = growing(kept, after.day, after.fitted, first)
    steps = [
        _middles(was, chosen, week_of(before.day)),
        _middles(was, chosen, week),
        _middles(refitted, chosen, week),
        _middles(now.known, chosen, week),
    ]
    come = [one for one in (shipped_past() if past is None else past) if one.known_on <= after.day]
    news = []
    for report in new:
        news.append(_before_it_came(now, report, come))
        now = now.with_report(report)
        steps.append(_middles(now.known, chosen, week))
    said, changes = np.array(steps), np.diff(steps, axis=0)  # step, series, horizon
    return Account(
        tuple(news),
        tuple(
            Moved(city, item, said[0, n], changes[0, n], changes[1, n], changes[2, n], changes[3:, n], said[-1, n])
            for n, (city, item) in enumerate(chosen)
        ),
    )


def _before_it_came(now: Growing, report: Report, past: Sequence[Past]) -> News:
    """What was expected of a report; the spreads are learned from forecasts of the nearest horizon."""
    kind = (report.city, report.item, min(HORIZONS))
    multiple = spread_multiple(np.array([one.error for one in past if (one.city, one.item, one.weeks) == kind]))
    cities, level = now.expected_by_cities(report), now.expected_by_level(report)
    pool = pooled([cities] if level is None else [level, cities])
    return News(report, recalibrated(pool, multiple), recalibrated(cities, multiple))


def _middles(known: Known, series: Sequence[tuple[str, str]], week: int) -> Array:
    """The pool's middles of each series, so many weeks after a week; the noise of reports does not move them."""
    return np.array(
        [
            [pool_of(pool_members(known, city, item, week + ahead, noise=1.0)).middle for ahead in AHEAD]
            for city, item in series
        ]
    )


def _enough(basis: Basis, city: str, item: str) -> bool:
    """Whether a series is forecast from a basis."""
    weeks = {report.week for report in basis.reports if (report.city, report.item) == (city, item)}
    return len(weeks) >= FEWEST_REPORTS


def _order(report: Report) -> tuple[date, int, int, int, bool, float]:
    """Order of becoming known."""
    place = (list(CITIES).index(report.city), list(ITEMS).index(report.item))
    return report.known_on, report.week, *place, report.stands_in, report.log_price
