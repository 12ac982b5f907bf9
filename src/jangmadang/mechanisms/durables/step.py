"""Families in need sell durables to lenders, who sell them on; what families own wears out."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import DURABLES_GOOD, SPOILED, USED_DURABLES_BOUGHT, USED_DURABLES_SOLD
from jangmadang.compiling import compiled
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
    flows = w.flows[m]
    rate = w.nation[0].exchange_rate
    if p.use_durables_sales == 0.0:
        return
    for i in range(first, last):
        hh = w.households[i]
        if hh.durables == 0:
            continue
        missing = hh.needs_kpw * 100.0 * hh.weight - hh.cash_kpw - hh.cash_cny * rate
        if missing <= 0.0:
            continue
        units = int(UNITS * sold_in_need(hh.durables / UNITS, 0.01 * missing, market.used_durables_price))
        worth = minor(units / UNITS * market.used_durables_price)
        market.lending_wanted_kpw += worth
        if worth > market.loan_fund_kpw:
            units = int(units * (market.loan_fund_kpw / worth))
            worth = min(minor(units / UNITS * market.used_durables_price), market.loan_fund_kpw)
        hh.durables -= units
        market.used_durables += units
        hh.cash_kpw += worth
        market.loan_fund_kpw -= worth
        flows[USED_DURABLES_BOUGHT, hh.household_class] += worth


@compiled
def buy_used_durables(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What families own wears out; who sets money aside for durables takes used ones while there are any."""
    market = w.markets[m]
    flows = w.flows[m]
    tally = w.tallies[m]
    open_share = 1.0 - lockdown(market, x)
    price = market.used_durables_price
    worn = 0
    for i in range(first, last):
        hh = w.households[i]
        old = int(hh.durables * p.durables_wear)
        hh.durables -= old
        worn += old
        if market.used_durables == 0:
            continue
        scale = 100.0 * hh.weight
        money = min(hh.durables_budget_kpw * open_share * scale, 1.0 * hh.cash_kpw)
        units = min(int(max(money, 0.0) * 0.01 / price * UNITS), market.used_durables)
        cost = min(minor(units / UNITS * price), hh.cash_kpw)
        hh.durables += units
        market.used_durables -= units
        hh.cash_kpw -= cost
        market.loan_fund_kpw += cost
        flows[USED_DURABLES_SOLD, hh.household_class] += cost
        paid = cost / scale
        hh.durables_budget_kpw = max(hh.durables_budget_kpw - paid, 0.0)
        hh.budget_kpw -= paid
        hh.spending_kpw += paid
        tally.turnover += cost / 100.0
    w.goods[m, DURABLES_GOOD, SPOILED] += worn
