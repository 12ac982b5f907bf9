"""Parameters of the members, estimated once a year from what was known by then, and shipped to save the wait."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from jangmadang.outlook.local_level import LocalLevel, most_likely_local_level
from jangmadang.outlook.three_cities import ThreeCities, most_likely_cities, sightings
from jangmadang.outlook.weekly import CITIES, ITEMS, Report, known_by, weekly_series

TABLE = "fitted.json"
#: Super-observations that a series needs before it is forecast.
FEWEST_REPORTS = 10
DIGITS = 6
#: Of a series that had too few reports for parameters of its own when the year began.
USUAL_LEVEL = LocalLevel(innovation=0.03, noise_multiple=1.0)


class Fitted(NamedTuple):
    """Parameters of the members; a city and item without a local level has had too few reports."""

    three_cities: ThreeCities
    local_levels: Mapping[tuple[str, str], LocalLevel]

    def level_of(self, city: str, item: str) -> LocalLevel:
        """The local level's parameters of a series, or the usual ones."""
        return self.local_levels.get((city, item), USUAL_LEVEL)


def fitted_by(reports: Sequence[Report], year: int, start: ThreeCities | None = None) -> Fitted:
    """The parameters from what was known before a year began.

    Parameters
    ----------
    reports : all; what was not known before the year is left out here.
    year : calendar year.
    start : where the search for the three cities' begins.
    """
    known = known_by(reports, date(year, 1, 1) - timedelta(days=1))
    levels = {}
    for city in CITIES:
        for item in ITEMS:
            series = weekly_series(known, city, item)
            if len(series) >= FEWEST_REPORTS:
                levels[city, item] = most_likely_local_level(series)
    return Fitted(most_likely_cities(sightings(known), start), levels)


def fitted_json(years: Mapping[int, Fitted], evidence: str) -> str:
    """The table as it is shipped.

    Parameters
    ----------
    years : parameters by calendar year.
    evidence : hash of the evidence they are from.
    """
    body = {
        str(year): {
            "three_cities": _rounded(fitted.three_cities),
            "local_levels": {" ".join(key): _rounded(level) for key, level in fitted.local_levels.items()},
        }
        for year, fitted in years.items()
    }
    return json.dumps({"evidence": evidence, "years": body}, indent=1) + "\n"


def rounded(fitted: Fitted) -> Fitted:
    """Parameters as the shipped table holds them, so that an evaluation uses the same."""
    return _read(json.loads(fitted_json({0: fitted}, ""))["years"]["0"])


@cache
def shipped_years() -> dict[int, Fitted]:
    """The shipped parameters by calendar year."""
    return {int(year): _read(entry) for year, entry in _shipped()["years"].items()}


def shipped_evidence() -> str:
    """Hash of the evidence that the shipped parameters are from."""
    return str(_shipped()["evidence"])


def parameters_at(origin: date, reports: Iterable[Report]) -> Fitted:
    """The parameters for an origin: those of its year, of the last year shipped if it is later, else estimated now."""
    years = shipped_years()
    if origin.year >= min(years):
        return years[min(origin.year, max(years))]
    return fitted_by(list(reports), origin.year)


@cache
def _shipped() -> dict[str, Any]:
    text = (resources.files("jangmadang.outlook") / "data" / TABLE).read_text("utf-8")
    return dict(json.loads(text))


def _rounded(parameters: ThreeCities | LocalLevel) -> dict[str, float]:
    return {name: float(f"{value:.{DIGITS}g}") for name, value in parameters._asdict().items()}


def _read(entry: dict[str, Any]) -> Fitted:
    levels = {}
    for key, level in entry["local_levels"].items():
        city, item = key.split(" ")
        levels[city, item] = LocalLevel(**level)
    return Fitted(ThreeCities(**entry["three_cities"]), levels)
