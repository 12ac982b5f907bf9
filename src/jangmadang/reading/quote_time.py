"""When a quote holds: the time nearest to it that is not that of what it is compared with."""

from __future__ import annotations

import re
from dataclasses import replace

from jangmadang.reading.mentions import Report
from jangmadang.reading.nearness import distance, nearest_time
from jangmadang.reading.quote import Quote
from jangmadang.reading.times import TimeMention

_SMALL_WORDS = (
    r"(?:in|on|at|of|for|by|during|the|that|those|these|its?|they|was|were|is|had|been|did|what|back|just|levels?|prices?"
    r"|rates?|average|figures?|cost|seen|early|late|mid-?|as|around|about)"
)
#: What sets one thing beside another, and the time that follows with small words between.
_COMPARES = re.compile(
    r"\b(?:from|since|than|compared (?:to|with)|against|versus|vs\.?|unlike|as (?:\w+ )?as|same as|similar to"
    r"|(?:twice|double|triple|half|times)(?= (?:the|its|that|what)\b))(?![\w-])"
)
_AROUND = re.compile(r"\b(?:ahead of|before|prior to|(?:run-?up|leading up|lead-?up) to|after|following|beyond)\b")
_GAP = re.compile(rf"\s(?:{_SMALL_WORDS}[\s-])*")
#: Between a time and its amount: "from April's 22,000 won", "than the May average of 22,000 won".
_OF_AMOUNT = re.compile(
    r"(?:'s?)?\s(?:(?:average|price|level|rate|figure|high|low|peak)\s){0,2}(?:of\s)?(?:about\s|around\s)?"
)
_BREAK = re.compile(r"[;:,]\s|\b(?:but|while|when|whereas|now)\b")


def time_of_quote(report: Report, quote: Quote) -> TimeMention | None:
    """Return when a quote holds.

    A time that only a comparison names ("the highest since March") is that of no quote, and one that follows the
    amount compared with ("up from 18,000 won in April") is its alone. Of a time that a quote only lies before or after
    nothing is known.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quote : Quote
        An amount with what it is the price of.
    """
    if quote.time:
        return quote.time
    amount, sentence = quote.amount, quote.sentence
    span = (amount.start, amount.end)
    start, end = sentence.segment_at(amount.start)
    times = report.within(report.times, start, end)
    if not times:
        return nearest_time(report, sentence, span)
    free, own, around = [], [], []
    for time in times:
        owner = _owner(report, start, time)
        if owner == span:
            own.append(time)
        elif owner is None and _leads(_AROUND, report.view, start, time):
            around.append(time)
        elif owner is None:
            free.append(time)
    for chosen in (own, free):
        if chosen:
            return min(chosen, key=lambda time: distance(time.start, time.end, span))
    unknown = [replace(time, first=None, last=None, precision="relative", basis="unresolved") for time in around]
    return unknown[0] if unknown else None


def _leads(words: re.Pattern[str], view: str, start: int, time: TimeMention) -> bool:
    """Whether words stand before a time, with nothing but small words between."""
    last = _last(words, view, start, time.start)
    return bool(last and _GAP.fullmatch(view, last.end(), time.start))


def _owner(report: Report, start: int, time: TimeMention) -> tuple[int, int] | None:
    """The amount compared with to which alone a time belongs; (-1, -1) for a comparison of none, None for no such."""
    last = _last(_COMPARES, report.view, start, time.start)
    if last is None:
        return None
    priced = [one for one in report.within(report.amounts, time.end, time.end + 48) if one.is_money][:1]
    if priced and _GAP.fullmatch(report.view, last.end(), time.start):
        if _OF_AMOUNT.fullmatch(report.view, time.end, priced[0].start):
            return priced[0].start, priced[0].end
    money = [one for one in report.within(report.amounts, last.end(), time.start) if one.is_money]
    if not money:
        return (-1, -1) if _GAP.fullmatch(report.view, last.end(), time.start) else None
    broken = _BREAK.search(report.view, last.end(), time.start)
    return None if broken else (money[-1].start, money[-1].end)


def _last(words: re.Pattern[str], view: str, start: int, end: int) -> re.Match[str] | None:
    found = list(words.finditer(view, start, end))
    return found[-1] if found else None
