"""What the week's hours allow, and what a forced rate needs from abroad."""

from __future__ import annotations

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import (
    HANDLING,
    IMPORTED_FOOD_SALES,
    IMPORTED_GOODS_SALES,
    OTHER_FOOD,
    STATE,
    STATE_FOREIGN_EARNINGS,
    STATE_PURCHASES,
    WAGES,
    WHOLESALE,
    WHOLESALE_GOODS,
)
from jangmadang.scenario import Scenario
from jangmadang.world.dtypes import BORDER_TALLY
from jangmadang.world.tables import World

WEEKS = 4


def test_no_more_services_are_sold_than_the_longest_hours_make(world: World, weeks_of: Any, scenario: Scenario) -> None:
    w, p = world, scenario.parameter_record()
    given = 60 * w.households.cash_kpw
    w.households.cash_kpw[:] += given
    w.nation.kpw[0, STATE] -= given.sum()
    weeks_of(w, 1)
    markets = w.markets
    made = markets.services_receipts / 100.0 / markets.services_price
    most = p.longest_hours * markets.services_productivity * (markets.hours_offered.sum(1) + markets.petty_hours)
    assert (made <= most * (1 + 1e-6)).all()
    assert (markets.services_wanted > most).any(), "sixty times the won asks for more than there is"


def test_unexplained_inflow_is_what_the_state_had_not_earned(world: World, weeks_of: Any) -> None:
    recorder = weeks_of(world, WEEKS)
    border = np.ascontiguousarray(recorder.border).view(BORDER_TALLY)[:, 0]
    unexplained = recorder.flows[:, STATE_FOREIGN_EARNINGS].sum(1) / 100.0
    np.testing.assert_allclose(border["unexplained_inflow"], unexplained)
    assert (border["yuan_receipts"] >= unexplained).all()
    assert (border["yuan_receipts"] > 0).all()


def test_the_state_spends_what_it_takes_in(world: World, weeks_of: Any) -> None:
    flows = weeks_of(world, WEEKS).flows
    wages, purchases = flows[:, WAGES].sum(1), flows[:, STATE_PURCHASES].sum(1)
    assert (wages > 0).all()
    assert (purchases > wages).all(), "printed wages are the smaller part"


def test_handling_is_paid_on_what_inland_buyers_bought_and_on_nothing_else(
    world: World, weeks_of: Any, scenario: Scenario
) -> None:
    flows = weeks_of(world, WEEKS).flows.sum(2)
    bought = flows[:, WHOLESALE] + flows[:, WHOLESALE_GOODS]
    rate = world.nation.exchange_rate[0]
    expected = scenario.parameter_record().handling_rate * bought * rate
    assert (bought > 0).any()
    assert (flows[:, HANDLING] <= 1.1 * expected).all(), "the rate of exchange moves a little within the weeks"
    assert flows[:, HANDLING].sum() > 0.8 * expected.sum()


def test_imported_food_is_bought_local_when_there_is_none(world: World, weeks_of: Any) -> None:
    before = weeks_of(world, 1).flows[0].sum(1)
    world.markets.goods_stock[:] = 0
    world.markets.goods_on_order[:] = 0
    world.markets.goods_fill[:] = 0.0
    after = weeks_of(world, 1).flows[0].sum(1)
    assert before[IMPORTED_FOOD_SALES] > 0.1 * before[OTHER_FOOD]
    assert after[IMPORTED_FOOD_SALES] == after[IMPORTED_GOODS_SALES] == 0
    assert after[OTHER_FOOD] > before[OTHER_FOOD]
