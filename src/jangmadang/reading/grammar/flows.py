"""Goods that cross the border: a direction, a good, and the clause that says so."""

from __future__ import annotations

from collections.abc import Iterator

from jangmadang.reading.grammar.findings import Finding, Words
from jangmadang.reading.grammar.flow_fields import channel_of, channels_in, direction_of, status_of
from jangmadang.reading.grammar.flow_goods import goods_of_cue
from jangmadang.reading.grammar.flow_words import FlowGrammar, flow_grammar, is_of_none, names_a_trade, tells_a_flow
from jangmadang.reading.mentions.labels import is_label
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.modality import FACTS, is_hedged, modality_at
from jangmadang.reading.mentions.nearness import nearest_time, place_of
from jangmadang.reading.mentions.phrases import Found
from jangmadang.reading.text.sentences import Sentence


def flow_findings(report: Report) -> list[Finding]:
    """Return the flows of goods over the border that a report states.

    One for each direction and good, with every mention as evidence, unless two mentions state different channels,
    places or standings.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    """
    grammar = flow_grammar(report.tables)
    found: list[Finding] = []
    last: list[Found] = []
    channels = channels_in(report.view, grammar)
    for sentence in report.sentences:
        if is_label(report, sentence):
            continue
        for finding in _flows_of(report, sentence, grammar, channels, last):
            same = next((one for one in found if _may_be_one(one, finding)), None)
            if same:
                _take_up(same, finding)
            else:
                found.append(finding)
        items = report.within(report.items, sentence.start, sentence.end)
        last = [item for item in items if item.id != "goods"] or last
    return found


def _may_be_one(one: Finding, other: Finding) -> bool:
    """Whether two mentions can be of one flow: the same claim, and nothing stated of one that the other denies."""
    if one.fields["direction"] != other.fields["direction"] or one.fields["item_id"] != other.fields["item_id"]:
        return False
    if (one.modality in FACTS) != (other.modality in FACTS):
        return False
    return all(a == b for a, b in zip(_stated(one), _stated(other), strict=True) if a and b)


def _stated(finding: Finding) -> tuple[str, str, str]:
    """What a mention states of channel, place and end; empty where it states nothing."""
    channel, status = finding.said.get("channel"), finding.said.get("status")
    return (
        channel.value if channel and not channel.is_carried else "",
        finding.place.id if finding.place and finding.place_basis == "stated" else "",
        status.value if status and status.value in ("ceased", "ongoing") else "",
    )


def _take_up(flow: Finding, again: Finding) -> None:
    """Add another mention of a flow: its words, and what it states that the first left open."""
    flow.spans[f"also {len(flow.spans)}"] = again.extent
    for name, words in again.said.items():
        if name not in flow.said or flow.said[name].is_carried and not words.is_carried:
            flow.said[name] = words
    if again.place and again.place_basis == "stated" and flow.place_basis != "stated":
        flow.place, flow.place_basis = again.place, "stated"


def _flows_of(
    report: Report, sentence: Sentence, grammar: FlowGrammar, channels: list[Words], last: list[Found]
) -> Iterator[Finding]:
    view = report.view
    cues = list(grammar.cues.finditer(view, sentence.start, sentence.end))
    for index, match in enumerate(cues):
        cue, stop = match.span(), cues[index + 1].start() if index + 1 < len(cues) else sentence.end
        if not tells_a_flow(report, sentence, cue):
            continue
        items, how = goods_of_cue(report, sentence, cue, stop, last)
        channel = channel_of(view, sentence, cue, grammar, channels)
        names_only = how == "subject" and names_a_trade(view, cue)
        if names_only and (channel is None or channel.is_carried):
            continue  # "coal exports" and "imported goods" name a trade, and do not say that it goes on
        if items and is_of_none(view, sentence.start, items[0].start):
            continue
        direction = direction_of(report, sentence, cue, match.lastgroup or "", items, grammar)
        said = {"channel": channel, "status": status_of(view, sentence.segment_at(cue[0]), cue, grammar)}
        is_concealed = bool(grammar.concealed.search(view, *sentence.segment_at(cue[0])))
        for item in items:
            finding = _finding(report, sentence, cue, item, how)
            finding.fields |= {"direction": direction, "concealed": is_concealed}
            finding.said = {name: words for name, words in said.items() if words}
            yield finding


def _finding(report: Report, sentence: Sentence, cue: tuple[int, int], item: Found, how: str) -> Finding:
    table = report.tables.data["modality"]
    modality = modality_at(report.cue_view, sentence, cue, table)
    place, basis = place_of(report, sentence, cue)
    is_specific = item.id != "goods"
    spans = {"cue": cue} if how == "carried" else {"cue": cue, "item": (item.start, item.end)}
    return Finding(
        type="flow",
        anchor=cue if how == "carried" else (item.start, item.end),
        spans=spans,
        fields={
            "item_id": item.id,
            "item_text": report.text[item.start : item.end],
        },
        sentence=(sentence.start, sentence.end),
        score={"object": 0.8, "subject": 0.7, "carried": 0.55}[how] - (0 if is_specific else 0.15),
        modality=modality,
        structured=how == "object" and is_specific and not is_hedged(report.cue_view, sentence, table),
        place=place,
        place_basis=basis,
        time=nearest_time(report, sentence, cue),
        flags=["carried_item"] if how == "carried" else [],
    )
