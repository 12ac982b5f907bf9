"""Set farm-gate prices, allot purchases, take in what was bought and ship it."""

import numpy as np

from jangmadang.accounting.transactions import EXPORT_GOODS, GATHERING_BUYERS, GATHERING_CREWS, HOUSEHOLD_CLASSES
from jangmadang.compiling import compiled, inlined
from jangmadang.elementary import raised
from jangmadang.mechanisms.trading_companies.channels import (
    active_buyers,
    buying_openness,
    cycle_weeks,
    export_cost_share,
    licence_part,
    open_places,
    owners,
    sector_of,
)
from jangmadang.mechanisms.trading_companies.equations import (
    affordable_price,
    chinese_price,
    competition_part,
    hurdle_factor,
    planned_purchases,
)
from jangmadang.mechanisms.trading_companies.prices import note_prices
from jangmadang.mechanisms.trading_companies.settlement import collect_claims
from jangmadang.mechanisms.trading_companies.shipping import produce_other_exports, ship
from jangmadang.mechanisms.trading_companies.supply import part_of_cycle
from jangmadang.shapes import adjusted
from jangmadang.world.members import BORDER_PLACES, BUYERS, COLLECTED_GOODS, COMPANY, CREW, GOLD, GRAMS, OTHER_EXPORTS
from jangmadang.world.rows import Given, Nation, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


@compiled
def bring_money(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chinese prices, the most that buyers can pay, and the money that they mean to spend this week."""
    nation = w.nation[0]
    open_places(nation, x)
    crews = p.crew_buyers * raised(buying_openness(nation, CREW), p.crew_openness_power)
    nation.crew_buyers = adjusted(nation.crew_buyers, crews, p.crew_entry_speed)
    rivals, crew_share = buyers_at_work(nation, x, p)
    cost_share = (1.0 - crew_share) * export_cost_share(nation, x, p, COMPANY)
    cost_share += crew_share * export_cost_share(nation, x, p, CREW)
    split = (1.0 - crew_share) * licence_part(p, COMPANY) + crew_share * licence_part(p, CREW)
    openness = (1.0 - crew_share) * buying_openness(nation, COMPANY) + crew_share * buying_openness(nation, CREW)
    hurdle = hurdle_factor(p.monthly_interest, cycle_weeks(p, openness))
    set_border_prices(nation, x, p, cost_share)
    nation.supply_worth = nation.offered_cny.max()
    nation.collectors_largest_part = competition_part(rivals, p.supply_elasticity)
    for k in range(COLLECTED_GOODS):
        nation.affordable_price[k] = affordable_price(nation.net_export_price[k], split, hurdle)
    nation.farm_gate_price[OTHER_EXPORTS] = nation.border_price[OTHER_EXPORTS] * p.other_exports_wage_share
    nation.farm_gate_price[GOLD] = p.chinese_price_cny[GOLD] / p.gold_price_ratio


@inlined
def buyers_at_work(nation: Nation, x: Given, p: Parameters) -> tuple[float, float]:
    """Rivals within a collector's reach, and crews' part of the money; what each kind means to spend is noted."""
    rivals, money, crews_money = 0.0, 0.0, 0.0
    nation.active_buyers = 0.0
    nation.buying_cny[:] = 0.0
    for kind in range(BUYERS):
        openness = buying_openness(nation, kind)
        if openness > 0.0:
            ready = max(nation.cny[sector_of(kind)], 0) / 100.0
            part = part_of_cycle(p, int(x.iso_week), cycle_weeks(p, openness))
            nation.buying_cny[kind] = planned_purchases(ready, nation.buyers_capital[kind] / 100.0, part)
            money += ready
            rivals += p.buyer_reach_share * owners(nation, x, kind)
            nation.active_buyers += active_buyers(nation, x, p, kind)
            if kind == CREW:
                crews_money = ready
    return rivals, crews_money / max(money, 1e-9)


@inlined
def set_border_prices(nation: Nation, x: Given, p: Parameters, cost_share: float) -> None:
    """What Chinese buyers pay, and what is left of it after deductions, fees, bribes, losses and handling."""
    for k in range(EXPORT_GOODS):
        reference = p.chinese_price_cny[k] * x.export_price_multiplier[k]
        quantity = 1.0
        if k < COLLECTED_GOODS:
            reference *= 1.0 - x.inspection_strictness
            quantity = nation.expected_exports[k] / max(nation.reference_exports[k], 1e-6)
        nation.border_price[k] = chinese_price(reference, quantity, p.demand_elasticity, p.smallest_relative_exports)
        nation.net_export_price[k] = nation.border_price[k] * (1.0 - cost_share)


@compiled
def allot_purchases(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Buyers' money by border market that is open to them, and which kind of buyer a collector meets."""
    nation = w.nation[0]
    households = np.zeros(BUYERS)
    for kind in range(BUYERS):
        for m in range(nation.border_markets):
            if nation.buying_openness[w.markets[m].gate, kind] > 0.0:
                households[kind] += w.markets[m].real_households.sum()
    for m in range(nation.border_markets):
        market = w.markets[m]
        planned = np.zeros(BUYERS)
        for kind in range(BUYERS):
            part = 0.0
            if nation.buying_openness[market.gate, kind] > 0.0:
                part = market.real_households.sum() / households[kind]
            planned[kind] = nation.buying_cny[kind] * part
            market.gathering_allotment_cny[kind] = int(max(nation.cny[sector_of(kind)], 0) * part)
        market.buying_cny = planned.sum()
        market.crew_buyer_share = planned[CREW] / max(planned.sum(), 1e-9)


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
                nation.export_stock[w.markets[m].gate, kind, k] += w.markets[m].gathered[kind, k]
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
    note_prices(w, p, t)
    for gate in range(BORDER_PLACES):
        produce_other_exports(w, x, p, gate)
    ship(w, x, p, t)
    collect_claims(w, p, t)
    w.border[0].active_buyers = nation.active_buyers
