"""What stands in another clause, or beside what is told, is not said of it: its day, its good, which way it goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jangmadang.reading.reader import read_text

PUBLISHED = date(2026, 6, 15)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def records(text: str, kind: str) -> list[Any]:
    return [record for record in read_text(text, published=PUBLISHED).records if record.type == kind]


@pytest.mark.parametrize(
    "text",
    [
        "The dollar cost 29,500 won last month and rice cost 21,400 won a kilogram in Hyesan.",
        "The yuan stood at 5,100 won on May 4 and a kilogram of rice went for 21,400 won in Hyesan.",
        "The dollar was 29,500 won in May and 21,400 won a kilogram was asked for rice in Hyesan.",
        "Rice cost 21,400 won a kilogram in Hyesan and the dollar sold for 29,500 won last month.",
        "Rice cost 21,400 won a kilogram in Hyesan because the dollar rose last month.",
        "As the dollar rose last month, rice cost 21,400 won a kilogram in Hyesan.",
        "The border reopened on May 4 and since then rice has cost 21,400 won a kilogram in Hyesan.",
        "The price of rice, which rose last month, was 21,400 won a kilogram in Hyesan.",
        "Rice cost 21,400 won a kilogram in Hyesan, which reopened its market in May.",
        "In May the dollar cost 29,500 won and rice in Hyesan costs 21,400 won a kilogram.",
    ],
)
def test_the_day_of_another_clause_is_not_that_of_a_price(text: str) -> None:
    (price,) = records(text, "price")
    assert price.item_id == "grain.rice" and price.time.start is None and price.time.basis == "unresolved"
    assert price.confidence.level == "likely"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("In May rice cost 21,400 won a kilogram in Hyesan and corn cost 6,150 won.", [MAY, MAY]),
        ("In Hyesan in May rice sold for 21,400 won a kilogram and corn went for 6,150 won.", [MAY, MAY]),
        ("In May rice cost 21,400 won a kilogram in Hyesan and corn cost 6,150 won in early June.", [MAY, JUNE]),
        ("In May, rice, which is scarce, cost 21,400 won a kilogram in Hyesan.", [MAY]),
        ("The price of rice, which was 21,400 won a kilogram in Hyesan in May, has fallen.", [MAY]),
        ("Rice in Hyesan rose last month and cost 21,400 won a kilogram.", [MAY]),
        ("In May rice and corn cost 21,400 won and 6,150 won a kilogram in Hyesan.", [MAY, MAY]),
    ],
)
def test_a_day_at_the_head_of_a_sentence_or_in_its_one_clause_is_of_all_its_prices(text: str, days: list[date]) -> None:
    prices = records(text, "price")
    assert [price.time.start for price in prices] == days
    assert prices[-1].confidence.level == "confirmed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rice and corn, unlike flour, cost 21,400 and 6,150 won.", ["grain.rice 21400", "grain.corn 6150"]),
        ("Rice, compared with flour, cost 21,400 won a kilogram in Hyesan.", ["grain.rice 21400"]),
        ("Unlike flour, sugar and salt, rice cost 21,400 won a kilogram in Hyesan.", ["grain.rice 21400"]),
        ("Unlike flour, rice and corn cost 21,400 and 6,150 won.", ["grain.rice 21400", "grain.corn 6150"]),
        ("Corn as opposed to the better rice cost 6,150 won a kilogram in Hyesan.", ["grain.corn 6150"]),
        ("Unlike flour, it cost 21,400 won a kilogram in Hyesan.", []),
        ("Compared with last month rice cost 21,400 won a kilogram in Hyesan.", ["grain.rice 21400"]),
        ("Compared with flour at 18,000 won, rice cost 21,400 won.", ["grain.wheat_flour 18000", "grain.rice 21400"]),
        ("Rice cost 21,400 won, compared with 6,150 won for corn.", ["grain.rice 21400", "grain.corn 6150"]),
    ],
)
def test_what_is_only_compared_with_is_not_what_is_priced(text: str, expected: list[str]) -> None:
    assert [f"{price.item_id} {price.low:g}" for price in records(text, "price")] == expected


@pytest.mark.parametrize("words", ["rather than", "instead of", "as opposed to", "unlike"])
def test_no_price_of_what_stands_beside_it_is_asserted(words: str) -> None:
    prices = records(f"In Hyesan rice, {words} flour, sold for 21,400 won a kilogram.", "price")
    assert {price.item_id for price in prices} == {"grain.rice"}


def test_foreign_money_that_another_is_set_beside_has_no_rate() -> None:
    (rate,) = records("The yuan, as opposed to the dollar, stood at 5,100 won in Hyesan.", "fx")
    assert rate.base == "CNY"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Traders smuggled rice out.", ["export grain.rice"]),
        ("Women smuggled herbs out of the country.", ["export herb"]),
        ("Brokers smuggled rice and medicine out through Hyesan.", ["export grain.rice", "export med"]),
        ("Traders smuggled medicine out of China.", ["import med"]),
        ("Traders smuggled rice from China out of fear.", ["import grain.rice.imported"]),
        ("Smuggled rice sold out in Hyesan.", []),
        ("Smuggled rice helped families out.", []),
    ],
)
def test_out_behind_the_goods_says_which_way_they_go(text: str, expected: list[str]) -> None:
    assert [f"{flow.direction} {flow.item_id}" for flow in records(text, "flow")] == expected


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Rice and corn were imported through Hyesan.", ["grain.rice", "grain.corn"]),
        ("Flour is now imported by rail.", ["grain.wheat_flour"]),
        ("A little sugar has been imported again.", ["sugar"]),
        ("Rice that is imported is dear.", []),
        ("Rice imported last year is dear.", []),
        ("Little rice was imported.", []),
        ("No coal was exported through Nampo.", []),
        ("Rice is rarely imported through Hyesan.", []),
    ],
)
def test_goods_that_were_imported_are_a_flow_and_imported_goods_are_none(text: str, goods: list[str]) -> None:
    assert [flow.item_id for flow in records(text, "flow")] == goods


@pytest.mark.parametrize(
    "text",
    [
        "Rice in Hyesan exceeded 20,000 won a kilogram for the first time.",
        "The dollar passed 29,000 won in Hyesan.",
        "In Hyesan the rate crossed the line of 5,000 won per yuan in May.",
        "Sugar broke through 9,000 won a kilogram in Hyesan last week.",
    ],
)
def test_an_amount_that_is_passed_is_no_price_and_stands_in_the_ledger(text: str) -> None:
    reading = read_text(text, published=PUBLISHED)
    assert not [record for record in reading.records if record.type in ("price", "fx")]
    assert [entry for entry in reading.unread if entry.kind == "amount"]


def test_of_an_amount_passed_and_one_reached_the_second_is_the_price() -> None:
    (price,) = records("Rice in Hyesan crossed 20,000 won and now costs 21,400 won a kilogram.", "price")
    assert price.low == 21_400
