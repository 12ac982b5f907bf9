"""Records of a reading folder into an observation table: added, changed and taken out by their ids."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.table import read_observations, write_observations
from jangmadang.files import changing
from jangmadang.reading.mentions.modality import FACTS
from jangmadang.reading.records.observing import observed
from jangmadang.reading.records.records import Record
from jangmadang.reading.records.review import read_decisions, reviewed_records, usable_records
from jangmadang.reading.records.store import TEXTS


@dataclass(frozen=True)
class Added:
    """What a table gains and loses, which prices and rates give nothing, with the reason, and all rows it then has."""

    added: list[Observation]
    changed: list[Observation]
    unchanged: list[Observation]
    removed: list[tuple[Observation, str]]
    left_out: list[tuple[Record, str]]
    rows: list[Observation]

    @property
    def changes(self) -> int:
        """How many rows are added, changed or taken out."""
        return len(self.added) + len(self.changed) + len(self.removed)


def add_to_table(folder: Path, path: Path, include_likely: bool = False, publisher: str | None = None) -> Added:
    """Bring a table up to date with a folder's records and the decisions on them.

    Rows go by the ids of their records: a second call changes nothing, a changed decision changes its row, and the row
    of a record that is no longer accepted is taken out. Rows of other origins stay, and so does a row's `use`.

    Parameters
    ----------
    folder : Path
        The folder of the readings.
    path : Path
        The observation table; made if it is not there.
    include_likely : bool
        Also take confirmed and likely records that nobody has looked at, marked unreviewed.
    publisher : str or None
        The publisher of all reports; None: look for it in their names and texts.
    """
    result = looked_at(folder, path, include_likely, publisher)
    if result.changes:
        write_observations(path, result.rows)
    return result


def looked_at(folder: Path, path: Path, include_likely: bool = False, publisher: str | None = None) -> Added:
    """What `add_to_table` would change; nothing is written."""
    if os.path.isfile(folder):  # no error for a name that no file can have
        raise InputError(f"{folder} is a file; a price table is taken with: jangmadang evidence import {folder}")
    everything = reviewed_records(folder)
    if not everything:
        raise InputError(f"{folder}: no records here; read reports first: jangmadang read FILE...")
    usable = usable_records(folder, include_likely)
    texts = _Texts(folder)
    found, left_out = observed(usable, everything, texts.of, publisher)
    chosen = {record.id for record in usable}
    left_out += [
        (r, _why_not(r, include_likely)) for r in everything if r.id not in chosen and r.type in ("price", "fx")
    ]
    known = {record.id for record in everything} | {decision.id for decision in read_decisions(folder)}
    with changing(path):
        return _merge(path, found, known, left_out)


def _merge(path: Path, found: Sequence[Observation], known: set[str], left_out: list[tuple[Record, str]]) -> Added:
    """Lay observations over a table."""
    rows = {row.id: row for row in read_observations(path)} if os.path.exists(path) else {}
    new = {o.id: replace(o, use=rows[o.id].use) if o.id in rows else o for o in found}
    reasons = {record.id: why for record, why in left_out}
    removed = [
        (row, reasons.get(id_, "rejected")) for id_, row in rows.items() if id_ in known and id_ not in new
    ]  # fmt: skip
    gone = {row.id for row, _ in removed}
    added = [o for id_, o in new.items() if id_ not in rows]
    return Added(
        added=added,
        changed=[o for id_, o in new.items() if id_ in rows and rows[id_] != o],
        unchanged=[o for id_, o in new.items() if rows.get(id_) == o],
        removed=removed,
        left_out=left_out,
        rows=[*(new.get(id_, row) for id_, row in rows.items() if id_ not in gone), *added],
    )


def _why_not(record: Record, include_likely: bool) -> str:
    """Why a price or a rate was not taken up at all."""
    if record.review == "rejected":
        return "rejected"
    if record.modality not in FACTS:
        return f"{record.modality}, no plain statement"
    if record.confidence.level == "weak":
        return "weak and not reviewed"
    return "not reviewed" if include_likely else "not reviewed; --include-likely takes it"


class _Texts:
    """The texts of a folder's reports, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / TEXTS
        self._texts: dict[str, str] = {}

    def of(self, record: Record) -> str:
        """Return the text of a record's report; empty if it is not kept."""
        name = f"{record.text_sha256[:16]}.txt"
        if name not in self._texts:
            path = self._folder / name
            self._texts[name] = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        return self._texts[name]
