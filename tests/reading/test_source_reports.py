"""The two source reports are read completely (the reports are no part of the repository)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from jangmadang.reading.reader import read_text

ROOT = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("JANGMADANG_SOURCE_REPORTS", ROOT.parent / "shared" / "reports"))
EXPECTED = yaml.safe_load((Path(__file__).parent / "source_reports.yaml").read_text("utf-8"))
CASES = [
    pytest.param(name, row, id=f"{name}-{row['span'][0]}-{row['type']}-{number}")
    for name, report in EXPECTED.items()
    for number, row in enumerate(report["records"])
]
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the source reports are not here")


def text_of(name: str) -> str:
    data = (REPORTS / f"{name}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == EXPECTED[name]["sha256"], "another text than the one annotated"
    return data.decode("utf-8")


@pytest.mark.parametrize(("name", "row"), CASES)
def test_an_expected_record_is_found(name: str, row: dict[str, Any]) -> None:
    start, end = row["span"]
    values = {key: value for key, value in row.items() if key != "span"}
    at_place = [
        record.model_dump()
        for record in read_text(text_of(name), name).records
        if any(e.start < end and start < e.end for e in record.evidence)
    ]
    for record in at_place:  # of a field beside the claim only the value is compared, stated or carried
        record |= {key: record[key]["value"] for key in ("channel", "status") if record.get(key)}
    assert any(all(record.get(key) == value for key, value in values.items()) for record in at_place), [
        {key: record.get(key) for key in values} for record in at_place if record["type"] == row["type"]
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_price_is_made_up_and_no_number_is_lost(name: str) -> None:
    text = text_of(name)
    reading = read_text(text, name)
    expected = sum(row["type"] in ("price", "fx") for row in EXPECTED[name]["records"])
    assert sum(record.type in ("price", "fx") for record in reading.records) == expected
    assert not [entry for entry in reading.unread if entry.kind in ("amount", "numeral")]
