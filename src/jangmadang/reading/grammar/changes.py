"""What went up, down, stayed or swung: a target, a direction, and what joins the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jangmadang.reading.grammar.change_carry import Moved, carried_cues
from jangmadang.reading.grammar.change_items import items_near
from jangmadang.reading.grammar.change_joining import changes_of_cue
from jangmadang.reading.grammar.change_quotes import by_pairs
from jangmadang.reading.grammar.change_words import (
    Change,
    ChangeGrammar,
    Cue,
    Target,
    change_grammar,
    moves,
    names_season,
)
from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.quote import Quote
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import is_hedged, modality_at
from jangmadang.reading.mentions.nearness import nearest_time, place_of
from jangmadang.reading.text.sentences import Sentence

_MAGNITUDE = re.compile(
    r"(?:by\s)?(?:about |around |over |more than |nearly |almost )?(?P<words>\d[\d.,]*\s?(?:%|percent|per cent)"
    r"|\w+[- ]?fold|\w+ times)"
)
#: Ways of reading, the one to prefer first, and how sure a change read so is.
_SCORES = {
    "phrase": 0.75, "noun": 0.85, "adjective": 0.7, "object": 0.7, "subject": 0.75, "item": 0.65, "pair": 0.7,
    "quote": 0.75, "percent": 0.6, "pronoun": 0.6,
}  # fmt: skip
#: Ways of reading in which a change names what moved.
_OWN_TARGET = frozenset({"noun", "adjective", "object", "subject"})


def change_findings(report: Report, quotes: Sequence[Quote]) -> list[Finding]:
    """Return the changes a report states.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quotes : sequence of Quote
        Its quotes: "it rose to 5,000 won" is a change of whatever costs 5,000 won.
    """
    grammar = change_grammar(report)
    findings: list[Finding] = []
    moved: list[Moved] = []
    for sentence in report.sentences:
        own = [quote for quote in quotes if quote.sentence is sentence]
        changes = _once(_changes_of(report, sentence, grammar, own, quotes))
        moved += sorted((_moved(change) for change in changes), key=lambda one: one.end)
        taken = [span for change in changes for span in change.spans.values()]
        for cue, before in carried_cues(report.view, (sentence.start, sentence.end), grammar, taken, moved):
            span = (cue.start, cue.end)
            change = Change(before.target, cue.direction, {"cue": span}, span, "pronoun", [], before.item_id)
            if not any(_is_same(other, change) for other in changes):
                changes.append(change)
        for change in changes:
            findings.extend(_findings(report, sentence, change))
    return findings


def _moved(change: Change) -> Moved:
    item_id = change.items[-1].id if change.items else change.item_id
    return Moved(change.target, item_id, max(end for _, end in change.spans.values()))


def _once(changes: Iterator[Change]) -> list[Change]:
    """Keep one change for each target, direction and item of a sentence, the surest way of reading first."""
    surest = list(_SCORES)
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (surest.index(change.how), change.cue[0] - change.cue[1])):
        same = [other for other in kept if _is_same(other, change)]
        clash = [
            other
            for other in kept
            if (other.cue == change.cue and other.how != change.how)
            or (other.target == change.target and _touch(other, change))
        ]
        if not same and not clash:
            kept.append(change)
    return kept


def _is_same(one: Change, other: Change) -> bool:
    """Whether two readings of a sentence state one change."""
    if (one.target, one.direction) != (other.target, other.direction):
        return False
    if {one.how, other.how} <= _OWN_TARGET and not _touch(one, other):
        return False
    near = abs(one.cue[0] - other.cue[0]) < 60 or _touch(one, other)
    return near or not one.items or not other.items


def _touch(one: Change, other: Change) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one.spans.values() for b in other.spans.values())


def _changes_of(
    report: Report, sentence: Sentence, grammar: ChangeGrammar, own: list[Quote], quotes: Sequence[Quote]
) -> Iterator[Change]:
    view, start, end = report.view, sentence.start, sentence.end
    if grammar.phrase_gate.search(view, start, end):
        for target, direction, pattern in grammar.phrases:
            for match in pattern.finditer(view, start, end):
                span = match.span()
                items = items_near(report, sentence, span, target)
                yield Change(target, direction, {"cue": span}, span, "phrase", items)
    yield from by_pairs(own)
    targets = [
        Target(*match.span(), grammar.target_names[int((match.lastgroup or "t0")[1:])])
        for match in grammar.targets.finditer(view, start, end)
    ]
    targets = [target for target in targets if moves(report, target)]
    for match in grammar.cues.finditer(view, start, end):
        direction, form = grammar.cue_names[int((match.lastgroup or "c0")[1:])]
        cue = Cue(*match.span(), direction, form)
        if names_season(view, match):
            continue
        yield from changes_of_cue(report, sentence, cue, targets, own, quotes)


def _findings(report: Report, sentence: Sentence, change: Change) -> Iterator[Finding]:
    view, table = report.view, report.tables.data["modality"]
    place, basis = place_of(report, sentence, change.cue)
    extent = (min(s for s, _ in change.spans.values()), max(e for _, e in change.spans.values()))
    magnitude = _MAGNITUDE.search(view, extent[0], min(extent[1] + 24, sentence.end))
    ids: list[str | None] = list(dict.fromkeys(item.id for item in change.items)) or [change.item_id]
    words = {item.id: report.text[item.start : item.end] for item in change.items}
    for item_id in ids:
        spans = dict(change.spans)
        for item in change.items:
            if item.id == item_id:
                spans["item"] = (item.start, item.end)
        yield Finding(
            type="change",
            anchor=change.cue,
            spans=spans,
            fields={
                "target": change.target,
                "direction": change.direction,
                "item_id": item_id,
                "item_text": words.get(item_id or ""),
                "magnitude": magnitude["words"] if magnitude else None,
                "implied": change.how in ("quote", "pair", "percent"),
            },
            sentence=(sentence.start, sentence.end),
            score=_SCORES[change.how],
            modality=modality_at(report.cue_view, sentence, change.cue, table),
            structured=change.how in ("noun", "subject", "percent") and not is_hedged(report.cue_view, sentence, table),
            place=place,
            place_basis=basis,
            time=nearest_time(report, sentence, change.cue),
            flags=["carried_item"] if change.how in ("quote", "pair", "percent", "pronoun") and item_id else [],
        )
