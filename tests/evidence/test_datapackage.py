"""`datapackage.json` describes the evidence tables as they are, for tools that read Data Packages."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import jangmadang

DATA = Path(jangmadang.__file__).parent / "evidence" / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text("utf-8"))
READ: dict[str, Callable[[str], object]] = {
    "number": float,
    "string": str,
    "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def test_it_names_every_table_and_the_licence() -> None:
    assert [resource["path"] for resource in PACKAGE["resources"]] == sorted(path.name for path in DATA.glob("*.csv"))
    assert PACKAGE["licenses"][0]["name"] == "Apache-2.0" and (DATA / "LICENCES.txt").is_file()
    assert PACKAGE["version"] == jangmadang.__version__


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=lambda resource: resource["name"])
def test_a_table_has_these_columns_of_these_types_and_its_key(resource: dict) -> None:  # type: ignore[type-arg]
    with (DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    fields = resource["schema"]["fields"]
    assert header == [field["name"] for field in fields]
    for number, field in enumerate(fields):
        for row in rows:
            assert row[number] == "" or READ[field["type"]](row[number]) is not None
    for name in resource["schema"].get("primaryKey", ()):
        keys = [row[header.index(name)] for row in rows]
        assert len(keys) == len(set(keys)) and all(keys)
