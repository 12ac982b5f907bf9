"""What the rules and a model find, laid side by side: where they differ both stay and say so."""

from __future__ import annotations

from collections.abc import Sequence

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.language_model.checking import READER
from jangmadang.reading.mentions.modality import FACTS

DIFFER = "readers_differ"
_CLAIMS = {
    "price": ("item_id", "low", "high", "currency"), "fx": ("base", "low", "high"), "flow": ("direction", "item_id"),
    "change": ("target", "direction"), "event": ("event_type",),
}  # fmt: skip
#: What two findings of the same words must share to be about one thing, so that one of them is wrong.
_ABOUT = {"flow": ("item_id",), "change": ("target", "item_id")}


def lay_beside(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Note on the findings of the rules what a model finds too, and return what it finds otherwise or alone.

    A finding that both make names both readers and stays as it is. Both stay, with the flag `readers_differ`, where
    they make the same claim of other places, or one as a fact and the other not, and where only one can be right.

    Parameters
    ----------
    findings : sequence of Finding
        Those of the rules; readers and flags are changed in place.
    others : sequence of Finding
        Those of the model.
    """
    kept: list[Finding] = []
    for other in others:
        same = [one for one in findings if _same_claim(one, other)]
        agreeing = [one for one in same if _same_setting(one, other)]
        for one in agreeing:
            one.readers = list(dict.fromkeys([*one.readers, READER]))
        if agreeing:
            continue
        for one in same or [one for one in findings if _exclude(one, other)]:
            one.flags.append(DIFFER)
            other.flags.append(DIFFER)
        kept.append(other)
    return kept


def without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of which each says something that none before it says of the same words."""
    kept: list[Finding] = []
    for one in findings:
        if not any(_same_claim(one, other) and _same_setting(one, other) for other in kept):
            kept.append(one)
    return kept


def _same_claim(one: Finding, other: Finding) -> bool:
    """Whether two findings claim the same, of words that overlap."""
    return (
        one.type == other.type
        and _overlap(one, other)
        and all(one.fields.get(name) == other.fields.get(name) for name in _CLAIMS[one.type])
    )


def _same_setting(one: Finding, other: Finding) -> bool:
    """Whether both are facts or neither is, and no place or field that both name differs."""
    places = {finding.place.id for finding in (one, other) if finding.place}
    said = all(one.said[name].value == other.said[name].value for name in one.said.keys() & other.said.keys())
    return (one.modality in FACTS) == (other.modality in FACTS) and len(places) < 2 and said


def _exclude(one: Finding, other: Finding) -> bool:
    """Whether only one of two claims can be right: of one amount, or of one thing in the same words."""
    amounts = {"price", "fx"}
    if {one.type, other.type} <= amounts:
        return _overlap(one, other)
    names = _ABOUT.get(one.type)
    return (
        one.type == other.type
        and names is not None
        and _overlap(one, other)
        and all(one.fields.get(name) == other.fields.get(name) for name in names)
    )


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether the words of two findings overlap: the amounts of prices and rates, else all they rest on."""
    first, second = (finding.anchor if finding.type in ("price", "fx") else finding.extent for finding in (one, other))
    return first[0] < second[1] and second[0] < first[1]
