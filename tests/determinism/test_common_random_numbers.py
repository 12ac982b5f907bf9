"""A draw belongs to (seed, purpose, agent, week): changing one household leaves the draws of every other unchanged."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from jangmadang.accounting.transactions import GATHERING_CREWS
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied, opened_afresh
from jangmadang.scenario import Scenario, load
from jangmadang.world.tables import World

GATHERING_WEEK = datetime.date(2015, 6, 22)  # in season, while buyers have money for all who would gather
DRAWN = ("illness", "illness_weeks", "wanted_garment", "gathers", "garment_age_weeks")
EAGER = 50.0


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The standard scenario."""
    return load("hyesan")


@pytest.fixture(scope="module")
def opening(scenario: Scenario) -> World:
    """Its opening world in the middle of the gathering season."""
    w = opened_afresh(scenario, scenario.seed, "calibration", burn_in=False)
    passed(w, scenario, scenario.start, (GATHERING_WEEK - scenario.start).days // 7)
    return w


def passed(w: World, scenario: Scenario, first: datetime.date, weeks: int) -> World:
    """Pass weeks in a world."""
    inputs = scenario.weekly_paths(first, weeks)
    pass_weeks(w, inputs, scenario.parameter_record(), scenario.seed, first, Recorder.of(weeks))
    return w


def reluctant_labourer(w: World) -> int:
    """Row of a labourer of the first market who would not gather.

    It is healthy and has won enough not to change money: customers compete for the last pieces and the last won.
    """
    market = w.markets[0]
    rows = np.arange(int(market.first), int(market.last))
    mine = w.households[rows]
    labourer = mine.household_class == 0
    calm = (mine.illness == 0) & (mine.cash_kpw > np.median(mine.cash_kpw[labourer]))
    return int(rows[labourer & calm & (mine.gathering_taste < -1.0)][0])


@pytest.fixture(scope="module")
def pair(scenario: Scenario, opening: World) -> tuple[World, World, int]:
    """The same week with and without a change of one household's taste, and that household's row."""
    base, changed = copied(opening), copied(opening)
    row = reluctant_labourer(base)
    changed.households.gathering_taste[row] = EAGER
    passed(base, scenario, GATHERING_WEEK, 1)
    passed(changed, scenario, GATHERING_WEEK, 1)
    return base, changed, row


def test_the_changed_household_gathers(pair: tuple[World, World, int]) -> None:
    base, changed, row = pair
    assert base.households.gathers[row] == 0
    assert changed.households.gathers[row] == 1
    paid = [int(w.flows[0, GATHERING_CREWS].sum()) for w in (base, changed)]
    income = changed.households.gathering_income_kpw[row] / changed.nation.exchange_rate[0]
    assert paid[1] - paid[0] == pytest.approx(100.0 * income * changed.households.weight[row], abs=1.0), "in yuan"
    assert income > 0.0


@pytest.mark.parametrize("column", DRAWN)
def test_all_others_draw_the_same(pair: tuple[World, World, int], column: str) -> None:
    base, changed, row = pair
    others = np.delete(np.arange(len(base.households)), row)
    assert np.array_equal(base.households[column][others], changed.households[column][others])


def test_exactly_one_household_gathers_more(pair: tuple[World, World, int]) -> None:
    base, changed, row = pair
    assert np.flatnonzero(base.households.gathers != changed.households.gathers).tolist() == [row]


def test_households_of_other_markets_choose_the_same(pair: tuple[World, World, int]) -> None:
    base, changed, _ = pair
    elsewhere = slice(int(base.markets.last[0]), None)
    for name in base.households.dtype.names:
        ours, theirs = base.households[name][elsewhere], changed.households[name][elsewhere]
        assert ours.tobytes() == theirs.tobytes(), f"{name}, to the last bit"


def test_as_many_fall_ill_in_every_market(pair: tuple[World, World, int]) -> None:
    base, changed, _ = pair
    assert (base.tallies.illness_cases > 0).mean() > 0.9
    assert np.array_equal(base.tallies.illness_cases, changed.tallies.illness_cases)
    assert np.array_equal(base.tallies.clothing_visits[1:], changed.tallies.clothing_visits[1:])


def test_other_markets_draw_the_same_for_as_long_as_they_are_alike(scenario: Scenario, opening: World) -> None:
    base, changed = copied(opening), copied(opening)
    changed.households.gathering_taste[reluctant_labourer(base)] = EAGER
    for w in (base, changed):
        passed(w, scenario, GATHERING_WEEK, 8)
    ill = base.households.illness_weeks == 0, changed.households.illness_weeks == 0
    assert np.mean(ill[0] == ill[1]) > 0.999, "after eight weeks only who was served differs, not who falls ill"


def test_a_switch_changes_no_draw_of_others(scenario: Scenario, opening: World) -> None:
    base = passed(copied(opening), scenario, GATHERING_WEEK, 1)
    without = scenario.with_changes(switches={"collecting": "off"})
    other = passed(copied(opening), without, GATHERING_WEEK, 1)
    assert not other.households.gathers.any()
    assert np.array_equal(base.households.wanted_garment, other.households.wanted_garment)


def test_lasting_traits_do_not_depend_on_parameters(scenario: Scenario) -> None:
    calm = opened_afresh(scenario, 3, "calibration", burn_in=False)
    asked = scenario.with_changes(
        parameters={"gathering_taste_spread": 0.5, "state_wage_kpw": 600, "patience_spread": 0.5}
    )
    w = opened_afresh(scenario, 3, "calibration", burn_in=False)
    again = opened_world_with(asked, scenario, 3)
    assert np.array_equal(calm.households.gathering_taste, w.households.gathering_taste)
    assert again.households.gathering_taste == pytest.approx(0.5 * w.households.gathering_taste, rel=1e-5)
    for name in ("band", "plot", "earning_weight", "garment_age_weeks"):
        assert np.array_equal(again.households[name], w.households[name]), name
    assert not np.array_equal(again.households.patience, w.households.patience)
    assert np.array_equal(again.traders.hazard_factor, w.traders.hazard_factor)


def opened_world_with(asked: Scenario, settled: Scenario, seed: int) -> World:
    """A world built with one scenario's parameters in the settled state of another, which saves settling."""
    from jangmadang.engine.settling import settled_world, transplant
    from jangmadang.world.synthesis import build_world

    w = build_world(asked.parameter_record(), "calibration", seed)
    transplant(settled_world(settled), w)
    return w
