"""Made-up reports for the tests of the outlook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from jangmadang.evidence.observations import Observation
from jangmadang.outlook.fitted import Fitted
from jangmadang.outlook.local_level import LocalLevel
from jangmadang.outlook.three_cities import NAMES, ThreeCities, parts_of, parts_under
from jangmadang.outlook.weekly import CITIES, ITEMS, Report, Series, monday_of

#: Parameters near those that the evidence gives.
PARAMETERS = ThreeCities(0.03, 0.04, 0.06, 0.02, 0.02, 0.97, 0.03, 0.01, 0.85, 0.5)
FITTED = Fitted(PARAMETERS, {(city, item): LocalLevel(0.04, 1.0) for city in CITIES for item in ITEMS})
LEVELS = {"rice": 8.5, "corn": 7.6, "cny": 7.1, "usd": 9.0}


def an_observation(**fields: object) -> Observation:
    """An exact price of rice at Hyesan in mid-May 2024, with other fields as asked."""
    day = date(2024, 5, 15)
    usual = Observation(
        "made row 1", day, day, "Hyesan", "rice", 6000.0, 6000.0, "exact", "KPW", 1.0, "kg", day, "made", "made",
        "other", "day", "",
    )  # fmt: skip
    return replace(usual, **fields)  # type: ignore[arg-type]


def a_report(week: int, log_price: float, city: str = "Hyesan", item: str = "rice", noise: float = 0.04) -> Report:
    """A report of the Sunday of a week, known that day."""
    return Report(week, city, item, log_price, noise, monday_of(week) + timedelta(days=6))


def a_series(weeks: list[int], log_price: list[float], noise: list[float]) -> Series:
    """A series of super-observations."""
    days = tuple(monday_of(week) for week in weeks)
    return Series(np.array(weeks), np.array(log_price), np.array(noise), days)


def a_random_walk(seed: int, weeks: int, innovation: float, noise: float, every: int = 1) -> Series:
    """A random walk seen through noise every so many weeks."""
    draw = np.random.default_rng(seed)
    level = 8.5 + np.cumsum(innovation * draw.standard_normal(weeks))
    seen = np.arange(0, weeks, every)
    y = level[seen] + noise * draw.standard_normal(seen.size)
    return a_series(seen.tolist(), y.tolist(), [noise] * seen.size)


def a_country(seed: int, weeks: int, first: int = 0, share: float = 0.3, won: float = 0.02) -> list[Report]:
    """Reports of all cities and items: a won that wanders, and cities that differ a little, seen now and then."""
    draw = np.random.default_rng(seed)
    worth = np.cumsum(won * draw.standard_normal(weeks + 1))
    found = []
    for item, level in LEVELS.items():
        for city in CITIES:
            for week in np.flatnonzero(draw.random(weeks + 1) < share).tolist():
                y = level + worth[week] + 0.05 * float(draw.standard_normal())
                found.append(a_report(first + week, y, city, item))
    return sorted(found, key=lambda report: (report.week, report.city, report.item))


def a_true_country(seed: int, weeks: int, first: int = 0, share: float = 0.2) -> list[Report]:
    """Reports of a country that is as the model of three cities says, with `PARAMETERS`."""
    draw = np.random.default_rng(seed)
    parts = parts_under(PARAMETERS)
    levels = np.array([name.startswith("level") for name in NAMES])
    state = parts.mean + np.where(levels, 0.0, np.sqrt(parts.variance)) * draw.standard_normal(len(NAMES))
    found = []
    for week in range(first, first + weeks):
        for item in ITEMS:
            for city in CITIES:
                if draw.random() < share:
                    error = PARAMETERS.noise_multiple * 0.04 * float(draw.standard_normal())
                    found.append(a_report(week, float(state[parts_of(city, item)].sum()) + error, city, item))
        state = parts.stays * state + np.sqrt(parts.innovation) * draw.standard_normal(len(NAMES))
    return found
