"""Whether a quote is stated outright, so that it can be confirmed."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.grammar.quote_roles import may_be_delta, may_be_earned
from jangmadang.reading.mentions.mentions import Report

#: Between goods of which an amount is the sum, or the price of each: "pork and a kilogram of rice cost 110,000 won".
_WITH_ANOTHER = re.compile(r",?\s(?:and|or|with|plus)\s(?:(?:an?|one|two|half|\d+)\s)*(?:[\w-]+\sof\s)?")


def is_plain(report: Report, quote: Quote) -> bool:
    """Whether an amount is stated outright and nothing else that has a price stands between it and its thing."""
    first, last = sorted((quote.amount.start, quote.thing.start))
    between = report.view[quote.thing.end : quote.amount.start]
    return (
        quote.amount.bound in ("exact", "range")
        and not quote.unclear
        and not may_be_delta(report.view, quote.sentence, quote.amount)
        and not may_be_earned(report.view, quote.sentence, quote.amount)
        and not _may_be_of_several(report, quote)
        and not [item for item in report.within(report.items, first, last) if item.id != quote.thing.id]
        and not re.search(r"[;:]\s|\bwith\b", between)
        and not re.match(r"s\b|\s?s\s", report.view[quote.amount.end : quote.amount.end + 3])
    )


def _may_be_of_several(report: Report, quote: Quote) -> bool:
    """Whether an amount may be the price of several goods: "rice and corn cost 27,500 won"."""
    thing, sentence = quote.thing, quote.sentence
    money = [other for other in report.within(report.amounts, sentence.start, sentence.end) if other.is_money]
    before = [item for item in report.within(report.items, sentence.start, thing.start) if item.end <= thing.start]
    if not before or before[-1].id == thing.id or quote.amount.start < thing.start:
        return False
    alone = sum(other.start > thing.end for other in money) == 1
    return alone and bool(_WITH_ANOTHER.fullmatch(report.view, before[-1].end, thing.start))
