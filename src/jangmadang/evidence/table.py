"""Observation tables as CSV: one reader and one writer of the one schema."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.cells import read_cells
from jangmadang.evidence.observations import Basis, Bound, Currency, Observation, Use, amount_in_words
from jangmadang.files import write_whole

COLUMNS = (
    "id", "date_start", "date_end", "place", "item", "low", "high", "bound", "currency", "per_qty", "unit", "known_on",
    "source", "publisher", "series", "basis", "note", "use",
)  # fmt: skip
#: Columns a table may leave out.
OPTIONAL = ("use",)
_NEEDED = ("id", "place", "item", "unit", "source")
_WORDS = {"bound": get_args(Bound), "currency": get_args(Currency), "basis": get_args(Basis), "use": get_args(Use)}
_BOUND_ENDS = {"exact": "equal low and high", "about": "low and high", "range": "a low below the high",
               "lower": "a low and no high", "upper": "a high and no low"}  # fmt: skip


def read_observations(path: Path) -> list[Observation]:
    """Read an observation table: every row as written, excluded ones too.

    Parameters
    ----------
    path : Path
        A table with the columns `COLUMNS`, in any order; see `cells.read_cells`.

    Raises
    ------
    InputError
        At the first mistake, with the row (numbered from 1, the heading not counted), the field and the remedy.
    """
    cells = read_cells(path)
    if hidden := cells.hidden_rows & set(cells.numbers):
        raise InputError(f"{path.name}: {len(hidden)} rows with observations are hidden; show them or take them out")
    heading, *body = cells.rows
    _check_heading(path.name, heading)
    rows: list[dict[Any, Any]] = [_by_column(heading, row) for row in body]
    seen: dict[str, int] = {}
    observations = []
    for number, row in enumerate(rows, start=1):
        where = f"{path.name}, row {number}"
        observation = _observation(row, where)
        before = seen.setdefault(observation.id, number)
        if before != number:
            raise InputError(f"{where}, field id: '{observation.id}' is that of row {before} too; give it another")
        observations.append(observation)
    return observations


def write_observations(path: Path, observations: Iterable[Observation]) -> None:
    """Write an observation table, whole or not at all.

    Parameters
    ----------
    path : Path
        Where to; a file there is replaced.
    observations : iterable of Observation
        Rows, as `read_observations` gives them.
    """
    rows = [_row(observation) for observation in observations]
    for number, row in enumerate(rows, start=1):
        _observation(row, f"{path.name}, row {number}")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    try:
        write_whole(path, lambda file: file.write(text.getvalue().encode()))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}); give another path") from None


def _by_column(heading: list[str], row: list[str]) -> dict[Any, Any]:
    """A row by its columns: None for a field that it lacks, and fields too many under None."""
    lacking: list[str | None] = [None] * (len(heading) - len(row))
    fields: dict[Any, Any] = dict(zip(heading, [*row, *lacking], strict=False))
    return {**fields, None: row[len(heading) :]} if len(row) > len(heading) else fields


def _check_heading(name: str, heading: list[str]) -> None:
    lacking = [column for column in COLUMNS if column not in heading and column not in OPTIONAL]
    if lacking:
        if len(lacking) > len(COLUMNS) / 2:
            raise InputError(
                f"{name}: is no observation table; of a table of another layout make one with: jangmadang evidence "
                f"import {name}"
            )
        raise InputError(f"{name}: no column {', '.join(lacking)}; the heading must be {','.join(COLUMNS)}")
    for column in heading:
        if column not in COLUMNS:
            raise InputError(f"{name}: unknown column '{column}'; {nearest_name(column, COLUMNS)}, or take it out")
        if heading.count(column) > 1:
            raise InputError(f"{name}: column {column} is there twice; take one out")


def _row(o: Observation) -> dict[str, str]:
    """An observation as it is written."""
    return {column: _written(getattr(o, column)) for column in COLUMNS}


def _written(value: Any) -> str:
    """A value as text that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, float):
        short = f"{value:.15g}"
        return short if float(short) == value else repr(value)
    return str(value)


def _observation(row: dict[Any, Any], where: str) -> Observation:
    """Check one row, field by field."""
    if None in row or any(row.get(column) is None for column in COLUMNS if column not in OPTIONAL):
        count = "many" if None in row else "few"
        raise InputError(f"{where}: has too {count} fields; quote a field that holds a comma")
    row = {column: row.get(column) or "" for column in COLUMNS}
    for column, text in row.items():
        if not text.isprintable():
            raise InputError(f"{where}, field {column}: holds a line break or control character; write it on one line")
    for column in _NEEDED:
        if not row[column].strip(" /"):
            raise InputError(f"{where}, field {column}: is empty; fill it in")
    for column, allowed in _WORDS.items():
        if row[column] not in allowed:
            known = ", ".join(word or "empty" for word in allowed)
            raise InputError(f"{where}, field {column}: '{row[column]}' is unknown; use one of {known}")
    low, high, per_qty = (_amount(row, column, where) for column in ("low", "high", "per_qty"))
    _check_ends(low, high, row["bound"], where)
    if per_qty is None:
        raise InputError(f"{where}, field per_qty: is empty; write the quantity the price is for, mostly 1")
    start, end = _day(row, "date_start", where), _day(row, "date_end", where)
    known_on = _day(row, "known_on", where)
    if end < start:
        raise InputError(f"{where}, field date_end: {end} is before date_start, {start}; exchange them")
    if known_on < end:
        raise InputError(f"{where}, field known_on: {known_on} is before date_end, {end}; nobody knew it then")
    return Observation(
        id=row["id"],
        date_start=start,
        date_end=end,
        place=row["place"],
        item=row["item"],
        low=low,
        high=high,
        bound=cast(Bound, row["bound"]),
        currency=cast(Currency, row["currency"]),
        per_qty=per_qty,
        unit=row["unit"],
        known_on=known_on,
        source=row["source"],
        publisher=row["publisher"],
        series=row["series"],
        basis=cast(Basis, row["basis"]),
        note=row["note"],
        use=cast(Use, row["use"]),
    )


def _check_ends(low: float | None, high: float | None, bound: str, where: str) -> None:
    """Refuse a pair of ends that is none, upside down or not what `bound` says."""
    if low is None and high is None:
        raise InputError(f"{where}, field low: no value in low or high; write at least one of them")
    if low is not None and high is not None and low > high:
        raise InputError(
            f"{where}, field low: {amount_in_words(low)} is above high, {amount_in_words(high)}; exchange them"
        )
    fits = {
        "exact": low == high,
        "about": low is not None and high is not None,
        "range": low is not None and high is not None and low < high,
        "lower": high is None,
        "upper": low is None,
    }
    if not fits[bound]:
        raise InputError(f"{where}, field bound: {bound} goes with {_BOUND_ENDS[bound]}; correct one of them")


def _amount(row: dict[str, str], field: str, where: str) -> float | None:
    """A positive number, or None if the field is empty."""
    text = row[field].strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"{where}, field {field}: '{text}' is no number; write it without units or commas") from None
    if not 0 < value < float("inf"):
        raise InputError(f"{where}, field {field}: {text} is not a positive number; correct it or leave it empty")
    return value


def _day(row: dict[str, str], field: str, where: str) -> date:
    text = row[field].strip()
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{where}, field {field}: '{text}' is no day; write YYYY-MM-DD") from None
