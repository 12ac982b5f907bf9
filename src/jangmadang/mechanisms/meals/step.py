"""Households choose rice and corn, buy what the market has, glean and eat."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor, take_staple, won_and_yuan
from jangmadang.accounting.transactions import (
    CONSUMED,
    CROPS,
    FARMS,
    MINOR_UNITS,
    OWN_GRAIN_GOOD,
    PRODUCED,
    STALLHOLDER,
    STAPLE_MARGIN,
    STAPLE_MARGIN_CNY,
    STAPLES,
    STAPLES_CNY,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.meals.equations import affordable_quantity, rice_part
from jangmadang.world.members import CORN, GRAMS, RICE
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import EATEN_WEEKS, World


@compiled
def buy_staples(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households choose, buy and eat rice and corn; what they glean comes beside.

    Three passes, so that a purchase waits for no other's sums: the processor then works on several rows at once.
    """
    plan = np.empty((last - first, CROPS))
    choose_staples(m, first, last, w, plan)
    bought = np.empty(last - first, np.int64)
    pay_staples(m, first, last, w, p, plan, bought)
    glean_and_eat(m, first, last, w, p, bought)


@inlined
def choose_staples(m: int, first: int, last: int, w: World, plan: Any) -> None:
    """Fill plan[row, crop] with the grams of rice and corn that each household can pay and wants."""
    market = w.markets[m]
    rice, corn = market.staple_price[RICE], market.staple_price[CORN]
    cheaper, rate = min(rice, corn), w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        cash = 0.01 * (hh.cash_kpw + hh.cash_cny * rate) / hh.weight
        money = max(min(hh.staple_budget_kpw, cash), 0.0)
        quantity = affordable_quantity(hh.need_kg, money, cheaper)
        share = rice_part(quantity, money, rice, corn)
        plan[i - first, RICE] = quantity * share * GRAMS * hh.weight
        plan[i - first, CORN] = quantity * (1.0 - share) * GRAMS * hh.weight


@inlined
def pay_staples(m: int, first: int, last: int, w: World, p: Parameters, plan: Any, bought: Any) -> None:
    """Households buy what their market's allotment still has; bought[row] grams.

    Where one staple has run out they take as many kilograms of the other, as far as their money goes.
    """
    market = w.markets[m]
    tally = w.tallies[m]
    rice, corn = market.staple_price[RICE] / GRAMS, market.staple_price[CORN] / GRAMS
    left = market.staple_allotment[RICE], market.staple_allotment[CORN]
    rate = w.nation[0].exchange_rate
    rice_left, corn_left = left
    for i in range(first, last):
        hh = w.households[i]
        wanted_rice = int(plan[i - first, RICE] + 0.5)  # a whole need is whole grams but for its last bits
        wanted_corn = int(plan[i - first, CORN] + 0.5)
        rice_grams, corn_grams = min(wanted_rice, rice_left), min(wanted_corn, corn_left)
        if wanted_rice > rice_grams:
            corn_grams = min(corn_grams + wanted_rice - rice_grams, corn_left)
        if wanted_corn > corn_grams:
            money = hh.cash_kpw + hh.cash_cny * rate
            won = max(money - minor(rice_grams * rice + corn_grams * corn), 0.0)
            more = min(wanted_corn - corn_grams, int(0.01 * won / rice))
            rice_grams = min(rice_grams + more, rice_left)
        rice_left -= rice_grams
        corn_left -= corn_grams
        bought[i - first] = rice_grams + corn_grams
        cost = pay_for_staples(w, m, i, minor(rice_grams * rice + corn_grams * corn), p.staple_sellers_margin)
        paid = cost * (0.01 / hh.weight)
        hh.spending_kpw += paid
        hh.budget_kpw -= paid
        tally.staple_spending[hh.household_class] += 0.01 * cost
    for k in range(CROPS):
        sold = left[k] - (rice_left if k == RICE else corn_left)
        take_staple(market, w.goods[m], k, sold)
        tally.staples_sold[k] += sold / GRAMS
        tally.turnover += sold / GRAMS * market.staple_price[k]


@inlined
def glean_and_eat(m: int, first: int, last: int, w: World, p: Parameters, bought: Any) -> None:
    """Households glean what they still need, as far as there is, and eat what they have."""
    tally = w.tallies[m]
    goods = w.goods[m]
    found_kg = w.markets[m].gleaning_kg
    gleaned = 0
    for i in range(first, last):
        hh = w.households[i]
        row_grams = hh.weight * GRAMS
        short = max(int(hh.need_kg * row_grams + 0.5) - bought[i - first], 0)
        found = min(int(found_kg * row_grams), short)
        gleaned += found
        tally.gleaned[hh.household_class] += found / GRAMS
        eaten = 1.0 - (short - found) / (p.staple_need_kg * row_grams)
        for week in range(EATEN_WEEKS - 1, 0, -1):
            hh.eaten_percent[week] = hh.eaten_percent[week - 1]
        hh.eaten_percent[0] = int(100.0 * eaten + 0.5)
    goods[OWN_GRAIN_GOOD, PRODUCED] += gleaned
    goods[OWN_GRAIN_GOOD, CONSUMED] += gleaned


@inlined
def pay_for_staples(w: World, m: int, i: int, cost: int, sellers_margin: float) -> int:
    """A household pays growers and market sellers; returns what it paid, 1/100 won.

    It pays in yuan where won end beyond those it keeps for the week's fuel and dues, which nobody takes yuan for.
    """
    market = w.markets[m]
    hh = w.households[i]
    rate = w.nation[0].exchange_rate
    kept = int((hh.fuel_budget_kpw + hh.dues_budget_kpw) * (MINOR_UNITS * hh.weight))
    won, yuan = won_and_yuan(hh, cost, rate, kept)
    margin, margin_cny = int(won * sellers_margin), int(yuan * sellers_margin)
    hh.cash_kpw -= won
    hh.cash_cny -= yuan
    market.pool_kpw[STALLHOLDER] += margin
    market.pool_cny[STALLHOLDER] += margin_cny
    market.due_kpw[FARMS] += won - margin
    market.due_cny[FARMS] += yuan - margin_cny
    w.flows[m, STAPLE_MARGIN, hh.household_class] += margin
    w.flows[m, STAPLES, hh.household_class] += won - margin
    w.flows[m, STAPLE_MARGIN_CNY, hh.household_class] += margin_cny
    w.flows[m, STAPLES_CNY, hh.household_class] += yuan - margin_cny
    return min(won + int(yuan * rate + 0.5), cost)
