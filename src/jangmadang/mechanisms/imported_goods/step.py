"""Dealers of a market receive, price and order the imported good, and draw their profits."""

from jangmadang.accounting.payments import minor, pay_hyesan_import, pay_other_import
from jangmadang.accounting.transactions import (
    CHANGERS,
    CONFISCATED,
    DEALER_CNY_BOUGHT,
    DEALER_CNY_BOUGHT_FOR,
    DEALER_FREIGHT,
    DEALER_PROFITS,
    GOODS_IMPORTS,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    IMPORTED_GOODS_GOOD,
    LABOURER,
    WHOLESALE_GOODS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.imported_goods.equations import goods_order, target_goods_price
from jangmadang.shapes import adjusted
from jangmadang.world.members import CHANNELS, GOODS_IMPORT, UNITS
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import PIPELINE_WEEKS, World


@compiled
def price_goods(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in arrivals and set the price of the week."""
    market = w.markets[m]
    slot = t % PIPELINE_WEEKS
    arrived = market.goods_on_order[slot]
    market.goods_on_order[slot] = 0
    market.goods_stock += arrived
    w.goods[m, IMPORTED_GOODS_GOOD, IMPORTED] += arrived
    cost = goods_unit_cost(market, w.nation[0], p) * w.nation[0].exchange_rate
    if not market.is_border:
        cost += (
            market.transport_kpw_per_kg
            * p.imported_goods_kg_per_unit
            * w.nation[0].exchange_rate
            / p.base_exchange_rate
        )
    normal = max(market.goods_expected_demand, 1.0) * p.imported_goods_cover_weeks
    target = target_goods_price(
        cost,
        p.imported_goods_margin,
        market.goods_stock / UNITS / normal,
        p.imported_goods_storage_elasticity,
        p.smallest_scarcity_factor,
        p.largest_scarcity_factor,
    )
    market.goods_price = adjusted(market.goods_price, target, p.imported_goods_price_speed)


@inlined
def goods_unit_cost(market: Market, nation: Nation, p: Parameters) -> float:
    """Landed cost of a unit in yuan: at Hyesan, or mixed by gateway inland."""
    if market.is_border:
        return nation.landed_cost
    share = market.gateway_share
    return share * nation.landed_cost * (1.0 + p.transit_margin) + (1.0 - share) * nation.inland_landed_cost


@compiled
def order_goods(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Change won for yuan, order on notional demand, draw profits above working capital."""
    market = w.markets[m]
    nation = w.nation[0]
    flows = w.flows[m]
    rate = nation.exchange_rate * (1.0 + p.changer_spread)
    yuan = int(market.goods_kpw / rate)
    market.cny_wanted += yuan
    yuan = min(yuan, market.cny_allotment)
    won = int(yuan * rate)
    market.cny_allotment -= yuan
    market.goods_kpw -= won
    market.goods_cny += yuan
    market.due_kpw[CHANGERS] += won
    market.due_cny[CHANGERS] -= yuan
    flows[DEALER_CNY_BOUGHT, 0] += yuan
    flows[DEALER_CNY_BOUGHT_FOR, 0] += won
    market.goods_expected_demand = adjusted(
        market.goods_expected_demand, market.goods_demand, 1.0 / p.demand_memory_weeks
    )
    on_order = 0
    for k in range(PIPELINE_WEEKS):
        on_order += market.goods_on_order[k]
    lead = p.lead_weeks + market.transit_weeks
    wanted = goods_order(
        market.goods_expected_demand, p.imported_goods_cover_weeks, lead, market.goods_stock / UNITS, on_order / UNITS
    )
    unit_cost = goods_unit_cost(market, nation, p)
    affordable = max(market.goods_cny, 0) / 100.0 / ((1.0 + p.dealer_order_margin) * unit_cost)
    market.goods_order = int(min(wanted, affordable) * UNITS) if p.use_imported_goods > 0.0 else 0
    capital = p.dealer_capital_weeks * market.goods_expected_demand * unit_cost * 100.0
    reserved = int(market.goods_order / UNITS * unit_cost * (100.0 + 100.0 * p.dealer_order_reserve))
    surplus = market.goods_cny - reserved - capital
    if surplus <= 0.0:
        return
    for c in range(HOUSEHOLD_CLASSES):
        part = int(surplus * p.dealer_payout_speed * p.dealer_profit_share[c])
        market.pool_cny[c] += part
        market.goods_cny -= part
        flows[DEALER_PROFITS, 0] += part


@compiled
def trade_goods(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Execute dealers' orders: through Hyesan (inland ones bought from Hyesan's dealers) and other gateways."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    last = w.markets.size
    for m in range(w.markets.size):
        market = w.markets[m]
        units = float(market.goods_order)
        share = 1.0 if market.is_border else market.gateway_share
        refused = share * (1.0 - nation.import_fill)
        near = int(units * share * nation.import_fill)
        far = int(units * nation.other_fill * ((1.0 - share) + refused * p.diversion_share))
        seized = int(near * nation.import_seizure_rate)
        slot = (t + int(p.lead_weeks) + market.transit_weeks) % PIPELINE_WEEKS
        market.goods_on_order[slot] += near + far - seized
        w.goods[last, IMPORTED_GOODS_GOOD, IMPORTED] += seized
        w.goods[last, IMPORTED_GOODS_GOOD, CONFISCATED] += seized
        value_near, value_far = near // 10, far // 10  # 1/1000 units of 1 CNY each, in 1/100 CNY
        for h in range(CHANNELS):
            w.border[0].import_value[h, GOODS_IMPORT] += value_near / 100.0 * nation.import_share[h]
        market.goods_cny -= pay_other_import(
            w, m, value_far, p.other_gateway_fee_share, p.other_gateway_bribe_share, False
        )
        flows[GOODS_IMPORTS, 0] += value_near + value_far
        dealer = w.markets[m if market.is_border else m % nation.border_markets]
        if not market.is_border:
            price = int(value_near * nation.landed_cost * (1.0 + p.transit_margin))
            market.goods_cny -= price
            dealer.goods_cny += price
            flows[WHOLESALE_GOODS, 0] += price
            pay_freight(w, p, m, (near + far) / UNITS * p.imported_goods_kg_per_unit)
        dealer.goods_cny -= pay_hyesan_import(w, dealer, m % nation.border_markets, value_near, False)


@compiled
def pay_freight(w: World, p: Parameters, m: int, kg: float) -> None:
    """Dealers pay carriers: half to Hyesan's labourers, half to their own town's."""
    market = w.markets[m]
    nation = w.nation[0]
    freight = minor(
        market.transport_kpw_per_kg * kg * market.gateway_share * nation.exchange_rate / p.base_exchange_rate
    )
    freight = min(freight, max(market.goods_kpw, 0))
    market.goods_kpw -= freight
    w.markets[m % nation.border_markets].pool_kpw[LABOURER] += freight // 2
    market.pool_kpw[LABOURER] += freight - freight // 2
    w.flows[w.markets.size, DEALER_FREIGHT, 0] += freight
