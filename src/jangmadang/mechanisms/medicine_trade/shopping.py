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
from jangmadang.randomness import HOARDING, MEDICINE_TASTE, STALL_CHOICE, Key, logistic_noise, stream, uniform
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
WORRIED = 2  # after the origins: place among a market's customers for medicine


@compiled
def buy_medicine(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """The sick take what is at home, or want one course at once; who hears bad news wants one to put by."""
    market, tally = w.markets[m], w.tallies[m]
    if market.last_trader <= market.first_trader:
        return
    alarmed = bad_news(market, x, p)
    anxious = stream(seed, HOARDING, t)
    count_customers(m, first, last, w, p)
    imported_cost = p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, w.nation[0], p, MEDICINE_IMPORT)
    seekers = np.empty(last - first, np.int64)
    hoarding_rate = p.hoarding_rate if alarmed else 0.0
    for i in seekers[: find_seekers(first, last, w, p, anxious, hoarding_rate, seekers)]:
        hh = w.households[i]
        is_ill, weight = hh.illness > 0, hh.weight
        if is_ill and hh.medicine_at_home > 0:
            hh.medicine_at_home -= 1
            hh.illness = 0
            continue
        if is_ill:
            a, limit = hh.illness - 1, float(hh.treatment_limit_kpw)
            tally.medicine_demand += weight if hh.illness_weeks == 0 else 0
        else:
            a, limit = course_to_put_by(market, w, p, i, uniform(anxious, hh.identity) / hoarding_rate)
        if shop_for_medicine(m, w, p, seed, t, i, a, limit, imported_cost):
            hh.illness = 0
            hh.medicine_at_home += not is_ill
            tally.medicine_hoarded += 0 if is_ill else weight


@inlined
def count_customers(m: int, first: int, last: int, w: World, p: Parameters) -> None:
    """Households without a course that could pay for one of each origin, and those that might put one by."""
    prices, customers = w.markets[m].medicine_price, w.markets[m].medicine_customers
    asked_imported, asked_domestic = prices[:, IMPORTED_ORIGIN].mean(), prices[:, DOMESTIC_ORIGIN].mean()
    rate, courses_put_by = w.nation[0].exchange_rate, p.courses_put_by
    imported, domestic, worried = 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        money = (hh.cash_kpw + hh.cash_cny * rate) * hh.per_household
        lacks = (hh.medicine_at_home == 0) & ((hh.illness == 0) | (hh.illness_weeks == 0))
        may_put_by = (hh.illness == 0) & (hh.medicine_at_home < courses_put_by)
        imported += hh.weight if lacks & (money >= asked_imported) else 0
        domestic += hh.weight if lacks & (money >= asked_domestic) else 0
        worried += hh.weight if may_put_by & (money >= asked_imported) else 0
    customers[IMPORTED_ORIGIN] += imported
    customers[DOMESTIC_ORIGIN] += domestic
    customers[WORRIED] += worried


@inlined
def find_seekers(first: int, last: int, w: World, p: Parameters, anxious: Key, chance: float, seekers: Any) -> int:
    """Fill `seekers` with the ill and who, by a chance a week, think of a course to put by; return how many."""
    courses_put_by = p.courses_put_by
    thinks = np.zeros(last - first, np.bool_)
    if chance > 0.0:
        for i in range(first, last):
            hh = w.households[i]
            is_anxious = uniform(anxious, hh.identity) < chance
            thinks[i - first] = is_anxious & (hh.medicine_at_home < courses_put_by)
    count = 0
    for i in range(first, last):
        seekers[count] = i
        count += (w.households[i].illness > 0) | thinks[i - first]
    return count


@compiled
def expect_demand(m: int, w: World, x: Given, p: Parameters) -> None:
    """Courses for which those who can pay came this week: expected cases, not the lumps in which rows fall ill."""
    market = w.markets[m]
    imported_customers, domestic_customers, worried = market.medicine_customers
    worried *= bad_news(market, x, p)
    market.medicine_customers[:] = 0
    for a in range(AILMENTS):
        imported, domestic = market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN]
        usual = usual_price(market, p)
        hazard = w.nation[0].illness_season[a, THIS_WEEK] * x.epidemic_illness_multiplier * p.use_illness
        put_by = 0.0
        if worried > 0.0:
            put_by = worried * hoarding_chance(p.hoarding_rate / AILMENTS, imported / usual, p.hoarding_elasticity)
        share = imported_share(p.imported_medicine_premium, p.medicine_taste_spread, imported, domestic)
        market.medicine_wanted[a, IMPORTED_ORIGIN] += (imported_customers * hazard + put_by) * share
        market.medicine_wanted[a, DOMESTIC_ORIGIN] += (domestic_customers * hazard + put_by) * (1.0 - share)


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


@inlined
def course_to_put_by(market: Market, w: World, p: Parameters, i: int, draw: float) -> tuple[int, float]:
    """Ailment for which an anxious household wants a course, and its budget, KPW, -1 if that or the price forbid."""
    hh = w.households[i]
    a = int(draw * AILMENTS)
    left = draw * AILMENTS - a
    price = market.medicine_price[a, IMPORTED_ORIGIN]
    free = float(hh.budget_kpw - hh.other_food_budget_kpw)
    wants = left < hoarding_chance(1.0, price / usual_price(market, p), p.hoarding_elasticity) and price <= free
    return a, free if wants else -1.0


@inlined
def shop_for_medicine(
    m: int, w: World, p: Parameters, seed: int, t: int, i: int, a: int, limit: float, imported_cost: float
) -> bool:
    """Look for medicine up to a limit, KPW, imported (cost in CNY) or domestic, as preferred; True if bought."""
    market = w.markets[m]
    hh = w.households[i]
    imported, domestic = market.medicine_price[a, IMPORTED_ORIGIN], market.medicine_price[a, DOMESTIC_ORIGIN]
    if min(imported, domestic) > limit:
        return False
    preference = -1.0 if domestic <= limit else 1.0
    if max(imported, domestic) <= limit:
        preference = imported_preference(
            p.imported_medicine_premium,
            p.medicine_taste_spread * logistic_noise(stream(seed, MEDICINE_TASTE, t), hh.identity),
            imported,
            domestic,
        )
    preferred = IMPORTED_ORIGIN if preference > 0.0 else DOMESTIC_ORIGIN
    traders = market.last_trader - market.first_trader
    start = int(uniform(stream(seed, STALL_CHOICE, t) + uint64(1), hh.identity) * traders)
    for origin in (preferred, IMPORTED_ORIGIN + DOMESTIC_ORIGIN - preferred):
        if market.medicine_price[a, origin] > limit:
            continue
        for step in range(min(int(p.stalls_searched), traders)):
            k = market.first_trader + start + step - (traders if start + step >= traders else 0)
            trader = w.traders[k]
            if trader.medicine_for_sale[a, origin] > 0.0 and trader.medicine_stock[a, origin] >= hh.weight:
                return sell_medicine(m, w, p, i, k, a, origin, imported_cost)
    return False


@inlined
def sell_medicine(m: int, w: World, p: Parameters, i: int, k: int, a: int, origin: int, imported_cost: float) -> bool:
    """Sell one course, if imported at such a cost in CNY, to each of a row's households; False if they cannot pay."""
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
    cost_cny = imported_cost * hh.weight if origin == IMPORTED_ORIGIN else revenue / (1.0 + p.medicine_markup)
    profit = revenue - cost_cny
    trader.costs_cny += cost_cny
    trader.profit_cny += profit
    tally.medicine_profit[trader.cover_third] += profit
    hh.spending_kpw += cost / (100.0 * hh.weight)
    hh.budget_kpw -= max(market.medicine_price[a, origin] - hh.treatment_kpw, 0.0)  # beyond what was set aside
    tally.medicine_purchases[origin] += hh.weight
    tally.turnover += cost / 100.0
    return True
