"""Quotes into price and exchange-rate findings."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.price_types import price_type_of
from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.grammar.quote_lists import share_out
from jangmadang.reading.grammar.quote_roles import may_be_delta, may_be_earned
from jangmadang.reading.grammar.quote_time import set_time
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import FACTS, modality_at
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.things import GENERIC_ITEMS
from jangmadang.reading.records.known_ranges import is_plausible

_SET_RIGHT = re.compile(r"(?:[,(]\s?|\s)(?:and |but )?(?<!is )(?<!was )not\s(?:at |for |about )?$")
_ORIGIN = re.compile(
    r"\b(?P<origin>domestic|imported|chinese|russian|south[ -]korean|north[ -]korean|vietnamese"
    r"|local)(?:ly)?[\s-](?:\w+\s)?$"
)
#: Lowest and highest won a unit of foreign money has cost; outside, an amount is no rate.
_RATE_RANGE = {"USD": (20.0, 200_000.0), "CNY": (3.0, 30_000.0)}
#: A time with a number of a day, none of days: "June 31", "3/4/2026", not "2 weeks later".
_WRITTEN_DATE = re.compile(r"(?![^\n]*\b(?:day|week|month|year)s?\b)[^\n]*\d")
#: Between goods of which an amount is the sum, or the price of each: "pork and a kilogram of rice cost 110,000 won".
_WITH_ANOTHER = re.compile(r",?\s(?:and|or|with|plus)\s(?:(?:an?|one|two|half|\d+)\s)*(?:[\w-]+\sof\s)?")
_NOWHERE: list[PlaceMention | None] = [None]


def price_findings(report: Report, quotes: list[Quote]) -> list[Finding]:
    """Turn quotes into findings, one for each place, before and after of one comparison linked.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quotes : list of Quote
        What `find_quotes` found.
    """
    quotes = share_out(report, quotes)
    _without_places_of_averages(report, quotes)
    findings = []
    for quote in quotes:
        set_time(report, quote)
        for place in quote.places or _NOWHERE:
            finding = _fx(report, quote) if quote.thing.is_money else _price(report, quote)
            if finding:
                if place is not None and not place.id:
                    finding.flags.append("unknown_place")
                    place = None
                finding.place, finding.place_basis = place, quote.place_basis
                finding.structured = finding.structured and place is not None and quote.place_basis == "stated"
                findings.append(finding)
    _link_pairs(findings)
    return findings


def _without_places_of_averages(report: Report, quotes: list[Quote]) -> None:
    """An average over several places is the price of none of them."""
    for quote in quotes:
        if len(quote.places) > 1 and re.search(
            r"\baverage\b[^.;]*\($", report.view[quote.sentence.start : quote.places[0].start]
        ):
            quote.places = []


def stated_once(findings: list[Finding]) -> list[Finding]:
    """Keep one record for each price or rate a text states, and note where the text says it again.

    A row of a table that repeats what a sentence says is such a repeat, whatever its place.

    Parameters
    ----------
    findings : list of Finding
        Prices and rates, those of sentences before those of tables.
    """
    kept: dict[tuple[object, ...], Finding] = {}
    in_sentences: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        fields = finding.fields
        value = (
            finding.type,
            fields.get("item_id"),
            fields.get("base"),
            fields.get("currency"),
            fields["low"],
            fields["high"],
        )
        here = finding.place.id if finding.place else None
        key = (*value, fields["phase"], None if here == "KP" else here)
        from_table = "from_table" in finding.flags
        said = kept.get(key) or (in_sentences.get(value) if from_table else None)
        if said:
            said.spans[f"also {len(said.spans)}"] = finding.spans["amount"]
            continue
        kept[key] = finding
        if not from_table:
            in_sentences.setdefault(value, finding)
    return list(kept.values())


def doubt_unlikely(report: Report, finding: Finding) -> None:
    """Flag an amount far from all that is known of its item, so that it counts for little until it is reviewed.

    A written day that no calendar has is flagged too, and the finding is not confirmed.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    finding : Finding
        A price or a rate, of a sentence or of a table.
    """
    fields, time = finding.fields, finding.time
    written = report.view[time.start : time.end] if time else ""
    if time and time.basis == "unresolved" and time.precision == "relative" and _WRITTEN_DATE.match(written):
        finding.flags.append("unresolved_date")
        finding.structured = False
    day = (time.first if time else None) or report.published
    item, currency = (fields["base"], "KPW") if finding.type == "fx" else (fields["item_id"], fields["currency"])
    per_qty = fields.get("per_qty") or 1.0
    ends = fields["low"] / per_qty, fields["high"] / per_qty
    if not all(is_plausible(item, end, currency, fields.get("per_unit"), day) for end in ends):
        finding.flags.append("unlikely_amount")
        finding.structured = False
        finding.score = min(finding.score, 0.5)


def _common(report: Report, quote: Quote, kind: str) -> Finding:
    amount, thing = quote.amount, quote.thing
    spans = {"amount": (amount.start, amount.end), "item": (thing.start, thing.end)}
    if quote.linked == "carried":
        spans = {"amount": spans["amount"]}
    if quote.unit_span and quote.sentence.start <= quote.unit_span[0] < quote.sentence.end:
        spans["unit"] = quote.unit_span
    flags = list(quote.flags)
    if quote.linked in ("carried", "same sentence"):
        flags.append("carried_item")
    if not thing.listed:
        flags.append("unlisted_item")
    if quote.place_basis == "carried" and quote.places:
        flags.append("carried_place")
    return Finding(
        type=kind,
        anchor=(amount.start, amount.end),
        spans=spans,
        fields={"low": amount.low, "high": amount.high, "bound": amount.bound, "phase": quote.phase},
        sentence=(quote.sentence.start, quote.sentence.end),
        score={"right": 0.95, "left": 0.93, "near": 0.75, "open": 0.7, "same sentence": 0.7, "carried": 0.55}[
            quote.linked
        ],
        modality=_modality(report, quote),
        time=quote.time,
        flags=flags,
    )


def _modality(report: Report, quote: Quote) -> str:
    """How a quote is meant; an amount that is set right ("21,400 won, not 25,000 won") is none."""
    amount, sentence = quote.amount, quote.sentence
    if _SET_RIGHT.search(report.view, sentence.start, amount.start):
        return "negated"
    return modality_at(report.cue_view, sentence, (amount.start, amount.end), report.tables.data["modality"])


def _price(report: Report, quote: Quote) -> Finding:
    finding = _common(report, quote, "price")
    thing, amount = quote.thing, quote.amount
    view = report.view
    origin = _ORIGIN.search(view, max(thing.start - 24, 0), thing.start)
    finding.fields |= {
        "item_id": thing.id,
        "item_text": report.text[thing.start : thing.end],
        "origin": origin["origin"] if origin else None,
        "currency": amount.unit,
        "per_qty": quote.per_qty,
        "per_unit": quote.per_unit,
        "price_type": price_type_of(report, quote),
    }
    if quote.per_unit is None:
        finding.flags.append("no_unit")
    elif quote.unit_basis == "sentence":
        finding.flags.append("carried_unit")
    finding.structured = (
        quote.linked in ("right", "left") and thing.listed and quote.per_unit is not None
        and thing.id not in GENERIC_ITEMS
        and _is_plain(report, quote)
        and finding.modality in FACTS
    )  # fmt: skip
    return finding


def _is_plain(report: Report, quote: Quote) -> bool:
    """Whether an amount is stated outright and nothing else that has a price stands between it and its thing."""
    first, last = sorted((quote.amount.start, quote.thing.start))
    between = report.view[quote.thing.end : quote.amount.start]
    return (
        quote.amount.bound in ("exact", "range")
        and not quote.unclear
        and not may_be_delta(report.view, quote.sentence, quote.amount)
        and not may_be_earned(report.view, quote.sentence, quote.amount)
        and not _may_be_of_several(report, quote)
        and not [item for item in report.within(report.items, first, last) if item.id != quote.thing.id]
        and not re.search(r"[;:]\s|\bwith\b", between)
        and not re.match(r"s\b|\s?s\s", report.view[quote.amount.end : quote.amount.end + 3])
    )


def _may_be_of_several(report: Report, quote: Quote) -> bool:
    """Whether an amount may be the price of several goods: "rice and corn cost 27,500 won"."""
    thing, sentence = quote.thing, quote.sentence
    money = report.money(sentence.start, sentence.end)
    before = [item for item in report.within(report.items, sentence.start, thing.start) if item.end <= thing.start]
    if not before or before[-1].id == thing.id or quote.amount.start < thing.start:
        return False
    alone = sum(other.start > thing.end for other in money) == 1
    return alone and bool(_WITH_ANOTHER.fullmatch(report.view, before[-1].end, thing.start))


def _fx(report: Report, quote: Quote) -> Finding | None:
    finding = _common(report, quote, "fx")
    base, per = quote.thing.id, quote.thing.per
    if quote.amount.unit != "KPW" or base not in _RATE_RANGE:
        return None
    low, high = quote.amount.low / per, quote.amount.high / per
    lowest, highest = _RATE_RANGE[base]
    if not lowest <= low <= highest:
        return None
    finding.fields |= {"base": base, "quote": "KPW", "low": low, "high": high}
    finding.structured = quote.linked in ("right", "left") and finding.modality in FACTS and _is_plain(report, quote)
    return finding


def _link_pairs(findings: list[Finding]) -> None:
    """Give the before and the current of one comparison the same pair id (its first amount's place in the text)."""
    for index, before in enumerate(findings):
        if before.fields["phase"] != "before":
            continue
        partners = [
            other
            for other in findings[max(index - 2, 0) : index + 3]
            if other is not before
            and other.type == before.type
            and other.fields["phase"] == "current"
            and other.sentence == before.sentence
            and other.fields.get("item_id") == before.fields.get("item_id")
            and other.fields.get("base") == before.fields.get("base")
            and (other.place and other.place.id) == (before.place and before.place.id)
        ]
        if partners:
            nearest = min(partners, key=lambda other: abs(other.anchor[0] - before.anchor[0]))
            key = f"pair-{min(before.anchor[0], nearest.anchor[0])}"
            before.fields["pair_id"], nearest.fields["pair_id"] = key, key
