"""Harvest, storage, prices by place, purchases, gleaning and rations."""

import math
from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    CONSUMED,
    CROPS,
    FARM_CNY_BOUGHT,
    FARM_CNY_BOUGHT_FOR,
    FARM_LABOUR,
    FARM_RECEIPTS,
    FARMER,
    FARMS,
    GRAIN_IMPORTS,
    IMPORTED,
    LABOURER,
    PRODUCED,
    RATIONS,
    SPOILED,
    STALLHOLDER,
    STAPLE_GOOD,
    STAPLE_MARGIN,
    STAPLES,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.staples.equations import (
    affordable_rice_share,
    harvest_part,
    next_import_parity,
    relative_stock,
    rice_price_effect,
    rice_share,
    target_price,
)
from jangmadang.shapes import adjusted, shortfall
from jangmadang.world.members import (
    CORN,
    CUSTOMS,
    GRAMS,
    IMPORT,
    PRIVATE_SMUGGLING,
    RICE,
    RYANGGANG_REST,
    STAPLES_IMPORT,
    STATE_SMUGGLING,
)
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import EATEN_WEEKS, World

WEEKS_A_YEAR = 365.25 / 7.0


@inlined
def weeks_until(week_of_year: float, harvest_week: float) -> float:
    """Weeks to the next harvest on a 52-week year, in [0, 52)."""
    return (harvest_week - week_of_year) % 52.0


@compiled
def set_staple_prices(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Move national and local prices of rice and corn; the border's openness sets how fast E passes through."""
    nation = w.nation[0]
    hyesan = max(
        x.openness[CUSTOMS, IMPORT],
        max(
            x.openness[STATE_SMUGGLING, IMPORT] * x.entitlement[STATE_SMUGGLING, STAPLES_IMPORT],
            x.openness[PRIVATE_SMUGGLING, IMPORT],
        ),
    )
    weight = p.hyesan_staple_gateway_share
    openness = (1.0 - weight) * min(x.other_gateways_openness, 1.0) + weight * hyesan
    closed = max(1.0 - openness, 0.0) ** p.closed_premium_power
    nation.openness = openness
    nation.import_parity = next_import_parity(
        nation.import_parity,
        nation.exchange_rate / p.base_exchange_rate,
        p.import_parity_speed,
        openness if p.use_fading_pass_through > 0.0 else 1.0,
        p.parity_openness_power,
    )
    for k in range(CROPS):
        ratio = relative_stock(
            nation.crop_stock[k] / GRAMS,
            nation.crop_use[k] / GRAMS,
            weeks_until(x.week_of_year, p.harvest_week[k] + 0.5 * p.harvest_weeks),
            p.carry_over_weeks,
        )
        target = target_price(
            p.base_crop_price[k],
            ratio,
            p.staple_storage_elasticity,
            nation.import_parity,
            p.crop_pass_through[k],
            closed * p.closed_staple_premium[k],
        )
        nation.crop_price[k] = adjusted(nation.crop_price[k], target, p.staple_price_speed)
    for m in range(w.markets.size):
        market = w.markets[m]
        lockdown = x.market_lockdown if market.is_border else 0.0
        remote = 1.0 if market.is_border or market.place == RYANGGANG_REST else 0.0
        wanted = remote * (
            p.remoteness_premium + p.remoteness_premium * p.restricted_remoteness_rise * x.country_movement_restriction
        )
        wanted += lockdown * p.lockdown_staple_premium
        market.movement_premium = adjusted(market.movement_premium, wanted, p.lockdown_price_speed)
        for k in range(CROPS):
            market.staple_price[k] = nation.crop_price[k] * math.exp(market.movement_premium)


@compiled
def buy_staples(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households choose, buy and eat rice and corn; plots, gleaning and rations come beside.

    Three passes, so that a purchase waits for no other's sums: the processor then works on several rows at once.
    """
    plan = np.empty((last - first, CROPS))
    choose_staples(m, first, last, w, p, plan)
    missing = np.empty(last - first, np.int64)
    pay_and_glean(m, first, last, w, p, plan, missing)
    restricted = max(x.country_movement_restriction, x.market_lockdown if w.markets[m].is_border else 0.0)
    eat(m, first, last, w, p, p.ration_share * restricted * p.use_rations, missing)


@inlined
def choose_staples(m: int, first: int, last: int, w: World, p: Parameters, plan: Any) -> None:
    """Fill plan[row, crop] with the kilograms of rice and corn that each household can pay and wants."""
    market = w.markets[m]
    rate = w.nation[0].exchange_rate
    rice, corn = market.staple_price[RICE], market.staple_price[CORN]
    thrift = min(1.0, (market.basket[0] / market.cpi) ** (-p.staple_price_elasticity))
    effect = rice_price_effect(rice / corn * p.base_crop_price[CORN] / p.base_crop_price[RICE], p.rice_substitution)
    for i in range(first, last):
        hh = w.households[i]
        need = p.staple_need_kg * (1.0 - p.own_staple_share[hh.household_class])
        per_household = 0.01 / hh.weight
        wealth = (hh.cash_kpw + hh.cash_cny * rate) * per_household
        limit = p.staple_budget_share * (hh.budget_kpw + p.hungry_saving_use * wealth)
        limit = min(limit, hh.cash_kpw * per_household)
        wanted = need * thrift
        share = rice_share(hh.budget_kpw, need * corn, p.rice_share_midpoint, p.rice_share_slope, effect)
        share = affordable_rice_share(limit, wanted, share, rice, corn)
        quantity = min(wanted, limit / (share * rice + (1.0 - share) * corn))
        plan[i - first, RICE] = quantity * share
        plan[i - first, CORN] = quantity * (1.0 - share)


@inlined
def pay_and_glean(m: int, first: int, last: int, w: World, p: Parameters, plan: Any, missing: Any) -> None:
    """Households buy what their market's allotment still has, then glean; missing[row] grams remain."""
    market = w.markets[m]
    tally = w.tallies[m]
    goods = w.goods[m]
    rice, corn = market.staple_price[RICE], market.staple_price[CORN]
    corn_per_rice = corn / rice
    gleaning_share = p.gleaning_share * p.use_gleaning
    left = market.staple_allotment[RICE], market.staple_allotment[CORN]
    rice_left, corn_left = left
    grown = 0
    for i in range(first, last):
        hh = w.households[i]
        row_grams = hh.weight * GRAMS
        own_grams = p.own_staple_share[hh.household_class] * p.staple_need_kg * row_grams
        wanted_corn = plan[i - first, CORN] * row_grams
        corn_grams = min(int(wanted_corn), corn_left)
        wanted_rice = plan[i - first, RICE] * row_grams + (wanted_corn - corn_grams) * corn_per_rice
        rice_grams = min(int(wanted_rice), rice_left)
        rice_left -= rice_grams
        corn_left -= corn_grams
        cost = pay_for_staples(w, m, i, minor((rice_grams * rice + corn_grams * corn) / GRAMS), p.staple_sellers_margin)
        hh.spending_kpw += cost * (0.01 / hh.weight)
        hh.budget_kpw -= cost * (0.01 / hh.weight)
        own = int(own_grams)
        short = max(int(p.staple_need_kg * row_grams - own_grams) - rice_grams - corn_grams, 0)
        gleaned = int(gleaning_share * short)
        grown += own + gleaned
        missing[i - first] = short - gleaned
    for k in range(CROPS):
        sold = left[k] - (rice_left if k == RICE else corn_left)
        take_from_stock(market, goods, k, sold)
        tally.staples_sold[k] += sold / GRAMS
        tally.turnover += sold / GRAMS * market.staple_price[k]
    goods[STAPLE_GOOD + CORN, PRODUCED] += grown
    goods[STAPLE_GOOD + CORN, CONSUMED] += grown


@inlined
def eat(m: int, first: int, last: int, w: World, p: Parameters, ration_share: float, missing: Any) -> None:
    """The state gives a share of what is missing in corn, and pays farms for it; households eat what they have."""
    market = w.markets[m]
    rations = 0
    for i in range(first, last):
        hh = w.households[i]
        ration = min(int(ration_share * missing[i - first]), market.staple_allotment[CORN] - rations)
        rations += ration
        eaten = 1.0 - (missing[i - first] - ration) / (p.staple_need_kg * GRAMS * hh.weight)
        for week in range(EATEN_WEEKS - 1, 0, -1):
            hh.eaten_percent[week] = hh.eaten_percent[week - 1]
        hh.eaten_percent[0] = int(100.0 * eaten + 0.5)
    take_from_stock(market, w.goods[m], CORN, rations)
    value = minor(rations / GRAMS * w.nation[0].crop_price[CORN])
    market.due_kpw[STATE] -= value
    market.due_kpw[FARMS] += value
    w.flows[m, RATIONS, 0] += value


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


@compiled
def run_farms(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Harvest, spoil, import grain, pay farmers and town labour on farms."""
    nation = w.nation[0]
    last = w.markets.size
    flows = w.flows[last]
    goods = w.goods[last]
    for k in range(CROPS):
        spoiled = int(nation.crop_stock[k] * p.storage_loss)
        nation.crop_stock[k] -= spoiled
        goods[STAPLE_GOOD + k, SPOILED] += spoiled
        nation.crop_spoilage[k] = adjusted(nation.crop_spoilage[k], float(spoiled), p.spoilage_norm_speed)
        if nation.learning == 0.0:
            part = harvest_part(x.week_of_year, p.harvest_week[k], p.harvest_weeks)
            harvest = int(WEEKS_A_YEAR * nation.harvest_norm[k] * x.harvest_index[k] * part)
            nation.crop_stock[k] += harvest
            goods[STAPLE_GOOD + k, PRODUCED] += harvest
        grams = int(p.imported_staple_share * nation.crop_use[k] * x.other_gateways_openness)
        cost = minor(grams / GRAMS * p.grain_import_price_cny)
        won = int(cost * nation.exchange_rate * (1.0 + p.changer_spread))
        if won > nation.kpw[FARMS] or cost > p.grain_yuan_share * nation.cny[CHANGERS]:
            continue
        nation.kpw[FARMS] -= won
        nation.kpw[CHANGERS] += won
        nation.cny[CHANGERS] -= cost
        nation.cny[ABROAD] += cost
        flows[FARM_CNY_BOUGHT, 0] += cost
        flows[FARM_CNY_BOUGHT_FOR, 0] += won
        flows[GRAIN_IMPORTS, 0] += cost
        nation.crop_stock[k] += grams
        goods[STAPLE_GOOD + k, IMPORTED] += grams
    pay_farmers(w, p)


@compiled
def pay_farmers(w: World, p: Parameters) -> None:
    """Pay out a part of the farm sector's balance: to farmers, and to town labour where incomes buy less food."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    payout = max(int(nation.kpw[FARMS] * p.farm_payout_speed), 0)
    farmers, townspeople = 0.0, 0.0
    for m in range(w.markets.size):
        farmers += w.markets[m].real_households[FARMER]
        townspeople += w.markets[m].real_households[LABOURER]
    for m in range(w.markets.size):
        market = w.markets[m]
        loss = shortfall(market.staple_income, market.staple_income_norm)
        labour = p.farm_labour_share * (1.0 + p.farm_labour_rise * loss)
        if p.use_farm_labour == 0.0:
            labour = 0.0
        wages = int(payout * labour * market.real_households[LABOURER] / max(townspeople, 1.0))
        receipts = int(payout * (1.0 - labour) * market.real_households[FARMER] / max(farmers, 1.0))
        wages = min(wages, nation.kpw[FARMS])
        receipts = min(receipts, nation.kpw[FARMS] - wages)
        market.pool_kpw[LABOURER] += wages
        market.pool_kpw[FARMER] += receipts
        nation.kpw[FARMS] -= wages + receipts
        flows[FARM_LABOUR, 0] += wages
        flows[FARM_RECEIPTS, 0] += receipts


@compiled
def learn_harvest(w: World, x: Given, p: Parameters, k: int, bought: int) -> None:
    """While the opening state settles: hold stocks at their normal level and learn the harvest that would keep them."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    nation.crop_use[k] = adjusted(nation.crop_use[k], float(bought), p.crop_use_norm_speed)
    nation.harvest_norm[k] = nation.crop_use[k] * (1.0 - p.imported_staple_share) + nation.crop_spoilage[k]
    weeks = weeks_until(x.week_of_year, p.harvest_week[k] + 0.5 * p.harvest_weeks) + p.carry_over_weeks
    missing = int(weeks * nation.crop_use[k]) - nation.crop_stock[k]
    nation.crop_stock[k] += missing
    goods[STAPLE_GOOD + k, PRODUCED] += max(missing, 0)
    goods[STAPLE_GOOD + k, SPOILED] += max(-missing, 0)


@compiled
def settle_crops(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take the week's purchases from the national stocks and allot next week's to the markets by population."""
    nation = w.nation[0]
    households = 0.0
    for m in range(w.markets.size):
        households += w.markets[m].real_households.sum()
    for k in range(CROPS):
        bought = 0
        for m in range(w.markets.size):
            bought += w.markets[m].staple_bought[k]
            w.markets[m].staple_bought[k] = 0
        nation.crop_stock[k] -= bought
        if nation.learning > 0.0:
            learn_harvest(w, x, p, k, bought)
        for m in range(w.markets.size):
            part = p.weekly_staple_allotment * w.markets[m].real_households.sum() / households
            w.markets[m].staple_allotment[k] = int(max(nation.crop_stock[k], 0) * part)
