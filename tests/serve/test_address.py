"""A question and its address: each gives the other exactly, and an address that asks nothing sensible is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jangmadang.axes import AXES
from jangmadang.errors import InputError
from jangmadang.scenario.paths import paths
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.scenario.shocks import shocks
from jangmadang.serve.address import query_of, question_of
from jangmadang.serve.question import (
    MOST_RUNS,
    MOST_SCENARIOS,
    MOST_TITLE,
    OPERATIONS,
    Dated,
    Question,
    Setting,
    Wanted,
    Weekly,
)

DAYS = some.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))
NUMBERS = some.floats(allow_nan=False, allow_infinity=False)


@some.composite
def targets(draw: some.DrawFn) -> str:
    path = draw(some.sampled_from(list(paths().values())))
    members = [draw(some.sampled_from(["*", *AXES[axis]])) for axis in path.axes]
    return f"{path.name}[{','.join(members)}]" if members else path.name


CHANGES = some.builds(
    Dated,
    targets(),
    DAYS,
    some.none() | DAYS,
    some.sampled_from(list(OPERATIONS)),
    NUMBERS,
    some.integers(1, 1040),
)
SHOCKS = some.builds(Dated, some.sampled_from(list(shocks())), DAYS, some.none() | DAYS)
SETTINGS = some.builds(Setting, targets(), NUMBERS.map(repr) | some.sampled_from(["on", "off", "learned_value"]))
WEEKLY = some.builds(Weekly, targets(), some.lists(some.tuples(DAYS, NUMBERS), min_size=1, max_size=5).map(tuple))
SCENARIOS = some.builds(
    Wanted,
    some.sampled_from(list(shipped_scenarios())) | some.text(),
    some.text(max_size=MOST_TITLE),
    some.none() | DAYS,
    some.lists(CHANGES | SHOCKS, max_size=5).map(tuple),
    some.lists(SETTINGS, max_size=4).map(tuple),
    some.none() | DAYS,
    some.sampled_from(["", "reported", "endogenous"]),
    some.none(),
    some.lists(WEEKLY, max_size=2).map(tuple),
) | some.builds(lambda day: Wanted(regime="from", floats=day), DAYS)
QUESTIONS = some.builds(
    Question,
    some.lists(SCENARIOS, min_size=1, max_size=MOST_SCENARIOS).map(tuple),
    some.integers(2, MOST_RUNS),
    some.just(True),
    some.booleans(),
    some.sampled_from(AXES["place"]),
) | some.builds(Question, some.just((Wanted(),)), draws=some.just(False))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(QUESTIONS)
def test_a_question_comes_back_from_its_address(question: Question) -> None:
    query = query_of(question)
    assert question_of(query) == question and query_of(question_of(query)) == query
    assert query.isascii() and not set(query) & set(" <>\"'#")


def test_an_address_that_asks_nothing_is_the_standard_history() -> None:
    assert question_of("") == Question((Wanted("hyesan"),))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("of=hyesan&path=x", "'path', which asks nothing"),
        ("title=x", "before any scenario"),
        ("of=hyesan&end=2027-02-30", "end: there is no day 2027-02-30"),
        ("of=hyesan&shock=border-closed", "3 parts"),
        ("of=hyesan&shock=border-closed~soon~", "'soon' is not a date"),
        ("of=hyesan&change=openness~2027-01-01~~close~0~1", "'close' does nothing"),
        ("of=hyesan&change=openness~2027-01-01~~set~nan~1", "is no number"),
        ("of=hyesan&change=openness~2027-01-01~~set~0~0", "whole number from 1"),
        ("of=hyesan&change=a%20b~2027-01-01~~set~0~1", "names nothing"),
        ("of=hyesan&let=storage_loss~%7B%7D", "is no value"),
        ("of=hyesan&rate=fixed", "'fixed' is no regime"),
        ("of=hyesan&weekly=openness~2027-01-04", "is no number"),
        ("of=hyesan&place=seoul", "no place named 'seoul'"),
        ("&".join(["of=hyesan"] * 5), "are the most"),
        ("of=hyesan&runs=1000000", "2 to 200"),
        ("of=hyesan&title=" + "x" * 200, "letters at most"),
        ("of=hyesan" + "&let=storage_loss~0.1" * 41, "changes at most"),
    ],
)
def test_a_broken_address_is_told_where(query: str, says: str) -> None:
    with pytest.raises(InputError, match=says.replace("{", r"\{")):
        question_of(query)
