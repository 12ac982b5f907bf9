"""Reports that were read, as a page shows them: what waits for a word, in which order, and where in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jangmadang.reading.records.records import Record, Unread
from jangmadang.reading.records.review import DECISIONS, reviewed_records
from jangmadang.reading.records.store import RECORDS, TEXTS, UNREAD, read_records, read_unread
from jangmadang.reading.records.wording import cues_of, what_of
from jangmadang.serve.known import Stamp, made_once, stamp_of

KEY_DIGITS = 16
UNREVIEWED = "unreviewed"
#: Of the ledger, what comes before the records; the rest comes after them.
FIGURES = ("amount", "numeral")
#: What the page calls each kind of record and of what was not read.
KINDS = {
    "price": "price",
    "fx": "exchange rate",
    "flow": "flow of goods",
    "change": "change",
    "event": "event",
    "amount": "amount of money in no record",
    "numeral": "number in no record",
    "sentence": "statement without a record",
    "item": "good that no record names",
}
CLAUSE = "clause"
FIRST_WORDS = 60


class Span(NamedTuple):
    """A stretch of the text, end left out."""

    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """Something of a report to look at: a record, or what was not read."""

    key: str
    of: Record | Unread

    @property
    def record(self) -> Record | None:
        """The record; None where nothing was read."""
        return None if isinstance(self.of, Unread) else self.of

    @property
    def state(self) -> str:
        """unread, unreviewed, accepted, edited or rejected."""
        return "unread" if isinstance(self.of, Unread) else self.of.review

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return KINDS[self.of.kind if isinstance(self.of, Unread) else self.of.type]

    @property
    def spans(self) -> list[Span]:
        """The words it rests on."""
        if isinstance(self.of, Unread):
            return [Span(self.of.start, self.of.end)]
        cues = [Span(one.start, one.end) for one in self.of.evidence if one.role != CLAUSE]
        return cues or self.around

    @property
    def around(self) -> list[Span]:
        """The clauses that they stand in."""
        if isinstance(self.of, Unread):
            return []
        return [Span(one.start, one.end) for one in self.of.evidence if one.role == CLAUSE]

    @property
    def start(self) -> int:
        """Where it begins; the beginning of the text where that is not known."""
        return min((span.start for span in self.spans), default=0)

    @property
    def words(self) -> str:
        """The words of the report, on one line."""
        words = self.of.exact if isinstance(self.of, Unread) else max(cues_of(self.of), key=len, default="")
        return " ".join(words.split())

    @property
    def what(self) -> str:
        """What it is about, in a few words."""
        return self.words if isinstance(self.of, Unread) else what_of(self.of).replace("_", " ")


@dataclass(frozen=True)
class Report:
    """A report that was read.

    Attributes
    ----------
    key : the first digits of the hash of its text, by which its text is kept.
    name : what it is called.
    published, read_on : its day of publication, None where unknown, and when it was read last.
    text : as offsets count in it.
    records : with the decisions on them, in the order of the text.
    as_read : the same without decisions, by id.
    unread : the ledger.
    """

    key: str
    name: str
    published: date | None
    read_on: date
    text: str
    records: tuple[Record, ...]
    as_read: dict[str, Record]
    unread: tuple[Unread, ...]

    @property
    def entries(self) -> list[Entry]:
        """All there is to look at: unread figures first, then records, then what else was not read."""
        unread = [Entry(f"unread-{one.start}-{one.end}", one) for one in self.unread]
        figures = [entry for entry in unread if isinstance(entry.of, Unread) and entry.of.kind in FIGURES]
        others = [entry for entry in unread if entry not in figures]
        return [*figures, *(Entry(record.id, record) for record in self.records), *others]

    @property
    def undecided(self) -> int:
        """How many records wait for a word."""
        return sum(record.review == UNREVIEWED for record in self.records)

    @property
    def figures(self) -> int:
        """How many amounts and numbers no record took up."""
        return sum(one.kind in FIGURES for one in self.unread)


def stamps_of(folder: Path) -> tuple[Stamp, ...]:
    """The files of a reading folder as they are now: what is made from them holds as long as these are the same."""
    return tuple(stamp_of(folder / name) for name in (RECORDS, UNREAD, DECISIONS, TEXTS))


def reports_of(folder: Path) -> tuple[Report, ...]:
    """The reports of a reading folder, the one read last first.

    Raises
    ------
    InputError
        If a file of it cannot be read.
    """
    return _reports_of(folder, stamps_of(folder))


@made_once
def _reports_of(folder: Path, _: tuple[Stamp, ...]) -> tuple[Report, ...]:
    decided: dict[str, list[Record]] = {}
    for record in reviewed_records(folder):
        decided.setdefault(record.text_sha256[:KEY_DIGITS], []).append(record)
    as_read = {record.id: record for record in read_records(folder)}
    ledger: dict[str, list[Unread]] = {}
    for entry in read_unread(folder):
        ledger.setdefault(entry.report, []).append(entry)
    paths = sorted((folder / TEXTS).glob("*.txt"), key=lambda path: (-path.stat().st_mtime, path.name))
    found = (_report_of(path, decided.get(path.stem, []), as_read, ledger) for path in paths)
    return tuple(report for report in found if report)


def _report_of(
    path: Path, records: Sequence[Record], as_read: dict[str, Record], ledger: dict[str, list[Unread]]
) -> Report | None:
    """The report of a kept text; None where a later reading of the same name took its place."""
    text = path.read_text("utf-8", errors="replace")
    name = next((record.report for record in records if record.id in as_read), "")
    if not name:  # none of its records is left, or it gave none: only the ledger knows its name
        name = next((name for name, entries in ledger.items() if all(_is_of(text, one) for one in entries)), "")
    if not name and not records:
        return None
    ordered = sorted(records, key=lambda record: Entry(record.id, record).start)
    unread = [one for one in ledger.get(name, []) if _is_of(text, one)]
    return Report(
        key=path.stem,
        name=name or records[0].report,
        published=next((record.published for record in records), None),
        read_on=date.fromtimestamp(path.stat().st_mtime),
        text=text,
        records=tuple(ordered),
        as_read={record.id: as_read.get(record.id, record) for record in records},
        unread=tuple(sorted(unread, key=lambda one: one.start)),
    )


def _is_of(text: str, entry: Unread) -> bool:
    return text[entry.start : entry.end] == entry.exact


def counted(reports: Iterable[Report]) -> tuple[int, int]:
    """How many records wait for a word, and how many figures no record took up, in all reports."""
    waiting = list(reports)
    return sum(report.undecided for report in waiting), sum(report.figures for report in waiting)
