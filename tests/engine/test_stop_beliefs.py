"""What traders believe of stops: one that lasts is feared to be a closure, and what is over is counted by its kind."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

import pytest

from jangmadang.mechanisms.expectations.step import expect_stops
from jangmadang.scenario import load
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

SCENARIO = load("hyesan")
P: Any = SCENARIO.parameter_record()
SEED = 7
OPEN, SHUT = (SCENARIO.weekly_paths(monday, 1)[0] for monday in (datetime.date(2018, 3, 5), datetime.date(2021, 3, 1)))


class Belief(NamedTuple):
    """Means over the traders of Hyesan."""

    weeks_left: float
    ordinary_weeks: float
    closure_weeks: float
    closure_share: float


@pytest.fixture
def w() -> World:
    """A tiny world whose traders have seen half a year of open borders."""
    world = build_world(P, 2000, SEED)
    after(world, OPEN, 26)
    return world


def after(w: World, x: Any, weeks: int) -> Belief:
    """What traders believe after some weeks like this one."""
    for week in range(weeks):
        expect_stops(w, x, P, SEED, week)
    market = w.markets[0]
    traders = w.traders[market.first_trader : market.last_trader]
    names = ("expected_stop_weeks", "ordinary_stop_weeks", "closure_weeks", "closure_share")
    return Belief(*(float(traders[name].mean()) for name in names))


def test_a_stop_that_lasts_is_expected_to_last(w: World) -> None:
    first, later, late = after(w, SHUT, 1), after(w, SHUT, 9), after(w, SHUT, 40)
    assert first.weeks_left < later.weeks_left < late.weeks_left
    assert first.weeks_left < 2.0 * P.stop_prior_weeks
    assert late.weeks_left > P.closure_prior_weeks, "it is taken for a closure, longer than those known"


def test_a_short_stop_is_counted_as_an_ordinary_one(w: World) -> None:
    before = after(w, OPEN, 1)
    after(w, SHUT, 2)
    now = after(w, OPEN, 1)
    assert now.closure_share < before.closure_share
    assert 2.0 < now.ordinary_weeks < before.ordinary_weeks
    assert now.closure_weeks == pytest.approx(before.closure_weeks, rel=0.05)


def test_a_long_one_is_counted_as_a_closure(w: World) -> None:
    before = after(w, OPEN, 1)
    after(w, SHUT, 150)
    now = after(w, OPEN, 1)
    assert now.closure_share > 2.0 * before.closure_share
    assert now.closure_weeks > 1.5 * before.closure_weeks
    assert now.ordinary_weeks == pytest.approx(before.ordinary_weeks, rel=0.2), "ordinary stops stay what they were"
