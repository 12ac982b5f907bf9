"""A price said of a place abroad is never given to the North Korean place named before."""

from __future__ import annotations

import pytest

from jangmadang.reading.reader import read_text

BEFORE = "Traders in Hoeryong said business was slow. "
HOERYONG = "KP.north_hamgyong.hoeryong"


def places(text: str) -> list[tuple[str | None, bool]]:
    """The place of each price, and whether it is said to be unknown."""
    prices = [record for record in read_text(text).records if record.type == "price"]
    assert prices
    return [(price.place.id if price.place else None, "unknown_place" in price.flags) for price in prices]


@pytest.mark.parametrize(
    "where",
    ["Seoul", "Vladivostok", "China", "Russia", "South Korea", "Japan", "the United States", "neighboring China",
     "Vladivostok, Russia", "both Seoul and Vladivostok", "the Russian city of Vladivostok",
     "the South Korean capital, Seoul", "Chinese border towns", "Seoul's Gangnam district", "Washington", "Busan"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    ["In {} rice cost 4 dollars per kg.", "Rice cost 4 dollars per kg in {}.", "Rice in {} cost 4 dollars per kg."],
)
def test_a_place_abroad_is_no_place_to_carry_over(where: str, form: str) -> None:
    assert places(BEFORE + form.format(where)) == [(None, True)]


@pytest.mark.parametrize(
    "text", ["Seoul's rice price was 4 dollars per kg.", "Rice cost 4 dollars a kg at Seoul markets."]
)
def test_so_are_its_markets(text: str) -> None:
    assert places(BEFORE + text) == [(None, True)]


@pytest.mark.parametrize(
    "text",
    ["Rice imported from China cost 20,000 won per kg.", "Rice made in China cost 20,000 won per kg.",
     "Trade with Russia is up and rice cost 20,000 won per kg.", "A source in China said rice cost 20,000 won per kg.",
     "Rice, dearer than in China, cost 20,000 won per kg.", "South Korea said rice cost 20,000 won per kg.",
     "With relatives in South Korea sending money, rice cost 20,000 won per kg.",
     "Demand in China rose. Rice cost 20,000 won per kg."],
)  # fmt: skip
def test_a_partner_or_a_home_abroad_leaves_the_place_before(text: str) -> None:
    assert places(BEFORE + text) == [(HOERYONG, False)]


def test_each_amount_has_its_own_country() -> None:
    text = "In Seoul rice cost 2,500 won per kg, while it cost 20,000 won in Hyesan."
    assert places(BEFORE + text) == [(None, True), ("KP.ryanggang.hyesan", False)]


def test_what_follows_a_price_abroad_is_abroad_until_a_place_is_named() -> None:
    text = "In Seoul corn cost 2,100 won per kg. Rice cost 2,500 won per kg. In Hyesan salt cost 2,000 won per kg."
    assert places(BEFORE + text) == [(None, True), (None, True), ("KP.ryanggang.hyesan", False)]


def test_so_are_short_paragraphs_and_rows_of_a_table() -> None:
    text = "Rice in Hyesan cost 20,000 won per kg.\n\nIn Seoul rice cost 2,500 won per kg.\n\n"
    text += "In Dalat corn cost 900 won per kg.\n"
    assert places(text) == [("KP.ryanggang.hyesan", False), (None, True), (None, True)]
    rows = "Prices, compared with Hyesan:\nRice in Seoul | 2,500 won per kg\nCorn in Seoul | 2,100 won per kg\n"
    assert places(rows) == [(None, True), (None, True)]
