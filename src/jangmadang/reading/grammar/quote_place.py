"""Where a quote holds."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import NEXT_IN_LIST, Quote
from jangmadang.reading.mentions.amounts import Amount
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.text.sentences import Sentence

#: Between an amount and the place right behind it. Behind "and" a place is that of the next amount.
_PLACE_RIGHT = re.compile(
    r"(?:\s?[(\[][^)\]\n]{1,40}[)\]])?(?:(?!\b(?:and|or|vs|versus|against|than)\b)[^,;.()\[\]\d]){0,60}?"
    r"\s?(?:\(?\b(?:in|at|around|near|across)\b)\s(?:the\s|a\s|an\s)?(?:[\w'-]+\s){0,3}$"
)
_NEXT_PLACE = re.compile(r",?\s(?:and|or)(?:\sin)?\s|,\s")
_PLACE_BEFORE = re.compile(r",?\s(?:and|or)\s(?:in\s)?(?:the\s)?(?:\w+\s){0,4}|,\s")
_AGAINST = re.compile(r"\b(?:vs|versus|against|compared|than|as opposed to|from)\b")
_UNIT = r"(?:\s(?:per|a|an)\s\w+)?"
_THERE = re.compile(_UNIT + r"\s(?:over )?there\b")
_BOTH = re.compile(_UNIT + r"\sin (?P<count>both|all three|all four) (?:cities|towns|places|regions|areas|provinces)\b")
_HOW_MANY = {"both": 2, "all three": 3, "all four": 4}
#: How far back a place is carried though others were named before, in characters: about one paragraph.
_NEAR = 700


def set_places(report: Report, quote: Quote, standing: list[Amount], before: list[Quote]) -> None:
    """Find where a quote holds: behind the amount, before it, where the quote before holds, or carried over.

    A place behind a later amount is that amount's: this one shares it only in a list, and never one of another clause.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quote : Quote
        The quote; its places, their basis and whether they are clear are set.
    standing : list of Amount
        The amounts of its sentence that are prices.
    before : list of Quote
        All quotes before it.
    """
    sentence, amount = quote.sentence, quote.amount
    if _THERE.match(report.view, amount.end):
        quote.places, quote.place_basis = _context_place(report, sentence, before), "carried"
        return
    if both := _BOTH.match(report.view, amount.end):
        quote.places = _last_named(report, amount, _HOW_MANY[both["count"]])
        quote.place_basis, quote.unclear = "carried", True
        return
    start, end = sentence.segment_at(amount.start)
    places = _places_in(report, sentence)
    later = [other for other in standing if amount.end <= other.start < end]
    right = [place for place in places if amount.end <= place.start < (later[0].start if later else end)]
    if right and _PLACE_RIGHT.fullmatch(report.view, amount.end, right[0].start):
        quote.places = _list_from(report, right)
        return
    last = max((other.end for other in standing if other.end <= amount.start and other.pair != "before"), default=start)
    left = [place for place in places if place.end <= amount.start]
    own = [place for place in left if max(last, start) <= place.start]
    if own:
        quote.places = _listed_before(report, _narrow(own))
        return
    previous = before[-1] if before and before[-1].sentence is sentence else None
    if previous and previous.places and not any(last <= place.start for place in left):
        quote.places, quote.place_basis = previous.places, previous.place_basis
        quote.unclear = previous.unclear or previous.places[0].start > previous.amount.end
        return
    if left:
        narrow = _narrow(left)
        between = any(narrow[-1].end <= other.start < amount.start for other in standing if other.pair != "before")
        quote.places = narrow[-1:] if between else _listed_before(report, narrow)
        return
    if right:
        quote.places, quote.unclear = right[:1], len(right) > 1
        return
    shared = [place for place in places if amount.end <= place.start < end]
    if shared:
        _share(report, quote, later, shared)
        return
    if nowhere := [place for place in places if not place.id]:
        quote.places = nowhere[:1]
        return
    quote.place_basis = "carried"
    quote.places = _context_place(report, sentence, before)


def _places_in(report: Report, sentence: Sentence) -> list[PlaceMention]:
    """The places of a sentence where something may be so, those that no table holds among them."""
    within = report.within(report.places, sentence.start, sentence.end)
    places = [place for place in within if place.role == "place" and place.id.startswith("KP")]
    unknown = report.within(report.unknown_places, sentence.start, sentence.end)
    return sorted([*places, *unknown], key=lambda place: place.start)


def _share(report: Report, quote: Quote, later: list[Amount], places: list[PlaceMention]) -> None:
    """Take the place behind a later amount, if the two amounts are not held against each other."""
    between = report.view[quote.amount.end : later[0].start]
    if quote.amount.pair != "before" and _AGAINST.search(between):
        quote.places = [PlaceMention(places[0].start, places[0].end, "", "place")]
        return
    quote.places, quote.unclear = _list_from(report, places), not NEXT_IN_LIST.fullmatch(between)


def _last_named(report: Report, amount: Amount, count: int) -> list[PlaceMention]:
    """The places named last before an amount, each once; none if the text has not named so many."""
    named = {place.id: place for place in report.places if place.end <= amount.start and place.id.count(".") > 0}
    last = sorted(named.values(), key=lambda place: place.start)[-count:]
    return last if len(last) == count else []


def _narrow(places: list[PlaceMention]) -> list[PlaceMention]:
    return [place for place in places if place.id != "KP"] or places


def _listed_before(report: Report, left: list[PlaceMention]) -> list[PlaceMention]:
    """The places of one list: "in Pyongyang, Sinuiju and Hyesan rice cost 5,000 won"."""
    group = left[-1:]
    for one in reversed(left[:-1]):
        if not _PLACE_BEFORE.fullmatch(report.view, one.end, group[0].start):
            break
        group.insert(0, one)
    return group


def _list_from(report: Report, places: list[PlaceMention]) -> list[PlaceMention]:
    """The list that begins with the first of some places."""
    group = places[:1]
    for one in places[1:]:
        if not _NEXT_PLACE.fullmatch(report.view, group[-1].end, one.start):
            break
        group.append(one)
    return group


def _context_place(report: Report, sentence: Sentence, before: list[Quote]) -> list[PlaceMention]:
    """The place the text is speaking of: named last before the sentence, in the paragraphs just above.

    None if the last place named is not in the tables, or lies abroad and had a price of its own, or if several places
    were named in other paragraphs.
    """
    earlier = [p for p in report.places if p.start < sentence.start]
    priced = [place for quote in before for place in quote.places]
    unknown = [
        place
        for place in report.unknown_places
        if 0 < sentence.start - place.start < _NEAR and (place.role != "abroad" or place in priced)
    ]
    if unknown and not any(unknown[-1].start < p.start and p.role == "place" for p in earlier):
        return unknown[-1:]
    named = [place for place in earlier if place.role == "place" and place.id.startswith("KP.")]
    recent = [place for place in named if sentence.start - place.start < _NEAR]
    here = [place for place in recent if _is_same_paragraph(report, place, sentence)]
    if here or len({place.id for place in recent}) == 1:
        listed = [quote.places for quote in before if any(place.start == recent[-1].start for place in quote.places)]
        return listed[-1] if listed and len(listed[-1]) > 1 else [recent[-1]]
    if named:
        return named[-1:] if len({place.id for place in named}) == 1 else []
    sources = [place for place in report.places if place.role == "source" and place.id.startswith("KP.")]
    countries = [place for place in earlier if place.id == "KP"]
    return sources[:1] or countries[-1:]


def _is_same_paragraph(report: Report, place: PlaceMention, sentence: Sentence) -> bool:
    return "\n\n" not in report.view[place.end : sentence.start]
