"""Open the week's channels, ration what waits at the gateways, keep account of traffic."""

import numpy as np

from jangmadang.accounting.transactions import AILMENTS, GARMENTS
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.border.equations import (
    channel_cost,
    channel_weight,
    claim,
    drawn_share,
    fill_rate,
    gateway_target,
    least_cost_weight,
    other_capacity,
    replacement_chance,
    unfilled_share,
    weeks_of_wait,
    worth_of_room,
)
from jangmadang.shapes import adjusted
from jangmadang.world.costs import seizure_hazard
from jangmadang.world.gates import passable
from jangmadang.world.members import (
    BORDER_GATEWAY,
    BORDER_PLACES,
    CHANNELS,
    CLOTHING_IMPORT,
    GATES,
    GATEWAYS,
    GOODS_IMPORT,
    IMPORT,
    IMPORT_GOODS,
    IMPORTED_ORIGIN,
    LUXURY,
    MACHINES_IMPORT,
    MEDICINE_IMPORT,
    OTHER_GATE,
    OTHER_GATEWAYS,
    PRIVATE_SMUGGLING,
    RICE,
    STAPLES_IMPORT,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import World

KG_PER_T = 1000.0
DAYS = 7.0

LEAST_COST = 1.0  # place of the rival theory in the mechanism pack


@inlined
def import_openness(x: Given, gate: int, channel: int, good: int) -> float:
    """Openness of a border place's channel to an import good: 0 closed, 1 open."""
    return x.openness[channel, IMPORT, gate] * x.entitlement[channel, good, gate] * passable(x, gate, IMPORT)


@inlined
def import_cost(x: Given, p: Parameters, channel: int, good: int) -> float:
    """Cost of a channel to an import good, share of value."""
    return channel_cost(
        p.import_fee_share[channel, good],
        p.bribe_share[channel],
        p.carriage_share[channel],
        seizure_hazard(x, p, channel),
    )


@inlined
def choice_cost(x: Given, p: Parameters, gate: int, channel: int, good: int) -> float:
    """What shippers reckon with, share of value: the cost of a channel and of the days that goods lie in clearance."""
    return import_cost(x, p, channel, good) + p.holding_cost * x.clearance_days[channel, gate] / DAYS


@compiled
def open_border(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chinese prices, shares of the open channels that shippers want, and the gateways through which markets order."""
    nation = w.nation[0]
    for gate in range(BORDER_PLACES):
        for g in range(IMPORT_GOODS):
            choose_channels(nation, x, p, gate, g)
    for g in range(IMPORT_GOODS):
        nation.relative_source_price[g] = x.import_price_multiplier[g]
        nation.other_landed_cost[g] = 1.0 + p.other_gateway_fee_share[g] + p.other_gateway_bribe_share
    choose_gateways(w, p)


@compiled
def choose_channels(nation: Nation, x: Given, p: Parameters, gate: int, g: int) -> None:
    """Shares of a border place's channels that the shippers of a good want; if all are shut the last ones stand."""
    weights = np.zeros(CHANNELS)
    for h in range(CHANNELS):
        openness, unit = import_openness(x, gate, h, g), choice_cost(x, p, gate, h, g)
        if p.theory_border == LEAST_COST:
            weights[h] = least_cost_weight(openness, unit, p.channel_choice_scale, p.least_cost_sharpness)
        else:
            weights[h] = channel_weight(openness, unit, p.channel_choice_scale)
    total = weights.sum()
    if total > 0.0:
        nation.import_share[gate, g] = weights / total


@compiled
def choose_gateways(w: World, p: Parameters) -> None:
    """Where markets would order, and, as partners are found slowly, where they do."""
    nation = w.nation[0]
    for m in range(w.markets.size):
        market = w.markets[m]
        for g in range(IMPORT_GOODS):
            market.gateway_target[g] = market.usual_gateway_share
            if p.use_gateway_choice > 0.0:
                market.gateway_target[g] = gateway_target(
                    market.usual_gateway_share,
                    nation.landed_cost[market.gate, g] - nation.landed_cost_norm[market.gate, g],
                    market.gateway_wait[BORDER_GATEWAY, g],
                    market.gateway_wait[OTHER_GATEWAYS, g],
                    p.holding_cost,
                    p.gateway_choice_scale,
                )
            market.gateway_share[g] = adjusted(
                market.gateway_share[g], market.gateway_target[g], p.gateway_switch_speed
            )


@compiled
def ration_imports(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """How much of each good may pass each gateway, how markets share it, and what the passing costs."""
    waiting = np.zeros((GATES, IMPORT_GOODS))
    for m in range(w.markets.size):
        market = w.markets[m]
        for gateway in range(GATEWAYS):
            gate = market.gate if gateway == BORDER_GATEWAY else OTHER_GATE
            for g in range(IMPORT_GOODS):
                waiting[gate, g] += max(market.backlog_kg[gateway, g], 0.0)
    passed = np.zeros((GATES, IMPORT_GOODS))
    for gate in range(BORDER_PLACES):
        load_channels(w, x, p, gate, waiting[gate], passed[gate])
    load_other_gateways(w, x, p, waiting[OTHER_GATE], passed[OTHER_GATE])
    if p.use_border == 0.0:
        passed[:] = waiting
    for gate in range(GATES):
        for g in range(IMPORT_GOODS):
            share_out(w, p, gate, g, waiting[gate, g], passed[gate, g])
            gauge_gateway(w, p, gate, g, waiting[gate, g], passed[gate, g])


@compiled
def load_channels(w: World, x: Given, p: Parameters, gate: int, waiting: np.ndarray, passed: np.ndarray) -> None:
    """Load the channels: first as shippers want, pro rata; what finds no room then takes the cheapest that has some."""
    nation = w.nation[0]
    loaded = np.zeros((IMPORT_GOODS, CHANNELS))
    asked = np.zeros((IMPORT_GOODS, CHANNELS))
    tried = np.zeros((IMPORT_GOODS, CHANNELS))
    for g in range(IMPORT_GOODS):
        for h in range(CHANNELS):
            asked[g, h] = min(nation.import_share[gate, g, h] * waiting[g], channel_room(w, x, p, gate, h, g))
    load(w, x, p, gate, asked, loaded)
    for _ in range(CHANNELS):
        asked[:] = 0.0
        for g in range(IMPORT_GOODS):
            cheapest = -1
            for h in range(CHANNELS):
                if tried[g, h] > 0.0:
                    continue
                if cheapest < 0 or choice_cost(x, p, gate, h, g) < choice_cost(x, p, gate, cheapest, g):
                    cheapest = h
            tried[g, cheapest] = 1.0
            left = max(waiting[g] - loaded[g].sum(), 0.0)
            asked[g, cheapest] = min(left, max(channel_room(w, x, p, gate, cheapest, g) - loaded[g, cheapest], 0.0))
        load(w, x, p, gate, asked, loaded)
    for g in range(IMPORT_GOODS):
        passed[g] = loaded[g].sum()
        usual, carried = nation.crew_passings_kg[gate, g], loaded[g, PRIVATE_SMUGGLING]
        nation.crew_passings_kg[gate, g] = adjusted(usual, carried, p.passings_speed)
        price_passage(w, x, p, gate, g, loaded[g], passed[g])


@inlined
def channel_room(w: World, x: Given, p: Parameters, gate: int, channel: int, good: int) -> float:
    """Capacity of a channel that a good may take, kg a week."""
    capacity = p.channel_capacity_t[channel] * w.nation[0].border_capacity[gate] * KG_PER_T
    return import_openness(x, gate, channel, good) * capacity


@compiled
def load(w: World, x: Given, p: Parameters, gate: int, asked: np.ndarray, loaded: np.ndarray) -> None:
    """Load what is asked of each channel into the room it has left.

    Companies with permits take first what earns them most by weight; private crews are many, and each carries first
    for who has long hired it.
    """
    for h in range(CHANNELS):
        room = (
            x.openness[h, IMPORT, gate]
            * passable(x, gate, IMPORT)
            * p.channel_capacity_t[h]
            * w.nation[0].border_capacity[gate]
            * KG_PER_T
        )
        left = max(room - loaded[:, h].sum(), 0.0)
        if h == PRIVATE_SMUGGLING:
            load_by_custom(w.nation[0], gate, h, left, asked, loaded)
        else:
            load_by_worth(w.nation[0], p, h, left, asked, loaded)


@compiled
def load_by_worth(
    nation: Nation, p: Parameters, channel: int, room: float, asked: np.ndarray, loaded: np.ndarray
) -> None:
    """Fill a channel's room, kg a week, with the good that earns most by weight, then with the next."""
    worth = np.empty(IMPORT_GOODS)
    for g in range(IMPORT_GOODS):
        worth[g] = worth_of_room(
            p.import_fee_share[channel, g],
            p.bribe_share[channel],
            p.carriage_share[channel],
            price_per_kg(p, g) * nation.relative_source_price[g],
        )
    for g in np.argsort(-worth, kind="mergesort"):
        taken = min(asked[g, channel], room)
        loaded[g, channel] += taken
        room -= taken


@compiled
def load_by_custom(nation: Nation, gate: int, channel: int, room: float, asked: np.ndarray, loaded: np.ndarray) -> None:
    """Fill a channel's room, kg a week, with what usually goes through it, as far as it waits, then pro rata."""
    past = nation.crew_passings_kg[gate].sum()
    claims = np.zeros(IMPORT_GOODS)
    for g in range(IMPORT_GOODS):
        share = nation.crew_passings_kg[gate, g] / past if past > 0.0 else 0.0
        claims[g] = claim(asked[g, channel], room, share)
    fill = fill_rate(asked[:, channel].sum() - claims.sum(), room - claims.sum())
    for g in range(IMPORT_GOODS):
        loaded[g, channel] += claims[g] + fill * (asked[g, channel] - claims[g])


@inlined
def price_per_kg(p: Parameters, good: int) -> float:
    """Normal price in China of an import good, CNY/kg; garments by how often they are needed."""
    if good == MEDICINE_IMPORT:
        return float(p.medicine_price_cny[IMPORTED_ORIGIN] / p.medicine_kg)
    if good == STAPLES_IMPORT:
        return float(p.grain_import_price_cny[RICE])
    if good == GOODS_IMPORT:
        return 1.0 / p.imported_goods_kg_per_unit
    if good == MACHINES_IMPORT:
        return 1.0 / p.machines_kg_per_unit
    price, kg = 0.0, 0.0
    for garment in range(GARMENTS):
        price += p.garment_popularity[garment] * p.source_price_cny[garment]
        kg += p.garment_popularity[garment] * p.garment_kg[garment]
    return price / kg * (p.luxury_price_ratio if good == CLOTHING_IMPORT + LUXURY else 1.0)


@compiled
def price_passage(w: World, x: Given, p: Parameters, gate: int, g: int, loaded: np.ndarray, passed: float) -> None:
    """Shares of the channels in what passes of a good, kg/week, its fees, bribes and carriage, and the landed cost."""
    nation = w.nation[0]
    if passed > 0.0:
        nation.import_share[gate, g] = loaded / passed
    fee, bribe, companies, crews, seizure, cost = 0.0, 0.0, 0.0, 0.0, 0.0, 1.0
    for h in range(CHANNELS):
        share = nation.import_share[gate, g, h]
        fee += share * p.import_fee_share[h, g]
        bribe += share * p.bribe_share[h]
        if h == PRIVATE_SMUGGLING:
            crews += share * p.carriage_share[h]
        else:
            companies += share * p.carriage_share[h]
        seizure += share * seizure_hazard(x, p, h)
        cost += share * import_cost(x, p, h, g)
    nation.import_fee_rate[gate, g] = fee
    nation.import_bribe_rate[gate, g] = bribe
    nation.import_company_rate[gate, g] = companies
    nation.import_crew_rate[gate, g] = crews
    nation.import_seizure_rate[gate, g] = seizure
    if passed > 0.0:
        nation.landed_cost[gate, g] = adjusted(nation.landed_cost[gate, g], cost, p.landed_cost_speed)
    if nation.learning > 0.0:
        usual = adjusted(nation.landed_cost_norm[gate, g], nation.landed_cost[gate, g], p.imports_norm_speed)
        nation.landed_cost_norm[gate, g] = usual


@compiled
def load_other_gateways(w: World, x: Given, p: Parameters, waiting: np.ndarray, passed: np.ndarray) -> None:
    """Load the other gateways: medicine by its own allowance, all else pro rata into what is open."""
    usual = w.nation[0].imports_norm_kg[OTHER_GATE]
    openness = x.other_gateways_openness
    medicine = other_capacity(p.inland_capacity_factor, usual[MEDICINE_IMPORT], openness, p.medicine_gateway_power)
    goods = other_capacity(p.inland_capacity_factor, usual.sum() - usual[MEDICINE_IMPORT], openness, 1.0)
    fill = fill_rate(waiting.sum() - waiting[MEDICINE_IMPORT], goods)
    for g in range(IMPORT_GOODS):
        passed[g] = fill * waiting[g]
    passed[MEDICINE_IMPORT] = fill_rate(waiting[MEDICINE_IMPORT], medicine) * waiting[MEDICINE_IMPORT]


@inlined
def custom(market: Market, nation: Nation, p: Parameters, gateway: int, g: int) -> float:
    """A market's weight in the allotment of a gateway: past passings, kg a week, and what medicine fetches there."""
    if g != MEDICINE_IMPORT:
        return market.passings_kg[gateway, g]
    relative = 0.0
    for a in range(AILMENTS):
        usual = market.medicine_price_usual[a, IMPORTED_ORIGIN] * nation.exchange_rate
        relative += market.medicine_price[a, IMPORTED_ORIGIN] / usual / AILMENTS
    return drawn_share(market.passings_kg[gateway, g], relative, p.medicine_arbitrage)


@compiled
def share_out(w: World, p: Parameters, gate: int, g: int, waiting: float, passed: float) -> None:
    """Allot what passes of a good, kg/week, to the markets by custom, and the rest by what they still want, kg."""
    claimed, past = 0.0, 0.0
    nation = w.nation[0]
    gateway = OTHER_GATEWAYS if gate == OTHER_GATE else BORDER_GATEWAY
    weight = np.zeros(w.markets.size)
    for m in range(w.markets.size):
        market = w.markets[m]
        if gateway == OTHER_GATEWAYS or market.gate == gate:
            weight[m] = custom(market, nation, p, gateway, g)
            past += weight[m]
    for m in range(w.markets.size):
        share = weight[m] / past if past > 0.0 else 0.0
        claimed += claim(max(w.markets[m].backlog_kg[gateway, g], 0.0), passed, share)
    rest = max(passed - claimed, 0.0) / max(waiting - claimed, 1e-9)
    for m in range(w.markets.size):
        market = w.markets[m]
        if gateway == BORDER_GATEWAY and market.gate != gate:
            continue
        wanted = max(market.backlog_kg[gateway, g], 0.0)
        kg = claim(wanted, passed, weight[m] / past if past > 0.0 else 0.0)
        kg += min(rest, 1.0) * (wanted - kg)
        market.gateway_fill[gateway, g] = min(kg / max(wanted, 1e-9), 1.0)
        market.gateway_wait[gateway, g] = weeks_of_wait(wanted - kg, kg, p.longest_wait_weeks)
        market.passings_kg[gateway, g] = adjusted(market.passings_kg[gateway, g], kg, p.passings_speed)


@compiled
def gauge_gateway(w: World, p: Parameters, gate: int, g: int, waiting: float, passed: float) -> None:
    """What share of usual orders a gateway leaves unfilled, by what waits, kg, and passes, kg/week; the next piece."""
    nation = w.nation[0]
    if nation.learning > 0.0:
        usual = adjusted(nation.imports_norm_kg[gate, g], passed, p.imports_norm_speed)
        nation.imports_norm_kg[gate, g] = usual
    unfilled = unfilled_share(waiting, passed, nation.imports_norm_kg[gate, g])
    nation.unfilled[gate, g] = adjusted(nation.unfilled[gate, g], unfilled, 1.0 / p.unfilled_memory_weeks)
    nation.replacement_chance[gate, g] = p.use_replacement_cost * replacement_chance(
        nation.unfilled[gate, g],
        weeks_of_wait(max(waiting - passed, 0.0), passed, p.longest_wait_weeks),
        p.lead_weeks,
        nation.expected_stop_weeks,
    )


@compiled
def count_traffic(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Traffic over the border against its normal level, smoothed; officially seized goods by channel."""
    nation = w.nation[0]
    border = w.border[0]
    value = border.import_value.sum() + border.export_value.sum()
    if nation.learning > 0.0:
        nation.traffic_norm = adjusted(nation.traffic_norm, value, p.traffic_norm_speed)
    relative = value / max(nation.traffic_norm, 1.0)
    nation.traffic = adjusted(nation.traffic, min(relative, p.largest_relative_traffic), 1.0 / p.traffic_memory_weeks)
    for h in range(CHANNELS):
        imports = border.import_value[h].sum()
        for g in range(IMPORT_GOODS):
            border.state_fees[h, IMPORT] += border.import_value[h, g] * p.import_fee_share[h, g]
        border.bribes[h, IMPORT] = imports * p.bribe_share[h]
        border.confiscated_value[h, IMPORT] = imports * seizure_hazard(x, p, h)
