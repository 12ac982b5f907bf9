"""Every week: opening + flows = closing, for each sector and currency and for each good, exactly.

Closing balances are summed from the agents' own columns; flows come from the bookings; neither knows the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.transactions import (
    CONFISCATED,
    CONSUMED,
    CROPS,
    DEALERS,
    DESIGNS,
    DURABLES_GOOD,
    EXPORT_GOOD,
    EXPORT_GOODS,
    EXPORTED,
    GARMENTS,
    GOODS,
    HANDED_OVER,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    IMPORTED_GOODS_GOOD,
    LENDERS,
    MEDICINE_GOOD,
    ORIGINS,
    OWN_GRAIN_GOOD,
    POOLS,
    PRODUCED,
    RECEIVED,
    SECTORS,
    SPOILED,
    STAPLE_GOOD,
    TIERS,
    TRADERS,
    TRANSACTIONS,
)
from jangmadang.compiling import compiled, entrance

if TYPE_CHECKING:
    from jangmadang.world.tables import World

KPW, CNY = 0, 1
DURABLES, OWN_GRAIN, DEBT_KPW, DEBT_GRAIN = 2, 3, 4, 5  # after the currencies: what households hold and owe
HOUSEHOLD = -1


def _sector_number(name: str) -> int:
    return HOUSEHOLD if name == "household" else SECTORS.index(name)


FLOW_CURRENCY = np.array([KPW if flow.currency == "kpw" else CNY for flow in TRANSACTIONS])
FLOW_PAYER = np.array([_sector_number(flow.payer) for flow in TRANSACTIONS])
FLOW_PAYEE = np.array([_sector_number(flow.payee) for flow in TRANSACTIONS])


@entrance
def sum_households(w: World) -> None:
    """Fill `held` of every market with what its households hold and owe, in one pass over the table.

    A market sums its households' columns as they end their week (`sum_holdings`); whatever changes households after
    that calls this again.
    """
    for m in range(w.markets.size):
        market = w.markets[m]
        market.held[:] = 0
        for i in range(market.first, market.last):
            sum_holdings(m, i, i + 1, w)


@compiled
def sum_holdings(m: int, first: int, last: int, w: World) -> None:
    """Add to a market's sums what some households of one class hold and owe, by their own columns."""
    won, yuan, durables, grain, debt, debt_grain = 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        won += hh.cash_kpw
        yuan += hh.cash_cny
        durables += hh.durables
        grain += hh.own_grain
        debt += hh.debt_kpw
        debt_grain += hh.debt_grain
    held = w.markets[m].held[w.households[first].household_class]
    held[KPW] += won
    held[CNY] += yuan
    held[DURABLES] += durables
    held[OWN_GRAIN] += grain
    held[DEBT_KPW] += debt
    held[DEBT_GRAIN] += debt_grain


@entrance
def sum_balances(w: World, balances: Any) -> None:
    """Fill balances[currency, sector] from the agents' columns, in 1/100 units."""
    nation = w.nation[0]
    for s in range(balances.shape[1]):
        balances[KPW, s] = nation.kpw[s]
        balances[CNY, s] = nation.cny[s]
    for m in range(w.markets.size):
        market = w.markets[m]
        for c in range(HOUSEHOLD_CLASSES):
            balances[KPW, c] += market.held[c, KPW]
            balances[CNY, c] += market.held[c, CNY]
            balances[KPW, POOLS] += market.pool_kpw[c]
            balances[CNY, POOLS] += market.pool_cny[c]
        balances[KPW, DEALERS] += market.goods_kpw
        balances[KPW, LENDERS] += market.loan_fund_kpw
        balances[CNY, DEALERS] += market.goods_cny
    for k in range(w.traders.size):
        balances[KPW, TRADERS] += w.traders[k].kpw
        balances[CNY, TRADERS] += w.traders[k].cny


@entrance
def sum_stocks(w: World, stocks: Any) -> None:
    """Fill stocks[good] from traders', dealers', national, households' and exporters' stocks."""
    nation = w.nation[0]
    stocks[:] = 0
    for k in range(w.traders.size):
        trader = w.traders[k]
        for g in range(GARMENTS):
            for tier in range(TIERS):
                for d in range(DESIGNS):
                    stocks[(g * TIERS + tier) * DESIGNS + d] += trader.stock[g, tier, d]
        for a in range(trader.medicine_stock.shape[0]):
            for origin in range(ORIGINS):
                stocks[MEDICINE_GOOD + a * ORIGINS + origin] += trader.medicine_stock[a, origin]
    for m in range(w.markets.size):
        for c in range(HOUSEHOLD_CLASSES):
            stocks[DURABLES_GOOD] += w.markets[m].held[c, DURABLES]
            stocks[OWN_GRAIN_GOOD] += w.markets[m].held[c, OWN_GRAIN]
        for line in range(w.markets[m].goods_stock.size):
            stocks[IMPORTED_GOODS_GOOD + line] += w.markets[m].goods_stock[line]
        stocks[DURABLES_GOOD] += w.markets[m].used_durables
    for k in range(CROPS):
        stocks[STAPLE_GOOD + k] += nation.crop_stock[k] + nation.state_grain[k]
    for gate in range(nation.export_stock.shape[0]):
        for shipper in range(nation.export_stock.shape[1]):
            for e in range(EXPORT_GOODS):
                stocks[EXPORT_GOOD + e] += nation.export_stock[gate, shipper, e]
    stocks[EXPORT_GOOD + EXPORT_GOODS - 1] += nation.gold_waiting


@compiled
def largest_gap_of_debts(w: World) -> int:
    """Largest difference between lenders' claims and households' debts in a market, in 1/100 KPW or in grams."""
    worst = 0
    for m in range(w.markets.size):
        market = w.markets[m]
        gap, grain = market.claims_kpw, market.claims_grain
        for c in range(HOUSEHOLD_CLASSES):
            gap -= market.held[c, DEBT_KPW]
            grain -= market.held[c, DEBT_GRAIN]
        worst = max(worst, abs(gap), abs(grain))
    return worst


@compiled
def sum_flows(w: World, flows: Any) -> None:
    """Add up the bookings of all markets and of the nation: flows[transaction, class]."""
    flows[:] = 0
    for m in range(w.flows.shape[0]):
        for f in range(flows.shape[0]):
            for c in range(HOUSEHOLD_CLASSES):
                flows[f, c] += w.flows[m, f, c]


@compiled
def largest_gap_of_money(opening: Any, flows: Any, closing: Any, payer: Any, payee: Any, currency: Any) -> Any:
    """Sector and currency with the largest |opening + flows - closing|, and that gap in 1/100 units."""
    expected = opening.copy()
    for f in range(flows.shape[0]):
        for c in range(HOUSEHOLD_CLASSES):
            source = c if payer[f] < 0 else payer[f]
            target = c if payee[f] < 0 else payee[f]
            expected[currency[f], source] -= flows[f, c]
            expected[currency[f], target] += flows[f, c]
    worst, where_currency, where_sector = 0, 0, 0
    for money in (KPW, CNY):
        for s in range(expected.shape[1]):
            gap = abs(expected[money, s] - closing[money, s])
            if gap > worst:
                worst, where_currency, where_sector = gap, money, s
    return worst, where_currency, where_sector


def relative_residual_of_money(balances: NDArray[np.int64], flows: NDArray[np.int64], currency: int) -> float:
    """Largest |opening + flows - closing| of any sector and week, over the largest week's gross flow.

    Parameters
    ----------
    balances : [week + 1, currency, sector].
    flows : [week, transaction, class].
    """
    expected = balances[:-1, currency].copy()
    mine = np.flatnonzero(FLOW_CURRENCY == currency)
    for f in mine:
        for c in range(HOUSEHOLD_CLASSES):
            expected[:, c if FLOW_PAYER[f] == HOUSEHOLD else FLOW_PAYER[f]] -= flows[:, f, c]
            expected[:, c if FLOW_PAYEE[f] == HOUSEHOLD else FLOW_PAYEE[f]] += flows[:, f, c]
    gross = float(np.abs(flows[:, mine]).sum((1, 2)).max())
    return float(np.abs(expected - balances[1:, currency]).max()) / max(gross, 1.0)


@compiled
def largest_gap_of_goods(opening: Any, goods: Any, closing: Any) -> Any:
    """Good with the largest |opening + in - out - closing|, and that gap in base units."""
    worst, where = 0, 0
    for g in range(GOODS):
        expected = opening[g]
        for m in range(goods.shape[0]):
            row = goods[m, g]
            expected += row[PRODUCED] + row[IMPORTED] - row[CONSUMED] - row[EXPORTED] - row[CONFISCATED] - row[SPOILED]
            expected += row[RECEIVED] - row[HANDED_OVER]
        gap = abs(expected - closing[g])
        if gap > worst:
            worst, where = gap, g
    return worst, where
