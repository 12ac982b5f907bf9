"""Decisions: append-only, by record id, kept through new readings; words taught."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jangmadang.errors import InputError
from jangmadang.reading.mentions.tables import Alias, load_tables
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import EventRecord, PriceRecord, Reading
from jangmadang.reading.records.review import (
    DECISIONS,
    decide,
    read_decisions,
    reviewed_records,
    taught_aliases,
    teach,
    usable_records,
)
from jangmadang.reading.records.store import read_records, read_unread, write_readings
from tests.reading.made import event, keep

TEXT = "In Hyesan a kilogram of rice cost 5,200 won. A kilogram of corn cost 2,100 won. Sticky millet cost 3 yuan."


def store(folder: Path, text: str = TEXT, aliases: tuple[Alias, ...] = ()) -> Reading:
    reading = read_text(text, "report.txt", tables=load_tables(aliases))
    write_readings(folder, [reading], {reading.text_sha256: text})
    return reading


def prices(folder: Path) -> list[PriceRecord]:
    return [record for record in reviewed_records(folder) if record.type == "price"]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    reading = store(tmp_path)
    assert read_records(tmp_path) == reading.records
    assert read_unread(tmp_path) == reading.unread
    assert (tmp_path / "texts" / f"{reading.text_sha256[:16]}.txt").read_text("utf-8") == TEXT
    store(tmp_path)
    assert len(read_records(tmp_path)) == len(reading.records)
    assert not list(tmp_path.glob(".*"))


def test_decisions_hold_for_a_new_reading(tmp_path: Path) -> None:
    store(tmp_path)
    rice, corn, millet = prices(tmp_path)
    decide(tmp_path, rice, "accept")
    decide(tmp_path, corn, "edit", low=2150, high=2150, place="KP.ryanggang")
    decide(tmp_path, millet, "reject")
    store(tmp_path)
    rice, corn, millet = prices(tmp_path)
    assert [record.review for record in (rice, corn, millet)] == ["accepted", "edited", "rejected"]
    assert (corn.low, corn.place and corn.place.id) == (2150, "KP.ryanggang")
    assert usable_records(tmp_path) == [rice, corn]


def test_a_time_is_given_as_a_day_or_two(tmp_path: Path) -> None:
    store(tmp_path)
    rice, corn, millet = prices(tmp_path)
    decide(tmp_path, rice, "edit", time="2025-05-01")
    decide(tmp_path, corn, "edit", time="2025-05-01/2025-05-31")
    rice, corn, _ = prices(tmp_path)
    assert rice.time and (rice.time.precision, rice.time.start, rice.time.end) == ("day", *[date(2025, 5, 1)] * 2)
    assert corn.time and (corn.time.precision, corn.time.end) == ("month", date(2025, 5, 31))
    for wrong in ("2025-02-30", "2025-05-02/2025-05-01", "May"):
        with pytest.raises(InputError):
            decide(tmp_path, millet, "edit", time=wrong)


def test_a_field_beside_the_claim_is_given_by_its_value(tmp_path: Path) -> None:
    keep(tmp_path, event("event-1", "border_closure", "2026-05-03", status=None))
    (event_,) = reviewed_records(tmp_path)
    decide(tmp_path, event_, "edit", status="ended")
    (event_,) = reviewed_records(tmp_path)
    assert isinstance(event_, EventRecord) and event_.status
    assert (event_.status.value, event_.status.basis) == ("ended", "stated")
    decide(tmp_path, event_, "edit", status="null")
    (event_,) = reviewed_records(tmp_path)
    assert isinstance(event_, EventRecord) and event_.status is None
    with pytest.raises(InputError, match=r"status.value: Input should be 'occurred'"):
        decide(tmp_path, event_, "edit", status="someday")


def test_the_last_decision_holds_and_none_is_lost(tmp_path: Path) -> None:
    store(tmp_path)
    first = prices(tmp_path)[0]
    decide(tmp_path, first, "reject")
    decide(tmp_path, first, "accept")
    assert prices(tmp_path)[0].review == "accepted"
    assert [decision.action for decision in read_decisions(tmp_path)] == ["reject", "accept"]


def test_an_accepted_record_outlives_a_reader_that_no_longer_finds_it(tmp_path: Path) -> None:
    reading = store(tmp_path)
    decide(tmp_path, prices(tmp_path)[0], "accept")
    write_readings(tmp_path, [reading.model_copy(update={"records": []})], {})
    (kept,) = reviewed_records(tmp_path)
    assert kept.review == "accepted" and "not_read_again" in kept.flags


def test_ids_do_not_change_with_a_word_taught(tmp_path: Path) -> None:
    before = store(tmp_path).records
    decide(tmp_path, [record for record in before if record.type == "price"][2], "accept")
    teach(tmp_path, "item", "Sticky millet", "grain.millet")
    aliases = taught_aliases(read_decisions(tmp_path))
    after = store(tmp_path, aliases=aliases).records
    assert {record.id for record in before if record.type == "price"} == {r.id for r in after if r.type == "price"}
    assert prices(tmp_path)[2].item_text == "Sticky millet"
    assert prices(tmp_path)[2].review == "accepted"
    assert before[0].run.tables != after[0].run.tables


def test_likely_records_only_on_request(tmp_path: Path) -> None:
    store(tmp_path)
    assert usable_records(tmp_path) == []
    assert {record.review for record in usable_records(tmp_path, include_likely=True)} == {"unreviewed"}


@pytest.mark.parametrize("fields", [{"low": "many"}, {"id": "x"}, {"itemid": "grain.corn"}, {"phase": "later"}])
def test_a_wrong_edit_is_refused(tmp_path: Path, fields: dict[str, str]) -> None:
    store(tmp_path)
    with pytest.raises(InputError):
        decide(tmp_path, prices(tmp_path)[0], "edit", **fields)
    assert read_decisions(tmp_path) == []


def test_a_wrong_lesson_and_a_broken_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'grain.rice'"):
        teach(tmp_path, "item", "ssal", "grain.ricee")
    (tmp_path / DECISIONS).write_text("{no json\n", "utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_decisions(tmp_path)
