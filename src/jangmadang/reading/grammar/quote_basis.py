"""How much an amount of money buys: per kilogram, a bottle, for 50 kg; carried over a list where it is said once."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.quote import Quote, last_match
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.text.sentences import Sentence

MEASURE_WORDS = (
    r"kilogram(?:me)?s?|kilos?|kgs?|㎏|grams?|tons?|tonnes?|liters?|litres?|l|pairs?|pieces?|bottles?|packs?|packets?"
    r"|boxe?s?|cartons?|sacks?|bags?|pills?|tablets?|capsules?|doses?|vials?|ampoules?|shots?|injections?|units?|each"
    r"|head|pounds?|lbs?|sheets?|bowls?|blocks?|cans?|sets?|rolls?|bundles?|barrels?|pyong|meters?|metres?|g|package|heads?|bunch"
)
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|an?|one|half(?: an?)?|every|each|two|five|ten)"
_AND_PART = r"\sand a (?:half|quarter|third)"
BRACKET = r"(?:\s{0,3}[(\[][^)\]\n]{0,60}[)\]])?"
_BASIS_AFTER = re.compile(
    BRACKET + rf"\s?,?\s?(?:per|/|for|a|an|each|every|for every|for each|for an?|for one|the|each)\s?"
    rf"(?P<quantity>{_NUMBER}|\d+)?[\s-]?(?P<unit>{MEASURE_WORDS})\b(?!-|{_AND_PART})|{BRACKET}\s(?P<apiece>apiece|each"
    rf"|a piece|per piece|a pop)\b"
)
#: Part of a measure, or more than one: "half a kilo", "a quarter of a kilo", "a kilo and a half".
_PART = r"(?<!and a )(?:three[\s-])?(?:half|quarter|third|fifth|tenth)s?(?:\sof)?(?:\san?)?" + (
    r"|(?:two|three|four|five|six|eight|ten|twenty|fifty)"
)
_BASIS_NEAR = re.compile(
    rf"(?<![\w.])(?:(?P<quantity>{_PART}|\d[\d,.]*)|per|/|a|an|one|1|each|every)\s?-?"
    rf"(?P<unit>{MEASURE_WORDS})(?![\w-]|{_AND_PART})"
    rf"|(?P<adverb>\bkilogram price\b)"
)
_BASIS_IN_BRACKETS = re.compile(rf"[(\[](?:per\s|a\s)?(?P<quantity>\d[\d,.]*)?\s?(?P<unit>{MEASURE_WORDS})[)\]]")
_QUANTITIES = dict.fromkeys(("a", "an", "one", "every", "each", "the"), 1.0) | {
    "half": 0.5, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "eight": 8.0, "ten": 10.0, "twenty": 20.0, "fifty": 50.0,
}  # fmt: skip
_UNIT_NAMES = {
    "kg": "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes|㎏", "g": "g|gram|grams",
    "lb": "lb|lbs|pound|pounds", "t": "ton|tons|tonne|tonnes",
    "l": "l|liter|liters|litre|litres", "pair": "pair|pairs", "bottle": "bottle|bottles",
    "pack": "pack|packs|packet|packets|package", "box": "box|boxes|carton|cartons", "sack": "sack|sacks|bag|bags",
    "pill": "pill|pills|tablet|tablets|capsule|capsules", "dose": "dose|doses|vial|vials|ampoule|ampoules|shot"
                                                                  "|shots|injection|injections",
    "sheet": "sheet|sheets", "bowl": "bowl|bowls", "block": "block|blocks",
    "can": "can|cans", "set": "set|sets", "roll": "roll|rolls",
    "bundle": "bundle|bundles|bunch", "barrel": "barrel|barrels", "m": "meter|meters|metre|metres", "pyong": "pyong",
    "piece": "piece|pieces|unit|units|each|head|heads|apiece|one|a piece|per piece|a pop",
}  # fmt: skip
UNIT_OF = {word: name for name, words in _UNIT_NAMES.items() for word in words.split("|")}


def set_basis(report: Report, quote: Quote) -> None:
    """Find how much the amount buys, at the amount or near the thing."""
    view, amount, thing = report.view, quote.amount, quote.thing
    match = _BASIS_AFTER.match(view, amount.end)
    basis = "stated"
    if not match:
        start = max(quote.sentence.start, min(thing.start, amount.start) - 40)
        match = last_match(_BASIS_NEAR, view, start, thing.start) if thing.start < amount.start else None
        if match and not re.fullmatch(
            r"\sof\s(?:[\w'-]+\s){0,3}|\s(?:[\w'-]+\s){0,2}", view[match.end() : thing.start]
        ):
            match = None
        match = match or _BASIS_IN_BRACKETS.match(view, thing.end + (view[thing.end : thing.end + 1] == " "))
        if not match and quote.linked == "right":
            match = _BASIS_NEAR.search(view, amount.end, thing.start)
        if not match and thing.end < amount.start:
            match = last_match(_BASIS_NEAR, view, thing.end, amount.start)
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
    quantity = _quantity(match.groupdict().get("quantity")) if match else None
    if match and quantity:
        groups = match.groupdict()
        unit = groups.get("unit") or groups.get("apiece") or "kg"
        quote.per_unit = UNIT_OF.get(unit, unit)
        quote.per_qty = quantity
        quote.unit_span, quote.unit_basis = match.span(), basis


def _quantity(text: str | None) -> float | None:
    """How much a word or number before a measure is; None for one that is not known."""
    if text and text[0].isdigit():
        return float(text.replace(",", "").rstrip("."))
    return _QUANTITIES.get(re.sub(r"(?:\sof)?(?:\san?)?$", "", text)) if text else 1.0


def share_basis(report: Report, sentence: Sentence, found: list[Quote]) -> None:
    """Carry the quantity of one quote to the others of the sentence: "rice was 50 won per kg, corn 18"."""
    stated = [quote for quote in found if quote.per_unit and quote.unit_basis == "stated"]
    if not stated:
        match = _BASIS_NEAR.search(report.view, sentence.start, sentence.end)
        if (
            match
            and match["unit"] in ("kg", "kilo", "kilogram", "liter", "litre")
            and _quantity(match["quantity"]) == 1.0
        ):
            for quote in found:
                quote.per_unit, quote.per_qty = UNIT_OF[match["unit"]], 1.0
                quote.unit_span, quote.unit_basis = match.span(), "sentence"
        return
    for quote in found:
        if quote.per_unit is None and not quote.thing.is_money:
            near = min(stated, key=lambda other: abs(other.amount.start - quote.amount.start))
            quote.per_unit, quote.per_qty, quote.unit_basis = near.per_unit, near.per_qty, "sentence"
            quote.unit_span = near.unit_span
