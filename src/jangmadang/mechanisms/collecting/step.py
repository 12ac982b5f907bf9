"""Who gathers this week, how much, and to whom it is sold."""

from typing import Any

import numpy as np

from jangmadang.accounting.payments import minor
from jangmadang.accounting.transactions import (
    CREWS,
    DONJU,
    EXPORT_BUYERS,
    EXPORT_GOOD,
    FARMER,
    GATHERING_BUYERS,
    GATHERING_CREWS,
    OFFICIAL,
    PRODUCED,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.collecting.equations import (
    buyer_found_probability,
    collector_yield,
    gathering_probability,
)
from jangmadang.randomness import BUYER_CHOICE, GATHERING_CHOICE, Key, stream, uniform
from jangmadang.shapes import season_between
from jangmadang.world.members import COLLECTED_GOODS, COMPANY, CREW, GRAMS
from jangmadang.world.rows import Given, Household, Market, Nation, Parameters
from jangmadang.world.tables import World


@inlined
def wish_to_gather(hh: Household, market: Market, nation: Nation, p: Parameters) -> float:
    """Probability that a household would gather, if somebody buys; officials, donju and farmers do not."""
    cls = hh.household_class
    if cls == OFFICIAL or cls == DONJU or cls == FARMER:
        return 0.0
    earnings = market.kpw_per_earning_weight[cls] + market.cny_per_earning_weight[cls] * nation.exchange_rate
    outside = p.gathering_hours_share * earnings * hh.earning_weight / 100.0
    income = market.gathering_lot_cny * nation.exchange_rate
    return gathering_probability(income, outside, p.gathering_response, hh.gathering_taste)


@compiled
def hear_of_buyers(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What a week of gathering would bring in a border market, and the chance that a buyer has money left for it."""
    market = w.markets[m]
    nation = w.nation[0]
    market.gathering_lot_cny, market.buyer_found = 0.0, 0.0
    market.gathering_kg[:] = 0.0
    somebody_buys = nation.buying_openness[market.gate].sum() > 0.0
    if not market.is_border or not somebody_buys or p.use_collecting == 0.0:
        return
    for k in range(COLLECTED_GOODS):
        height = season_between(
            x.iso_week, p.collecting_season_week[k], p.collecting_season_width[k], p.thaw_week, p.frost_week
        )
        kg = collector_yield(p.collector_yield_kg[k], height, nation.gatherers, p.crowding_share)
        market.gathering_kg[k] = kg
        market.gathering_lot_cny += kg * nation.farm_gate_price[k]
    offered = 0.0
    if market.gathering_lot_cny > 0.0:
        for i in range(market.first, market.last):
            hh = w.households[i]
            hh.wish_to_gather = wish_to_gather(hh, market, nation, p)
            offered += hh.wish_to_gather * hh.weight
    money = market.gathering_allotment_cny.sum() / 100.0
    market.buyer_found = buyer_found_probability(money, offered * market.gathering_lot_cny)


@compiled
def gather(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households of a border market choose to gather, sell to companies or crews and are paid in yuan."""
    market = w.markets[m]
    for i in range(first, last):
        hh = w.households[i]
        hh.gathers = 0
        hh.gathering_income_kpw = 0.0
    if market.gathering_lot_cny <= 0.0:
        return
    buyer_choice = stream(seed, BUYER_CHOICE, t)
    collectors = np.empty(last - first, np.int64)
    key, found = stream(seed, GATHERING_CHOICE, t), market.buyer_found
    for i in collectors[: find_collectors(first, last, w, key, found, collectors)]:
        hh = w.households[i]
        buyer = CREW if uniform(buyer_choice, hh.identity) < market.crew_buyer_share else COMPANY
        cost = minor(market.gathering_lot_cny * hh.weight)
        if cost > market.gathering_allotment_cny[buyer]:
            buyer = COMPANY if buyer == CREW else CREW  # the one has spent more than its share by chance
        if 0 < cost <= market.gathering_allotment_cny[buyer]:
            sell_gathered(m, w, i, buyer, cost)


@inlined
def find_collectors(first: int, last: int, w: World, choice: Key, buyer_found: float, collectors: Any) -> int:
    """Fill `collectors` with the households that would gather and have heard of a buyer; return how many."""
    would = np.empty(last - first, np.bool_)
    for i in range(first, last):
        hh = w.households[i]
        would[i - first] = uniform(choice, hh.identity) < buyer_found * hh.wish_to_gather
    count = 0
    for i in range(first, last):
        collectors[count] = i
        count += would[i - first]
    return count


@inlined
def sell_gathered(m: int, w: World, i: int, buyer: int, cost: int) -> None:
    """Households of a row gather, and a buyer pays for what they bring."""
    market, flows, tally = w.markets[m], w.flows[m], w.tallies[m]
    hh = w.households[i]
    hh.gathers = 1
    market.gathering_allotment_cny[buyer] -= cost
    for k in range(COLLECTED_GOODS):
        grams = int(market.gathering_kg[k] * GRAMS * hh.weight + 0.5)
        market.gathered[buyer, k] += grams
        w.goods[m, EXPORT_GOOD + k, PRODUCED] += grams
    hh.cash_cny += cost
    market.due_cny[CREWS if buyer == CREW else EXPORT_BUYERS] -= cost
    flows[GATHERING_CREWS if buyer == CREW else GATHERING_BUYERS, hh.household_class] += cost
    hh.gathering_income_kpw = cost / 100.0 * w.nation[0].exchange_rate / hh.weight
    tally.gatherers += hh.weight
    tally.gathering_income += hh.gathering_income_kpw * hh.weight
