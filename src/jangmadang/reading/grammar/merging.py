"""Two readers, one list: each finding names the readers that found it."""

from __future__ import annotations

from collections.abc import Callable

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.mentions.mentions import Report

SecondReader = Callable[[Report], list[Finding]]


def merge(report: Report, findings: list[Finding], second_reader: SecondReader | None) -> None:
    """Note on each finding which readers found it; what only the second found is left to the ledger.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    findings : list of Finding
        What the grammar found; changed in place.
    second_reader : callable or None
        The second reader, if there is one.
    """
    if second_reader is None:
        return
    others = second_reader(report)
    for finding in findings:
        if any(agree(finding, other) for other in others):
            finding.readers = ["grammar", "dependency"]
            finding.score = min(finding.score + 0.15, 0.99)


def agree(one: Finding, other: Finding) -> bool:
    """Whether two findings state the same, of the same words."""
    if one.type != other.type or one.extent[1] <= other.extent[0] or other.extent[1] <= one.extent[0]:
        return False
    keys = {"change": ("target", "direction"), "event": ("event_type",), "flow": ("direction", "item_id")}
    return all(one.fields.get(key) == other.fields.get(key) for key in keys.get(one.type, ("low", "high")))
