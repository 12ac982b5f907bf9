"""Workbooks: sheets of a table each, with headings that stay, units, numbers as numbers and days as days."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from jangmadang.report.wording import unit_in_words

Value = str | float | int | date | bool | None
MOST_LETTERS = 32_767  # that a cell may hold
DAY, WHOLE, PLAIN, SHARE, SIGNED_SHARE = "yyyy-mm-dd", "#,##0", "#,##0.00", "0.0%", "+0.0%;-0.0%;0.0%"
SIGNED, SIGNED_WHOLE = "+0.0;-0.0;0.0", "+#,##0;-#,##0;0"
NARROWEST, WIDEST, HEADING_LINES = 9, 60, 3
ROWS_MEASURED = 200


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, the unit beside it, and how its cells are shown (empty: as they are)."""

    heading: str
    unit: str = ""
    shown: str = ""

    @property
    def title(self) -> str:
        """Heading and unit."""
        return f"{self.heading}, {self.unit}" if self.unit else self.heading


class Shown(NamedTuple):
    """A value shown in another way than its column."""

    value: Value
    shown: str


@dataclass(frozen=True)
class Sheet:
    """A table with what it holds in a sentence."""

    name: str
    holds: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value | Shown]] = field(default_factory=list)


def number_format(unit: str, name: str = "", typical: float = 1.0) -> str:
    """How a quantity is shown: shares in per cent, those of a large `typical` value whole, others with two decimals."""
    if is_share(unit, name):
        return SHARE
    return WHOLE if abs(typical) >= 100.0 else PLAIN


def unit_of(unit: str, name: str) -> str:
    """A unit in words; a share is shown in per cent."""
    return "%" if is_share(unit, name) else unit_in_words(unit)


def is_share(unit: str, name: str) -> bool:
    """Whether a pure number is a part of a whole."""
    return unit in ("1", "share") and "share" in name


def workbook_bytes(title: str, about: Sequence[tuple[str, Value]], sheets: Sequence[Sheet]) -> bytes:
    """An Excel workbook: a sheet *read me* with what there is to know of it, then the sheets.

    Parameters
    ----------
    title : first line of *read me*.
    about : lines of *read me*: what, and its value.
    sheets : in their order.
    """
    from openpyxl import Workbook  # not above: most commands write no workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "jangmadang"
    read_me = book.create_sheet("read me")
    read_me.column_dimensions["A"].width, read_me.column_dimensions["B"].width = 22, 110
    read_me.freeze_panes = "A2"
    read_me.append([_cell(read_me, title, font=Font(bold=True, size=14))])
    for what, value in about:
        read_me.append([_cell(read_me, what, font=Font(bold=True)), _cell(read_me, value, wrapped=True)])
    read_me.append([])
    read_me.append([_cell(read_me, "sheet", font=Font(bold=True)), _cell(read_me, "holds", font=Font(bold=True))])
    for sheet in sheets:
        read_me.append([sheet.name, _cell(read_me, sheet.holds, wrapped=True)])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(page: Any, sheet: Sheet) -> None:
    """Fill one sheet: widths and the frozen heading come before the rows."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = [list(row) for row in sheet.rows]
    for number, column in enumerate(sheet.columns):
        page.column_dimensions[get_column_letter(number + 1)].width = _width(column, [row[number] for row in rows])
    page.freeze_panes = "B2"
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="F5F7F9")
    headings = []
    for column in sheet.columns:
        cell = _cell(page, column.title, font=bold)
        cell.fill, cell.alignment = shade, Alignment(wrap_text=True, vertical="top")
        headings.append(cell)
    page.append(headings)
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(rows) + 1}"
    for row in rows:
        page.append([_cell(page, value, column.shown) for value, column in zip(row, sheet.columns, strict=True)])


def _cell(page: Any, value: Value | Shown, shown: str = "", font: Any = None, wrapped: bool = False) -> Any:
    """A cell; what is no number is left blank, text is never taken for a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    if isinstance(value, Shown):
        value, shown = value
    value = _plain(value)
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = DAY
    elif shown and value is not None:
        cell.number_format = shown
    if font is not None:
        cell.font = font
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _plain(value: Any) -> Value:
    """A value as a workbook takes it: plain numbers and days, no control characters."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, np.datetime64):
        return value.astype("datetime64[D]").item()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub(" ", value)[:MOST_LETTERS]
    return value


def _width(column: Column, values: Sequence[Value | Shown]) -> float:
    """Wide enough for the cells, and for the heading in a few lines."""
    longest = max((len(value) if isinstance(value, str) else 11 for value in values[:ROWS_MEASURED]), default=0)
    words = max(map(len, column.title.split()), default=0)
    return float(min(max(NARROWEST, longest, words, len(column.title) / HEADING_LINES) + 2, WIDEST))
