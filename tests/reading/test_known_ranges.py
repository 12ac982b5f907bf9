"""An amount far from all that is known of its item is never confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from jangmadang.evidence.shipped import shipped_prices
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.known_ranges import is_plausible, is_plausible_row

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


FOREIGN = {
    ("rice", "yuan"): 4.5, ("rice", "dollars"): 0.6, ("corn", "yuan"): 1.3, ("corn", "dollars"): 0.18,
    ("gasoline", "yuan"): 8.5, ("pork", "yuan"): 18, ("imported rice", "yuan"): 4.5,
}  # fmt: skip


@pytest.mark.parametrize(("item", "money"), FOREIGN)
@pytest.mark.parametrize("times", [1, 100, 0.01])
def test_so_is_an_amount_in_foreign_money(item: str, money: str, times: float) -> None:
    amount = f"{FOREIGN[item, money] * times:.6g} {money}"
    records = read_text(f"On March 7, 2026 a kilogram of {item} cost {amount} in Hyesan.").records
    prices = [record for record in records if record.type == "price"]
    assert len(prices) == 1
    assert prices[0].confidence.level == ("confirmed" if times == 1 else "weak"), prices[0]
    assert ("unlikely_amount" in prices[0].flags) == (times != 1)


@pytest.mark.parametrize(("money", "usual"), [("won", (20_000, 6_000)), ("yuan", (4, 1.2)), ("dollars", (0.6, 0.2))])
@pytest.mark.parametrize("times", [1, 100, 0.01])
def test_so_is_an_amount_in_a_table(money: str, usual: tuple[float, float], times: float) -> None:
    rows = [f"{item} | {price * times:.6g} {money} per kg" for item, price in zip(("rice", "corn"), usual, strict=True)]
    records = read_text("Hyesan market prices:\n" + "\n".join(rows), published=date(2026, 3, 7)).records
    assert [record.confidence.level for record in records] == ["confirmed" if times == 1 else "weak"] * 2


def test_foreign_money_is_changed_at_the_rate_of_its_own_years() -> None:
    assert is_plausible("grain.rice", 4.5, "CNY", "kg", date(2012, 6, 1))
    assert is_plausible("grain.rice", 4.5, "CNY", "kg", date(2026, 6, 1))
    assert is_plausible("grain.rice", 4.5, "CNY", "kg", None)
    assert not is_plausible("grain.rice", 450, "CNY", "kg", date(2012, 6, 1))
    assert is_plausible("grain.rice", 40_000, "RUB", "kg", None), "no rate of the rouble is known"


def test_a_litre_is_held_against_kilograms_where_few_litres_are_known() -> None:
    assert is_plausible("fuel.gasoline", 30_000, "KPW", "l", date(2026, 3, 7))
    assert not is_plausible("fuel.gasoline", 3_000_000, "KPW", "l", date(2026, 3, 7))
    assert not is_plausible("oil.cooking", 2_000, "CNY", "l", date(2026, 3, 7))


def test_every_shipped_price_is_plausible() -> None:
    assert all(is_plausible_row(row) for row in shipped_prices())


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
    assert not is_plausible("other.trampoline", 0.001, "CNY", "piece", None)
