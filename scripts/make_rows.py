"""Write src/jangmadang/world/rows.py from the tables of state and the data packs: `make rows`.

With --check nothing is written, and the exit code says whether the file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).resolve().parents[1] / "src"
ROWS = SOURCE / "jangmadang" / "world" / "rows.py"
sys.path.insert(0, str(SOURCE))

from jangmadang.scenario import load  # noqa: E402
from jangmadang.world.tables import BORDER_TALLY, HOUSEHOLD, MARKET, NATION, TALLY, TRADER  # noqa: E402

MOST_AXES = 5
HEAD = '''\
"""Names and types of all that a step reads and writes, for the type checker; nothing here runs.

Written by `make rows` from world/tables.py and the data packs; do not edit. A row's column is a number or an array
with a known number of axes: `Floats2` is a float array with two.
"""

# mypy: disable-error-code="override, overload-overlap, empty-body"
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Several = slice | NDArray[Any] | list[int]
Part = int | Several
'''
ARRAY = '''

class {kind}s{axes}(np.ndarray[Any, np.dtype[np.{dtype}]]):
    """{kind}s along {along}."""

{part}    @overload
    def __getitem__(self, at: {one}, /) -> {scalar}: ...
    @overload
    def __getitem__(self, at: {several}, /) -> NDArray[np.{dtype}]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | {several}, value: {scalar} | {values}, /) -> None: ...
'''
PART = """    @overload
    def __getitem__(self, at: {fewer}, /) -> {kind}s{axes}: ...
"""
TABLE = '''

class {table}(np.ndarray[Any, np.dtype[np.void]]):
    """Every {row}: a row by its number, a column of all rows by its name."""

{columns}

    @overload
    def __getitem__(self, at: int, /) -> {row}: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> {table}: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[{row}]: ...
'''
TABLES = {
    "Household": ("Households", HOUSEHOLD, "A row of households"),
    "Market": ("Markets", MARKET, "A market"),
    "Trader": ("Traders", TRADER, "A trader"),
    "Nation": ("NationRows", NATION, "National accounts and what all markets share"),
    "Tally": ("Tallies", TALLY, "What is measured in a market this week"),
    "BorderTally": ("BorderRows", BORDER_TALLY, "What is measured at the border and of national accounts this week"),
}
SCALARS = {"f": ("float", "float64"), "i": ("int", "int64"), "u": ("int", "int64"), "b": ("bool", "bool_")}


def row_type(dtype: np.dtype) -> str:
    """Type of a column in a row."""
    kind = SCALARS[dtype.base.kind][0]
    if not dtype.shape:
        return kind
    return f"{'Floats' if kind == 'float' else 'Counts'}{len(dtype.shape)}"


def table_type(dtype: np.dtype) -> str:
    """Type of a column of a whole table."""
    return f"NDArray[np.{SCALARS[dtype.base.kind][1]}]"


def columns(dtype: np.dtype, of: str = "row") -> str:
    """Annotations of all columns."""
    write = row_type if of == "row" else table_type
    return "\n".join(f"    {name}: {write(dtype[name])}" for name in dtype.names or ())


def array_class(kind: str, axes: int) -> str:
    """Class of a number array with so many axes."""
    scalar, dtype = ("float", "float64") if kind == "Float" else ("int", "int64")
    one = "int" if axes == 1 else f"tuple[{', '.join(['int'] * axes)}]"
    part = ""
    for given in range(1, axes):
        fewer = "int" if given == 1 else f"tuple[{', '.join(['int'] * given)}]"
        part += PART.format(fewer=fewer, kind=kind, axes=axes - given)
    along = "one axis" if axes == 1 else f"{axes} axes"
    tuples = [f"tuple[{', '.join(['Part'] * given)}]" for given in range(2, axes + 1)]
    values = "NDArray[Any]" if kind == "Float" else "NDArray[np.integer[Any]]"
    return ARRAY.format(
        kind=kind,
        axes=axes,
        dtype=dtype,
        along=along,
        part=part,
        one=one,
        several=" | ".join(["Several", *tuples]),
        scalar=scalar,
        values=values,
    )


def record_class(name: str, dtype: np.dtype, meaning: str) -> str:
    """Class of one row."""
    return f'\n\nclass {name}:\n    """{meaning}."""\n\n{columns(dtype)}\n'


def rows_text() -> str:
    """The whole module."""
    scenario = load("hyesan")
    text = HEAD + "".join(array_class(kind, axes) for kind in ("Float", "Count") for axes in range(1, MOST_AXES + 1))
    text += record_class(
        "Parameters",
        scenario.parameter_record().dtype,
        "Parameters of a scenario; `use_` says whether a mechanism is on, `theory_` which rival theory of a room holds",
    )
    text += record_class("Given", scenario.weekly_paths(scenario.start, 1).dtype, "A week's paths and its calendar")
    for row, (table, dtype, meaning) in TABLES.items():
        text += record_class(row, dtype, meaning)
        text += TABLE.format(table=table, row=row, columns=columns(dtype, of="table"))
    return text


def main(arguments: list[str]) -> int:
    """Write the file, or with --check only say whether it is stale."""
    text = rows_text()
    if "--check" not in arguments:
        ROWS.write_text(text, "utf-8")
    elif not ROWS.exists() or ROWS.read_text("utf-8") != text:
        print(f"stale: {ROWS.name}; refresh with: make rows")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
