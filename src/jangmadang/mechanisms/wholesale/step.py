"""Put the week's orders in the queue at the gateways; ship, pay and sell on inland what passes."""

import math

from numba import uint64

from jangmadang.accounting.payments import minor, pay_hyesan_import, pay_other_import
from jangmadang.accounting.transactions import (
    AILMENTS,
    CLOTHING_IMPORTS,
    CONFISCATED,
    DESIGNS,
    GARMENTS,
    IMPORTED,
    LABOURER,
    MEDICINE_GOOD,
    MEDICINE_IMPORTS,
    ORIGINS,
    TIERS,
    TRADER_FREIGHT,
    WHOLESALE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.wholesale.equations import (
    affordable_share,
    backlog_after_order,
    backlog_after_shift,
    medicine_budget_share,
    wholesale_price,
)
from jangmadang.randomness import IMPORTER_CHOICE, ORDER_ROUNDING, stream, uniform
from jangmadang.world.costs import landed_factor
from jangmadang.world.members import (
    BORDER_GATEWAY,
    CHANNELS,
    CLOTHING_IMPORT,
    CUSTOMS,
    GOODS_LINES,
    IMPORTED_ORIGIN,
    LINE_IMPORT,
    LUXURY,
    MACHINES,
    MEDICINE_IMPORT,
    OTHER_GATEWAYS,
    UNITS,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters, Trader
from jangmadang.world.tables import PIPELINE_WEEKS, World

DAYS = 7.0
LATE, SEIZED = 700, 500  # offsets of a good's draws


@inlined
def unit_price(p: Parameters, g: int, tier: int) -> float:
    """Normal price of a garment in China, CNY."""
    return p.source_price_cny[g] * (p.luxury_price_ratio if tier == LUXURY else 1.0)


@inlined
def rounded(amount: float, draw: float) -> int:
    """Whole pieces of an amount in pieces, with the right mean: `draw` is uniform over 0 to 1."""
    return int(amount + draw)


@inlined
def medicine_margin(market: Market, nation: Nation, p: Parameters, factor: float) -> float:
    """Margin of imported medicine at today's price over landed cost, mean of the ailments."""
    price = 0.0
    for a in range(AILMENTS):
        price += market.medicine_price[a, IMPORTED_ORIGIN] / AILMENTS
    return price / (p.medicine_price_cny[IMPORTED_ORIGIN] * factor * nation.exchange_rate) - 1.0


@compiled
def queue_orders(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """A market's order levels become goods that wait at the gateways; nothing is ordered twice."""
    market = w.markets[m]
    market.backlog_kg[:] = 0.0
    for line in range(GOODS_LINES):
        at_hand = float(market.goods_stock[line])
        for slot in range(PIPELINE_WEEKS):
            at_hand += market.goods_on_order[slot, line]
        near, far = market.goods_backlog[BORDER_GATEWAY, line], market.goods_backlog[OTHER_GATEWAYS, line]
        change = market.goods_order_level[line] - at_hand - near - far
        share, target = order_share(market, p, LINE_IMPORT[line]), target_share(market, p, LINE_IMPORT[line])
        near, far = queued(near, far, change, share, target, p.backlog_shift_speed)
        market.goods_backlog[BORDER_GATEWAY, line], market.goods_backlog[OTHER_GATEWAYS, line] = near, far
        kg = p.machines_kg_per_unit if line == MACHINES else p.imported_goods_kg_per_unit
        market.backlog_kg[BORDER_GATEWAY, LINE_IMPORT[line]] += max(near, 0.0) / UNITS * kg
        market.backlog_kg[OTHER_GATEWAYS, LINE_IMPORT[line]] += max(far, 0.0) / UNITS * kg
    for k in range(market.first_trader, market.last_trader):
        queue_garments(w, p, m, k)
        queue_medicine(w, p, m, k)


@inlined
def order_share(market: Market, p: Parameters, good: int) -> float:
    """Part of a market's new orders of a good that goes to the border places."""
    return market.gateway_share[good] if market.is_border or p.use_wholesale > 0.0 else 0.0


@inlined
def target_share(market: Market, p: Parameters, good: int) -> float:
    """Part of its waiting orders that a market would have at the border places by now."""
    return market.gateway_target[good] if market.is_border or p.use_wholesale > 0.0 else 0.0


@inlined
def queued(near: float, far: float, change: float, share: float, target: float, speed: float) -> tuple[float, float]:
    """What waits at both gateways, in whatever unit, after the week's `change` of orders and some of it is moved.

    `share` and `target` are the near gateway's parts of orders and of backlog, `speed` is per week.
    """
    both = near + far
    near = backlog_after_order(near, both, change, share)
    far = backlog_after_order(far, both, change, 1.0 - share)
    both = near + far
    return backlog_after_shift(near, both, target, speed), backlog_after_shift(far, both, 1.0 - target, speed)


@inlined
def whole(pieces: float) -> float:
    """Nearest whole number of pieces: no trader orders or cancels a part of one."""
    return math.floor(pieces + 0.5)


@inlined
def queue_garments(w: World, p: Parameters, m: int, k: int) -> None:
    """One trader's garments that wait at the gateways; samples pass in the week they are ordered or not at all."""
    market = w.markets[m]
    trader = w.traders[k]
    for tier in range(TIERS):
        good = CLOTHING_IMPORT + tier
        share, target = order_share(market, p, good), target_share(market, p, good)
        for g in range(GARMENTS):
            for d in range(DESIGNS):
                near, far = 0.0, 0.0  # out of season nothing is wanted, and what waits is cancelled
                if trader.order_level[g, tier, d] > 0.0:
                    near, far = trader.backlog[BORDER_GATEWAY, g, tier, d], trader.backlog[OTHER_GATEWAYS, g, tier, d]
                    at_hand = trader.stock[g, tier, d]
                    for slot in range(PIPELINE_WEEKS):
                        at_hand += trader.on_order[slot, g, tier, d]
                    change = whole(trader.order_level[g, tier, d] - at_hand - near - far)
                    near, far = queued(near, far, change, share, target, p.backlog_shift_speed)
                trader.backlog[BORDER_GATEWAY, g, tier, d], trader.backlog[OTHER_GATEWAYS, g, tier, d] = near, far
                samples = trader.samples_ordered[g, tier, d]
                market.backlog_kg[BORDER_GATEWAY, good] += (max(near, 0.0) + share * samples) * p.garment_kg[g]
                market.backlog_kg[OTHER_GATEWAYS, good] += (max(far, 0.0) + (1.0 - share) * samples) * p.garment_kg[g]


@inlined
def queue_medicine(w: World, p: Parameters, m: int, k: int) -> None:
    """One trader's courses of imported medicine that wait at the gateways."""
    market = w.markets[m]
    trader = w.traders[k]
    share, target = order_share(market, p, MEDICINE_IMPORT), target_share(market, p, MEDICINE_IMPORT)
    for a in range(AILMENTS):
        near, far = trader.medicine_backlog[BORDER_GATEWAY, a], trader.medicine_backlog[OTHER_GATEWAYS, a]
        at_hand = trader.medicine_stock[a, IMPORTED_ORIGIN]
        for slot in range(PIPELINE_WEEKS):
            at_hand += trader.medicine_on_order[slot, a]
        change = whole(trader.medicine_order_level[a] - at_hand - near - far)
        near, far = queued(near, far, change, share, target, p.backlog_shift_speed)
        trader.medicine_backlog[BORDER_GATEWAY, a], trader.medicine_backlog[OTHER_GATEWAYS, a] = near, far
        market.backlog_kg[BORDER_GATEWAY, MEDICINE_IMPORT] += max(near, 0.0) * p.medicine_kg
        market.backlog_kg[OTHER_GATEWAYS, MEDICINE_IMPORT] += max(far, 0.0) * p.medicine_kg


@inlined
def garments_passing(trader: Trader, market: Market, p: Parameters, g: int, tier: int, d: int) -> tuple[float, float]:
    """Pieces of a variant that may pass each gateway this week, samples included."""
    good = CLOTHING_IMPORT + tier
    share = order_share(market, p, good)
    samples = trader.samples_ordered[g, tier, d]
    near = max(trader.backlog[BORDER_GATEWAY, g, tier, d], 0.0) + share * samples
    far = max(trader.backlog[OTHER_GATEWAYS, g, tier, d], 0.0) + (1.0 - share) * samples
    return near * market.gateway_fill[BORDER_GATEWAY, good], far * market.gateway_fill[OTHER_GATEWAYS, good]


@inlined
def courses_passing(trader: Trader, market: Market, a: int) -> tuple[float, float]:
    """Courses for an ailment that may pass each gateway this week."""
    near = max(trader.medicine_backlog[BORDER_GATEWAY, a], 0.0) * market.gateway_fill[BORDER_GATEWAY, MEDICINE_IMPORT]
    far = max(trader.medicine_backlog[OTHER_GATEWAYS, a], 0.0) * market.gateway_fill[OTHER_GATEWAYS, MEDICINE_IMPORT]
    return near, far


@compiled
def trade_orders(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Every trader's garments and medicine that pass this week, as far as the trader can pay, in fixed order."""
    nation = w.nation[0]
    for k in range(w.traders.size):
        trader = w.traders[k]
        market = w.markets[trader.market]
        clothing, medicine = 0.0, 0.0
        for tier in range(TIERS):
            factor = landed_factor(market, nation, p, CLOTHING_IMPORT + tier)
            for g in range(GARMENTS):
                for d in range(DESIGNS):
                    near, far = garments_passing(trader, market, p, g, tier, d)
                    clothing += (near + far) * unit_price(p, g, tier) * factor
        factor = landed_factor(market, nation, p, MEDICINE_IMPORT)
        for a in range(AILMENTS):
            near, far = courses_passing(trader, market, a)
            medicine += (near + far) * p.medicine_price_cny[IMPORTED_ORIGIN] * factor
        if clothing + medicine <= 0.0:
            continue
        budget = p.trader_order_share * max(trader.cny, 0) / 100.0
        if clothing + medicine <= budget:
            for_clothing, for_medicine = 1.0, 1.0
        else:
            margin = medicine_margin(market, nation, p, factor)
            share = medicine_budget_share(
                medicine, clothing, margin, trader.expected_return, p.capital_shift, p.smallest_expected_return
            )
            if p.use_capital_mobility == 0.0:
                share = medicine / (medicine + clothing)
            for_medicine = affordable_share(medicine, share * budget)
            for_clothing = affordable_share(clothing, budget - for_medicine * medicine)
        for tier in range(TIERS):
            ship_garments(w, x, p, seed, t, k, tier, for_clothing)
        ship_medicine(w, x, p, seed, t, k, for_medicine)


@inlined
def payment_factors(market: Market, nation: Nation, p: Parameters, good: int) -> tuple[float, float]:
    """What a trader pays at each gateway this week over the price in China."""
    near = nation.landed_cost[market.gate, good] * (1.0 + p.wholesale_margin)
    if market.is_border:
        near = (
            1.0
            + nation.import_fee_rate[market.gate, good]
            + nation.import_bribe_rate[market.gate, good]
            + nation.import_company_rate[market.gate, good]
            + nation.import_crew_rate[market.gate, good]
        )
    return near, nation.other_landed_cost[good]


@inlined
def payable(pieces: int, price: float, left: float) -> int:
    """Pieces, at most those that the yuan left pay for: rounding up must not spend what is not there."""
    return min(pieces, int(left / price))


@inlined
def is_late(nation: Nation, x: Given, gate: int, good: int, draw: float) -> int:
    """1 if a lot lies in customs' clearance past the week, else 0."""
    return 1 if draw < nation.import_share[gate, good, CUSTOMS] * x.clearance_days[CUSTOMS, gate] / DAYS else 0


@compiled
def ship_garments(w: World, x: Given, p: Parameters, seed: int, t: int, k: int, tier: int, affordable: float) -> None:
    """One trader's garments of a tier that pass, the affordable part: some seized, the rest on the way, paid for."""
    nation = w.nation[0]
    border = w.border[0]
    trader = w.traders[k]
    market = w.markets[trader.market]
    import_good = CLOTHING_IMPORT + tier
    fill = market.gateway_fill[:, import_good] * affordable
    share = order_share(market, p, import_good)
    slot = t + int(p.lead_weeks) + market.transit_weeks
    draw = stream(seed, ORDER_ROUNDING, t)
    value_near, value_far, kg_near, kg_far = 0.0, 0.0, 0.0, 0.0
    near_factor, far_factor = payment_factors(market, nation, p, import_good)
    left = max(trader.cny - 1, 0) / 100.0
    for g in range(GARMENTS):
        price = unit_price(p, g, tier) * nation.relative_source_price[import_good]
        for d in range(DESIGNS):
            near_wanted, far_wanted = garments_passing(trader, market, p, g, tier, d)
            if near_wanted + far_wanted <= 0.0:
                continue
            good = (g * TIERS + tier) * DESIGNS + d
            chance = uniform(draw + uint64(good), trader.identity)
            near = rounded(affordable * near_wanted, chance)
            far = rounded(affordable * far_wanted, 1.0 - chance)
            near = payable(near, price * near_factor, left)
            left -= near * price * near_factor
            far = payable(far, price * far_factor, left)
            left -= far * price * far_factor
            samples = trader.samples_ordered[g, tier, d]
            trader.backlog[BORDER_GATEWAY, g, tier, d] -= near - share * samples * fill[BORDER_GATEWAY]
            trader.backlog[OTHER_GATEWAYS, g, tier, d] -= far - (1.0 - share) * samples * fill[OTHER_GATEWAYS]
            rate = nation.import_seizure_rate[market.gate, import_good]
            seized = rounded(near * rate, uniform(draw + uint64(good + SEIZED), trader.identity))
            late = is_late(nation, x, market.gate, import_good, uniform(draw + uint64(good + LATE), trader.identity))
            trader.on_order[(slot + late) % PIPELINE_WEEKS, g, tier, d] += near - seized
            trader.on_order[slot % PIPELINE_WEEKS, g, tier, d] += far
            w.goods[w.markets.size, good, IMPORTED] += seized
            w.goods[w.markets.size, good, CONFISCATED] += seized
            value_near += near * price
            value_far += far * price
            kg_near += near * p.garment_kg[g]
            kg_far += far * p.garment_kg[g]
            border.clothing_imports[g, tier] += near
            if samples > 0:
                border.clothing_samples[g, tier] += near
            elif nation.appeal[g, tier, d] == nation.appeal[g, tier].max():
                border.clothing_best_design_imports[g, tier] += near
            w.tallies[trader.market].clothing_inland_shipments[tier] += 0 if market.is_border else near
    settle_order(w, p, seed, t, k, import_good, value_near, value_far, kg_near, kg_far)


@compiled
def ship_medicine(w: World, x: Given, p: Parameters, seed: int, t: int, k: int, affordable: float) -> None:
    """One trader's imported medicine that passes, the affordable part of it."""
    nation = w.nation[0]
    trader = w.traders[k]
    market = w.markets[trader.market]
    slot = t + int(p.lead_weeks) + market.transit_weeks
    draw = stream(seed, ORDER_ROUNDING, t)
    courses_near, courses_far = 0, 0
    price = p.medicine_price_cny[IMPORTED_ORIGIN] * nation.relative_source_price[MEDICINE_IMPORT]
    near_factor, far_factor = payment_factors(market, nation, p, MEDICINE_IMPORT)
    left = max(trader.cny - 1, 0) / 100.0
    for a in range(AILMENTS):
        near_wanted, far_wanted = courses_passing(trader, market, a)
        good = MEDICINE_GOOD + a * ORIGINS
        chance = uniform(draw + uint64(good), trader.identity)
        near = rounded(affordable * near_wanted, chance)
        far = rounded(affordable * far_wanted, 1.0 - chance)
        near = payable(near, price * near_factor, left)
        left -= near * price * near_factor
        far = payable(far, price * far_factor, left)
        left -= far * price * far_factor
        trader.medicine_backlog[BORDER_GATEWAY, a] -= near
        trader.medicine_backlog[OTHER_GATEWAYS, a] -= far
        rate = nation.import_seizure_rate[market.gate, MEDICINE_IMPORT]
        seized = rounded(near * rate, uniform(draw + uint64(good + SEIZED), trader.identity))
        late = is_late(nation, x, market.gate, MEDICINE_IMPORT, uniform(draw + uint64(good + LATE), trader.identity))
        trader.medicine_on_order[(slot + late) % PIPELINE_WEEKS, a] += near - seized
        trader.medicine_on_order[slot % PIPELINE_WEEKS, a] += far
        w.goods[w.markets.size, good, IMPORTED] += seized
        w.goods[w.markets.size, good, CONFISCATED] += seized
        courses_near += near
        courses_far += far
    if not market.is_border:
        w.tallies[trader.market].medicine_inland_shipments += courses_near
    kg = p.medicine_kg
    settle_order(
        w,
        p,
        seed,
        t,
        k,
        MEDICINE_IMPORT,
        courses_near * price,
        courses_far * price,
        courses_near * kg,
        courses_far * kg,
    )


@compiled
def settle_order(
    w: World,
    p: Parameters,
    seed: int,
    t: int,
    k: int,
    good: int,
    value_near: float,
    value_far: float,
    kg_near: float,
    kg_far: float,
) -> None:
    """Count a trader's shipments, CNY and kg, and pay suppliers, the border, the importer who sells on, and freight."""
    nation = w.nation[0]
    trader = w.traders[k]
    market = w.markets[trader.market]
    flows = w.flows[w.markets.size]
    for h in range(CHANNELS):
        w.border[0].import_value[h, good] += value_near * nation.import_share[market.gate, good, h]
        w.border[0].import_weight[h] += kg_near / 1000.0 * nation.import_share[market.gate, good, h]
    near, far = minor(value_near), minor(value_far)
    import_flow = MEDICINE_IMPORTS if good == MEDICINE_IMPORT else CLOTHING_IMPORTS
    flows[import_flow, 0] += near + far
    fee, bribe = p.other_gateway_fee_share[good], p.other_gateway_bribe_share
    trader.cny -= pay_other_import(w, trader.market, far, fee, bribe, True)
    if market.is_border:
        trader.cny -= pay_hyesan_import(w, trader, trader.market, near, good, True)
        return
    first = w.markets[nation.first_border_market[market.gate]].first_trader
    importers = w.markets[nation.first_border_market[market.gate + 1] - 1].last_trader - first
    chosen = first + int(uniform(stream(seed, IMPORTER_CHOICE, t), trader.identity) * importers)
    importer = w.traders[chosen]
    price = int(wholesale_price(float(near), nation.landed_cost[market.gate, good], p.wholesale_margin))
    trader.cny -= price
    importer.cny += price
    w.flows[trader.market, WHOLESALE, 0] += price
    cost = pay_hyesan_import(w, importer, importer.market, near, good, True)
    importer.cny -= cost
    importer.profit_cny += (price - cost) / 100.0
    freight = minor(market.transport_kpw_per_kg * (kg_near + kg_far) * nation.exchange_rate / p.base_exchange_rate)
    freight = min(freight, max(trader.kpw, 0))
    trader.kpw -= freight
    market.pool_kpw[LABOURER] += freight
    flows[TRADER_FREIGHT, 0] += freight
