"""Families whose won have ended pay rice and corn in yuan; grain traders import with it and change the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    FARM_CNY_BOUGHT,
    FARM_CNY_SOLD,
    FARM_CNY_SOLD_FOR,
    FARMS,
    GRAIN_IMPORTS,
    STAPLE_MARGIN,
    STAPLE_MARGIN_CNY,
    STAPLES,
    STAPLES_CNY,
    STATE,
)
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World

GIVEN_CNY = 3_000_00  # 3,000 yuan a household


def without_won(w: World) -> None:
    """All won of households, pools and money changers go to the state, and nobody changes money this week."""
    won = w.households.cash_kpw.sum() + w.markets.pool_kpw.sum() + w.nation.kpw[0, CHANGERS]
    w.households["cash_kpw"], w.markets["pool_kpw"], w.nation["kpw"][0, CHANGERS] = 0, 0, 0
    w.nation["kpw"][0, STATE] += won
    w.markets["kpw_allotment"], w.markets["cny_allotment"] = 0, 0


def give(w: World, currency: str, amount: int) -> None:
    """Every household is given money from abroad or by the state."""
    given = amount * w.households["weight"].astype("i8")
    w.households[f"cash_{currency}"] += given
    w.nation[currency][0, ABROAD if currency == "cny" else STATE] -= given.sum()


@pytest.fixture
def in_yuan(world: World, weeks_of: Callable[..., Recorder]) -> World:
    """The world after a week in which families had yuan alone."""
    without_won(world)
    give(world, "cny", GIVEN_CNY)
    weeks_of(world, 1)
    return world


def test_yuan_buys_as_much_as_won(in_yuan: World, opening: World, weeks_of: Callable[..., Recorder]) -> None:
    in_won = copied(opening)
    without_won(in_won)
    give(in_won, "kpw", int(GIVEN_CNY * in_won.nation.exchange_rate[0]))
    weeks_of(in_won, 1)
    assert in_yuan.tallies.staples_sold == pytest.approx(in_won.tallies.staples_sold, rel=1e-4)
    rate = in_yuan.nation.exchange_rate[0]
    for won, yuan in ((STAPLES, STAPLES_CNY), (STAPLE_MARGIN, STAPLE_MARGIN_CNY)):
        assert not in_yuan.flows[:, won].any() and not in_won.flows[:, yuan].any()
        paid = in_yuan.flows[:, yuan].sum() * rate
        assert paid == pytest.approx(in_won.flows[:, won].sum(), rel=1e-3)


def test_traders_import_with_the_yuan_that_families_paid(in_yuan: World) -> None:
    received = in_yuan.flows[:, STAPLES_CNY].sum()
    imports, bought = (in_yuan.flows[:, flow].sum() for flow in (GRAIN_IMPORTS, FARM_CNY_BOUGHT))
    assert 0 < imports < received
    assert bought == 0
    assert in_yuan.nation.cny[0, FARMS] == received - imports
    assert in_yuan.flows[:, FARM_CNY_SOLD].sum() == 0, "money changers have no won"


def test_traders_change_the_rest_once_changers_have_won(
    in_yuan: World, scenario: Scenario, weeks_of: Callable[..., Recorder]
) -> None:
    held = in_yuan.nation.cny[0, FARMS]
    in_yuan.nation["kpw"][0, CHANGERS] += 10**15
    in_yuan.nation["kpw"][0, STATE] -= 10**15
    weeks_of(in_yuan, 1, skip=1)
    sold, won = (in_yuan.flows[:, flow].sum() for flow in (FARM_CNY_SOLD, FARM_CNY_SOLD_FOR))
    assert in_yuan.nation.cny[0, FARMS] == 0
    assert sold > 0.9 * held
    bid = in_yuan.nation.exchange_rate[0] * (1.0 - float(scenario.parameter_record().changer_spread))
    assert won == pytest.approx(sold * bid, rel=1e-3)
