"""Rows of a price table into observations, each with where it comes from, and what was left out and why."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.evidence.cells import Cells, read_sheets
from jangmadang.evidence.observations import Observation
from jangmadang.importing.layouts import layout_of, told_by
from jangmadang.importing.rows import RowReader

_HIDDEN_ROW = "hidden in the workbook; show the row there to import it"


@dataclass(frozen=True)
class Imported:
    """What a table gave: its layout and encoding, observations, and rows left out by number with the reason.

    Rows of one id are told apart when they are laid into a table. A column that cannot be read is left out by the
    number of the heading. `sheet` names the sheet of a workbook that was read, `unread` the others that hold rows,
    `filled` columns whose merged cells were filled down, `hidden` columns that say what prices are of, when and where,
    and that the workbook does not show.
    """

    layout: str
    encoding: str
    heading_row: int
    sheet: str
    unread: list[str]
    unused: list[str]
    filled: list[str]
    hidden: list[str]
    observations: list[Observation]
    left_out: list[tuple[int, str]]


def import_table(
    path: Path, mapping: Path | None = None, publisher: str = "", source: str = "", keep_unlikely: bool = False
) -> Imported:
    """Read a price table.

    Parameters
    ----------
    path : the table; see `evidence.cells.read_sheets`.
    mapping : a mapping file; see `layouts.MappingFile`.
    publisher, source : who printed it and where; default: as the mapping or the layout says, and the file's name.
    keep_unlikely : take prices far from all that is known of their item as disputed, rather than leave them out.

    Raises
    ------
    InputError
        If the file cannot be read, or its columns are not known.
    """
    told = told_by(mapping)
    told = replace(told, publisher=publisher or told.publisher, source=source or told.source)
    sheets = read_sheets(path)
    name = os.fsencode(path.name).decode(errors="replace")  # a name in another locale than the file system's
    layout = layout_of(shown(path, sheets), name, told)
    unread = [cells.sheet for cells in sheets if cells is not layout.cells]
    reader = RowReader(name, f"{name}, sheet {layout.cells.sheet}" if unread else name, layout, told, keep_unlikely)
    found: list[Observation] = []
    left_out = [(layout.heading_row, why) for why in layout.unread]
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(layout.numbers, layout.rows, strict=True):
        if number in layout.cells.hidden_rows:
            left_out.append((number, _HIDDEN_ROW))
            continue
        first = seen.setdefault(tuple(row), number)
        outcomes = reader.read(number, row) if first == number else [f"the same as row {first} in every cell"]
        for outcome in outcomes:
            if isinstance(outcome, str):
                left_out.append((number, outcome))
            else:
                found.append(outcome)
    if not found and not left_out:
        raise InputError(f"{path}: holds a heading and no rows")
    return Imported(
        layout=layout.name,
        encoding=layout.cells.encoding,
        heading_row=layout.heading_row,
        sheet=layout.cells.sheet,
        unread=unread,
        unused=layout.unused,
        filled=layout.filled,
        hidden=[layout.heading[column] for column in sorted(layout.cells.hidden_columns & {*layout.roles.values()})],
        observations=found,
        left_out=left_out,
    )


def shown(path: Path, sheets: Sequence[Cells]) -> list[Cells]:
    """The sheets that a workbook shows, of those that hold rows.

    Raises
    ------
    InputError
        If it shows none of them.
    """
    found = [cells for cells in sheets if not cells.is_hidden]
    if not found:
        raise InputError(f"{path}: holds rows in hidden sheets alone ('{sheets[0].sheet}'); show the one to import")
    return found
