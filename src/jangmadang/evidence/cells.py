"""The cells of a table file, whatever it was saved with: separators, encodings, byte order marks, workbooks."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from jangmadang.errors import InputError

LARGEST = 50_000_000
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or one with a password"),
    (b"%PDF", "a PDF"),
)
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|!--|html|head|meta|body|table|\?xml)\b", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Cells:
    """Rows of text but for blank ones, their numbers in the file, and how they were written.

    Of a workbook `separator` is empty, `sheet` is the sheet's name, and `merged` says of each cell that is merged with
    one above it, by the number of its row and by its column, what that says. `hidden_rows` are the numbers of rows that
    it does not show, `hidden_columns` columns; `is_hidden` says that of the whole sheet.
    """

    rows: list[list[str]]
    numbers: list[int]
    encoding: str
    separator: str
    sheet: str = ""
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


def read_cells(path: Path) -> Cells:
    """Read a table of text, of a workbook the first sheet with rows, of those it shows if any; see `read_sheets`."""
    return min(read_sheets(path), key=lambda cells: cells.is_hidden)


def read_sheets(path: Path) -> list[Cells]:
    """Read a table of text, or each sheet of a workbook that holds rows.

    Parameters
    ----------
    path : a file of separated values (`,`, `;`, tab or `|`; UTF-8, UTF-16, CP949 or Windows-1252), or a workbook
        (.xlsx).

    Raises
    ------
    InputError
        If it cannot be read; the message says what the file is and how to save it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the path") from None
    if len(data) > LARGEST:
        raise InputError(f"{path}: is larger than a table may be ({LARGEST / 1e6:.0f} MB); split it")
    if data.startswith(b"PK\x03\x04"):
        return _of_workbook(path, data)
    for signature, kind in _OTHER_KINDS:
        if data.startswith(signature):
            raise InputError(f"{path}: is {kind}; save the table as .xlsx or as CSV (UTF-8)")
    text, encoding = _decoded(path, data)
    if _WEB_PAGE.match(text):
        raise InputError(f"{path}: is a web page (HTML) under the name of a table; save it as .xlsx or as CSV (UTF-8)")
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if declared:
        text = rest
    separator = declared[1] if declared else _separator_of(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: cannot be read ({error}); give a table of separated values in UTF-8") from None
    numbered = enumerate(rows, 2 if declared else 1)
    written = [(number, row) for number, row in numbered if any(cell.strip() for cell in row)]
    if not written:
        raise InputError(f"{path}: holds no rows")
    return [Cells([row for _, row in written], [number for number, _ in written], encoding, separator)]


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """A table's text and encoding: as its mark says, else UTF-8, else as Excel in Korea or in the West writes it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        candidates = ("utf-8", "cp949", "cp1252")
    for encoding in candidates:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\x00" in text or encoding == "cp949" and not re.search("[\uac00-\ud7a3]", text):
            continue
        return text, encoding
    raise InputError(f"{path}: is no text in UTF-8, UTF-16, CP949 or Windows-1252; save it as CSV (UTF-8)")


def _separator_of(text: str) -> str:
    """The separator that cuts the first lines into most fields: all lines or, beside titles, most in a row alike."""
    lines = text.splitlines()[:20]

    def fields(separator: str) -> tuple[int, int, int]:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            counts = []
        alike = [(len(list(run)), count) for count, run in groupby(counts) if count > 1]
        return min((count for count in counts if count), default=0), *max(alike, default=(0, 0))

    return max(_SEPARATORS, key=lambda separator: (*fields(separator), -_SEPARATORS.index(separator)))


def _of_workbook(path: Path, data: bytes) -> list[Cells]:
    """The cells of a workbook's sheets."""
    from openpyxl import load_workbook  # not above: most tables are text

    try:
        with warnings.catch_warnings():  # of what a workbook holds beside cells
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            with ZipFile(io.BytesIO(data)) as parts:
                found = [_of_sheet(sheet, parts.read(sheet._worksheet_path)) for sheet in book.worksheets]
    except Exception:  # whatever a broken file makes of a reader
        raise InputError(f"{path}: is no Excel workbook that can be read; save the table as CSV (UTF-8)") from None
    with_rows = [cells for cells in found if cells.rows]
    if not with_rows:
        raise InputError(f"{path}: holds no rows")
    return with_rows


def _of_sheet(sheet: Any, part: bytes) -> Cells:
    """The rows of a sheet that are not blank, all of one width; `part` is the file of the workbook that holds it."""
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = [[_cell_text(cell) for cell in row] for row in sheet.iter_rows()]
    written = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    width = max((len(row) for _, row in written), default=0)
    full = [row + [""] * (width - len(row)) for _, row in written]
    return Cells(
        rows=full,
        numbers=[number for number, _ in written],
        encoding="utf-8",
        separator="",
        sheet=sheet.title,
        merged=_merged_below(rows, part),
        hidden_rows=_hidden_rows(part),
        hidden_columns=_hidden_columns(part, width),
        is_hidden=sheet.sheet_state != "visible",
    )


def _hidden_rows(part: bytes) -> frozenset[int]:
    """The numbers of rows that a sheet does not show: hidden by hand, by a filter or in a folded group."""
    found, number = set(), 0
    for attributes in _ROW.findall(part):
        number = int(_attribute(attributes, "r") or number + 1)
        if _is_hidden(attributes):
            found.add(number)
    return frozenset(found)


def _hidden_columns(part: bytes, width: int) -> frozenset[int]:
    """The columns that a sheet does not show."""
    spans = [attributes for attributes in _COLUMNS.findall(part) if _is_hidden(attributes)]
    bounds = [(int(_attribute(span, "min") or 1), int(_attribute(span, "max") or 0)) for span in spans]
    return frozenset(column - 1 for first, last in bounds for column in range(first, min(last, width) + 1))


def _is_hidden(attributes: bytes) -> bool:
    return _attribute(attributes, "hidden") in ("1", "true")


def _attribute(attributes: bytes, name: str) -> str:
    found = re.search(rf"(?:^|\s){name}\s*=\s*[\"']([^\"']*)".encode(), attributes)
    return found[1].decode() if found else ""


def _merged_below(rows: Sequence[Sequence[str]], part: bytes) -> dict[tuple[int, int], str]:
    """What cells say that are merged with one above them: a reader of rows alone does not know of merged cells."""
    from openpyxl.utils import range_boundaries

    found: dict[tuple[int, int], str] = {}
    for span in _MERGED.findall(part):
        column, top, _, bottom = range_boundaries(span.decode())
        text = rows[top - 1][column - 1] if top <= len(rows) and column <= len(rows[top - 1]) else ""
        if text:
            found |= {(number, column - 1): text for number in range(top + 1, min(bottom, len(rows)) + 1)}
    return found


def _cell_text(cell: Any) -> str:
    """What a cell shows: text, a day as YYYY-MM-DD, a month as YYYY-MM, or a number with the money of its format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if _shows_a_day(cell.number_format) else f"{value:%Y-%m}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = str(int(value)) if float(value).is_integer() else str(value)
        return f"{number} {_shown_beside(cell.number_format)}".strip()
    return str(value).strip()


@cache
def _shows_a_day(number_format: str) -> bool:
    """Whether a format of dates shows more than the month and the year."""
    signs = re.sub(r"\"[^\"]*\"|\\.|\[[^\]]*\]", "", number_format).lower()
    return not ("m" in signs and "y" in signs) or "d" in signs


@cache
def _shown_beside(number_format: str) -> str:
    """The money, unit or sign that a format shows beside a number.

    Formats that Excel has from the start show the money of the computer they are read on, which says nothing.
    """
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    first = number_format.partition(";")[0]
    if number_format in BUILTIN_FORMATS.values():
        return "%" if "%" in first else ""
    shown = re.findall(r"\[\$([^\]-]+)[^\]]*\]|\"([^\"]*)\"|([$%\u00a5\u20a9\u20ac\u00a3])", first)
    return " ".join(filter(None, (one.strip() for each in shown for one in each)))
