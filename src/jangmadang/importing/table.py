"""Rows of a price table into observations, each with where it comes from, and what was left out and why."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.evidence.cells import read_sheets
from jangmadang.evidence.observations import Observation
from jangmadang.importing.layouts import layout_of, told_by
from jangmadang.importing.rows import RowReader


@dataclass(frozen=True)
class Imported:
    """What a table gave: its layout and encoding, observations, and rows left out by number with the reason.

    Rows of one id are told apart when they are laid into a table. A column that cannot be read is left out by the
    number of the heading. `sheet` names the sheet of a workbook that was read, `unread` the others that hold rows,
    `filled` columns whose merged cells were filled down.
    """

    layout: str
    encoding: str
    heading_row: int
    sheet: str
    unread: list[str]
    unused: list[str]
    filled: list[str]
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
    layout = layout_of(sheets, name, told)
    unread = [cells.sheet for cells in sheets if cells is not layout.cells]
    reader = RowReader(name, f"{name}, sheet {layout.cells.sheet}" if unread else name, layout, told, keep_unlikely)
    found: list[Observation] = []
    left_out = [(layout.heading_row, why) for why in layout.unread]
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(layout.numbers, layout.rows, strict=True):
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
        observations=found,
        left_out=left_out,
    )
