"""Price medicine, sell it to the sick and the anxious, plan orders against demand and the stops that traders expect."""

from typing import Any

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
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.medicine_trade.equations import (
    depletion_weeks,
    domestic_price,
    factory_output,
    hoarding_chance,
    imported_preference,
    imported_share,
    offered_share,
    precautionary_cover,
    target_medicine_price,
    weeks_of_today,
)
from jangmadang.randomness import HOARDING, MEDICINE_TASTE, STALL_CHOICE, logistic_noise, stream, uniform
from jangmadang.shapes import adjusted
from jangmadang.world.costs import dear_chance, landed_factor, next_best_cost
from jangmadang.world.gates import lockdown
from jangmadang.world.members import (
    COVER_THIRDS,
    DOMESTIC_ORIGIN,
    IMPORTED_ORIGIN,
    MEDICINE_IMPORT,
    MEDICINE_LINE,
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

    What was sold last week beyond what was on offer, because a row of households buys at once, is taken off.
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
    """A price moves to where last week's flow would clear; its growth follows, and its normal level in yuan."""
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
    """Factories and home laboratories follow the price of domestic medicine, slowly."""
    relative = market.medicine_price[a, DOMESTIC_ORIGIN] / (cost * (1.0 + p.medicine_markup))
    target = factory_output(relative, p.domestic_supply_elasticity)
    market.factory_output[a] = adjusted(market.factory_output[a], target, p.domestic_supply_speed)


@compiled
def restock_domestic(m: int, w: World, p: Parameters, trader: Trader, a: int, factory_price: float) -> None:
    """A trader buys domestic medicine for a few weeks of the season, within what the factories make for it."""
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


@compiled
def buy_medicine(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """The sick take what is at home, or want one course at once; who hears bad news wants one to put by."""
    market = w.markets[m]
    tally = w.tallies[m]
    if market.last_trader <= market.first_trader:
        return
    alarmed = bad_news(market, x, p)
    anxious = stream(seed, HOARDING, t)
    asks = np.zeros(ORIGINS)
    for origin in range(ORIGINS):
        asks[origin] = market.medicine_price[:, origin].mean() * 100.0
    rate = w.nation[0].exchange_rate
    customers = np.zeros(ORIGINS)  # households without a course that could pay for one of each origin
    worried = 0.0  # those that might put one by
    for i in range(first, last):
        hh = w.households[i]
        money = (hh.cash_kpw + hh.cash_cny * rate) / hh.weight
        if hh.medicine_at_home == 0 and (hh.illness == 0 or hh.illness_weeks == 0):
            for origin in range(ORIGINS):
                customers[origin] += hh.weight if money >= asks[origin] else 0.0
        if alarmed and hh.illness == 0 and hh.medicine_at_home < p.courses_put_by and money >= asks[IMPORTED_ORIGIN]:
            worried += hh.weight
        if hh.illness > 0:
            a = hh.illness - 1
            if hh.medicine_at_home > 0:
                hh.medicine_at_home -= 1
                hh.illness = 0
                continue
            counted = 1.0 if hh.illness_weeks == 0 else 0.0
            tally.medicine_demand += counted * hh.weight
            if shop_for_medicine(m, w, p, seed, t, i, a, float(hh.treatment_limit_kpw)):
                hh.illness = 0
        elif alarmed and hh.medicine_at_home < p.courses_put_by:
            draw = uniform(anxious, hh.identity)
            if draw < p.hoarding_rate:
                put_by(m, w, p, seed, t, i, draw / p.hoarding_rate)
    expect_demand(m, w, x, p, customers, worried)


@inlined
def expect_demand(m: int, w: World, x: Given, p: Parameters, customers: Any, worried: float) -> None:
    """Courses for which those who can pay come: expected cases, not the lumps in which rows fall ill."""
    market = w.markets[m]
    for a in range(AILMENTS):
        imported, domestic = market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN]
        usual = usual_price(market, p)
        hazard = w.nation[0].illness_season[a, THIS_WEEK] * x.epidemic_illness_multiplier * p.use_illness
        put_by = worried * hoarding_chance(p.hoarding_rate / AILMENTS, imported / usual, p.hoarding_elasticity)
        share = imported_share(p.imported_medicine_premium, p.medicine_taste_spread, imported, domestic)
        market.medicine_wanted[a, IMPORTED_ORIGIN] += (customers[IMPORTED_ORIGIN] * hazard + put_by) * share
        market.medicine_wanted[a, DOMESTIC_ORIGIN] += (customers[DOMESTIC_ORIGIN] * hazard + put_by) * (1.0 - share)


@inlined
def usual_price(market: Market, p: Parameters) -> float:
    """Usual price of an imported course at today's price level, KPW."""
    usual = p.medicine_price_cny[IMPORTED_ORIGIN] * p.base_landed_cost * (1.0 + p.medicine_markup)
    return usual * p.base_exchange_rate * market.cpi


@inlined
def bad_news(market: Market, x: Given, p: Parameters) -> bool:
    """Whether an epidemic, a lockdown here or prices that climb make households think of their medicine chest."""
    if p.use_hoarding == 0.0:
        return False
    growth = 0.0
    for a in range(AILMENTS):
        growth += market.medicine_price_growth[a, IMPORTED_ORIGIN] / AILMENTS
    locked = lockdown(market, x) > 0.0
    return locked or x.epidemic_illness_multiplier >= p.alarming_epidemic or growth >= p.alarming_rise


@compiled
def put_by(m: int, w: World, p: Parameters, seed: int, t: int, i: int, draw: float) -> None:
    """An anxious household buys a course for home if price and budget let it."""
    market = w.markets[m]
    hh = w.households[i]
    tally = w.tallies[m]
    usual = usual_price(market, p)
    a = int(draw * AILMENTS)
    left = draw * AILMENTS - a
    price = market.medicine_price[a, IMPORTED_ORIGIN]
    free = float(hh.budget_kpw - hh.other_food_budget_kpw)
    if left < hoarding_chance(1.0, price / usual, p.hoarding_elasticity) and price <= free:
        if shop_for_medicine(m, w, p, seed, t, i, a, free):
            hh.medicine_at_home += 1
            tally.medicine_hoarded += hh.weight


@compiled
def shop_for_medicine(m: int, w: World, p: Parameters, seed: int, t: int, i: int, a: int, limit: float) -> bool:
    """Look for imported or domestic medicine, as preferred, at a few stalls; True if bought."""
    market = w.markets[m]
    hh = w.households[i]
    traders = market.last_trader - market.first_trader
    imported, domestic = market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN]
    preference = imported_preference(
        p.imported_medicine_premium,
        p.medicine_taste_spread * logistic_noise(stream(seed, MEDICINE_TASTE, t), hh.identity),
        imported,
        domestic,
    )
    preferred = IMPORTED_ORIGIN if preference > 0.0 else DOMESTIC_ORIGIN
    start = int(uniform(stream(seed, STALL_CHOICE, t) + uint64(1), hh.identity) * traders)
    for origin in (preferred, DOMESTIC_ORIGIN if preferred == IMPORTED_ORIGIN else IMPORTED_ORIGIN):
        if market.medicine_price[a, origin] > limit:
            continue
        for step in range(min(int(p.stalls_searched), traders)):
            k = market.first_trader + (start + step) % traders
            trader = w.traders[k]
            if trader.medicine_for_sale[a, origin] > 0.0 and trader.medicine_stock[a, origin] >= hh.weight:
                return sell_medicine(m, w, p, i, k, a, origin)
    return False


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
    pay_trader(hh, trader, w.flows[m], MEDICINE_SALES_KPW, MEDICINE_SALES_CNY, cost, nation.exchange_rate, 0)
    trader.medicine_stock[a, origin] -= hh.weight
    trader.medicine_for_sale[a, origin] -= hh.weight
    w.goods[m, MEDICINE_GOOD + a * ORIGINS + origin, CONSUMED] += hh.weight
    revenue = cost / 100.0 / nation.exchange_rate
    if origin == IMPORTED_ORIGIN:
        cost_cny = p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, nation, p, MEDICINE_IMPORT) * hh.weight
    else:
        cost_cny = revenue / (1.0 + p.medicine_markup)
    profit = revenue - cost_cny
    trader.costs_cny += cost_cny
    trader.profit_cny += profit
    tally.medicine_profit[trader.cover_third] += profit
    hh.spending_kpw += cost / (100.0 * hh.weight)
    hh.budget_kpw -= max(market.medicine_price[a, origin] - hh.treatment_kpw, 0.0)  # beyond what was set aside
    tally.medicine_purchases[origin] += hh.weight
    tally.turnover += cost / 100.0
    return True


@compiled
def plan_medicine(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Learn demand; set each trader's target cover and wanted order of imported medicine.

    Orders of precaution are not sent to a stopped gateway: there only what current sales need waits.
    """
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    factor = landed_factor(market, nation, p, MEDICINE_IMPORT)
    lead = p.lead_weeks + market.transit_weeks
    for a in range(AILMENTS):
        demand = 0.0
        for origin in range(ORIGINS):
            wanted = market.medicine_wanted[a, origin]
            demand += wanted
            market.medicine_wanted_fast[a, origin] = adjusted(
                market.medicine_wanted_fast[a, origin], wanted, p.medicine_fast_memory
            )
        market.medicine_demand_slow[a] = adjusted(market.medicine_demand_slow[a], demand, p.medicine_slow_memory)
        market.medicine_demand_fast[a] = adjusted(market.medicine_demand_fast[a], demand, p.medicine_fast_memory)
    traders = max(market.last_trader - market.first_trader, 1)
    open_share = 1.0 - market.stopped_share[MEDICINE_STOP]
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        cover = p.medicine_base_cover_weeks
        if p.use_precaution > 0.0:
            wanted_cover = precautionary_cover(
                cover,
                trader.stop_hazard,
                p.closure_gain,
                p.holding_cost * trader.interest_factor,
                trader.expected_stop_weeks,
                p.largest_cover_weeks,
            )
            cover += open_share * (wanted_cover - cover)
        held = min(cover * trader.order_tilt[MEDICINE_LINE], p.medicine_base_cover_weeks + p.largest_cover_weeks)
        trader.medicine_cover_target = held
        for a in range(AILMENTS):
            current = max(market.medicine_demand_fast[a], p.medicine_order_floor * market.medicine_demand_slow[a])
            expected = (1.0 - p.domestic_normal_share) * current / traders
            weeks = season_weeks(nation.illness_season[a], held + lead)
            trader.medicine_order_level[a] = expected * weeks
            value = trader.medicine_stock[a, IMPORTED_ORIGIN] * p.medicine_price_cny[IMPORTED_ORIGIN] * factor
            tally.medicine_stock_value += value
            tally.trader_medicine_capital += value
            for origin in range(ORIGINS):
                tally.medicine_stock[origin] += trader.medicine_stock[a, origin]


@compiled
def rank_by_cover(w: World) -> None:
    """Divide each place's traders into thirds by stock of imported medicine; while a gateway is stopped they stay."""
    if w.nation[0].stopped[:, MEDICINE_STOP].sum() > 0.0:
        return
    stock = np.empty(w.traders.size, np.int64)
    for k in range(w.traders.size):
        stock[k] = w.traders[k].medicine_stock[:, IMPORTED_ORIGIN].sum()
    order = np.argsort(stock, kind="mergesort")
    first = 0
    while first < w.markets.size:
        place, last = w.markets[first].place, first
        while last < w.markets.size and w.markets[last].place == place:
            last += 1
        begin, end = w.markets[first].first_trader, w.markets[last - 1].last_trader
        rank = 0
        for k in order:
            if begin <= k < end:
                w.traders[k].cover_third = rank * COVER_THIRDS // (end - begin)
                rank += 1
        first = last


@compiled
def gauge_scarcity(w: World, p: Parameters) -> None:
    """Courses wanted over those offered, by place: buyers and traders go from market to market of a town."""
    for m in range(w.markets.size):
        market = w.markets[m]
        for a in range(AILMENTS):
            for origin in range(ORIGINS):
                wanted, offered = 0.0, 0.0
                for other in range(w.markets.size):
                    neighbour = w.markets[other]
                    if neighbour.place == market.place:
                        wanted += neighbour.medicine_wanted_fast[a, origin]
                        offered += neighbour.medicine_on_sale[a, origin]
                market.medicine_scarcity[a, origin] = wanted / max(offered, 0.01 * wanted, 1e-6)
