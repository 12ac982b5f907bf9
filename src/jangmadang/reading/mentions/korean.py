"""Korean text: what a sentence names, from left to right, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.mentions.times import TimeMention

Kind = Literal["item", "place", "abroad", "unit", "money", "kind", "rate"]
_HANGUL = re.compile(r"[가-힣]")
_LETTERS = re.compile(r"[^\W\d_]")
#: Endings that Korean writes on to a noun.
_ENDING = (
    r"(?:값|가격|시세|환율)?(?:시장|장마당|시|군|도)?"
    r"(?:에서는|에서의|에서|에는|에게|에|은|는|이|가|을|를|의|과|와|도|로|으로|당|이나|나)?"
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = rf"{_NUMBER}(?:\s?[백천만](?:\s?{_NUMBER})?)*"
_SCALES = {"백": 100.0, "천": 1_000.0, "만": 10_000.0}
_UNIT_WORDS = {"kg": "kg", "㎏": "kg", "g": "g", "l": "l", "ℓ": "l"}
#: What makes of an amount something else: a banknote, a band, what is bought for it.
_NO_AMOUNT = r"(?!\s?(?:짜리|권|대|어치|산|씩))"
_DAY = re.compile(
    r"(?:(\d{4})년\s?)?(\d{1,2})월\s?(\d{1,2})일|(\d{4})년\s?(\d{1,2})월|(?<!\d)(\d{1,2})일(?=\s?(?:현재|기준|에))"
)
_TABLES = {"item": "items", "place": "places", "kind": "kinds", "unit": "units", "coin": "currencies"}


@dataclass(frozen=True, slots=True)
class Named:
    """Something a Korean text names: a good, a place, a unit, an amount of money with its ends, a kind of price."""

    start: int
    end: int
    kind: Kind
    id: str
    low: float = 0.0
    high: float = 0.0


def is_korean(text: str) -> bool:
    """Whether most letters of a text are Hangul."""
    letters = len(_LETTERS.findall(text))
    return letters > 0 and len(_HANGUL.findall(text)) * 2 > letters


def named_in(view: str, start: int, end: int, tables: Tables) -> list[Named]:
    """What a stretch of Korean names, from left to right; an amount of which nothing is sure is left out.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    start, end : int
        The stretch.
    tables : Tables
        What to read with.
    """
    pattern, ids = _pattern(tables)
    found = []
    for match in pattern.finditer(view, start, end):
        kind: Any = match.lastgroup or ""
        if kind == "money":
            found += _money(match, ids)
        elif kind == "unit":
            quantity = float(match["quantity"] or 1)
            found.append(Named(*match.span(), "unit", ids["unit", match["measure"]], quantity, quantity))
        else:
            rate_of = "USD" if "달러" in match[kind] else "CNY"
            found.append(Named(*match.span(kind), kind, ids[kind, match[kind]] if kind != "rate" else rate_of))
    return found


@lru_cache(maxsize=4)
def _pattern(tables: Tables) -> tuple[re.Pattern[str], dict[tuple[str, str], str]]:
    """One pattern of all that is known, and what each word stands for."""
    words = tables.data["korean"]
    ids: dict[tuple[str, str], str] = {("unit", word): unit for word, unit in _UNIT_WORDS.items()}
    for kind, table in _TABLES.items():
        ids |= {(kind, str(word)): name for name, each in words[table].items() for word in each}
    ids |= {("abroad", word): word for word in words["abroad"]}

    def any_of(kind: str) -> str:
        known = sorted((word for name, word in ids if name == kind), key=len, reverse=True)
        return "|".join(map(re.escape, known))

    whole, ends = r"(?<![가-힣a-z])", rf"(?={_ENDING}(?![가-힣a-z]))"
    amount = rf"(?P<low>{_FIGURE})(?:\s?[~\-]\s?(?P<high>{_FIGURE}))?\s?(?P<money>(?P<coin>{any_of('coin')}))"
    parts = [
        rf"(?<![\d.,만천백수몇]){amount}{_NO_AMOUNT}",
        rf"(?<![\d.,])(?:(?P<quantity>{_NUMBER})\s?)?{whole}(?P<unit>(?P<measure>{any_of('unit')})){ends}",
        rf"{whole}(?P<rate>대?(?:미국\s?)?(?:달러|위안)화?)(?=\s?(?:당|대비|환율|시세|은|는|의|값|가격))",
        *(rf"{whole}(?P<{kind}>{any_of(kind)}){ends}" for kind in ("item", "place", "abroad", "kind")),
    ]
    return re.compile("|".join(parts)), ids


def _money(match: re.Match[str], ids: dict[tuple[str, str], str]) -> list[Named]:
    """An amount of money, if its ends are clear: of "4~5천" the first has the scale of the second."""
    low = value_of(match["low"])
    high = value_of(match["high"]) if match["high"] else low
    scale = re.fullmatch(r"\d{1,2}\s?([백천만])", match["high"] or "")
    if scale and re.fullmatch(r"\d{1,2}", match["low"]):
        low *= _SCALES[scale[1]]
    return [Named(*match.span(), "money", ids["coin", match["coin"]], low, high)] if 0 < low <= high else []


def value_of(figure: str) -> float:
    """The value of a figure such as `21,400`, `2만1천`, `2만 1,000` or `5천2백`.

    Examples
    --------
    >>> [value_of(figure) for figure in ("21,400", "2만1천", "2만 1,000", "5천2백", "1만5천2백")]
    [21400.0, 21000.0, 21000.0, 5200.0, 15200.0]
    """
    total, part = 0.0, 0.0
    for number, scale in re.findall(rf"({_NUMBER})?\s?([백천만])?", figure):
        value = float(number.replace(",", "")) if number else 0.0
        if scale == "만":
            total, part = total + (part + value) * _SCALES[scale], 0.0
        elif scale:
            part += value * _SCALES[scale]
        else:
            part += value
    return total + part


def time_in(view: str, start: int, end: int, published: date | None) -> TimeMention | None:
    """The one day or month that a stretch of Korean names; None if it names none or several."""
    found = list(_DAY.finditer(view, start, end))
    if len(found) != 1:
        return None
    (match,) = found
    year, month, day, year_alone, month_alone, day_alone = (int(part) if part else None for part in match.groups())
    said = bool(year or year_alone)
    try:
        if year_alone and month_alone:
            first = date(year_alone, month_alone, 1)
            last = (first + timedelta(31)).replace(day=1) - timedelta(1)
            return TimeMention(*match.span(), first, last, "month", "stated")
        at = _nearest_day(year, month, day or day_alone or 0, published)
    except ValueError:
        at = None
    if at is None:
        return TimeMention(*match.span(), None, None, "relative", "unresolved")
    return TimeMention(*match.span(), at, at, "day", "stated" if said else "published")


def _nearest_day(year: int | None, month: int | None, day: int, published: date | None) -> date | None:
    """The day that is meant: without year or month the last one up to the day of publication."""
    if year and month:
        return date(year, month, day)
    if published is None:
        return None
    if month:
        at = date(published.year, month, day)
        return at if at <= published else at.replace(year=at.year - 1)
    if day <= published.day:
        return date(published.year, published.month, day)
    return (published.replace(day=1) - timedelta(1)).replace(day=day)
