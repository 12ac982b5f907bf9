"""What is marked in a report, by hand or by a reader, in the form in which the two are compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError
from jangmadang.reading.mentions.mentions import read_mentions
from jangmadang.reading.mentions.modality import FACTS
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.records.records import FxRecord, Place, PriceRecord, Reading, Record, Said

WHOLE_COUNTRY = "KP"
#: What a record of each kind claims.
CLAIMS = {
    "price": ("item_id", "low", "high", "currency"),
    "fx": ("base", "low", "high"),
    "flow": ("direction", "item_id"),
    "change": ("target", "direction"),
    "event": ("event_type",),
    "amount": ("low", "high", "unit"),
    "item": ("item_id",),
}
#: What it says beside its claim. Of flows and events only what a clause states counts, of prices also what is carried.
BESIDE = {"price": ("place",), "fx": ("place",), "flow": ("channel", "status", "place"), "event": ("status", "place")}
_ALSO_CARRIED = ("price", "fx")
Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """Something marked: where, what it claims, and what is said beside that (None: nothing; absent: not looked at)."""

    kind: str
    spans: tuple[Span, ...]
    claim: tuple[Any, ...]
    beside: dict[str, str | None] = field(default_factory=dict)
    level: str = ""


@dataclass(frozen=True)
class Annotated:
    """A report with what was marked in it by hand, as `tests/reading/annotations` keeps it."""

    name: str
    text: str
    annotation: dict[str, Any]

    @property
    def published(self) -> date | None:
        """Its day of publication."""
        day = self.annotation.get("published")
        return date.fromisoformat(day) if day else None


def annotated_reports(folder: Path) -> list[Annotated]:
    """Return the annotated reports of a folder.

    Parameters
    ----------
    folder : Path
        Pairs of NAME.txt and NAME.json.
    """
    found = []
    for path in sorted(folder.glob("*.json")):
        annotation = annotation_of(path)
        if path.with_suffix(".txt").exists() and "records" in annotation:
            found.append(Annotated(path.stem, path.with_suffix(".txt").read_bytes().decode("utf-8"), annotation))
    if not found:
        raise InputError(f"{folder}: no pairs NAME.txt and NAME.json in it; give the folder of annotated reports")
    return found


def annotation_of(path: Path) -> dict[str, Any]:
    """Return the annotation in a file; empty if there is no such file."""
    try:
        annotation = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: is no annotation ({error}); correct or remove it") from None
    return annotation if isinstance(annotation, dict) else {}


def marked_by_hand(annotation: dict[str, Any]) -> list[Marked]:
    """Return the facts, amounts and goods of an annotation; one mark for each place of a price."""
    marks = []
    for record in annotation.get("records", ()):
        if record.get("modality", "asserted") in FACTS:
            kind, span = record["type"], (tuple(record["span"]),)
            for place in record.get("places") or [record.get("place")]:
                said = {**record, "place": place} if place is not None else record
                beside = {name: _annotated_field(kind, said[name]) for name in BESIDE.get(kind, ()) if name in said}
                marks.append(Marked(kind, span, _claim(kind, record), beside))
                if kind not in _ALSO_CARRIED:
                    break
    for kind, name in (("amount", "amounts"), ("item", "items")):
        marks += [Marked(kind, (tuple(one["span"]),), _claim(kind, one)) for one in annotation.get(name, ())]
    return marks


def _annotated_field(kind: str, given: Any) -> str | None:
    """A field as annotated: its value, or its value and basis."""
    value, basis = (given.get("value"), given.get("basis")) if isinstance(given, dict) else (given, "stated")
    counts = basis == "stated" or kind in _ALSO_CARRIED
    return None if not counts or value in (WHOLE_COUNTRY, "unspecified") else value


def marked_by_reader(reading: Reading, report: Annotated) -> list[Marked]:
    """Return the facts, amounts and goods that a reader found.

    Parameters
    ----------
    reading : Reading
        What it made of the report.
    report : Annotated
        The report.
    """
    marks = []
    for record in reading.records:
        if record.modality in FACTS:
            spans = tuple((evidence.start, evidence.end) for evidence in record.evidence)
            beside = {name: _read_field(record, name) for name in BESIDE.get(record.type, ())}
            claim = _claim(record.type, record.model_dump())
            marks.append(Marked(record.type, spans, claim, beside, record.confidence.level))
    mentions = read_mentions(reading.report, report.text, report.published, load_tables())
    known = {(amount.start, amount.end): vars_of(amount) for amount in mentions.amounts}
    priced = [record for record in reading.records if isinstance(record, PriceRecord | FxRecord)]
    for span, fields in _amounts_of(priced):
        if not any(low < span[1] and span[0] < high for low, high in known):
            known[span] = fields
    marks += [Marked("amount", (span,), _claim("amount", fields)) for span, fields in known.items()]
    items = {(item.start, item.end): item.id for item in mentions.items}
    for record in priced:
        for one in record.evidence:
            if one.role == "item" and isinstance(record, PriceRecord):
                items.setdefault((one.start, one.end), record.item_id)
    return marks + [Marked("item", (span,), (item_id,)) for span, item_id in items.items()]


def vars_of(amount: Any) -> dict[str, Any]:
    """An amount as an annotation has it."""
    return {"low": amount.low, "high": amount.high, "unit": amount.unit}


def _read_field(record: Record, name: str) -> str | None:
    """A field as read, where it counts."""
    given = getattr(record, name)
    if not isinstance(given, Place | Said) or given.basis != "stated" and record.type not in _ALSO_CARRIED:
        return None
    value = str(given.id if isinstance(given, Place) else given.value)
    return None if value == WHOLE_COUNTRY else value


def _amounts_of(records: list[PriceRecord | FxRecord]) -> Iterator[tuple[Span, dict[str, Any]]]:
    """The amounts of prices and rates; a rate is for one unit, the figure may be for a hundred."""
    for record in records:
        for one in record.evidence:
            if one.role == "amount":
                fields = {"low": record.low, "high": record.high, "unit": getattr(record, "currency", "KPW")}
                if record.type == "fx":
                    fields["low"] = fields["high"] = float(re.sub(r"[^\d.]", "", one.exact) or 0)
                yield (one.start, one.end), fields


def _claim(kind: str, fields: dict[str, Any]) -> tuple[Any, ...]:
    """What must be equal. Annotators write some things in two ways that mean the same."""
    same = dict(fields)
    if "low" in CLAIMS[kind]:  # an open end: "over 5,000"
        same["low"], same["high"] = (
            next((value for value in ends if value is not None), None)
            for ends in ((fields.get("low"), fields.get("high")), (fields.get("high"), fields.get("low")))
        )
    if kind == "flow" and same.get("item_id") == "goods":  # goods of no kind
        same["item_id"] = None
    values = (same.get(name) for name in CLAIMS[kind])
    return tuple(round(value, 2) if isinstance(value, float | int) else value for value in values)
