"""Set farm-gate prices, allot purchases, ship, receive payment, pay costs and profits."""

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    COMPANIES,
    COMPANY_COSTS,
    COMPANY_DIVIDENDS,
    COMPANY_STATE_SHARE,
    CONFISCATED,
    CREW_EARNINGS,
    CREWS,
    DONJU,
    EXPORT_BRIBES_COMPANIES,
    EXPORT_BRIBES_CREWS,
    EXPORT_FEES,
    EXPORT_GOOD,
    EXPORT_GOODS,
    EXPORT_RECEIPTS_COMPANIES,
    EXPORT_RECEIPTS_CREWS,
    EXPORTED,
    LABOURER,
    OFFICIAL,
    OTHER_EXPORT_WAGES,
    PRODUCED,
    STALLHOLDER,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.equations import (
    chinese_price,
    cournot_price,
    proportional_price,
    sustainable_buyers,
)
from jangmadang.shapes import adjusted, clip, season
from jangmadang.world.members import (
    BUYERS,
    COLLECTED_GOODS,
    COMPANY,
    CREW,
    CUSTOMS,
    EXPORT,
    GRAMS,
    OTHER_EXPORTS,
    PRIVATE_SMUGGLING,
    STATE_SMUGGLING,
)
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, World


@inlined
def export_openness(x: Given, channel: int, good: int) -> float:
    """Openness of a channel to an export good."""
    return x.openness[channel, EXPORT] * x.export_entitlement[channel, good] * x.chinese_openness


@inlined
def collecting_openness(x: Given, channel: int) -> float:
    """Openness of a channel to the collected good it takes most freely."""
    openness = 0.0
    for k in range(COLLECTED_GOODS):
        openness = max(openness, export_openness(x, channel, k))
    return openness


@inlined
def spendable(nation: Nation, p: Parameters, sector: int) -> int:
    """Yuan that a kind of buyer lays out in a week for one purpose at most."""
    return int(p.buyer_payment_share * max(nation.cny[sector], 0))


@compiled
def set_farm_gate_prices(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chinese prices, the number of active buyers and what collectors are paid this week."""
    nation = w.nation[0]
    licensed = max(collecting_openness(x, CUSTOMS), collecting_openness(x, STATE_SMUGGLING))
    private = collecting_openness(x, PRIVATE_SMUGGLING)
    nation.buying_openness[COMPANY] = licensed
    nation.buying_openness[CREW] = private
    accepted = 1.0 - x.inspection_strictness
    margin_value, kg = 0.0, 0.0
    for k in range(EXPORT_GOODS):
        inspected = accepted if k < COLLECTED_GOODS else 1.0
        reference = p.chinese_price_cny[k] * x.export_price_multiplier[k] * inspected
        quantity = nation.expected_exports[k] / max(nation.reference_exports[k], 1e-6)
        nation.border_price[k] = chinese_price(
            reference, quantity if k < COLLECTED_GOODS else 1.0, p.demand_elasticity, p.smallest_relative_exports
        )
        net = nation.border_price[k] * (1.0 - p.buyers_cost_share)
        buyers = nation.active_buyers + nation.crew_buyers
        wage = min(p.reservation_price_cny[k], net)
        if p.theory_trading_companies == 0.0:
            nation.farm_gate_price[k] = cournot_price(wage, net, buyers, p.supply_elasticity)
        else:
            nation.farm_gate_price[k] = proportional_price(wage, net, buyers, p.supply_elasticity)
        if k < COLLECTED_GOODS:
            margin_value += (net - nation.farm_gate_price[k]) * nation.expected_exports[k]
            kg += nation.expected_exports[k]
    enter_buyers(nation, x, p, licensed, private, margin_value, kg)


@inlined
def enter_buyers(
    nation: Nation, x: Given, p: Parameters, licensed: float, private: float, margin_value: float, kg: float
) -> None:
    """Buyers enter while their margin at outlet capacity pays the fixed cost; licences bound companies."""
    at_capacity = margin_value / max(kg, 1.0) * p.buyer_capacity_t * GRAMS * x.export_outlet_capacity
    target = sustainable_buyers(margin_value, at_capacity, p.buyer_fixed_cost_cny, x.licences, p.buyer_entry_response)
    if licensed == 0.0:
        target = nation.active_buyers
    if p.use_buyer_entry > 0.0:
        nation.active_buyers = adjusted(nation.active_buyers, target, p.entry_speed)
    nation.crew_buyers = adjusted(
        nation.crew_buyers, p.crew_buyers * private**p.crew_openness_power, p.crew_entry_speed
    )


@compiled
def allot_purchases(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Buyers' money for this week's purchases, by border market, and which kind of buyer a collector meets."""
    nation = w.nation[0]
    border_markets = nation.border_markets
    companies = nation.active_buyers * nation.buying_openness[COMPANY]
    crews = nation.crew_buyers * min(nation.buying_openness[CREW] * p.crew_openness_gain, 1.0)
    for m in range(border_markets):
        market = w.markets[m]
        market.crew_buyer_share = crews / max(crews + companies, 1e-9)
        market.gathering_allotment_cny[COMPANY] = spendable(nation, p, COMPANIES) // border_markets
        market.gathering_allotment_cny[CREW] = spendable(nation, p, CREWS) // border_markets


@compiled
def export_goods(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in purchases, produce other exports, ship what the channels carry, receive old claims."""
    nation = w.nation[0]
    border = w.border[0]
    gatherers, households = 0.0, 0.0
    for k in range(COLLECTED_GOODS):
        bought = 0
        for m in range(nation.border_markets):
            for b in range(BUYERS):
                bought += w.markets[m].gathered[b, k]
                nation.export_stock[b, k] += w.markets[m].gathered[b, k]
                w.markets[m].gathered[b, k] = 0
        nation.expected_exports[k] = adjusted(nation.expected_exports[k], bought / GRAMS, 1.0 / 52.0)
        if nation.learning > 0.0:
            nation.reference_exports[k] = adjusted(nation.reference_exports[k], bought / GRAMS, 1.0 / 52.0)
    for m in range(nation.border_markets):
        gatherers += w.tallies[m].gatherers
        households += w.markets[m].real_households.sum()
    nation.gatherers = adjusted(nation.gatherers, gatherers / max(households, 1.0), p.crowding_speed)
    produce_other_exports(w, x, p)
    ship(w, x, p, COMPANY, COMPANIES, t)
    ship(w, x, p, CREW, CREWS, t)
    collect_claims(w, t)
    border.active_buyers = nation.active_buyers + nation.crew_buyers


@compiled
def produce_other_exports(w: World, x: Given, p: Parameters) -> None:
    """Companies pay wages for ore, timber, nuts and berries in proportion to the openness of their channels."""
    nation = w.nation[0]
    last = w.markets.size
    height = (
        1.0
        - p.other_exports_seasonality
        + p.other_exports_seasonality
        * season(x.iso_week, p.collecting_season_week[OTHER_EXPORTS], p.collecting_season_width[OTHER_EXPORTS])
    )
    openness = min(
        1.0,
        export_openness(x, CUSTOMS, OTHER_EXPORTS)
        + p.state_channel_ore_share * export_openness(x, STATE_SMUGGLING, OTHER_EXPORTS),
    )
    price = nation.border_price[OTHER_EXPORTS]
    grams = int(p.other_exports_t * height * openness * GRAMS * GRAMS)
    wages = minor(grams / GRAMS * price * p.other_exports_wage_share)
    if wages > p.buyer_payment_share * nation.cny[COMPANIES]:
        grams, wages = 0, 0
    nation.export_stock[COMPANY, OTHER_EXPORTS] += grams
    w.goods[last, EXPORT_GOOD + OTHER_EXPORTS, PRODUCED] += grams
    each = wages // nation.border_markets
    for m in range(nation.border_markets):
        w.markets[m].pool_cny[LABOURER] += each
        nation.cny[COMPANIES] -= each
        w.flows[last, OTHER_EXPORT_WAGES, 0] += each


@compiled
def ship(w: World, x: Given, p: Parameters, buyer: int, sector: int, t: int) -> None:
    """Ship stocks through the buyer's channels up to capacity; pay fees and bribes, book the claim."""
    nation = w.nation[0]
    border = w.border[0]
    last = w.markets.size
    first = PRIVATE_SMUGGLING if buyer == CREW else CUSTOMS
    after = PRIVATE_SMUGGLING + 1 if buyer == CREW else PRIVATE_SMUGGLING
    weight = 0.0
    for k in range(EXPORT_GOODS):
        weight += nation.export_stock[buyer, k] / 1e6
    for k in range(EXPORT_GOODS):
        room = 0.0
        for h in range(first, after):
            room += export_openness(x, h, k) * p.channel_capacity_t[h]
        fill = min(1.0, room / max(weight, 1e-9))
        grams = int(nation.export_stock[buyer, k] * fill)
        nation.export_stock[buyer, k] -= grams
        seized_share = 0.0
        for h in range(first, after):
            seized_share += export_openness(x, h, k) * p.channel_capacity_t[h] / max(room, 1e-9) * p.seizure_hazard[h]
        seized = int(grams * seized_share)
        grams -= seized
        w.goods[last, EXPORT_GOOD + k, CONFISCATED] += seized
        w.goods[last, EXPORT_GOOD + k, EXPORTED] += grams
        value = grams / GRAMS * nation.border_price[k]
        fee, bribe = 0.0, 0.0
        for h in range(first, after):
            share = export_openness(x, h, k) * p.channel_capacity_t[h] / max(room, 1e-9)
            border.export_value[h, k] += share * value
            border.export_weight[h] += share * grams / 1e6
            border.state_fees[h, EXPORT] += share * value * p.state_fee_share[h]
            border.bribes[h, EXPORT] += share * value * p.bribe_share[h]
            border.confiscated_value[h, EXPORT] += share * value * p.seizure_hazard[h]
            fee += share * value * p.state_fee_share[h]
            bribe += share * value * p.bribe_share[h]
        claim = minor(value * (1.0 - p.receipt_deduction))
        nation.receivable[buyer, (t + int(p.receipt_lag_weeks)) % RECEIPT_WEEKS] += claim
        paid_fee = min(minor(fee), spendable(nation, p, sector))
        paid_bribe = min(minor(bribe), spendable(nation, p, sector))
        nation.cny[sector] -= paid_fee + paid_bribe
        nation.cny[STATE] += paid_fee
        w.markets[k % nation.border_markets].pool_cny[OFFICIAL] += paid_bribe
        w.flows[last, EXPORT_FEES, 0] += paid_fee
        w.flows[last, EXPORT_BRIBES_CREWS if buyer == CREW else EXPORT_BRIBES_COMPANIES, 0] += paid_bribe


@compiled
def collect_claims(w: World, t: int) -> None:
    """Chinese buyers pay what falls due this week."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    slot = t % RECEIPT_WEEKS
    for buyer, sector, flow in ((COMPANY, COMPANIES, EXPORT_RECEIPTS_COMPANIES), (CREW, CREWS, EXPORT_RECEIPTS_CREWS)):
        due = nation.receivable[buyer, slot]
        nation.receivable[buyer, slot] = 0
        nation.cny[ABROAD] -= due
        nation.cny[sector] += due
        flows[flow, 0] += due


@compiled
def pay_owners(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Companies pay fixed costs and profits, crews their carriers and owners."""
    nation = w.nation[0]
    flows = w.flows[w.markets.size]
    markets = nation.border_markets
    active = min(1.0, nation.buying_openness[COMPANY] + p.idle_cost_share)
    costs = minor(p.buyer_fixed_cost_cny * nation.active_buyers * active)
    costs = min(costs, spendable(nation, p, COMPANIES)) // (2 * markets)
    surplus = max(nation.cny[COMPANIES] - minor(p.company_capital_cny), 0) * p.company_payout_speed
    dividends = int(surplus * (1.0 - p.company_state_part)) // markets
    state = int(surplus * p.company_state_part)
    crew_capital = minor(
        p.crew_capital_share
        * p.company_capital_cny
        * clip(nation.buying_openness[CREW] * p.crew_capital_gain, p.smallest_crew_capital, 1.0)
    )
    earnings = max(nation.cny[CREWS] - crew_capital, 0) * p.company_payout_speed
    carriers = int(earnings * p.crew_labour_share) // markets
    owners = int(earnings * (1.0 - p.crew_labour_share)) // markets
    for m in range(markets):
        market = w.markets[m]
        market.pool_cny[LABOURER] += costs + carriers
        market.pool_cny[STALLHOLDER] += costs + owners // 2
        market.pool_cny[DONJU] += dividends + owners - owners // 2
    nation.cny[COMPANIES] -= markets * (2 * costs + dividends) + state
    nation.cny[STATE] += state
    nation.cny[CREWS] -= markets * (carriers + owners)
    flows[COMPANY_COSTS, 0] += 2 * costs * markets
    flows[COMPANY_DIVIDENDS, 0] += dividends * markets
    flows[COMPANY_STATE_SHARE, 0] += state
    flows[CREW_EARNINGS, 0] += (carriers + owners) * markets
