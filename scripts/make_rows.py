"""Write src/jangmadang/world/dtypes.py and rows.py from world/columns.yaml and the data packs: `make rows`.

With --check nothing is written, and the exit code says whether one of them is stale. Types in memory are written as
code, and not read from the YAML at each start, so that a change of words compiles nothing anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).resolve().parents[1] / "src"
WORLD = SOURCE / "jangmadang" / "world"
sys.path.insert(0, str(SOURCE))

from jangmadang.scenario import load  # noqa: E402
from jangmadang.world.declared import Declared, declared_columns  # noqa: E402

MOST_AXES = 5
HEAD = '''\
"""Names and types of all that a step reads and writes, for the type checker; nothing here runs.

Written by `make rows` from world/columns.yaml and the data packs; do not edit. A row's column is a number or an array
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
DTYPES_HEAD = '''\
"""How the columns of state lie in memory, which of them last only for the week, and how tallies become series.

Written by `make rows` from world/columns.yaml; do not edit.
"""

from __future__ import annotations

import numpy as np

from jangmadang.world.tables import LENGTHS


def _along(*axes: str) -> tuple[int, ...]:
    """Shape of a column along some axes."""
    return tuple(LENGTHS[axis] for axis in axes)


'''
DTYPES_TAIL = '''\
KEPT_HOUSEHOLD = np.dtype(
    [(name, HOUSEHOLD[name]) for name in HOUSEHOLD.names or () if name not in OF_THE_WEEK], align=True
)


def dtypes_of_state() -> dict[str, np.dtype]:
    """Types of the arrays of a world that have columns."""
    return {
        "households": KEPT_HOUSEHOLD,
        "markets": MARKET,
        "traders": TRADER,
        "nation": NATION,
        "tallies": TALLY,
        "border": BORDER_TALLY,
    }
'''
TABLES = {
    "Household": ("Households", "HOUSEHOLD", "A row of households"),
    "Market": ("Markets", "MARKET", "A market"),
    "Trader": ("Traders", "TRADER", "A trader"),
    "Nation": ("NationRows", "NATION", "National accounts and what all markets share"),
    "Tally": ("Tallies", "TALLY", "What is measured in a market this week"),
    "BorderTally": ("BorderRows", "BORDER_TALLY", "What is measured at the border and of national accounts this week"),
}
TIGHT = ("TALLY", "BORDER_TALLY")  # tables of floats alone, which are also read as plain matrices
SCALARS = {"f": ("float", "float64"), "i": ("int", "int64"), "u": ("int", "int64"), "b": ("bool", "bool_")}


def row_type(code: str, axes: int) -> str:
    """Type of a column in a row."""
    kind = SCALARS[code[0]][0]
    return f"{'Floats' if kind == 'float' else 'Counts'}{axes}" if axes else kind


def table_type(code: str, axes: int) -> str:
    """Type of a column of a whole table."""
    return f"NDArray[np.{SCALARS[code[0]][1]}]"


def columns_of(dtype: np.dtype) -> dict[str, tuple[str, int]]:
    """Type and number of axes of each column of a record."""
    return {name: (dtype[name].base.kind, len(dtype[name].shape)) for name in dtype.names or ()}


def annotations(columns: Mapping[str, tuple[str, int]], of: str = "row") -> str:
    """Annotations of all columns."""
    write = row_type if of == "row" else table_type
    return "\n".join(f"    {name}: {write(*column)}" for name, column in columns.items())


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


def record_class(name: str, columns: Mapping[str, tuple[str, int]], meaning: str) -> str:
    """Class of one row."""
    return f'\n\nclass {name}:\n    """{meaning}."""\n\n{annotations(columns)}\n'


def rows_text() -> str:
    """The module of types for the type checker."""
    scenario = load("hyesan")
    text = HEAD + "".join(array_class(kind, axes) for kind in ("Float", "Count") for axes in range(1, MOST_AXES + 1))
    text += record_class(
        "Parameters",
        columns_of(scenario.parameter_record().dtype),
        "Parameters of a scenario; `use_` says whether a mechanism is on, `theory_` which rival theory of a room holds",
    )
    given = columns_of(scenario.weekly_paths(scenario.start, 1).dtype)
    text += record_class("Given", given, "A week's paths and its calendar")
    for row, (table, name, meaning) in TABLES.items():
        columns = {column: (item.type, len(item.axes)) for column, item in declared_columns()[name].items()}
        text += record_class(row, columns, meaning)
        text += TABLE.format(table=table, row=row, columns=annotations(columns, of="table"))
    return text


def dtypes_text() -> str:
    """The module of types in memory."""
    declared = declared_columns()
    tallies = declared["TALLY"]
    return (
        DTYPES_HEAD
        + "".join(dtype_text(name, columns) for name, columns in declared.items())
        + "#: Filled in before they are read, every week: no table keeps them.\n"
        + names_text("OF_THE_WEEK", (name for name, item in declared["HOUSEHOLD"].items() if not item.kept))
        + "#: Tallies whose sum over a place's markets is a recorded series, and those whose mean is one.\n"
        + names_text("SUMMED", (name for name, item in tallies.items() if item.series == "sum"))
        + names_text("AVERAGED", (name for name, item in tallies.items() if item.series == "mean"))
        + DTYPES_TAIL
    )


def dtype_text(table: str, columns: Mapping[str, Declared]) -> str:
    """Type of a table's row."""
    lines = "".join(f"        {_field(name, item)},\n" for name, item in columns.items())
    aligned = "" if table in TIGHT else "    align=True,\n"
    return f"{table} = np.dtype(\n    [\n{lines}    ]{',' if aligned else ''}\n{aligned})\n"


def _field(name: str, column: Declared) -> str:
    """One column as numpy reads it."""
    axes = ", ".join(f'"{axis}"' for axis in column.axes)
    along = f", _along({axes})" if axes else ""
    return f'("{name}", "{column.type}"{along})'


def names_text(constant: str, names: Iterable[str]) -> str:
    """A constant that holds names."""
    return f"{constant} = (\n" + "".join(f'    "{name}",\n' for name in names) + ")\n"


def main(arguments: list[str]) -> int:
    """Write both files, or with --check only say which is stale."""
    stale = []
    for name, text in (("dtypes.py", dtypes_text()), ("rows.py", rows_text())):
        path = WORLD / name
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
    if stale:
        print(f"stale: {' and '.join(stale)}; refresh with: make rows")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
