"""What happened that bears on trade and prices: a type, and the clause that says so."""

from __future__ import annotations

from jangmadang.reading.grammar.event_fields import Placed, places_of, status_of
from jangmadang.reading.grammar.event_words import EventGrammar, cues_of, event_grammar, modality_of
from jangmadang.reading.grammar.findings import Finding, Words
from jangmadang.reading.mentions.labels import is_label
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import FACTS
from jangmadang.reading.mentions.nearness import nearest_time
from jangmadang.reading.text.sentences import Sentence

#: Types whose words hardly mean anything else.
_SURE = frozenset({"border_closure", "currency_measure", "lockdown_lifted", "market_reopening", "smuggling_resumed"})
#: Types whose words often mean something else.
_UNSURE = frozenset({"inspection", "policy_order", "disaster", "arrest"})


def event_findings(report: Report) -> list[Finding]:
    """Return the events a report states, each once, with its later mentions as further evidence.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    grammar = event_grammar(report)
    found: list[Finding] = []
    for sentence in report.sentences:
        if is_label(report, sentence):
            continue
        for name, cue in cues_of(report.view, sentence, grammar):
            for place in places_of(report, sentence, grammar, name, cue):
                _add(found, _finding(report, sentence, grammar, name, cue, place))
    _close_ended(found, report.tables.data["events"]["ended_by"])
    return found


def _finding(
    report: Report, sentence: Sentence, grammar: EventGrammar, name: str, cue: tuple[int, int], place: Placed
) -> Finding:
    modality = modality_of(report, sentence, name, cue)
    status = status_of(report.view, sentence, grammar, name, cue) if modality in FACTS else None
    return Finding(
        type="event",
        anchor=cue,
        spans={"cue": cue},
        fields={"event_type": name},
        said={"status": status} if status else {},
        sentence=(sentence.start, sentence.end),
        score=0.55 if name in _UNSURE else 0.75,
        modality=modality,
        structured=name in _SURE,
        place=place[0],
        place_basis=place[1],
        time=nearest_time(report, sentence, cue),
    )


def _add(found: list[Finding], new: Finding) -> None:
    """Add an event, or note it as a repeat of one already found."""
    for old in found:
        here, there = (old.place.id if old.place else ""), (new.place.id if new.place else "")
        same_place = not there or new.place_basis != "stated" or here == there or here.startswith(there + ".")
        if old.fields["event_type"] == new.fields["event_type"] and old.modality == new.modality and same_place:
            old.spans.setdefault(f"also {len(old.spans)}", new.spans["cue"])
            if "status" not in old.said and "status" in new.said:
                old.said["status"] = new.said["status"]
            return
    found.append(new)


def _close_ended(found: list[Finding], ended_by: dict[str, list[str]]) -> None:
    """An event of which its own clause does not say how it stands has ended if the same text says it was undone."""
    undone = {finding.fields["event_type"]: finding for finding in found if finding.modality in FACTS}
    for finding in found:
        by = [undone[name] for name in ended_by.get(finding.fields["event_type"], ()) if name in undone]
        if by and finding.modality in FACTS and "status" not in finding.said:
            finding.said["status"] = Words("ended", by[0].spans["cue"], is_carried=True)
