"""Accepted records become observations: items, units, dates, bounds, and what is left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jangmadang.errors import InputError
from jangmadang.evidence.observations import MODEL_PLACES, SOMEWHERE
from jangmadang.evidence.run_series import run_series
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.evidence.table import read_observations, write_observations
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.records.adding import add_to_table
from jangmadang.reading.records.observing import load_names, observed, publisher_of
from jangmadang.reading.records.records import Time
from jangmadang.reading.records.review import decide, reviewed_records
from tests.reading.made import fx, keep, on, price


def only(record: Any, *among: Any) -> Any:
    (observation,), left_out = observed([record], among)
    assert not left_out
    return observation


def why(record: Any, *among: Any) -> str:
    found, ((_, reason),) = observed([record], among)
    assert not found
    return reason


def test_a_price_as_an_observation() -> None:
    o = only(price("price-1", time=on("2026-05-04", "2026-05-10", "week"), low=5000.0, bound="range"))
    assert (o.id, o.item, o.place, o.low, o.high, o.bound) == ("price-1", "rice", "Hyesan", 5000, 5200, "range")
    assert (o.date_start, o.date_end, o.basis) == (date(2026, 5, 4), date(2026, 5, 10), "week")
    assert (o.known_on, o.source, o.currency, o.per_qty, o.unit) == (date(2026, 5, 15), "report.txt", "KPW", 1, "kg")
    assert o.note == "unreviewed (confirmed); 'rice'"


def test_a_rate_is_yuan_or_dollar_in_won() -> None:
    assert [only(fx("fx-1", base=base)).item for base in ("CNY", "USD")] == ["cny", "usd"]
    o = only(fx("fx-1"))
    assert (o.currency, o.unit, o.date_start, o.basis) == ("KPW", "each", date(2026, 5, 15), "published")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"per_qty": 500.0, "per_unit": "g"}, ("rice", 0.5, "kg")),
        ({"per_unit": "t"}, ("rice", 1000, "kg")),
        ({"item_id": "fuel.diesel", "per_unit": "l"}, ("diesel", 1, "litre")),
        ({"item_id": "med.painkiller", "per_qty": 10.0, "per_unit": "pill"}, ("med.painkiller", 10, "pill")),
        ({"item_id": "apparel.coat", "per_qty": None, "per_unit": None}, ("apparel.coat", 1, "each")),
        ({"price_type": "state"}, ("rice_state", 1, "kg")),
        ({"price_type": "credit"}, ("rice_credit", 1, "kg")),
        ({"item_id": "fungi.lingzhi", "price_type": "purchase"}, ("lingzhi", 1, "kg")),
        ({"item_id": "meat.pork", "price_type": "wholesale"}, ("pork_wholesale", 1, "kg")),
    ],
)
def test_items_and_units(fields: dict[str, Any], expected: tuple[str, float, str]) -> None:
    o = only(price("price-1", **fields))
    assert (o.item, o.per_qty, o.unit) == expected


@pytest.mark.parametrize(
    ("bound", "expected"),
    [("min", (5200, None, "lower")), ("max", (None, 5200, "upper")), ("about", (5200, 5200, "about"))],
)
def test_bounds(bound: str, expected: tuple[float | None, float | None, str]) -> None:
    o = only(price("price-1", bound=bound))
    assert (o.low, o.high, o.bound) == expected


def test_what_is_no_observation() -> None:
    unresolved = Time(text="last autumn", precision="relative", basis="unresolved")
    assert "no date, and no day of publication" in why(price("price-1", published=None))
    assert "not resolved" in why(price("price-1", time=unresolved))
    assert "only to the year" in why(price("price-1", time=on("2025-01-01", "2025-12-31", "year")))
    assert "after its publication" in why(price("price-1", time=on("2026-06-01")))
    assert "earlier price" in why(price("price-1", phase="before"))
    assert "in KRW" in why(price("price-1", currency="KRW"))
    assert "no unit" in why(price("price-1", per_qty=None, per_unit=None))
    assert "no positive price" in why(price("price-1", low=0.0))
    assert "perhaps abroad" in why(price("price-1", None, flags=["unknown_place"]))
    assert only(price("price-1", None, flags=["unknown_place"], review="accepted")).place == SOMEWHERE


def test_the_earlier_price_of_a_comparison_needs_a_date_of_its_own() -> None:
    time = on("2026-04-01", "2026-04-30", "month")
    before = price("price-1", phase="before", pair_id="p", time=time)
    now = price("price-2", pair_id="p", time=time)
    assert "earlier price" in why(before, before, now)
    assert "date shared with the earlier price" in only(now, before, now).note
    later = price("price-2", pair_id="p", time=on("2026-05-10"))
    assert only(before, before, later).date_end == date(2026, 4, 30)


def test_a_period_ends_with_its_publication_and_places_without_name_are_somewhere() -> None:
    o = only(price("price-1", None, time=on("2026-05-01", "2026-05-31", "month")))
    assert (o.date_end, o.place) == (date(2026, 5, 15), SOMEWHERE)
    o = only(price("price-1", "KP.north_hamgyong.kilju", published=None, time=on("2026-05-01")))
    assert (o.known_on, o.place) == (date(2026, 5, 1), "KP.north_hamgyong.kilju")
    assert "day of publication unknown" in o.note


def test_publishers_are_found_in_the_name_first() -> None:
    names = load_names()
    assert publisher_of("www.dailynk.com/x", "Asiapress says", names) == "Daily NK"
    assert publisher_of("a.txt", "Daily NK; Asiapress and Asiapress", names) == "Asiapress"
    assert publisher_of("a.txt", "surfaces", names) == ""


def test_names_are_those_of_the_reader_and_of_the_evidence() -> None:
    names, tables = load_names(), load_tables()
    assert set(names.items) <= tables.item_ids and set(names.places) <= tables.place_ids
    assert set(names.units) <= set(tables.data["money_and_units"]["measures"])
    known = {o.item for o in shipped_prices()} | set(run_series()) | {"dog_meat"}
    assert set(names.items.values()) <= known
    assert set(names.places.values()) - {SOMEWHERE} <= set(MODEL_PLACES)


def test_rows_follow_the_decisions_and_a_second_call_changes_nothing(tmp_path: Path) -> None:
    folder, path = tmp_path / "reading", tmp_path / "new" / "table.csv"
    rice, corn, weak = price("price-1"), price("price-2", item_id="grain.corn"), price("price-3", level="weak")
    keep(folder, rice, corn, weak)
    result = add_to_table(folder, path)
    assert not result.added and [reason for _, reason in result.left_out][0].startswith("not reviewed")
    assert not path.exists()

    decide(folder, rice, "accept")
    result = add_to_table(folder, path, include_likely=True)
    assert [o.id for o in result.added] == ["price-1", "price-2"]
    rows = {row.id: row for row in read_observations(path)}
    assert rows["price-1"].note.startswith("accepted") and rows["price-2"].note.startswith("unreviewed (confirmed)")
    assert rows["price-1"].publisher == "Daily NK" and rows["price-1"].series == "daily_nk"

    before = path.stat().st_mtime_ns
    again = add_to_table(folder, path, include_likely=True)
    assert len(again.unchanged) == 2 and not (again.added or again.changed or again.removed)
    assert path.stat().st_mtime_ns == before

    decide(folder, rice, "edit", low=5300, high=5300)
    decide(folder, corn, "reject")
    result = add_to_table(folder, path, include_likely=True)
    assert [o.low for o in result.changed] == [5300]
    assert [(o.id, reason) for o, reason in result.removed] == [("price-2", "rejected")]
    assert [row.id for row in read_observations(path)] == ["price-1"]
    assert {record.review for record in reviewed_records(folder)} == {"edited", "rejected", "unreviewed"}


def test_rows_of_other_origins_stay_and_unreviewed_ones_go_when_not_asked_for(tmp_path: Path) -> None:
    folder, path = tmp_path / "reading", tmp_path / "table.csv"
    write_observations(path, shipped_prices()[:3])
    keep(folder, price("price-1"))
    add_to_table(folder, path, include_likely=True, publisher="A press")
    assert [row.publisher for row in read_observations(path)][3:] == ["A press"]
    result = add_to_table(folder, path)
    assert [reason for _, reason in result.removed] == ["not reviewed; --include-likely takes it"]
    assert read_observations(path) == shipped_prices()[:3]


def test_a_mark_set_in_the_table_outlives_a_changed_decision(tmp_path: Path) -> None:
    folder, path = tmp_path / "reading", tmp_path / "table.csv"
    keep(folder, price("price-1"))
    add_to_table(folder, path, include_likely=True)
    write_observations(path, [replace(row, use="disputed") for row in read_observations(path)])
    decide(folder, price("price-1"), "edit", low=5100)
    (row,) = add_to_table(folder, path).changed
    assert (row.low, row.use) == (5100, "disputed") and read_observations(path) == [row]


def test_a_rejected_record_that_is_no_longer_read_goes_too(tmp_path: Path) -> None:
    folder, path = tmp_path / "reading", tmp_path / "table.csv"
    keep(folder, price("price-1"), price("price-2"))
    add_to_table(folder, path, include_likely=True)
    decide(folder, price("price-1"), "reject")
    keep(folder, price("price-2"))
    assert [row.id for row, _ in add_to_table(folder, path, include_likely=True).removed] == ["price-1"]


def test_an_empty_folder_and_an_unusable_table_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="read reports first"):
        add_to_table(tmp_path / "none", tmp_path / "t.csv")
    keep(tmp_path / "reading", price("price-1", item_id="", per_unit="kg"))
    with pytest.raises(InputError, match="field item: is empty"):
        add_to_table(tmp_path / "reading", tmp_path / "t.csv", include_likely=True)
    assert not (tmp_path / "t.csv").exists()
