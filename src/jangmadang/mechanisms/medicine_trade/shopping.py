"""Medicine is sold to the sick and to those who put some by."""

from typing import Any

import numpy as np
from numba import uint64

from jangmadang.accounting.payments import minor, pay_trader
from jangmadang.accounting.transactions import (
    AILMENTS,
    CONSUMED,
    MEDICINE_GOOD,
    MEDICINE_SALES_CNY,
    MEDICINE_SALES_KPW,
    ORIGINS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.medicine_trade.equations import (
    hoarding_chance,
    imported_preference,
    imported_share,
)
from jangmadang.randomness import HOARDING, MEDICINE_TASTE, STALL_CHOICE, logistic_noise, stream, uniform
from jangmadang.world.costs import landed_factor
from jangmadang.world.gates import lockdown
from jangmadang.world.members import (
    DOMESTIC_ORIGIN,
    IMPORTED_ORIGIN,
    MEDICINE_IMPORT,
)
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import World

THIS_WEEK = 0  # first of the weeks ahead


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
