"""Dealers of a market receive, price and order imported goods of two lines, and draw their profits."""

from jangmadang.accounting.payments import minor, pay_hyesan_import, pay_other_import, yuan_for_won
from jangmadang.accounting.transactions import (
    CONFISCATED,
    CONSUMED,
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
from jangmadang.mechanisms.imported_goods.equations import (
    composite_price,
    goods_order_level,
    offer_price,
    price_ceiling,
    target_goods_price,
)
from jangmadang.shapes import adjusted
from jangmadang.world.costs import dear_chance, mixed_cost
from jangmadang.world.gates import dealers_market
from jangmadang.world.members import (
    BORDER_GATEWAY,
    CHANNELS,
    CUSTOMS,
    EVERYDAY,
    GOODS_LINES,
    LINE_IMPORT,
    MACHINES,
    OTHER_GATE,
    OTHER_GATEWAYS,
    UNITS,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters
from jangmadang.world.tables import PIPELINE_WEEKS, World

DAYS = 7.0


@inlined
def line_margin(p: Parameters, line: int) -> float:
    """Dealers' markup on a line, a share of cost."""
    return p.machines_margin if line == MACHINES else p.imported_goods_margin


@inlined
def line_kg(p: Parameters, line: int) -> float:
    """Weight of a unit of a line, kg."""
    return p.machines_kg_per_unit if line == MACHINES else p.imported_goods_kg_per_unit


@inlined
def line_spending(p: Parameters, line: int) -> float:
    """Part of spending on imported goods that goes to a line."""
    return p.machines_share if line == MACHINES else 1.0 - p.machines_share


@inlined
def freight_cost(kpw_per_kg: float, nation: Nation, p: Parameters, line: int) -> float:
    """Freight of a unit, KPW."""
    return kpw_per_kg * line_kg(p, line) * nation.exchange_rate / p.base_exchange_rate


@inlined
def goods_unit_cost(market: Market, nation: Nation, p: Parameters, line: int) -> float:
    """Landed cost of a unit in yuan, mixed by gateway; inland, Hyesan's dealers take their margin on their part."""
    return mixed_cost(market, nation, LINE_IMPORT[line], p.transit_margin)


@compiled
def price_goods(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in arrivals, set the prices of the week and put on sale what last week's demand would take."""
    market = w.markets[m]
    slot = t % PIPELINE_WEEKS
    for line in range(GOODS_LINES):
        arrived = market.goods_on_order[slot, line]
        market.goods_on_order[slot, line] = 0
        market.goods_stock[line] += arrived
        w.goods[m, IMPORTED_GOODS_GOOD + line, IMPORTED] += arrived
        price_line(market, w.nation[0], p, line)
    base = p.base_exchange_rate * (1.0 + p.imported_goods_margin)
    market.goods_price = base * composite_price(
        market.line_price[EVERYDAY] / base,
        market.line_price[MACHINES] / (p.base_exchange_rate * (1.0 + p.machines_margin)),
        p.machines_share,
    )
    offer_goods(market, p)


@inlined
def price_line(market: Market, nation: Nation, p: Parameters, line: int) -> None:
    """Move the price of a line toward its target."""
    good = LINE_IMPORT[line]
    cost = goods_unit_cost(market, nation, p, line) * nation.exchange_rate
    cost += freight_cost(market.transport_kpw_per_kg, nation, p, line)
    ceiling = p.largest_scarcity_factor
    if line == MACHINES:
        elsewhere = nation.other_landed_cost[good] * nation.relative_source_price[good] * (1.0 + p.transit_margin)
        elsewhere *= nation.exchange_rate
        elsewhere += freight_cost(p.other_gateway_freight_kpw_per_kg, nation, p, line)
        ceiling = price_ceiling(elsewhere, cost, nation.unfilled[OTHER_GATE, good], ceiling)
    normal = max(market.goods_expected_demand[line], 1.0) * p.imported_goods_cover_weeks
    target = target_goods_price(
        cost,
        line_margin(p, line),
        market.goods_stock[line] / UNITS / normal,
        p.imported_goods_storage_elasticity,
        p.smallest_scarcity_factor,
        ceiling,
    )
    usual = cost * (1.0 + line_margin(p, line))
    target = offer_price(target, usual, dear_chance(market, nation, good), p.next_best_route_cost)
    market.line_price[line] = adjusted(market.line_price[line], target, p.imported_goods_price_speed)


@inlined
def offer_goods(market: Market, p: Parameters) -> None:
    """Put on sale what stocks allow: each line serves its part of last week's demand as far as its stock goes."""
    spending = max(market.goods_demand, 1.0) * market.goods_price
    market.goods_fill = 0.0
    for line in range(GOODS_LINES):
        wanted = line_spending(p, line) * spending / market.line_price[line]
        served = line_spending(p, line) * min(1.0, market.goods_stock[line] / UNITS / wanted)
        market.line_share[line] = served
        market.goods_fill += served
    for line in range(GOODS_LINES):
        market.line_share[line] /= max(market.goods_fill, 1e-9)
    value = market.goods_stock[EVERYDAY] * market.line_price[EVERYDAY]
    market.goods_offered = int(value / (market.goods_price * max(market.line_share[EVERYDAY], 1e-9)))
    if market.goods_stock[EVERYDAY] == 0:
        market.goods_offered = 0
    market.goods_on_sale = market.goods_offered


@compiled
def hand_over_goods(m: int, w: World, p: Parameters) -> None:
    """What households bought leaves the lines' stocks; machines that are short are made up by everyday goods."""
    market = w.markets[m]
    value = (market.goods_offered - market.goods_on_sale) * market.goods_price
    machines = int(value * market.line_share[MACHINES] / market.line_price[MACHINES])
    machines = min(machines, market.goods_stock[MACHINES])
    everyday = int((value - machines * market.line_price[MACHINES]) / market.line_price[EVERYDAY])
    everyday = min(everyday, market.goods_stock[EVERYDAY])
    market.goods_stock[MACHINES] -= machines
    market.goods_stock[EVERYDAY] -= everyday
    w.goods[m, IMPORTED_GOODS_GOOD + MACHINES, CONSUMED] += machines
    w.goods[m, IMPORTED_GOODS_GOOD + EVERYDAY, CONSUMED] += everyday


@compiled
def order_goods(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Hand over what was sold, change won for yuan, set order levels on notional demand, draw profits.

    Profit is what is left beyond the money that refills stocks for usual business: a stop does not set capital free.
    """
    market = w.markets[m]
    nation = w.nation[0]
    hand_over_goods(m, w, p)
    change_won(m, w, p)
    lead = p.lead_weeks + market.transit_weeks
    worth, usual_worth = 0.0, 0.0
    forgotten = market.goods_memory_speed
    for line in range(GOODS_LINES):
        demand = market.goods_demand * market.goods_price * line_spending(p, line) / market.line_price[line]
        market.goods_expected_demand[line] = adjusted(
            market.goods_expected_demand[line], demand, 1.0 / p.demand_memory_weeks
        )
        level = goods_order_level(market.goods_expected_demand[line], p.imported_goods_cover_weeks, lead)
        market.goods_order_level[line] = p.use_imported_goods * level * UNITS
        market.goods_usual_demand[line] = adjusted(market.goods_usual_demand[line], demand, forgotten)
        cost = goods_unit_cost(market, nation, p, line)
        worth += cost * max(market.goods_order_level[line] - goods_at_hand(market, line), 0.0) / UNITS
        usual = goods_order_level(market.goods_usual_demand[line], p.imported_goods_cover_weeks, lead)
        usual_worth += cost * max(usual - goods_at_hand(market, line) / UNITS, 0.0) * (1.0 + p.dealer_order_reserve)
        usual_worth += cost * market.goods_usual_demand[line] * p.dealer_capital_weeks
    affordable = max(market.goods_cny, 0) / 100.0 / (1.0 + p.dealer_order_margin)
    share = min(1.0, affordable / max(worth, 1e-9))
    for line in range(GOODS_LINES):
        at_hand = goods_at_hand(market, line)
        wanted = max(market.goods_order_level[line] - at_hand, 0.0)
        market.goods_order_level[line] = min(market.goods_order_level[line], at_hand + share * wanted)
    draw_dealer_profits(m, w, p, market.goods_cny - int(100.0 * usual_worth))


@inlined
def goods_at_hand(market: Market, line: int) -> float:
    """Stock of a line and what is on its way, 1/1000 units."""
    units = market.goods_stock[line]
    for k in range(PIPELINE_WEEKS):
        units += market.goods_on_order[k, line]
    return float(units)


@compiled
def change_won(m: int, w: World, p: Parameters) -> None:
    """Dealers change won for yuan, but for what a week's freight costs them."""
    market = w.markets[m]
    nation = w.nation[0]
    flows = w.flows[m]
    freight = 0.0
    for line in range(GOODS_LINES):
        freight += market.goods_expected_demand[line] * freight_cost(market.transport_kpw_per_kg, nation, p, line)
    rate = nation.exchange_rate * (1.0 + p.changer_spread)
    yuan, won = yuan_for_won(market, max(market.goods_kpw - p.dealer_freight_weeks * minor(freight), 0.0), rate)
    market.goods_kpw -= won
    market.goods_cny += yuan
    flows[DEALER_CNY_BOUGHT, 0] += yuan
    flows[DEALER_CNY_BOUGHT_FOR, 0] += won


@compiled
def draw_dealer_profits(m: int, w: World, p: Parameters, surplus: int) -> None:
    """Owners draw a part of the yuan, 1/100, above what orders and working capital need."""
    if surplus <= 0:
        return
    market = w.markets[m]
    for c in range(HOUSEHOLD_CLASSES):
        part = int(surplus * p.dealer_payout_speed * p.dealer_profit_share[c])
        market.pool_cny[c] += part
        market.goods_cny -= part
        w.flows[m, DEALER_PROFITS, 0] += part


@compiled
def trade_goods(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Ship what passes: through Hyesan (inland orders are bought from Hyesan's dealers) and other gateways."""
    for m in range(w.markets.size):
        market = w.markets[m]
        cost = 0.0
        for line in range(GOODS_LINES):
            unit = passing_cost(market, w.nation[0], p, line)
            cost += unit[BORDER_GATEWAY] * passing(market, BORDER_GATEWAY, line) / UNITS
            cost += unit[OTHER_GATEWAYS] * passing(market, OTHER_GATEWAYS, line) / UNITS
        affordable = min(1.0, max(market.goods_cny, 0) / 100.0 / max(cost, 1e-9))
        for line in range(GOODS_LINES):
            ship_goods(w, x, p, t, m, line, affordable)


@inlined
def passing(market: Market, gateway: int, line: int) -> float:
    """What may pass this week of a line's backlog at a gateway, 1/1000 units."""
    return max(market.goods_backlog[gateway, line], 0.0) * market.gateway_fill[gateway, LINE_IMPORT[line]]


@inlined
def passing_cost(market: Market, nation: Nation, p: Parameters, line: int) -> tuple[float, float]:
    """What dealers pay for a unit at each gateway this week, CNY."""
    good = LINE_IMPORT[line]
    near = nation.landed_cost[market.gate, good] * (1.0 + p.transit_margin)
    if market.is_border:
        near = (
            1.0
            + nation.import_fee_rate[market.gate, good]
            + nation.import_bribe_rate[market.gate, good]
            + nation.import_company_rate[market.gate, good]
            + nation.import_crew_rate[market.gate, good]
        )
    price = nation.relative_source_price[good]
    return price * near, price * nation.other_landed_cost[good]


@compiled
def ship_goods(w: World, x: Given, p: Parameters, t: int, m: int, line: int, affordable: float) -> None:
    """A market's units of a line that pass this week, the affordable part: on the way, some seized, paid for."""
    nation = w.nation[0]
    border = w.border[0]
    last = w.markets.size
    market = w.markets[m]
    good = LINE_IMPORT[line]
    near = int(affordable * passing(market, BORDER_GATEWAY, line))
    far = int(affordable * passing(market, OTHER_GATEWAYS, line))
    market.goods_backlog[BORDER_GATEWAY, line] -= near
    market.goods_backlog[OTHER_GATEWAYS, line] -= far
    seized = int(near * nation.import_seizure_rate[market.gate, good])
    late = int(
        (near - seized)
        * nation.import_share[market.gate, good, CUSTOMS]
        * x.clearance_days[CUSTOMS, market.gate]
        / DAYS
    )
    slot = (t + int(p.lead_weeks) + market.transit_weeks) % PIPELINE_WEEKS
    market.goods_on_order[slot, line] += near + far - seized - late
    market.goods_on_order[(slot + 1) % PIPELINE_WEEKS, line] += late
    w.goods[last, IMPORTED_GOODS_GOOD + line, IMPORTED] += seized
    w.goods[last, IMPORTED_GOODS_GOOD + line, CONFISCATED] += seized
    price = nation.relative_source_price[good]  # of a unit, CNY, for it is 1 in normal times
    value_near, value_far = int(near // 10 * price), int(far // 10 * price)  # of 1/1000 units, in 1/100 CNY
    for h in range(CHANNELS):
        share = nation.import_share[market.gate, good, h]
        border.import_value[h, good] += value_near / 100.0 * share
        border.import_weight[h] += near / UNITS * line_kg(p, line) / 1000.0 * share
    w.flows[last, GOODS_IMPORTS, 0] += value_near + value_far
    market.goods_cny -= pay_other_import(
        w, m, value_far, p.other_gateway_fee_share[good], p.other_gateway_bribe_share, False
    )
    served_by = dealers_market(nation, market, m)
    dealer = w.markets[served_by]
    if not market.is_border:
        paid = int(value_near * nation.landed_cost[market.gate, good] * (1.0 + p.transit_margin))
        market.goods_cny -= paid
        dealer.goods_cny += paid
        w.flows[m, WHOLESALE_GOODS, 0] += paid
        pay_freight(w, p, m, minor(near / UNITS * freight_cost(market.transport_kpw_per_kg, nation, p, line)), True)
        pay_freight(w, p, m, minor(far / UNITS * freight_cost(market.transport_kpw_per_kg, nation, p, line)), False)
    dealer.goods_cny -= pay_hyesan_import(w, dealer, served_by, value_near, good, False)


@compiled
def pay_freight(w: World, p: Parameters, m: int, freight: int, from_border: bool) -> None:
    """Dealers pay carriers, 1/100 KPW: from a border place half to its labourers, the rest to their own town's."""
    market = w.markets[m]
    freight = min(freight, max(market.goods_kpw, 0))
    there = freight // 2 if from_border else 0
    market.goods_kpw -= freight
    w.markets[dealers_market(w.nation[0], market, m)].pool_kpw[LABOURER] += there
    market.pool_kpw[LABOURER] += freight - there
    w.flows[w.markets.size, DEALER_FREIGHT, 0] += freight
