"""Numbers in a text with the currency or measure that is written at them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

MONEY = frozenset({"KPW", "KRW", "CNY", "USD", "EUR", "RUB", "JPY"})
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen"
        " eighteen nineteen".split()
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1_000, "m": 1_000_000}
_DIGITS = (
    r"(?:(?<=kpw )|(?<=nkw )|(?<=rmb ))\d{1,3}, \d{3}(?![\d,])|\d{1,3}, \d00(?=\s?(?:won|kpw)\b)(?<!\d00, \d00)|"
    r"\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d{1,3}(?:'\d{3})+(?!\d)"
    r"|\d{1,3},\d{1,2}(?=\s?(?:yuan|rmb|cny|renminbi|dollars?|usd|percent|%|kg|kilo))|"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?=[ -]?(?:won|yuan|kpw|nkw))|\d+(?:\.\d+)?"
)
#: One dot before three digits: a decimal number, or thousands as they are written in Europe.
_DOTTED = re.compile(r"\d{1,3}\.\d{3}")
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!,)(?!\s?(?:won|kpw|yuan|kg|people)\b))(?!\d)"
)
_SCALES = r"(?:\s?-?(?:hundred|thousand|million|billion)|k(?![a-z])|m(?=\s(?:won|yuan|dollars)))*"
_WORDED = (
    r"(?:(?:a\s|half\sa\s|(?:" + "|".join(_SMALL) + r")(?:[\s-](?:" + "|".join(_SMALL) + r"))?\s)"
    r"(?:hundred|thousand|million|billion)(?:\s(?:hundred|thousand|million))?|half|" + "|".join(_SMALL) + r"|an?|each)"
)
_POINT = r"(?:\d+|" + "|".join(_SMALL) + r")-point-(?:\d+|" + "|".join(_SMALL) + r")(?=\s?(?:percent|per cent|%))"
_BAD_BEFORE = re.compile(r"(?:covid|no|nos|number|article|section|room|unit|camp|chapter|part|page|group|phase|bureau"
                         r"|office|department|factory|route|building|model|type|version|channel)[\s.#-]*$")  # fmt: skip
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december" \
         r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"  # fmt: skip
_MONTH_BEFORE = re.compile(_MONTH + r"\.?\s*(?:\d{1,2}\s*(?:,|-|to|and|&)\s*)*$")
_MONTH_AFTER = re.compile(r"\s*(?:st|nd|rd|th)?(?:\s+of)?\s*-?\s*" + _MONTH + r"\b")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number; `unit` is a currency, a measure, "percent" or None; `core` is where its digits are."""

    start: int
    end: int
    core: tuple[int, int]
    value: float
    unit: str | None
    worded: bool = False


@dataclass(frozen=True)
class _Grammar:
    numeral: re.Pattern[str]
    units: dict[str, str]


@lru_cache(maxsize=4)
def _grammar_of(currencies: tuple[tuple[str, str, bool], ...], measures: tuple[tuple[str, str], ...]) -> _Grammar:
    """Compile the pattern of a number with what stands in front of and behind it."""
    before = _alternatives(text for text, _, in_front in currencies if in_front)
    money = _alternatives(text for text, _, in_front in currencies if not in_front)
    measure = _alternatives(text for text, _ in measures)
    numeral = re.compile(
        rf"(?:(?<![a-z0-9])(?P<before>{before})\s?)?"
        rf"(?:(?:(?<![\w.,])|(?<=[\s(]w))(?P<mid>mid[- ])?(?P<digits>{_DIGITS})(?P<scale>{_SCALES})"
        rf"|(?<![\w'-])(?P<point>{_POINT})|(?<![\w'-])(?P<worded>{_WORDED}))"
        rf"(?:(?:[^\S\n]?|\n(?=(?:{money})(?![^\n\w]*\d))|\s?-\s?(?=(?:{money})(?!\s?\d))|\s?\((?=[^()\d]{{1,20}}\))"
        rf"|\s\([a-z ]{{3,16}}\)\s|\s?\[[^\]\n]{{1,24}}\]\s)(?P<money>{money})\)?(?![a-z0-9])"
        rf"|(?P<percent>\s?(?:%|percentage points?|per ?cent|percent))"
        rf"|(?:(?<=\d)\s?-?\s?|(?<=[a-z])[\s-])(?P<measure>{measure})(?![a-z0-9]))?",
    )
    units = {text: name for text, name, _ in currencies} | dict(measures)
    return _Grammar(numeral, units)


def _alternatives(texts: Iterable[str]) -> str:
    longest_first = sorted(set(texts), key=lambda text: (-len(text), text))
    return "|".join(re.escape(text).replace(r"\ ", r"\s") for text in longest_first)


def grammar_of(table: dict[str, Any]) -> _Grammar:
    """Return the compiled grammar of the table of money and units."""
    currencies = [
        (str(text), name, place == "before")
        for name, forms in table["currencies"].items()
        for place in ("before", "after")
        for text in forms[place]
    ]
    measures = [(str(text), name) for name, forms in table["measures"].items() for text in forms["words"]]
    return _grammar_of(tuple(currencies), tuple(measures))


def find_numerals(view: str, table: dict[str, Any]) -> list[Numeral]:
    """Return the numbers of a text that are no dates, ordinals, times or labels.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    table : mapping
        The table `money_and_units`.
    """
    grammar = grammar_of(table)
    found = []
    for match in grammar.numeral.finditer(view):
        numeral = _read(match, grammar.units)
        if numeral and not _is_label(view, numeral, match):
            found.append(numeral)
    return found


def _read(match: re.Match[str], units: dict[str, str]) -> Numeral | None:
    worded = match["worded"] or match["point"]
    value = (
        _point_value(worded)
        if match["point"]
        else _worded_value(worded)
        if worded
        else _digit_value(match["digits"], match["scale"])
    )
    unit = "percent" if match["percent"] else None
    for part in ("measure", "before", "money"):
        if match[part]:
            unit = units[re.sub(r"\s", " ", match[part])]
    if worded and (unit is None or match["before"] or worded in ("a", "an", "each") and unit not in MONEY):
        return None
    if unit in ("day", "month", "person"):
        unit = None
    if unit == "US_CENT":
        value, unit = value / 100, "USD"
    if match["mid"]:
        value += 10 ** (len(str(int(value))) - 1) / 2
    before, money = (match[part] and units[re.sub(r"\s", " ", match[part])] for part in ("before", "money"))
    core = match.span("point" if match["point"] else "worded" if worded else "digits")
    start = core[0] if before and money and before != money else match.start()  # "the yuan 3,500 won"
    return Numeral(start, match.end(), core, value, unit, bool(worded))


def in_whole_won(view: str, numeral: Numeral) -> Numeral:
    """Read "21.400 won" as thousands, for nothing costs a part of a won in three decimals."""
    if numeral.unit == "KPW" and _DOTTED.fullmatch(view, *numeral.core):
        return replace(numeral, value=float(view[slice(*numeral.core)].replace(".", "")))
    return numeral


def _digit_value(digits: str, scale: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    value = float(re.sub(r"[, ']", "", digits))
    for word in re.findall(r"[a-z]+", scale):
        value *= _SCALE[word]
    return value


def _worded_value(text: str) -> float:
    value, total = 0.0, 1.0
    words = re.split(r"[\s-]", text)
    for word in words:
        if word in _SCALE:
            total *= _SCALE[word]
        elif word == "half":
            total *= 0.5
        elif word in ("a", "an", "each"):
            value = value or 0.0
        else:
            value += _SMALL[word]
    return (value or 1.0) * total


def _point_value(text: str) -> float:
    """Read "nine-point-seven"."""
    whole, _, part = text.partition("-point-")
    return float(f"{_SMALL.get(whole, whole)}.{_SMALL.get(part, part)}")


def _is_label(view: str, numeral: Numeral, match: re.Match[str]) -> bool:
    """Whether a number names a date, time, place in a row or thing rather than an amount."""
    if numeral.unit and numeral.unit != "m":
        return numeral.worded and numeral.unit == "piece" and match["worded"] == "each"
    start, end = numeral.core
    before, after = view[max(start - 24, 0) : start], view[end : end + 20]
    if re.match(
        r"(?:st|nd|rd|th|s)\b|'s\b|\s?(?:a\.?m\b|p\.?m\b|o'clock)|:\d|/\d|-(?:year|day|month|week|hour)", after
    ):
        return True
    if any(date.start() <= start < date.end() for date in _DATE.finditer(view, max(start - 8, 0), end + 8)):
        return True
    if _BAD_BEFORE.search(before) or before.endswith(("/", "#", "covid-", ":")) and before[-2:-1].isdigit():
        return True
    if view[start:end].isdigit() and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return numeral.value <= 31 or 1900 <= numeral.value <= 2100
    return bool(numeral.value.is_integer() and 1900 <= numeral.value <= 2100 and "," not in view[start:end])
