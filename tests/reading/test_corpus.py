"""Reports in our own words: what the reader must find in each, and what it must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Place, Reading, Record, Said

CORPUS = Path(__file__).parent / "corpus"
REPORTS = [entry for path in sorted(CORPUS.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
FACTS = ("asserted", "habitual")


def read(entry: dict[str, Any]) -> Reading:
    return read_text(entry["text"], entry["id"], entry.get("published"))


def of_type(reading: Reading, kind: str) -> list[Any]:
    return [record for record in reading.records if record.type == kind and record.modality in FACTS]


def place_of(record: Record) -> str | None:
    return record.place.id if record.place else None


def said(field: Said[str] | Place | None) -> str | None:
    """A field beside the claim: its value, with a ~ where it is not stated but carried over."""
    if field is None:
        return None
    value = field.id if isinstance(field, Place) else field.value
    return value if field.basis == "stated" else f"~{value}"


def as_set(rows: list[list[Any]]) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in rows}


def test_the_corpus_holds_at_least_sixty_reports() -> None:
    assert len(REPORTS) >= 60
    assert len({entry["id"] for entry in REPORTS}) == len(REPORTS)


@pytest.mark.parametrize("entry", REPORTS, ids=lambda entry: entry["id"])
def test_prices_and_rates_are_complete(entry: dict[str, Any]) -> None:
    reading = read(entry)
    prices = [
        [p.item_id, p.low, p.high, p.currency, p.per_unit, place_of(p), p.phase] for p in of_type(reading, "price")
    ]
    assert as_set(prices) == as_set(entry.get("prices", []))
    rates = [[r.base, r.low, r.high, place_of(r), r.phase] for r in of_type(reading, "fx")]
    assert as_set(rates) == as_set(entry.get("fx", []))


@pytest.mark.parametrize("entry", REPORTS, ids=lambda entry: entry["id"])
def test_flows_changes_and_events(entry: dict[str, Any]) -> None:
    reading = read(entry)
    found = {
        "flows": [[f.direction, f.item_id, said(f.channel)] for f in of_type(reading, "flow")],
        "changes": [[c.target, c.direction] for c in of_type(reading, "change")],
        "events": [[e.event_type, said(e.status), said(e.place)] for e in of_type(reading, "event")],
    }
    for kind, rows in found.items():
        if kind in entry:
            assert as_set(rows) == as_set(entry[kind]), kind


@pytest.mark.parametrize("entry", [e for e in REPORTS if "hedged" in e], ids=lambda entry: entry["id"])
def test_hedged_statements_keep_their_modality(entry: dict[str, Any]) -> None:
    records = read(entry).records
    for kind, word, modality in entry["hedged"]:
        assert any(r.type == kind and r.modality == modality and word in str(r.model_dump()) for r in records)


@pytest.mark.parametrize("entry", [e for e in REPORTS if "times" in e], ids=lambda entry: entry["id"])
def test_times_are_resolved_only_where_they_can_be(entry: dict[str, Any]) -> None:
    times = [record.time for record in of_type(read(entry), "price")]
    found = [[time.text, time.start, time.end, time.basis] for time in times if time]
    assert as_set(found) == as_set(entry["times"])
    assert all(isinstance(value, date) or value is None for row in found for value in row[1:3])


@pytest.mark.parametrize("entry", REPORTS, ids=lambda entry: entry["id"])
def test_offsets_reproduce_the_words(entry: dict[str, Any]) -> None:
    reading = read(entry)
    text = entry["text"]
    for record in reading.records:
        for words in record.evidence:
            assert text[words.start : words.end] == words.exact
            assert text[: words.start].endswith(words.prefix) and text[words.end :].startswith(words.suffix)
    for entry_ in reading.unread:
        assert text[entry_.start : entry_.end] == entry_.exact
