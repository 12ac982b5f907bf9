"""Execute the week's orders of garments and medicine: pay, ship, sell on inland."""

from typing import Any

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
from jangmadang.mechanisms.wholesale.equations import affordable_share, medicine_budget_share, wholesale_price
from jangmadang.randomness import IMPORTER_CHOICE, ORDER_ROUNDING, stream, uniform
from jangmadang.world.costs import landed_factor
from jangmadang.world.members import CHANNELS, CLOTHING_IMPORT, IMPORTED_ORIGIN, LUXURY, MEDICINE_IMPORT
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import PIPELINE_WEEKS, World


@inlined
def unit_price(p: Parameters, g: int, tier: int) -> float:
    """Price of a garment in China, CNY."""
    return p.source_price_cny[g] * (p.luxury_price_ratio if tier == LUXURY else 1.0)


@inlined
def rounded(amount: float, draw: float) -> int:
    """Whole pieces with the right mean: rounded up with the probability of the fraction."""
    return int(amount + draw)


@inlined
def medicine_margin(market: Market, nation: Nation, p: Parameters, factor: float) -> float:
    """Margin of imported medicine at today's price over landed cost, mean of the ailments."""
    price = 0.0
    for a in range(AILMENTS):
        price += market.medicine_price[a, IMPORTED_ORIGIN] / AILMENTS
    return price / (p.medicine_price_cny[IMPORTED_ORIGIN] * factor * nation.exchange_rate) - 1.0


@compiled
def trade_orders(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Every trader's orders, in fixed order."""
    for k in range(w.traders.size):
        trader = w.traders[k]
        market = w.markets[trader.market]
        factor = landed_factor(market, w.nation[0], p)
        clothing, medicine = 0.0, 0.0
        for g in range(GARMENTS):
            for tier in range(TIERS):
                for d in range(DESIGNS):
                    pieces = trader.order[g, tier, d] + trader.samples_ordered[g, tier, d]
                    clothing += pieces * unit_price(p, g, tier) * factor
        for a in range(AILMENTS):
            medicine += trader.medicine_order[a] * p.medicine_price_cny[IMPORTED_ORIGIN] * factor
        if clothing + medicine <= 0.0:
            continue
        budget = p.trader_order_share * max(trader.cny, 0) / 100.0
        if clothing + medicine <= budget:
            for_clothing, for_medicine = 1.0, 1.0
        else:
            margin = medicine_margin(market, w.nation[0], p, factor)
            share = medicine_budget_share(
                medicine, clothing, margin, trader.expected_return, p.capital_shift, p.smallest_expected_return
            )
            if p.use_capital_shift == 0.0:
                share = medicine / (medicine + clothing)
            for_medicine = affordable_share(medicine, share * budget)
            for_clothing = affordable_share(clothing, budget - for_medicine * medicine)
        order_clothing(w, x, p, seed, t, k, for_clothing)
        order_medicine(w, x, p, seed, t, k, for_medicine)


@inlined
def parts_by_gateway(w: World, market: Market, p: Parameters, diversion: float) -> Any:
    """Parts of an order that arrive through Hyesan and through the other gateways."""
    nation = w.nation[0]
    share = 1.0 if market.is_border else market.gateway_share
    if not market.is_border and p.use_wholesale == 0.0:
        share = 0.0
    refused = share * (1.0 - nation.import_fill)
    return share * nation.import_fill, nation.other_fill * ((1.0 - share) + refused * diversion)


@compiled
def order_clothing(w: World, x: Given, p: Parameters, seed: int, t: int, k: int, affordable: float) -> None:
    """One trader's garments: split by gateway, seize some, put the rest on the way, pay."""
    nation = w.nation[0]
    trader = w.traders[k]
    m = trader.market
    market = w.markets[m]
    through_hyesan, through_others = parts_by_gateway(w, market, p, p.diversion_share)
    slot = (t + int(p.lead_weeks) + market.transit_weeks) % PIPELINE_WEEKS
    draw = stream(seed, ORDER_ROUNDING, t)
    value_hyesan, value_others, kg = 0.0, 0.0, 0.0
    for g in range(GARMENTS):
        for tier in range(TIERS):
            for d in range(DESIGNS):
                wanted = (trader.order[g, tier, d] + trader.samples_ordered[g, tier, d]) * affordable
                if wanted <= 0.0:
                    continue
                good = (g * TIERS + tier) * DESIGNS + d
                chance = uniform(draw + uint64(good), trader.identity)
                near = rounded(wanted * through_hyesan, chance)
                far = rounded(wanted * through_others, 1.0 - chance)
                seized = rounded(near * nation.import_seizure_rate, uniform(draw + uint64(good + 500), trader.identity))
                trader.on_order[slot, g, tier, d] += near + far - seized
                w.goods[w.markets.size, good, IMPORTED] += seized
                w.goods[w.markets.size, good, CONFISCATED] += seized
                value_hyesan += near * unit_price(p, g, tier)
                value_others += far * unit_price(p, g, tier)
                kg += (near + far) * p.garment_kg[g]
                w.border[0].clothing_imports[g, tier] += near
                if trader.samples_ordered[g, tier, d] > 0:
                    w.border[0].clothing_samples[g, tier] += near
                elif nation.appeal[g, tier, d] == nation.appeal[g, tier].max():
                    w.border[0].clothing_best_design_imports[g, tier] += near
                w.tallies[m].clothing_inland_shipments[tier] += 0 if market.is_border else near
                for h in range(CHANNELS):
                    w.border[0].import_value[h, CLOTHING_IMPORT + tier] += (
                        near * unit_price(p, g, tier) * nation.import_share[h]
                    )
    settle_order(w, x, p, seed, t, k, minor(value_hyesan), minor(value_others), kg, CLOTHING_IMPORTS)


@compiled
def order_medicine(w: World, x: Given, p: Parameters, seed: int, t: int, k: int, affordable: float) -> None:
    """One trader's imported medicine."""
    nation = w.nation[0]
    trader = w.traders[k]
    m = trader.market
    market = w.markets[m]
    through_hyesan, through_others = parts_by_gateway(w, market, p, p.medicine_diversion_share)
    slot = (t + int(p.lead_weeks) + market.transit_weeks) % PIPELINE_WEEKS
    draw = stream(seed, ORDER_ROUNDING, t)
    courses_hyesan, courses_others = 0, 0
    for a in range(AILMENTS):
        wanted = trader.medicine_order[a] * affordable
        good = MEDICINE_GOOD + a * ORIGINS
        chance = uniform(draw + uint64(good), trader.identity)
        near = rounded(wanted * through_hyesan, chance)
        far = rounded(wanted * through_others, 1.0 - chance)
        seized = rounded(near * nation.import_seizure_rate, uniform(draw + uint64(good + 500), trader.identity))
        trader.medicine_on_order[slot, a] += near + far - seized
        w.goods[w.markets.size, good, IMPORTED] += seized
        w.goods[w.markets.size, good, CONFISCATED] += seized
        courses_hyesan += near
        courses_others += far
    price = p.medicine_price_cny[IMPORTED_ORIGIN]
    for h in range(CHANNELS):
        w.border[0].import_value[h, MEDICINE_IMPORT] += courses_hyesan * price * nation.import_share[h]
    if not market.is_border:
        w.tallies[m].medicine_inland_shipments += courses_hyesan
    kg = (courses_hyesan + courses_others) * p.medicine_kg
    settle_order(
        w, x, p, seed, t, k, minor(courses_hyesan * price), minor(courses_others * price), kg, MEDICINE_IMPORTS
    )


@compiled
def settle_order(
    w: World,
    x: Given,
    p: Parameters,
    seed: int,
    t: int,
    k: int,
    value_hyesan: int,
    value_others: int,
    kg: float,
    import_flow: int,
) -> None:
    """Pay a trader's shipments: suppliers, the border, the importer who sells on inland, and freight."""
    nation = w.nation[0]
    trader = w.traders[k]
    m = trader.market
    market = w.markets[m]
    flows = w.flows[w.markets.size]
    trader.cny -= pay_other_import(w, m, value_others, p.other_gateway_fee_share, p.other_gateway_bribe_share, True)
    flows[import_flow, 0] += value_others
    if market.is_border:
        trader.cny -= pay_hyesan_import(w, trader, m, value_hyesan, True)
        flows[import_flow, 0] += value_hyesan
        return
    importers = w.markets[nation.border_markets - 1].last_trader
    chosen = int(uniform(stream(seed, IMPORTER_CHOICE, t), trader.identity) * importers)
    importer = w.traders[chosen]
    price = int(wholesale_price(float(value_hyesan), nation.landed_cost, p.wholesale_margin))
    trader.cny -= price
    importer.cny += price
    flows[WHOLESALE, 0] += price
    cost = pay_hyesan_import(w, importer, importer.market, value_hyesan, True)
    importer.cny -= cost
    importer.profit_cny += (price - cost) / 100.0
    flows[import_flow, 0] += value_hyesan
    freight = minor(market.transport_kpw_per_kg * kg * nation.exchange_rate / p.base_exchange_rate)
    freight = min(freight, max(trader.kpw, 0))
    trader.kpw -= freight
    market.pool_kpw[LABOURER] += freight
    flows[TRADER_FREIGHT, 0] += freight
