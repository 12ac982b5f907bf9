"""Households choose between won and yuan; the exchange rate moves; the state keeps a forced rate balanced."""

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGER_CAPITAL_DRAWN,
    CHANGER_CAPITAL_PAID_IN,
    CHANGER_PROFITS,
    CHANGERS,
    DEALER_CNY_BOUGHT,
    DEALER_CNY_BOUGHT_FOR,
    DONJU,
    FARM_CNY_BOUGHT,
    FARM_CNY_BOUGHT_FOR,
    FARM_CNY_SOLD,
    FARM_CNY_SOLD_FOR,
    HOUSEHOLD_CNY_BOUGHT,
    HOUSEHOLD_CNY_BOUGHT_FOR,
    HOUSEHOLD_CNY_SOLD,
    HOUSEHOLD_CNY_SOLD_FOR,
    STALLHOLDER,
    STATE,
    STATE_CNY_BOUGHT,
    STATE_CNY_SOLD,
    STATE_FOREIGN_EARNINGS,
    TRADER_CNY_BOUGHT,
    TRADER_CNY_BOUGHT_FOR,
    WON_ISSUE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.elementary import exp, ln
from jangmadang.mechanisms.currency.equations import (
    capital_brought_in,
    exchange_rate_change,
    fundamental_rate,
    won_demand,
)
from jangmadang.randomness import EXCHANGE_RATE, normal, stream
from jangmadang.shapes import adjusted
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import World

YUAN_CHANGED = (
    HOUSEHOLD_CNY_SOLD,
    HOUSEHOLD_CNY_BOUGHT,
    TRADER_CNY_BOUGHT,
    DEALER_CNY_BOUGHT,
    FARM_CNY_BOUGHT,
    FARM_CNY_SOLD,
)
WON_CHANGED = (
    HOUSEHOLD_CNY_SOLD_FOR,
    HOUSEHOLD_CNY_BOUGHT_FOR,
    TRADER_CNY_BOUGHT_FOR,
    DEALER_CNY_BOUGHT_FOR,
    FARM_CNY_BOUGHT_FOR,
    FARM_CNY_SOLD_FOR,
)


@compiled
def hold_currency(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households change money so that they hold the won they want and keep the rest in yuan."""
    market, flows = w.markets[m], w.flows[m]
    c = w.households[first].household_class
    yuan, won = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    won_wanted, yuan_wanted = wish_to_change(first, last, w, p, yuan, won)
    market.kpw_wanted += won_wanted
    market.cny_wanted += yuan_wanted
    if won_wanted > market.kpw_allotment or yuan_wanted > market.cny_allotment:
        cut_to_allotment(market, w, p, yuan, won)
    sold, sold_for, net, net_for = 0, 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        given, got = yuan[i - first], won[i - first]
        hh.cash_cny -= given
        hh.cash_kpw += got
        net += given
        net_for += got
        sold += max(given, 0)
        sold_for += max(got, 0)
    market.kpw_allotment -= sold_for
    market.cny_allotment -= sold - net
    market.due_cny[CHANGERS] += net
    market.due_kpw[CHANGERS] -= net_for
    flows[HOUSEHOLD_CNY_SOLD, c] += sold
    flows[HOUSEHOLD_CNY_SOLD_FOR, c] += sold_for
    flows[HOUSEHOLD_CNY_BOUGHT, c] += sold - net
    flows[HOUSEHOLD_CNY_BOUGHT_FOR, c] += sold_for - net_for


@inlined
def bid_and_ask(w: World, p: Parameters) -> tuple[float, float]:
    """Won for a yuan that money changers pay, and that they ask."""
    rate = w.nation[0].exchange_rate
    return rate * (1.0 - p.changer_spread), rate * (1.0 + p.changer_spread)


@inlined
def wish_to_change(first: int, last: int, w: World, p: Parameters, yuan: Any, won: Any) -> tuple[int, int]:
    """Fill in yuan each row would give and won it would get, 1/100 (below 0: buys yuan); returns what is asked."""
    nation, c = w.nation[0], w.households[first].household_class
    bid, ask = bid_and_ask(w, p)
    depreciation = ln(nation.exchange_rate / nation.exchange_rate_memory[13])
    response, cover, store, speed = p.depreciation_response, p.won_cover, p.won_store_weeks[c], p.cny_adjustment_speed
    won_wanted, yuan_wanted = 0, 0
    for i in range(first, last):
        hh = w.households[i]
        scale = 100.0 * hh.weight
        budget, cash = hh.budget_kpw, hh.cash_kpw
        wanted_won = scale * won_demand(budget, hh.permanent_income_kpw, cover, store, depreciation, response)
        surplus = cash - wanted_won
        urgent = max(scale * cover * budget - cash, 0.0)
        wanted = urgent - speed * (surplus + urgent)
        for_sale = min(int(wanted / bid), hh.cash_cny)
        asked = int(surplus * speed / ask)
        sells = surplus < 0.0
        proceeds = int(for_sale * bid)
        is_worth = sells and proceeds > 0
        won_wanted += proceeds if sells else 0
        yuan_wanted += 0 if sells else asked
        given = min(int(proceeds / bid) + 1, for_sale) if is_worth else 0
        yuan[i - first] = given if sells else -asked
        won[i - first] = (proceeds if is_worth else 0) if sells else -int(asked * ask)
    return won_wanted, yuan_wanted


@inlined
def cut_to_allotment(market: Market, w: World, p: Parameters, yuan: Any, won: Any) -> None:
    """Row after row gets what is left of the market's allotments of won and yuan."""
    bid, ask = bid_and_ask(w, p)
    won_left, yuan_left = market.kpw_allotment, market.cny_allotment
    for row in range(yuan.size):
        if won[row] > 0:
            won[row] = max(min(won[row], won_left), 0)
            yuan[row] = min(int(won[row] / bid) + 1, yuan[row]) if won[row] > 0 else 0
            won_left -= won[row]
        else:
            bought = max(min(-yuan[row], yuan_left), 0)
            yuan[row], won[row] = -bought, -int(bought * ask)
            yuan_left -= bought


@compiled
def move_exchange_rate(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Set this week's exchange rate: the reported path while it is forced, else by order flow."""
    nation = w.nation[0]
    for k in range(nation.exchange_rate_memory.size - 1, 0, -1):
        nation.exchange_rate_memory[k] = nation.exchange_rate_memory[k - 1]
    nation.exchange_rate_memory[0] = nation.exchange_rate
    if x.exchange_rate_imposed > 0.0:
        nation.exchange_rate = x.exchange_rate_reported_kpw_per_cny * x.exchange_rate_multiplier
    else:
        nation.exchange_rate *= x.exchange_rate_multiplier / max(nation.shock_before, 1e-9)
        if p.use_order_flow > 0.0:
            follow_order_flow(nation, p, seed, t)
    nation.shock_before = x.exchange_rate_multiplier
    nation.was_forced = x.exchange_rate_imposed
    nation.changers_cny_before = nation.cny[CHANGERS]


@compiled
def follow_order_flow(nation: Nation, p: Parameters, seed: int, t: int) -> None:
    """Move a free exchange rate by money changers' book, the week's order flow and newly issued won."""
    stock = max(nation.cny[CHANGERS], 1)
    flow = (stock - nation.changers_cny_before) / stock
    issued = nation.won_issued / max(-nation.kpw[STATE], 1.0)
    change = exchange_rate_change(
        nation.exchange_rate,
        fundamental_rate(float(nation.kpw[CHANGERS]), float(stock)),
        flow,
        issued,
        p.fundamental_speed,
        p.order_flow_response,
        p.money_growth_response,
        p.largest_exchange_rate_change,
    )
    noise = p.exchange_rate_noise * normal(stream(seed, EXCHANGE_RATE, t), 0)
    nation.exchange_rate *= exp(change + noise)


@compiled
def balance_changers(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """While E is forced the state closes the changers' gaps, in won by issue and in yuan from its own earnings.

    What the state has not earned to do so comes from abroad unexplained; how much is a result of the run.
    """
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    if x.exchange_rate_imposed > 0.0:
        gap = int((nation.cny[CHANGERS] - nation.changers_cny_target) * p.gap_closing_speed)
        if gap > 0:
            nation.cny[CHANGERS] -= gap
            nation.cny[STATE] += gap
            flows[STATE_CNY_BOUGHT, 0] += gap
        else:
            earned = max(-gap - nation.cny[STATE], 0)
            nation.cny[ABROAD] -= earned
            nation.cny[STATE] += earned
            flows[STATE_FOREIGN_EARNINGS, 0] += earned
            w.border[0].unexplained_inflow += earned / 100.0
            nation.cny[STATE] += gap
            nation.cny[CHANGERS] -= gap
            flows[STATE_CNY_SOLD, 0] -= gap
        target = nation.changers_cny_target * nation.exchange_rate
        issue = int((target - nation.kpw[CHANGERS]) * p.gap_closing_speed)
        nation.kpw[CHANGERS] += issue
        nation.kpw[STATE] -= issue
        flows[WON_ISSUE, 0] += issue
        nation.won_issued += issue
    endow_changers(w, p)
    pay_changers(w, p)


@inlined
def endow_changers(w: World, p: Parameters) -> None:
    """Donju bring yuan into money changing, or draw it, until it covers some weeks of what is changed."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    changed, families = 0, 0.0
    for flow in YUAN_CHANGED:
        for m in range(w.flows.shape[0]):
            changed += w.flows[m, flow].sum()
    for m in range(w.markets.size):
        families += w.markets[m].real_households[DONJU]
    nation.changers_cny_target = adjusted(
        nation.changers_cny_target, 0.5 * p.changers_cny_weeks * changed, p.changers_target_speed
    )
    wanted = capital_brought_in(float(nation.cny[CHANGERS]), nation.changers_cny_target, p.changers_capital_speed)
    for m in range(w.markets.size):
        market = w.markets[m]
        part = int(wanted * market.real_households[DONJU] / max(families, 1.0))
        part = min(part, market.pool_cny[DONJU])
        market.pool_cny[DONJU] -= part
        nation.cny[CHANGERS] += part
        flows[CHANGER_CAPITAL_PAID_IN if part > 0 else CHANGER_CAPITAL_DRAWN, 0] += abs(part)


@inlined
def pay_changers(w: World, p: Parameters) -> None:
    """Money changers draw what the spread has earned them, a part a week."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    for flow in WON_CHANGED:
        for m in range(w.flows.shape[0]):
            nation.changer_earnings += p.changer_spread * w.flows[m, flow].sum()
    each = int(nation.changer_earnings * p.changer_payout_speed) // (2 * w.markets.size)
    nation.changer_earnings -= 2 * each * w.markets.size
    if each <= 0 or 2 * each * w.markets.size > nation.kpw[CHANGERS]:
        return
    for m in range(w.markets.size):
        w.markets[m].pool_kpw[STALLHOLDER] += each
        w.markets[m].pool_kpw[DONJU] += each
        nation.kpw[CHANGERS] -= 2 * each
        flows[CHANGER_PROFITS, 0] += 2 * each
