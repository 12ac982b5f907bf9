"""What the words of a price table name: goods, places, kinds of price, money and units, in English and Korean.

A word that is not understood is never passed over: it may be the one that makes another thing of a price.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.observations import MODEL_PLACES, SOMEWHERE, Observation
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.importing.figures import korean_words, plain, table, take_figures
from jangmadang.reading.mentions.phrases import PhraseTable, words_of
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.records.known_ranges import is_plausible_row
from jangmadang.reading.records.observing import load_names
from jangmadang.reading.text.text_view import matching_view

#: An exchange rate whose money is not said.
RATE = "rate"
RATE_ITEMS = (RATE, "cny", "usd")
#: Words for goods of many kinds, which name none beside a closer one.
_GENERIC = frozenset({"grain", "goods", "food", "fuel"})
#: Korean words that are often written on to the word before them.
_WRITTEN_ON = re.compile(r"(?<=[가-힣])(가격|시세|환율|도매|소매|국정|수매|평균)")
_FOREIGN = {"CNY": "cny", "USD": "usd"}


@dataclass(frozen=True)
class Words:
    """Words beside the shipped ones, as a mapping file tells them: in lower case, and what each stands for."""

    items: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """What some words name, empty or None where they name none of it; `why` says why they cannot be taken as a whole.

    `kinds` holds the kinds of price (retail, wholesale, ...); `says_price` tells whether they speak of a price.
    """

    item: str | None = None
    place: str | None = None
    kinds: frozenset[str] = frozenset()
    currency: str | None = None
    unit: tuple[float, str] | None = None
    says_price: bool = False
    why: str = ""


@cache
def headings() -> dict[str, Any]:
    """The shipped table of headings."""
    return table("headings")


def named_in(text: str, own: Words) -> Named:
    """What the words of a cell or heading name, shipped words and a mapping's own."""
    exact = _exact_item(own.items.get(plain(text), text))
    if exact:
        return exact
    place = own.places.get(plain(text)) or _known_places().get(plain(text))
    if place:
        return Named(place=place)
    parts: dict[str, list[str]] = {}
    rest = _bare(text)
    for kind, words in (("item", own.items), ("place", own.places)):
        for word in sorted(filter(_bare, words), key=len, reverse=True):
            rest, count = re.subn(rf"(?<!\w){re.escape(_bare(word))}(?!\w)", " ", rest)
            if count:
                parts.setdefault(kind, []).append(words[word])
    rest = _take_phrases(matching_view(rest), parts)
    units, codes, rest = take_figures(rest)
    left = re.findall(r"[^\W_]+", rest) + parts.get("unknown", [])
    left += [sign for sign in rest if sign in "%\u2030" or unicodedata.category(sign)[0] == "S"]
    why = f"words that are not known: {', '.join(left)}" if left else ""
    says_price = "price" in parts
    place, why_place = _one_place(parts, text)
    item, kinds, why_item = _one_item(parts)
    if item in _FOREIGN.values():
        codes = [code for code in codes if _FOREIGN.get(code) != item]  # the money that is priced: `중국환율(1元)`
    if item in (None, RATE):
        open_text = re.sub(r"[(\[].*?[)\]]", " ", plain(text))
        item, codes = _money_priced(item, codes, says_price, open_text)
    why = why or why_place or why_item or ("several moneys" if len(codes) > 1 else "several units" if units[1:] else "")
    return Named(item, place, kinds, codes[0] if codes else None, units[0] if units else None, says_price, why)


def _bare(text: str) -> str:
    """A text without marks that only part its words."""
    bare = re.sub(r"[()\[\]{},;:|_\n\"\u00b7\u2013\u2014]", " ", plain(text))
    return " ".join(_WRITTEN_ON.sub(r" \1", bare).split())


def _take_phrases(view: str, parts: dict[str, list[str]]) -> str:
    """Sort the known phrases of a text by what they name, the longest first, and return the text without them."""
    words, tables = words_of(view), load_tables()
    found = _phrases().find(view, words)
    found += [replace(each, id=f"reader's item:{each.id}") for each in tables.items.find(view, words)]
    places = load_names().places
    found += [replace(each, id=f"place:{places.get(each.id, each.id)}") for each in tables.places.find(view, words)]
    signs, kept = list(view), []
    for each in sorted(found, key=lambda entry: entry.start - entry.end):
        if "\0" not in signs[each.start : each.end]:
            signs[each.start : each.end] = "\0" * (each.end - each.start)
            kept.append(each)
    for each in sorted(kept, key=lambda entry: entry.start):
        kind, _, name = each.id.partition(":")
        parts.setdefault(kind, []).append(name or view[each.start : each.end])
    return "".join(signs).replace("\0", " ")


@cache
def _phrases() -> PhraseTable:
    """The phrases of this room, each with the part it names and what it stands for."""
    words, korean, names = table("words"), korean_words(), load_names()
    found = [(word, f"item:{name}") for name, each in words["items"].items() for word in each]
    goods = ((names.items.get(name, name), each) for name, each in korean["items"].items())
    found += [(f"{word}{end}", f"item:{name}") for name, each in goods for word in each for end in ("", "값")]
    shipped = {row.item for row in shipped_rows()} - {*RATE_ITEMS}
    found += [(name.replace("_", " "), f"item:{name}") for name in sorted(shipped)]
    for kinds in (words["kinds"], korean["kinds"]):
        found += [(word, f"kind:{name}") for name, each in kinds.items() for word in each]
    found += [(word, f"place:{name}") for name, each in words["places"].items() for word in each]
    for name, each in korean["places"].items():
        place = names.places[name]
        found += [(f"{word}{end}", f"place:{place}") for word in each for end in ("", "시", "군", "시장")]
    found += [(name, f"place:{name}") for name in MODEL_PLACES]
    found += [(word, f"place:{SOMEWHERE}") for word in words["countries"]]
    found += [(word, f"{part}:") for part in ("unknown", "price", "average", "plain") for word in words[part]]
    return PhraseTable([(_bare(str(word)), name) for word, name in found])


def _one_place(parts: Mapping[str, list[str]], text: str) -> tuple[str | None, str]:
    """The place that is named, or why none is: of a place and the province around it the place."""
    ids = {name: id_ for id_, name in load_names().places.items()}
    found = list(dict.fromkeys(parts.get("place", ())))
    around = [ids.get(name, name) for name in found]
    narrow = [
        name
        for name, id_ in zip(found, around, strict=True)
        if not any(other.startswith(f"{id_}.") for other in around)
    ]
    abroad = [name for name in narrow if name not in MODEL_PLACES and name != SOMEWHERE and not name.startswith("KP")]
    if abroad:
        return None, f"abroad ({', '.join(abroad)})"
    if len(narrow) > 1:
        if not parts.get("average") and plain(text).count("/") != len(narrow) - 1:
            return None, f"several places ({', '.join(narrow)})"
        return "/".join(narrow), ""
    return (narrow[0] if narrow else None), ""


def _one_item(parts: Mapping[str, list[str]]) -> tuple[str | None, frozenset[str], str]:
    """The good that is named and the kinds of its price, or why none is."""
    names = load_names().items
    read = set(parts.get("reader's item", ()))
    close = {name for name in read - _GENERIC if not any(other.startswith(f"{name}.") for other in read)}
    kinds = set(parts.get("kind", ()))
    found = {names.get(name, name) for name in close}
    for name in parts.get("item", ()):
        exact = _exact_item(name)
        found.add(exact.item if exact and exact.item else name)
        kinds |= exact.kinds if exact else set()
    if len(found) > 1:
        return None, frozenset(kinds), f"several goods ({', '.join(sorted(found))})"
    why = "a good of many kinds" if read and not found else ""
    return (found.pop() if found else None), frozenset(kinds), why


def _money_priced(item: str | None, codes: list[str], says_price: bool, open_text: str) -> tuple[str | None, list[str]]:
    """The foreign money that is priced itself, where words name no other good, and the money that is left to pay in."""
    foreign = [code for code in codes if code in _FOREIGN]
    paid = [code for code in codes if code not in _FOREIGN]
    if item is None and not paid:
        outside = take_figures(open_text)[1]
        foreign = [code for code in foreign if code in outside and not says_price]
    if len(foreign) != 1 or item is None and says_price and not paid:
        return item, codes
    return _FOREIGN[foreign[0]], paid


@cache
def _known_items() -> frozenset[str]:
    known = {row.item for row in shipped_rows()} | load_tables().item_ids | set(load_names().items.values())
    return frozenset(known - _GENERIC | {RATE})


def _exact_item(text: str) -> Named | None:
    """An item by the name that an observation table gives it."""
    name, names = plain(text).replace(" ", "_"), load_names()
    for kind, suffix in names.price_types.items():
        if name.endswith(suffix) and name.removesuffix(suffix) in _known_items():
            return Named(item=name.removesuffix(suffix), kinds=frozenset({kind}))
    return Named(item=names.items.get(name, name)) if name in _known_items() else None


@cache
def _known_places() -> dict[str, str]:
    """The names that observation tables give places, in lower case, and what each stands for."""
    known = {*MODEL_PLACES, SOMEWHERE, *(place for row in shipped_rows() for place in row.places)}
    ids = {name: name for name in load_tables().place_ids if name.startswith("KP")} | {**load_names().places}
    return {plain(name): place for name, place in ({name: name for name in known} | ids).items()}


def item_of(text: str, own: Words = Words()) -> str | None:
    """The item of an observation table that some words name, or `RATE`; None if they name none, or say more."""
    found = named_in(text, own)
    if found.why or found.place or not found.item:
        return None
    suffix = kind_suffix(found.item, found.kinds)
    return None if suffix is None else found.item + suffix


def kind_suffix(item: str, kinds: frozenset[str]) -> str | None:
    """What the kind of its price adds to an item's name; None where kinds disagree, or are no market's of a rate."""
    if len(kinds) > 1 or item in RATE_ITEMS and kinds - {"retail"}:
        return None
    if item in load_names().gathered and kinds == {"purchase"}:
        return ""
    return "".join(load_names().price_types.get(kind, "") for kind in kinds)


def place_of(text: str, own: Words = Words()) -> str | None:
    """The place that some words name, as an observation table writes it; None if they name none, or say more."""
    found = named_in(text, own)
    return None if found.why or found.item else found.place


def kinds_of(text: str) -> frozenset[str] | None:
    """The kind of price that some words name, none where they speak of a market; None if it is not known."""
    found = named_in(text, Words())
    return found.kinds if replace(found, kinds=frozenset(), says_price=False) == Named() else None


def usual_unit(item: str) -> str:
    """The unit an item is reported in, where a table does not say it: mostly the kilogram."""
    by_the_piece = load_names().sold_by_the_piece
    if any(f"{item}.".startswith(f"{above}.") for above in by_the_piece):
        return "each"
    units = [row.unit for row in shipped_rows() if row.item == item]
    return max(units, key=units.count, default="kg")


def money_of_rate(value: float, day: date) -> str | None:
    """Whether a rate in won is of the yuan or the dollar: the one that it fits in those years, None if not just one."""
    fits = [item for item in ("cny", "usd") if is_plausible_row(_rate(item, value, day))]
    return fits[0] if len(fits) == 1 else None


def _rate(item: str, value: float, day: date) -> Observation:
    """A rate to hold against those that are known."""
    return Observation(
        "", day, day, "", item, value, value, "exact", "KPW", 1.0, "each", day, "", "", "", "day", ""
    )  # fmt: skip


def is_this_country(text: str) -> bool:
    """Whether a country's name is North Korea's."""
    return place_of(text) == SOMEWHERE


def own_words(items: Mapping[str, str], places: Mapping[str, str], where: str) -> Words:
    """Words of a mapping file in the form they are compared in, each standing for an item or place that is known."""
    return Words(
        {plain(word): _target(item_of(name), name, _known_items(), "item", where) for word, name in items.items()},
        {plain(word): _target(place_of(name), name, MODEL_PLACES, "place", where) for word, name in places.items()},
    )


def _target(found: str | None, name: str, known: Iterable[str], what: str, where: str) -> str:
    if not found:
        raise InputError(f"{where}: {what}s: no {what} is called '{name}'; {nearest_name(name, known)}")
    return found
