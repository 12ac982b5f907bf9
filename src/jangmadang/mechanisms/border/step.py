"""Open the week's channels, ration the week's import orders, keep account of traffic."""

from typing import Any

import numpy as np

from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.border.equations import channel_cost, channel_weight, fill_rate, least_cost_weight
from jangmadang.shapes import adjusted
from jangmadang.world.members import CHANNELS, GOODS_IMPORT, IMPORT, PRIVATE_SMUGGLING, UNITS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@inlined
def import_openness(x: Given, channel: int, good: int) -> float:
    """Openness of a channel to an import good."""
    return x.openness[channel, IMPORT] * x.entitlement[channel, good] * x.chinese_openness


@compiled
def open_border(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Shares of the open channels and the landed cost that importers reckon with this week."""
    nation = w.nation[0]
    weights = np.zeros(CHANNELS)
    cost = 0.0
    for h in range(CHANNELS):
        unit = channel_cost(p.state_fee_share[h], p.bribe_share[h], p.carriage_share[h], p.seizure_hazard[h])
        if p.theory_border == 0.0:
            weights[h] = channel_weight(import_openness(x, h, GOODS_IMPORT), unit, p.channel_choice_scale)
        else:
            weights[h] = least_cost_weight(
                import_openness(x, h, GOODS_IMPORT), unit, p.channel_choice_scale, p.least_cost_sharpness
            )
        cost += weights[h] * unit
    total = weights.sum()
    if total > 0.0:
        nation.import_share[:] = weights / total
        nation.landed_cost = adjusted(nation.landed_cost, 1.0 + cost / total, p.landed_cost_speed)
    nation.inland_landed_cost = 1.0 + p.other_gateway_fee_share + p.other_gateway_bribe_share


@compiled
def ration_imports(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Fill rates of Hyesan's channels and of the other gateways from the weight and value of the week's orders."""
    nation = w.nation[0]
    border = w.border[0]
    through_hyesan, through_others = ordered_weight(w, p)
    nation.import_fee_rate = 0.0
    nation.import_bribe_rate = 0.0
    nation.import_company_rate = 0.0
    nation.import_crew_rate = 0.0
    nation.import_seizure_rate = 0.0
    passed = np.zeros(CHANNELS)
    for h in range(CHANNELS):
        wanted = nation.import_share[h] * through_hyesan
        passed[h] = wanted * fill_rate(wanted, import_openness(x, h, GOODS_IMPORT), p.channel_capacity_t[h])
    spill = through_hyesan - passed.sum()
    for h in range(CHANNELS):
        room = max(import_openness(x, h, GOODS_IMPORT) * p.channel_capacity_t[h] - passed[h], 0.0)
        extra = min(room, spill)
        passed[h] += extra
        spill -= extra
    total = passed.sum()
    if p.use_border == 0.0:
        total = through_hyesan
        passed[:] = nation.import_share * through_hyesan
    nation.import_fill = total / max(through_hyesan, 1e-9)
    for h in range(CHANNELS):
        share = passed[h] / max(total, 1e-9)
        nation.import_share[h] = share
        nation.import_fee_rate += share * p.state_fee_share[h]
        nation.import_bribe_rate += share * p.bribe_share[h]
        if h == PRIVATE_SMUGGLING:
            nation.import_crew_rate += share * p.carriage_share[h]
        else:
            nation.import_company_rate += share * p.carriage_share[h]
        nation.import_seizure_rate += share * p.seizure_hazard[h]
        border.import_weight[h] = passed[h]
    if nation.learning > 0.0:
        nation.other_imports_norm = adjusted(nation.other_imports_norm, through_others, p.other_imports_norm_speed)
    capacity = p.inland_capacity_factor * nation.other_imports_norm
    nation.other_fill = fill_rate(through_others, x.other_gateways_openness, capacity)


@inlined
def ordered_weight(w: World, p: Parameters) -> Any:
    """Tonnes ordered this week through Hyesan and through the other gateways."""
    hyesan, others = 0.0, 0.0
    for m in range(w.markets.size):
        market = w.markets[m]
        kg = market.goods_order / UNITS * p.imported_goods_kg_per_unit
        for k in range(market.first_trader, market.last_trader):
            trader = w.traders[k]
            for g in range(trader.order.shape[0]):
                pieces = 0
                for tier in range(trader.order.shape[1]):
                    for d in range(trader.order.shape[2]):
                        pieces += trader.order[g, tier, d] + trader.samples_ordered[g, tier, d]
                kg += pieces * p.garment_kg[g]
            for a in range(trader.medicine_order.size):
                kg += trader.medicine_order[a] * p.medicine_kg
        share = 1.0 if market.is_border else market.gateway_share
        hyesan += share * kg / 1000.0
        others += (1.0 - share) * kg / 1000.0
    return hyesan, others


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
        border.state_fees[h, IMPORT] = imports * p.state_fee_share[h]
        border.bribes[h, IMPORT] = imports * p.bribe_share[h]
        border.confiscated_value[h, IMPORT] = imports * p.seizure_hazard[h]
