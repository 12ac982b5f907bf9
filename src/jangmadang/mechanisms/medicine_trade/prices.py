"""What medicine costs: holders price what they offer, factories answer, stocks of domestic medicine fill up."""

from typing import Any

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    AILMENTS,
    DOMESTIC_MEDICINE,
    IMPORTED,
    MEDICINE_GOOD,
    ORIGINS,
    PRODUCED,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.medicine_trade.equations import (
    depletion_weeks,
    domestic_price,
    factory_output,
    offered_share,
    target_medicine_price,
    weeks_of_today,
)
from jangmadang.shapes import adjusted
from jangmadang.world.costs import dear_chance, landed_factor, next_best_cost
from jangmadang.world.members import (
    DOMESTIC_ORIGIN,
    IMPORTED_ORIGIN,
    MEDICINE_IMPORT,
    MEDICINE_STOP,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters, Trader
from jangmadang.world.tables import PIPELINE_WEEKS, World

THIS_WEEK = 0  # first of the weeks ahead


@inlined
def season_weeks(seasons: Any, weeks: float) -> float:
    """Weeks of today's demand in a stock that has to last so many weeks; seasons: hazard of illness from now on."""
    whole = min(int(weeks), seasons.size - 1)
    ahead = (weeks - whole) * seasons[whole]
    for week in range(whole):
        ahead += seasons[week]
    return weeks_of_today(ahead, seasons[0])


@compiled
def price_medicine(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in arrivals, restock from domestic factories, move the market's prices, set what is offered for sale."""
    market = w.markets[m]
    nation = w.nation[0]
    slot = t % PIPELINE_WEEKS
    imported_cost = (
        p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, nation, p, MEDICINE_IMPORT) * nation.exchange_rate
    )
    market.medicine_on_sale[:] = 0.0
    market.medicine_wanted[:] = 0.0
    stopped = market.stopped_share[MEDICINE_STOP]
    for a in range(AILMENTS):
        factory = domestic_price(
            p.medicine_price_cny[DOMESTIC_ORIGIN] * p.base_exchange_rate,
            nation.exchange_rate / p.base_exchange_rate * relative_price(market, nation, a, IMPORTED_ORIGIN),
            market.services_price,
            p.domestic_import_content,
        )
        for origin in range(ORIGINS):
            chance, cost, next_best = 0.0, factory, 1.0
            if origin == IMPORTED_ORIGIN:
                chance = max(dear_chance(market, nation, MEDICINE_IMPORT), market.held_up_chance[MEDICINE_STOP])
                cost = imported_cost
                next_best = next_best_cost(market, nation, p, MEDICINE_IMPORT)
            move_price(market, nation, p, a, origin, cost, chance, next_best)
        adjust_factories(market, p, a, factory)
        for k in range(market.first_trader, market.last_trader):
            trader = w.traders[k]
            courses = trader.medicine_on_order[slot, a]
            trader.medicine_on_order[slot, a] = 0
            offer(market, nation, p, trader, a, IMPORTED_ORIGIN, stopped, float(courses))
            trader.medicine_stock[a, IMPORTED_ORIGIN] += courses
            w.goods[m, MEDICINE_GOOD + a * ORIGINS + IMPORTED_ORIGIN, IMPORTED] += courses
            held = trader.medicine_stock[a, DOMESTIC_ORIGIN]
            restock_domestic(m, w, p, trader, a, factory)
            bought = float(trader.medicine_stock[a, DOMESTIC_ORIGIN] - held)
            offer(market, nation, p, trader, a, DOMESTIC_ORIGIN, stopped, bought)


@inlined
def relative_price(market: Market, nation: Nation, a: int, origin: int) -> float:
    """Price of a medicine over that in normal supply."""
    return float(market.medicine_price[a, origin] / nation.exchange_rate / market.medicine_price_usual[a, origin])


@inlined
def offer(
    market: Market, nation: Nation, p: Parameters, trader: Trader, a: int, origin: int, stopped: float, arrived: float
) -> None:
    """A trader brings to market what has arrived and a part of the stock, by what this one expects and pays for money.

    What was sold last week beyond what was on offer, because a row of households buys at once, is taken off. `stopped`
    is the part of the market's orders whose gateway is stopped, `arrived` courses.
    """
    weeks = p.domestic_cover_weeks
    stock = float(trader.medicine_stock[a, origin])
    interest = p.holding_cost * trader.interest_factor
    if origin == IMPORTED_ORIGIN:
        relative = relative_price(market, nation, a, origin)
        lead = p.lead_weeks + market.transit_weeks
        weeks = depletion_weeks(
            lead, stopped, trader.expected_stop_weeks, interest, p.medicine_price_elasticity, relative
        )
        weeks = season_weeks(nation.illness_season[a], min(weeks, lead + p.largest_cover_weeks))
    else:
        stock -= arrived
    growth = market.medicine_price_growth[a, origin]
    share = offered_share(weeks, growth, interest, p.withholding_weeks * p.use_withholding)
    offered = arrived + share * stock
    market.medicine_on_sale[a, origin] += offered
    trader.medicine_for_sale[a, origin] = min(trader.medicine_for_sale[a, origin], 0.0) + offered


@inlined
def move_price(
    market: Market, nation: Nation, p: Parameters, a: int, origin: int, cost: float, chance: float, next_best: float
) -> None:
    """A price moves to where last week's flow would clear; its growth follows, and its normal level in yuan.

    `cost`, KPW a course; `chance` and `next_best` as in (MT-2).
    """
    target = target_medicine_price(
        cost,
        p.medicine_markup,
        market.medicine_scarcity[a, origin],
        p.medicine_price_elasticity,
        chance,
        next_best,
    )
    before = market.medicine_price[a, origin]
    price = adjusted(before, target, p.medicine_price_speed)
    market.medicine_price[a, origin] = price
    market.medicine_price_growth[a, origin] = adjusted(
        market.medicine_price_growth[a, origin], price / before - 1.0, p.medicine_fast_memory
    )
    market.medicine_price_usual[a, origin] = cost * (1.0 + p.medicine_markup) / nation.exchange_rate


@inlined
def adjust_factories(market: Market, p: Parameters, a: int, cost: float) -> None:
    """Factories and home laboratories follow the price of domestic medicine over its cost, KPW/course, slowly."""
    relative = market.medicine_price[a, DOMESTIC_ORIGIN] / (cost * (1.0 + p.medicine_markup))
    target = factory_output(relative, p.domestic_supply_elasticity)
    market.factory_output[a] = adjusted(market.factory_output[a], target, p.domestic_supply_speed)


@compiled
def restock_domestic(m: int, w: World, p: Parameters, trader: Trader, a: int, factory_price: float) -> None:
    """A trader buys domestic medicine, KPW a course, for a few weeks of the season, as far as factories make it."""
    market = w.markets[m]
    seasons = w.nation[0].illness_season[a]
    normal = max(market.medicine_demand_slow[a], 0.01) * seasons[0] / p.illness_hazard[a]
    sales = normal * p.domestic_normal_share / max(market.last_trader - market.first_trader, 1)
    cover = season_weeks(seasons, p.domestic_cover_weeks)
    wanted = max(int(sales * cover) - trader.medicine_stock[a, DOMESTIC_ORIGIN], 0)
    courses = min(wanted, int(sales * p.domestic_capacity * market.factory_output[a] + 0.999))
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
