"""Families in need sell durables to lenders, who sell them on; what families own wears out."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor, serve_in_turn
from jangmadang.accounting.transactions import DURABLES_GOOD, SPOILED, USED_DURABLES_BOUGHT, USED_DURABLES_SOLD
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.durables.equations import sold_in_need, used_price
from jangmadang.world.gates import lockdown
from jangmadang.world.members import UNITS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def price_used_durables(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """This week's price of used durables by last week's offer."""
    market = w.markets[m]
    reference = p.used_durables_reference * market.real_households.sum()
    market.used_durables_price = used_price(
        market.goods_price,
        p.durables_resale_share,
        market.used_durables / UNITS,
        reference,
        p.used_durables_elasticity,
    )


@compiled
def sell_in_need(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households whose cash does not cover their needs sell durables, as far as buyers' money goes."""
    market = w.markets[m]
    if p.use_durables_sales == 0.0:
        return
    rate, price = w.nation[0].exchange_rate, market.used_durables_price
    sold, wanted, fund = 0, 0, market.loan_fund_kpw
    sellers, missing_kpw = np.empty(last - first, np.int64), np.empty(last - first)
    for k in range(find_sellers(first, last, w, rate, sellers, missing_kpw)):
        hh, missing = w.households[sellers[k]], missing_kpw[k]
        units = int(UNITS * sold_in_need(hh.durables / UNITS, 0.01 * missing, price))
        worth = minor(units / UNITS * price)
        wanted += worth
        if worth > fund:
            units = int(units * (fund / worth))
            worth = min(minor(units / UNITS * price), fund)
        hh.durables -= units
        hh.cash_kpw += worth
        sold += units
        fund -= worth
    market.lending_wanted_kpw += wanted
    market.used_durables += sold
    w.flows[m, USED_DURABLES_BOUGHT, w.households[first].household_class] += market.loan_fund_kpw - fund
    market.loan_fund_kpw = fund


@inlined
def find_sellers(first: int, last: int, w: World, rate: float, sellers: Any, missing_kpw: Any) -> int:
    """Fill `sellers` with who has durables and lacks for its needs, and how much by row, 1/100 KPW; return how many."""
    for i in range(first, last):
        hh = w.households[i]
        missing = hh.needs_kpw * 100.0 * hh.weight - hh.cash_kpw - hh.cash_cny * rate
        missing_kpw[i - first] = missing if hh.durables > 0 else 0.0
    count = 0
    for i in range(first, last):
        missing = missing_kpw[i - first]
        sellers[count], missing_kpw[count] = i, missing
        count += missing > 0.0
    return count


@compiled
def buy_used_durables(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What families own wears out; who sets money aside for durables takes used ones while there are any."""
    market = w.markets[m]
    worn, wear = 0, p.durables_wear
    for i in range(first, last):
        hh = w.households[i]
        old = int(hh.durables * wear)
        hh.durables -= old
        worn += old
    w.goods[m, DURABLES_GOOD, SPOILED] += worn
    if market.used_durables == 0:
        return
    units = np.empty(last - first, np.int64)
    if want_used_durables(m, first, last, w, x, units) > market.used_durables:
        serve_in_turn(units, market.used_durables)
    pay_for_used_durables(m, first, last, w, units)


@inlined
def want_used_durables(m: int, first: int, last: int, w: World, x: Given, units: Any) -> int:
    """Fill units[row] with the used durables that the money set aside for durables buys; returns their sum."""
    market = w.markets[m]
    open_share, price = 1.0 - lockdown(market, x), market.used_durables_price
    wanted = 0
    for i in range(first, last):
        hh = w.households[i]
        scale = 100.0 * hh.weight
        money = min(hh.durables_budget_kpw * open_share * scale, 1.0 * hh.cash_kpw)
        units[i - first] = int(max(money, 0.0) * 0.01 / price * UNITS)
        wanted += units[i - first]
    return wanted


@inlined
def pay_for_used_durables(m: int, first: int, last: int, w: World, units: Any) -> None:
    """Households take units[row] of used durables and pay their lenders."""
    market = w.markets[m]
    price = market.used_durables_price
    bought, costs = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        cost = min(minor(units[i - first] / UNITS * price), hh.cash_kpw)
        paid = cost * hh.per_household
        hh.durables += units[i - first]
        hh.cash_kpw -= cost
        hh.durables_budget_kpw = max(hh.durables_budget_kpw - paid, 0.0)
        hh.budget_kpw -= paid
        hh.spending_kpw += paid
        bought += units[i - first]
        costs += cost
    market.used_durables -= bought
    market.loan_fund_kpw += costs
    w.flows[m, USED_DURABLES_SOLD, w.households[first].household_class] += costs
    w.tallies[m].turnover += costs / 100.0
