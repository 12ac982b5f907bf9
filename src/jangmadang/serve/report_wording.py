"""Reports, records and what was not read, as the page Reports says them."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from jangmadang.evidence.wording import dates_in_words, price_in_words
from jangmadang.labels import item_in_words
from jangmadang.reading.records.observing import observed
from jangmadang.reading.records.records import Record
from jangmadang.reading.records.review import edited
from jangmadang.reading.records.wording import BESIDE, field_in_words, value_of
from jangmadang.serve.charts import Link
from jangmadang.serve.report_view import UNREVIEWED, Entry, Report

WAITS = "waits"


def address_of(report: Report, at: str) -> str:
    """Where a report is looked at, at one of its entries."""
    return f"/reports/report/{report.key}?{urlencode({'at': at})}"


def line_of(report: Report) -> list[str | Link]:
    """A report in the list of those read."""
    states = Counter(record.review for record in report.records)
    return [
        Link(report.name, f"/reports/report/{report.key}"),
        str(report.published or "not known"),
        str(report.read_on),
        f"{report.undecided} of {len(report.records)}",
        f"{states['accepted'] + states['edited']}",
        f"{states['rejected']}",
        f"{report.figures}",
    ]


def row_of(report: Report, entry: Entry) -> list[str | Link]:
    """An entry in the list of all."""
    record = entry.record
    return [
        Link(entry.what, address_of(report, entry.key)),
        entry.kind,
        value_of(record) if record else "",
        _place(record) if record else "",
        _time(record) if record else "",
        WAITS if entry.state == UNREVIEWED else entry.state,
    ]


def said_of(report: Report, record: Record) -> list[tuple[str, str]]:
    """A record line by line: what it says, and why it should be trusted or not."""
    fields = [name for name in BESIDE if hasattr(record, name)]
    rows = [
        *([("says", value_of(record))] if not fields else []),
        *((name, field_in_words(record, name)) for name in fields),
        ("at", f"{_place(record)} ({record.place.basis})" if record.place else "not stated"),
        ("when", f"{_time(record)} ({record.time.basis})" if record.time else _without_time(report)),
        ("how it is said", record.modality),
        ("told by", record.attribution or "not said"),
        ("trust", f"{record.confidence.level}, found by {', '.join(record.confidence.readers)}"),
    ]
    return [*rows, ("look at", ", ".join(record.flags).replace("_", " "))] if record.flags else rows


def _place(record: Record) -> str:
    return record.place.text if record.place else ""


def _time(record: Record) -> str:
    return f"{record.time.value or ''} \u201c{' '.join(record.time.text.split())}\u201d".strip() if record.time else ""


def _without_time(report: Report) -> str:
    return f"the day of publication, {report.published}" if report.published else "no day, and none of publication"


def evidence_of(report: Report, record: Record) -> tuple[bool, str] | None:
    """Whether a price or a rate that is accepted would be evidence, and what it would say; None for other kinds."""
    if record.type not in ("price", "fx"):
        return None
    accepted = record if record.review == "edited" else edited(record, {}, "accepted")
    rows, left_out = observed([accepted], report.records, lambda _: report.text)
    if not rows:
        return False, left_out[0][1]
    (row,) = rows
    told = f"{item_in_words(row.item)}, {price_in_words(row)}, {row.place}, {dates_in_words(row)}"
    return True, f"{told}; {row.publisher or 'publisher not known'}"
