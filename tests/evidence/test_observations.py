"""The one observation schema: the shipped table, what a place or a date adds to its noise, and shared figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jangmadang.evidence.observations import Observation, each_place
from jangmadang.evidence.shipped import shipped_prices, shipped_rows

YUAN = Observation(
    "a", date(2024, 11, 24), date(2024, 11, 24), "Hyesan", "cny", 2400.0, 2400.0, "exact", "KPW", 1.0, "each",
    date(2024, 11, 24), "https://example.org", "Daily NK", "daily_nk", "day", "",
)  # fmt: skip


def on(day: date) -> Observation:
    return replace(YUAN, date_start=day, date_end=day, known_on=day)


def test_shipped_table_reads_whole() -> None:
    observations = shipped_prices()
    assert len({o.id for o in observations}) == len(observations) > 1400
    assert sum(o.disputed for o in observations) == 12 * 2
    assert all(o.date_start <= o.date_end <= o.known_on for o in observations)
    assert all(o.source for o in observations)


def test_shipped_table_holds_what_it_held_in_its_first_format() -> None:
    """Counts and sums measured before the table was brought to the observation schema."""
    rows, observations = shipped_rows(), shipped_prices()
    assert [row.id for row in rows] == [f"prices_press row {n}" for n in range(1, 1509)]
    assert [sum(row.use == use for row in rows) for use in ("", "disputed", "exclude")] == [1452, 12, 44]
    assert len(observations) == 1755
    assert sum(o.noise for o in observations) == pytest.approx(186.90, abs=1e-9)
    assert sum(o.value for o in observations) == pytest.approx(13_885_675.14, abs=1e-6)
    assert [sum(o.bound == bound for o in observations) for bound in ("exact", "range")] == [1719, 36]
    assert sum(o.basis == "week" for o in rows) == 285 and sum(o.basis == "month" for o in rows) == 246


def test_excluded_rows_are_dropped() -> None:
    assert each_place([replace(YUAN, use="exclude"), replace(YUAN, id="b")]) == [replace(YUAN, id="b")]


def test_a_figure_of_several_places_gives_each_with_double_noise() -> None:
    both = each_place([replace(YUAN, place="Pyongyang/Hyesan")])
    assert [(o.id, o.place) for o in both] == [("a Pyongyang", "Pyongyang"), ("a Hyesan", "Hyesan")]
    assert both[0].noise == 2 * YUAN.noise


def test_noise_doubles_after_2019_and_is_ten_percent_while_contested() -> None:
    assert on(date(2019, 6, 1)).noise == pytest.approx(0.02)
    assert YUAN.noise == pytest.approx(0.04)
    assert on(date(2025, 9, 15)).noise == pytest.approx(0.10)


def test_value_is_the_middle_for_one_unit() -> None:
    assert replace(YUAN, low=2000.0, bound="range").value == 2200
    assert replace(YUAN, high=None, bound="lower").value == 2400
    assert replace(YUAN, per_qty=1.5, low=5.3, high=5.3).value == pytest.approx(5.3 / 1.5)
