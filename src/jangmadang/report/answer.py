"""The first half page: the year as a whole and its worst month, where things stand now, and who is affected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence.error_bands import Interval
from jangmadang.labels import label, place_in_words
from jangmadang.report.section import HOME, series
from jangmadang.report.wording import (
    REFERENCE_YEAR,
    is_projected,
    number,
    percent,
    signed_percent,
    signed_points,
    spanned,
    whole,
)
from jangmadang.results.assumption_bands import assumption_band, of_class
from jangmadang.results.bands import Bands, Transform
from jangmadang.results.indicators import PERSONS_PER_HOUSEHOLD
from jangmadang.results.summary import NOW_WEEKS, YEAR_WEEKS, at_place, change_on_year, recent, year_difference

NO_YEAR = "no year before to compare with"
NO_VALUE = "no value"


MONTHS = "January February March April May June July August September October November December".split()
FORECAST = "forecast band"
ASSUMED = "by what is assumed"
SHARE_BY_CLASS, SHARE_OF_ALL = "short_of_staples_share", "short_of_staples_share_all"
PEOPLE_BY_CLASS = "short_of_staples_people_by_class"


class Card(NamedTuple):
    """One figure of the answer: level, its interval and the kind of it, and the change on a year, in words."""

    name: str
    level: str
    interval: str
    change: str
    band: str = ""


class ClassRow(NamedTuple):
    """Shortage in one class of households: now, on a year, over the last 52 weeks and over the reference year."""

    name: str
    households: str
    share: str
    people: str
    change: str
    year: str
    reference: str


def has_year_before(bands: Bands) -> bool:
    """Whether the run is long enough for a change on a year."""
    return bands.main.sizes["week"] >= YEAR_WEEKS + NOW_WEEKS


def cards(bands: Bands, forecast: Mapping[str, Interval]) -> list[Card]:
    """The figures of the answer, hunger first.

    Parameters
    ----------
    forecast : bounds of past errors for `rice_price` and `exchange_rate`, where there are any.
    """
    return [
        short_card(bands),
        *(
            _card(bands, words, unit, name, forecast.get(name))
            for words, unit, name in (
                ("Median real income, 2019 won a week", " won", "real_income_median_all"),
                ("Market turnover, 2019 won a week", " won", "turnover_constant_prices"),
                ("Rice", " won a kilogram", "rice_price"),
                ("Corn", " won a kilogram", "corn_price"),
                ("Yuan", " won", "exchange_rate"),
                ("Imports, all channels", " yuan a week", "imports"),
                ("Exports, all channels", " yuan a week", "exports"),
                ("Garments bought, mass", " a week", "mass_pieces"),
            )
        ),
    ]


def headline(name: str) -> Transform:
    """A headline figure of Hyesan, channels added up."""
    return lambda data: at_place(data[name])


def assumed_ends(
    bands: Bands,
    name: str,
    value: float,
    of_year: bool = False,
    most: float | None = None,
    last: date | None = None,
) -> tuple[float, float] | None:
    """Ends of a headline figure's band by what is assumed; None where it has none, or the run has draws of its own.

    Parameters
    ----------
    name : of the figure.
    value : of the month of its last week, or of the year up to it where it is `of_year`.
    most : what it cannot exceed; default: a share one.
    last : its last week; default: the run's.
    """
    band = None if bands.drawn else assumption_band(name, last or _last_week(bands), of_year)
    if most is None:
        most = 1.0 if name == SHARE_OF_ALL else np.inf
    return None if band is None else (value * band.low, min(value * band.high, most))


def _last_week(bands: Bands) -> date:
    """Monday of the run's last week."""
    monday: date = bands.main["week"].values[-1].astype("datetime64[D]").item()
    return monday


def short_card(bands: Bands) -> Card:
    """Households short of staples: share, change in percentage points."""
    name = SHARE_OF_ALL
    share = series(name)
    level, low, high = recent_interval(bands, share)
    text = NO_YEAR
    if has_year_before(bands):
        points, least, most = year_difference(bands, share)
        text = f"{signed_points(points)} points on a year{_by_seeds(bands, signed_points(least), signed_points(most))}"
    if ends := assumed_ends(bands, name, level):
        interval = f"({spanned(*map(percent, ends))})"
        return Card("Households short of staples", percent(level), interval, text, ASSUMED)
    return Card("Households short of staples", percent(level), _range(bands, percent(low), percent(high)).strip(), text)


def _card(bands: Bands, words: str, unit: str, name: str, forecast: Interval | None = None) -> Card:
    transform = headline(name)
    level, low, high = recent_interval(bands, transform)
    text = NO_YEAR
    if has_year_before(bands):
        change, least, most = change_on_year(bands, transform)
        text = "nothing a year before"
        if change is not None:
            text = f"{signed_percent(change)} on a year{_by_seeds(bands, signed_percent(least), signed_percent(most))}"
    if forecast is not None:
        low, high = forecast.around(level)
        return Card(words, number(level) + unit, f"({number(low)} to {number(high)})", text, FORECAST)
    if ends := assumed_ends(bands, name, level):
        return Card(words, number(level) + unit, f"({spanned(*map(number, ends))})", text, ASSUMED)
    return Card(words, number(level) + unit, _range(bands, number(low), number(high)).strip(), text)


def _range(bands: Bands, low: str, high: str) -> str:
    """An interval in words, where there are replicates to give one and it has a width."""
    return f" ({spanned(low, high)})" if bands.count and low != high else ""


def _by_seeds(bands: Bands, low: str, high: str) -> str:
    """The interval of a change; one of other seeds says so, for that of its level is another kind and far wider."""
    words = _range(bands, low, high)
    return words if bands.drawn else words.replace(")", ", by chance alone)")


def recent_interval(bands: Bands, transform: Transform) -> tuple[float, float, float]:
    """Mean of the last four weeks with its interval."""
    value, low, high = bands.interval(lambda data: recent(transform(data)))
    return float(value), float(low), float(high)


def class_rows(bands: Bands, dataset: xr.Dataset) -> list[ClassRow]:
    """Shortage by class at Hyesan, in shares and people, and for all households last.

    Levels carry the band by what is assumed, changes on a year that of the replicates.
    """
    households = dataset["households"].sel(place=HOME)
    rows = []
    for member in map(str, dataset["household_class"].values):
        count = float(households.sel(household_class=member))
        if count > 0:
            share, people = (series(key, household_class=member) for key in (SHARE_BY_CLASS, PEOPLE_BY_CLASS))
            rows.append(_class_row(bands, label(member), count, share, people, of_class(SHARE_BY_CLASS, member)))
    everybody = series(SHARE_OF_ALL), series("short_of_staples_people")
    return [*rows, _class_row(bands, "all households", float(households.sum()), *everybody, SHARE_OF_ALL)]


def _class_row(
    bands: Bands, name: str, households: float, share: Transform, people: Transform, figure: str
) -> ClassRow:
    """The row of a class; people have the band of their share, `figure`, for the class keeps its size."""
    level, persons = recent_interval(bands, share), recent_interval(bands, people)
    change = year = reference = NO_VALUE
    if has_year_before(bands):
        value, fewest, largest = year_difference(bands, people)
        change = _signed(value) + _range(bands, _signed(fewest), _signed(largest))
        last = _last_week(bands)
        of_year = bands.interval(lambda data: _over_year(share(data)))
        year = _in_words(bands, percent, of_year, figure, last, of_year=True)
    if _holds_reference(bands):
        of_reference = bands.interval(lambda data: _over_reference(share(data)))
        reference = _in_words(bands, percent, of_reference, figure, date(REFERENCE_YEAR, 12, 31), of_year=True)
    return ClassRow(
        name,
        whole(households),
        _in_words(bands, percent, level, figure, _last_week(bands)),
        _in_words(bands, whole, persons, figure, _last_week(bands), most=households * PERSONS_PER_HOUSEHOLD),
        change,
        year,
        reference,
    )


def _in_words(
    bands: Bands,
    told: Callable[[float], str],
    interval: tuple[xr.DataArray | float, ...],
    figure: str,
    last: date,
    of_year: bool = False,
    most: float = 1.0,
) -> str:
    """A figure with its band by what is assumed, else that of the replicates."""
    value, low, high = (float(end) for end in interval)
    if (ends := assumed_ends(bands, figure, value, of_year, most, last)) and told(ends[0]) != told(ends[1]):
        return f"{told(value)} ({spanned(*map(told, ends))})"
    return told(value) + _range(bands, told(low), told(high))


def _holds_reference(bands: Bands) -> bool:
    """Whether the run holds the reference year, but for the week in which it may stop."""
    return int((bands.main["week"].dt.year == REFERENCE_YEAR).sum()) >= YEAR_WEEKS - 1


def _over_reference(data: xr.DataArray) -> xr.DataArray:
    return data.isel(week=np.flatnonzero(data["week"].dt.year.values == REFERENCE_YEAR)).mean("week")


def _signed(value: float) -> str:
    text = whole(abs(value))
    return text if text == "0" else ("-" if value < 0 else "+") + text


def lead_sentences(bands: Bands, dataset: xr.Dataset, data_end: np.datetime64 | None) -> tuple[str, str]:
    """The answer in two sentences: the year with its worst month, and the latest weeks.

    Weeks after the last report of any kind are spoken of in the conditional.
    """
    people, share = series("short_of_staples_people"), series("short_of_staples_share_all")
    last = dataset["week"].values[-1].astype("datetime64[D]")
    were = "would be" if is_projected(last, data_end) else "were"
    least_people, few, many = recent_interval(bands, people)
    latest = (
        f"In the four weeks to that of {last}, {percent(recent_interval(bands, share)[0])} {were}: "
        f"{whole(least_people)} people{_people_range(bands, least_people, few, many)}"
    )
    if not has_year_before(bands):
        mean_share = percent(float(share(bands.main).mean()))
        weeks = dataset.sizes["week"]
        return f"Over {weeks} weeks {mean_share} of Hyesan's households {were} short of staple food.", latest + "."
    mean, low, high = (float(v) for v in bands.interval(lambda data: _over_year(people(data))))
    part = float(_over_year(share(bands.main)))
    monthly = share(bands.main).isel(week=slice(-YEAR_WEEKS, None)).groupby("week.month").mean("week")
    worst = int(monthly["month"].values[int(np.argmax(monthly.values))])
    year = (
        f"Over the 52 weeks to that of {last}, {percent(part)} of Hyesan's households {were} short of staple food: "
        f"{whole(mean)} people{_people_range(bands, mean, low, high, of_year=True)} on average, most in "
        f"{MONTHS[worst - 1]} "
        f"({percent(float(monthly.max()))})"
    )
    if bands.main.sizes["week"] >= 2 * YEAR_WEEKS:
        more, fewest, largest = (
            float(v) for v in bands.difference(lambda data: _over_year(people(data)) - _over_year(people(data), 1))
        )
        word = "more" if more >= 0 else "fewer"
        is_sure = not bands.count or fewest * largest > 0
        sure = (
            _by_seeds(bands, _signed(fewest), _signed(largest))
            if is_sure
            else ", a change within the noise of the simulation"
        )
        year += f", {whole(abs(more))} {word} than in the year before{sure}"
    income = signed_percent(change_on_year(bands, series("real_income_median_all"))[0])
    moved = "would have moved" if were == "would be" else "moved"
    return year + ".", f"{latest}. Median real income {moved} by {income} on the same weeks a year before."


def _people_range(bands: Bands, people: float, low: float, high: float, of_year: bool = False) -> str:
    """Interval of the number of people short of staples: by what is assumed, else of the replicates."""
    if ends := assumed_ends(bands, "short_of_staples_people", people, of_year):
        return f" ({spanned(*map(whole, ends))} {ASSUMED})"
    return _range(bands, whole(low), whole(high))


def _over_year(values: xr.DataArray, years_back: int = 0) -> xr.DataArray:
    """Mean over 52 weeks, ending so many years before the last."""
    stop = values.sizes["week"] - years_back * YEAR_WEEKS
    return values.isel(week=slice(stop - YEAR_WEEKS, stop)).mean("week")


def place_rows(bands: Bands) -> list[dict[str, str]]:
    """Every place now: shortage, people, real income and turnover with its change on a year, and their intervals."""
    rows = []
    for place in [str(member) for member in bands.main["place"].values]:
        short, people, income = (
            recent_interval(bands, series(name, place))
            for name in ("short_of_staples_share_all", "short_of_staples_people", "real_income_median_all")
        )
        change = signed_percent(None)
        if has_year_before(bands):
            turnover = change_on_year(bands, series("turnover_constant_prices", place))
            change = _with_interval(bands, turnover, signed_percent)
        rows.append(
            {
                "place": place_in_words(place),
                "share short": _with_interval(bands, short, percent),
                "people short": _with_interval(bands, people, number),
                "median real income": _with_interval(bands, income, number),
                "turnover on a year": change,
            }
        )
    return rows


def _with_interval(bands: Bands, interval: tuple[Any, Any, Any], words: Callable[[Any], str]) -> str:
    """A figure and the ends of its interval, if there are replicates."""
    value, low, high = map(words, interval)
    return value + _range(bands, low, high)
