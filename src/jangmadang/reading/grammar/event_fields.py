"""What a clause says of an event besides its type: how it stands, and where it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jangmadang.reading.grammar.event_words import EventGrammar
from jangmadang.reading.grammar.findings import Words
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.nearness import distance, place_of
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.text.sentences import Sentence

Placed = tuple[PlaceMention | None, str]
_NOWHERE: Placed = (None, "carried")
_AND = re.compile(r",?\s(?:and|or)\s|,\s")
_CAN_BE_CHINESE = frozenset(
    {"easing", "inspection", "crackdown", "lockdown", "outbreak", "policy_order", "disaster", "trade_suspended"}
)
_CHINA_ACTS = re.compile(
    r"(?<!korea and )(?<!with )(?<!from )(?<!to )(?<!in )"
    r"\b(?P<who>china(?:'s)?|beijing|chinese\s(?:[\w'-]+\s)?(?:authorities|customs|police|government"
    r"|officials|side|forces))\s(?:(?!and\b|with\b|to\b|in\b|that\b|border\b|is\b|because\b)[\w'-]+\s){0,5}$"
    r"|\b(?P<whose>china's)\s(?:[\w-]+\s){0,2}$|\b(?P<adjective>chinese)\s$"
)
_IN_CHINA = re.compile(
    r"(?:\s(?:of|on|for|against)\s[\w '-]{2,50})?\sin (?:neighbou?ring |northeastern )?(?P<where>china)\b"
)
_LOCAL_ACTOR = re.compile(
    r"\b(?:provincial|municipal|county|the province|the city|city)(?:'s)?\s"
    r"(?:party|people's|police|police's|security|committee|regularly|has|is)\b"
)
#: Acts of the state that hold for the country though its capital is named as the actor.
_NATIONAL_ACTS = frozenset(
    {"border_closure", "border_reopening", "trade_suspended", "trade_resumed", "smuggling_suspended"}
)
#: An event that is spoken of as over: "during the closure", "after a two-year suspension", "when the border was shut".
_IN_THE_PAST = re.compile(
    r"\b(?:during|prior to|after|following|since the end of)\s(?:(?:the|an?|its|their)\s)?(?:[\w-]+\s){0,2}$"
)
_WHILE = re.compile(r"\b(?:when|while|during|until|before|prior to)\b")
_WAS = re.compile(r"\b(?:was|were|had been)\s(?:\w+\s)?\w+(?:ed|ut)\b")
_IS = re.compile(r"\b(?:is|are|remains?|stays?)\b")
_HAS = re.compile(r"\b(?:has|have)\b")
_DID = re.compile(r"\b(?:was|were|had|did|\w{2,}ed|shut|cut|ground|came|went|got|hit|gave|sent|set|began|took)\b")
#: Words of the tense of an event stand in its cue or right before it.
_AUXILIARY = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|been|being)\s(?:\w+ly\s|also\s|now\s|again\s|trying to\s)?)+"
    r"(?:(?:placed\s|put\s)?(?:under|in)\s(?:an?\s|the\s)?(?:\w+\s)?)?$"
)
_NEAR = 45


def status_of(view: str, sentence: Sentence, grammar: EventGrammar, name: str, cue: tuple[int, int]) -> Words | None:
    """Return how an event stands, if its clause says so: by adverbs and set phrases, else by the tense of its verb.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    sentence : Sentence
        The sentence.
    grammar : EventGrammar
        The words of events.
    name : str
        The type of the event.
    cue : tuple of int
        Its words.
    """
    start, end = sentence.segment_at(cue[0])
    is_undoing = name.endswith(("_lifted", "_resumed", "_reopening")) or name == "easing"
    if not is_undoing:
        if ended := grammar.ended.search(view, cue[0], min(cue[1] + _NEAR, end)):
            return Words("ended", ended.span())
        if (past := _WAS.search(view, *cue)) and _WHILE.search(view, sentence.start, cue[0]):
            return Words("ended", past.span())
        if (over := _IN_THE_PAST.search(view, sentence.start, cue[0])) and _is_noun(view, cue):
            return Words("ended", over.span())
        if ongoing := grammar.ongoing.search(view, max(start, cue[0] - 30), min(cue[1] + _NEAR, end)):
            return Words("ongoing", ongoing.span())
    return _by_tense(view, start, grammar.status[name], cue)


def _by_tense(view: str, start: int, usual: str, cue: tuple[int, int]) -> Words | None:
    """The present says that it goes on, the past that it happened, the perfect what is usual of its kind."""
    auxiliary = _AUXILIARY.search(view, start, cue[0])
    words = (auxiliary.start() if auxiliary else cue[0], cue[1])
    for pattern, status in ((_HAS, usual), (_IS, "ongoing"), (_DID, "occurred")):
        if match := pattern.search(view, *words):
            return Words(status, match.span())
    return None


def _is_noun(view: str, cue: tuple[int, int]) -> bool:
    return not _DID.match(view, cue[0]) and not _WAS.search(view, *cue)


def places_of(
    report: Report, sentence: Sentence, grammar: EventGrammar, name: str, cue: tuple[int, int]
) -> list[Placed]:
    """Return where an event holds: in China if China acts, else where the clause says or the text was, else unsaid.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    sentence : Sentence
        The sentence.
    grammar : EventGrammar
        The words of events.
    name : str
        The type of the event.
    cue : tuple of int
        Its words.
    """
    if name in _CAN_BE_CHINESE and (china := _china_at(report.view, sentence, cue)):
        return [(china, "stated")]
    kind = grammar.place[name]
    if kind == "nation" and _LOCAL_ACTOR.search(report.view, *sentence.segment_at(cue[0])):
        kind = "local"
    stated = _stated(report, sentence, name, cue)
    if kind == "nation":
        stated = [place for place in stated if _at(report.view, cue, place)]
    if stated:
        nearest = min(stated, key=lambda place: distance(place.start, place.end, cue))
        return [(place, "stated") for place in _coordinated(report, sentence, nearest)]
    if kind == "local":
        return [place_of(report, sentence, cue)]
    before = _in_sentence_before(report, sentence, name) if kind == "stated" else None
    return [(before, "carried") if before else _NOWHERE]


def _china_at(view: str, sentence: Sentence, cue: tuple[int, int]) -> PlaceMention | None:
    """China, where it acts or is the scene."""
    if match := _CHINA_ACTS.search(view, max(sentence.start, cue[0] - 70), cue[0]):
        return PlaceMention(*match.span(match.lastgroup or 0), "CN", "place")
    if match := _IN_CHINA.match(view, cue[1], sentence.end):
        return PlaceMention(*match.span("where"), "CN", "place")
    return PlaceMention(cue[0], cue[0] + len("china"), "CN", "place") if view.startswith("china", cue[0]) else None


def _stated(report: Report, sentence: Sentence, name: str, cue: tuple[int, int]) -> Sequence[PlaceMention]:
    """The places of North Korea that the clause of an event names, or else its sentence; trade goes through some."""
    roles = ("place", "partner") if name.startswith("trade") else ("place",)
    inside = [
        place
        for place in report.within(report.places, sentence.start, sentence.end)
        if place.role in roles
        and place.id.startswith("KP.")
        and not (name in _NATIONAL_ACTS and place.id == "KP.pyongyang")
    ]
    start, end = sentence.segment_at(cue[0])
    return [place for place in inside if start <= place.start < end] or inside


def _in_sentence_before(report: Report, sentence: Sentence, name: str) -> PlaceMention | None:
    """The one place the sentence before speaks of, in the same paragraph."""
    index = report.sentences.index(sentence)
    if index == 0 or report.sentences[index - 1].paragraph != sentence.paragraph:
        return None
    previous = report.sentences[index - 1]
    named = _stated(report, previous, name, (previous.start, previous.end))
    return named[0] if len({place.id for place in named}) == 1 else None


def _at(view: str, cue: tuple[int, int], place: PlaceMention) -> bool:
    """Whether a place stands right at an event: "floods in North Hamgyong"."""
    between = view[cue[1] : place.start]
    follows = (
        len(between) < 44
        and "," not in between
        and re.search(r"\b(?:in|of|at|on|across)\s(?:the\s)?(?:[\w-]+\s){0,3}$", between)
    )
    return bool(follows) or 0 <= cue[0] - place.end < 24


def _coordinated(report: Report, sentence: Sentence, place: PlaceMention) -> list[PlaceMention]:
    """The places of the list in which a place stands."""
    places = [
        p for p in report.within(report.places, sentence.start, sentence.end) if p.role == "place" and p.id != "KP"
    ]
    return next((group for group in report.lists_of(places, _AND) if place in group), [place])
