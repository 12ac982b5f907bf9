"""Reports as weekly super-observations: one logarithm of a price for each week, city and item that was reported."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from jangmadang.evidence.observations import Observation

Array: TypeAlias = NDArray[np.float64]

#: Weeks are numbered from this Monday; what was reported before is of another money or its chaos.
FIRST_MONDAY = date(2012, 1, 2)
ITEMS = {"rice": "kg", "corn": "kg", "cny": "each", "usd": "each"}
#: The cities with enough reports, and the places whose reports stand for them; the first one's own come first.
CITIES = {"Hyesan": ("Hyesan", "Ryanggang"), "Pyongyang": ("Pyongyang",), "Sinuiju": ("Sinuiju",)}
_CITY_OF = {place: city for city, places in CITIES.items() for place in places}


@dataclass(frozen=True, slots=True)
class Report:
    """One usable report.

    Attributes
    ----------
    week : number of the week of the middle of its period, from `FIRST_MONDAY`.
    city, item : keys of `CITIES` and `ITEMS`.
    log_price : logarithm of the price in won for one unit.
    noise : standard deviation of its error.
    known_on : the first day on which it could be known.
    stands_in : whether it is of the province, not of the city.
    """

    week: int
    city: str
    item: str
    log_price: float
    noise: float
    known_on: date
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Super-observations of one item in one city, in order of time, and when each week's reports were all known."""

    weeks: NDArray[np.int64]
    log_price: Array
    noise: Array
    known_on: tuple[date, ...]

    def __len__(self) -> int:
        return len(self.weeks)


def week_of(day: date) -> int:
    """Number of the week of a day."""
    return (day - FIRST_MONDAY).days // 7


def monday_of(week: int) -> date:
    """The Monday of a numbered week."""
    return FIRST_MONDAY + timedelta(weeks=week)


def usable_reports(observations: Iterable[Observation]) -> list[Report]:
    """Reports of prices in won: none that is disputed, only a bound, in other money or of another unit.

    Parameters
    ----------
    observations : iterable of Observation
        As `evidence.observations.each_place` gives them.
    """
    found: dict[tuple[str, str], Report] = {}
    for o in observations:
        city = _CITY_OF.get(o.place)
        if city is None or ITEMS.get(o.item) != o.unit or o.currency != "KPW" or o.use or o.bound in ("lower", "upper"):
            continue
        week = week_of(o.date)
        if week >= 0:
            stands_in = o.place != city
            report = Report(week, city, o.item, math.log(o.value), o.noise, o.known_on, stands_in)
            key = (o.id.removesuffix(f" {o.place}"), city)
            if key not in found or not stands_in:  # one figure for city and province counts once
                found[key] = report
    return sorted(found.values(), key=lambda r: (r.week, r.city, r.item, r.log_price))


def known_by(reports: Iterable[Report], origin: date) -> list[Report]:
    """The reports that were known on a day."""
    return [report for report in reports if report.known_on <= origin]


def weekly_series(reports: Sequence[Report], city: str, item: str) -> Series:
    """Super-observations of one item in one city.

    A week's reports are averaged by precision, with the least of their noises: those of one week are often copies.
    Where the city has reports of its own in a week, those of its province are left out.
    """
    by_week: dict[int, list[Report]] = {}
    for report in reports:
        if report.city == city and report.item == item:
            by_week.setdefault(report.week, []).append(report)
    weeks = sorted(by_week)
    y, noise = np.empty(len(weeks)), np.empty(len(weeks))
    known_on = []
    for n, week in enumerate(weeks):
        own = [report for report in by_week[week] if not report.stands_in] or by_week[week]
        weights = np.array([report.noise**-2 for report in own])
        y[n] = float(np.dot(weights, [report.log_price for report in own]) / weights.sum())
        noise[n] = min(report.noise for report in own)
        known_on.append(max(report.known_on for report in own))
    return Series(np.array(weeks, dtype=np.int64), y, noise, tuple(known_on))
