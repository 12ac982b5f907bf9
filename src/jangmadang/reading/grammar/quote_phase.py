"""Whether a quote is the earlier one of a comparison."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.mentions import Report

_BEFORE_LEFT = re.compile(
    r"(?:\b(?:from|(?<!more\s)(?<!less\s)than|compared (?:to|with)|against|versus|previously|formerly|originally"
    r"|earlier|used to (?:be|cost|sell for"
    r"|sell at|go for|trade at|trade for)|had been|as opposed to|considering the [\w ]{1,24}of|instead of|last year's)"
    r"\s(?:\w+ed\s)?(?:about |around |roughly |over |the |just |only |at |for |approximately |nearly |as low as "
    r"|as high as )*)$"
)
_PAST = re.compile(
    r"\b(?:ago|earlier|previously|formerly|used to|had been|had (?:cost|sold|traded|stood|reached|fallen|risen)"
    r"|last (?:year|month|week"
    r"|spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)"
    r"|yesterday|until (?:recently|last|just)|the previous|before|in the past|at the (?:start|beginning) of"
    r"|at the time|back then"
    r"|a (?:year|month|week) (?:ago|earlier|before)|prior to|pre-)\b"
)
_LONG_PAST = re.compile(
    r"\b(?:used to|previously|formerly|had been|had (?:cost|sold|traded|stood|reached)"
    r"|until (?:recently|last|just)|in the past)\b"
)
_NOW = re.compile(
    r"\b(?:now|currently|recently|these days|today|this (?:week|month)|has risen|have risen|as of|at present)\b"
)
#: Behind an amount: what was so till another took its place.
_TILL_NOW = re.compile(
    r"[^.;\d]{0,48}?\b(?:and|but)(?: (?:it|they))?(?: (?:is|are|has|have))? (?:now|currently|today)\b"
)
_NEXT_CLAUSE = re.compile(r",|;|\b(?:but|and|after|when|while|compared|than|previously)\b")
_COMPARED = re.compile(r"\b(?:up|down|higher|lower|from|rise|drop|increase)\b")


def set_phase(report: Report, quote: Quote) -> None:
    """Say whether the amount is the earlier one of a comparison."""
    amount, sentence, view = quote.amount, quote.sentence, report.view
    if amount.pair:
        quote.phase = "before" if amount.pair == "before" else "current"
        return
    start, end = sentence.segment_at(amount.start)
    if amount.bound != "range" and _BEFORE_LEFT.search(view, start, amount.start):
        quote.phase = "before"
        return
    others = [other for other in report.money(start, end) if other is not amount]
    beside = [other for other in report.money(sentence.start, sentence.end) if other is not amount]
    if not beside and not _LONG_PAST.search(view, start, end):
        return
    following = [a.start for a in beside if a.start >= amount.end]
    if following and _TILL_NOW.match(view, amount.end, following[0]):
        quote.phase = "before"
        return
    is_compared = any(_BEFORE_LEFT.search(view, start, other.start) for other in others)
    if is_compared and not _LONG_PAST.search(view, start, end):
        return
    low = max([a.end for a in others if a.end <= amount.start], default=start)
    high = min([a.start for a in others if a.start >= amount.end], default=end)
    after = _NEXT_CLAUSE.split(view[amount.end : high])[0]
    before = view[low : amount.start]
    if _PAST.search(after) and not _COMPARED.search(after) or _PAST.search(before) and not _NOW.search(before + after):
        quote.phase = "before"
