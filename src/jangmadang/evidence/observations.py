"""The one observation schema: what was printed, for what place and time, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from jangmadang.evidence.run_series import series_of

Bound = Literal["exact", "about", "range", "lower", "upper"]
Currency = Literal["KPW", "CNY", "USD"]
Basis = Literal["day", "week", "month", "published"]
Use = Literal["", "disputed", "exclude"]

#: Reporting noise of one price, standard deviation of its logarithm, in calm years (to 2019) and since.
CALM_NOISE = {"cny": 0.02, "usd": 0.02, "rice": 0.04}
OTHER_ITEMS_CALM_NOISE = 0.08
LAST_CALM_YEAR = 2019
UNCALM_NOISE_MULTIPLE = 2.0
SHARED_FIGURE_NOISE_MULTIPLE = 2.0
#: August to October 2025: two publishers disagree by up to a factor of 2.5.
CONTESTED_PERIOD = (date(2025, 8, 1), date(2025, 10, 31))
CONTESTED_NOISE = 0.10

#: The word for a place in North Korea that a source does not name.
SOMEWHERE = "unspecified DPRK"
#: Places of the evidence and the place of the model that stands for them.
MODEL_PLACES = {
    "Hyesan": "hyesan",
    "Ryanggang": "ryanggang_rest",
    "Samjiyon": "ryanggang_rest",
    "Pochon": "ryanggang_rest",
    "Kimhyongjik county": "ryanggang_rest",
    "Kimjongsuk county": "ryanggang_rest",
    "Kimjongsuk county (Sinpa)": "ryanggang_rest",
    "Hamhung": "hamhung",
    "Tanchon": "south_hamgyong_rest",
    "S.Hamgyong": "south_hamgyong_rest",
    "Chongjin": "chongjin",
    "Hoeryong": "north_hamgyong_rest",
    "Onsong": "north_hamgyong_rest",
    "Musan": "north_hamgyong_rest",
    "Rason": "north_hamgyong_rest",
    "N.Hamgyong": "north_hamgyong_rest",
    "Pyongyang": "pyongyang",
    "Pyongsong": "pyongsong",
    "Sunchon": "south_pyongan_rest",
    "S.Pyongan": "south_pyongan_rest",
    "Pukchang": "south_pyongan_rest",
    "Nampo": "south_pyongan_rest",
    "Sinuiju": "sinuiju",
    "Ryongchon": "north_pyongan_rest",
    "Unsan": "north_pyongan_rest",
    "N.Pyongan": "north_pyongan_rest",
    "Kanggye": "kanggye",
    "Manpo": "chagang_rest",
    "Chagang": "chagang_rest",
    "Wonsan": "wonsan",
    "Kangwon": "kangwon_rest",
    "Sariwon": "sariwon",
    "N.Hwanghae": "north_hwanghae_rest",
    "Haeju": "haeju",
    "S.Hwanghae": "south_hwanghae_rest",
}

#: What a place may be called, in small letters: by the evidence or by the model.
_PLACES = {model: place for place, model in reversed(MODEL_PLACES.items())} | {
    place.casefold(): place for place in (*MODEL_PLACES, SOMEWHERE)
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated value of one item, with its unit, source and uncertainty: a row of an observation table.

    Parameters
    ----------
    id : str
        Names the row for good; a table holds it once.
    date_start, date_end : date
        First and last day the value stands for.
    place : str
        Where; with slashes between them, several places that one figure is printed for.
    item : str
        What: an item of the shipped table, or a dotted id of the reports' reader.
    low, high : float or None
        Ends of the value: equal where one figure is printed, None where open.
    bound : str
        exact or about (one figure), range, lower (`high` open), upper (`low` open).
    currency, per_qty, unit : str, float, str
        `currency` for `per_qty` of `unit`.
    known_on : date
        The first day on which the figure could be known.
    source, publisher, series : str
        Where it is printed, by whom, and whose series it belongs to.
    basis : str
        How the dates are known: day, week, month, or published (the day of publication stands for them).
    note : str
        Anything else.
    use : str
        Empty, disputed (kept out of fits, shown in plots) or exclude.
    shared_by : int
        How many places share the figure; more than 1 only after `each_place`.
    """

    id: str
    date_start: date
    date_end: date
    place: str
    item: str
    low: float | None
    high: float | None
    bound: Bound
    currency: Currency
    per_qty: float
    unit: str
    known_on: date
    source: str
    publisher: str
    series: str
    basis: Basis
    note: str
    use: Use = ""
    shared_by: int = 1

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
    def noise(self) -> float:
        """Standard deviation of the logarithm of the report."""
        return report_noise(self.item, self.date, self.shared_by)

    @property
    def disputed(self) -> bool:
        """Whether the figure is kept out of fits."""
        return self.use == "disputed"

    @property
    def places(self) -> list[str]:
        """The places the figure is printed for."""
        return [place.strip() for place in self.place.split("/") if place.strip()]

    @property
    def model_place(self) -> str | None:
        """The place of the model that stands for this one; None where there is none."""
        return MODEL_PLACES.get(self.place)


def each_place(rows: Iterable[Observation]) -> list[Observation]:
    """Return the rows of a table as they are used: excluded ones dropped, one observation for each place.

    A figure printed for several places has double the noise, and the place behind its id.

    Parameters
    ----------
    rows : iterable of Observation
        As `table.read_observations` gives them.
    """
    found = []
    for row in rows:
        row = replace(row, place=known_place(row.place), item=known_item(row.item))
        places = row.places
        if row.use != "exclude" and len(places) == 1:
            found.append(row)
        elif row.use != "exclude":
            found += [replace(row, id=f"{row.id} {p}", place=p, shared_by=len(places)) for p in places]
    return found


def known_place(place: str) -> str:
    """Return a place as the evidence writes it, whatever its capitals; unchanged if it is not known."""
    return "/".join(_PLACES.get(part.strip().casefold(), part) for part in place.split("/"))


def known_item(item: str) -> str:
    """Return an item as the shipped tables write it, whatever its capitals; unchanged if it is not known."""
    low = item.casefold().replace(" ", "_")
    return low if item != low and series_of(low) is not None else item


def amount_in_words(value: float, digits: int = 10) -> str:
    """Return an amount as it is printed: thousands separated, the whole part in full, no exponent.

    Parameters
    ----------
    value : float
        The amount.
    digits : int
        Digits at most, if the whole part has no more.
    """
    places = max(0, digits - len(str(int(abs(value)))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def report_noise(item: str, day: date, places: int) -> float:
    """Standard deviation of the logarithm of one report, given for a number of `places` together."""
    noise = CALM_NOISE.get(item, OTHER_ITEMS_CALM_NOISE)
    if day.year > LAST_CALM_YEAR:
        noise *= UNCALM_NOISE_MULTIPLE
    if CONTESTED_PERIOD[0] <= day <= CONTESTED_PERIOD[1]:
        noise = max(noise, CONTESTED_NOISE)
    return noise * SHARED_FIGURE_NOISE_MULTIPLE if places > 1 else noise
