"""What the words of a price table mean: goods, places, units, money, days and numbers, in English and Korean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from jangmadang.evidence.observations import MODEL_PLACES, SOMEWHERE, shipped_rows
from jangmadang.reading.observing import load_names
from jangmadang.reading.phrases import words_of
from jangmadang.reading.tables import load_tables
from jangmadang.reading.text_view import matching_view
from jangmadang.reading.times import MONTHS

#: An exchange rate whose money is not said.
RATE = "rate"
#: Words for goods of many kinds, which name none beside a closer one.
_GENERIC = frozenset({"grain", "goods", "food"})


@dataclass(frozen=True)
class Words:
    """Words beside the shipped ones, as a mapping file tells them: in lower case, and what each stands for."""

    items: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@cache
def _table(name: str) -> dict[str, Any]:
    text = (resources.files("jangmadang.importing") / f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def _shipped(kind: str) -> dict[str, str]:
    """Words of the shipped table, and what each stands for."""
    return {plain(str(word)): name for name, words in _table("words")[kind].items() for word in words}


@cache
def headings() -> dict[str, Any]:
    """The shipped table of headings."""
    return _table("headings")


def plain(text: str) -> str:
    """Lower case on one line, as words are compared."""
    return " ".join(text.replace("\u2019", "'").lower().split())


def item_of(text: str, own: Mapping[str, str]) -> str | None:
    """The item of an observation table that some words name, or `RATE`; None if they name none that is known."""
    word = plain(text)
    shorter = plain(re.sub(r"[(\[].*?[)\]]|\bprices?\b|\bretail\b|\bwholesale\b|가격$", " ", word))
    for candidate in (word, shorter):
        if found := own.get(candidate) or _shipped("items").get(candidate):
            return found
        if candidate in _known_items():
            return candidate
    view = matching_view(shorter)
    names = {found.id for found in load_tables().items.find(view, words_of(view))}
    names = {
        name for name in names if name not in _GENERIC and not any(other.startswith(f"{name}.") for other in names)
    }
    if len(names) == 1:
        name = names.pop()
        return load_names().items.get(name, name)
    return None


@cache
def _known_items() -> frozenset[str]:
    return frozenset(row.item for row in shipped_rows())


def place_of(text: str, own: Mapping[str, str]) -> str | None:
    """The place that some words name, as an observation table writes it; None if they name none that is known."""
    word = plain(re.sub(r"[(\[].*?[)\]]", " ", text))
    if found := own.get(plain(text)) or own.get(word) or _shipped("places").get(re.sub("(?:시|시장)$", "", word)):
        return found
    for name in (*MODEL_PLACES, SOMEWHERE):
        if name.casefold() == word:
            return name
    view = matching_view(word)
    found_ids = [found.id for found in load_tables().places.find(view, words_of(view))]
    narrow = [name for name in found_ids if name.startswith("KP.")] or found_ids
    if not narrow:
        return None
    longest = max(narrow, key=len)
    return load_names().places.get(longest, longest) if longest.startswith("KP") else None


def unit_of(text: str) -> tuple[float, str] | None:
    """How many of which unit a price is for, of text such as `KG`, `50 kg` or `won/kg`; None if it is not known."""
    word = plain(text).rpartition("/")[2].strip().rstrip(".")
    match = re.fullmatch(r"(?:per )?(\d+(?:[.,]\d+)?)?\s*(.*?)", word)
    assert match is not None
    quantity = float((match[1] or "1").replace(",", "."))
    for unit, (factor, *words) in _table("words")["units"].items():
        if match[2] in words and quantity > 0:
            return round(quantity * factor, 9), "litre" if unit == "ml" else "kg" if unit in ("g", "t") else unit
    return None


def currency_of(text: str) -> str | None:
    """The money that some words name, of text such as `KPW` or `won/kg`; None if it is not known."""
    word = plain(text).partition("/")[0].strip()
    for code, words in _table("words")["currencies"].items():
        if word in words:
            return str(code)
    return None


def is_this_country(text: str) -> bool:
    """Whether a country's name is North Korea's."""
    return plain(text) in _table("words")["countries"]


def number_of(text: str, decimal: str, won: bool) -> float | None:
    """A number as it is written, thousands grouped or not; None if it is none or cannot be told.

    Parameters
    ----------
    text : such as `21,400`, `21.400`, `4,5` or `1 250`.
    decimal : the sign before decimals, `.` or `,`; empty: as the number shows it.
    won : whether it is of won, which have no decimals.
    """
    bare = re.sub(r"[\s\u00a0'\u2019]", "", text.replace("\u2212", "-"))
    bare = re.sub(r"^(?:KPW|CNY|USD|₩|¥|\$|US\$)|(?:KPW|CNY|USD|won|yuan|원|위안)$", "", bare, flags=re.IGNORECASE)
    if not re.fullmatch(r"-?\d[\d.,]*", bare):
        return None
    grouped = r"-?\d{1,3}(?:%s\d{3})+(?:%s\d+)?"
    if decimal == "," or not decimal and re.fullmatch(grouped % (r"\.", ","), bare) and "," in bare:
        bare = bare.replace(".", "").replace(",", ".") if re.fullmatch(r"-?[\d.]*(?:,\d+)?", bare) else ""
    elif decimal == ".":
        bare = bare.replace(",", "") if re.fullmatch(r"-?[\d,]*(?:\.\d+)?", bare) else ""
    elif re.fullmatch(grouped % (",", r"\."), bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d{1,2}", bare):
        bare = bare.replace(",", ".")
    elif won and re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", bare) or bare.count(".") > 1:
        bare = bare.replace(".", "") if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", bare) else ""
    try:
        return float(bare)
    except ValueError:
        return None


def days_of(text: str, order: str) -> tuple[date, date] | None:
    """First and last day that a date stands for; None if it is no date, or day and month cannot be told apart.

    Parameters
    ----------
    text : such as `2026-03-15`, `2026.3.15`, `2026-03`, `Mar-26`, `15/03/2026` or `2026년 3월 15일`.
    order : `day` or `month`, whichever of them stands first in `03/04/2026`; empty: not known.
    """
    word = plain(text).rstrip(".")
    word = re.sub(r"[t ]\d{1,2}:\d{2}.*$", "", word)
    if match := re.fullmatch(r"(\d{4})[-./년]\s?(\d{1,2})[-./월]\s?(\d{1,2})일?", word):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", word):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{4})[-./년]\s?(\d{1,2})월?", word):
        return _span(int(match[1]), int(match[2]), None)
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{4})", word):
        return _span(int(match[2]), int(match[1]), None)
    if match := re.fullmatch(r"(?:(\d{1,2})[- ])?([a-z]{3,9})[-., ]+(?:(\d{1,2}), )?(\d{4}|\d{2})", word):
        month, day = MONTHS.get(match[2]), match[1] or match[3]
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        return _span(year, month, int(day) if day else None) if month else None
    if match := re.fullmatch(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})", word):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if order == "day" or one > 12 or one == other:
            return _span(year, other, one)
        if order == "month" or other > 12:
            return _span(year, one, other)
    return None


def _span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return first, first if day else first.replace(day=calendar.monthrange(year, month)[1])


def named(texts: Mapping[str, str]) -> dict[str, str]:
    """Words of a mapping file in the form they are compared in."""
    return {plain(str(word)): str(name) for word, name in texts.items()}
