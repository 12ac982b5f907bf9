"""What world/columns.yaml says is complete, and a slip in it is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from jangmadang.errors import InputError
from jangmadang.world import dtypes
from jangmadang.world.declared import declared_columns

GOOD = "MARKET: {wage: {type: f8, axes: [crop], unit: '1', meaning: Wages, writers: [state]}}"


@pytest.mark.parametrize("table", declared_columns())
def test_memory_is_as_declared(table: str) -> None:
    in_memory = getattr(dtypes, table)
    assert in_memory.names == tuple(declared_columns()[table])
    for name, column in declared_columns()[table].items():
        assert in_memory[name].base == column.type and len(in_memory[name].shape) == len(column.axes), name
        assert column.meaning and column.writers, f"{name} has no meaning or no writer"


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("[crop]", "[crops]", "bad.yaml, MARKET.wage: 'crops' is no axis; did you mean 'crop'?"),
        ("f8", "f16", "'f16' is no type; known: b1, f4"),
        ("unit: '1', ", "", "MARKET.wage lacks its unit"),
        ("writers", "writer", "a column has no 'writer'; did you mean 'writers'?"),
        ("Wages,", "Wages, series: median,", "'median' is no series; did you mean 'mean'?"),
    ],
)
def test_a_slip_is_named(right: str, wrong: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(GOOD, "utf-8")
    assert declared_columns(path)["MARKET"]["wage"].axes == ("crop",)
    path = tmp_path / "again" / "bad.yaml"
    path.parent.mkdir()
    path.write_text(GOOD.replace(right, wrong), "utf-8")
    with pytest.raises(InputError) as raised:
        declared_columns(path)
    assert words in str(raised.value)
