"""Amounts: money, measured goods and percentages, with ranges and bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from jangmadang.reading.mentions.numerals import MONEY, Numeral, find_numerals, in_whole_won

Bound = Literal["exact", "min", "max", "about", "range"]
_RANGE = re.compile(r"\s?(?:-|~|to|or|/)\s?")
_AND = re.compile(r"\s?(?:and|-|~|to)\s?")
_LIST = re.compile(r"\s?(?:,|,?\s?and|,?\s?or|&|;)\s")
_ARROW = re.compile(r"\s*(?:\([^)\n]{1,24}\))?\s*(?:\u2192|->|-->|=>|>)\s*")
_CHANGE_WORD = re.compile(
    r"\b(?:r[io]se|risen|rising|increas\w+|jump\w*|climb\w*|soar\w*|surg\w+|shot|up|gone|goes|went|go|fell|fall\w*"
    r"|drop\w*|declin\w+|decreas\w+|plung\w+|plummet\w*|slid\w*|slip\w*|sank|sink\w*|down|cut|reduc\w+|lower\w*|rais\w+"
    r"|hik\w+|doubl\w+|tripl\w+|quadrupl\w+|skyrocket\w*|spik\w+|mov\w+|chang\w+|chang\w*|adjust\w*|revis\w+|weaken\w*"
    r"|strengthen\w*|appreciat\w+|depreciat\w+|inch\w*|edg\w+|tumbl\w+|grew|grow\w*|shift\w*|crash\w*|dipp?\w*"
    r"|hike|wan(?:e|es|ed|ing)|fluctuat\w+)\b"
)
_CHANGED_BY = re.compile(
    _CHANGE_WORD.pattern
    + r"\s(?:by\s)?(?:about |around |over |more than |less than |at least |nearly |almost |some |roughly |another )*$"
)
_BREAK = re.compile(r"[.;!?]\s|\n|,\s(?:while|but|and)\s")
#: What stands between an amount and its conversion in brackets.
_IN_BRACKETS = re.compile(r"^\s?[(\[][^)\]\n]{0,24}$")
_COST = re.compile(
    r"\b(?:costs?|sold (?:for|at)|sells? (?:for|at)|selling (?:for|at)|priced at|traded at|went for|goes for"
    r"|prices? (?:is|are|was|were))\s(?:about |around |over |up to |only |roughly |just )?$"
)
_SERIES_AFTER = re.compile(
    r"\s*(?:[.,;:)\]\u2192\"'(\[]|$|\n|per\b|a\s(?:kilo|kg)|in\b|at\b|to\b|and\b|or\b|for\b|from\b|while\b|but\b"
    r"|as\b|on\b"
    r"|this\b|last\b|by\b|now\b|respectively|compared|before|after|during|today|yesterday|recently|apiece|each\b|ago\b"
    r"|until\b|within\b|just\b|early\b|late\b|when\b|since\b|the\b|a\b|over\b|depending|\d+\s?kg\b)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of money or goods or a percentage; a range is one amount.

    `pair` says that the amount is the first ("before") or second ("after") of two that a change joins.
    """

    start: int
    end: int
    low: float
    high: float
    bound: Bound
    unit: str
    pair: Literal["", "before", "after"] = ""

    @property
    def is_money(self) -> bool:
        """Whether the amount is money."""
        return self.unit in MONEY


def find_amounts(view: str, table: dict[str, Any]) -> list[Amount]:
    """Return the amounts of a text from left to right.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    table : mapping
        The table `money_and_units`.
    """
    numerals = [in_whole_won(view, numeral) for numeral in find_numerals(view, table)]
    numerals = [in_whole_won(view, numeral) for numeral in _carry_units(view, numerals)]
    words = _bound_words(tuple(map(tuple, (table["bounds"]["about"], table["bounds"]["min"], table["bounds"]["max"]))))
    behind = _bound_words(tuple(map(tuple, (table["bounds_after"][key] for key in ("about", "min", "max")))))
    amounts, position = [], 0
    while position < len(numerals):
        first = numerals[position]
        second = numerals[position + 1] if position + 1 < len(numerals) else None
        third = numerals[position + 2] if position + 2 < len(numerals) else None
        if second and third and _spans_brackets(view, first, second, third):
            amounts += [_range(first, third, first.unit or ""), _single(second)]
            position += 3
            continue
        joined = _join(view, first, second) if second else None
        if joined:
            amounts.extend(joined)
            position += 2
        elif first.unit:
            amounts.append(_single(first))
            position += 1
        else:
            position += 1
    return [_with_bound(view, amount, words, behind) for amount in amounts]


def unread_numerals(view: str, table: dict[str, Any], amounts: list[Amount]) -> list[Numeral]:
    """Return the numbers of a text that no amount holds."""
    covered = [(amount.start, amount.end) for amount in amounts]
    return [
        numeral
        for numeral in find_numerals(view, table)
        if not any(start <= numeral.core[0] < end for start, end in covered)
    ]


def _carry_units(view: str, numerals: list[Numeral]) -> list[Numeral]:
    """Give bare numbers the unit of a neighbour in the same list, comparison or sentence."""
    carried = list(numerals)
    for index in range(len(carried) - 2, -1, -1):
        one, following = carried[index], carried[index + 1]
        between = view[one.end : following.start]
        same_list = _LIST.fullmatch(between) or _RANGE.fullmatch(between) or _ARROW.fullmatch(between)
        if one.unit is None and following.unit and (same_list or _compared(between)):
            if following.unit in MONEY or following.unit == "percent" or not _LIST.fullmatch(between):
                carried[index] = replace(one, unit=following.unit)
    last: Numeral | None = None
    for index, one in enumerate(carried):
        if one.unit in MONEY:
            is_conversion = last and last.unit != one.unit and _IN_BRACKETS.match(view[last.end : one.start])
            last = last if is_conversion else one
        elif one.unit is None and last and (_continues(view, last, one) or _costs(view, last, one)):
            carried[index] = last = replace(one, unit=last.unit)
    return carried


def _compared(between: str) -> bool:
    """Whether "4,500, up from 4,000 won" or the like stands between two numbers."""
    return len(between) < 40 and bool(
        re.fullmatch(r"[^.;\n]*\b(?:from|compared (?:to|with)|than|versus|vs\.?)\s(?:about |around |the )?", between)
    )


def _continues(view: str, last: Numeral, one: Numeral) -> bool:
    """Whether a bare number goes on with the money that was named before it in the sentence."""
    between = view[last.end : one.start]
    if len(between) > 160 or re.search(r"[.!?]\s|\n\s*\n", between) or one.value == 0:
        return False
    if _ARROW.fullmatch(between) or _RANGE.fullmatch(between):
        return True
    if not _SERIES_AFTER.match(view, one.end):
        return False
    ratio = one.value / last.value if last.value else 0
    written = view[one.core[0] : one.core[1]]
    return 1 / 30 < ratio < 30 and (len(written) >= 3 or last.value < 100 and 1 / 8 < ratio < 8)


def _costs(view: str, last: Numeral, one: Numeral) -> bool:
    """Whether a bare number is what something costs, in money named a sentence or two before."""
    return bool(
        one.start - last.end < 300
        and one.value >= 100
        and _COST.search(view[max(one.start - 36, 0) : one.start])
        and _SERIES_AFTER.match(view, one.end)
    )


def _join(view: str, first: Numeral, second: Numeral) -> list[Amount] | None:
    """Join two numbers into a range, or into the before and after of a change."""
    between = view[first.end : second.start]
    if first.unit and second.unit and first.unit != second.unit or not (first.unit or second.unit):
        return None
    unit = first.unit or second.unit or ""
    lead = view[max(first.start - 90, 0) : first.start]
    clause = _BREAK.split(lead)[-1]
    if re.search(r"\bbetween\s(?:about |around |roughly )?$", lead) and _AND.fullmatch(between):
        return [_range(first, second, unit)]
    if re.search(r"\bfrom\s(?:about |around |roughly |over |just |the )?$", lead) and re.fullmatch(
        r"[^.;\n]{0,48}?\bto\s(?:about |around |roughly |over |as (?:high|low|much) as |between |just |an? )?", between
    ):
        if _CHANGE_WORD.search(clause) or len(between) > 12 and first.unit != second.unit or second.value < first.value:
            return [_single(first, unit, "before"), _single(second, unit, "after")]
        return [_range(first, second, unit)] if _RANGE.fullmatch(between) else None
    if not _RANGE.fullmatch(between) or second.value <= first.value and "or" not in between:
        return None
    if first.unit and view[first.end - 1].isalpha() and re.fullmatch(r"\s?to\s?", between) and _CHANGED_BY.search(lead):
        return None
    return [_range(first, second, unit)]


def _spans_brackets(view: str, first: Numeral, second: Numeral, third: Numeral) -> bool:
    """Whether "between 9,000 won (127 yen) and 15,000 won" is one range with a conversion inside."""
    return bool(
        first.unit == third.unit
        and first.unit
        and second.unit
        and first.value < third.value
        and re.search(r"\b(?:between|from)\s(?:about |around )?$", view[max(first.start - 24, 0) : first.start])
        and re.fullmatch(r"\s?[(\[][^()\[\]]*[)\]]\s(?:and|to)\s", view[first.end : third.start])
    )


def _range(first: Numeral, second: Numeral, unit: str) -> Amount:
    low, high = first.value, second.value
    if second.value >= 1000 > first.value and second.value / first.value >= 500:
        low = first.value * 1000
    return Amount(first.start, second.end, min(low, high), max(low, high), "range", unit)


def _single(one: Numeral, unit: str = "", pair: Literal["", "before", "after"] = "") -> Amount:
    return Amount(one.start, one.end, one.value, one.value, "exact", one.unit or unit, pair)


@lru_cache(maxsize=8)
def _bound_words(words: tuple[tuple[str, ...], ...]) -> tuple[tuple[Bound, re.Pattern[str]], ...]:
    def pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
        ordered = sorted(texts, key=len, reverse=True)
        return re.compile("|".join(rf"(?<![a-z]){re.escape(text)}" for text in ordered))

    return ("about", pattern(words[0])), ("min", pattern(words[1])), ("max", pattern(words[2]))


def _with_bound(
    view: str,
    amount: Amount,
    words: tuple[tuple[Bound, re.Pattern[str]], ...],
    behind: tuple[tuple[Bound, re.Pattern[str]], ...],
) -> Amount:
    """Set how exact an amount is by the words at it."""
    if amount.bound == "range":
        return amount
    lead = view[max(amount.start - 24, 0) : amount.start]
    found = [
        (len(match.group()), bound)
        for bound, pattern in words
        for match in pattern.finditer(lead)
        if not lead[match.end() :].strip(" -(") and (match.end() < len(lead) or not match.group()[-1].isalpha())
    ]
    if found:
        return replace(amount, bound=max(found, key=lambda one: one[0])[1])  # "no more than" rather than "more than"
    for bound, pattern in behind:
        if pattern.match(view[amount.end : amount.end + 12].lstrip(" -")):
            return replace(amount, bound=bound)
    if view.startswith("mid", amount.start):
        return replace(amount, bound="about")
    return amount
