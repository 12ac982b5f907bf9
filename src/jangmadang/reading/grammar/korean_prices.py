"""Prices and rates that Korean sentences and tables state plainly; all else of them is left to the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.korean_tables import is_row, table_findings
from jangmadang.reading.grammar.prices import doubt_unlikely
from jangmadang.reading.mentions.korean import Named, is_korean, named_in, time_in
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.text.sentences import Sentence

_DIFFERENCE = re.compile(
    r"\s?(?:가량|정도|이나|을|를|이|가)?\s?(?:더\s)?(?:올랐|올라|오른|오르|상승|하락|떨어|내렸|내린|내려|인상|인하|비싸|비싼|싸|싼|차이|증가"
    r"|감소|뛰|폭등|폭락|저렴|넘게\s?(?:올|떨))"
)
_COMPARED = re.compile(r"\s?(?:보다|에\s?비해|에\s?비하면|대비|였던|이던|하던)")
_FROM, _TO = re.compile(r"\s?에서"), re.compile(r"\s?(?:으로|로|까지)")
_ABOUT = re.compile(r"(?:약|대략|거의)\s?$")
_BOUNDS = (("min", re.compile(r"\s?(?:이상|넘)")), ("max", re.compile(r"\s?(?:이하|미만)")),
           ("about", re.compile(r"\s?(?:가량|정도|안팎|선|쯤|내외)")))  # fmt: skip
_BASES = (1.0, 10.0, 100.0)
_FOREIGN = ("CNY", "USD")
_SCORE = 0.75
Thing = tuple[str, str, float]  # price or fx, the good or money, and how many of it one amount is for


@dataclass
class _State:
    """What a sentence has named so far; more than one good or place since the last amount is none."""

    things: list[tuple[Thing, Named]] = field(default_factory=list)
    places: list[Named] = field(default_factory=list)
    unit: Named | None = None
    kinds: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)

    def renew(self, named: str) -> None:
        """Forget goods or places named before an amount, once others follow it."""
        if named in self.stale:
            (self.things if named == "things" else self.places).clear()
            self.stale.remove(named)


def korean_findings(report: Report) -> list[Finding]:
    """Return the prices and rates of the Korean sentences of a report.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    findings: list[Finding] = []
    before: Named | None = None
    for sentence in report.sentences:
        words = report.text[sentence.start : sentence.end]
        if not is_korean(words) or is_row(words):
            continue
        named = named_in(report.view, sentence.start, sentence.end, report.tables)
        findings += _of_sentence(report, sentence, named, before)
        places = [one for one in named if one.kind in ("place", "abroad")]
        before = places[-1] if places else before
    findings += table_findings(report)
    for finding in findings:
        doubt_unlikely(report, finding)
    return findings


def _of_sentence(report: Report, sentence: Sentence, named: list[Named], before: Named | None) -> Iterator[Finding]:
    """The prices of one sentence, if it is plain."""
    words = report.tables.data["korean"]
    if any(word in report.view[sentence.start : sentence.end] for word in words["not_plain"]):
        return
    state, moneys = _State(), [one for one in named if one.kind == "money"]
    for one in named:
        following = next((money for money in moneys if money.start > one.start), None)
        if one.kind == "money" and not _is_base(one, following, named):
            if _is_price(report, sentence, one, words["not_prices"]) and len(state.things) == 1:
                yield _finding(report, sentence, one, state, before, following)
            state.stale = {"things", "places"}
        else:
            _take(state, one)


def _take(state: _State, one: Named) -> None:
    """Note what a sentence names."""
    if one.kind in ("item", "rate", "money"):
        state.renew("things")
        thing: Thing = ("price", one.id, 1.0) if one.kind == "item" else ("fx", one.id, one.low or 1.0)
        if thing[:2] not in [known[:2] for known, _ in state.things]:
            state.things.append((thing, one))
        elif one.kind == "money":
            state.things = [(thing, one) if known[:2] == thing[:2] else (known, at) for known, at in state.things]
        state.kinds.clear()
    elif one.kind in ("place", "abroad"):
        state.renew("places")
        state.places = [place for place in state.places if not one.id.startswith(place.id)] + [one]
    elif one.kind == "unit":
        state.unit = one
    elif one.kind == "kind":
        state.kinds.add(one.id)


def _is_base(money: Named, following: Named | None, named: list[Named]) -> bool:
    """Whether an amount of foreign money is what the next amount is the rate of: "1달러는 8,300원"."""
    if money.id not in _FOREIGN or money.low not in _BASES or money.low != money.high or following is None:
        return False
    between = [one for one in named if money.start < one.start < following.start and one.kind == "item"]
    return following.id == "KPW" and not between


def _is_price(report: Report, sentence: Sentence, money: Named, others: list[str]) -> bool:
    """Whether an amount is a price: no difference, nothing it is only compared with, no wage or fine."""
    view = report.view
    around = view[max(money.start - 12, sentence.start) : money.start] + " " + view[money.end : money.end + 8]
    return not (
        _DIFFERENCE.match(view, money.end, sentence.end)
        or _COMPARED.match(view, money.end, sentence.end)
        or any(word in around for word in others)
    )


def _finding(
    report: Report, sentence: Sentence, money: Named, state: _State, carried: Named | None, following: Named | None
) -> Finding:
    """One amount as the price of the thing named before it."""
    ((kind, thing, per), at) = state.things[0]
    view = report.view
    fields: dict[str, Any] = {
        "low": money.low, "high": money.high, "bound": _bound(view, sentence, money),
        "phase": "before" if _is_first_of_two(view, money, following) else "current",
    }  # fmt: skip
    span = (money.start, money.end)
    finding = Finding(
        kind, span, {"amount": span, "item": (at.start, at.end)}, fields, (sentence.start, sentence.end), _SCORE,
        time=time_in(view, sentence.start, sentence.end, report.published),
    )  # fmt: skip
    if kind == "fx":
        fields |= {"base": thing, "quote": "KPW", "low": money.low / per, "high": money.high / per}
    else:
        fields |= {
            "item_id": thing, "item_text": report.text[at.start : at.end], "currency": money.id,
            "per_qty": state.unit.low if state.unit else None, "per_unit": state.unit.id if state.unit else None,
            "price_type": next(iter(state.kinds)) if len(state.kinds) == 1 else "unspecified",
        }  # fmt: skip
        finding.flags += [] if state.unit else ["no_unit"]
        if state.unit:
            finding.spans["unit"] = (state.unit.start, state.unit.end)
    _set_place(finding, state.places or ([carried] if carried else []), bool(state.places))
    return finding


def _bound(view: str, sentence: Sentence, money: Named) -> str:
    if money.low < money.high:
        return "range"
    if _ABOUT.search(view, sentence.start, money.start):
        return "about"
    return next((name for name, words in _BOUNDS if words.match(view, money.end, sentence.end)), "exact")


def _is_first_of_two(view: str, money: Named, following: Named | None) -> bool:
    """Whether an amount is the earlier one of "5,000원에서 5,200원으로"."""
    return bool(
        following
        and following.start - money.end < 16
        and _FROM.match(view, money.end, following.start)
        and _TO.match(view, following.end)
    )


def _set_place(finding: Finding, places: list[Named], is_stated: bool) -> None:
    """Set the one place an amount is of; of several, or of one abroad, none."""
    if len(places) == 1 and places[0].kind == "place":
        (place,) = places
        finding.place = PlaceMention(place.start, place.end, place.id, "place")
        finding.place_basis = "stated" if is_stated else "carried"
        finding.flags += [] if is_stated else ["carried_place"]
    elif places:
        finding.flags.append("unknown_place")
