"""When a condition holds, how far it is from its limit, and when a mechanism carries a fact: closed cases."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_verdicts import condition, made_fact, made_verdict

from jangmadang.facts.experiment import Bound
from jangmadang.facts.levels import levels, shipped_level_records
from jangmadang.facts.records import (
    Often,
    as_record,
    from_record,
    shipped_nearby,
    shipped_posterior,
    shipped_posterior_levels,
    shipped_records,
)
from jangmadang.facts.running import FACTS, SMALL_PART, Measured
from jangmadang.report.facts_page import levels_words, shipped_facts_page

FALLS = Bound(high=-0.15, no_effect=0.0)
LEVEL = Bound(1.0, 3.0)
NAN, INF = math.nan, math.inf
figures = st.floats(-1e3, 1e3)


@pytest.mark.parametrize(
    ("bound", "mean", "low", "high", "holds"),
    [
        (FALLS, -0.2, -0.3, -0.1, True),  # the interval may cross the threshold, not zero
        (FALLS, -0.15, -0.2, -0.1, True),
        (FALLS, -0.14, -0.2, -0.08, False),
        (FALLS, -0.2, -0.5, 0.1, False),
        (FALLS, -0.2, -0.4, 0.0, False),
        (Bound(low=0.0, no_effect=0.0), 0.1, 0.01, 0.2, True),
        (Bound(low=0.0, no_effect=0.0), 0.0, 0.0, 0.0, False),
        (Bound(low=3.0, no_effect=1.0), 4.0, 1.5, 6.5, True),
        (Bound(low=3.0, no_effect=1.0), 4.0, 0.5, 7.5, False),
        (Bound(-1.0, 1.0, no_effect=0.0), 0.1, -0.5, 0.7, True),  # no effect is itself allowed
        (LEVEL, 2.0, 1.9, 2.1, True),
        (LEVEL, 1.0, 0.0, 2.0, True),
        (LEVEL, 0.9, 0.0, 2.0, False),
        (LEVEL, 3.1, 2.0, 4.0, False),
        (Bound(), 1e9, -INF, INF, True),
        (FALLS, NAN, NAN, NAN, False),
        (LEVEL, NAN, NAN, NAN, False),
        (LEVEL, 2.0, NAN, NAN, False),
        (Bound(), NAN, NAN, NAN, False),
    ],
)
def test_bound_holds(bound: Bound, mean: float, low: float, high: float, holds: bool) -> None:
    assert bound.holds(mean, low, high) is holds


@given(figures, figures, st.floats(0.0, 1e3), figures)
def test_what_holds_lies_inside_and_what_lies_outside_has_a_negative_margin(
    first: float, second: float, half: float, mean: float
) -> None:
    bound = Bound(min(first, second), max(first, second))
    measured = Measured(condition(bound), (mean,), mean, mean - half, mean + half)
    inside = bound.low <= mean <= bound.high
    assert measured.holds is inside
    assert (measured.margin >= 0) is inside
    mirror = Bound(-bound.high, -bound.low)
    mirrored = Measured(condition(mirror), (-mean,), -mean, -mean - half, -mean + half)
    assert (mirrored.holds, mirrored.margin) == (measured.holds, measured.margin)


@given(figures, st.floats(0.0, 1e3), st.floats(0.0, 1e3))
def test_a_wider_interval_never_turns_no_into_yes(mean: float, half: float, more: float) -> None:
    for bound in (FALLS, Bound(low=3.0, no_effect=1.0)):
        narrow, wide = (bound.holds(mean, mean - width, mean + width) for width in (half, half + more))
        assert narrow or not wide


@pytest.mark.parametrize(
    ("bound", "mean", "margin"),
    [
        (Bound(low=0.6), 0.8, 0.25),
        (Bound(low=0.6), 0.6, 0.0),
        (Bound(low=0.8), 0.6, -0.25),
        (Bound(high=-0.15), -0.3, 0.5),
        (Bound(2.0, 8.0), 4.0, 0.5),
        (Bound(2.0, 8.0), 7.0, 0.125),
        (Bound(low=0.0), 5.0, 1.0),
        (Bound(), 5.0, INF),
    ],
)
def test_margin(bound: Bound, mean: float, margin: float) -> None:
    assert Measured(condition(bound), (mean,), mean, mean, mean).margin == pytest.approx(margin)


def test_bounds_in_words() -> None:
    words = ["shown only", "at most -0.15", "at least 0.6", "1 to 3"]
    assert [str(bound) for bound in (Bound(), FALLS, Bound(low=0.6), LEVEL)] == words


def test_nearest_is_the_first_that_fails_or_else_the_one_with_least_margin() -> None:
    fact = made_fact(Bound(low=0.5), Bound(low=0.9), Bound(high=2.0))
    near = made_verdict(fact, [[0.6, 0.62], [1.0, 1.01], [1.0, 1.1]])
    assert near.holds and near.nearest is near.conditions[1]
    failing = made_verdict(fact, [[0.6, 0.62], [1.0, 1.01], [2.1, 2.2]])
    assert not failing.holds and failing.nearest is failing.conditions[2]
    assert as_record(failing)["expected"] == "share <sold>, change 2: at most 2"


RISE = Bound(low=0.05, no_effect=0.0)


@pytest.mark.parametrize(
    ("bound", "effect", "left", "carried"),
    [
        (RISE, 0.30, 0.0, True),
        (RISE, 0.30, -0.2, True),
        (RISE, 0.30, 0.09, True),  # still above the threshold, but less than a third
        (RISE, 0.30, 0.12, False),
        (RISE, 0.30, 0.30, False),
        (RISE, 0.30, NAN, True),
        (Bound(3.0, no_effect=1.0), 10.0, 3.5, True),
        (Bound(3.0, no_effect=1.0), 10.0, 5.0, False),
        (Bound(low=0.6), 0.9, 0.5, True),  # a level is carried only if it fails
        (Bound(low=0.6), 0.9, 0.61, False),
    ],
)
def test_carried(bound: Bound, effect: float, left: float, carried: bool) -> None:
    spread = [-1e-3, 0.0, 1e-3]
    without = [left + shift for shift in spread]
    verdict = made_verdict(made_fact(bound), [[effect + shift for shift in spread]], without)
    assert verdict.carried is carried
    assert as_record(verdict)["counter"]["carries"] is carried


@given(st.floats(0.2, 1e3), st.floats(0.0, 1.0))
def test_a_mechanism_carries_what_shrinks_to_a_third(effect: float, part: float) -> None:
    if abs(part - SMALL_PART) < 1e-6:
        return
    bound = Bound(low=0.0, no_effect=0.0)
    verdict = made_verdict(made_fact(bound), [[effect, effect]], [part * effect] * 2)
    assert verdict.carried is (part < SMALL_PART)


def test_counter_experiment_aims_at_its_condition_and_counts_only_if_run() -> None:
    fact = made_fact(LEVEL, RISE, aim=1)
    values = [[2.0, 2.1], [0.3, 0.31]]
    assert not made_verdict(fact, values).carried
    assert "counter" not in as_record(made_verdict(fact, values))
    record = as_record(made_verdict(fact, values, [0.01, 0.02]))
    assert record["counter"]["what"] == "share <sold>, change 1" and record["counter"]["carries"]


def test_what_could_not_be_measured_is_null_and_does_not_hold() -> None:
    record = as_record(made_verdict(made_fact(LEVEL), [[2.0, NAN]]))
    assert record["measured"] is record["low"] is record["high"] is None
    assert record["holds"] is False


def rounded(value: Any) -> Any:
    """All numbers of a record to twelve digits: the ends of an interval depend on the order of a sum in the last."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def test_a_record_gives_its_verdict_again() -> None:
    for record in shipped_records():
        assert rounded(as_record(from_record(record))) == rounded(record)
    record = as_record(made_verdict(made_fact(LEVEL, RISE, RISE, RISE, aim=1, name="C2"), [[2.0, NAN]] * 4, [0.0, NAN]))
    assert as_record(from_record(record))["conditions"][0]["values"] == [2.0, None]


@pytest.mark.parametrize(("file", "found"), [("nearby", shipped_nearby()), ("posterior", shipped_posterior())])
def test_shares_that_ship_are_those_of_the_docs(file: str, found: Often) -> None:
    docs = json.loads((Path(__file__).parents[2] / "docs" / f"facts_{file}.json").read_text("utf-8"))
    assert (found.draws, found.reach) == (docs["draws"], docs.get("reach"))
    assert found.shares == {item["fact"]: [item["share"], item["low"], item["high"]] for item in docs["shares"]}
    assert set(found.shares) == set(FACTS)
    assert found.held_in(0.0) == len(FACTS) and 0 < found.held_in(0.8) < len(FACTS)


def test_shares_of_levels_that_ship_are_of_every_level() -> None:
    found = shipped_posterior_levels()
    assert set(found.shares) == set(levels()) and found.draws >= 60
    assert all(0.0 <= low <= share <= high <= 1.0 for share, low, high in found.shares.values())
    assert f"(the posterior, {found.draws} draws)" in levels_words(shipped_level_records())


def test_the_page_says_how_often_facts_hold_near_the_shipped_parameters() -> None:
    page = shipped_facts_page()
    assert "within 10 % of their ranges" in page
    assert page.count("With parameters drawn near the shipped ones") == len(FACTS)
