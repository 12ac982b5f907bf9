"""Quotes: an amount of money, the thing it is the price of, the quantity it buys, where and when.

A quote of an item is a price, a quote of foreign money an exchange rate; both are read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jangmadang.reading.amounts import Amount
from jangmadang.reading.mentions import PlaceMention, Report, S
from jangmadang.reading.quote_roles import role_of
from jangmadang.reading.sentences import Sentence
from jangmadang.reading.things import GENERIC_ITEMS, Thing, named_thing_before, things_in

MEASURE_WORDS = (
    r"kilogram(?:me)?s?|kilos?|kgs?|㎏|grams?|tons?|tonnes?|liters?|litres?|l|pairs?|pieces?|bottles?|packs?|packets?"
    r"|boxe?s?|cartons?|sacks?|bags?|pills?|tablets?|capsules?|doses?|vials?|ampoules?|shots?|injections?|units?|each"
    r"|head|sheets?|bowls?|blocks?|cans?|sets?|rolls?|bundles?|barrels?|pyong|meters?|metres?|g|package|heads?|bunch"
)
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|an?|one|half an?|every|each|two|five|ten)"
_BRACKET = r"(?:\s{0,3}[(\[][^)\]\n]{0,60}[)\]])?"
_BASIS_AFTER = re.compile(
    _BRACKET + rf"\s?,?\s?(?:per|/|for|a|an|each|every|for every|for each|for an?|for one|the|each)\s?"
    rf"(?P<quantity>{_NUMBER}|\d+)?[\s-]?(?P<unit>{MEASURE_WORDS})\b(?!-)|{_BRACKET}\s(?P<apiece>apiece|each"
    rf"|a piece|per piece|a pop)\b"
)
_BASIS_NEAR = re.compile(
    rf"(?<![\w.])(?:(?:per|/|a|an|one|1|each|every|half a"
    rf"|(?P<quantity>\d[\d,.]*))\s?-?)(?P<unit>{MEASURE_WORDS})(?![\w-])"
    rf"|(?P<adverb>\bkilogram price\b)"
)
_BASIS_IN_BRACKETS = re.compile(rf"[(\[](?:per\s|a\s)?(?P<quantity>\d[\d,.]*)?\s?(?P<unit>{MEASURE_WORDS})[)\]]")
UNIT_NAMES = {
    "kg": "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes|㎏", "g": "g|gram|grams",
    "t": "ton|tons|tonne|tonnes",
    "l": "l|liter|liters|litre|litres", "pair": "pair|pairs", "bottle": "bottle|bottles",
    "pack": "pack|packs|packet|packets|package", "box": "box|boxes|carton|cartons", "sack": "sack|sacks|bag|bags",
    "pill": "pill|pills|tablet|tablets|capsule|capsules", "dose": "dose|doses|vial|vials|ampoule|ampoules|shot"
                                                                  "|shots|injection|injections",
    "sheet": "sheet|sheets", "bowl": "bowl|bowls", "block": "block|blocks",
    "can": "can|cans", "set": "set|sets", "roll": "roll|rolls",
    "bundle": "bundle|bundles|bunch", "barrel": "barrel|barrels", "m": "meter|meters|metre|metres", "pyong": "pyong",
    "piece": "piece|pieces|unit|units|each|head|heads|apiece|one|a piece|per piece|a pop",
}  # fmt: skip
_UNIT_OF = {word: name for name, words in UNIT_NAMES.items() for word in words.split("|")}
_TIGHT_RIGHT = re.compile(
    _BRACKET + r",?\s?(?:(?:per|for|to|against|/|=|of|on)\s?|\d+\s?kg\sof\s)(?:(?:every|each|the|a|an|one|1|\d[\d,.]*"
    r"|buying|buy|of)\s?-?)*"
    rf"(?:(?:{MEASURE_WORDS})\s)?(?:of\s)?(?:(?:the|a|an|some|good|quality|high|low|quality|fine|average|local"
    rf"|domestic)\s)*"
    r"(?:(?:us|u\.s\.|american|chinese)\s)?$"
)
_TIGHT_UNIT = re.compile(
    _BRACKET + rf"\s?(?:per|a|an|each|/)\s?\d*\s?(?:{MEASURE_WORDS})\s(?:of|for)\s(?:the\s)?$|\sworth of\s$"
)
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
_PLACE_RIGHT = re.compile(
    r"[^,;.()\[\]\d]{0,60}?\s?(?:\(?\b(?:in|at|around|near|across)\b)\s(?:the\s|a\s|an\s)?(?:[\w'-]+\s){0,3}$"
)


@dataclass(slots=True)
class Quote:
    """An amount with what it is the price of."""

    amount: Amount
    thing: Thing
    sentence: Sentence
    linked: str
    per_qty: float | None = None
    per_unit: str | None = None
    unit_span: tuple[int, int] | None = None
    unit_basis: str = ""
    places: list[PlaceMention] = field(default_factory=list)
    place_basis: str = "stated"
    phase: str = "current"
    flags: list[str] = field(default_factory=list)


def find_quotes(report: Report) -> tuple[list[Quote], list[Amount]]:
    """Return the quotes of a report and the amounts of money that are none (wages, fines, differences, conversions).

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    quotes: list[Quote] = []
    others: list[Amount] = []
    for sentence in report.sentences:
        money = [amount for amount in report.within(report.amounts, sentence.start, sentence.end) if amount.is_money]
        if money:
            found, left = _quotes_of_sentence(report, sentence, money, quotes)
            quotes.extend(found)
            others.extend(left)
    return quotes, others


def _quotes_of_sentence(
    report: Report, sentence: Sentence, money: list[Amount], earlier: list[Quote]
) -> tuple[list[Quote], list[Amount]]:
    things = things_in(report, sentence, money)
    standing: list[Amount] = []
    others: list[Amount] = []
    for amount in money:
        role = role_of(report, sentence, amount, money, things)
        if role == "quote":
            standing.append(amount)
        elif role != "base":
            others.append(amount)
    parallel = _parallel(report, things, standing)
    found: list[Quote] = []
    taken: set[int] = set()
    for amount in standing:
        linked = parallel.get(amount.start) or _thing_of(report, sentence, amount, things, money, taken, found, earlier)
        if linked is None:
            others.append(amount)
            continue
        thing, how = linked
        if how == "right":
            taken.add(thing.start)
        quote = Quote(amount, thing, sentence, how)
        _set_basis(report, quote)
        _set_place(report, quote, money, earlier + found)
        _set_phase(report, quote)
        found.append(quote)
    _share_basis(report, sentence, found)
    return found, others


def _parallel(report: Report, things: list[Thing], standing: list[Amount]) -> dict[int, tuple[Thing, str]]:
    """Pair "rice and corn cost 5,000 and 2,000 won respectively" one to one."""
    groups = _coordinated(report, things)
    runs = _coordinated(report, standing)
    for run in runs:
        group = next((g for g in reversed(groups) if len(g) == len(run) and g[-1].end <= run[0].start), None)
        between = report.view[group[-1].end : run[0].start] if group else ""
        if group and not any(group[-1].end <= thing.start < run[0].start for thing in things if thing not in group):
            if len({thing.id for thing in group}) == len(group) and len(between) < 120:
                return {amount.start: (thing, "left") for amount, thing in zip(run, group, strict=True)}
    return {}


def _coordinated(report: Report, mentions: Sequence[S]) -> list[list[S]]:
    """Group mentions that stand in one list."""
    groups: list[list[S]] = []
    for one in mentions:
        between = report.view[groups[-1][-1].end : one.start] if groups else ""
        if groups and re.fullmatch(r"\s?(?:,|,?\s?and|,?\s?or|&|/|as well as)\s?(?:about\s|for\s|the\s)?", between):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [group for group in groups if len(group) > 1]


def _thing_of(
    report: Report,
    sentence: Sentence,
    amount: Amount,
    things: list[Thing],
    money: list[Amount],
    taken: set[int],
    found: list[Quote],
    earlier: list[Quote],
) -> tuple[Thing, str] | None:
    """Find what an amount is the price of: right after it, before it, or carried over."""
    view = report.view
    fitting = [thing for thing in things if not thing.is_money or amount.unit == "KPW"]
    for thing in fitting:
        if amount.end <= thing.start <= amount.end + 90:
            between = view[amount.end : thing.start]
            if _TIGHT_RIGHT.fullmatch(between) or _TIGHT_UNIT.fullmatch(between):
                return thing, "right"
            break
    fitting = _without_pronouns(view, fitting)
    start, _ = sentence.segment_at(amount.start)
    for lowest in (start, sentence.start):
        left = [
            thing
            for thing in fitting
            if lowest <= thing.start and thing.end <= amount.start + 1 and thing.start not in taken
        ]
        if left:
            strong = [thing for thing in left if thing.strong]
            nearest = left[-1]
            if strong and nearest is not strong[-1] and not _at_amount(view, nearest, amount):
                other_amount = any(strong[-1].end < other.start < nearest.start for other in money)
                nearest = nearest if other_amount and not nearest.weak else strong[-1]
            if nearest.weak and not strong and len([t for t in left if not t.weak]):
                nearest = [thing for thing in left if not thing.weak][-1]
            return nearest, "left" if nearest.strong or _at_amount(view, nearest, amount) else "near"
    named = named_thing_before(report, sentence, amount)
    if named:
        return named, "open"
    following = [thing for thing in fitting if amount.end < thing.start < sentence.segment_at(amount.start)[1]]
    gap = view[amount.end : following[0].start] if following else ""
    if (
        following
        and following[0].strong
        and not re.search(r",|;|\band\b|\bbut\b|\bwhile\b", gap)
        and not any(amount.end < other.start < following[0].start for other in money)
    ):
        return following[0], "near"
    if found:
        return found[-1].thing, "same sentence"
    return _carried(report, sentence, amount, earlier)


def _without_pronouns(view: str, things: list[Thing]) -> list[Thing]:
    """Leave out "the grain" and "the goods", which stand for something named before."""
    return [
        thing
        for thing in things
        if not (
            thing.weak
            and thing.id in GENERIC_ITEMS
            and re.search(r"\b(?:the|these|this|such)\s$", view[max(thing.start - 6, 0) : thing.start])
        )
    ]


def _at_amount(view: str, thing: Thing, amount: Amount) -> bool:
    between = view[thing.end : amount.start]
    return bool(
        re.fullmatch(
            r"\s?(?:-|:|=|\(|,)?\s?(?:price[sd]?\s)?(?:was|is|were|are|at|for|to|cost|costs|of|by)?\s?(?:about "
            r"|around )?(?:[(\[].{0,12}[)\]]\s?)?",
            between,
        )
    )


def _carried(report: Report, sentence: Sentence, amount: Amount, earlier: list[Quote]) -> tuple[Thing, str] | None:
    """Carry the thing of the last quote, or the last item named, into a sentence that names none."""
    index = report.sentences.index(sentence)
    for back in range(1, 4):
        if index - back < 0:
            break
        previous = report.sentences[index - back]
        quoted = [quote for quote in earlier if quote.sentence is previous]
        kinds = [quote for quote in quoted if not quote.thing.is_money or amount.unit == "KPW"]
        if kinds:
            return kinds[-1].thing, "carried"
        items = things_in(report, previous, [])
        items = [item for item in items if not item.weak and (not item.is_money or amount.unit == "KPW")]
        if items:
            strong = [item for item in items if item.strong]
            return (strong or items)[-1 if strong else 0], "carried"
    return None


def _set_basis(report: Report, quote: Quote) -> None:
    """Find how much the amount buys, at the amount or near the thing."""
    view, amount, thing = report.view, quote.amount, quote.thing
    match = _BASIS_AFTER.match(view, amount.end)
    basis = "stated"
    if not match:
        start = max(quote.sentence.start, min(thing.start, amount.start) - 24)
        match = _last_match(_BASIS_NEAR, view, start, thing.start) if thing.start < amount.start else None
        if match and not re.fullmatch(
            r"\sof\s(?:[\w'-]+\s){0,3}|\s(?:[\w'-]+\s){0,2}", view[match.end() : thing.start]
        ):
            match = None
        match = match or _BASIS_IN_BRACKETS.match(view, thing.end + (view[thing.end : thing.end + 1] == " "))
        if not match and quote.linked == "right":
            match = _BASIS_NEAR.search(view, amount.end, thing.start)
        if not match and thing.end < amount.start:
            match = _last_match(_BASIS_NEAR, view, thing.end, amount.start)
            if match and view[match.end() : amount.start].strip() not in (
                "",
                "was",
                "cost",
                "costs",
                "is",
                "at",
                "for",
                ":",
                "-",
                "of",
                "sold for",
            ):
                match = None
    if match:
        groups = match.groupdict()
        unit = groups.get("unit") or groups.get("apiece") or "kg"
        quote.per_unit = _UNIT_OF.get(unit, unit)
        quote.per_qty = _quantity(groups.get("quantity"))
        quote.unit_span, quote.unit_basis = match.span(), basis


def _last_match(pattern: re.Pattern[str], view: str, start: int, end: int) -> re.Match[str] | None:
    found = list(pattern.finditer(view, max(start, 0), end))
    return found[-1] if found else None


def _quantity(text: str | None) -> float:
    words = {"half a": 0.5, "half an": 0.5, "two": 2, "five": 5, "ten": 10}
    if text and text[0].isdigit():
        return float(text.replace(",", "").rstrip("."))
    return words.get(text or "", 1.0)


def _share_basis(report: Report, sentence: Sentence, found: list[Quote]) -> None:
    """Carry the quantity of one quote to the others of the sentence: "rice was 50 won per kg, corn 18"."""
    stated = [quote for quote in found if quote.per_unit and quote.unit_basis == "stated"]
    if not stated:
        match = _BASIS_NEAR.search(report.view, sentence.start, sentence.end)
        if match and match["unit"] in ("kg", "kilo", "kilogram", "liter", "litre") and match["quantity"] is None:
            for quote in found:
                quote.per_unit, quote.per_qty = _UNIT_OF[match["unit"]], 1.0
                quote.unit_span, quote.unit_basis = match.span(), "sentence"
        return
    for quote in found:
        if quote.per_unit is None and not quote.thing.is_money:
            near = min(stated, key=lambda other: abs(other.amount.start - quote.amount.start))
            quote.per_unit, quote.per_qty, quote.unit_basis = near.per_unit, near.per_qty, "sentence"
            quote.unit_span = near.unit_span


def _set_place(report: Report, quote: Quote, money: list[Amount], before: list[Quote]) -> None:
    """Find where the quote holds: after the amount, before it, in the sentence, or carried from before."""
    sentence, amount = quote.sentence, quote.amount
    following = next((other.start for other in money if other.start >= amount.end), sentence.end)
    places = [
        p for p in report.within(report.places, sentence.start, sentence.end) if p.role == "place" and p.id != "CN"
    ]
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
        quote.places = _listed_before(report, narrow) if not found_since(money, narrow[-1], amount) else narrow[-1:]
        return
    if right or len({place.id for place in places}) == 1:
        quote.places = (right or places)[:1]
        return
    quote.place_basis = "carried"
    quote.places = _context_place(report, sentence, before)


def found_since(money: list[Amount], place: PlaceMention, amount: Amount) -> bool:
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
    """The place the text is speaking of: named last before the sentence, in the paragraphs just above."""
    earlier = [p for p in report.places if p.start < sentence.start]
    named = [place for place in earlier if place.role == "place" and place.id.startswith("KP.")]
    recent = [place for place in named if sentence.start - place.start < 700]
    if recent:
        return [recent[-1]]
    if named:
        return [named[-1]]
    sources = [place for place in report.places if place.role == "source" and place.id.startswith("KP.")]
    if sources and not named:
        return [sources[0]]
    countries = [place for place in earlier if place.id == "KP"]
    return countries[-1:]


def _set_phase(report: Report, quote: Quote) -> None:
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
    low = max([a.end for a in others if a.end <= amount.start], default=start)
    high = min([a.start for a in others if a.start >= amount.end], default=end)
    own_clause = re.split(r",|;|\bbut\b|\band\b", view[amount.end : high])[0]
    if (
        beside
        and _PAST.search(own_clause)
        and not re.search(r"\b(?:up|down|higher|lower|compared|from|than|increase|drop|rise)\b", own_clause)
    ):
        quote.phase = "before"
        return
    if _PAST.search(view, low, high) and not _NOW.search(view, low, high):
        following = view[amount.end : high]
        compared = re.search(
            r"\b(?:up|down|higher|lower|more|less|than|compared|from|rise|drop|increase)\b",
            view[amount.end : _past_at(view, amount.end, high)],
        )
        if not (compared and _PAST.search(following)) or _PAST.search(view, low, amount.start):
            quote.phase = "before"


def _past_at(view: str, start: int, end: int) -> int:
    match = _PAST.search(view, start, end)
    return match.start() if match else start
