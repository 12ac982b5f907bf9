"""Price medicine, sell it to the sick, plan orders against demand and the perceived closure hazard."""

import numpy as np
from numba import uint64

from jangmadang.accounting.payments import minor, pay_trader
from jangmadang.accounting.transactions import (
    AILMENTS,
    CONSUMED,
    DOMESTIC_MEDICINE,
    IMPORTED,
    MEDICINE_GOOD,
    MEDICINE_SALES_CNY,
    MEDICINE_SALES_KPW,
    ORIGINS,
    PRODUCED,
    STATE,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.medicine_trade.equations import (
    imported_preference,
    precautionary_cover,
    target_medicine_price,
)
from jangmadang.randomness import MEDICINE_TASTE, STALL_CHOICE, logistic_noise, stream, uniform
from jangmadang.shapes import adjusted
from jangmadang.world.costs import landed_factor
from jangmadang.world.members import DOMESTIC_ORIGIN, IMPORTED_ORIGIN, MEDICINE_IMPORT
from jangmadang.world.rows import Given, Parameters, Trader
from jangmadang.world.tables import PIPELINE_WEEKS, World


@compiled
def price_medicine(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in arrivals, restock from domestic factories, move the market's prices."""
    market = w.markets[m]
    nation = w.nation[0]
    slot = t % PIPELINE_WEEKS
    relative_rate = nation.exchange_rate / p.base_exchange_rate
    factory = (
        p.medicine_price_cny[DOMESTIC_ORIGIN]
        * p.base_exchange_rate
        * relative_rate**p.domestic_import_content
        * market.services_price ** (1.0 - p.domestic_import_content)
    )
    imported_cost = (
        p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, nation, p, MEDICINE_IMPORT) * nation.exchange_rate
    )
    for a in range(AILMENTS):
        normal = max(market.medicine_demand_slow[a], 0.01)
        for k in range(market.first_trader, market.last_trader):
            trader = w.traders[k]
            trader.medicine_demand[a] = 0.0
            arrived = trader.medicine_on_order[slot, a]
            trader.medicine_on_order[slot, a] = 0
            trader.medicine_stock[a, IMPORTED_ORIGIN] += arrived
            w.goods[m, MEDICINE_GOOD + a * ORIGINS, IMPORTED] += arrived
            restock_domestic(m, w, p, trader, a, factory, normal)
        for origin in range(ORIGINS):
            target = target_medicine_price(
                imported_cost if origin == IMPORTED_ORIGIN else factory,
                p.medicine_markup,
                market.medicine_relative_cover[a, origin],
                p.medicine_storage_elasticity,
                p.largest_medicine_scarcity,
            )
            market.medicine_price[a, origin] = adjusted(
                market.medicine_price[a, origin], target, p.medicine_price_speed
            )


@compiled
def restock_domestic(
    m: int, w: World, p: Parameters, trader: Trader, a: int, factory_price: float, normal: float
) -> None:
    """A trader buys domestic medicine up to a few weeks of sales, within the factories' weekly capacity."""
    market = w.markets[m]
    traders = max(market.last_trader - market.first_trader, 1)
    sales = normal * p.domestic_normal_share / traders
    wanted = max(int(sales * p.domestic_cover_weeks) - trader.medicine_stock[a, DOMESTIC_ORIGIN], 0)
    courses = min(wanted, int(sales * p.domestic_capacity + 0.999))
    cost = minor(courses * factory_price)
    if courses <= 0:
        return
    if cost > trader.kpw:
        courses = int(max(trader.kpw, 0) / 100.0 / factory_price)
        cost = min(minor(courses * factory_price), max(trader.kpw, 0))
    trader.kpw -= cost
    market.due_kpw[STATE] += cost
    w.flows[m, DOMESTIC_MEDICINE, 0] += cost
    trader.medicine_stock[a, DOMESTIC_ORIGIN] += courses
    w.goods[m, MEDICINE_GOOD + a * ORIGINS + DOMESTIC_ORIGIN, PRODUCED] += courses


@compiled
def buy_medicine(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """The sick want one course at once: imported or domestic, at the first of a few stalls that has it."""
    market = w.markets[m]
    tally = w.tallies[m]
    traders = market.last_trader - market.first_trader
    if traders <= 0:
        return
    taste = stream(seed, MEDICINE_TASTE, t)
    stall = stream(seed, STALL_CHOICE, t) + uint64(1)
    for i in range(first, last):
        hh = w.households[i]
        if hh.illness == 0:
            continue
        a = hh.illness - 1
        imported, domestic = market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN]
        preference = imported_preference(
            p.imported_medicine_premium,
            p.medicine_taste_spread * logistic_noise(taste, hh.identity),
            imported,
            domestic,
        )
        first = IMPORTED_ORIGIN if preference > 0.0 else DOMESTIC_ORIGIN
        start = int(uniform(stall, hh.identity) * traders)
        if hh.illness_weeks == 0:
            w.traders[market.first_trader + start].medicine_demand[a] += hh.weight
            tally.medicine_demand += hh.weight
        limit = p.medicine_willingness_weeks * hh.permanent_income_kpw
        done = False
        for origin in (first, DOMESTIC_ORIGIN if first == IMPORTED_ORIGIN else IMPORTED_ORIGIN):
            for step in range(min(int(p.stalls_searched), traders)):
                k = market.first_trader + (start + step) % traders
                if (
                    not done
                    and market.medicine_price[a, origin] <= limit
                    and w.traders[k].medicine_stock[a, origin] >= hh.weight
                ):
                    done = sell_medicine(m, w, p, i, k, a, origin)


@compiled
def sell_medicine(m: int, w: World, p: Parameters, i: int, k: int, a: int, origin: int) -> bool:
    """Sell one course to each of a row's households; False if they cannot pay."""
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    hh = w.households[i]
    trader = w.traders[k]
    cost = minor(market.medicine_price[a, origin] * hh.weight)
    if cost > hh.cash_kpw + hh.cash_cny * nation.exchange_rate:
        return False
    pay_trader(hh, trader, w.flows[m], MEDICINE_SALES_KPW, MEDICINE_SALES_CNY, cost, nation.exchange_rate)
    trader.medicine_stock[a, origin] -= hh.weight
    w.goods[m, MEDICINE_GOOD + a * ORIGINS + origin, CONSUMED] += hh.weight
    revenue = cost / 100.0 / nation.exchange_rate
    if origin == IMPORTED_ORIGIN:
        profit = revenue - hh.weight * p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(
            market, nation, p, MEDICINE_IMPORT
        )
    else:
        profit = revenue * p.medicine_markup / (1.0 + p.medicine_markup)
    trader.profit_cny += profit
    tally.medicine_profit[trader.caution_third] += profit
    hh.spending_kpw += cost / (100.0 * hh.weight)
    hh.budget_kpw -= max(market.medicine_price[a, origin] - hh.treatment_kpw, 0.0)  # beyond what was set aside
    hh.illness = 0
    tally.medicine_purchases[origin] += hh.weight
    tally.turnover += cost / 100.0
    return True


@compiled
def plan_medicine(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Learn demand; set each trader's target cover and wanted order of imported medicine."""
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    factor = landed_factor(market, nation, p, MEDICINE_IMPORT)
    lead = p.lead_weeks + market.transit_weeks
    for a in range(AILMENTS):
        demand = 0.0
        for k in range(market.first_trader, market.last_trader):
            demand += w.traders[k].medicine_demand[a]
        market.medicine_demand_slow[a] = adjusted(market.medicine_demand_slow[a], demand, p.medicine_slow_memory)
        market.medicine_demand_fast[a] = adjusted(market.medicine_demand_fast[a], demand, p.medicine_fast_memory)
    traders = max(market.last_trader - market.first_trader, 1)
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        cover = p.medicine_base_cover_weeks
        if p.use_precaution > 0.0:
            cover = precautionary_cover(
                cover,
                x.closure_hazard * trader.hazard_factor,
                p.closure_gain,
                p.holding_cost,
                p.cover_per_ln_hazard,
                p.largest_cover_weeks,
            )
        trader.medicine_cover_target = cover
        for a in range(AILMENTS):
            current = max(market.medicine_demand_fast[a], p.medicine_order_floor * market.medicine_demand_slow[a])
            expected = (1.0 - p.domestic_normal_share) * current / traders
            trader.medicine_order_level[a] = expected * (cover + lead)
            value = trader.medicine_stock[a, IMPORTED_ORIGIN] * p.medicine_price_cny[IMPORTED_ORIGIN] * factor
            tally.medicine_stock_value += value
            tally.trader_medicine_capital += value
            for origin in range(ORIGINS):
                tally.medicine_stock[origin] += trader.medicine_stock[a, origin]


@compiled
def gauge_scarcity(w: World, p: Parameters) -> None:
    """Stock cover of each place over its normal level: buyers and traders go from market to market of a town."""
    for m in range(w.markets.size):
        market = w.markets[m]
        for a in range(AILMENTS):
            demand = 0.0
            stocks = np.zeros(ORIGINS)
            for other in range(w.markets.size):
                neighbour = w.markets[other]
                if neighbour.place != market.place:
                    continue
                demand += max(neighbour.medicine_demand_slow[a], neighbour.medicine_demand_fast[a], 0.01)
                for k in range(neighbour.first_trader, neighbour.last_trader):
                    for origin in range(ORIGINS):
                        stocks[origin] += w.traders[k].medicine_stock[a, origin]
            market.medicine_relative_cover[a, IMPORTED_ORIGIN] = stocks[IMPORTED_ORIGIN] / (
                demand * (1.0 - p.domestic_normal_share) * p.medicine_normal_cover_weeks
            )
            market.medicine_relative_cover[a, DOMESTIC_ORIGIN] = stocks[DOMESTIC_ORIGIN] / (
                demand * p.domestic_normal_share * p.domestic_normal_cover * p.domestic_cover_weeks
            )
