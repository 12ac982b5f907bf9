"""The cells of a table file, whatever it was saved with: separators, encodings, byte order marks, workbooks."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from jangmadang.errors import InputError

LARGEST = 50_000_000
_SEPARATORS = ",;\t|"
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel, as it counts from March 1900 on
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


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
    for signature, kind in ((b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"), (b"%PDF", "a PDF")):
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
    """The cells of a workbook's first sheet, dates as YYYY-MM-DD."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = set(book.namelist())
            shared = _shared_texts(book, names)
            dates = _date_styles(book, names)
            sheet = ElementTree.fromstring(book.read(_first_sheet(book, names)))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, IndexError):
        raise InputError(f"{path}: is no Excel workbook that can be read; save the table as CSV (UTF-8)") from None
    rows: list[list[str]] = []
    for row in sheet.iter(f"{_SPREADSHEET}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_SPREADSHEET}c"):
            column = _column_of(cell.get("r", "")) if cell.get("r") else len(cells)
            cells += [""] * (column - len(cells)) + [_cell_text(cell, shared, dates)]
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    full = [row + [""] * (width - len(row)) for row in rows if any(cell.strip() for cell in row)]
    if not full:
        raise InputError(f"{path}: its first sheet holds no rows")
    return full


def _first_sheet(book: zipfile.ZipFile, names: set[str]) -> str:
    """Where the first sheet of a workbook lies."""
    sheet = next(ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_SPREADSHEET}sheet"))
    for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == sheet.get(_RELATION):
            target = str(relation.get("Target")).removeprefix("/")
            return target if target in names else f"xl/{target}"
    raise KeyError("no sheet")


def _shared_texts(book: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The texts that cells share."""
    if "xl/sharedStrings.xml" not in names:
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in entry.iter(f"{_SPREADSHEET}t")) for entry in root]


def _date_styles(book: zipfile.ZipFile, names: set[str]) -> set[int]:
    """Numbers of the styles that show a number as a date."""
    if "xl/styles.xml" not in names:
        return set()
    root = ElementTree.fromstring(book.read("xl/styles.xml"))
    own = {
        int(entry.get("numFmtId", "0"))
        for entry in root.iter(f"{_SPREADSHEET}numFmt")
        if re.search("[dmy]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", entry.get("formatCode", "").lower()))
    }
    found = root.find(f"{_SPREADSHEET}cellXfs")
    formats = [int(entry.get("numFmtId", "0")) for entry in found] if found is not None else []
    return {number for number, kind in enumerate(formats) if kind in _DATE_FORMATS | own}


def _column_of(reference: str) -> int:
    """Number of a column, from 0, of a reference such as AB12."""
    number = 0
    for letter in re.sub("[^A-Z]", "", reference):
        number = 26 * number + ord(letter) - 64
    return number - 1


def _cell_text(cell: ElementTree.Element, shared: list[str], dates: set[int]) -> str:
    """What a cell shows: text, a day, or a number."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_SPREADSHEET}t")).strip()
    value = cell.find(f"{_SPREADSHEET}v")
    text = (value.text or "").strip() if value is not None else ""
    if kind == "s" and text:
        return shared[int(text)].strip()
    if kind == "n" and text and int(cell.get("s", "0")) in dates:
        return (_FIRST_DAY + timedelta(days=int(float(text)))).isoformat()
    return text[:-2] if kind == "n" and text.endswith(".0") else text
