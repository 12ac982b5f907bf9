"""Aid, rations, transfers and subsidies arrive to the gram and the hundredth of a won, and their source is booked."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from jangmadang.accounting.transactions import (
    ABROAD,
    CASH_TRANSFER_CNY,
    CASH_TRANSFER_KPW,
    CONSUMED,
    DONJU,
    FARMER,
    FARMS,
    GRAIN_SHOP_PURCHASES,
    GRAIN_SHOP_SALES,
    HANDED_OVER,
    IMPORTED,
    LABOURER,
    OWN_GRAIN_GOOD,
    PRICE_SUBSIDY,
    RECEIVED,
    STAPLE_GOOD,
    STAPLE_MARGIN,
    STAPLES,
    STATE,
)
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.scenario import load
from jangmadang.world.members import CORN, HYESAN, RICE, RYANGGANG_REST
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

FIRST = datetime.date(2016, 3, 7)
RESOLUTION = 2000


def week_with(*changes: dict[str, Any], weeks: int = 1, stock_share: float | None = None) -> World:
    """A tiny world after some weeks of the standard scenario with changes; its accounts are checked every week.

    With a share of all crops' stocks in its stores, the state has that much grain, and none is to come.
    """
    dated = [{"from": FIRST, "until": FIRST + datetime.timedelta(weeks=weeks, days=-1), **change} for change in changes]
    scenario = load("hyesan").with_changes(changes=dated)
    p: Any = scenario.parameter_record()
    w = build_world(p, RESOLUTION, 3)
    if stock_share is not None:
        grain = w.nation.state_grain[0] + w.nation.crop_stock[0]
        w.nation.state_grain[0] = (stock_share * grain).astype(np.int64)
        w.nation.crop_stock[0] = grain - w.nation.state_grain[0]
    pass_weeks(w, scenario.weekly_paths(FIRST, weeks), p, 3, FIRST, Recorder.of(weeks))
    return w


@pytest.fixture(scope="module")
def base() -> World:
    """The week without any change."""
    return week_with()


def at(w: World, place: int) -> Any:
    """Market rows of a place."""
    return np.flatnonzero(w.markets.place == place)


def rows(w: World, place: int) -> Any:
    """Household rows of a place."""
    mine = w.markets[at(w, place)]
    return slice(int(mine["first"].min()), int(mine["last"].max()))


def test_food_aid_arrives_to_the_gram() -> None:
    w = week_with(
        {"path": "food_aid[hyesan,rice]", "set": 1339.0}, {"path": "food_aid[ryanggang_rest,rice]", "set": 3911.000007}
    )
    for place, grams in ((HYESAN, 1_339_000_000), (RYANGGANG_REST, 3_911_000_007)):
        rice = w.goods[at(w, place), STAPLE_GOOD + RICE]
        assert rice[:, IMPORTED].sum() == grams
        assert w.tallies.food_aid[at(w, place)].sum() == pytest.approx(grams / 1000.0, rel=1e-12)
        kept = rice[:, HANDED_OVER].sum()
        assert 0 < kept < grams, "some eat it at once, some keep a part"
        assert w.goods[at(w, place), OWN_GRAIN_GOOD, RECEIVED].sum() == kept


def test_food_aid_of_a_class_goes_to_no_other(base: World) -> None:
    w = week_with({"path": "food_aid[hyesan,rice]", "set": 100.0}, {"path": "food_aid_class_weight[donju]", "set": 0.0})
    each = w.tallies.food_aid[at(w, HYESAN)].sum(0) / np.maximum(w.markets.real_households[at(w, HYESAN)].sum(0), 1.0)
    assert each[DONJU] == 0.0 < each[LABOURER]
    assert w.tallies.food_aid.sum() == pytest.approx(100_000.0)
    kept = w.goods[:, STAPLE_GOOD + RICE, HANDED_OVER].sum() - base.goods[:, STAPLE_GOOD + RICE, HANDED_OVER].sum()
    assert 0 <= kept < 50_000_000, "most of it is eaten in the week in which it comes"


def test_sold_aid_adds_to_stocks(base: World) -> None:
    w = week_with({"path": "market_food_aid[rice]", "set": 2000.0})
    assert w.nation.crop_stock[0, RICE] - base.nation.crop_stock[0, RICE] == 2_000_000_000


def test_transfers_arrive_to_the_hundredth(base: World) -> None:
    w = week_with(
        {"path": "cash_transfer_kpw[hyesan,labourer]", "set": 12_345.67},
        {"path": "cash_transfer_cny[hyesan,*]", "set": 23.0},
    )
    weight = w.households.weight[rows(w, HYESAN)].astype(np.int64)
    labourers = w.households.household_class[rows(w, HYESAN)] == LABOURER
    won, yuan = 1_234_567 * weight[labourers].sum(), 2_300 * weight.sum()
    assert w.flows[:, CASH_TRANSFER_KPW].sum() == won
    assert w.flows[:, CASH_TRANSFER_CNY].sum() == yuan
    assert not base.flows[:, CASH_TRANSFER_KPW].any() and not base.flows[:, CASH_TRANSFER_CNY].any()
    assert w.nation.cny[0, ABROAD] < base.nation.cny[0, ABROAD]


def test_the_state_pays_what_a_subsidy_takes_off(base: World) -> None:
    w = week_with({"path": "staple_price_subsidy", "set": 0.25})
    price = w.markets.staple_price / base.markets.staple_price
    assert price == pytest.approx(0.75)
    paid = w.flows[:, STAPLES].sum() + w.flows[:, STAPLE_MARGIN].sum()
    assert w.flows[:, PRICE_SUBSIDY].sum() == pytest.approx(paid / 3.0, rel=1e-3)
    assert w.nation.kpw[0, STATE] < base.nation.kpw[0, STATE] and w.nation.kpw[0, FARMS] > base.nation.kpw[0, FARMS]


def test_rations_come_from_state_grain(base: World) -> None:
    w = week_with({"path": "extra_ration_share[hyesan,labourer]", "set": 0.5})
    more = w.tallies.rations.sum() - base.tallies.rations.sum()
    labourers = w.markets.real_households[at(w, HYESAN), LABOURER].sum()
    full = 0.5 * 12.5 * labourers
    assert 0.5 * full < more <= full
    drawn = (base.nation.state_grain[0] - w.nation.state_grain[0]).sum() / 1000.0
    assert drawn == pytest.approx(more, rel=0.05), "the rest of the state's use falls a little with it"


def test_shops_sell_the_towns_what_they_offer_below_the_market(base: World) -> None:
    w = week_with({"path": "grain_shop_share", "set": 0.1})
    towns = w.markets.real_households[:, :FARMER].sum()
    sold = w.tallies.shop_grain.sum(axis=0)
    assert sold[FARMER] == 0.0
    assert 0.5 * 0.1 * 12.5 * towns < sold.sum() <= 0.1 * 12.5 * towns
    paid = w.flows[:, GRAIN_SHOP_SALES].sum() / 100.0 / sold.sum()
    assert 0.75 * w.markets.staple_price[:, CORN].min() < paid < 0.75 * w.markets.staple_price[:, RICE].max()
    assert w.tallies.rations.sum() == pytest.approx(base.tallies.rations.sum()), "rations come first"
    assert not base.flows[:, GRAIN_SHOP_SALES].any()


@pytest.mark.parametrize(("stock_share", "of_state"), [(1.0, 1.0), (0.0, 0.0)])
def test_shops_sell_state_grain_first_and_then_that_of_farms(stock_share: float, of_state: float) -> None:
    w = week_with({"path": "grain_shop_share", "set": 0.05}, stock_share=stock_share)
    assert w.nation.shop_fill[0] == of_state
    to_farms = w.flows[:, GRAIN_SHOP_PURCHASES].sum() / w.flows[:, GRAIN_SHOP_SALES].sum()
    assert to_farms == pytest.approx(1.0 - of_state, abs=0.02)


def test_contracts_bring_grain_whatever_the_price(base: World) -> None:
    w = week_with(
        {"path": "grain_import_licence[rice]", "set": 0.0}, {"path": "grain_import_contracts[rice]", "set": 3000.0}
    )
    rice = w.border.grain_imports[0, RICE]
    assert rice == pytest.approx(3000.0) and rice != base.border.grain_imports[0, RICE]
    none = week_with({"path": "grain_import_licence[rice]", "set": 0.0})
    assert none.border.grain_imports[0, RICE] == 0.0


def test_what_is_handed_over_is_received(base: World) -> None:
    for w in (base, week_with({"path": "food_aid[*,corn]", "set": 500.0})):
        assert w.goods[:, :, HANDED_OVER].sum() == w.goods[:, :, RECEIVED].sum()
        assert w.goods[:, OWN_GRAIN_GOOD, CONSUMED].sum() > 0


def test_no_licence_no_imports(base: World) -> None:
    w = week_with({"path": "grain_import_licence[*]", "set": 0.0})
    assert base.border.grain_imports.sum() > 0.0 == w.border.grain_imports.sum()
