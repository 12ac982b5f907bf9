"""Who gathers this week, how much, and to whom it is sold."""

from typing import Any

import numpy as np
from numba import uint64

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
from jangmadang.elementary import ln
from jangmadang.mechanisms.collecting.equations import (
    collector_yield,
    gathering_hands,
    gathering_probability,
    hands_of_week,
    log_reserve,
)
from jangmadang.randomness import BUYER_CHOICE, GATHERING_CHOICE, Key, stream, uniform
from jangmadang.shapes import season_between
from jangmadang.world.columns import BLOCK_ROWS
from jangmadang.world.members import COLLECTED_GOODS, COMPANY, CREW, GRAMS, OFFER_LEVELS
from jangmadang.world.offers import add_offer, log_worth_of_level
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import World


@inlined
def may_gather(household_class: int) -> bool:
    """Officials, donju and farmers do not gather."""
    return household_class != OFFICIAL and household_class != DONJU and household_class != FARMER


@compiled
def offer_to_gather(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """What a week of gathering brings in a border market, and how many would gather for what it may be worth."""
    market = w.markets[m]
    nation = w.nation[0]
    market.gathering_kg[:] = 0.0
    market.gathering_offer[:] = 0.0
    if not market.is_border or p.use_collecting == 0.0:
        return
    for k in range(COLLECTED_GOODS):
        height = season_between(
            x.iso_week, p.collecting_season_week[k], p.collecting_season_width[k], p.thaw_week, p.frost_week
        )
        market.gathering_kg[k] = collector_yield(p.collector_yield_kg[k], height, nation.gatherers, p.crowding_share)
    if market.gathering_kg.sum() == 0.0:
        return
    reserves = np.zeros(OFFER_LEVELS)
    first: Any = uint64(market.first)
    while first < market.last:
        last, c = first + uint64(1), w.households[first].household_class
        most = min(first + uint64(BLOCK_ROWS), uint64(market.last))
        while last < most and w.households[last].household_class == c:
            last += uint64(1)
        if may_gather(c):
            offer_of_class(m, first, last, w, p, reserves)
        first = last
    tabulate_offers(market, reserves, p)


@inlined
def offer_of_class(m: int, first: int, last: int, w: World, p: Parameters, reserves: Any) -> None:
    """Find the worth of a week of usual gathering that makes up for each household's earnings; add up their hands.

    What the equations need is brought together first, so that the processor works on several households at once.
    """
    market, c = w.markets[m], w.households[first].household_class
    earnings = market.kpw_per_earning_weight[c] / w.nation[0].exchange_rate + market.cny_per_earning_weight[c]
    outside = 0.01 * p.gathering_hours_share * earnings
    usual = market.earning_weight_total[c] / market.real_households[c]
    response, power, loss = p.gathering_response, p.gathering_hands_power, p.setback_loss
    earning_weight, taste, setback, hands = np.empty((4, last - first))
    for i in range(first, last):
        hh, row = w.households[i], i - first
        earning_weight[row], taste[row], setback[row] = hh.earning_weight, hh.gathering_taste, hh.setback
    for row in range(hands.size):
        usually = gathering_hands(earning_weight[row], usual, power)
        taste[row] = log_reserve(outside * earning_weight[row], response, taste[row], usually)
        hands[row] = hands_of_week(usually, setback[row], loss)
    for i in range(first, last):
        hh, row = w.households[i], i - first
        hh.log_reserve = taste[row]
        add_offer(reserves, taste[row], hh.weight * hands[row])


@inlined
def tabulate_offers(market: Market, reserves: np.ndarray, p: Parameters) -> None:
    """Hands that would gather at each level of what a week of theirs is worth (CO-2)."""
    for level in range(OFFER_LEVELS):
        for j in range(OFFER_LEVELS):
            if reserves[j] > 0.0:
                market.gathering_offer[level] += reserves[j] * gathering_probability(
                    log_worth_of_level(level), log_worth_of_level(j), p.gathering_response
                )


@compiled
def gather(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households of a border market choose to gather, sell to companies or crews and are paid in yuan."""
    market = w.markets[m]
    for i in range(first, last):
        hh = w.households[i]
        hh.gathers = 0
        hh.gathering_income_kpw = 0.0
    if market.gathering_worth_cny <= 0.0 or not may_gather(w.households[first].household_class):
        return
    collectors = np.empty(last - first, np.int64)
    count = find_collectors(m, first, last, w, p, stream(seed, GATHERING_CHOICE, t), collectors)
    hands, buyers = np.empty(count), np.empty(count, np.bool_)
    come_to_buyers(m, w, p, stream(seed, BUYER_CHOICE, t), collectors[:count], hands, buyers)
    for k in range(count):
        hh = w.households[collectors[k]]
        buyer = CREW if buyers[k] else COMPANY
        cost = minor(market.gathering_worth_cny * hands[k] * hh.weight)
        if cost > market.gathering_allotment_cny[buyer]:
            buyer = COMPANY if buyer == CREW else CREW  # the one has spent more than its share by chance
        if 0 < cost <= market.gathering_allotment_cny[buyer]:
            sell_gathered(m, w, collectors[k], buyer, cost, hands[k])


@inlined
def come_to_buyers(m: int, w: World, p: Parameters, choice: Key, collectors: Any, hands: Any, with_crew: Any) -> None:
    """Fill in the hands that each collector sends gathering this week, and whether it meets a crew's buyer first."""
    market, power, loss = w.markets[m], p.gathering_hands_power, p.setback_loss
    if collectors.size == 0:
        return
    c = w.households[collectors[0]].household_class
    usual, share = market.earning_weight_total[c] / market.real_households[c], market.crew_buyer_share
    setbacks, identities = np.empty(collectors.size), np.empty(collectors.size, np.int64)
    for k in range(collectors.size):
        hh = w.households[collectors[k]]
        hands[k], setbacks[k], identities[k] = hh.earning_weight, hh.setback, hh.identity
    for k in range(collectors.size):
        hands[k] = hands_of_week(gathering_hands(hands[k], usual, power), setbacks[k], loss)
        with_crew[k] = uniform(choice, identities[k]) < share


@inlined
def find_collectors(m: int, first: int, last: int, w: World, p: Parameters, choice: Key, collectors: Any) -> int:
    """Fill `collectors` with the households that would gather and have heard of a buyer; return how many."""
    log_worth, buyer_found = ln(w.markets[m].gathering_worth_cny), w.markets[m].buyer_found
    would = np.empty(last - first, np.bool_)
    for i in range(first, last):
        hh = w.households[i]
        chance = buyer_found * gathering_probability(log_worth, hh.log_reserve, p.gathering_response)
        would[i - first] = uniform(choice, hh.identity) < chance
    count = 0
    for i in range(first, last):
        collectors[count] = i
        count += would[i - first]
    return count


@inlined
def sell_gathered(m: int, w: World, i: int, buyer: int, cost: int, hands: float) -> None:
    """Households of a row gather with so many hands each, and a buyer pays `cost`, 1/100 CNY, for what they bring."""
    market, flows, tally = w.markets[m], w.flows[m], w.tallies[m]
    hh = w.households[i]
    hh.gathers = 1
    market.gathering_allotment_cny[buyer] -= cost
    for k in range(COLLECTED_GOODS):
        grams = int(market.gathering_kg[k] * hands * GRAMS * hh.weight + 0.5)
        market.gathered[buyer, k] += grams
        w.goods[m, EXPORT_GOOD + k, PRODUCED] += grams
    hh.cash_cny += cost
    market.due_cny[CREWS if buyer == CREW else EXPORT_BUYERS] -= cost
    flows[GATHERING_CREWS if buyer == CREW else GATHERING_BUYERS, hh.household_class] += cost
    hh.gathering_income_kpw = cost / 100.0 * w.nation[0].exchange_rate / hh.weight
    tally.gatherers += hh.weight
    tally.gathering_income += hh.gathering_income_kpw * hh.weight
