"""An analyst's decisions on records: append-only, keyed by record id, kept through every new reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from jangmadang.errors import InputError, nearest_name
from jangmadang.reading.mentions.modality import FACTS
from jangmadang.reading.mentions.tables import Alias, load_tables
from jangmadang.reading.records.records import Record
from jangmadang.reading.records.store import numbered, read_records

DECISIONS = "decisions.jsonl"
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_FIXED = frozenset({"id", "type", "report", "text_sha256", "evidence", "sentence", "run", "review", "confidence"})
_DAYS = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)(?:/(?P<last>\d{4}-\d\d-\d\d))?")
#: The most days between the first and the last of a time known to the day, the week, ...
_LONGEST = {"day": 0, "week": 13, "month": 92, "year": 100_000}
_STATES: dict[str, str] = {"accept": "accepted", "edit": "edited", "reject": "rejected"}


class Decision(BaseModel):
    """One decision. `record` is the record as it stood after it, so that it outlives the reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    action: Literal["accept", "edit", "reject", "teach"]
    fields: dict[str, Any] = {}
    record: dict[str, Any] | None = None
    at: str


def decide(folder: Path, record: Record, action: Literal["accept", "edit", "reject"], **fields: Any) -> Record:
    """Note a decision on a record and return the record as decided.

    Parameters
    ----------
    folder : Path
        The folder of the readings.
    record : Record
        What is decided on: as decided before, and what was edited then holds on; or as it was read, and it does not.
    action : str
        accept, edit (with the fields that change) or reject.
    **fields
        New values of an edit, such as `item_id="grain.corn"`; a place is given by its id.
    """
    if record.review != "unreviewed":
        before = [decision.fields for decision in read_decisions(folder) if decision.id == record.id]
        fields = {**(before[-1] if before else {}), **fields}
    decided = edited(record, fields, _STATES[action])
    snapshot = None if action == "reject" else decided.model_dump(mode="json")
    _append(folder, Decision(id=record.id, action=action, fields=fields, record=snapshot, at=_now()))
    return decided


def teach(folder: Path, kind: Literal["item", "place"], words: str, concept: str) -> Alias:
    """Teach a word for a good or a place; the next reading into this folder knows it.

    Parameters
    ----------
    folder : Path
        The folder of the readings.
    kind : str
        item or place.
    words : str
        The word or words, as a report writes them.
    concept : str
        The id they stand for; for a good that no table lists, `other.<name>`.
    """
    tables = load_tables()
    known = tables.item_ids if kind == "item" else tables.place_ids
    if concept not in known and not concept.startswith("other."):
        raise InputError(f"no {kind} '{concept}'; {nearest_name(concept, known)}, or write other.<name>")
    if not any(char.isalpha() for char in words):
        raise InputError(f"'{words}' is no word; write the word as the report does")
    alias = Alias(kind, words.strip().lower(), concept)
    _append(folder, Decision(id=f"alias {kind} {alias.words}", action="teach", fields=vars(alias), at=_now()))
    return alias


def read_decisions(folder: Path) -> list[Decision]:
    """Return all decisions in the order they were made.

    Parameters
    ----------
    folder : Path
        The folder of the readings.
    """
    path = folder / DECISIONS
    decisions = []
    for number, line in numbered(path):
        try:
            decisions.append(Decision.model_validate_json(line))
        except ValidationError as error:
            message = error.errors()[0]["msg"]
            raise InputError(f"{path}, line {number}: {message}; correct or remove the line") from None
    return decisions


def taught_aliases(decisions: Iterable[Decision]) -> tuple[Alias, ...]:
    """Return the words taught; of two lessons on one word the later holds."""
    lessons = {decision.id: Alias(**decision.fields) for decision in decisions if decision.action == "teach"}
    return tuple(lessons.values())


def reviewed(records: Sequence[Record], decisions: Sequence[Decision]) -> list[Record]:
    """Lay decisions over records.

    A decision goes by the record's id, so it holds for a new reading too. A record that was accepted and is no
    longer read is kept as it was decided, with the flag `not_read_again`.

    Parameters
    ----------
    records : sequence of Record
        What a reading gave.
    decisions : sequence of Decision
        In the order they were made; the last on a record holds.
    """
    last = {decision.id: decision for decision in decisions if decision.action != "teach"}
    result = []
    for record in records:
        decision = last.pop(record.id, None)
        result.append(edited(record, decision.fields, _STATES[decision.action]) if decision else record)
    for decision in last.values():
        if decision.record:
            kept = _RECORD.validate_python(decision.record)
            result.append(kept.model_copy(update={"flags": sorted({*kept.flags, "not_read_again"})}))
    return result


def reviewed_records(folder: Path) -> list[Record]:
    """Return the records of a folder with the decisions on them."""
    return reviewed(read_records(folder), read_decisions(folder))


def usable_records(folder: Path, include_likely: bool = False) -> list[Record]:
    """Return the records that may become observations: accepted or edited ones, asserted or habitual.

    Parameters
    ----------
    folder : Path
        The folder of the readings.
    include_likely : bool
        Also take confirmed and likely records that nobody has looked at; they stay marked unreviewed.
    """
    return [
        record
        for record in reviewed_records(folder)
        if record.modality in FACTS
        and (
            record.review in ("accepted", "edited")
            or include_likely and record.review == "unreviewed" and record.confidence.level != "weak"
        )
    ]  # fmt: skip


def edited(record: Record, fields: dict[str, Any], state: str) -> Record:
    """Return a record with fields changed, checked as strictly as one that was read.

    Parameters
    ----------
    record : Record
        The record.
    fields : mapping
        New values by field; text is taken as JSON where it is JSON.
    state : str
        accepted, edited or rejected.
    """
    values = record.model_dump(mode="json")
    for name, value in fields.items():
        if name in _FIXED or name not in values:
            free = sorted(set(values) - _FIXED)
            raise InputError(f"{record.id}: field '{name}' cannot be edited; {nearest_name(name, free)}")
        values[name] = _value(name, value)
    values["review"] = state
    try:
        return _RECORD.validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"][1:]))
        raise InputError(f"{record.id}, field {field}: {first['msg']}; correct the value") from None


def _value(name: str, value: Any) -> Any:
    if name == "place" and isinstance(value, str):
        return {"id": value, "text": value, "basis": "stated"} if value not in ("", "null") else None
    if name == "time" and isinstance(value, str) and (match := _DAYS.fullmatch(value)):
        return _time_of(value, match["first"], match["last"] or match["first"])
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _time_of(text: str, first: str, last: str) -> dict[str, str]:
    """A time an analyst gives as a day, or as a first and a last day with a slash between them."""
    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError as error:
        raise InputError(f"time={text}: {error}; write YYYY-MM-DD or YYYY-MM-DD/YYYY-MM-DD") from None
    if days < 0:
        raise InputError(f"time={text}: ends before it starts; write the first day first")
    precision = next(name for name, longest in _LONGEST.items() if days <= longest)
    return {"text": text, "value": text, "start": first, "end": last, "precision": precision, "basis": "stated"}


def _append(folder: Path, decision: Decision) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / DECISIONS).open("a", encoding="utf-8") as file:
            file.write(decision.model_dump_json() + "\n")
    except OSError as error:
        raise InputError(f"{folder / DECISIONS}: cannot be written ({error.strerror or error})") from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
