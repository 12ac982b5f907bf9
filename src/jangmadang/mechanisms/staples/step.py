"""Harvest, storage, prices by place, grain imports and the farms' and grain traders' account."""

import math
from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    CHANGERS,
    CROPS,
    FARM_CNY_BOUGHT,
    FARM_CNY_BOUGHT_FOR,
    FARM_CNY_SOLD,
    FARM_CNY_SOLD_FOR,
    FARM_LABOUR,
    FARM_RECEIPTS,
    FARMER,
    FARMS,
    GRAIN_IMPORTS,
    GRAIN_PROFITS,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    LABOURER,
    PRICE_SUBSIDY,
    PRODUCED,
    RECEIVED,
    SPOILED,
    STAPLE_GOOD,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.staples.equations import (
    expected_openness,
    farm_labour_part,
    grain_imports,
    local_price,
    next_import_parity,
    next_price_level,
    procured,
    relative_stock,
    rice_premium,
    storage_factor,
    target_price,
    use_elasticity,
)
from jangmadang.shapes import adjusted, clip
from jangmadang.world.gates import lockdown
from jangmadang.world.members import (
    BORDER_PLACES,
    CORN,
    CUSTOMS,
    GRAMS,
    IMPORT,
    OTHER_GATE,
    PRIVATE_SMUGGLING,
    RICE,
    RYANGGANG_REST,
    STAPLES_IMPORT,
    STATE_SMUGGLING,
    TONNE,
)
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World

FIRST_HARVEST_WEEK = 22.0  # the first crops of a harvest year, whose index holds from June to May


@inlined
def weeks_until(week_of_year: float, week: float) -> float:
    """Weeks to the next week of that number on a 52-week year, in [0, 52)."""
    return (week - week_of_year) % 52.0


@compiled
def set_staple_prices(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Move national and local prices of rice and corn; the border's openness sets how fast E passes through."""
    nation = w.nation[0]
    weight = p.hyesan_staple_gateway_share
    openness = (1.0 - weight) * min(x.other_gateways_openness, 1.0) + weight * border_places_openness(nation, x)
    nation.openness = openness
    nation.import_parity = next_import_parity(
        nation.import_parity,
        nation.exchange_rate / p.base_exchange_rate,
        p.import_parity_speed,
        openness if p.use_fading_pass_through > 0.0 else 1.0,
        p.parity_openness_power,
    )
    move_crop_prices(w, x, p)
    set_local_prices(w, x, p)


@inlined
def border_places_openness(nation: Nation, x: Given) -> float:
    """Openness to staples of the border places' most open channel, weighted by their capacity."""
    openness = 0.0
    for gate in range(BORDER_PLACES):
        state = x.openness[STATE_SMUGGLING, IMPORT, gate] * x.entitlement[STATE_SMUGGLING, STAPLES_IMPORT, gate]
        widest = max(x.openness[CUSTOMS, IMPORT, gate], max(state, x.openness[PRIVATE_SMUGGLING, IMPORT, gate]))
        openness += widest * nation.border_capacity[gate]
    return openness / nation.border_capacity.sum()


@inlined
def move_crop_prices(w: World, x: Given, p: Parameters) -> None:
    """Corn is dear enough for all cereals to last, rice so much dearer that it lasts too."""
    nation = w.nation[0]
    ratio = np.empty(CROPS + 1)
    foresee_stocks(w, x, p, ratio)
    imports, use = 0.0, 0.0
    for k in range(CROPS):
        imports += wanted_imports(nation, x, p, k) * TONNE
        use += nation.use_level[k] * nation.use_by_week[:, k].mean()
    elasticity = use_elasticity(
        p.staple_demand_elasticity, imports / max(use, 1.0), p.grain_import_elasticity * p.use_import_response
    )
    weeks = weeks_until(x.week_of_year, p.main_harvest_week)
    level = nation.price_level
    level[CORN] = next_price_level(level[CORN], ratio[CROPS], elasticity, p.price_level_speed)
    level[RICE] = next_price_level(level[RICE], ratio[RICE], p.rice_premium_elasticity, p.price_level_speed)
    cereals = storage_factor(level[CORN], ratio[CROPS], elasticity, p.grain_carrying_cost, weeks)
    premium = rice_premium(level[RICE], ratio[RICE], p.rice_premium_elasticity)
    base = p.base_crop_price[RICE] - p.base_crop_price[CORN]
    rice = target_price(base, premium, nation.import_parity, p.cereal_pass_through)
    corn = target_price(p.base_crop_price[CORN], cereals, nation.import_parity, p.cereal_pass_through)
    nation.crop_price[CORN] = adjusted(nation.crop_price[CORN], corn, p.staple_price_speed)
    nation.crop_price[RICE] = adjusted(nation.crop_price[RICE], corn + rice, p.staple_price_speed)


@inlined
def wanted_imports(nation: Nation, x: Given, p: Parameters, k: int) -> float:
    """Tonnes of a crop that traders import in a week at the prices of today, as far as licences go."""
    relative = nation.crop_price[k] / nation.exchange_rate * p.base_exchange_rate / p.base_crop_price[k]
    elasticity = p.grain_import_elasticity * p.use_import_response
    return grain_imports(p.normal_grain_imports[k], nation.openness, relative, elasticity, x.grain_import_licence[k])


@inlined
def foresee_stocks(w: World, x: Given, p: Parameters, ratio: Any) -> None:
    """Fill ratio[crop], and ratio[CROPS] for both, with the smallest relative stock of the year to come.

    Next year's harvest is thought normal until its fields are seen in June; a shut border is thought to open.
    """
    nation = w.nation[0]
    ratio[:] = 1e9
    stock, mean = np.zeros(CROPS + 1), np.zeros(CROPS + 1)
    coming, use = np.zeros(CROPS + 1), np.zeros(CROPS + 1)
    for k in range(CROPS):
        stock[k] = nation.crop_stock[k]
        mean[k] = nation.use_level[k] * nation.use_by_week[:, k].mean()
    stock[CROPS], mean[CROPS] = stock[:CROPS].sum(), mean[:CROPS].sum()
    to_june = weeks_until(x.week_of_year, FIRST_HARVEST_WEEK)
    for j in range(YEAR_WEEKS):
        week = (int(x.week_of_year) + j) % YEAR_WEEKS
        openness = expected_openness(
            nation.openness, nation.usual_openness[OTHER_GATE].max(), float(j), nation.expected_stop_weeks
        )
        for k in range(CROPS):
            index = x.harvest_index[k] if j < to_june else 1.0
            farms = (1.0 - p.procurement_share) * nation.farm_harvest[k] * index * nation.farm_calendar[week, k]
            came = farms + openness * min(p.normal_grain_imports[k], x.grain_import_licence[k]) * TONNE
            used = nation.use_level[k] * nation.use_by_week[week, k]
            coming[k] += came
            coming[CROPS] += came
            use[k] += used
            use[CROPS] += used
        for k in range(CROPS + 1):
            lasting = relative_stock(stock[k], coming[k], use[k], mean[k], p.grain_reserve_share, p.grain_working_weeks)
            ratio[k] = min(ratio[k], lasting)


@inlined
def set_local_prices(w: World, x: Given, p: Parameters) -> None:
    """The place's premium moves with remoteness, lockdown and local demand; a subsidy lowers what households pay."""
    nation = w.nation[0]
    demand = max(w.markets["staple_demand"].sum(), 1.0)
    norm = max(w.markets["staple_demand_norm"].sum(), 1.0)
    for m in range(w.markets.size):
        market = w.markets[m]
        remote = 1.0 if market.place <= RYANGGANG_REST else 0.0
        wanted = remote * (
            p.remoteness_premium + p.remoteness_premium * p.restricted_remoteness_rise * x.country_movement_restriction
        )
        wanted += lockdown(market, x) * p.lockdown_staple_premium
        wanted += local_price(
            market.staple_demand / demand,
            market.staple_demand_norm / norm,
            p.staple_demand_elasticity,
            p.grain_freight_share,
        )
        market.movement_premium = adjusted(market.movement_premium, wanted, p.lockdown_price_speed)
        for k in range(CROPS):
            full = nation.crop_price[k] * math.exp(market.movement_premium)
            market.staple_price[k] = (1.0 - x.staple_price_subsidy) * full


@compiled
def run_farms(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Spoil, harvest for market and state, import grain, pay farmers."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    for k in range(CROPS):
        spoiled = int(nation.crop_stock[k] * p.storage_loss)
        nation.crop_stock[k] -= spoiled
        rotten = int(nation.state_grain[k] * p.storage_loss)
        nation.state_grain[k] -= rotten
        goods[STAPLE_GOOD + k, SPOILED] += spoiled + rotten
    bring_in_harvest(w, x, p)
    import_grain(w, x, p)
    pay_farmers(w, x, p)


@inlined
def bring_in_harvest(w: World, x: Given, p: Parameters) -> None:
    """The farms' harvest of the week: the state takes its part, traders buy the rest on credit."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    border = w.border[0]
    week = int(x.week_of_year) % YEAR_WEEKS
    limit = p.state_reserve_weeks * nation.state_use
    for k in range(CROPS):
        year = nation.farm_harvest[k] + (0.0 if p.use_own_grain > 0.0 else nation.own_harvest[k])
        harvest = int(year * x.harvest_index[k] * nation.farm_calendar[week, k])
        taken = int(procured(harvest, p.procurement_share, nation.state_grain.sum(), limit))
        nation.state_grain[k] += taken
        nation.crop_stock[k] += harvest - taken
        goods[STAPLE_GOOD + k, PRODUCED] += harvest
        nation.farm_claims += minor((harvest - taken) / GRAMS * (1.0 - p.farm_gate_margin) * nation.crop_price[k])
        border.farm_harvest[k] = harvest / TONNE


@inlined
def import_grain(w: World, x: Given, p: Parameters) -> None:
    """Traders import where the price at home beats the price at the border, as far as yuan and licences go."""
    nation = w.nation[0]
    goods = w.goods[w.markets.size]
    for k in range(CROPS):
        aid = int(x.market_food_aid[k] * TONNE)
        nation.crop_stock[k] += aid
        goods[STAPLE_GOOD + k, IMPORTED] += aid
        grams = int(max(wanted_imports(nation, x, p, k), x.grain_import_contracts[k]) * TONNE)
        cost = minor(grams / GRAMS * p.grain_import_price_cny[k])
        buy_yuan(w, p, cost - max(nation.cny[FARMS], 0))
        paid = min(cost, max(nation.cny[FARMS], 0))
        grams = int(grams * (paid / max(cost, 1)))
        nation.cny[FARMS] -= paid
        nation.cny[ABROAD] += paid
        w.flows[w.markets.size, GRAIN_IMPORTS, 0] += paid
        nation.crop_stock[k] += grams
        goods[STAPLE_GOOD + k, IMPORTED] += grams
        w.border[0].grain_imports[k] = grams / TONNE
    sell_yuan(w, p)


@inlined
def buy_yuan(w: World, p: Parameters, wanted: int) -> None:
    """Traders buy the yuan that imports cost beyond what families paid them, as far as won and changers' yuan go."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    ask = nation.exchange_rate * (1.0 + p.changer_spread)
    yuan = min(wanted, int(max(nation.kpw[FARMS], 0) / ask), int(p.grain_yuan_share * max(nation.cny[CHANGERS], 0)))
    yuan = max(yuan, 0)
    won = int(yuan * ask)
    nation.kpw[FARMS] -= won
    nation.kpw[CHANGERS] += won
    nation.cny[CHANGERS] -= yuan
    nation.cny[FARMS] += yuan
    flows[FARM_CNY_BOUGHT, 0] += yuan
    flows[FARM_CNY_BOUGHT_FOR, 0] += won


@inlined
def sell_yuan(w: World, p: Parameters) -> None:
    """Traders change the yuan that families paid and no import needs, as far as money changers have won."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    bid = nation.exchange_rate * (1.0 - p.changer_spread)
    most = int(p.weekly_currency_allotment * max(nation.kpw[CHANGERS], 0) / bid)
    yuan = min(max(nation.cny[FARMS], 0), most)
    won = int(yuan * bid)
    nation.cny[FARMS] -= yuan
    nation.cny[CHANGERS] += yuan
    nation.kpw[CHANGERS] -= won
    nation.kpw[FARMS] += won
    flows[FARM_CNY_SOLD, 0] += yuan
    flows[FARM_CNY_SOLD_FOR, 0] += won


@compiled
def pay_farmers(w: World, x: Given, p: Parameters) -> None:
    """Traders pay farms as they sell: town people who work there, farms' lenders, farmers; the rest is profit."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    worth = 0.0
    for k in range(CROPS):
        worth += nation.crop_stock[k] / GRAMS * nation.crop_price[k]
    nation.farm_claims = min(nation.farm_claims, minor(worth))
    payout = min(max(int(nation.kpw[FARMS] * p.farm_payout_speed), 0), nation.farm_claims)
    nation.farm_claims -= payout
    profit = max(int((nation.kpw[FARMS] - payout) * p.grain_profit_speed), 0)
    households, income = np.zeros(HOUSEHOLD_CLASSES), 0.0
    for m in range(w.markets.size):
        income += w.tallies[m].income[FARMER]
        for c in range(HOUSEHOLD_CLASSES):
            households[c] += w.markets[m].real_households[c]
    income /= max(households[FARMER], 1.0)
    harvest = nation.farm_calendar[int(x.week_of_year) % YEAR_WEEKS].mean()
    payout_left = payout
    for m in range(w.markets.size):
        market = w.markets[m]
        town = w.tallies[m].income[LABOURER] / max(market.real_households[LABOURER], 1.0)
        part = p.use_farm_labour * farm_labour_part(
            p.farm_labour_share, income, town, p.farm_labour_mobility, p.farm_labour_at_harvest, harvest
        )
        wages = int(part * payout * market.real_households[LABOURER] / max(households[LABOURER], 1.0))
        market.pool_kpw[LABOURER] += wages
        flows[FARM_LABOUR, 0] += wages
        nation.kpw[FARMS] -= wages
        payout_left -= wages
    lent = int(p.farm_debt_share * payout_left)
    for m in range(w.markets.size):
        market = w.markets[m]
        receipts = int((payout_left - lent) * market.real_households[FARMER] / max(households[FARMER], 1.0))
        market.pool_kpw[FARMER] += receipts
        nation.kpw[FARMS] -= receipts
        flows[FARM_RECEIPTS, 0] += receipts
        w.tallies[m].grain_receipts += 0.01 * receipts
        for c in range(HOUSEHOLD_CLASSES):
            owned = p.grain_profit_share[c] * market.real_households[c] / max(households[c], 1.0)
            part = int((profit + lent) * owned)
            part = min(part, nation.kpw[FARMS])
            market.pool_kpw[c] += part
            nation.kpw[FARMS] -= part
            flows[GRAIN_PROFITS, 0] += part


@compiled
def settle_crops(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take the week's purchases from the national stocks, learn use, and allot next week's mostly by purchases."""
    nation = w.nation[0]
    households, bought_all = 0.0, 0
    for m in range(w.markets.size):
        market = w.markets[m]
        households += market.real_households.sum()
        bought = market.staple_bought.sum()
        bought_all += bought
        pay_subsidy(w, x, m)
        market.staple_demand = float(bought)
        market.staple_demand_norm = adjusted(market.staple_demand_norm, float(bought), p.crop_use_norm_speed)
        for k in range(CROPS):
            nation.crop_stock[k] += market.own_grain_sold[k]
            w.goods[w.markets.size, STAPLE_GOOD + k, RECEIVED] += market.own_grain_sold[k]
            market.own_grain_sold[k] = 0
    learn_use(w, x, p)
    for k in range(CROPS):
        bought = 0
        for m in range(w.markets.size):
            bought += w.markets[m].staple_bought[k]
        nation.crop_stock[k] -= bought
        for m in range(w.markets.size):
            market = w.markets[m]
            even = (1.0 - p.allotment_by_demand) * market.real_households.sum() / households
            part = p.allotment_by_demand * market.staple_demand / max(bought_all, 1) + even
            market.staple_allotment[k] = int(max(nation.crop_stock[k], 0) * p.weekly_staple_allotment * part)
    for m in range(w.markets.size):
        w.markets[m].staple_bought[:] = 0
        w.markets[m].grain_cash = int(
            max(nation.kpw[FARMS], 0)
            * p.farm_gate_cash_share
            * w.markets[m].real_households[FARMER]
            / max(w.markets["real_households"][:, FARMER].sum(), 1.0)
        )


@inlined
def learn_use(w: World, x: Given, p: Parameters) -> None:
    """Traders learn what each week of the year uses, slowly, and by how much these weeks differ."""
    nation = w.nation[0]
    week = int(x.week_of_year) % YEAR_WEEKS
    for k in range(CROPS):
        use = 0.0
        for m in range(w.markets.size):
            use += w.markets[m].staple_bought[k]
        seen = clip(use / max(nation.use_by_week[week, k], 1.0), 0.2, 5.0)
        nation.use_level[k] = adjusted(nation.use_level[k], seen, p.use_level_speed)
        nation.use_by_week[week, k] = adjusted(nation.use_by_week[week, k], use, p.use_by_week_speed)


@inlined
def pay_subsidy(w: World, x: Given, m: int) -> None:
    """The state pays sellers what its subsidy takes off the price."""
    nation = w.nation[0]
    market = w.markets[m]
    if x.staple_price_subsidy == 0.0:
        return
    value = 0.0
    for k in range(CROPS):
        value += market.staple_bought[k] / GRAMS * market.staple_price[k]
    paid = minor(value * x.staple_price_subsidy / (1.0 - x.staple_price_subsidy))
    nation.kpw[STATE] -= paid
    nation.kpw[FARMS] += paid
    w.flows[w.markets.size, PRICE_SUBSIDY, 0] += paid
