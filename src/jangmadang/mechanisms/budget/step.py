"""Plan the week's budget; pay fuel and dues; spend what is left on local services and imported goods."""

from jangmadang.accounting.payments import minor, pay_pool, pay_sector
from jangmadang.accounting.transactions import (
    CONSUMED,
    DONJU,
    DUES,
    FARMER,
    IMPORTED_GOODS_GOOD,
    IMPORTED_GOODS_SALES,
    LABOURER,
    LOCAL_FUEL,
    OFFICIAL,
    PETTY_BRIBES,
    SERVICES,
    STATE,
    STATE_FUEL,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.budget.equations import (
    buffer_stock_budget,
    buffer_target,
    imported_share,
    rule_of_thumb_budget,
)
from jangmadang.shapes import adjusted
from jangmadang.world.members import ORDINARY, UNITS, WEALTHY
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def plan_budgets(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Set each household's budget of the week."""
    market = w.markets[m]
    rate = w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        c = hh.household_class
        wealth = (hh.cash_kpw + hh.cash_cny * rate) / (100.0 * hh.weight)
        confidence = market.confidence[WEALTHY if (c == OFFICIAL or c == DONJU) else ORDINARY]
        if p.use_confidence == 0.0:
            confidence = 0.5
        target = buffer_target(p.buffer_weeks[c], confidence, p.buffer_confidence_slope)
        if p.theory_budget == 0.0 and p.use_buffer > 0.0:
            hh.budget_kpw = buffer_stock_budget(
                hh.permanent_income_kpw, wealth, target, p.wealth_spending_factor, p.smallest_spending_share
            )
        else:
            hh.budget_kpw = rule_of_thumb_budget(hh.permanent_income_kpw, wealth, target, p.wealth_spending_factor)


@compiled
def pay_fuel_and_dues(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Fuel (wood from local sellers, coal from the state) and dues."""
    market = w.markets[m]
    flows = w.flows[m]
    tally = w.tallies[m]
    for i in range(first, last):
        hh = w.households[i]
        share = p.fuel_share * hh.budget_kpw
        scale = 100.0 * hh.weight
        wood = min(int(share * p.local_fuel_share * scale), hh.cash_kpw)
        pay_pool(hh, market, flows, LOCAL_FUEL, FARMER if hh.household_class == FARMER else LABOURER, wood)
        coal = min(int(share * (1.0 - p.local_fuel_share) * scale), hh.cash_kpw)
        pay_sector(hh, market, flows, STATE_FUEL, STATE, coal)
        dues = min(int(p.dues_share * hh.budget_kpw * scale), hh.cash_kpw)
        bribes = int(p.petty_bribe_share * dues)
        pay_pool(hh, market, flows, PETTY_BRIBES, OFFICIAL, bribes)
        pay_sector(hh, market, flows, DUES, STATE, dues - bribes)
        paid = (wood + coal + dues) / scale
        hh.budget_kpw -= paid
        hh.spending_kpw += paid
        tally.fuel_sold += (wood + coal) / (100.0 * market.services_price)
        tally.turnover += (wood + coal) / 100.0


@compiled
def open_local_sales(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Part of demand that dealers' stock will serve, by last week's demand; the week's counts start."""
    market = w.markets[m]
    market.goods_fill = min(1.0, market.goods_stock / UNITS / max(market.goods_demand, 1.0))
    market.goods_demand = 0.0
    market.services_receipts = 0


@compiled
def spend_locally(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Split the rest of the budget between local services and the composite imported good."""
    market = w.markets[m]
    flows = w.flows[m]
    tally = w.tallies[m]
    base_price = p.base_exchange_rate * (1.0 + p.imported_goods_margin)
    relative = market.goods_price / base_price / market.services_price
    goods_share = 0.0
    if p.use_imported_goods > 0.0:
        goods_share = imported_share(p.imported_goods_share, relative, p.imported_goods_substitution)
    demand = 0.0
    services = 0
    open_share = 1.0 - x.market_lockdown if market.is_border else 1.0
    for i in range(first, last):
        hh = w.households[i]
        c = hh.household_class
        scale = 100.0 * hh.weight
        left = max(min(hh.budget_kpw * open_share, hh.cash_kpw / scale), 0.0)
        wanted = goods_share * left / market.goods_price
        demand += wanted * hh.weight
        units = min(int(wanted * hh.weight * market.goods_fill * UNITS), market.goods_stock)
        cost = min(minor(units / UNITS * market.goods_price), hh.cash_kpw)
        market.goods_stock -= units
        w.goods[m, IMPORTED_GOODS_GOOD, CONSUMED] += units
        hh.cash_kpw -= cost
        market.goods_kpw += cost
        flows[IMPORTED_GOODS_SALES, c] += cost
        tally.imported_goods_sold += units / UNITS
        local = min(int((1.0 - goods_share) * left * scale), hh.cash_kpw)
        hh.cash_kpw -= local
        flows[SERVICES, c] += local
        services += local
        hh.spending_kpw += (local + cost) / scale
        tally.turnover += (local + cost) / 100.0
    market.goods_demand += demand
    market.services_receipts += services


@compiled
def close_local_sales(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What was wanted and sold this week moves the smoothed demand for local services."""
    market = w.markets[m]
    tally = w.tallies[m]
    tally.imported_goods_demand = market.goods_demand
    tally.local_services_sold = market.services_receipts / (100.0 * market.services_price)
    market.services_demand = adjusted(market.services_demand, tally.local_services_sold, p.services_demand_speed)
    if w.nation[0].learning > 0.0:
        market.services_norm = adjusted(market.services_norm, tally.local_services_sold, p.services_norm_speed)
