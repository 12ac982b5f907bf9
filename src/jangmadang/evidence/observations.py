"""The one observation schema, and the reader of the shipped price table into it."""

from __future__ import annotations

import calendar
import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Literal

from jangmadang.errors import InputError

Bound = Literal["exact", "range", "lower", "upper"]

PRICE_COLUMNS = (
    "date", "place", "item", "low", "high", "currency", "per_qty", "unit", "basis", "use", "source_url", "publisher",
    "note",
)  # fmt: skip
CURRENCIES = ("KPW", "CNY", "USD")
UNITS = ("kg", "litre", "each")
BASES = ("day", "week", "month")
USES = ("", "exclude", "disputed")

#: Reporting noise of one price, standard deviation of its logarithm, in calm years (to 2019) and since.
CALM_NOISE = {"cny": 0.02, "usd": 0.02, "rice": 0.04}
OTHER_ITEMS_CALM_NOISE = 0.08
LAST_CALM_YEAR = 2019
UNCALM_NOISE_MULTIPLE = 2.0
SHARED_FIGURE_NOISE_MULTIPLE = 2.0
#: August to October 2025: two publishers disagree by up to a factor of 2.5.
CONTESTED_PERIOD = (date(2025, 8, 1), date(2025, 10, 31))
CONTESTED_NOISE = 0.10

#: Half of the period taken around a date whose basis is a month, in days.
MONTH_HALF_WIDTH = timedelta(days=15)

#: Places of the evidence and the place of the model that stands for them.
MODEL_PLACES = {
    "Hyesan": "hyesan",
    "Ryanggang": "ryanggang_rest",
    "Kimhyongjik county": "ryanggang_rest",
    "Kimjongsuk county": "ryanggang_rest",
    "Kimjongsuk county (Sinpa)": "ryanggang_rest",
    "Hamhung": "hamhung",
    "Chongjin": "chongjin",
    "Hoeryong": "north_hamgyong_rest",
    "Onsong": "north_hamgyong_rest",
    "Musan": "north_hamgyong_rest",
    "Rason": "north_hamgyong_rest",
    "N.Hamgyong": "north_hamgyong_rest",
    "Pyongyang": "pyongyang",
    "Pyongsong": "pyongsong",
    "Sunchon": "south_pyongan_rest",
    "Pukchang": "south_pyongan_rest",
    "Nampo": "south_pyongan_rest",
    "Sinuiju": "sinuiju",
    "Ryongchon": "north_pyongan_rest",
    "Unsan": "north_pyongan_rest",
    "N.Pyongan": "north_pyongan_rest",
    "Manpo": "chagang_rest",
    "Wonsan": "wonsan",
    "Sariwon": "sariwon",
    "N.Hwanghae": "north_hwanghae_rest",
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated value of one item at one place, with its unit, source and uncertainty.

    `low` and `high` bracket the value (equal where one figure is printed, None where open); `noise` is the standard
    deviation of the logarithm of the report; `known_on` is the first day on which the figure could be known.
    """

    id: str
    date_start: date
    date_end: date
    place: str
    item: str
    low: float | None
    high: float | None
    bound: Bound
    currency: str
    per_qty: float
    unit: str
    known_on: date
    source: str
    publisher: str
    series: str
    basis: str
    note: str
    noise: float
    disputed: bool = False

    @property
    def date(self) -> date:
        """The middle of the period."""
        return self.date_start + (self.date_end - self.date_start) / 2

    @property
    def value(self) -> float:
        """The middle of the printed range, or its only end, per one unit."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return sum(ends) / len(ends) / self.per_qty

    @property
    def model_place(self) -> str | None:
        """The place of the model that stands for this one; None where there is none."""
        return MODEL_PLACES.get(self.place)


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `start/end`; ValueError if it is none of these."""
    if "/" in text:
        start, end = (parse_period(part.strip()) for part in text.split("/", 1))
        if end[1] < start[0]:
            raise ValueError("the end lies before the start")
        return start[0], end[1]
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if re.fullmatch(r"\d{4}-\d{2}", text):
        year, month = int(text[:4]), int(text[5:])
        first = date(year, month, 1)
        return first, date(year, month, calendar.monthrange(year, month)[1])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text), date.fromisoformat(text)
    raise ValueError("not a date")


def report_noise(item: str, day: date, places: int) -> float:
    """Standard deviation of the logarithm of one report, given for a number of `places` together."""
    noise = CALM_NOISE.get(item, OTHER_ITEMS_CALM_NOISE)
    if day.year > LAST_CALM_YEAR:
        noise *= UNCALM_NOISE_MULTIPLE
    if CONTESTED_PERIOD[0] <= day <= CONTESTED_PERIOD[1]:
        noise = max(noise, CONTESTED_NOISE)
    return noise * SHARED_FIGURE_NOISE_MULTIPLE if places > 1 else noise


def read_prices(path: Path) -> list[Observation]:
    """Read a price table with the columns of `prices_press.csv`; rows of use `exclude` are dropped.

    A place with slashes gives one observation for each of its places, with double the noise. Rows are numbered from 1,
    the heading not counted.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in PRICE_COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"{path.name}: no column {', '.join(missing)}; the heading must be {','.join(PRICE_COLUMNS)}"
                )
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give the path of a CSV file in UTF-8") from error
    observations: list[Observation] = []
    for number, row in enumerate(rows, start=1):
        observations.extend(_price_row(row, f"{path.name}, row {number}", f"{path.stem} row {number}"))
    return observations


def shipped_prices() -> list[Observation]:
    """The observations of the shipped `prices_press.csv`."""
    with resources.as_file(resources.files("jangmadang.evidence") / "data" / "prices_press.csv") as path:
        return read_prices(path)


def _price_row(row: dict[str, str], where: str, row_id: str) -> list[Observation]:
    """The observations of one row, one for each of its places; none if it is excluded."""
    if any(row.get(column) is None for column in PRICE_COLUMNS):
        raise InputError(f"{where}: has too few fields; write all {len(PRICE_COLUMNS)}, quoted where they hold a comma")
    _one_of(row, "use", USES, where)
    _one_of(row, "basis", BASES, where)
    _one_of(row, "currency", CURRENCIES, where)
    _one_of(row, "unit", UNITS, where)
    low, high = _price(row, "low", where), _price(row, "high", where)
    per_qty = _price(row, "per_qty", where)
    if per_qty is None:
        raise InputError(f"{where}, field per_qty: is empty; write the quantity the price is for, mostly 1")
    if low is None and high is None:
        raise InputError(f"{where}, field low: no value in low or high; write at least one of them")
    if low is not None and high is not None and low > high:
        raise InputError(f"{where}, field low: {low:g} is above high, {high:g}; exchange them")
    start, end = _period(row, where)
    places = [place.strip() for place in row["place"].split("/") if place.strip()]
    if not places or not row["item"]:
        raise InputError(f"{where}, field {'item' if places else 'place'}: is empty; name it")
    if row["use"] == "exclude":
        return []
    noise = report_noise(row["item"], start + (end - start) / 2, len(places))
    bound: Bound = "lower" if high is None else "upper" if low is None else "exact" if low == high else "range"
    return [
        Observation(
            id=row_id if len(places) == 1 else f"{row_id} {place}",
            date_start=start,
            date_end=end,
            place=place,
            item=row["item"],
            low=low,
            high=high,
            bound=bound,
            currency=row["currency"],
            per_qty=per_qty,
            unit=row["unit"],
            known_on=end,
            source=row["source_url"],
            publisher=row["publisher"],
            series=_series(row["publisher"]),
            basis=row["basis"],
            note=row["note"],
            noise=noise,
            disputed=row["use"] == "disputed",
        )
        for place in places
    ]


def _period(row: dict[str, str], where: str) -> tuple[date, date]:
    """The period a printed date stands for: a week ends on it, a month lies about it."""
    try:
        start, end = parse_period(row["date"])
    except ValueError as error:
        raise InputError(
            f"{where}, field date: {row['date']!r} ({error}); write YYYY, YYYY-MM, YYYY-MM-DD or start/end"
        ) from error
    if start == end and row["basis"] == "week":
        return start - timedelta(days=6), end
    if start == end and row["basis"] == "month":
        return start - MONTH_HALF_WIDTH, end + MONTH_HALF_WIDTH
    return start, end


def _price(row: dict[str, str], field: str, where: str) -> float | None:
    """A positive number, or None if the field is empty."""
    text = row[field].strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(
            f"{where}, field {field}: {text!r} is not a number; write it without units or commas"
        ) from error
    if not 0 < value < float("inf"):
        raise InputError(f"{where}, field {field}: {text} is not a positive number; correct it or leave it empty")
    return value


def _one_of(row: dict[str, str], field: str, allowed: tuple[str, ...], where: str) -> None:
    if row[field] not in allowed:
        known = ", ".join(value or "empty" for value in allowed)
        raise InputError(f"{where}, field {field}: {row[field]!r} is unknown; use one of {known}")


def _series(publisher: str) -> str:
    """The name of the series a publisher's figure belongs to."""
    text = publisher.lower()
    if "daily nk" in text or "theasiareview" in text:
        return "daily_nk"
    if "asiapress" in text:
        return "asiapress"
    if "nk times" in text:
        return "nk_times"
    return "other"
