"""The places a text names and the part each plays: a scene, a partner of trade, a source's, one compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jangmadang.reading.mentions.phrases import Found

_SOURCE = re.compile(
    r"\b(?:sources?|reporting partners?|correspondents?|informants?|resident|official|cadre|trader|merchant|defector"
    r"|person|man|woman|contact|partner|survey|people)\s(?:\w+\s){0,2}?(?:in|from|of|inside|based in"
    r"|residing in|who is based in|who lives in|who resides in"
    r"|living in)\s(?:the\s)?(?:city of\s|northern\s)?$"
)
_PARTNER = re.compile(
    r"\b(?:to|from|into|with|via|between|against|toward|towards|and|across from|out of|neighbou?ring"
    r"|through)\s(?:the\s)?$"
)
_OTHER_MEANING = re.compile(
    r"(?:\s(?:university|newspaper|ilbo|daily|times|institute|embassy|foundation|won\b|currency|yuan|regime|leader"
    r"|authorities|government|watchers?|people(?!'s)|river|bridge|refugees?|defectors?|escapees?))"
)
_BETWEEN_COUNTRIES = re.compile(r"(?:china|sino|russo|russia)-\s?north korea|north korea-(?:china|russia)")
_NAMED_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]round|[Aa]cross) (?:the (?:city|town|county|port|village) of )?"
    r"(?P<name>[A-Z][a-z]+(?:[-'\u2019][a-z]+)?(?: [A-Z][a-z]+){0,2})(?![A-Za-z])"
)
_NO_PLACE = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|fall|winter|chinese|korean|north|south|american|russian|japanese|english"
    r"|yuan|won|dollars?|kim|workers?|party|covid|juche|daily|new year|chuseok|english|the|this|these|a|an|it)\b"
)
_NO_PLACE_AFTER = re.compile(r"'s\b|\s(?:won|yuan|dollars?|currency|terms|times?|ilbo|news|said|says|told)\b")

#: What makes a foreign place the scene of what is said, no partner of trade and no home of relatives or makers.
_SCENE_BEFORE = re.compile(
    r"(?P<who>\b\w+\s)?\b(?:in|at|near|around|across|inside|within|throughout)\s"
    r"(?:(?:[\w-]+\s){0,4}(?:capital|city|port|town|region)(?:\sof|,)?\s"
    r"|(?:(?:both|either|the|far|neighbou?ring|northern|southern|eastern|western|north-?east(?:ern)?)\s){0,2})$"
)
_NO_SCENE = re.compile(
    r"(?:made|produced|manufactured|grown|relatives?|famil(?:y|ies)|defectors?|escapees?|refugees?|children|siblings?"
    r"|than|as|that|those)\s$"
)
_SCENE_AFTER = re.compile(
    r"(?:'s?\s(?:\w+\s){0,2}?|\s(?:(?:rice|corn|grain|food|fuel)\s)?)(?:markets?|shops?|stores?|prices?)\b"
)
_SCENE_ABROAD = re.compile(
    r"\b(?:in|at|on)\s(?:the\s)?(?P<name>(?:chinese|russian|south korean|japanese|american)\s(?:[\w-]+\s)?"
    r"(?:markets?|side|cit(?:y|ies)|towns?|capital))\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:everywhere|anywhere|elsewhere|nowhere|all|cities|towns|markets|regions|provinces|country)\s(?:but|save)"
    r"|except(?:ing)?(?:\sfor)?|outside(?:\sof)?|apart from|aside from|other than|besides|excluding|not|far from"
    r"|beyond)\s(?:in\s|at\s)?(?:the\s)?(?:city of\s)?$"
)
_BESIDE = re.compile(
    r"\b(?:than|compared (?:to|with)|unlike|as (?:\w+ )?as|versus|vs\.?)\s"
    r"(?:(?:that|those|prices?|markets?)\s)?(?:of\s|in\s|at\s)?(?:the\s)?$"
)

#: What makes a place that another is compared with one of which something is told.
_OF_WHICH = re.compile(r",?\s(?:where|in which)\b")


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    `role` is place, partner (trade with it), source (where a source sits), beside (only compared with), or abroad (its
    scene). A place that no table holds, all places but one, and a scene abroad have no id.
    """

    start: int
    end: int
    id: str
    role: str


def named_places(view: str, found: list[Found]) -> list[PlaceMention]:
    """Name the role of each place and join "Hyesan, Ryanggang province" into the narrower one.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    found : list of Found
        The words of the table of places, in order.
    """
    places: list[PlaceMention] = []
    for one in found:
        if _OTHER_MEANING.match(view, one.end) or _BETWEEN_COUNTRIES.search(view[max(one.start - 8, 0) : one.end + 8]):
            continue
        last = places[-1] if places else None
        between = view[last.end : one.start] if last else ""
        if last and re.fullmatch(r"(?:\s?\(|,?\s(?:in\s)?(?:the\s)?|'s?\s)", between):
            if last.id.startswith(one.id + ".") or one.id == "KP" and last.id.startswith("KP."):
                places[-1] = PlaceMention(last.start, one.end, last.id, last.role)
                continue
            if one.id.startswith(last.id + "."):
                places[-1] = PlaceMention(last.start, one.end, one.id, last.role)
                continue
        places.append(PlaceMention(one.start, one.end, one.id, _role(view, one)))
    return places


def unknown_places(text: str, view: str, known: Sequence[Spanned]) -> list[PlaceMention]:
    """Return places that no table holds: a name with a capital behind "in" or "at".

    Parameters
    ----------
    text, view : str
        The text, and its view to match on.
    known : sequence
        What is known of it: places and times.
    """
    taken = sorted((one.start, one.end) for one in known)
    found = []
    for match in _NAMED_PLACE.finditer(text):
        start, end = match.span("name")
        overlaps = any(first < end and start < last for first, last in taken)
        if not overlaps and not _NO_PLACE.match(view, start) and not _NO_PLACE_AFTER.match(view, end):
            found.append(PlaceMention(start, end, "", "place"))
    return found


def places_outside(view: str, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return places outside the tables where something is said to be so.

    "In Seoul rice cost 2,500 won", not "rice from China"; "everywhere but Hyesan".

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    places : list of PlaceMention
        The places of the tables that it names.
    """
    found = []
    for place in places:
        if place.role == "elsewhere" or place.role == "place" and not place.id.startswith("KP"):
            found.append(PlaceMention(place.start, place.end, "", "abroad" if place.role == "place" else "place"))
            continue
        before = view[max(place.start - 60, 0) : place.start]
        scene = _SCENE_BEFORE.search(before)
        stated = scene and not _NO_SCENE.match(scene["who"] or "")
        named = _SCENE_AFTER.match(view, place.end) and not _PARTNER.search(before)
        if place.role == "partner" and not place.id.startswith("KP") and (stated or named):
            found.append(PlaceMention(place.start, place.end, "", "abroad"))
    return found + [PlaceMention(*match.span("name"), "", "abroad") for match in _SCENE_ABROAD.finditer(view)]


def _role(view: str, place: Found) -> str:
    before = view[max(place.start - 60, 0) : place.start]
    if _ELSEWHERE.search(before):
        return "elsewhere"
    if _BESIDE.search(before) and not _OF_WHICH.match(view, place.end):
        return "beside"
    if _SOURCE.search(before):
        return "source"
    if _PARTNER.search(before) and (place.id.startswith(("CN", "RU", "KR", "JP", "US")) or not before.endswith("and ")):
        return "partner"
    if place.id in ("CN", "RU", "KR", "JP", "US"):
        return "partner"
    return "place"
