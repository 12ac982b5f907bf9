"""What a market's week looked like: sums over its households, for the results."""

from typing import Any

import numpy as np
from numba import uint64

from jangmadang.accounting.closure import (
    CNY,
    DEBT_GRAIN,
    DEBT_KPW,
    DURABLES,
    FLOW_CURRENCY,
    FLOW_PAYER,
    KPW,
    OWN_GRAIN,
)
from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    HOUSEHOLD_CLASSES,
    MINOR_UNITS,
    ORIGINS,
    STALLHOLDER,
    TRANSACTIONS,
)
from jangmadang.axes import AXES
from jangmadang.compiling import compiled, inlined
from jangmadang.world.columns import TOGETHER
from jangmadang.world.members import CORN, EVERYDAY, GRAMS, GROUPS, MACHINES, RICE, TONNE, UNITS
from jangmadang.world.rows import Parameters
from jangmadang.world.tables import BINS_PER_OCTAVE, EATEN_WEEKS, INCOME_BINS, LOWEST_OCTAVE, World

MANTISSA_BITS, EXPONENT_OF_ONE = 52, 1023  # of a float64 (IEEE 754)
OCTAVE_BITS = BINS_PER_OCTAVE.bit_length() - 1
FIRST_BIN = (EXPONENT_OF_ONE + LOWEST_OCTAVE) * BINS_PER_OCTAVE
SHORT_PERCENT = 80  # staples eaten over four weeks below 80 % of need (economy section 2)


@inlined
def income_bin(value_kpw: float) -> int:
    """Bin of a weekly income or spending: its octave and quarter, read from the bits of the number (IEEE 754)."""
    octave_and_quarter = int(np.float64(max(value_kpw, 1.0)).view(np.int64) >> (MANTISSA_BITS - OCTAVE_BITS))
    return min(max(octave_and_quarter - FIRST_BIN, 0), INCOME_BINS - 1)


@compiled
def measure_households(m: int, first: int, last: int, w: World) -> None:
    """Incomes, spending and hunger of some households; their counted spending starts again."""
    tally, c = w.tallies[m], w.households[first].household_class
    measure_hunger(m, first, last, w, c)
    bins, sums = np.empty((2, TOGETHER), np.uint64), np.zeros((3, TOGETHER))
    used: Any = min(last - first, uint64(TOGETHER))
    while first < last:
        end: Any = min(first + uint64(TOGETHER), last)
        measure_incomes(first, end, w, bins, sums)
        for i in range(first, end):
            row, weight = i - first, w.households[i].weight
            tally.income_bins[c, bins[0, row]] += weight
            tally.spending_bins[bins[1, row]] += weight
        first = end
    income, spending, earned_in_town = 0.0, 0.0, 0.0
    for place in range(used):
        income += sums[0, place]
        spending += sums[1, place]
        earned_in_town += sums[2, place]
    tally.income[c] += income
    tally.spending[c] += spending
    tally.merchant_income += earned_in_town if c == STALLHOLDER else 0.0


@inlined
def measure_incomes(first: int, last: int, w: World, bins: Any, sums: Any) -> None:
    """Find the bin of each row's income and spending, and add up incomes, spending and what is not gathered.

    Each place of `sums` adds up its own rows, so that no addition waits for the one before.
    """
    for i in range(first, last):
        hh, row = w.households[i], i - first
        bins[0, row] = income_bin(hh.permanent_income_kpw + hh.own_food_kpw)
        bins[1, row] = income_bin(hh.spending_kpw)
        sums[0, row] += hh.income_kpw * hh.weight
        sums[1, row] += hh.spending_kpw * hh.weight
        sums[2, row] += (hh.income_kpw - hh.gathering_income_kpw) * hh.weight
        hh.spending_kpw = 0.0


@inlined
def measure_hunger(m: int, first: int, last: int, w: World, c: int) -> None:
    """Staples missed this week, and what households eat, hold and owe that have eaten too little for weeks."""
    tally = w.tallies[m]
    missed, short, kpw, cny, debt, percents = 0, 0, 0, 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        eaten = 0
        for k in range(EATEN_WEEKS):
            eaten += int(hh.eaten_percent[k])
        is_short = eaten < EATEN_WEEKS * SHORT_PERCENT
        missed += max(100 - int(hh.eaten_percent[0]), 0) * hh.weight
        short += hh.weight if is_short else 0
        kpw += hh.cash_kpw if is_short else 0
        cny += hh.cash_cny if is_short else 0
        debt += hh.debt_kpw if is_short else 0
        percents += eaten * hh.weight if is_short else 0
    tally.staples_missing[c] += 0.01 * missed
    tally.short_of_staples[c] += short
    tally.hungry_wealth_cny[c] += 0.01 * (cny + kpw / w.nation[0].exchange_rate)
    tally.hungry_debt_kpw[c] += 0.01 * debt
    tally.hungry_eaten[c] += 0.0025 * percents


@compiled
def measure_holdings(w: World) -> None:
    """What households hold and owe, from their market's sums."""
    for m in range(w.markets.size):
        tally, held = w.tallies[m], w.markets[m].held
        for c in range(HOUSEHOLD_CLASSES):
            tally.household_cny[c] = held[c, CNY] / MINOR_UNITS
            tally.household_kpw[c] = held[c, KPW] / MINOR_UNITS
            tally.household_debt_kpw[c] = held[c, DEBT_KPW] / MINOR_UNITS
            tally.household_debt_grain[c] = held[c, DEBT_GRAIN] / GRAMS
            tally.household_durables[c] = held[c, DURABLES] / UNITS
            tally.own_grain[c] = held[c, OWN_GRAIN] / GRAMS


def _kind_of_flow(name: str) -> int:
    """Number of the kind of spending that a flow is part of, -1 if it is none."""
    found = [kind for kind, flows in FLOWS_OF_KIND.items() if name in flows]
    return AXES["spending_kind"].index(found[0]) if found else -1


FLOWS_OF_KIND = {
    "cereals": ("staples", "staple_margin", "staples_cny", "staple_margin_cny"),
    "other_food": ("other_food", "imported_food_sales", "other_food_cny", "imported_food_sales_cny"),
    "fuel": ("local_fuel", "state_fuel"),
    "dues": ("dues", "petty_bribes"),
    "services": ("services", "services_cny"),
    "imported_goods": ("imported_goods_sales", "imported_goods_sales_cny"),
    "clothing": ("clothing_sales_kpw", "clothing_sales_cny"),
    "medicine": ("medicine_sales_kpw", "medicine_sales_cny"),
}
KIND_OF_FLOW = np.array([_kind_of_flow(flow.name) for flow in TRANSACTIONS])
IN_YUAN = np.array([flow.currency == "cny" for flow in TRANSACTIONS])


@compiled
def measure_spending(m: int, w: World) -> None:
    """What households of each class spent on what, as the market booked it."""
    tally = w.tallies[m]
    for f in range(KIND_OF_FLOW.size):
        kind = KIND_OF_FLOW[f]
        if kind < 0:
            continue
        won = w.nation[0].exchange_rate / MINOR_UNITS if IN_YUAN[f] else 1.0 / MINOR_UNITS
        for c in range(HOUSEHOLD_CLASSES):
            tally.spending_by_kind[c, kind] += w.flows[m, f, c] * won


@compiled
def measure_market(m: int, w: World, p: Parameters) -> None:
    """Prices, confidence and stocks of a market."""
    market = w.markets[m]
    tally = w.tallies[m]
    for c in range(HOUSEHOLD_CLASSES):
        tally.real_households[c] = market.real_households[c]
    tally.rice_price = market.staple_price[RICE]
    tally.corn_price = market.staple_price[CORN]
    tally.imported_goods_price = market.goods_price
    tally.machines_price = market.line_price[MACHINES]
    tally.local_services_price = market.services_price
    for group in range(GROUPS):
        tally.confidence[group] = market.confidence[group]
    for origin in range(ORIGINS):
        for a in range(market.medicine_price.shape[0]):
            tally.medicine_price[origin] += market.medicine_price[a, origin] / market.medicine_price.shape[0]
    tally.imported_goods_stock = market.goods_stock[EVERYDAY] / UNITS
    measure_spending(m, w)


@compiled
def measure_nation(w: World) -> None:
    """Exchange rate, prices of export goods and national balances."""
    from_nation = w.nation[0]
    border = w.border[0]
    border.exchange_rate = from_nation.exchange_rate
    for k in range(from_nation.border_price.size):
        border.border_price[k] = from_nation.border_price[k]
        border.farm_gate_price[k] = from_nation.farm_gate_price[k]
    border.changers_cny = from_nation.cny[CHANGERS] / 100.0
    border.changers_kpw = from_nation.kpw[CHANGERS] / 100.0
    border.rice_stock = from_nation.crop_stock[RICE] / TONNE
    border.corn_stock = from_nation.crop_stock[CORN] / TONNE
    border.state_net_issue = from_nation.won_issued / 100.0
    for f in range(FLOW_PAYER.size):
        if FLOW_PAYER[f] == ABROAD and FLOW_CURRENCY[f] == CNY:
            border.yuan_receipts += w.flows[:, f].sum() / 100.0
