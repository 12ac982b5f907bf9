"""Families whose won have ended pay in yuan; who sells to them earns it, and grain traders import with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    DUES,
    FARM_CNY_BOUGHT,
    FARM_CNY_SOLD,
    FARM_CNY_SOLD_FOR,
    FARMS,
    GRAIN_IMPORTS,
    IMPORTED_FOOD_SALES,
    IMPORTED_FOOD_SALES_CNY,
    IMPORTED_GOODS_SALES,
    IMPORTED_GOODS_SALES_CNY,
    LOCAL_FUEL,
    OTHER_FOOD,
    OTHER_FOOD_CNY,
    PETTY_BRIBES,
    SERVICES,
    SERVICES_CNY,
    STAPLE_MARGIN,
    STAPLE_MARGIN_CNY,
    STAPLES,
    STAPLES_CNY,
    STATE,
    STATE_FUEL,
)
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World

GIVEN_CNY = 3_000_00  # 3,000 yuan a household
PAID = (
    (STAPLES, STAPLES_CNY),
    (STAPLE_MARGIN, STAPLE_MARGIN_CNY),
    (OTHER_FOOD, OTHER_FOOD_CNY),
    (SERVICES, SERVICES_CNY),
    (IMPORTED_FOOD_SALES, IMPORTED_FOOD_SALES_CNY),
    (IMPORTED_GOODS_SALES, IMPORTED_GOODS_SALES_CNY),
)


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


@pytest.fixture
def in_won(opening: World, weeks_of: Callable[..., Recorder]) -> World:
    """The world after the same week, but with as much money in won."""
    w = copied(opening)
    without_won(w)
    give(w, "kpw", int(GIVEN_CNY * w.nation.exchange_rate[0]))
    w.markets["cny_allotment"] = 0
    weeks_of(w, 1)
    return w


def test_yuan_buys_as_much_as_won(in_yuan: World, in_won: World) -> None:
    assert in_yuan.tallies.staples_sold == pytest.approx(in_won.tallies.staples_sold, rel=1e-4)
    paid = (in_yuan.flows[:, STAPLES_CNY] + in_yuan.flows[:, STAPLE_MARGIN_CNY]) * in_yuan.nation.exchange_rate[0]
    assert paid.sum() == pytest.approx((in_won.flows[:, STAPLES] + in_won.flows[:, STAPLE_MARGIN]).sum(), rel=1e-3)


@pytest.mark.parametrize(("won", "yuan"), PAID)
def test_a_purchase_is_paid_in_the_money_there_is(in_yuan: World, in_won: World, won: int, yuan: int) -> None:
    assert not in_yuan.flows[:, won].any() and not in_won.flows[:, yuan].any()
    assert in_yuan.flows[:, yuan].any() and in_won.flows[:, won].any()


def test_who_sells_services_for_yuan_earns_yuan(in_yuan: World) -> None:
    sold = in_yuan.flows[:, SERVICES_CNY].sum(1) + in_yuan.flows[:, OTHER_FOOD_CNY].sum(1)
    markets = in_yuan.markets
    assert (markets.services_receipts_cny == sold[: markets.size]).all()
    in_pools = markets.pool_cny.sum(1) - in_yuan.flows[: markets.size, STAPLE_MARGIN_CNY].sum(1)
    assert (in_pools >= markets.services_receipts_cny).all()


def test_little_won_goes_to_fuel_and_dues_first(opening: World, weeks_of: Callable[..., Recorder]) -> None:
    w = copied(opening)
    without_won(w)
    give(w, "cny", GIVEN_CNY)
    give(w, "kpw", 5_000_00)
    weeks_of(w, 1)
    won = 5_000_00 * w.households["weight"].sum()
    assert sum(w.flows[:, flow].sum() for flow in (LOCAL_FUEL, STATE_FUEL, DUES, PETTY_BRIBES)) > 0.95 * won
    assert 0 < w.flows[:, STAPLES].sum() < 0.05 * won, "staples take yuan, and leave the won to what takes won alone"
    assert w.flows[:, STAPLES_CNY].sum() > 0
    assert w.households.cash_kpw.min() == 0 and w.households.cash_cny.min() > 0


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
