"""How a week passes: before the markets open, the markets, after they close."""

from typing import Any

from jangmadang.accounting.closure import (
    FLOW_CURRENCY,
    FLOW_PAYEE,
    FLOW_PAYER,
    largest_gap_of_debts,
    largest_gap_of_goods,
    largest_gap_of_money,
    sum_balances,
    sum_flows,
    sum_households,
    sum_stocks,
)
from jangmadang.accounting.transactions import CHANGERS, DESIGNS, TIERS
from jangmadang.compiling import compiled, entrance, inlined, uncounted
from jangmadang.engine.market_week import market_week
from jangmadang.engine.measuring import measure_holdings, measure_nation
from jangmadang.mechanisms.border.step import count_traffic, open_border, ration_imports
from jangmadang.mechanisms.clothing_demand.step import tabulate_needs
from jangmadang.mechanisms.clothing_trade.step import start_beliefs
from jangmadang.mechanisms.concealment.step import hide_gold
from jangmadang.mechanisms.currency.step import balance_changers, move_exchange_rate
from jangmadang.mechanisms.expectations.step import expect_stops
from jangmadang.mechanisms.illness.step import tabulate_seasons
from jangmadang.mechanisms.imported_goods.step import trade_goods
from jangmadang.mechanisms.local_circulation.step import pay_handling
from jangmadang.mechanisms.medicine_trade.step import gauge_scarcity, rank_by_cover
from jangmadang.mechanisms.own_grain.step import ripen
from jangmadang.mechanisms.rations.step import plan_rations, return_rations
from jangmadang.mechanisms.staples.prices import set_staple_prices
from jangmadang.mechanisms.staples.step import run_farms, settle_crops
from jangmadang.mechanisms.state.step import collect_dues, hand_out_won, pay_wages, receive_foreign_earnings
from jangmadang.mechanisms.trading_companies.capital import pay_owners
from jangmadang.mechanisms.trading_companies.step import allot_purchases, bring_money, export_goods
from jangmadang.mechanisms.wholesale.step import trade_orders
from jangmadang.randomness import DESIGN_APPEAL, logistic_noise, stream
from jangmadang.shapes import season_number
from jangmadang.world.members import FIRST_GARMENT, SEASON_GROUPS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@inlined
def before_markets(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What all markets share this week: regimes, the exchange rate, staple and farm-gate prices, new designs."""
    w.flows[:] = 0
    w.goods[:] = 0
    open_border(w, x, p, seed, t)
    expect_stops(w, x, p, seed, t)
    move_exchange_rate(w, x, p, seed, t)
    ripen(w, x, p, seed, t)
    set_staple_prices(w, x, p, seed, t)
    plan_rations(w, x, p, seed, t)
    bring_money(w, x, p, seed, t)
    allot_purchases(w, x, p, seed, t)
    design_garments(w, x, p, seed)
    tabulate_needs(w, x, p, seed, t)
    tabulate_seasons(w, x, p)


@inlined
def uncounted_world(w: World) -> World:
    """The same state in arrays without reference counts."""
    return World(
        uncounted(w.households),
        uncounted(w.markets),
        uncounted(w.traders),
        uncounted(w.nation),
        uncounted(w.flows),
        uncounted(w.goods),
        uncounted(w.tallies),
        uncounted(w.border),
    )


@entrance
def markets_week(order: Any, w: World, inputs: Any, k: int, parameters: Any, seed: int, t: int) -> None:
    """The week of some markets, one after another."""
    own = uncounted_world(w)
    for m in order:
        market_week(m, own, inputs[k], parameters[0], seed, t)


@inlined
def after_markets(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What crosses markets: orders and the border, exports, staples, the state, money changers.

    What markets owe national accounts is merged first. Orders are rationed at the border before they are paid and
    shipped; the state pays out after it has received; money changers are balanced once all have changed money, and
    only then is next week's currency allotted.
    """
    collect_dues(w, x, p, seed, t)
    ration_imports(w, x, p, seed, t)
    trade_orders(w, x, p, seed, t)
    trade_goods(w, x, p, seed, t)
    pay_handling(w, x, p, seed, t)
    export_goods(w, x, p, seed, t)
    hide_gold(w, x, p, seed, t)
    pay_owners(w, x, p, seed, t)
    count_traffic(w, x, p, seed, t)
    return_rations(w, x, p, seed, t)
    run_farms(w, x, p, seed, t)
    settle_crops(w, x, p, seed, t)
    pay_wages(w, x, p, seed, t)
    hand_out_won(w, x, p, seed, t)
    receive_foreign_earnings(w, x, p, seed, t)
    balance_changers(w, x, p, seed, t)
    allot_currency(w, p)
    gauge_scarcity(w, p)
    rank_by_cover(w)
    measure_nation(w)


@compiled
def design_garments(w: World, x: Given, p: Parameters, seed: int) -> None:
    """At the turn of a season its designs get new appeals, and beliefs start from the pooled past."""
    nation = w.nation[0]
    for group in range(SEASON_GROUPS):
        number = season_number(x.year, x.iso_week, p.season_week[group])
        if number == nation.season_number[group]:
            continue
        nation.season_number[group] = number
        draw = stream(seed, DESIGN_APPEAL, number)
        for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1]):
            for tier in range(TIERS):
                for d in range(DESIGNS):
                    nation.appeal[g, tier, d] = logistic_noise(draw, (g * TIERS + tier) * DESIGNS + d)
            for k in range(w.traders.size):
                start_beliefs(w.traders[k], p, g)


@compiled
def allot_currency(w: World, p: Parameters) -> None:
    """Allot a part of money changers' stocks to the markets, mostly in proportion to what each wanted."""
    nation = w.nation[0]
    yuan, won = 0, 0
    for m in range(w.markets.size):
        yuan += w.markets[m].cny_wanted
        won += w.markets[m].kpw_wanted
    households = w.markets["real_households"].sum()
    for m in range(w.markets.size):
        market = w.markets[m]
        even = (1.0 - p.allotment_by_demand) * market.real_households.sum() / households
        share = p.allotment_by_demand * market.cny_wanted / max(yuan, 1) + even
        market.cny_allotment = int(p.weekly_currency_allotment * max(nation.cny[CHANGERS], 0) * share)
        share = p.allotment_by_demand * market.kpw_wanted / max(won, 1) + even
        market.kpw_allotment = int(p.weekly_currency_allotment * max(nation.kpw[CHANGERS], 0) * share)
        market.cny_wanted = 0
        market.kpw_wanted = 0


@entrance
def open_accounts(w: World, balances: Any, stocks: Any) -> None:
    """Fill in what sectors hold, [currency, sector], and stocks of goods, [good], before the first week."""
    own = uncounted_world(w)
    sum_households(own)
    sum_balances(own, balances)
    sum_stocks(own, stocks)


@entrance
def open_week(w: World, inputs: Any, k: int, parameters: Any, seed: int, t: int, matrices: Any) -> None:
    """Clear the week's tallies and do what comes before the markets."""
    matrices[0][:] = 0.0
    matrices[1][:] = 0.0
    before_markets(uncounted_world(w), inputs[k], parameters[0], seed, t)


@entrance
def close_week(
    w: World,
    inputs: Any,
    k: int,
    parameters: Any,
    seed: int,
    t: int,
    matrices: Any,
    market_place: Any,
    out: Any,
    accounts: Any,
) -> Any:
    """Do what comes after the markets, close the accounts and record week k.

    Parameters
    ----------
    inputs : records of the weeks' exogenous paths.
    parameters : one record of all parameters.
    matrices : `w.tallies` and `w.border` seen as float matrices.
    market_place : place of each market.
    out : (tallies [week, place, field], border [week, field]) to fill.
    accounts : (balances [week + 1, currency, sector], stocks [week + 1, good], flows [week, transaction, class]).

    Returns
    -------
    The largest gaps as (money gap, currency, sector, goods gap, good, debts gap); all accounts close if the gaps are 0.
    """
    out_tallies, out_border = out
    balances, stocks, flows = accounts
    own = uncounted_world(w)
    after_markets(own, inputs[k], parameters[0], seed, t)
    measure_holdings(own)
    sum_balances(own, balances[k + 1])
    sum_stocks(own, stocks[k + 1])
    sum_flows(own, flows[k])
    gap, currency, sector = largest_gap_of_money(
        balances[k], flows[k], balances[k + 1], FLOW_PAYER, FLOW_PAYEE, FLOW_CURRENCY
    )
    goods_gap, good = largest_gap_of_goods(stocks[k], own.goods, stocks[k + 1])
    add_by_place(matrices[0], market_place, out_tallies[k])
    out_border[k] = matrices[1][0]
    return gap, currency, sector, goods_gap, good, largest_gap_of_debts(own)


@compiled
def add_by_place(tally_matrix: Any, market_place: Any, out: Any) -> None:
    """Add up markets' tallies by place."""
    for m in range(tally_matrix.shape[0]):
        of_market, of_place = tally_matrix[m], out[market_place[m]]
        for f in range(of_market.size):
            of_place[f] += of_market[f]
