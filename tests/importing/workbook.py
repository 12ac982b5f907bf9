"""A small Excel workbook, made by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_workbook(path: Path, rows: list[list[str | float]], dates: tuple[int, ...] = ()) -> Path:
    """Write rows as the second of two files named, so that the sheet's name must be looked up; `dates` are columns."""
    texts: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            at = f"{chr(65 + column)}{number}"
            if value == "":
                continue
            if isinstance(value, str):
                texts.append(value)
                cells.append(f'<c r="{at}" t="s"><v>{len(texts) - 1}</v></c>')
            else:
                style = ' s="1"' if column in dates else ""
                cells.append(f'<c r="{at}"{style}><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    relation = f'<Relationship Id="rId7" Type="{OFFICE}/worksheet" Target="worksheets/prices.xml"/>'
    sheet = '<sheet name="p" r:id="rId7"/>'
    parts = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>",
        "xl/worksheets/prices.xml": f"<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>",
        "xl/styles.xml": f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path
