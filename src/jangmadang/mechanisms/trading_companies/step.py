"""Set farm-gate prices, allot purchases, take in what was bought and ship it."""

import numpy as np

from jangmadang.accounting.transactions import EXPORT_GOODS, GATHERING_BUYERS, GATHERING_CREWS, HOUSEHOLD_CLASSES
from jangmadang.compiling import compiled
from jangmadang.mechanisms.trading_companies.channels import (
    active_buyers,
    buying_openness,
    cycle_weeks,
    export_cost_share,
    licence_part,
    open_places,
    sector_of,
)
from jangmadang.mechanisms.trading_companies.equations import (
    affordable_price,
    chinese_price,
    competition_part,
    hurdle_factor,
    money_part,
    proportional_price,
    shared_surplus_price,
)
from jangmadang.mechanisms.trading_companies.settlement import collect_claims
from jangmadang.mechanisms.trading_companies.shipping import produce_other_exports, ship
from jangmadang.mechanisms.trading_companies.supply import expected_supply, typical_season
from jangmadang.shapes import adjusted
from jangmadang.world.members import BORDER_PLACES, BUYERS, COLLECTED_GOODS, COMPANY, CREW, GOLD, GRAMS, OTHER_EXPORTS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import YEAR_WEEKS, World


@compiled
def set_farm_gate_prices(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chinese prices, what buyers can pay, and what their money and competition make them pay collectors."""
    nation = w.nation[0]
    open_places(nation, x)
    crews = p.crew_buyers * buying_openness(nation, CREW) ** p.crew_openness_power
    nation.crew_buyers = adjusted(nation.crew_buyers, crews, p.crew_entry_speed)
    money, buyers, crew_share = 0.0, 0.0, 0.0
    for kind in range(BUYERS):
        if buying_openness(nation, kind) > 0.0:
            turnover = nation.buyers_capital[kind] / 100.0 / cycle_weeks(p)
            money += turnover
            buyers += active_buyers(nation, x, p, kind)
            if kind == CREW:
                crew_share = turnover / max(money, 1e-9)
    cost_share = (1.0 - crew_share) * export_cost_share(nation, x, p, COMPANY) + crew_share * export_cost_share(
        nation, x, p, CREW
    )
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


@compiled
def allot_purchases(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Buyers' ready money by border market that is open to them, and which kind of buyer a collector meets."""
    nation = w.nation[0]
    ready = np.zeros(BUYERS)
    households = np.zeros(BUYERS)
    for kind in range(BUYERS):
        ready[kind] = max(float(nation.cny[sector_of(kind)]), 0.0)
        for m in range(nation.border_markets):
            if nation.buying_openness[w.markets[m].gate, kind] > 0.0:
                households[kind] += w.markets[m].real_households.sum()
    for m in range(nation.border_markets):
        market = w.markets[m]
        mine = np.zeros(BUYERS)
        for kind in range(BUYERS):
            if nation.buying_openness[market.gate, kind] > 0.0:
                mine[kind] = ready[kind] * market.real_households.sum() / households[kind]
            market.gathering_allotment_cny[kind] = int(mine[kind])
        market.crew_buyer_share = mine[CREW] / max(mine.sum(), 1.0)


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
    for gate in range(BORDER_PLACES):
        produce_other_exports(w, x, p, gate)
    ship(w, x, p, t)
    collect_claims(w, p, t)
    w.border[0].active_buyers = nation.active_buyers
