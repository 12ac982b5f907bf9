"""What happened that bears on trade and prices: borders, smuggling, crackdowns, orders, outbreaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jangmadang.reading.findings import Finding
from jangmadang.reading.mentions import PlaceMention, Report
from jangmadang.reading.modality import modality_at
from jangmadang.reading.nearness import nearest_time, place_of
from jangmadang.reading.sentences import Sentence

_FACTS = ("asserted", "habitual")
_NATION_WIDE = frozenset({"outbreak", "disaster", "currency_measure", "border_closure", "border_reopening", "policy_order", "price_control"})
_AS_CAUSE = re.compile(r"\b(?:after|during|since|before|pre-?|post-?|following|due to|because of|amid)\s(?:the\s)?(?:\w+\s)?$")


@dataclass(frozen=True)
class _Holder:
    """Carries a table past the cache, which compares by digest only."""

    table: Any = field(compare=False, hash=False)


@dataclass(frozen=True)
class _Grammar:
    gate: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    local: frozenset[str]
    ended: re.Pattern[str]
    ongoing: re.Pattern[str]


@lru_cache(maxsize=4)
def _grammar(digest: str, holder: _Holder) -> _Grammar:
    table = holder.table
    cues = tuple(
        (name, re.compile(rf"(?<![\w-])(?:{'|'.join(entry['cues'])})(?!\w)")) for name, entry in table["events"].items()
    )
    statuses = {name: re.compile(rf"(?<!\w)(?:{'|'.join(texts)})(?!\w)") for name, texts in table["statuses"].items()}
    return _Grammar(
        gate=re.compile("|".join(pattern.pattern for _, pattern in cues)),
        cues=cues,
        local=frozenset(name for name, entry in table["events"].items() if entry["local"]),
        ended=statuses["ended"],
        ongoing=statuses["ongoing"],
    )


def event_findings(report: Report) -> list[Finding]:
    """Return the events a report states, each once, with its later mentions as further evidence.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    table = report.tables.data["events"]
    grammar = _grammar(report.tables.digest, _Holder(table))
    found: list[Finding] = []
    for sentence in report.sentences:
        if not grammar.gate.search(report.view, sentence.start, sentence.end):
            continue
        taken: list[tuple[int, int]] = []
        for name, pattern in grammar.cues:
            for match in pattern.finditer(report.view, sentence.start, sentence.end):
                if not any(start < match.end() and match.start() < end for start, end in taken):
                    taken.append(match.span())
                    _add(found, _finding(report, sentence, grammar, name, match.span()))
    _close_ended(found, table["ended_by"])
    return found


def _add(found: list[Finding], new: Finding) -> None:
    """Add an event, or note it as a repeat of one already found."""
    for old in found:
        same_place = (old.place and old.place.id) == (new.place and new.place.id)
        if old.fields["event_type"] == new.fields["event_type"] and old.modality == new.modality and (same_place or new.place_basis != "stated"):
            old.spans.setdefault(f"also {len(old.spans)}", new.spans["cue"])
            return
    found.append(new)


def _close_ended(found: list[Finding], ended_by: dict[str, str]) -> None:
    """An event that the same text says was undone has ended."""
    undone = {finding.fields["event_type"] for finding in found if finding.modality in _FACTS}
    for finding in found:
        if finding.modality in _FACTS and ended_by.get(finding.fields["event_type"]) in undone:
            finding.fields["status"] = "ended"


def _finding(report: Report, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int]) -> Finding:
    modality = modality_at(report.view, sentence, cue, report.tables.data["modality"])
    place, basis = _place(report, sentence, grammar, name, cue)
    return Finding(
        type="event",
        anchor=cue,
        spans={"cue": cue},
        fields={"event_type": name, "status": _status(report.view, sentence, grammar, name, cue, modality)},
        sentence=(sentence.start, sentence.end),
        score=0.75 if name not in ("inspection", "policy_order", "disaster", "arrest") else 0.55,
        modality=modality,
        place=place,
        place_basis=basis,
        time=nearest_time(report, sentence, cue),
    )


def _status(view: str, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int], modality: str) -> str:
    by_modality = {"negated": "denied", "rumoured": "rumoured", "hypothetical": "planned", "expected": "planned"}
    if modality in by_modality:
        return by_modality[modality]
    start, end = sentence.segment_at(cue[0])
    if name in ("lockdown_lifted", "border_reopening", "smuggling_resumed", "trade_resumed", "market_reopening"):
        return "occurred"
    if grammar.ended.search(view, cue[0], min(cue[1] + 40, end)) and name != "easing":
        return "ended"
    if grammar.ongoing.search(view, max(start, cue[0] - 30), min(cue[1] + 30, end)):
        return "ongoing"
    return "ongoing" if name in ("crackdown", "inspection") else "occurred"


def _place(
    report: Report, sentence: Sentence, grammar: _Grammar, name: str, cue: tuple[int, int]
) -> tuple[PlaceMention | None, str]:
    """Where an event holds; some hold for the country unless a place stands right at them."""
    if name not in _NATION_WIDE:
        return place_of(report, sentence, cue)
    near = [
        place
        for place in report.within(report.places, sentence.start, sentence.end)
        if place.role != "source" and 0 <= place.start - cue[1] < 30
        and re.search(r"\b(?:in|of|at)\s(?:the\s)?(?:[\w-]+\s){0,2}$", report.view[cue[1] : place.start])
    ]  # fmt: skip
    if near and not name.startswith("border"):
        return near[0], "stated"
    if re.search(r"\bchina's\s(?:[\w-]+\s){0,2}$", report.view[max(cue[0] - 24, 0) : cue[0]]):
        return PlaceMention(cue[0], cue[0], "CN", "place"), "stated"
    return PlaceMention(cue[0], cue[0], "KP", "place"), "default"
