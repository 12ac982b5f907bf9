"""Units, money and amounts as price tables write them, in English and Korean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from jangmadang.reading.mentions.tables import load_tables

#: Units of a table that others are counted in, and those that the reader of reports names otherwise.
_READ_AS = {"l": "litre", "piece": "each"}
_COUNTED_IN = {"g": "kg", "t": "kg", "ml": "litre"}
#: What may stand between the words of money and unit.
_BETWEEN = re.compile(r"\b(?:per|for|a)\b|당|[\s/()\[\].,-]")


class Said(NamedTuple):
    """Money and unit that some words name: None where they name none."""

    currency: str | None
    unit: tuple[float, str] | None


class Amount(NamedTuple):
    """A number as it is written, and what stands beside it."""

    number: str
    said: Said


@cache
def table(name: str) -> dict[str, Any]:
    """A shipped table of this room."""
    text = (resources.files("jangmadang.importing") / f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def korean_words() -> dict[str, Any]:
    """The Korean words of goods, places, kinds of price, units and money, which the reader of reports knows too."""
    found: dict[str, Any] = load_tables().data["korean"]
    return found


def plain(text: str) -> str:
    """Lower case on one line, in one form of each sign, as words are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2044", "/").lower().split())


@cache
def _units() -> dict[str, tuple[float, str]]:
    """Words for units, and how many of which unit each holds."""
    units = {unit: (float(factor), words) for unit, (factor, *words) in table("words")["units"].items()}
    korean = [(_READ_AS.get(unit, unit), words) for unit, words in korean_words()["units"].items()]
    return {
        plain(str(word)): (units[unit][0], _COUNTED_IN.get(unit, unit))
        for unit, words in [*((unit, words) for unit, (_, words) in units.items()), *korean]
        for word in words
    }


@cache
def _moneys() -> dict[str, str]:
    tables = table("words")["currencies"], korean_words()["currencies"]
    return {plain(str(word)): str(code) for each in tables for code, words in each.items() for word in words}


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words that stand alone or behind a digit, the longest first."""
    each = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return rf"(?<![^\W\d_])({each})(?!\w)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How units and money are written: a number may stand before a unit, a one before money."""
    unit = re.compile(rf"(?:(?<![\w.,])(?<!\d/)(\d+/\d+|\d[\d.,]*)[\s-]?)?{_any_of(_units())}")
    return unit, re.compile(rf"(?:(?<![\w.,/])1\s?)?{_any_of(_moneys())}")


def take_figures(text: str) -> tuple[list[tuple[float, str]], list[str], str]:
    """The units and the money that words name, and the text without them, at the same length."""
    units: list[tuple[float, str]] = []
    codes: list[str] = []
    blank = re.compile("(?s).")

    def unit(match: re.Match[str]) -> str:
        factor, name = _units()[match[2]]
        quantity = _quantity(match[1] or "1")
        if not quantity:
            return match[0]
        units.append((round(quantity * factor, 9), name))
        return blank.sub(" ", match[0])

    def money(match: re.Match[str]) -> str:
        codes.append(_moneys()[match[1]])
        return blank.sub(" ", match[0])

    of_units, of_money = _patterns()
    rest = of_money.sub(money, of_units.sub(unit, text))
    return list(dict.fromkeys(units)), list(dict.fromkeys(codes)), rest


def _quantity(text: str) -> float | None:
    """How many of a unit, of text such as `50`, `1/2`, `1,000` or `0,5`; None where it cannot be told."""
    if "/" in text:
        above, _, below = text.partition("/")
        return int(above) / int(below) if int(below) else None
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text):
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def money_and_unit(text: str) -> Said | None:
    """The money and unit that a text names, such as `KPW`, `50 kg` or `yuan per kg`; None if it says anything else."""
    units, codes, rest = take_figures(plain(text).replace("_", " "))
    if _BETWEEN.sub("", rest) or len(units) > 1 or len(codes) > 1 or not units and not codes:
        return None
    return Said(codes[0] if codes else None, units[0] if units else None)


def unit_of(text: str) -> tuple[float, str] | None:
    """How many of which unit a price is for, of text such as `KG`, `50 kg` or `won/kg`; None if it is not known."""
    said = money_and_unit(text)
    return said.unit if said else None


def currency_of(text: str) -> str | None:
    """The money that some words name, of text such as `KPW` or `won/kg`; None if it is not known."""
    said = money_and_unit(text)
    return said.currency if said else None


def amount_of(text: str) -> Amount | None:
    """The number of a cell such as `21,400`, `500 yuan` or `¥4.5/kg`, and its money and unit; None if it is none."""
    word = plain(text.replace("\u2212", "-"))
    match = re.fullmatch(r"([^\d-]*)(-?\d[\d.,' ]*)(.*)", word)
    if not match:
        return None
    beside = f"{match[1]} {match[3]}".strip()
    said = money_and_unit(beside) if beside else Said(None, None)
    if not said or beside and not said.currency:
        return None
    return Amount(match[2].strip(), said)


def number_of(text: str, decimal: str, won: bool) -> float | None:
    """A number as it is written, thousands grouped or not; None if it is none or cannot be told.

    Parameters
    ----------
    text : such as `21,400`, `21.400`, `4,5` or `1 250`.
    decimal : the sign before decimals, `.` or `,`; empty: as the number shows it.
    won : whether it is of won, which have no decimals.
    """
    bare = text.strip()
    if re.fullmatch(r"-?\d{1,3}(?:[\s']\d{3})+(?:[.,]\d+)?", bare):
        bare = re.sub(r"[\s']", "", bare)
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
