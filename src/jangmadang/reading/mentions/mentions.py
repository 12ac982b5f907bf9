"""What a report names: amounts, goods, places and times, found once and shared by all readers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from jangmadang.reading.mentions.amounts import Amount, find_amounts
from jangmadang.reading.mentions.phrases import Found, words_of
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.mentions.time_spans import with_spans
from jangmadang.reading.mentions.times import TimeMention, find_times
from jangmadang.reading.text.sentences import Sentence, split_sentences
from jangmadang.reading.text.text_view import matching_view

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
_NOT_AN_ITEM_BEFORE = re.compile(
    r"(?:daily|world|united|human|common|long|no|main|key|hot|news|agenda|line|new|the same|last|per|a|each|every)\s$"
)


_SET_PHRASES = re.compile(r"\b(?:on watch|keep(?:ing)? a|kept a|on|state)\s$")
_ANIMALS = frozenset("chicken chickens rabbit rabbits".split())
_NARCOTICS = re.compile(
    r"\b(?:illegal drugs|drug (?:traffick\w+|smuggl\w+|deal\w+|abuse)|crystal meth|opium|narcotics?)\b"
)


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


S = TypeVar("S", bound=Spanned)


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


@dataclass(frozen=True)
class Report:
    """A text with everything named in it; all offsets are those of `text`."""

    name: str
    text: str
    view: str
    published: date | None
    tables: Tables
    sentences: list[Sentence]
    amounts: list[Amount]
    items: list[Found]
    places: list[PlaceMention]
    times: list[TimeMention]
    unknown_places: list[PlaceMention]

    @cached_property
    def cue_view(self) -> str:
        """The view in which the month May, which is no verb there, is blank."""
        cues = self.view
        for time in self.times:
            named = self.view[time.start : time.end]
            cues = cues[: time.start] + re.sub(r"\bmay\b", "   ", named) + cues[time.end :]
        return cues

    def within(self, mentions: Sequence[S], start: int, end: int) -> list[S]:
        """Return the mentions that begin in a stretch of the text."""
        first = bisect_left(mentions, start, key=lambda mention: mention.start)
        last = bisect_left(mentions, end, key=lambda mention: mention.start)
        return list(mentions[first:last])

    def lists_of(self, mentions: Sequence[S], joint: re.Pattern[str]) -> list[list[S]]:
        """Group mentions into the lists that they stand in: "rice, corn and flour"; one alone is a list of its own."""
        lists: list[list[S]] = []
        for one in mentions:
            if lists and joint.fullmatch(self.view, lists[-1][-1].end, one.start):
                lists[-1].append(one)
            else:
                lists.append([one])
        return lists


def read_mentions(name: str, text: str, published: date | None, tables: Tables) -> Report:
    """Find everything a report names.

    Parameters
    ----------
    name : str
        What the report is called.
    text : str
        Its plain text.
    published : date or None
        Its day of publication.
    tables : Tables
        What to read with.
    """
    view = matching_view(text)
    words = words_of(view)
    places, times = _places(view, tables.places.find(view, words)), with_spans(view, find_times(view, published, text))
    return Report(
        name=name,
        text=text,
        view=view,
        published=published,
        tables=tables,
        sentences=split_sentences(view, text),
        amounts=find_amounts(view, tables.data["money_and_units"]),
        items=_in_context(view, [item for item in tables.items.find(view, words) if _is_item(view, item)]),
        places=places,
        times=times,
        unknown_places=sorted(
            [*_unknown_places(text, view, [*places, *times]), *_outside(view, places)], key=lambda place: place.start
        ),
    )


_TRUCKS_FOR_SALE = re.compile(
    r"\b(?:(?:used|second-?hand|buy(?:ing)?|sell(?:ing)?|import(?:s|ed|ing)?|smuggl\w+|chinese-made)"
    r"\s(?:\w+\s)?trucks?|trucks? prices?)\b"
)
_BURNING = re.compile(
    r"\b(?:firewood|wood to burn|burn(?:ing|ed)? wood|(?:heating|cooking) fuel"
    r"|heating sources?|heat their homes)\b"
)


#: What makes "products", "items" or "supplies" stand for something named more closely: "food products", "these items".
_NO_GOODS_BEFORE = re.compile(
    r"\b(?:(?:food|scrap|tobacco|domestic|dairy|beauty|meat|oil|petroleum|wood|range of|such"
    r"|north korean|agricultural|medical|chemical)\sproducts?"
    r"|(?:certain|the|two|three|all sorts of|prominent|related|household|everyday|daily|luxury|rate and other)\sitems?"
    r"|(?:food|grain|rice|oil|their|fuel|water|power|when|as|new|relief|school|medical|of|obtain|obtaining|market)\ssupplies"
    r"|(?:the|a)\scommodity)$"
)


#: Who imported something, before a word that may also name imported goods: "North Korea imported rice".
_IMPORTERS = re.compile(
    r"\b(?:has|have|had|also|korea|north|country|state|government|authorities|regime|traders?|smugglers?|merchants?"
    r"|compan(?:y|ies)|firms?|they|it|we|who|recently|and)\s$"
)


def _in_context(view: str, items: list[Found]) -> list[Found]:
    """Read a wide word as the text uses it: drugs among narcotics, the mushrooms named more closely before."""
    live = bool(re.search(r"\b(?:livestock|goats?|sheep)\b", view))
    narcotics = bool(_NARCOTICS.search(view))
    trucks = bool(_TRUCKS_FOR_SALE.search(view))
    burnt = bool(_BURNING.search(view))
    fungi = ""
    settled = []
    for item in items:
        if live and view[item.start : item.end] in _ANIMALS:
            item = replace(item, id="farm.livestock")
        if narcotics and view[item.start : item.end] in ("drug", "drugs"):
            item = replace(item, id="other.narcotic")
        if item.id == "other.truck" and not trucks:
            continue
        if burnt and view[item.start : item.end] == "wood":
            item = replace(item, id="fuel.firewood")
        if view.startswith("imported ", item.start) and _IMPORTERS.search(view, max(item.start - 20, 0), item.start):
            item = replace(item, start=item.start + len("imported "), id=item.id.removesuffix(".imported"))
        if item.id == "fungi" and fungi:
            item = replace(item, id=fungi)
        elif item.id.startswith("fungi."):
            fungi = item.id
        settled.append(item)
    return settled


def _is_item(view: str, item: Found) -> bool:
    """Whether a word that can name a good does so here."""
    before, after = view[max(item.start - 14, 0) : item.start], view[item.end : item.end + 16]
    word = view[item.start : item.end]
    if (
        word == "staple"
        or word in ("watch", "television")
        and _SET_PHRASES.search(before)
        or after.startswith((" hump", '" hump'))
    ):
        return False
    if item.id == "goods" and _NO_GOODS_BEFORE.search(view[max(item.start - 24, 0) : item.end]):
        return False
    if word in ("phone", "phones") and (
        re.search(r"\b(?:by|over the|the|via|on the|tele)\s$", before)
        or re.match(r"\s(?:calls?|conversations?|interviews?|numbers?|lines?|records|signals?)\b", after)
    ):
        return False
    if word in ("produce", "produces") and re.search(
        r"\b(?:to|that|which|they|we|can|could|who|not|also|factories)\s$", before
    ):
        return False
    if word in (
        "item",
        "items",
        "product",
        "lead",
        "produce",
        "cap",
        "match",
        "matches",
        "bed",
        "hide",
        "seed",
        "feed",
    ):
        return not _NOT_AN_ITEM_BEFORE.search(before) and not re.match(r"\s(?:to|by|that|up|the|a)\b", after)
    if word in (
        "can",
        "dress",
        "dish",
        "dishes",
        "watch",
        "spring",
        "notes",
        "lamp",
        "log",
        "pot",
        "glass",
        "ice",
        "pen",
        "paints",
        "paint",
    ):
        return not re.match(r"\s(?:the|a|over|for|in|up|out)\b", after)
    if word == "leather" or word == "oil" or word == "car":
        return True
    return not (word in ("home", "homes", "house", "houses", "apartment", "apartments") and not _sold(view, item))


def _sold(view: str, item: Found) -> bool:
    return bool(re.search(r"\b(?:pric|cost|sell|sold|sale|buy|bought)", view[max(item.start - 60, 0) : item.end + 60]))


def _places(view: str, found: list[Found]) -> list[PlaceMention]:
    """Name the role of each place and join "Hyesan, Ryanggang province" into the narrower one."""
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


def _unknown_places(text: str, view: str, known: Sequence[Spanned]) -> list[PlaceMention]:
    """Places that no table holds: a name with a capital behind "in" or "at"."""
    taken = sorted((one.start, one.end) for one in known)
    found = []
    for match in _NAMED_PLACE.finditer(text):
        start, end = match.span("name")
        overlaps = any(first < end and start < last for first, last in taken)
        if not overlaps and not _NO_PLACE.match(view, start) and not _NO_PLACE_AFTER.match(view, end):
            found.append(PlaceMention(start, end, "", "place"))
    return found


def _outside(view: str, places: list[PlaceMention]) -> list[PlaceMention]:
    """Places outside the tables where something is said to be so.

    "In Seoul rice cost 2,500 won", not "rice from China"; "everywhere but Hyesan".
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
