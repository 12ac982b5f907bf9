"""What the week's hours allow, and what a forced rate needs from abroad."""

from __future__ import annotations

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import STATE, STATE_FOREIGN_EARNINGS, STATE_PURCHASES, WAGES
from jangmadang.scenario import Scenario
from jangmadang.world.tables import BORDER_TALLY, World

WEEKS = 4


def test_no_more_services_are_sold_than_the_longest_hours_make(world: World, weeks_of: Any, scenario: Scenario) -> None:
    w, p = world, scenario.parameter_record()
    given = 20 * w.households.cash_kpw
    w.households.cash_kpw[:] += given
    w.nation.kpw[0, STATE] -= given.sum()
    weeks_of(w, 1)
    markets = w.markets
    made = markets.services_receipts / 100.0 / markets.services_price
    most = p.longest_hours * markets.services_productivity * markets.hours_offered.sum(1)
    assert (made <= most * (1 + 1e-6)).all()
    assert (markets.services_wanted > most).any(), "twenty times the won asks for more than there is"


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
