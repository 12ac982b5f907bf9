"""Households choose rice and corn, buy what the market has, glean and eat."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    CONSUMED,
    CROPS,
    FARMS,
    OWN_GRAIN_GOOD,
    PRODUCED,
    STALLHOLDER,
    STAPLE_GOOD,
    STAPLE_MARGIN,
    STAPLES,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.meals.equations import affordable_quantity, rice_part
from jangmadang.world.members import CORN, GRAMS, RICE
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import EATEN_WEEKS, World


@compiled
def buy_staples(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households choose, buy and eat rice and corn; what they glean comes beside.

    Three passes, so that a purchase waits for no other's sums: the processor then works on several rows at once.
    """
    plan = np.empty((last - first, CROPS))
    choose_staples(m, first, last, w, plan)
    missing = np.empty(last - first, np.int64)
    pay_and_glean(m, first, last, w, p, plan, missing)
    eat(first, last, w, p, missing)


@inlined
def choose_staples(m: int, first: int, last: int, w: World, plan: Any) -> None:
    """Fill plan[row, crop] with the kilograms of rice and corn that each household can pay and wants."""
    market = w.markets[m]
    rice, corn = market.staple_price[RICE], market.staple_price[CORN]
    cheaper = min(rice, corn)
    for i in range(first, last):
        hh = w.households[i]
        money = max(min(hh.staple_budget_kpw, 0.01 * hh.cash_kpw / hh.weight), 0.0)
        quantity = affordable_quantity(hh.need_kg, money, cheaper)
        share = rice_part(quantity, money, rice, corn)
        plan[i - first, RICE] = quantity * share
        plan[i - first, CORN] = quantity * (1.0 - share)


@inlined
def pay_and_glean(m: int, first: int, last: int, w: World, p: Parameters, plan: Any, missing: Any) -> None:
    """Households buy what their market's allotment still has, then glean; missing[row] grams remain.

    Where one staple has run out they take as many kilograms of the other, as far as their won go.
    """
    market = w.markets[m]
    tally = w.tallies[m]
    goods = w.goods[m]
    rice, corn = market.staple_price[RICE], market.staple_price[CORN]
    left = market.staple_allotment[RICE], market.staple_allotment[CORN]
    rice_left, corn_left = left
    gleaned = 0
    for i in range(first, last):
        hh = w.households[i]
        row_grams = hh.weight * GRAMS
        wanted_rice = int(plan[i - first, RICE] * row_grams + 0.5)  # a whole need is whole grams but for its last bits
        wanted_corn = int(plan[i - first, CORN] * row_grams + 0.5)
        rice_grams, corn_grams = min(wanted_rice, rice_left), min(wanted_corn, corn_left)
        if wanted_rice > rice_grams:
            corn_grams = min(corn_grams + wanted_rice - rice_grams, corn_left)
        if wanted_corn > corn_grams:
            won = max(hh.cash_kpw - minor((rice_grams * rice + corn_grams * corn) / GRAMS), 0)
            more = min(wanted_corn - corn_grams, int(10.0 * won / rice))
            rice_grams = min(rice_grams + more, rice_left)
        rice_left -= rice_grams
        corn_left -= corn_grams
        cost = pay_for_staples(w, m, i, minor((rice_grams * rice + corn_grams * corn) / GRAMS), p.staple_sellers_margin)
        hh.spending_kpw += cost * (0.01 / hh.weight)
        hh.budget_kpw -= cost * (0.01 / hh.weight)
        tally.staple_spending[hh.household_class] += 0.01 * cost
        short = max(int(hh.need_kg * row_grams + 0.5) - rice_grams - corn_grams, 0)
        found = min(int(market.gleaning_kg * row_grams), short)
        gleaned += found
        tally.gleaned[hh.household_class] += found / GRAMS
        missing[i - first] = short - found
    for k in range(CROPS):
        sold = left[k] - (rice_left if k == RICE else corn_left)
        take_from_stock(market, goods, k, sold)
        tally.staples_sold[k] += sold / GRAMS
        tally.turnover += sold / GRAMS * market.staple_price[k]
    goods[OWN_GRAIN_GOOD, PRODUCED] += gleaned
    goods[OWN_GRAIN_GOOD, CONSUMED] += gleaned


@inlined
def eat(first: int, last: int, w: World, p: Parameters, missing: Any) -> None:
    """Households eat what they have."""
    for i in range(first, last):
        hh = w.households[i]
        eaten = 1.0 - missing[i - first] / (p.staple_need_kg * GRAMS * hh.weight)
        for week in range(EATEN_WEEKS - 1, 0, -1):
            hh.eaten_percent[week] = hh.eaten_percent[week - 1]
        hh.eaten_percent[0] = int(100.0 * eaten + 0.5)


@inlined
def take_from_stock(market: Market, goods: Any, crop: int, grams: int) -> None:
    """Draw on the market's allotment of the national stock of a crop."""
    market.staple_allotment[crop] -= grams
    market.staple_bought[crop] += grams
    goods[STAPLE_GOOD + crop, CONSUMED] += grams


@inlined
def pay_for_staples(w: World, m: int, i: int, cost: int, sellers_margin: float) -> int:
    """A household pays growers and market sellers; returns what it paid."""
    market = w.markets[m]
    hh = w.households[i]
    paid = min(cost, hh.cash_kpw)
    margin = int(paid * sellers_margin)
    hh.cash_kpw -= paid
    market.pool_kpw[STALLHOLDER] += margin
    market.due_kpw[FARMS] += paid - margin
    w.flows[m, STAPLE_MARGIN, hh.household_class] += margin
    w.flows[m, STAPLES, hh.household_class] += paid - margin
    return paid
