"""An amount far from all that is known of its item is never confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from jangmadang.reading.known_ranges import is_plausible
from jangmadang.reading.reader import read_text

SENTENCES = {
    "grain.rice": "On March 7, 2026 a kilogram of rice cost {:,g} won in Hyesan.",
    "grain.corn": "On March 7, 2026 a kilogram of corn cost {:,g} won in Hyesan.",
    "CNY": "On March 7, 2026 one yuan cost {:,g} won in Hyesan.",
    "USD": "On March 7, 2026 one dollar cost {:,g} won in Hyesan.",
}
USUAL = {"grain.rice": 20_000, "grain.corn": 6_000, "CNY": 5_000, "USD": 36_000}


@pytest.mark.parametrize("item", SENTENCES)
@pytest.mark.parametrize("times", [1, 100, 0.01])
def test_a_hundred_times_off_is_never_confirmed(item: str, times: float) -> None:
    records = read_text(SENTENCES[item].format(USUAL[item] * times)).records
    levels = {record.confidence.level for record in records if record.type in ("price", "fx")}
    if times == 1:
        assert levels == {"confirmed"}
    else:
        assert "confirmed" not in levels and "likely" not in levels
        assert all("unlikely_amount" in record.flags for record in records if record.type in ("price", "fx"))


def test_an_amount_is_held_against_the_prices_of_its_own_years() -> None:
    assert is_plausible("grain.rice", 5_000, "KPW", "kg", date(2016, 6, 1))
    assert not is_plausible("grain.rice", 60_000, "KPW", "kg", date(2016, 6, 1))
    assert is_plausible("grain.rice", 60_000, "KPW", "kg", None)


def test_units_are_turned_before_they_are_compared() -> None:
    assert is_plausible("grain.rice", 20_000_000, "KPW", "t", None)
    assert not is_plausible("grain.rice", 20_000, "KPW", "t", None)


def test_of_an_item_no_report_knows_only_the_least_is_known() -> None:
    assert is_plausible("other.trampoline", 90_000, "KPW", "piece", None)
    assert not is_plausible("other.trampoline", 9, "KPW", "piece", None)
    assert is_plausible("other.trampoline", 9, "CNY", "piece", None)
