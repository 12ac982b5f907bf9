"""Earnings are paid out, local services are produced with hours and priced."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import serve_in_turn
from jangmadang.accounting.transactions import (
    DONJU,
    FARMER,
    HANDLING,
    HOUSEHOLD_CLASSES,
    LABOURER,
    LEVY,
    OFFICIAL,
    POOL_INCOME_CNY,
    POOL_INCOME_KPW,
    STALLHOLDER,
    STATE,
    STATE_PURCHASES,
    WHOLESALE,
    WHOLESALE_GOODS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.local_circulation.equations import (
    cost_of_living,
    earning_time,
    handling_cost,
    hours_offered,
    labour_part,
    newcomers_part,
    next_wage,
    part_of_work_done,
    permanent_income,
    petty_hours,
    served_share,
    services_price,
)
from jangmadang.shapes import adjusted
from jangmadang.world.gates import dealers_market, lockdown
from jangmadang.world.members import CORN, RICE
from jangmadang.world.rows import Counts1, Given, Market, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


@compiled
def divide_earnings(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Divide last week's earnings of each class by earning weight; note what labourers earned outside services."""
    market = w.markets[m]
    earned = market.pool_kpw[LABOURER] + market.pool_cny[LABOURER] * w.nation[0].exchange_rate
    market.outside_kpw = 0.01 * (earned - market.services_pay_kpw)
    for c in range(HOUSEHOLD_CLASSES):
        total = max(market.earning_weight_total[c], 1e-9)
        market.kpw_per_earning_weight[c] = market.pool_kpw[c] / total
        market.cny_per_earning_weight[c] = market.pool_cny[c] / total


@compiled
def earn(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Pay last week's earnings of a class to its households by earning weight; update permanent income."""
    market, flows = w.markets[m], w.flows[m]
    c = w.households[first].household_class
    away, setback_loss = p.gathering_hours_share * p.use_working_time, p.setback_loss
    kpw_per_weight, cny_per_weight = market.kpw_per_earning_weight[c], market.cny_per_earning_weight[c]
    won, yuan = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    gatherers, won_due, yuan_due = 0, 0, 0
    for i in range(first, last):
        hh = w.households[i]
        share = earning_time(hh.earning_weight, hh.gathers, away) * hh.weight
        share *= part_of_work_done(float(hh.setback), setback_loss)
        gatherers += hh.gathers * hh.weight
        won[i - first], yuan[i - first] = int(kpw_per_weight * share), int(cny_per_weight * share)
        won_due += won[i - first]
        yuan_due += yuan[i - first]
    won_due = won_due if won_due <= market.pool_kpw[c] else serve_in_turn(won, market.pool_kpw[c])
    yuan_due = yuan_due if yuan_due <= market.pool_cny[c] else serve_in_turn(yuan, market.pool_cny[c])
    market.hours_away[c] += gatherers * away
    market.pool_kpw[c] -= won_due
    market.pool_cny[c] -= yuan_due
    flows[POOL_INCOME_KPW, c] += won_due
    flows[POOL_INCOME_CNY, c] += yuan_due
    levied = receive_earnings(first, last, w, x, p, won, yuan, market.price_rise)
    market.due_kpw[STATE] += levied
    flows[LEVY, c] += levied


@inlined
def receive_earnings(
    first: int, last: int, w: World, x: Given, p: Parameters, won: Any, yuan: Any, price_rise: float
) -> int:
    """Households of a class take earnings, 1/100, pay the levy and learn what they usually have; returns the levy."""
    rate, memory_weeks = w.nation[0].exchange_rate, p.income_memory_weeks
    c = w.households[first].household_class
    levy_rate = x.ordinary_income_levy if c != OFFICIAL and c != DONJU else 0.0
    levied = 0
    for i in range(first, last):
        hh = w.households[i]
        hh.cash_kpw += won[i - first]
        hh.cash_cny += yuan[i - first]
        income = (won[i - first] + yuan[i - first] * rate) * hh.per_household + hh.gathering_income_kpw
        if levy_rate > 0.0:
            levy = min(int(levy_rate * income * 100.0 * hh.weight), max(hh.cash_kpw, 0))
            hh.cash_kpw -= levy
            levied += levy
            income -= levy / (100.0 * hh.weight)
        hh.income_kpw = income
        hh.permanent_income_kpw = permanent_income(hh.permanent_income_kpw, income, memory_weeks, price_rise)
        hh.usual_income_kpw = permanent_income(hh.usual_income_kpw, income, float(YEAR_WEEKS), price_rise)
    return levied


@compiled
def pay_handling(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Inland buyers pay porters, brokers and lodging where they bought this week's goods at the border."""
    nation = w.nation[0]
    if p.use_handling == 0.0:
        return
    for m in range(nation.border_markets, w.markets.size):
        market = w.markets[m]
        seller = w.markets[dealers_market(nation, market, m)]
        bought = w.flows[m, WHOLESALE, 0] + w.flows[m, WHOLESALE_GOODS, 0]
        earnings = market.pool_kpw[LABOURER] + market.pool_kpw[STALLHOLDER]
        cost = min(int(handling_cost(bought * nation.exchange_rate, p.handling_rate)), earnings)
        for c in (LABOURER, STALLHOLDER):
            part = int(cost * (market.pool_kpw[c] / max(earnings, 1)))
            market.pool_kpw[c] -= part
            seller.pool_kpw[c] += part
            w.flows[m, HANDLING, 0] += part


@compiled
def offer_services(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households offer hours; the price moves with last week's demand; the state buys first, as any customer served."""
    market = w.markets[m]
    open_share = 1.0 - lockdown(market, x)
    supply = 0.0
    for c in range(HOUSEHOLD_CLASSES):
        market.hours_offered[c] = hours_offered(
            p.services_hours[c],
            market.real_households[c],
            market.hours_away[c],
            market.services_price / market.basket[0],
            p.labour_supply_elasticity,
            1.0,
        )
        supply += market.services_productivity * market.hours_offered[c]
        market.hours_away[c] = 0.0
    market.petty_hours = p.use_petty_trade * petty_hours(
        p.outside_hours,
        market.real_households[LABOURER],
        market.outside_work,
        market.outside_work_norm,
        p.petty_hours_worth,
    )
    supply += market.services_productivity * market.petty_hours
    if w.nation[0].learning > 0.0:
        learned = market.services_productivity * market.services_demand / max(supply, 1e-9)
        market.services_productivity = adjusted(market.services_productivity, learned, p.services_productivity_speed)
    else:
        speed = p.services_price_speed * open_share
        market.services_price = services_price(
            market.services_price, market.services_demand, supply, p.smallest_relative_demand, speed
        )
        market.wage = next_wage(market.wage, market.services_price, p.wage_speed)
    supply *= open_share
    fill = served_share(market.services_wanted, supply, p.longest_hours)
    ordered = max(market.state_orders, 0)
    bought = int(fill * ordered)
    market.state_orders -= bought
    market.due_kpw[STATE] -= bought
    w.flows[m, STATE_PURCHASES, 0] += bought
    market.services_fill = fill
    market.services_left = max(int(100.0 * p.longest_hours * supply * market.services_price) - bought, 0)
    market.services_receipts = bought
    market.services_receipts_cny = 0
    market.services_wanted = ordered / (100.0 * market.services_price)


@compiled
def follow_cost_of_living(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Update the staple basket and the price index households use."""
    market = w.markets[m]
    nation = w.nation[0]
    staples = (
        p.basket_weight_rice * market.staple_price[RICE] / p.base_crop_price[RICE]
        + (1.0 - p.basket_weight_rice) * market.staple_price[CORN] / p.base_crop_price[CORN]
    )
    base_goods = p.base_exchange_rate * (1.0 + p.imported_goods_margin)
    imports = (
        p.cpi_part_dealers * market.goods_price / base_goods
        + (1.0 - p.cpi_part_dealers) * nation.exchange_rate / p.base_exchange_rate
    )
    before = market.cpi
    market.cpi = cost_of_living(
        staples,
        imports,
        market.services_price,
        p.cpi_weight_staples,
        p.cpi_weight_imports,
        p.imported_goods_substitution,
    )
    market.price_rise = market.cpi / before
    for k in range(market.basket.size - 1, 0, -1):
        market.basket[k] = market.basket[k - 1]
    market.basket[0] = staples


@compiled
def divide_receipts(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Receipts of local services become next week's earnings: labour's by hours offered, owners' by ownership."""
    market = w.markets[m]
    rate = w.nation[0].exchange_rate
    sold = market.services_receipts + market.services_receipts_cny * rate - w.flows[m, STATE_PURCHASES].sum()
    w.tallies[m].local_services_sold = sold / (100.0 * market.services_price)
    w.tallies[m].wage = market.wage
    market.services_demand = adjusted(market.services_demand, market.services_wanted, p.services_demand_speed)
    won = share_out(market, p, market.pool_kpw, market.services_receipts)
    yuan = share_out(market, p, market.pool_cny, market.services_receipts_cny)
    market.services_pay_kpw = won + int(yuan * rate)
    remember_outside_work(m, w, p)


@inlined
def share_out(market: Market, p: Parameters, pool: Counts1, receipts: int) -> int:
    """Receipts in 1/100 of one currency go to owners and to those who offered hours; returns what labourers get."""
    hired = labour_part(p.services_labour_share, market.wage, market.services_price)
    owners = int(receipts * (1.0 - hired))
    left = receipts
    newcomers = newcomers_part(market.petty_hours, market.hours_offered[STALLHOLDER])
    for c in (STALLHOLDER, OFFICIAL, DONJU):
        part = int(owners * p.services_owner_share[c] * (1.0 - (newcomers if c == STALLHOLDER else 0.0)))
        pool[c] += part
        left -= part
    petty = int(owners * p.services_owner_share[STALLHOLDER] * newcomers)
    left -= petty
    hours = market.hours_offered[LABOURER] + market.hours_offered[FARMER]
    farmers = int(left * market.hours_offered[FARMER] / max(hours, 1e-9))
    pool[FARMER] += farmers
    pool[LABOURER] += petty + left - farmers
    return petty + left - farmers


@inlined
def remember_outside_work(m: int, w: World, p: Parameters) -> None:
    """What labourers earn outside services, gathering included; what is usual is learnt while the model settles.

    It is remembered for a year, for a slack season is no lost work.
    """
    market = w.markets[m]
    earned = market.outside_kpw + w.tallies[m].gathering_income
    each = earned / max(market.real_households[LABOURER], 1.0) / market.services_price
    market.outside_work = adjusted(market.outside_work, each, 1.0 / YEAR_WEEKS)
    if w.nation[0].learning > 0.0:
        market.outside_work_norm = adjusted(market.outside_work_norm, each, p.services_productivity_speed)
