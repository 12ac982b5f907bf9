"""The cells of a table file, whatever it was saved with: separators, encodings, byte order marks, workbooks."""

from __future__ import annotations

import csv
import io
import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jangmadang.errors import InputError

LARGEST = 50_000_000
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or one with a password"),
    (b"%PDF", "a PDF"),
)
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Cells:
    """Rows of text, the heading first, and how they were written: `encoding`, and `separator` (empty: a workbook)."""

    rows: list[list[str]]
    encoding: str
    separator: str


def read_cells(path: Path) -> Cells:
    """Read a table of text.

    Parameters
    ----------
    path : a file of separated values (`,`, `;`, tab or `|`; UTF-8, UTF-16, CP949 or Windows-1252), or a workbook
        (.xlsx), of which the first sheet counts.

    Raises
    ------
    InputError
        If it cannot be read; the message says what the file is and how to save it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: is larger than a table may be ({LARGEST / 1e6:.0f} MB); split it")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the path") from None
    if data.startswith(b"PK\x03\x04"):
        return Cells(_of_workbook(path, data), "utf-8", "")
    for signature, kind in _OTHER_KINDS:
        if data.startswith(signature):
            raise InputError(f"{path}: is {kind}; save the table as .xlsx or as CSV (UTF-8)")
    text, encoding = _decoded(path, data)
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if declared:
        text = rest
    separator = declared[1] if declared else _separator_of(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: cannot be read ({error}); give a table of separated values in UTF-8") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise InputError(f"{path}: holds no rows")
    return Cells(rows, encoding, separator)


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
    """The separator that cuts the first lines into most fields of one number."""
    lines = text.splitlines()[:20]

    def fields(separator: str) -> int:
        try:
            return min((len(row) for row in csv.reader(lines, delimiter=separator) if row), default=0)
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=lambda separator: (fields(separator), -_SEPARATORS.index(separator)))


def _of_workbook(path: Path, data: bytes) -> list[list[str]]:
    """The cells of a workbook's first sheet, dates as YYYY-MM-DD; of merged cells the first holds what they say."""
    from openpyxl import load_workbook  # not above: most tables are text

    try:
        with warnings.catch_warnings():  # of what a workbook holds beside cells
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            rows = [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception:  # whatever a broken file makes of a reader
        raise InputError(f"{path}: is no Excel workbook that can be read; save the table as CSV (UTF-8)") from None
    width = max((len(row) for row in rows), default=0)
    full = [row + [""] * (width - len(row)) for row in rows if any(row)]
    if not full:
        raise InputError(f"{path}: its first sheet holds no rows")
    return full


def _cell_text(value: object) -> str:
    """What a cell shows: text, a day, or a number."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
