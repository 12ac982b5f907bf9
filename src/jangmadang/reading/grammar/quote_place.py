"""Where a quote holds, and whether it is the earlier one of a comparison."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import PlaceMention, Report
from jangmadang.reading.text.sentences import Sentence

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
#: What stands between an amount and its conversion in brackets, which is no other price.
_CONVERTED = re.compile(r"\s?(?:per|a|/)?\s?(?:kg|kilogram|kilo|liter)?\s?[(\[][^)\]\n]{0,24}")
_PLACE_RIGHT = re.compile(
    r"(?:\s?[(\[][^)\]\n]{1,40}[)\]])?[^,;.()\[\]\d]{0,60}?\s?(?:\(?\b(?:in|at|around|near|across)\b)\s(?:the\s|a\s|an\s)?(?:[\w'-]+\s){0,3}$"
)


def set_places(report: Report, quote: Quote, money: list[Amount], before: list[Quote]) -> None:
    """Find where the quote holds: after the amount, before it, in the sentence, or carried from before."""
    sentence, amount = quote.sentence, quote.amount
    following = next(
        (
            other.start
            for other in money
            if other.start >= amount.end and not _CONVERTED.fullmatch(report.view, amount.end, other.start)
        ),
        sentence.end,
    )
    places = [
        p
        for p in report.within(report.places, sentence.start, sentence.end)
        if p.role == "place" and p.id.startswith("KP")
    ]
    unknown = report.within(report.unknown_places, sentence.start, sentence.end)
    places = sorted([*places, *unknown], key=lambda place: place.start)
    right = [place for place in places if amount.end <= place.start < following]
    if right and _PLACE_RIGHT.fullmatch(report.view, amount.end, right[0].start):
        quote.places = [right[0], *_joined(report, right)]
        return
    previous = before[-1] if before and before[-1].sentence is sentence else None
    left = [place for place in places if place.end <= amount.start]
    if previous and previous.places and not [p for p in places if previous.amount.end <= p.start < amount.start]:
        quote.places, quote.place_basis = previous.places, previous.place_basis
        return
    if left:
        narrow = [place for place in left if place.id != "KP"] or left
        quote.places = _listed_before(report, narrow) if not _found_since(money, narrow[-1], amount) else narrow[-1:]
        return
    if right or len({place.id for place in places}) == 1:
        quote.places = (right or places)[:1]
        return
    quote.place_basis = "carried"
    quote.places = _context_place(report, sentence, before)


def _found_since(money: list[Amount], place: PlaceMention, amount: Amount) -> bool:
    """Whether another amount stands between a place and an amount."""
    return any(place.end <= other.start < amount.start for other in money if other.pair != "before")


def _listed_before(report: Report, left: list[PlaceMention]) -> list[PlaceMention]:
    """The places of one list: "in Pyongyang, Sinuiju and Hyesan rice cost 5,000 won"."""
    group = left[-1:]
    for one in reversed(left[:-1]):
        if not re.fullmatch(
            r",?\s(?:and|or)\s(?:in\s)?(?:the\s)?(?:\w+\s){0,4}|,\s", report.view[one.end : group[0].start]
        ):
            break
        group.insert(0, one)
    return group


def _joined(report: Report, right: list[PlaceMention]) -> list[PlaceMention]:
    joined = []
    for one, following in zip(right, right[1:], strict=False):
        if not re.fullmatch(r",?\s(?:and|or)(?:\sin)?\s|,\s", report.view[one.end : following.start]):
            break
        joined.append(following)
    return joined


def _context_place(report: Report, sentence: Sentence, before: list[Quote]) -> list[PlaceMention]:
    """The place the text is speaking of: named last before the sentence, in the paragraphs just above.

    None if the last place named is not in the tables, or lies abroad and had a price of its own.
    """
    earlier = [p for p in report.places if p.start < sentence.start]
    priced = [place for quote in before for place in quote.places]
    unknown = [
        place
        for place in report.unknown_places
        if 0 < sentence.start - place.start < 700 and (place.role != "abroad" or place in priced)
    ]
    if unknown and not any(unknown[-1].start < p.start and p.role == "place" for p in earlier):
        return unknown[-1:]
    named = [place for place in earlier if place.role == "place" and place.id.startswith("KP.")]
    recent = [place for place in named if sentence.start - place.start < 700]
    if recent:
        listed = [quote.places for quote in before if any(place.start == recent[-1].start for place in quote.places)]
        return listed[-1] if listed and len(listed[-1]) > 1 else [recent[-1]]
    if named:
        return [named[-1]]
    sources = [place for place in report.places if place.role == "source" and place.id.startswith("KP.")]
    if sources and not named:
        return [sources[0]]
    countries = [place for place in earlier if place.id == "KP"]
    return countries[-1:]


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
    others = [a for a in report.within(report.amounts, start, end) if a.is_money and a is not amount]
    beside = [a for a in report.within(report.amounts, sentence.start, sentence.end) if a.is_money and a is not amount]
    if not beside and not _LONG_PAST.search(view, start, end):
        return
    following = [a.start for a in beside if a.start >= amount.end]
    if following and _TILL_NOW.match(view, amount.end, following[0]):
        quote.phase = "before"
        return
    low = max([a.end for a in others if a.end <= amount.start], default=start)
    high = min([a.start for a in others if a.start >= amount.end], default=end)
    after = _NEXT_CLAUSE.split(view[amount.end : high])[0]
    before = view[low : amount.start]
    if _PAST.search(after) and not _COMPARED.search(after) or _PAST.search(before) and not _NOW.search(before + after):
        quote.phase = "before"
