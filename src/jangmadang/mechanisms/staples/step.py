"""Harvest, storage, prices by place and what households grow."""

import math

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
    SPOILED,
    STAPLE_GOOD,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.staples.equations import (
    harvest_part,
    next_import_parity,
    relative_stock,
    target_price,
)
from jangmadang.shapes import adjusted, shortfall
from jangmadang.world.members import (
    CORN,
    CUSTOMS,
    GRAMS,
    IMPORT,
    PRIVATE_SMUGGLING,
    RYANGGANG_REST,
    STAPLES_IMPORT,
    STATE_SMUGGLING,
)
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World

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
def receive_own_food(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Plots and farm shares feed a part of each household's need; the rest is left to buy."""
    goods = w.goods[m]
    grown = 0
    for i in range(first, last):
        hh = w.households[i]
        own = p.own_staple_share[hh.household_class] * p.staple_need_kg
        hh.need_kg = p.staple_need_kg - own
        grown += int(own * GRAMS * hh.weight)
    goods[STAPLE_GOOD + CORN, PRODUCED] += grown
    goods[STAPLE_GOOD + CORN, CONSUMED] += grown


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
