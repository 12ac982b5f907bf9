"""Weeks that a day names, and months that meet: one time with the days that it spans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jangmadang.reading.reader import read_text

PUBLISHED = date(2026, 6, 20)
COST = "rice in Hyesan cost 21,400 won per kg"


def times(text: str, published: date | None = PUBLISHED) -> list[Any]:
    records = read_text(text, published=published).records
    return [record.time for record in records if record.type in ("price", "fx")]


def spans(text: str) -> list[tuple[str, str] | None]:
    return [time and (str(time.start), str(time.end)) for time in times(text)]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("the week of 4 May 2026", "2026-05-04", "2026-05-10"),
        ("the week of May 7", "2026-05-04", "2026-05-10"),
        ("the week of Sunday, May 10", "2026-05-04", "2026-05-10"),
        ("the week of the 10th of May", "2026-05-04", "2026-05-10"),
        ("the week beginning 7 May", "2026-05-07", "2026-05-13"),
        ("the week that started on May 7", "2026-05-07", "2026-05-13"),
        ("the week from May 7", "2026-05-07", "2026-05-13"),
        ("the week ending 9 May", "2026-05-03", "2026-05-09"),
        ("the week that ended on May 9, 2026", "2026-05-03", "2026-05-09"),
        ("the week to 2026-05-09", "2026-05-03", "2026-05-09"),
        ("the week ended 3 January", "2025-12-28", "2026-01-03"),
    ],
)
def test_a_week_is_named_by_a_day(words: str, first: str, last: str) -> None:
    for text in (f"In {words} {COST}.", f"{COST.capitalize()} in {words}."):
        (time,) = times(text)
        assert (str(time.start), str(time.end), time.precision) == (first, last, "week"), text
        assert time.text.startswith("the week")


def test_a_week_without_a_year_is_not_resolved_where_no_day_of_publication_is_known() -> None:
    (time,) = times(f"In the week ending 9 May {COST}.", published=None)
    assert (time.start, time.precision, time.basis) == (None, "week", "unresolved")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Week ending 9 May: rice in Hyesan 21,400 won per kg.", [("2026-05-03", "2026-05-09")]),
        ("The yuan stood at 2,800 won in Hyesan in the week ending 9 May.", [("2026-05-03", "2026-05-09")]),
        (f"In the week of May 4 to 8 {COST}.", [("2026-05-04", "2026-05-08")]),
        (f"In the week before 9 May {COST}.", [("None", "None")]),
        ("Rice in Hyesan cost 21,400 won per kg last week, up from 20,000 won the week before.",
         [("2026-06-08", "2026-06-14"), ("None", "None")]),
        ("Rice in Hyesan cost 21,400 won per kg on 4 May, down from 22,000 won the month before, and rose later.",
         [("2026-05-04", "2026-05-04"), ("None", "None")]),
        (f"In the weeks of 4 and 11 May {COST}.", [("None", "None")]),
        (f"Since the week of May 4 {COST}.", [None]),
        ("In Hyesan rice cost 21,400 won per kg this week.", [("2026-06-15", "2026-06-21")]),
        ("Rice in Hyesan cost 21,400 won per kg, up from 20,000 won in the week of 4 May.",
         [None, ("2026-05-04", "2026-05-10")]),
    ],
)  # fmt: skip
def test_a_week_is_that_of_its_own_amount(text: str, expected: list[tuple[str, str] | None]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("late May and early June", "2026-05-21", "2026-06-10"),
        ("late May or early June", "2026-05-21", "2026-06-10"),
        ("late May and early June 2025", "2025-05-21", "2025-06-10"),
        ("late December and early January", "2025-12-21", "2026-01-10"),
        ("the second half of April and early May", "2026-04-16", "2026-05-10"),
        ("April and May", "2026-04-01", "2026-05-31"),
    ],
)
def test_months_that_meet_are_one_time(words: str, first: str, last: str) -> None:
    assert spans(f"In {words} {COST}.") == [(first, last)]
    assert spans(f"{COST.capitalize()} in {words}.") == [(first, last)]


@pytest.mark.parametrize(
    "text",
    ["In late May and early June rice in Hyesan cost 21,400 and 21,900 won per kg, respectively.",
     "In late May rice in Hyesan was 21,000 won per kg, and in early June 22,000 won.",
     "Rice in Hyesan cost 21,400 won per kg in late May and early June saw 22,000 won.",
     "Rice in Hyesan cost 21,400 won per kg in late May and early June 22,000 won."],
)  # fmt: skip
def test_months_that_have_an_amount_each_stay_two(text: str) -> None:
    assert spans(text) == [("2026-05-21", "2026-05-31"), ("2026-06-01", "2026-06-10")]


def test_months_that_do_not_meet_are_not_one_time() -> None:
    assert spans(f"In late April and early June {COST}.") == [("2026-06-01", "2026-06-10")]
