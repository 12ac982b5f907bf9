"""Households choose rice and corn, buy what the market has, glean and eat."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor, take_staple, won_and_yuan
from jangmadang.accounting.transactions import (
    CONSUMED,
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
    market = w.markets[m]
    rice, corn = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    wanted_rice, wanted_corn = choose_staples(m, first, last, w, rice, corn)
    if wanted_rice > market.staple_allotment[RICE] or wanted_corn > market.staple_allotment[CORN]:
        share_staples(m, first, last, w, rice, corn)
    pay_staples(m, first, last, w, p, rice, corn)
    glean_and_eat(m, first, last, w, p, rice, corn)


@inlined
def choose_staples(m: int, first: int, last: int, w: World, rice: Any, corn: Any) -> tuple[int, int]:
    """Fill rice[row] and corn[row] with the grams that each household can pay and wants; returns both sums."""
    market = w.markets[m]
    rice_price, corn_price = market.staple_price[RICE], market.staple_price[CORN]
    cheaper, rate = min(rice_price, corn_price), w.nation[0].exchange_rate
    all_rice, all_corn = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        cash = (hh.cash_kpw + hh.cash_cny * rate) * hh.per_household
        money = max(min(hh.staple_budget_kpw, cash), 0.0)
        quantity = affordable_quantity(hh.need_kg, money, cheaper)
        share = rice_part(quantity, money, rice_price, corn_price)
        wanted_rice = int(quantity * share * GRAMS * hh.weight + 0.5)  # a whole need is whole grams but for last bits
        wanted_corn = int(quantity * (1.0 - share) * GRAMS * hh.weight + 0.5)
        rice[i - first] = wanted_rice
        corn[i - first] = wanted_corn
        all_rice += max(wanted_rice, 0)
        all_corn += max(wanted_corn, 0)
    return all_rice, all_corn


@inlined
def share_staples(m: int, first: int, last: int, w: World, rice: Any, corn: Any) -> None:
    """One after another takes what the market's allotment still has; rice[row] and corn[row] become what they get.

    Where one staple has run out they take as many kilograms of the other, as far as their money goes.
    """
    market = w.markets[m]
    rice_price, corn_price = market.staple_price[RICE] / GRAMS, market.staple_price[CORN] / GRAMS
    rice_left, corn_left, rate = market.staple_allotment[RICE], market.staple_allotment[CORN], w.nation[0].exchange_rate
    for i in range(first, last):
        hh = w.households[i]
        wanted_rice, wanted_corn = rice[i - first], corn[i - first]
        rice_grams, corn_grams = min(wanted_rice, rice_left), min(wanted_corn, corn_left)
        if wanted_rice > rice_grams:
            corn_grams = min(corn_grams + wanted_rice - rice_grams, corn_left)
        if wanted_corn > corn_grams:
            money = hh.cash_kpw + hh.cash_cny * rate
            won = max(money - minor(rice_grams * rice_price + corn_grams * corn_price), 0.0)
            more = min(wanted_corn - corn_grams, int(0.01 * won / rice_price))
            rice_grams = min(rice_grams + more, rice_left)
        rice_left -= rice_grams
        corn_left -= corn_grams
        rice[i - first] = rice_grams
        corn[i - first] = corn_grams


@inlined
def pay_staples(m: int, first: int, last: int, w: World, p: Parameters, rice: Any, corn: Any) -> None:
    """Households pay growers and market sellers for the grams of rice[row] and corn[row].

    They pay in yuan where won end beyond those they keep for the week's fuel and dues, which nobody takes yuan for.
    """
    market = w.markets[m]
    rice_price, corn_price = market.staple_price[RICE] / GRAMS, market.staple_price[CORN] / GRAMS
    rate, sellers_margin = w.nation[0].exchange_rate, p.staple_sellers_margin
    all_rice, all_corn, all_won, all_yuan, margins, margins_cny, costs = 0, 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        cost = minor(rice[i - first] * rice_price + corn[i - first] * corn_price)
        kept = int((hh.fuel_budget_kpw + hh.dues_budget_kpw) * (MINOR_UNITS * hh.weight))
        won, yuan = won_and_yuan(hh, cost, rate, kept)
        hh.cash_kpw -= won
        hh.cash_cny -= yuan
        cost = min(won + int(yuan * rate + 0.5), cost)
        paid = cost * hh.per_household
        hh.spending_kpw += paid
        hh.budget_kpw -= paid
        all_rice += rice[i - first]
        all_corn += corn[i - first]
        all_won += won
        all_yuan += yuan
        margins += int(won * sellers_margin)
        margins_cny += int(yuan * sellers_margin)
        costs += cost
    c = w.households[first].household_class
    book_payments(m, c, w, all_won, all_yuan, margins, margins_cny)
    w.tallies[m].staple_spending[c] += 0.01 * costs
    book_sales(m, w, RICE, all_rice)
    book_sales(m, w, CORN, all_corn)


@inlined
def book_payments(m: int, c: int, w: World, won: int, yuan: int, margin: int, margin_cny: int) -> None:
    """Book what households of a class paid for staples, 1/100, of which a margin stays with market sellers."""
    market, flows = w.markets[m], w.flows[m]
    market.pool_kpw[STALLHOLDER] += margin
    market.pool_cny[STALLHOLDER] += margin_cny
    market.due_kpw[FARMS] += won - margin
    market.due_cny[FARMS] += yuan - margin_cny
    flows[STAPLE_MARGIN, c] += margin
    flows[STAPLES, c] += won - margin
    flows[STAPLE_MARGIN_CNY, c] += margin_cny
    flows[STAPLES_CNY, c] += yuan - margin_cny


@inlined
def book_sales(m: int, w: World, crop: int, grams: int) -> None:
    """Book what households bought of a crop."""
    market, tally = w.markets[m], w.tallies[m]
    take_staple(market, w.goods[m], crop, grams)
    tally.staples_sold[crop] += grams / GRAMS
    tally.turnover += grams / GRAMS * market.staple_price[crop]


@inlined
def glean_and_eat(m: int, first: int, last: int, w: World, p: Parameters, rice: Any, corn: Any) -> None:
    """Households glean what they still need, as far as there is, and eat what they have."""
    goods = w.goods[m]
    found_kg, need_kg = w.markets[m].gleaning_kg, p.staple_need_kg
    for week in range(EATEN_WEEKS - 1, 0, -1):
        for i in range(first, last):
            w.households[i].eaten_percent[week] = w.households[i].eaten_percent[week - 1]
    gleaned = 0
    for i in range(first, last):
        hh = w.households[i]
        row_grams = hh.weight * GRAMS
        short = max(int(hh.need_kg * row_grams + 0.5) - (rice[i - first] + corn[i - first]), 0)
        found = min(int(found_kg * row_grams), short)
        gleaned += found
        eaten = 1.0 - (short - found) / (need_kg * row_grams)
        hh.eaten_percent[0] = int(100.0 * eaten + 0.5)
    w.tallies[m].gleaned[w.households[first].household_class] += gleaned / GRAMS
    goods[OWN_GRAIN_GOOD, PRODUCED] += gleaned
    goods[OWN_GRAIN_GOOD, CONSUMED] += gleaned
