"""The table of contents of a week inside one market."""

from typing import Any

import numpy as np
from numba import uint64

from jangmadang.accounting.closure import sum_holdings
from jangmadang.accounting.transactions import DESIGNS, TIERS
from jangmadang.compiling import compiled, inlined
from jangmadang.engine.measuring import measure_households, measure_market
from jangmadang.mechanisms.budget.step import (
    close_local_sales,
    open_local_sales,
    pay_fuel_and_dues,
    plan_budgets,
    reckon_needs,
    spend_locally,
)
from jangmadang.mechanisms.clothing_demand.shopping import shop_for_clothes, visit
from jangmadang.mechanisms.clothing_demand.step import choose_garment, want_garments
from jangmadang.mechanisms.clothing_trade.step import close_trading_week, learn, plan_orders, post_prices
from jangmadang.mechanisms.collecting.step import gather, offer_to_gather
from jangmadang.mechanisms.confidence.step import update_confidence
from jangmadang.mechanisms.credit.step import fund_lenders, lend_grain, repay_grain, settle_debts
from jangmadang.mechanisms.currency.step import hold_currency
from jangmadang.mechanisms.durables.step import buy_used_durables, price_used_durables, sell_in_need
from jangmadang.mechanisms.illness.step import fall_ill
from jangmadang.mechanisms.imported_goods.step import order_goods, price_goods
from jangmadang.mechanisms.local_circulation.step import (
    divide_earnings,
    divide_receipts,
    earn,
    follow_cost_of_living,
    offer_services,
)
from jangmadang.mechanisms.meals.step import buy_staples
from jangmadang.mechanisms.medicine_trade.prices import price_medicine
from jangmadang.mechanisms.medicine_trade.shopping import buy_medicine, expect_demand
from jangmadang.mechanisms.medicine_trade.step import plan_medicine
from jangmadang.mechanisms.own_grain.step import eat_own_grain, fill_larders
from jangmadang.mechanisms.rations.step import receive_rations
from jangmadang.mechanisms.samples.step import MOST_VISITORS, order_samples, sample_visitor, starts_in
from jangmadang.mechanisms.setbacks.step import suffer_setbacks
from jangmadang.mechanisms.strategies.step import choose_strategies
from jangmadang.mechanisms.trading_companies.prices import price_gathered
from jangmadang.mechanisms.wholesale.step import queue_orders
from jangmadang.randomness import GARMENT_CHOICE, SEARCH_ORDER, stream, uniform
from jangmadang.world.columns import BLOCK_BYTES, BLOCK_ROWS, LINE, enter_block, leave_block
from jangmadang.world.members import SEASON_GROUPS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World

SHOWN = 500_000  # added to the week: visitors of samples draw apart from households in need


@inlined
def market_week(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """One market's week: prices, the households, then its traders and dealers.

    Prices stand before anybody buys; last week's earnings are divided before households are paid; traders learn from
    what was asked and bought, and then order; confidence comes last, for it reads what was measured.
    """
    price_goods(m, w, x, p, seed, t)
    post_prices(m, w, x, p, seed, t)
    price_medicine(m, w, x, p, seed, t)
    offer_services(m, w, x, p, seed, t)
    follow_cost_of_living(m, w, x, p, seed, t)
    open_local_sales(m, w, x, p, seed, t)
    price_used_durables(m, w, x, p, seed, t)
    fund_lenders(m, w, x, p, seed, t)
    divide_earnings(m, w, x, p, seed, t)
    offer_to_gather(m, w, x, p, seed, t)
    price_gathered(m, w, x, p, seed, t)
    show_samples(m, w, x, p, seed, t)
    pass_households(m, w, x, p, seed, t)
    expect_demand(m, w, x, p)
    close_local_sales(m, w, x, p, seed, t)
    divide_receipts(m, w, x, p, seed, t)
    learn(m, w, x, p, seed, t)
    choose_strategies(m, w, x, p, seed, t)
    order_samples(m, w, x, p, seed, t)
    plan_orders(m, w, x, p, seed, t)
    plan_medicine(m, w, x, p, seed, t)
    order_goods(m, w, x, p, seed, t)
    queue_orders(m, w, x, p, seed, t)
    close_trading_week(m, w, x, p, seed, t)
    measure_market(m, w, p)
    update_confidence(m, w, x, p, seed, t)


@inlined
def unsigned(row: int) -> Any:
    """A row's number without a sign: compiled code then need not ask of every row whether it counts from the end."""
    return uint64(row)


@inlined
def pass_households(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """The households' week, block after block from a random row on, so that no row is served first for ever."""
    market = w.markets[m]
    market.held[:] = 0
    room = np.empty(BLOCK_BYTES + LINE, np.uint8)
    start = market.first + int(uniform(stream(seed, SEARCH_ORDER, t), market.first) * (market.last - market.first))
    for begin, end in ((start, market.last), (market.first, start)):
        first = begin
        while first < end:
            last = end_of_block(w, first, end)
            household_week(m, unsigned(first), unsigned(last), w, x, p, seed, t, room)
            first = last


@inlined
def end_of_block(w: World, first: int, end: int) -> int:
    """Row after the last one of a block that begins at a row: all of its households are of one class."""
    last, most = first + 1, min(first + BLOCK_ROWS, end)
    while last < most and w.households[unsigned(last)].household_class == w.households[unsigned(first)].household_class:
        last += 1
    return last


@inlined
def household_week(
    m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int, room: Any
) -> None:
    """The week of some households of a market and class: earn, settle debts, plan, eat, treat the ill, dress, spend.

    Who falls ill does so before the budget is planned, for treatment is among its needs. The rows pass it column by
    column, in `room`.
    """
    block = enter_block(room, w.households, first, last)
    rows = World(block, w.markets, w.traders, w.nation, w.flows, w.goods, w.tallies, w.border)
    pass_block(m, unsigned(0), unsigned(last - first), rows, x, p, seed, t)
    leave_block(block, w.households, first, last)


@inlined
def pass_block(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What the households of a block do in a week, one after the other."""
    share_rows(m, first, last, w)
    gather(m, first, last, w, x, p, seed, t)
    suffer_setbacks(m, first, last, w, x, p, seed, t)
    earn(m, first, last, w, x, p, seed, t)
    fill_larders(m, first, last, w, x, p, seed, t)
    repay_grain(m, first, last, w, x, p, seed, t)
    receive_rations(m, first, last, w, x, p, seed, t)
    eat_own_grain(m, first, last, w, x, p, seed, t)
    fall_ill(m, first, last, w, x, p, seed, t)
    reckon_needs(m, first, last, w, x, p, seed, t)
    sell_in_need(m, first, last, w, x, p, seed, t)
    settle_debts(m, first, last, w, x, p, seed, t)
    lend_grain(m, first, last, w, x, p, seed, t)
    plan_budgets(m, first, last, w, x, p, seed, t)
    hold_currency(m, first, last, w, x, p, seed, t)
    buy_staples(m, first, last, w, x, p, seed, t)
    pay_fuel_and_dues(m, first, last, w, x, p, seed, t)
    buy_medicine(m, first, last, w, x, p, seed, t)
    want_garments(m, first, last, w, x, p, seed, t)
    shop_for_clothes(m, first, last, w, x, p, seed, t)
    buy_used_durables(m, first, last, w, x, p, seed, t)
    spend_locally(m, first, last, w, x, p, seed, t)
    measure_households(m, first, last, w)
    sum_holdings(m, first, last, w)


@compiled
def share_rows(m: int, first: int, last: int, w: World) -> None:
    """Divide once for all rooms of the week: money of a row is shared by as many households as it stands for."""
    for i in range(first, last):
        w.households[i].per_household = 0.01 / w.households[i].weight


@compiled
def show_samples(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Importers show arrived samples to a few visitors, who ask and buy like any customer."""
    market = w.markets[m]
    tally = w.tallies[m]
    if not market.is_border or p.use_samples * p.use_clothing == 0.0:
        return
    ahead = p.sample_lead_weeks - p.lead_weeks - 1.0
    offers = np.empty((TIERS, DESIGNS))
    for group in range(SEASON_GROUPS):
        if not starts_in(p, group, x.iso_week, ahead):
            continue
        choice = stream(seed, GARMENT_CHOICE, t + SHOWN)
        for k in range(market.first_trader, market.last_trader):
            for number in range(int(p.sample_visitors)):
                i = sample_visitor(w, market, seed, t, k, number)
                g = choose_garment(p, group, uniform(choice, k * MOST_VISITORS + number))
                asked = tally.clothing_inquiries[g].copy()
                bought = tally.clothing_purchases[g].copy()
                w.households[i].wanted_garment = g
                visit(m, w, p, seed, t, i, k, offers)
                w.households[i].wanted_garment = -1
                for tier in range(TIERS):
                    tally.clothing_sample_inquiries[g, tier] += tally.clothing_inquiries[g, tier] - asked[tier]
                    for group_of_buyers in range(bought.shape[1]):
                        tally.clothing_sample_purchases[g, tier] += (
                            tally.clothing_purchases[g, tier, group_of_buyers] - bought[tier, group_of_buyers]
                        )
