"""The first half page: where things stand, how that changed in a year, and who is affected."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.report.palette import label
from jangmadang.report.section import HOME, series
from jangmadang.report.wording import number, percent, signed_percent, whole
from jangmadang.results.bands import Bands, Transform
from jangmadang.results.summary import NOW_WEEKS, YEAR_WEEKS, at_place, change_on_year, recent

NO_YEAR = "no year before to compare with"


class Card(NamedTuple):
    """One figure of the answer: level, its interval and the change on a year, in words."""

    name: str
    level: str
    interval: str
    change: str


class ClassRow(NamedTuple):
    """Shortage in one class of households."""

    name: str
    households: str
    share: str
    people: str
    change: str


def has_year_before(bands: Bands) -> bool:
    """Whether the run is long enough for a change on a year."""
    return bands.main.sizes["week"] >= YEAR_WEEKS + NOW_WEEKS


def cards(bands: Bands) -> list[Card]:
    """The figures of the answer, hunger first."""
    won = " won"
    return [
        short_card(bands),
        _card(bands, "Median real income, 2019 won a week", series("real_income_median_all"), won),
        _card(bands, "Market turnover, 2019 won a week", series("turnover_constant_prices"), won),
        _card(bands, "Rice", series("rice_price"), " won a kilogram"),
        _card(bands, "Yuan", series("exchange_rate"), " won"),
        _card(bands, "Imports, all channels", lambda data: at_place(data["imports"]), " yuan a week"),
        _card(bands, "Exports, all channels", lambda data: at_place(data["exports"]), " yuan a week"),
        _card(bands, "Garments bought, mass", series("mass_pieces"), " a week"),
        _card(bands, "Garments bought, luxury", series("luxury_pieces"), " a week"),
    ]


def short_card(bands: Bands) -> Card:
    """Households short of staples: share, change in percentage points."""
    share = series("short_of_staples_share_all")
    level, low, high = _now(bands, share)
    text = NO_YEAR
    if has_year_before(bands):
        points, least, most = _difference(bands, share)
        text = f"{points * 100:+.1f} points on a year{_range(bands, f'{least * 100:+.1f}', f'{most * 100:+.1f}')}"
    return Card("Households short of staples", percent(level), _range(bands, percent(low), percent(high)).strip(), text)


def _card(bands: Bands, name: str, transform: Transform, unit: str) -> Card:
    level, low, high = _now(bands, transform)
    text = NO_YEAR
    if has_year_before(bands):
        change, least, most = change_on_year(bands, transform)
        text = "nothing a year before"
        if change is not None:
            text = f"{signed_percent(change)} on a year{_range(bands, signed_percent(least), signed_percent(most))}"
    return Card(name, number(level) + unit, _range(bands, number(low), number(high)).strip(), text)


def _range(bands: Bands, low: str, high: str) -> str:
    """An interval in words, where there are replicates to give one."""
    return f" ({low} to {high})" if bands.count else ""


def _now(bands: Bands, transform: Transform) -> tuple[float, float, float]:
    """Mean of the last four weeks with its interval."""
    value, low, high = bands.interval(lambda data: recent(transform(data)))
    return float(value), float(low), float(high)


def _difference(bands: Bands, transform: Transform) -> tuple[float, float, float]:
    """Last four weeks less the same weeks a year before, with its interval."""

    def step(data: xr.Dataset) -> xr.DataArray:
        return recent(transform(data)) - recent(transform(data), YEAR_WEEKS)

    value, low, high = bands.difference(step)
    return float(value), float(low), float(high)


def class_rows(bands: Bands, dataset: xr.Dataset) -> list[ClassRow]:
    """Shortage by class at Hyesan, in shares and people, and for all households last."""
    households = dataset["households"].sel(place=HOME)
    rows = []
    for name in [
        str(member) for member in dataset["household_class"].values if float(households.sel(household_class=member)) > 0
    ]:
        share, people = (
            series(key, household_class=name) for key in ("short_of_staples_share", "short_of_staples_people_by_class")
        )
        rows.append(_class_row(bands, label(name), float(households.sel(household_class=name)), share, people))
    everybody = series("short_of_staples_share_all"), series("short_of_staples_people")
    return [*rows, _class_row(bands, "all households", float(households.sum()), *everybody)]


def _class_row(bands: Bands, name: str, households: float, share: Transform, people: Transform) -> ClassRow:
    level, low, high = _now(bands, share)
    persons, least, most = _now(bands, people)
    change = "no value"
    if has_year_before(bands):
        value, fewest, largest = _difference(bands, people)
        change = _signed(value) + _range(bands, _signed(fewest), _signed(largest))
    return ClassRow(
        name,
        whole(households),
        percent(level) + _range(bands, percent(low), percent(high)),
        whole(persons) + _range(bands, whole(least), whole(most)),
        change,
    )


def _signed(value: float) -> str:
    return ("-" if value < 0 else "+") + whole(abs(value))


def lead_sentence(bands: Bands, dataset: xr.Dataset) -> str:
    """The answer in one sentence."""
    people, least, most = _now(bands, series("short_of_staples_people"))
    share = _now(bands, series("short_of_staples_share_all"))[0]
    last = np.datetime_as_string(dataset["week"].values[-1], unit="D")
    text = (
        f"In the four weeks to that of {last}, {percent(share)} of Hyesan's households were short of staple food: "
        f"{whole(people)} people{_range(bands, whole(least), whole(most))}"
    )
    if not has_year_before(bands):
        return text + "."
    more, fewest, largest = _difference(bands, series("short_of_staples_people"))
    word = "more" if more >= 0 else "fewer"
    sure = "" if not bands.count or fewest * largest > 0 else ", a change within the noise of the simulation"
    income = signed_percent(change_on_year(bands, series("real_income_median_all"))[0])
    return f"{text}, {whole(abs(more))} {word} than a year before{sure}. Median real income moved by {income}."


def place_rows(bands: Bands) -> list[dict[str, str]]:
    """Every place now: shortage, people, real income and turnover with its change on a year."""
    rows = []
    for place in [str(member) for member in bands.main["place"].values]:
        change = change_on_year(bands, series("turnover_constant_prices", place))[0] if has_year_before(bands) else None
        rows.append(
            {
                "place": place.replace("_", " "),
                "share short": percent(_now(bands, series("short_of_staples_share_all", place))[0]),
                "people short": number(_now(bands, series("short_of_staples_people", place))[0]),
                "median real income": number(_now(bands, series("real_income_median_all", place))[0]),
                "turnover on a year": signed_percent(change),
            }
        )
    return rows
