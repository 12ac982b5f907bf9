"""The columns of state as world/columns.yaml declares them: for the makers of types and pages, `explain`, and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError, nearest_name
from jangmadang.scenario.yaml_files import read_yaml
from jangmadang.world.tables import LENGTHS

COLUMNS = Path(str(files("jangmadang.world"))) / "columns.yaml"
TYPES = ("b1", "f4", "f8", "i1", "i4", "i8", "u1")
SERIES = ("sum", "mean")


@dataclass(frozen=True)
class Declared:
    """What is declared of one column; the head of columns.yaml says what each part means."""

    type: str
    unit: str
    meaning: str
    writers: tuple[str, ...]
    axes: tuple[str, ...] = ()
    kept: bool = True
    series: str = ""


@cache
def declared_columns(path: Path = COLUMNS) -> Mapping[str, Mapping[str, Declared]]:
    """Every column by table and name, in the order in which they lie in memory.

    Raises
    ------
    InputError
        If a column lacks a part or has an unknown one; the message names the column.
    """
    return {
        table: {name: _declared(f"{path.name}, {table}.{name}", parts) for name, parts in columns.items()}
        for table, columns in read_yaml(path).items()
    }


def _declared(where: str, parts: dict[str, Any]) -> Declared:
    """One column, or an error that says what is wrong with it."""
    known = [field.name for field in fields(Declared)]
    if unknown := [part for part in parts if part not in known]:
        raise InputError(f"{where}: a column has no '{unknown[0]}'; {nearest_name(unknown[0], known)}")
    if lacking := [part for part in ("type", "unit", "meaning", "writers") if part not in parts]:
        raise InputError(f"{where} lacks its {' and '.join(lacking)}")
    given: dict[str, Any] = {part: tuple(value) if isinstance(value, list) else value for part, value in parts.items()}
    column = Declared(**given)
    named = [("type", column.type, TYPES), ("series", column.series or SERIES[0], SERIES)]
    named += [("axis", axis, tuple(LENGTHS)) for axis in column.axes]
    for part, name, names in named:
        if name not in names:
            raise InputError(f"{where}: '{name}' is no {part}; {nearest_name(name, names)}")
    return column
