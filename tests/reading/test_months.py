"""Months whose names are other words are read as months where they are; days that no calendar has are flagged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jangmadang.reading.reader import read_text

PUBLISHED = date(2026, 6, 20)
MAY = ("asserted", date(2026, 5, 1), date(2026, 5, 31))
DAY = ("asserted", date(2026, 5, 4), date(2026, 5, 4))
NAMES = ["May", "March", "April", "Mar.", "June"]
NUMBERS = {"May": 5, "March": 3, "April": 4, "Mar.": 3, "June": 6}
BEFORE = ["", "Trade was slow. ", "Trade was slow.\n\n", "Trade was slow\n"]


def price(text: str, published: date | None = PUBLISHED) -> Any:
    (found,) = (record for record in read_text(text, published=published).records if record.type == "price")
    return found


def dated(text: str) -> tuple[str, date | None, date | None]:
    found = price(text)
    return found.modality, found.time and found.time.start, found.time and found.time.end


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("month", NAMES)
@pytest.mark.parametrize(
    "form",
    ["{} rice prices in Hyesan stood at 21,400 won per kg.", "The {} price of rice in Hyesan was 21,400 won per kg.",
     "In Hyesan, {} saw rice at 21,400 won per kg.", "{} brought rice at 21,400 won per kg to Hyesan.",
     "Hyesan's {} rice price was 21,400 won per kg.", "Average {} prices of rice in Hyesan were 21,400 won per kg.",
     "{}: rice in Hyesan cost 21,400 won per kg."],
)  # fmt: skip
def test_a_month_without_a_preposition(form: str, month: str, before: str) -> None:
    modality, first, _ = dated(before + form.format(month))
    assert (modality, first) == ("asserted", date(2026, NUMBERS[month], 1))


@pytest.mark.parametrize(
    "text",
    ["May 4: rice in Hyesan cost 21,400 won per kg.", "4 May: rice in Hyesan cost 21,400 won per kg.",
     "May 4 \u2014 rice in Hyesan cost 21,400 won per kg.", "On May 4: rice in Hyesan cost 21,400 won per kg."],
)  # fmt: skip
def test_a_day_that_heads_a_sentence(text: str) -> None:
    assert dated(text) == DAY


def test_months_in_small_letters() -> None:
    assert dated("the may price of rice in hyesan was 21,400 won per kg.") == MAY
    assert dated("in may rice in hyesan cost 21,400 won per kg.") == MAY
    assert dated("the march price of rice in hyesan was 21,400 won per kg.")[1] == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["Rice prices in Hyesan may rise to 21,400 won per kg.", "Rice Prices in Hyesan May Rise to 21,400 Won per kg",
     "RICE PRICES IN HYESAN MAY RISE TO 21,400 WON PER KG", "Prices May Be 21,400 Won per kg of Rice in Hyesan",
     "May the price of rice in Hyesan be 21,400 won per kg!"],
)  # fmt: skip
def test_the_verb_may(text: str) -> None:
    assert dated(text) == ("hypothetical", None, None)


@pytest.mark.parametrize(
    "text",
    ["During the Arduous March rice in Hyesan cost 21,400 won per kg.",
     "After the March of Suffering rice in Hyesan cost 21,400 won per kg.",
     "While soldiers march rice in Hyesan costs 21,400 won per kg."],
)  # fmt: skip
def test_a_march_that_is_no_month(text: str) -> None:
    assert dated(text) == ("asserted", None, None)


@pytest.mark.parametrize("month", ["May", "June"])
def test_a_month_to_come_is_not_the_last_one(month: str) -> None:
    assert price(f"Rice in Hyesan will cost 21,400 won per kg next {month}.").time.basis == "unresolved"


@pytest.mark.parametrize(
    ("when", "published"),
    [("On June 31", PUBLISHED), ("On 31 June", PUBLISHED), ("On February 29", PUBLISHED), ("On June 31", None),
     ("On June 31, 2026", None), ("On February 29, 2026", None), ("On 2024-02-30", PUBLISHED),
     ("On the 31st", date(2026, 7, 20)), ("On May 0", PUBLISHED)],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_flagged(when: str, published: date | None) -> None:
    found = price(f"{when} rice in Hyesan cost 21,400 won per kg.", published)
    assert found.time.basis == "unresolved" and "unresolved_date" in found.flags
    assert found.confidence.level != "confirmed"


@pytest.mark.parametrize(
    ("when", "published"),
    [("On June 5", None), ("On the 5th", None), ("On February 29", None), ("On February 29", date(2024, 6, 1)),
     ("Two weeks before", PUBLISHED), ("10 days later", PUBLISHED), ("Next June 5", PUBLISHED),
     ("On the 31st", PUBLISHED), ("For the 45th time", PUBLISHED)],
)  # fmt: skip
def test_a_day_that_may_be_one_is_not_flagged(when: str, published: date | None) -> None:
    assert "unresolved_date" not in price(f"{when} rice in Hyesan cost 21,400 won per kg.", published).flags


def test_short_paragraphs_are_sentences_and_no_rows_of_a_table() -> None:
    text = (
        "May corn prices in Hyesan stood at 6,100 won per kg.\n\nIn March rice in Hyesan cost 20,000 won per kg.\n\n"
        "On May 4 salt in Hyesan was sold for about 2,000 won per kg.\n"
    )
    prices = [record for record in read_text(text, published=PUBLISHED).records if record.type == "price"]
    assert [price.time and price.time.start for price in prices] == [
        date(2026, 5, 1),
        date(2026, 3, 1),
        date(2026, 5, 4),
    ]
    assert not any("from_table" in price.flags for price in prices)
