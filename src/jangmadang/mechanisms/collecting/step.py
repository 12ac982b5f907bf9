"""Who gathers this week, how much, and to whom it is sold."""

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    COMPANIES,
    CREWS,
    DONJU,
    EXPORT_GOOD,
    FARMER,
    GATHERING_COMPANIES,
    GATHERING_CREWS,
    OFFICIAL,
    PRODUCED,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.collecting.equations import collector_yield, gathering_probability
from jangmadang.randomness import BUYER_CHOICE, GATHERING_CHOICE, stream, uniform
from jangmadang.shapes import season
from jangmadang.world.members import COLLECTED_GOODS, COMPANY, CREW, GRAMS
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def gather(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households of a border market choose to gather, sell to companies or crews and are paid in yuan."""
    market = w.markets[m]
    nation = w.nation[0]
    flows = w.flows[m]
    tally = w.tallies[m]
    yields = np.zeros(COLLECTED_GOODS)
    accepted = min(1.0, nation.buying_openness[COMPANY] + nation.buying_openness[CREW])
    income_kpw = 0.0
    is_border = market.is_border and p.use_collecting > 0.0
    if is_border:
        for k in range(COLLECTED_GOODS):
            height = season(x.iso_week, p.collecting_season_week[k], p.collecting_season_width[k])
            yields[k] = accepted * collector_yield(p.collector_yield_kg[k], height, nation.gatherers, p.crowding_share)
            income_kpw += yields[k] * nation.farm_gate_price[k] * nation.exchange_rate
    choice = stream(seed, GATHERING_CHOICE, t)
    buyer_choice = stream(seed, BUYER_CHOICE, t)
    for i in range(first, last):
        hh = w.households[i]
        hh.gathers = 0
        hh.gathering_income_kpw = 0.0
        cls = hh.household_class
        if not is_border or cls == OFFICIAL or cls == DONJU or cls == FARMER:
            continue
        outside = p.gathering_hours_share * hh.permanent_income_kpw
        chance = gathering_probability(income_kpw, outside, p.gathering_response, hh.gathering_taste)
        if uniform(choice, hh.identity) >= chance:
            continue
        buyer = CREW if uniform(buyer_choice, hh.identity) < market.crew_buyer_share else COMPANY
        hh.gathers = 1
        paid = 0
        for k in range(COLLECTED_GOODS):
            grams = int(yields[k] * GRAMS * hh.weight + 0.5)
            cost = minor(grams / GRAMS * nation.farm_gate_price[k])
            if cost > market.gathering_allotment_cny[buyer]:
                continue
            market.gathering_allotment_cny[buyer] -= cost
            market.gathered[buyer, k] += grams
            w.goods[m, EXPORT_GOOD + k, PRODUCED] += grams
            paid += cost
        hh.cash_cny += paid
        market.due_cny[CREWS if buyer == CREW else COMPANIES] -= paid
        flows[GATHERING_CREWS if buyer == CREW else GATHERING_COMPANIES, cls] += paid
        hh.gathering_income_kpw = paid / 100.0 * nation.exchange_rate / hh.weight
        tally.gatherers += hh.weight
        tally.gathering_income += hh.gathering_income_kpw * hh.weight
