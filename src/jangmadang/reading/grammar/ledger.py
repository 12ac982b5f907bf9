"""The ledger: what a report holds that no record took up."""

from __future__ import annotations

import re

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.mentions.amounts import unread_numerals
from jangmadang.reading.mentions.korean import is_korean
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.records.records import Unread

#: Words of trade and prices: a sentence with one of them and no record is listed.
_STATEMENT = re.compile(
    r"\b(?:pric\w+|costs?|costl\w+|expensive|cheap\w*|inflation|exchange rates?|currenc\w+|yuan|dollars?|smuggl\w+"
    r"|import\w*|export\w*|trad(?:e|es|ed|ing|ers?)|merchants?|vendors?|customs|border (?:clos|reopen|open)\w*"
    r"|lockdowns?|quarantine\w*|crack(?:ed|ing|s)?[- ]?downs?|sanction\w*|tariffs?|demand|sales?"
    r"|s(?:ell|ells|elling|old)|b(?:uy|uys|uying|ought)|purchas\w+|procur\w+|rations?|rationed|rationing|markets?|marketplaces?"
    r"|jangmadang|suppl(?:y|ies|ied)|shipments?|freight|cargo|goods|commodit\w+|trucks?|wages?)\b"
)


def unread_of(report: Report, findings: list[Finding], set_aside: list[tuple[int, int]]) -> list[Unread]:
    """Return what was seen and not read.

    Amounts of money in no record, numbers without a unit, statements that gave no record, Korean sentences
    likewise whatever they say, and goods that no record names, each once.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    findings : list of Finding
        What was found.
    set_aside : list of tuple of int
        Amounts read as no price (wages, differences, conversions); they stay in the ledger too.
    """
    used = [span for finding in findings for span in finding.spans.values()]
    entries = [
        (amount.start, amount.end, "amount")
        for amount in report.amounts
        if amount.unit != "percent" and not _touched(amount.start, amount.end, used)
    ]
    entries += [
        (numeral.start, numeral.end, "numeral")
        for numeral in unread_numerals(report.view, report.tables.data["money_and_units"], report.amounts)
        if not _touched(numeral.start, numeral.end, used)
    ]
    sentences = {finding.sentence for finding in findings}
    for sentence in report.sentences:
        span = (sentence.start, sentence.end)
        if span not in sentences and _STATEMENT.search(report.view, *span):
            entries.append((*span, "sentence"))
        elif span not in sentences and is_korean(report.text[slice(*span)]):
            entries.append((*span, "Korean sentence"))
    named = {finding.fields.get("item_id") for finding in findings}
    seen: set[str] = set()
    for item in report.items:
        if item.id not in named and item.id not in seen:
            seen.add(item.id)
            entries.append((item.start, item.end, "item"))
    return [_entry(report, *entry) for entry in sorted(entries)]


def _touched(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(low < end and start < high for low, high in spans)


def _entry(report: Report, start: int, end: int, kind: str) -> Unread:
    sentence = next((s for s in report.sentences if s.start <= start < s.end), None)
    words = report.text[sentence.start : sentence.end] if sentence else report.text[start:end]
    return Unread(report=report.name, kind=kind, start=start, end=end, exact=report.text[start:end], sentence=words)  # type: ignore[arg-type]
