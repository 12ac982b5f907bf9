"""Sums, gaps and payments of the accounts against plain sums, on made-up tables that hold something in every column."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jangmadang.accounting import closure, payments
from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    CLOTHING_SALES_CNY,
    CLOTHING_SALES_KPW,
    COMPANIES,
    CONSUMED,
    CREWS,
    CROPS,
    DEALER_CARRIAGE_COMPANIES,
    DEALER_CARRIAGE_CREWS,
    DEALER_IMPORT_BRIBES,
    DEALER_IMPORT_FEES,
    DEALERS,
    DURABLES_GOOD,
    EXPORT_GOOD,
    GOODS,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    IMPORTED_GOODS_GOOD,
    LENDERS,
    MEDICINE_GOOD,
    OFFICIAL,
    OWN_GRAIN_GOOD,
    POOLS,
    SECTORS,
    STAPLE_GOOD,
    STATE,
    TRADER_CARRIAGE_COMPANIES,
    TRADER_CARRIAGE_CREWS,
    TRADER_IMPORT_BRIBES,
    TRADER_IMPORT_FEES,
    TRADERS,
    TRANSACTIONS,
)
from jangmadang.world.dtypes import dtypes_of_state
from jangmadang.world.tables import World

MARKETS, ROWS = 3, (0, 7, 12, 20)
KPW, CNY = closure.KPW, closure.CNY


def filled(array: Any, rng: np.random.Generator) -> Any:
    """Whole numbers of both signs in every column of a record array."""
    for name in array.dtype.names:
        if np.issubdtype(array[name].dtype, np.integer):
            array[name] = rng.integers(-100, 100, array[name].shape)
    return array.view(np.recarray)


@pytest.fixture
def w() -> World:
    """Three markets with households of all classes."""
    rng = np.random.default_rng(5)
    sizes = {"households": ROWS[-1], "markets": MARKETS, "traders": 4, "nation": 1, "tallies": MARKETS, "border": 1}
    tables = {name: filled(np.zeros(sizes[name], dtype), rng) for name, dtype in dtypes_of_state().items()}
    tables["households"].household_class = np.arange(ROWS[-1]) // 2 % HOUSEHOLD_CLASSES
    tables["markets"].first, tables["markets"].last = ROWS[:-1], ROWS[1:]
    flows = rng.integers(0, 50, (MARKETS + 1, len(TRANSACTIONS), HOUSEHOLD_CLASSES))
    goods = rng.integers(0, 50, (MARKETS + 1, GOODS, 8))
    return World(**tables, flows=flows, goods=goods)


@pytest.fixture
def held(w: World) -> Any:
    """What households hold, by market, class and kind."""
    w.markets.held[:] = 7  # of a week before
    closure.sum_households(w)
    return w.markets.held.copy()


def test_households_are_summed_by_market_class_and_kind(w: World, held: Any) -> None:
    columns = ("cash_kpw", "cash_cny", "durables", "own_grain", "debt_kpw", "debt_grain")
    assert held.shape == (MARKETS, HOUSEHOLD_CLASSES, len(columns)) and held.any()
    for m in range(MARKETS):
        rows = w.households[ROWS[m] : ROWS[m + 1]]
        for c in range(HOUSEHOLD_CLASSES):
            mine = rows[rows.household_class == c]
            assert held[m, c].tolist() == [mine[column].sum() for column in columns]


def test_balances_are_what_the_agents_hold(w: World, held: Any) -> None:
    balances = np.zeros((2, len(SECTORS)), np.int64)
    closure.sum_balances.py_func(w, balances)
    kpw, cny = w.nation.kpw[0].astype(np.int64), w.nation.cny[0].astype(np.int64)
    for money, sectors in ((KPW, kpw), (CNY, cny)):
        sectors[:HOUSEHOLD_CLASSES] += held[:, :, money].sum(0)
    kpw[POOLS] += w.markets.pool_kpw.sum()
    cny[POOLS] += w.markets.pool_cny.sum()
    kpw[DEALERS] += w.markets.goods_kpw.sum()
    cny[DEALERS] += w.markets.goods_cny.sum()
    kpw[LENDERS] += w.markets.loan_fund_kpw.sum()
    kpw[TRADERS] += w.traders.kpw.sum()
    cny[TRADERS] += w.traders.cny.sum()
    assert balances.tolist() == [kpw.tolist(), cny.tolist()]


def test_stocks_are_what_lies_with_the_agents(w: World, held: Any) -> None:
    stocks = np.full(GOODS, 99, np.int64)  # of a week before
    closure.sum_stocks.py_func(w, stocks)
    expected = np.zeros(GOODS, np.int64)
    garments = w.traders.stock.sum(0).ravel()
    expected[: garments.size] = garments
    medicine = w.traders.medicine_stock.sum(0).ravel()
    expected[MEDICINE_GOOD : MEDICINE_GOOD + medicine.size] = medicine
    expected[DURABLES_GOOD] = held[:, :, closure.DURABLES].sum() + w.markets.used_durables.sum()
    expected[OWN_GRAIN_GOOD] = held[:, :, closure.OWN_GRAIN].sum()
    lines = w.markets.goods_stock.sum(0)
    expected[IMPORTED_GOODS_GOOD : IMPORTED_GOODS_GOOD + lines.size] = lines
    expected[STAPLE_GOOD : STAPLE_GOOD + CROPS] = (w.nation.crop_stock + w.nation.state_grain)[0]
    exports = w.nation.export_stock[0].sum((0, 1))
    exports[-1] += w.nation.gold_waiting[0]
    expected[EXPORT_GOOD : EXPORT_GOOD + exports.size] = exports
    assert stocks.tolist() == expected.tolist()


def test_flows_of_all_markets_and_of_the_nation_add_up(w: World) -> None:
    flows = np.full((len(TRANSACTIONS), HOUSEHOLD_CLASSES), 99, np.int64)
    closure.sum_flows.py_func(w, flows)
    assert flows.tolist() == w.flows.sum(0).tolist()


def test_the_largest_gap_of_money_is_found_with_its_place(w: World) -> None:
    ways = closure.FLOW_PAYER, closure.FLOW_PAYEE, closure.FLOW_CURRENCY
    opening, closing = np.zeros((2, 2, len(SECTORS)), np.int64)
    flows = w.flows.sum(0)
    for f, flow in enumerate(TRANSACTIONS):
        for c in range(HOUSEHOLD_CLASSES):
            money = ("kpw", "cny").index(flow.currency)
            closing[money, c if flow.payer == "household" else SECTORS.index(flow.payer)] -= flows[f, c]
            closing[money, c if flow.payee == "household" else SECTORS.index(flow.payee)] += flows[f, c]
    assert closure.largest_gap_of_money.py_func(opening, flows, closing, *ways)[0] == 0
    closing[KPW, 2] -= 3
    closing[CNY, 5] += 4
    assert closure.largest_gap_of_money.py_func(opening, flows, closing, *ways) == (4, CNY, 5)
    opening[KPW, 2] += 2
    assert closure.largest_gap_of_money.py_func(opening, flows, closing, *ways) == (5, KPW, 2)
    assert not opening[CNY].any(), "what is checked is not changed"


def test_what_is_left_of_money_is_over_the_gross_flow_of_the_largest_week(w: World) -> None:
    flows = np.stack([w.flows.sum(0), 2 * w.flows.sum(0)])
    balances = np.zeros((3, 2, len(SECTORS)), np.int64)
    for week, f in np.ndindex(flows.shape[:2]):
        flow, money = TRANSACTIONS[f], ("kpw", "cny").index(TRANSACTIONS[f].currency)
        for c in range(HOUSEHOLD_CLASSES):
            balances[week + 1 :, money, c if flow.payer == "household" else SECTORS.index(flow.payer)] -= flows[
                week, f, c
            ]
            balances[week + 1 :, money, c if flow.payee == "household" else SECTORS.index(flow.payee)] += flows[
                week, f, c
            ]
    assert [closure.relative_residual_of_money(balances, flows, money) for money in (KPW, CNY)] == [0.0, 0.0]
    balances[1:, CNY, 4] -= 30
    gross = flows[1, closure.FLOW_CURRENCY == CNY].sum()
    assert closure.relative_residual_of_money(balances, flows, CNY) == pytest.approx(30 / gross)
    assert closure.relative_residual_of_money(balances, flows, KPW) == 0.0
    balances[:] = 0
    balances[1:, KPW, 4] = 7
    assert closure.relative_residual_of_money(balances, 0 * flows, KPW) == 7.0, "without flows it is in 1/100 units"


def test_the_largest_gap_of_goods_counts_what_comes_and_goes(w: World) -> None:
    opening = np.arange(GOODS)
    sign = np.ones(8, np.int64)
    sign[[CONSUMED, closure.EXPORTED, closure.CONFISCATED, closure.SPOILED, closure.HANDED_OVER]] = -1
    assert {closure.PRODUCED, IMPORTED, closure.RECEIVED} == set(np.flatnonzero(sign == 1).tolist())
    closing = opening + (w.goods.sum(0) * sign).sum(-1)
    assert closure.largest_gap_of_goods.py_func(opening, w.goods, closing)[0] == 0
    closing[[3, 9]] += [1, -2]
    assert closure.largest_gap_of_goods.py_func(opening, w.goods, closing) == (2, 9)


def test_claims_are_what_debtors_owe_in_each_market(w: World, held: Any) -> None:
    w.markets.claims_kpw = held[:, :, closure.DEBT_KPW].sum(1)
    w.markets.claims_grain = held[:, :, closure.DEBT_GRAIN].sum(1)
    assert closure.largest_gap_of_debts.py_func(w) == 0
    w.markets.claims_grain[0] -= 6
    w.markets.claims_kpw[1] += 7
    w.markets.claims_kpw[2] -= 5
    assert closure.largest_gap_of_debts.py_func(w) == 7
    w.markets.claims_grain[2] -= 8
    assert closure.largest_gap_of_debts.py_func(w) == 8


def purse(kpw: int, cny: int) -> Any:
    """A household's money."""
    return SimpleNamespace(cash_kpw=kpw, cash_cny=cny, household_class=3)


@pytest.mark.parametrize(
    ("kpw", "cny", "kept", "paid"),
    [
        (5000, 90, 1000, (3000, 0)),  # enough won beside those kept
        (2500, 90, 1000, (1500, 8)),  # the rest in yuan: 1,500 won at 200
        (2500, 5, 1000, (2000, 5)),  # at last kept won
        (800, 0, 1000, (800, 0)),  # all it has
        (0, 90, 1000, (0, 15)),
        (1100, 14, 1000, (200, 14)),  # 2,800 of 2,900 in yuan, 100 more of those kept
    ],
)
def test_won_first_then_yuan_then_won_that_were_kept(kpw: int, cny: int, kept: int, paid: tuple[int, int]) -> None:
    assert payments.won_and_yuan.py_func(purse(kpw, cny), 3000, 200.0, kept) == paid


def test_a_trader_gets_what_the_household_pays_and_both_are_booked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "won_and_yuan", payments.won_and_yuan.py_func)
    household, trader = purse(2500, 90), SimpleNamespace(kpw=10, cny=20)
    flows = np.zeros((len(TRANSACTIONS), HOUSEHOLD_CLASSES), np.int64)
    ways = CLOTHING_SALES_KPW, CLOTHING_SALES_CNY
    payments.pay_trader.py_func(household, trader, flows, *ways, 3000, 200.0, 1000)
    assert (household.cash_kpw, household.cash_cny, trader.kpw, trader.cny) == (1000, 82, 1510, 28)
    assert (flows[CLOTHING_SALES_KPW, 3], flows[CLOTHING_SALES_CNY, 3], flows.sum()) == (1500, 8, 1508)


def test_whole_units_are_the_nearest() -> None:
    assert [payments.minor.py_func(amount) for amount in (0.0, 1.0, 1.004, 1.006, 1.995)] == [0, 100, 100, 101, 200]


def test_who_comes_first_is_served_first() -> None:
    wishes = np.array([4, 3, 5, 2])
    assert payments.serve_in_turn.py_func(wishes, 9) == 9 and wishes.tolist() == [4, 3, 2, 0]
    wishes = np.array([4, 3])
    assert payments.serve_in_turn.py_func(wishes, 9) == 7 and wishes.tolist() == [4, 3]


def test_staples_bought_leave_the_allotment_and_are_eaten() -> None:
    market = SimpleNamespace(staple_allotment=np.array([50, 60]), staple_bought=np.array([1, 2]))
    goods = np.zeros((GOODS, 8), np.int64)
    payments.take_staple.py_func(market, goods, 1, 40)
    assert (market.staple_allotment.tolist(), market.staple_bought.tolist()) == ([50, 20], [1, 42])
    assert goods[STAPLE_GOOD + 1, CONSUMED] == goods.sum() == 40


@pytest.mark.parametrize(("allotment", "yuan"), [(50, 10), (7, 7)])
def test_businesses_get_yuan_as_far_as_the_allotment_goes(allotment: int, yuan: int) -> None:
    market = SimpleNamespace(
        cny_wanted=3, cny_allotment=allotment, due_kpw=np.zeros(20, int), due_cny=np.zeros(20, int)
    )
    assert payments.yuan_for_won.py_func(market, 2050.0, 200.0) == (yuan, 200 * yuan)
    assert (market.cny_wanted, market.cny_allotment) == (13, allotment - yuan)
    assert market.due_kpw[CHANGERS] == market.due_kpw.sum() == 200 * yuan
    assert market.due_cny[CHANGERS] == market.due_cny.sum() == -yuan


IMPORTERS = {
    True: (TRADER_IMPORT_FEES, TRADER_IMPORT_BRIBES, TRADER_CARRIAGE_COMPANIES, TRADER_CARRIAGE_CREWS),
    False: (DEALER_IMPORT_FEES, DEALER_IMPORT_BRIBES, DEALER_CARRIAGE_COMPANIES, DEALER_CARRIAGE_CREWS),
}


@pytest.mark.parametrize("trader", [True, False])
def test_an_import_pays_supplier_state_officials_and_carriers(w: World, trader: bool) -> None:
    w.flows[:], w.nation.cny[:], w.markets.pool_cny[:], w.markets.gate[:] = 0, 0, 0, 0
    for name, rate in (("fee", 0.1), ("bribe", 0.05), ("company", 0.02), ("crew", 0.03)):
        w.nation[f"import_{name}_rate"][0, 0, 1] = rate
    assert payments.pay_hyesan_import.py_func(w, None, 2, 1000, 1, trader) == 1200
    cny = w.nation.cny[0]
    assert [cny[who] for who in (ABROAD, STATE, COMPANIES, CREWS)] == [1000, 100, 20, 30] and cny.sum() == 1150
    assert w.markets.pool_cny[2, OFFICIAL] == w.markets.pool_cny.sum() == 50
    assert [w.flows[MARKETS, flow, 0] for flow in IMPORTERS[trader]] == [100, 50, 20, 30] and w.flows.sum() == 200


@pytest.mark.parametrize("trader", [True, False])
def test_an_import_elsewhere_pays_fee_and_bribe(w: World, trader: bool) -> None:
    w.flows[:], w.nation.cny[:], w.markets.pool_cny[:] = 0, 0, 0
    assert payments.pay_other_import.py_func(w, 1, 1000, 0.1, 0.05, trader) == 1150
    assert (w.nation.cny[0, ABROAD], w.nation.cny[0, STATE], w.nation.cny.sum()) == (1000, 100, 1100)
    assert w.markets.pool_cny[1, OFFICIAL] == w.markets.pool_cny.sum() == 50
    assert [w.flows[MARKETS, flow, 0] for flow in IMPORTERS[trader][:2]] == [100, 50] and w.flows.sum() == 150
