"""Prices of rice and corn: the country's by what is left and what comes, each place's by its remoteness and demand."""

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import CROPS
from jangmadang.compiling import compiled, inlined
from jangmadang.elementary import exp
from jangmadang.mechanisms.staples.equations import (
    expected_openness,
    local_price,
    next_crop_price,
    next_import_parity,
    next_price_level,
    relative_stock,
    rice_premium,
    storage_factor,
    target_price,
    use_elasticity,
)
from jangmadang.mechanisms.staples.imports import relative_grain_price, wanted_imports
from jangmadang.shapes import adjusted
from jangmadang.world.gates import lockdown
from jangmadang.world.members import (
    BORDER_PLACES,
    CORN,
    CUSTOMS,
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
    """Move national and local prices of rice and corn; the border's openness sets how fast its prices pass through."""
    nation = w.nation[0]
    weight = p.hyesan_staple_gateway_share
    openness = (1.0 - weight) * min(x.other_gateways_openness, 1.0) + weight * border_places_openness(nation, x)
    nation.openness = openness
    nation.import_parity = next_import_parity(
        nation.import_parity,
        nation.exchange_rate / p.base_exchange_rate * relative_grain_price(nation, x, p),
        p.import_parity_speed,
        openness if p.use_fading_pass_through > 0.0 else 1.0,
        p.parity_openness_power,
    )
    move_crop_prices(w, x, p)
    set_local_prices(w, x, p)


@inlined
def border_places_openness(nation: Nation, x: Given) -> float:
    """What passes of staples through the border places' most open channel, by their capacity: 0 closed, 1 open."""
    openness = 0.0
    for gate in range(BORDER_PLACES):
        state = x.openness[STATE_SMUGGLING, IMPORT, gate] * x.entitlement[STATE_SMUGGLING, STAPLES_IMPORT, gate]
        widest = max(x.openness[CUSTOMS, IMPORT, gate], max(state, x.openness[PRIVATE_SMUGGLING, IMPORT, gate]))
        openness += widest * nation.border_capacity[gate]
    return openness / nation.border_capacity.sum() * x.throughput_factor[IMPORT]


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
    price, speed = nation.crop_price, p.staple_price_speed
    price[CORN] = next_crop_price(price[CORN], corn, speed, x.staple_price_shock[CORN])
    price[RICE] = next_crop_price(price[RICE], corn + rice, speed, x.staple_price_shock[RICE])


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
            full = nation.crop_price[k] * exp(market.movement_premium)
            market.staple_price[k] = (1.0 - x.staple_price_subsidy) * full
