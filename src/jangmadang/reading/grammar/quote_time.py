"""When a quote holds: the time nearest to it that is not that of what it is compared with, or of another clause."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from jangmadang.reading.grammar.clauses import clause_at, governs, is_aside
from jangmadang.reading.grammar.quote import NEXT_IN_LIST, Quote, last_match
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.nearness import distance, nearest_time
from jangmadang.reading.mentions.time_spans import run_on
from jangmadang.reading.mentions.times import TimeMention

_SMALL_WORDS = (
    r"(?:in|on|at|of|for|by|during|the|that|those|these|its?|they|was|were|is|had|been|did|what|back|just|levels?|prices?"
    r"|rates?|average|figures?|cost|seen|early|late|mid-?|as|around|about)"
)
#: What sets one thing beside another, and the time that follows with small words between.
_COMPARES = re.compile(
    r"\b(?:from|since|than|compared (?:to|with)|against|versus|vs\.?|unlike|as (?:\w+ )?as|same as|similar to"
    r"|(?:twice|double|triple|half|times)(?= (?:the|its|that|what)\b)|not(?= (?:the|in|on)\b)|after(?= \d))(?![\w-])"
)
_AROUND = re.compile(
    r"\b(?:ahead of|before|until|till|prior to|(?:run-?up|leading up|lead-?up) to|after|following|beyond)\b"
)
_GAP = re.compile(rf"\s(?:{_SMALL_WORDS}[\s-])*")
#: Between a time and its amount: "from April's 22,000 won", "than the May average of 22,000 won".
_OF_AMOUNT = re.compile(
    r"(?:'s?)?\s(?:(?:average|price|level|rate|figure|high|low|peak)\s){0,2}(?:of\s)?(?:about\s|around\s)?"
)
#: Between a time and an amount that is its own: "and early June 22,000 won", "and early June saw 22,000 won".
_TAKES_AMOUNT = re.compile(_OF_AMOUNT.pattern + r"(?:(?:saw|brought|had|was|were|it|rice|corn|at|about|around)\s){0,3}")
#: Between an amount and the time that is said of it: "21,400 won per kg in Hyesan in May".
_SAID_OF = re.compile(
    r"(?:\s?(?:per|a|/)\s?(?:kg|kilo|kilogram|lit(?:er|re)))?(?:\s(?:in|at)\s[a-z]+)?"
    r"\s(?:in|on|of|during|by|at|as of)\s(?:the\s)?"
)
_NO_DAY: dict[str, Any] = {"first": None, "last": None, "precision": "relative", "basis": "unresolved"}
_BREAK = re.compile(r"[;:,]\s|\b(?:but|while|when|whereas|now)\b")


def set_time(report: Report, quote: Quote) -> None:
    """Find when a quote holds.

    A time that only a comparison names ("the highest since March") is that of no quote, and one that follows the
    amount compared with ("up from 18,000 won in April") is its alone. Of a time that a quote only lies before or after
    nothing is known, nor of one that only another clause says ("... last month and rice cost 21,400 won").

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quote : Quote
        An amount with what it is the price of; its time and whether it is clear are set.
    """
    if quote.time:
        return
    amount, sentence = quote.amount, quote.sentence
    span = (amount.start, amount.end)
    start, end = sentence.segment_at(amount.start)
    times = report.within(report.times, start, end)
    if not times:
        quote.time = nearest_time(report, sentence, span)
        return
    own, free, around = _sorted_by_owner(report, start, times, span)
    first, last = clause_at(report.view, (start, end), amount.start)
    told = [time for time in free if not is_aside(report.view, (start, end), time.start, amount.start)]
    here = [time for time in told if first <= time.start < last]
    if chosen := own or here or [time for time in told if governs(report, (start, end), time, (first, last))]:
        nearest = min(chosen, key=lambda time: distance(time.start, time.end, span))
        quote.time = _with_neighbour(report, start, nearest, own + free)
        return
    unknown = free or around
    quote.unclear |= bool(free)
    quote.time = replace(unknown[0], **_NO_DAY) if unknown else None


def _sorted_by_owner(
    report: Report, start: int, times: list[TimeMention], span: tuple[int, int]
) -> tuple[list[TimeMention], list[TimeMention], list[TimeMention]]:
    """The times that are an amount's own, those that are free for any, and those that it lies before or after."""
    own, free, around = [], [], []
    for time in times:
        owners = _owners(report, start, time)
        if owners is None and len(times) > 1:
            owners = _said_of(report, start, time)
        if owners is not None:
            own += [time] if span in owners else []
        elif _leads(_AROUND, report.view, start, time):
            around.append(time)
        else:
            free.append(time)
    return own, free, around


def _with_neighbour(report: Report, start: int, time: TimeMention, others: list[TimeMention]) -> TimeMention:
    """A time with the month beside it that is said of the same amount: "late May and early June"."""
    for other in others:
        one, next_one = sorted((time, other), key=lambda each: each.start)
        both = run_on(report.view, one, next_one) if one is not next_one else None
        after = report.money(next_one.end, next_one.end + 48)[:1]
        has_its_own = after and _TAKES_AMOUNT.fullmatch(report.view, next_one.end, after[0].start)
        if both and not (has_its_own and report.money(start, one.start)):
            return both
    return time


def _leads(words: re.Pattern[str], view: str, start: int, time: TimeMention) -> bool:
    """Whether words stand before a time, with nothing but small words between."""
    last = last_match(words, view, start, time.start)
    return bool(last and _GAP.fullmatch(view, last.end(), time.start))


def _owners(report: Report, start: int, time: TimeMention) -> list[tuple[int, int]] | None:
    """The amount compared with that alone has a time; empty for a comparison of no amount, None for no comparison."""
    last = last_match(_COMPARES, report.view, start, time.start)
    if last is None:
        return None
    direct = _GAP.fullmatch(report.view, last.end(), time.start)
    after = report.money(time.end, time.end + 48)[:1]
    if direct and after and _OF_AMOUNT.fullmatch(report.view, time.end, after[0].start):
        return [(after[0].start, after[0].end)]
    money = report.money(last.end(), time.start)
    if not money:
        return [] if direct else None
    return None if _BREAK.search(report.view, last.end(), time.start) else [(money[-1].start, money[-1].end)]


def _said_of(report: Report, start: int, time: TimeMention) -> list[tuple[int, int]] | None:
    """The amounts right before a time, one or a list, which alone have it where there are others; None for none."""
    money = report.money(start, time.start)
    if not money or not _SAID_OF.fullmatch(report.view, money[-1].end, time.start):
        return None
    first = len(money) - 1
    while first and NEXT_IN_LIST.fullmatch(report.view, money[first - 1].end, money[first].start):
        first -= 1
    return [(amount.start, amount.end) for amount in money[first:]]
