"""Words that can name a good, as a text uses them."""

from __future__ import annotations

import re
from dataclasses import replace

from jangmadang.reading.mentions.phrases import Found

_NOT_AN_ITEM_BEFORE = re.compile(
    r"(?:daily|world|united|human|common|long|no|main|key|hot|news|agenda|line|new|the same|last|per|a|each|every)\s$"
)
_TRUCKS_FOR_SALE = re.compile(
    r"\b(?:(?:used|second-?hand|buy(?:ing)?|sell(?:ing)?|import(?:s|ed|ing)?|smuggl\w+|chinese-made)"
    r"\s(?:\w+\s)?trucks?|trucks? prices?)\b"
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


#: Words that are as often a verb, a thing said or a part of a name as a good.
_ALSO_VERBS = frozenset("item items product lead produce cap match matches bed hide seed feed".split())
_ALSO_OTHERS = frozenset("can dress dish dishes watch spring notes lamp log pot glass ice pen paints paint".split())
_HOMES = frozenset("home homes house houses apartment apartments".split())
_BY_PHONE = re.compile(r"\b(?:by|over the|the|via|on the|tele)\s$")
_PHONE_CALL = re.compile(r"\s(?:calls?|conversations?|interviews?|numbers?|lines?|records|signals?)\b")
_SOLD = re.compile(r"\b(?:pric|cost|sell|sold|sale|buy|bought)")


def goods_in(view: str, found: list[Found]) -> list[Found]:
    """Return the words that name goods in a text, each read as the text uses it.

    Parameters
    ----------
    view : str
        Text as `matching_view` gives it.
    found : list of Found
        The words of the table of goods, in order.
    """
    return _in_context(view, [item for item in found if _is_item(view, item)])


def _in_context(view: str, items: list[Found]) -> list[Found]:
    """Leave out trucks that only drive, and read "North Korea imported rice" as rice."""
    trucks = bool(_TRUCKS_FOR_SALE.search(view))
    settled = []
    for item in items:
        if item.id == "other.truck" and not trucks:
            continue
        if view.startswith("imported ", item.start) and _IMPORTERS.search(view, max(item.start - 20, 0), item.start):
            item = replace(item, start=item.start + len("imported "), id=item.id.removesuffix(".imported"))
        settled.append(item)
    return settled


def _is_item(view: str, item: Found) -> bool:
    """Whether a word that can name a good does so here."""
    before, after = view[max(item.start - 14, 0) : item.start], view[item.end : item.end + 16]
    word = view[item.start : item.end]
    if item.id == "goods" and _NO_GOODS_BEFORE.search(view[max(item.start - 24, 0) : item.end]):
        return False
    if word in ("phone", "phones") and (_BY_PHONE.search(before) or _PHONE_CALL.match(after)):
        return False
    return _is_plain_word(view, item, word, before, after)


def _is_plain_word(view: str, item: Found, word: str, before: str, after: str) -> bool:
    """Whether a word that has other meanings has none of them here."""
    if word in _ALSO_VERBS:
        return not _NOT_AN_ITEM_BEFORE.search(before) and not re.match(r"\s(?:to|by|that|up|the|a)\b", after)
    if word in _ALSO_OTHERS:
        return not re.match(r"\s(?:the|a|over|for|in|up|out)\b", after)
    return word not in _HOMES or bool(_SOLD.search(view[max(item.start - 60, 0) : item.end + 60]))
