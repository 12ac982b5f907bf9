"""Households choose between won and yuan; the exchange rate moves; the state keeps a forced rate balanced."""

import math

from jangmadang.accounting.payments import change_for_won
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
from jangmadang.mechanisms.currency.equations import (
    capital_brought_in,
    exchange_rate_change,
    fundamental_rate,
    won_demand,
)
from jangmadang.randomness import EXCHANGE_RATE, normal, stream
from jangmadang.shapes import adjusted
from jangmadang.world.rows import Given, Nation, Parameters
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
    market = w.markets[m]
    nation = w.nation[0]
    flows = w.flows[m]
    rate = nation.exchange_rate
    bid, ask = rate * (1.0 - p.changer_spread), rate * (1.0 + p.changer_spread)
    depreciation, response = math.log(rate / nation.exchange_rate_memory[13]), p.depreciation_response
    for i in range(first, last):
        hh = w.households[i]
        wanted_won = (100.0 * hh.weight) * won_demand(
            hh.budget_kpw,
            hh.permanent_income_kpw,
            p.won_cover,
            p.won_store_weeks[hh.household_class],
            depreciation,
            response,
        )
        surplus = hh.cash_kpw - wanted_won
        if surplus < 0.0:
            urgent = max((100.0 * hh.weight) * p.won_cover * hh.budget_kpw - hh.cash_kpw, 0.0)
            wanted = urgent - p.cny_adjustment_speed * (surplus + urgent)
            yuan = min(int(wanted / bid), hh.cash_cny)
            market.kpw_wanted += int(yuan * bid)
            won = min(int(yuan * bid), market.kpw_allotment)
            yuan = min(int(won / bid) + 1, yuan)
            if won > 0:
                market.kpw_allotment -= won
                change_for_won(hh, market, flows, HOUSEHOLD_CNY_SOLD, HOUSEHOLD_CNY_SOLD_FOR, CHANGERS, yuan, won)
        else:
            yuan = int(surplus * p.cny_adjustment_speed / ask)
            market.cny_wanted += yuan
            yuan = min(yuan, market.cny_allotment)
            won = int(yuan * ask)
            if yuan > 0:
                market.cny_allotment -= yuan
                change_for_won(hh, market, flows, HOUSEHOLD_CNY_BOUGHT, HOUSEHOLD_CNY_BOUGHT_FOR, CHANGERS, -yuan, -won)


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
    nation.exchange_rate *= math.exp(change + noise)


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
