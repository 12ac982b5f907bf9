"""The weeks over which compared scenarios are averaged: a window, while changes last and after, calendar years."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jangmadang.errors import InputError
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import day_of, pair_of
from jangmadang.scenario.schema import Change

WINDOW_WEEKS, WEEKS_BEFORE = 52, 26
Day = datetime.date | str


class Period(NamedTuple):
    """Weeks over which indicators are averaged; `first` and `last` are Mondays."""

    name: str
    first: datetime.date
    last: datetime.date


def periods_of(
    scenarios: Sequence[Scenario],
    parting: Sequence[int],
    apart: datetime.date | None,
    window: tuple[Day | None, Day | None],
) -> tuple[tuple[Period, ...], datetime.date]:
    """The periods of a comparison, and the day from which its weeks are kept, half a year before the first of them.

    Parameters
    ----------
    scenarios : the base, then the others, all to one end.
    parting : of each other, the week in which it parts from the base.
    apart : Monday of the first week in which one differs; None where they share no past or never differ.
    window : first day and the day before which it ends, where they are asked for.

    Raises
    ------
    InputError
        If the window lies outside the runs or holds no week.
    """
    base, start, end = scenarios[0], max(item.start for item in scenarios), scenarios[0].end
    first, until = _days(window, apart, start, end)
    earliest = min(apart or first, first)
    chosen = Period("window", *_mondays(first, until))
    stop = until if any(window) else end
    own = [
        period
        for other, week in zip(scenarios[1:], parting, strict=True)
        for period in _lasting(base, other, start, end) or _since(other, week, chosen, stop)
    ]
    since = max(earliest - datetime.timedelta(weeks=WEEKS_BEFORE), start)
    return (chosen, *own, *_years(earliest, start, end)), since


def own_changes(base: Scenario, other: Scenario) -> list[Change]:
    """Dated changes that the base has not."""
    shared = [change for layer in base.changes for change in layer]
    return [change for layer in other.changes for change in layer if change not in shared]


def _lasting(base: Scenario, other: Scenario, start: datetime.date, end: datetime.date) -> list[Period]:
    """The weeks from the first change of a scenario to the end of its last, and those after; none if one never ends.

    A week that a change cuts in two is in neither.
    """
    changes = own_changes(base, other)
    ends = [change.until for change in changes if change.until]
    if not changes or len(ends) < len(changes):
        return []
    first = max(start, min(change.from_day for change in changes))
    over = max(ends) + datetime.timedelta(days=1)
    spans = ((f"while {other.name} lasts", first, min(over, end)), (f"after {other.name}", max(over, start), end))
    whole = ((name, _next_monday(day), until - datetime.timedelta(days=until.weekday())) for name, day, until in spans)
    return [Period(name, *_mondays(monday, until)) for name, monday, until in whole if monday < until]


def _since(other: Scenario, week: int, window: Period, end: datetime.date) -> list[Period]:
    """A year from the first week in which a scenario differs, where that comes after the window's first; or none."""
    first = other.start + datetime.timedelta(weeks=week)
    if not window.first < first < end:
        return []
    until = min(first + datetime.timedelta(weeks=WINDOW_WEEKS), end)
    return [Period(f"since {other.name} began", *_mondays(first, until))]


def _next_monday(day: datetime.date) -> datetime.date:
    """The day itself if it is a Monday, else the next one."""
    return day + datetime.timedelta(days=-day.weekday() % 7)


def _days(
    window: tuple[Day | None, Day | None], apart: datetime.date | None, start: datetime.date, end: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """First day of the window and the day before which it ends, asked for or by default."""
    year = datetime.timedelta(weeks=WINDOW_WEEKS)
    days = pair_of("window", window, "two days, from the first to before the second, either of them None")
    asked_first, asked_until = (day_of("window", item) for item in days)
    first = asked_first or apart or max(start, (asked_until or end) - year)
    until = asked_until or min(first + year, end)
    if not start <= first < end:
        raise InputError(f"the window starts on {first}, outside the runs; choose a day from {start} to before {end}")
    if not first < until <= end:
        raise InputError(f"the window ends on {until}; choose a day after its start on {first} and at most {end}")
    return first, until


def _mondays(first: datetime.date, until: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last Monday from a day to before another."""
    monday = _next_monday(first)
    last = until - datetime.timedelta(days=until.weekday() or 7)
    if last < monday:
        raise InputError(f"no week starts from {first} to before {until}; choose at least a week")
    return monday, last


def _years(since: datetime.date, start: datetime.date, end: datetime.date) -> list[Period]:
    """Calendar years from that of a day to the end, by the Mondays of the runs that they hold."""
    new_year = [datetime.date(year, 1, 1) for year in range(since.year, end.year + 2)]
    spans = [(max(first, start), min(until, end)) for first, until in pairwise(new_year)]
    return [Period(str(first.year), *_mondays(first, until)) for first, until in spans if (until - first).days >= 7]
