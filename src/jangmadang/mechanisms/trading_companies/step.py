"""Set farm-gate prices, allot purchases, ship, receive payment, pay costs and profits, move capital."""

from typing import Final

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    ABROAD,
    BUYER_COSTS,
    BUYER_DIVIDENDS,
    BUYER_EXPORT_BRIBES,
    BUYER_EXPORT_FEES,
    BUYER_INVESTMENT,
    BUYER_LICENCE_RENTS,
    COMPANIES,
    COMPANY_DIVIDENDS,
    COMPANY_STATE_SHARE,
    CONFISCATED,
    CREW_COSTS,
    CREW_EARNINGS,
    CREW_INVESTMENT,
    CREWS,
    DONJU,
    EXPORT_BRIBES_COMPANIES,
    EXPORT_BRIBES_CREWS,
    EXPORT_BUYERS,
    EXPORT_FEES,
    EXPORT_GOOD,
    EXPORT_GOODS,
    EXPORT_RECEIPTS_BUYERS,
    EXPORT_RECEIPTS_COMPANIES,
    EXPORT_RECEIPTS_CREWS,
    EXPORTED,
    GATHERING_BUYERS,
    GATHERING_CREWS,
    HOUSEHOLD_CLASSES,
    LABOURER,
    OFFICIAL,
    OTHER_EXPORT_WAGES,
    PRODUCED,
    STALLHOLDER,
    STATE,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.trading_companies.equations import (
    affordable_price,
    capital_growth,
    chinese_price,
    competition_part,
    hurdle_factor,
    money_part,
    proportional_price,
    shared_surplus_price,
)
from jangmadang.shapes import adjusted, clip, season
from jangmadang.world.members import (
    BUYERS,
    CHANNELS,
    COLLECTED_GOODS,
    COMPANY,
    CREW,
    CUSTOMS,
    EXPORT,
    GOLD,
    GRAMS,
    HERBS,
    OTHER_EXPORTS,
    PRIVATE_SMUGGLING,
    STATE_SMUGGLING,
    TONNE,
)
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import RECEIPT_WEEKS, SHIPPERS, YEAR_WEEKS, World

ORE: Final = 2  # shippers: companies' buyers of collected goods, private crews, companies with ore and timber
FEE, BRIBE, HANDLING = 0, 1, 2


@inlined
def sector_of(shipper: int) -> int:
    """Account of a kind of shipper."""
    return EXPORT_BUYERS if shipper == COMPANY else CREWS if shipper == CREW else COMPANIES


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
def cycle_weeks(p: Parameters) -> float:
    """Weeks from a purchase to the Chinese partner's payment."""
    return p.buying_weeks + p.receipt_lag_weeks


@inlined
def licence_part(p: Parameters, kind: int) -> float:
    """Part of the profit that goes to the owner of the licence, or to guards."""
    return p.licence_profit_share if kind == COMPANY else p.crew_profit_share_to_guards


@compiled
def set_farm_gate_prices(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chinese prices, what buyers can pay, and what their money and competition make them pay collectors."""
    nation = w.nation[0]
    nation.buying_openness[COMPANY] = max(
        collecting_openness(x, CUSTOMS), collecting_openness(x, STATE_SMUGGLING)
    ) * min(1.0, x.licences)
    nation.buying_openness[CREW] = collecting_openness(x, PRIVATE_SMUGGLING)
    nation.crew_buyers = adjusted(
        nation.crew_buyers, p.crew_buyers * nation.buying_openness[CREW] ** p.crew_openness_power, p.crew_entry_speed
    )
    money, buyers, crew_share = 0.0, 0.0, 0.0
    for kind in range(BUYERS):
        if nation.buying_openness[kind] > 0.0:
            turnover = nation.buyers_capital[kind] / 100.0 / cycle_weeks(p)
            money += turnover
            buyers += active_buyers(nation, x, p, kind)
            if kind == CREW:
                crew_share = turnover / max(money, 1e-9)
    cost_share = (1.0 - crew_share) * export_cost_share(x, p, COMPANY) + crew_share * export_cost_share(x, p, CREW)
    split = (1.0 - crew_share) * licence_part(p, COMPANY) + crew_share * licence_part(p, CREW)
    hurdle = hurdle_factor(p.monthly_interest, cycle_weeks(p))
    accepted = 1.0 - x.inspection_strictness
    least, full = 0.0, 0.0
    for k in range(EXPORT_GOODS):
        reference = p.chinese_price_cny[k] * x.export_price_multiplier[k] * (accepted if k < COLLECTED_GOODS else 1.0)
        quantity = nation.expected_exports[k] / max(nation.reference_exports[k], 1e-6)
        nation.border_price[k] = chinese_price(
            reference, quantity if k < COLLECTED_GOODS else 1.0, p.demand_elasticity, p.smallest_relative_exports
        )
        nation.net_export_price[k] = nation.border_price[k] * (1.0 - cost_share)
        if k < COLLECTED_GOODS:
            kg = expected_supply(nation, p, k) * typical_season(p, k)
            least += kg * min(p.reservation_price_cny[k], affordable_price(nation.net_export_price[k], split, hurdle))
            full += kg * affordable_price(nation.net_export_price[k], split, hurdle)
    part = min(money_part(money, least, full), competition_part(buyers, p.supply_elasticity))
    for k in range(COLLECTED_GOODS):
        most = affordable_price(nation.net_export_price[k], split, hurdle)
        wage = min(p.reservation_price_cny[k], most)
        if p.theory_trading_companies == 0.0:
            nation.farm_gate_price[k] = shared_surplus_price(wage, most, part)
        else:
            nation.farm_gate_price[k] = proportional_price(wage, most, part)
    nation.farm_gate_price[OTHER_EXPORTS] = nation.border_price[OTHER_EXPORTS] * p.other_exports_wage_share
    nation.farm_gate_price[GOLD] = p.chinese_price_cny[GOLD] / p.gold_price_ratio
    nation.active_buyers = buyers


@inlined
def active_buyers(nation: Nation, x: Given, p: Parameters, kind: int) -> float:
    """Companies and the investors behind them, or crews: as many as the working capital makes."""
    if kind == CREW:
        return nation.crew_buyers
    seed_capital = 100.0 * p.buyer_seed_capital_cny * x.licences
    investors = (nation.buyers_capital[COMPANY] - seed_capital) / (100.0 * p.investor_capital_cny)
    return x.licences + max(investors, 0.0)


@inlined
def export_cost_share(x: Given, p: Parameters, kind: int) -> float:
    """Deductions, fees, bribes, losses and handling on the border price, at the mix of a kind's open channels."""
    first, after = (PRIVATE_SMUGGLING, PRIVATE_SMUGGLING + 1) if kind == CREW else (CUSTOMS, PRIVATE_SMUGGLING)
    room, cost = 0.0, 0.0
    for h in range(first, after):
        weight = (collecting_openness(x, h) + 1e-9) * p.channel_capacity_t[h]
        room += weight
        cost += weight * (p.export_fee_share[h, HERBS] + p.bribe_share[h] + p.seizure_hazard[h])
    return cost / room + p.receipt_deduction + p.handling_cost_share


@inlined
def expected_supply(nation: Nation, p: Parameters, k: int) -> float:
    """Kilograms a week, over the year, that buyers expect: the last year's, at least a part of the usual."""
    return max(nation.expected_exports[k], p.expected_supply_floor * nation.reference_exports[k])


@inlined
def mean_season(p: Parameters, k: int) -> float:
    """Mean height of a good's season over the year."""
    heights = 0.0
    for week in range(YEAR_WEEKS):
        heights += season(week, p.collecting_season_week[k], p.collecting_season_width[k])
    return heights / YEAR_WEEKS


@inlined
def typical_season(p: Parameters, k: int) -> float:
    """Supply in the week in which a typical kilogram comes to market, over the mean of the year."""
    heights, squares = 0.0, 0.0
    for week in range(YEAR_WEEKS):
        height = season(week, p.collecting_season_week[k], p.collecting_season_width[k])
        heights += height
        squares += height * height
    return YEAR_WEEKS * squares / (heights * heights)


@compiled
def allot_purchases(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Buyers' ready money by border market, and which kind of buyer a collector meets."""
    nation = w.nation[0]
    ready = np.zeros(BUYERS)
    for kind in range(BUYERS):
        if nation.buying_openness[kind] > 0.0:
            ready[kind] = max(float(nation.cny[sector_of(kind)]), 0.0)
    households = 0.0
    for m in range(nation.border_markets):
        households += w.markets[m].real_households.sum()
    for m in range(nation.border_markets):
        market = w.markets[m]
        market.crew_buyer_share = ready[CREW] / max(ready.sum(), 1.0)
        for kind in range(BUYERS):
            market.gathering_allotment_cny[kind] = int(ready[kind] * market.real_households.sum() / households)


@compiled
def export_goods(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in purchases, produce other exports, ship what the channels carry, receive old claims."""
    nation = w.nation[0]
    gatherers, households = 0.0, 0.0
    for k in range(COLLECTED_GOODS):
        bought = 0
        for m in range(nation.border_markets):
            for kind in range(BUYERS):
                bought += w.markets[m].gathered[kind, k]
                nation.export_stock[kind, k] += w.markets[m].gathered[kind, k]
                w.markets[m].gathered[kind, k] = 0
        nation.bought_kg[k, t % YEAR_WEEKS] = bought / GRAMS
        nation.expected_exports[k] = nation.bought_kg[k].sum() / YEAR_WEEKS
        if nation.learning > 0.0:
            nation.reference_exports[k] = adjusted(
                nation.reference_exports[k], nation.expected_exports[k], 1.0 / YEAR_WEEKS
            )
    for m in range(nation.border_markets):
        gatherers += w.tallies[m].gatherers
        households += w.markets[m].real_households.sum()
        for c in range(HOUSEHOLD_CLASSES):
            nation.stock_cost[COMPANY] += w.flows[m, GATHERING_BUYERS, c]
            nation.stock_cost[CREW] += w.flows[m, GATHERING_CREWS, c]
    nation.gatherers = adjusted(nation.gatherers, gatherers / max(households, 1.0), p.crowding_speed)
    produce_other_exports(w, x, p)
    ship(w, x, p, t)
    collect_claims(w, p, t)
    w.border[0].active_buyers = nation.active_buyers


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
    wage = nation.border_price[OTHER_EXPORTS] * p.other_exports_wage_share
    affordable = max(nation.cny[COMPANIES], 0) / 100.0 / max(wage, 1e-9)
    grams = int(min(p.other_exports_t * height * openness * GRAMS, affordable) * GRAMS)
    wages = int(grams / GRAMS * wage * 100.0)
    nation.export_stock[ORE, OTHER_EXPORTS] += grams
    w.goods[last, EXPORT_GOOD + OTHER_EXPORTS, PRODUCED] += grams
    each = wages // nation.border_markets
    for m in range(nation.border_markets):
        w.markets[m].pool_cny[LABOURER] += each
        nation.cny[COMPANIES] -= each
        w.flows[last, OTHER_EXPORT_WAGES, 0] += each


@inlined
def carries(shipper: int, channel: int) -> bool:
    """Crews use the private channel, licensed shippers the others."""
    return (shipper == CREW) == (channel == PRIVATE_SMUGGLING)


@compiled
def ship(w: World, x: Given, p: Parameters, t: int) -> None:
    """Ship stocks through the channels up to capacity, shared by weight among all that use a channel."""
    nation = w.nation[0]
    shares = np.zeros((SHIPPERS, EXPORT_GOODS, CHANNELS))
    load = np.zeros(CHANNELS)
    for shipper in range(SHIPPERS):
        for k in range(GOLD):
            room = 0.0
            for h in range(CHANNELS):
                if carries(shipper, h):
                    shares[shipper, k, h] = export_openness(x, h, k) * p.channel_capacity_t[h]
                    room += shares[shipper, k, h]
            for h in range(CHANNELS):
                shares[shipper, k, h] /= max(room, 1e-9)
                load[h] += shares[shipper, k, h] * nation.export_stock[shipper, k] / TONNE
    for shipper in range(SHIPPERS):
        held, sent = 0.0, 0.0
        for k in range(GOLD):
            stock = nation.export_stock[shipper, k]
            held += stock * nation.border_price[k]
            for h in range(CHANNELS):
                capacity = x.openness[h, EXPORT] * x.chinese_openness * p.channel_capacity_t[h] * nation.border_capacity
                grams = int(stock * shares[shipper, k, h] * min(1.0, capacity / max(load[h], 1e-9)))
                if grams > 0:
                    nation.export_stock[shipper, k] -= grams
                    sent += grams * nation.border_price[k]
                    send(w, p, shipper, k, h, grams, t)
        moved = int(nation.stock_cost[shipper] * sent / max(held, 1e-9))
        nation.stock_cost[shipper] -= moved
        nation.claim_cost[shipper, payment_slot(p, t)] += moved


@inlined
def payment_slot(p: Parameters, t: int) -> int:
    """Place, in the ring of claims, of what is shipped this week."""
    return (t + int(p.receipt_lag_weeks)) % RECEIPT_WEEKS


@inlined
def send(w: World, p: Parameters, shipper: int, k: int, h: int, grams: int, t: int) -> None:
    """Send one good through one channel: some is seized, for the rest a claim stands with what is due out of it."""
    nation = w.nation[0]
    border = w.border[0]
    goods = w.goods[w.markets.size]
    seized = int(grams * p.seizure_hazard[h])
    value = (grams - seized) / GRAMS * nation.border_price[k]
    goods[EXPORT_GOOD + k, CONFISCATED] += seized
    goods[EXPORT_GOOD + k, EXPORTED] += grams - seized
    border.export_value[h, k] += value
    border.export_weight[h] += (grams - seized) / TONNE
    border.state_fees[h, EXPORT] += value * p.export_fee_share[h, k]
    border.bribes[h, EXPORT] += value * p.bribe_share[h]
    border.confiscated_value[h, EXPORT] += seized / GRAMS * nation.border_price[k]
    slot = payment_slot(p, t)
    nation.receivable[shipper, slot] += minor(value * (1.0 - p.receipt_deduction))
    if shipper != CREW:
        nation.export_dues[shipper, slot, FEE] += minor(value * p.export_fee_share[h, k])
    nation.export_dues[shipper, slot, BRIBE] += minor(value * p.bribe_share[h])
    if shipper != ORE:
        nation.export_dues[shipper, slot, HANDLING] += minor(value * p.handling_cost_share)


@compiled
def collect_claims(w: World, p: Parameters, t: int) -> None:
    """Chinese partners pay what falls due; fees, bribes, handling and the licence's part of the profit go out of it."""
    nation = w.nation[0]
    slot = t % RECEIPT_WEEKS
    for shipper, receipts, fees, bribes, costs in (
        (COMPANY, EXPORT_RECEIPTS_BUYERS, BUYER_EXPORT_FEES, BUYER_EXPORT_BRIBES, BUYER_COSTS),
        (CREW, EXPORT_RECEIPTS_CREWS, EXPORT_FEES, EXPORT_BRIBES_CREWS, CREW_COSTS),
        (ORE, EXPORT_RECEIPTS_COMPANIES, EXPORT_FEES, EXPORT_BRIBES_COMPANIES, BUYER_COSTS),
    ):
        flows = w.flows[w.markets.size]
        sector = sector_of(shipper)
        due = nation.receivable[shipper, slot]
        fee = nation.export_dues[shipper, slot, FEE]
        bribe = nation.export_dues[shipper, slot, BRIBE]
        handling = nation.export_dues[shipper, slot, HANDLING]
        profit = max(due - fee - bribe - handling - nation.claim_cost[shipper, slot], 0)
        nation.receivable[shipper, slot] = 0
        nation.claim_cost[shipper, slot] = 0
        nation.export_dues[shipper, slot, :] = 0
        nation.cny[ABROAD] -= due
        nation.cny[STATE] += fee
        nation.cny[sector] += due - fee
        flows[receipts, 0] += due
        flows[fees, 0] += fee
        pay_bribes(w, sector, bribes, bribe)
        if shipper == COMPANY:
            rent = int(profit * p.licence_profit_share)
            nation.cny[EXPORT_BUYERS] -= rent
            nation.cny[COMPANIES] += rent
            flows[BUYER_LICENCE_RENTS, 0] += rent
        if shipper == CREW:
            pay_bribes(w, CREWS, EXPORT_BRIBES_CREWS, int(profit * p.crew_profit_share_to_guards))
        pay_out(w, sector, costs, handling, LABOURER, STALLHOLDER, 0.5)


@inlined
def pay_bribes(w: World, sector: int, flow: int, amount: int) -> None:
    """Officials of Hyesan take their part, spread over its markets."""
    pay_out(w, sector, flow, amount, OFFICIAL, OFFICIAL, 1.0)


@inlined
def pay_out(w: World, sector: int, flow: int, amount: int, first: int, second: int, part: float) -> None:
    """Pay an account's yuan into the earnings of two classes at Hyesan."""
    nation = w.nation[0]
    each = amount // nation.border_markets
    for m in range(nation.border_markets):
        mine = int(each * part)
        w.markets[m].pool_cny[first] += mine
        w.markets[m].pool_cny[second] += each - mine
    nation.cny[sector] -= each * nation.border_markets
    w.flows[w.markets.size, flow, 0] += each * nation.border_markets


@compiled
def pay_owners(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Working capital follows its return; what it does not need is paid out, what it lacks investors bring."""
    nation = w.nation[0]
    surplus = max(nation.cny[COMPANIES] - minor(p.company_capital_cny), 0) * p.company_payout_speed
    state = int(surplus * p.company_state_part)
    nation.cny[COMPANIES] -= state
    nation.cny[STATE] += state
    w.flows[w.markets.size, COMPANY_STATE_SHARE, 0] += state
    pay_out(w, COMPANIES, COMPANY_DIVIDENDS, int(surplus) - state, DONJU, DONJU, 1.0)
    for kind in range(BUYERS):
        grow_capital(nation, x, p, kind)
        sector = sector_of(kind)
        tied = nation.stock_cost[kind]
        for slot in range(RECEIPT_WEEKS):
            tied += nation.claim_cost[kind, slot]
        idle = nation.cny[sector] - max(int(nation.buyers_capital[kind]) - tied, 0)
        if idle < 0:
            invest(w, p, sector, BUYER_INVESTMENT if kind == COMPANY else CREW_INVESTMENT, -idle)
        elif kind == COMPANY:
            pay_out(w, sector, BUYER_DIVIDENDS, idle, DONJU, DONJU, 1.0)
        else:
            carriers = int(idle * p.crew_labour_share)
            pay_out(w, sector, CREW_EARNINGS, carriers, LABOURER, LABOURER, 1.0)
            pay_out(w, sector, CREW_EARNINGS, idle - carriers, STALLHOLDER, DONJU, 0.5)
    w.border[0].buyers_capital = nation.buyers_capital.sum() / 100.0


@inlined
def invest(w: World, p: Parameters, sector: int, flow: int, wanted: int) -> None:
    """Donju bring money out of last week's earnings."""
    nation = w.nation[0]
    for m in range(nation.border_markets):
        market = w.markets[m]
        brought = min(
            wanted // nation.border_markets, int(p.investable_earnings_share * max(market.pool_cny[DONJU], 0))
        )
        market.pool_cny[DONJU] -= brought
        nation.cny[sector] += brought
        w.flows[w.markets.size, flow, 0] += brought


@inlined
def grow_capital(nation: Nation, x: Given, p: Parameters, kind: int) -> None:
    """Capital grows with the return it expects from the coming cycle, between a seed and what licences can hold."""
    cost, profit = 0.0, 0.0
    for k in range(COLLECTED_GOODS):
        kg = 0.0
        for ahead in range(int(cycle_weeks(p))):
            kg += season(x.iso_week + ahead, p.collecting_season_week[k], p.collecting_season_width[k])
        kg *= expected_supply(nation, p, k) / mean_season(p, k)
        cost += kg * nation.farm_gate_price[k]
        profit += kg * max(nation.net_export_price[k] - nation.farm_gate_price[k], 0.0)
    own_return = (1.0 - licence_part(p, kind)) * profit / max(cost, 1e-9)
    total = nation.buyers_capital.sum() / 100.0
    used = min(cost / max(total, 1e-9), 1.0) if nation.buying_openness[kind] > 0.0 else 0.0
    hurdle = hurdle_factor(p.monthly_interest, cycle_weeks(p))
    growth = capital_growth(own_return, used, hurdle, p.capital_response) / cycle_weeks(p)
    if p.use_buyer_entry > 0.0:
        nation.buyers_capital[kind] *= 1.0 + growth
    owners = x.licences if kind == COMPANY else nation.crew_buyers
    largest = p.investor_capital_cny * (p.investors_per_company if kind == COMPANY else 1.0)
    smallest = min(p.buyer_seed_capital_cny, largest)
    nation.buyers_capital[kind] = clip(nation.buyers_capital[kind], 100.0 * smallest * owners, 100.0 * largest * owners)
