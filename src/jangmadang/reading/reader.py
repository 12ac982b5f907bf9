"""A report in, records and a ledger out."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from datetime import date

from jangmadang.reading.grammar.changes import change_findings
from jangmadang.reading.grammar.events import event_findings
from jangmadang.reading.grammar.findings import Finding, Words
from jangmadang.reading.grammar.flows import flow_findings
from jangmadang.reading.grammar.korean_prices import korean_findings
from jangmadang.reading.grammar.ledger import unread_of
from jangmadang.reading.grammar.merging import SecondReader, merge
from jangmadang.reading.grammar.prices import doubt_unlikely, price_findings, stated_once
from jangmadang.reading.grammar.quotes import find_quotes
from jangmadang.reading.grammar.tabular import table_findings
from jangmadang.reading.language_model.model_reader import LanguageModelReader
from jangmadang.reading.mentions.korean import is_korean
from jangmadang.reading.mentions.mentions import Report, read_mentions
from jangmadang.reading.mentions.tables import Tables, load_tables
from jangmadang.reading.records.records import (
    ChangeRecord,
    Confidence,
    EventRecord,
    Evidence,
    FlowRecord,
    FxRecord,
    Level,
    Place,
    PriceRecord,
    Reading,
    Record,
    Run,
    Time,
)

READER_VERSION = "2"
_CONTEXT = 30
_MODELS = {"price": PriceRecord, "fx": FxRecord, "flow": FlowRecord, "change": ChangeRecord, "event": EventRecord}
_ATTRIBUTION = re.compile(
    r"\b(?:a|an|another|the|one|multiple|several|local|our)\s(?:[\w-]+\s){0,4}?(?:source|sources"
    r"|reporting partner|informant|resident|official"
    r"|trader|merchant|correspondent|ministry|agency|defector)s?\b(?:\s(?:in|from"
    r"|inside)\s(?:[\w-]+\s?){1,4}?(?=\s(?:told|said|who|report)|,|\.|\())?"
)


def read_text(
    text: str,
    name: str = "report",
    published: date | None = None,
    tables: Tables | None = None,
    second_reader: SecondReader | None = None,
    language_model: LanguageModelReader | None = None,
) -> Reading:
    """Read one report.

    Parameters
    ----------
    text : plain text; every offset of the result is an offset into it.
    name : what to call the report.
    published : its day of publication; without it relative dates stay relative.
    tables : what to read with; default the shipped tables.
    second_reader : another reader of the same mentions; what both find in a plain statement is confirmed.
    language_model : a model that is asked too; what it finds otherwise or alone is kept beside what the rules find, as
        weak.
    """
    tables = tables or load_tables()
    report = read_mentions(name, text, published, tables)
    findings, others = grammar_findings(report)
    merge(report, findings, second_reader)
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    unread = unread_of(report, findings, others)
    run = Run(version=READER_VERSION, tables=report.tables.digest)
    if language_model:
        run = run.model_copy(update={"language_model": language_model.run_of(report.tables)})
        findings = [*findings, *language_model.beside(report, findings)]
    _cite_clauses(report, findings)
    records = _records(report, findings, sha, run)
    return Reading(
        report=name,
        text_sha256=sha,
        characters=len(text),
        published=published,
        records=records,
        unread=unread,
    )


def grammar_findings(report: Report) -> tuple[list[Finding], list[tuple[int, int]]]:
    """Return what the grammar finds in a report, and the stretches it read and left out on purpose."""
    from_tables, rows = table_findings(report)
    quotes, others = find_quotes(report)
    quotes = [quote for quote in quotes if not _inside(quote.amount.start, rows)]
    findings = stated_once([*price_findings(report, quotes), *from_tables])
    for finding in findings:
        doubt_unlikely(report, finding)
    findings += flow_findings(report)
    findings += change_findings(report, quotes)
    findings += event_findings(report)
    findings = [one for one in findings if not is_korean(report.text[slice(*one.sentence)])]  # English rules
    findings += korean_findings(report)
    findings.sort(key=lambda finding: (finding.extent[0], finding.type))
    return findings, [(amount.start, amount.end) for amount in others]


def _cite_clauses(report: Report, findings: list[Finding]) -> None:
    """Let a flow, change or event cite the clauses of its words: what an analyst would mark, not only the verb."""
    starts = [sentence.start for sentence in report.sentences]
    for finding in findings:
        if finding.type in ("flow", "change", "event"):
            places = [span[0] for span in finding.spans.values()]
            clauses = {report.sentences[bisect_right(starts, place) - 1].segment_at(place) for place in places}
            for number, clause in enumerate(sorted(clauses), 1):
                finding.spans[f"clause {number}"] = clause


def _inside(position: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in stretches)


def _records(report: Report, findings: list[Finding], sha: str, run: Run) -> list[Record]:
    """Turn findings into records with stable ids."""
    used: dict[str, int] = {}
    records: list[Record] = []
    for finding in findings:
        key = f"{sha[:16]} {finding.type} {finding.anchor[0]} {finding.anchor[1]}"
        used[key] = used.get(key, 0) + 1
        stem = hashlib.sha256(f"{key} {used[key]}".encode()).hexdigest()[:12]
        start, end = finding.sentence
        fields = {**finding.fields, **{name: _said(report, words) for name, words in finding.said.items()}}
        if fields.get("pair_id"):
            fields["pair_id"] = f"{sha[:8]}-{fields['pair_id']}"
        record = _MODELS[finding.type](
            id=f"{finding.type}-{stem}",
            report=report.name,
            text_sha256=sha,
            published=report.published,
            evidence=[evidence(report.text, span, role.split()[0]) for role, span in _rests_on(finding)],
            sentence=report.text[start:end],
            modality=finding.modality,
            attribution=_attribution(report, start, end),
            time=_time(report, finding),
            place=_place(report, finding),
            confidence=Confidence(level=_level(finding), score=round(finding.score, 2), readers=finding.readers),
            flags=sorted(set(finding.flags)),
            run=run,
            **fields,
        )
        records.append(record)
    return records


def _said(report: Report, words: Words) -> dict[str, str]:
    basis = "carried" if words.is_carried else "stated"
    return {"value": words.value, "text": report.text[slice(*words.span)], "basis": basis}


def _rests_on(finding: Finding) -> list[tuple[str, tuple[int, int]]]:
    """The stretches a record cites: those of its claim, and those that state its other fields."""
    stated = [(name, words.span) for name, words in finding.said.items() if not words.is_carried]
    return [*finding.spans.items(), *stated]


def evidence(text: str, span: tuple[int, int], role: str) -> Evidence:
    """Return a stretch of the text as evidence."""
    start, end = span
    return Evidence(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(start - _CONTEXT, 0) : start],
        suffix=text[end : end + _CONTEXT],
        role=role,
    )


def _level(finding: Finding) -> Level:
    if finding.type in ("price", "fx"):
        return "confirmed" if finding.structured else "likely" if finding.score >= 0.7 else "weak"
    agreed = "dependency" in finding.readers  # how well a language model reads is not known: it confirms nothing
    return "confirmed" if agreed and finding.structured else "likely" if finding.score >= 0.6 else "weak"


def _attribution(report: Report, start: int, end: int) -> str | None:
    match = _ATTRIBUTION.search(report.view, start, end)
    return report.text[match.start() : match.end()].strip() if match else None


def _time(report: Report, finding: Finding) -> Time | None:
    time = finding.time
    if time is None:
        return None
    value = None
    if time.first and time.last:
        value = f"{time.first}" if time.first == time.last else f"{time.first}/{time.last}"
    return Time(
        text=report.text[time.start : time.end],
        value=value,
        start=time.first,
        end=time.last,
        precision=time.precision,
        basis=time.basis,
    )


def _place(report: Report, finding: Finding) -> Place | None:
    place = finding.place
    if place is None:
        return None
    basis = "source" if place.role == "source" else finding.place_basis
    return Place(id=place.id, text=report.text[place.start : place.end], basis=basis)  # type: ignore[arg-type]
