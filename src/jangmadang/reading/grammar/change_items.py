"""Which goods a change is of."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.change_words import Target
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.text.sentences import Sentence

_COORDINATION = re.compile(r"\s?(?:,|,?\s?and|,?\s?or|&|/|as well as)\s?(?:the\s|other\s)?|\s?,\s?(?:and\s)?")


def items_of_target(report: Report, sentence: Sentence, target: Target) -> list[Found]:
    """The goods in a phrase such as "rice and corn prices" or "the price of rice, corn and flour"."""
    items = report.within(report.items, sentence.start, sentence.end)
    before = [item for item in items if item.end <= target.start]
    if before and re.fullmatch(r"'?\s(?:market\s|wholesale\s|retail\s)?", report.view[before[-1].end : target.start]):
        return group_of(report, sentence, before[-1])
    after = [item for item in items if target.start <= item.start]
    if (
        len(after) > 1
        and after[0].id == "goods"
        and re.fullmatch(r"\s(?:like|such as|including)\s", report.view[after[0].end : after[1].start])
    ):
        after = after[1:]
        return group_of(report, sentence, after[0])
    if after and re.fullmatch(
        r"\s?(?:of|for|in|on)?\s?(?:(?:the|a|an|some|certain|most|one|1|kilograms?|kg|kilo|of|other|basic"
        r"|various|all|both|items like|such as|like|not only|export|import|imported|domestic|local|chinese|north"
        r"|korean|daily)\s)*(?:\w+\s)?",
        report.view[target.end : after[0].start],
    ):
        return group_of(report, sentence, after[0])
    return []


def group_of(report: Report, sentence: Sentence, anchor: Found) -> list[Found]:
    """The goods coordinated with one: "rice, corn and flour"."""
    items = report.within(report.items, sentence.start, sentence.end)
    return next(group for group in report.lists_of(items, _COORDINATION) if anchor in group)


def items_near(report: Report, sentence: Sentence, span: tuple[int, int], target: str) -> list[Found]:
    """The goods a set phrase speaks of: in it, right after it, or the subject before it."""
    if target in ("confidence", "enforcement", "fx_rate", "market_activity"):
        return []
    start, end = sentence.segment_at(span[0])
    items = report.within(report.items, start, end)
    inside = [item for item in items if span[0] <= item.start < span[1]]
    if inside:
        return inside
    after = [item for item in items if span[1] <= item.start < span[1] + 40]
    if after and re.fullmatch(r"\s(?:[\w'-]+\s){0,3}", report.view[span[1] : after[0].start]):
        return group_of(report, sentence, after[0])
    before = [item for item in items if item.end <= span[0] and span[0] - item.end < 60]
    return group_of(report, sentence, before[-1]) if before else []
