"""Garments age, needs arise, households ask prices at one stall and buy the best offer if it is good enough."""

import math
from typing import Any

import numpy as np
from numba import uint64

from jangmadang.accounting.payments import minor, pay_trader
from jangmadang.accounting.transactions import (
    CLOTHING_SALES_CNY,
    CLOTHING_SALES_KPW,
    CONSUMED,
    DESIGNS,
    DONJU,
    HOUSEHOLD_CLASSES,
    OFFICIAL,
    TIERS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.clothing_demand.equations import (
    age_after_purchase,
    common_reservation,
    need_probability,
    purse_limit,
    surplus,
)
from jangmadang.randomness import (
    GARMENT_CHOICE,
    GARMENT_NEED,
    GARMENT_TASTE,
    PARTIAL_FILL,
    STALL_CHOICE,
    Key,
    bell_noise,
    stream,
    uniform,
)
from jangmadang.shapes import season
from jangmadang.world.gates import lockdown
from jangmadang.world.members import FIRST_GARMENT, LUXURY, ORDINARY, SEASON_GROUPS, WEALTHY
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import OLDEST_GARMENT_WEEKS, World

VARIANT_STEP = uint64(0xD1342543DE82EF95)  # keeps the taste draws of a garment's variants apart


@inlined
def group_of(garment: int) -> int:
    """Season group of a garment."""
    for group in range(SEASON_GROUPS - 1):
        if garment < FIRST_GARMENT[group + 1]:
            return group
    return SEASON_GROUPS - 1


@compiled
def tabulate_needs(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Chance of a need this week by class, season group and age of the garment, for households to look theirs up."""
    chance = w.nation[0].need_chance
    for group in range(SEASON_GROUPS):
        height = season(x.iso_week, p.season_week[group], p.season_width[group])
        if p.use_seasonal_needs == 0.0:
            height = p.season_width[group] * math.sqrt(2.0 * math.pi) / 52.0  # the year's mean
        hazard = p.need_hazard[group] * p.use_clothing
        if hazard * height == 0.0:
            chance[group] = 0.0
            continue
        for c in range(HOUSEHOLD_CLASSES):
            for age in range(OLDEST_GARMENT_WEEKS + 1):
                chance[group, c, age] = need_probability(hazard, height, float(age), p.garment_wear_weeks[c])


@compiled
def want_garments(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Money is set aside, garments age by a week; in season a need may arise, at most one a week."""
    set_aside(first, last, w, p)
    need = stream(seed, GARMENT_NEED, t)
    choice = stream(seed, GARMENT_CHOICE, t)
    chance = w.nation[0].need_chance
    open_share = 1.0 - lockdown(w.markets[m], x)
    for i in range(first, last):
        hh = w.households[i]
        hh.wanted_garment = -1
        for group in range(SEASON_GROUPS):
            hh.garment_age_weeks[group] = min(hh.garment_age_weeks[group] + 1, OLDEST_GARMENT_WEEKS)
    candidates, in_need = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    count = 0
    for group in range(SEASON_GROUPS):
        largest = chance[group, :, OLDEST_GARMENT_WEEKS].max() * open_share  # the chance rises with age (CD-1)
        for i in candidates[: draw_below(largest, need + uint64(group), first, last, w, candidates)]:
            hh = w.households[i]
            age = hh.garment_age_weeks[group]
            arises = uniform(need + uint64(group), hh.identity) < chance[group, hh.household_class, age] * open_share
            is_first = arises & (hh.wanted_garment < 0)
            hh.wanted_garment = group if is_first else hh.wanted_garment
            in_need[count] = i
            count += is_first
    for i in in_need[:count]:
        hh = w.households[i]
        hh.wanted_garment = choose_garment(p, hh.wanted_garment, uniform(choice, hh.identity))


@compiled
def set_aside(first: int, last: int, w: World, p: Parameters) -> None:
    """Families put this week's share for clothing into a purse of yuan, until it holds that of so many weeks."""
    rate = w.nation[0].exchange_rate
    yuan = 1.0 / rate
    for i in range(first, last):
        hh = w.households[i]
        share = hh.clothing_budget_kpw * p.use_clothing * yuan
        most = purse_limit(share, p.clothing_saving_weeks)
        put = min(max(most - hh.clothing_purse_cny, 0.0), share)
        put = min(put, max(hh.budget_kpw - hh.other_food_budget_kpw, 0.0) * yuan)
        hh.clothing_purse_cny += put
        hh.budget_kpw -= put * rate


@inlined
def draw_below(chance: float, key: Key, first: int, last: int, w: World, rows: Any) -> int:
    """Fill `rows` with the households whose draw of this week is below a chance, without a branch; return how many."""
    count = 0
    if chance == 0.0:
        return count
    for i in range(first, last):
        rows[count] = i
        count += uniform(key, w.households[i].identity) < chance
    return count


@inlined
def choose_garment(p: Parameters, group: int, draw: float) -> int:
    """Garment of a season group by popularity: as many are passed over as the draw exceeds, without a branch."""
    total = 0.0
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1]):
        total += p.garment_popularity[g]
    left, chosen = draw * total, FIRST_GARMENT[group]
    for g in range(FIRST_GARMENT[group], FIRST_GARMENT[group + 1] - 1):
        left -= p.garment_popularity[g]
        chosen += left >= 0.0
    return chosen


@compiled
def shop_for_clothes(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households in need visit one stall each."""
    market = w.markets[m]
    if market.last_trader == market.first_trader:
        return
    stall = stream(seed, STALL_CHOICE, t)
    shoppers = np.empty(last - first, np.int64)
    count = 0
    for i in range(first, last):
        shoppers[count] = i
        count += w.households[i].wanted_garment >= 0
    offers = np.empty((TIERS, DESIGNS))
    for i in shoppers[:count]:
        draw = uniform(stall, w.households[i].identity)
        seller = market.first_trader + int(draw * (market.last_trader - market.first_trader))
        visit(m, w, p, seed, t, i, seller, offers)


@inlined
def visit(m: int, w: World, p: Parameters, seed: int, t: int, i: int, seller: int, offers: Any) -> None:
    """A household asks the prices of one garment at a trader's stalls; it buys the best that its purse pays, or not.

    `offers` [tier, design] is room for the surplus of each; all are reckoned, for that is quicker than to choose which.
    """
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    hh = w.households[i]
    trader = w.traders[seller]
    g = hh.wanted_garment
    cls = hh.household_class
    wealthy = WEALTHY if (cls == OFFICIAL or cls == DONJU) else ORDINARY
    reference = p.reference_income_cny * p.base_exchange_rate
    common = common_reservation(
        p.reservation_level,
        p.clothing_income_elasticity,
        hh.permanent_income_kpw / market.cpi / reference,
        p.largest_income_effect,
        p.clothing_confidence_elasticity,
        market.confidence[wealthy] if p.use_confidence > 0.0 else 0.5,
    )
    taste = stream(seed, GARMENT_TASTE, nation.season_number[group_of(g)]) + uint64(g)
    purse = hh.clothing_purse_cny * nation.exchange_rate
    for tier in range(TIERS):
        affordable = trader.price[g, tier] <= purse
        status = p.status_taste[cls] if tier == LUXURY and p.use_status_taste > 0.0 else 0.0
        ln_price = trader.ln_relative_price[g, tier]
        for d in range(DESIGNS):
            noise = bell_noise(taste + uint64(tier * DESIGNS + d) * VARIANT_STEP, hh.identity)
            appeal = p.appeal_spread * nation.appeal[g, tier, d]
            offer = surplus(common, status, appeal, p.taste_spread * noise, ln_price)
            offers[tier, d] = offer if affordable and trader.stock[g, tier, d] > 0 else 0.0
    trader.visits[g] += hh.weight
    tally.clothing_visits += hh.weight
    best, best_tier, best_design = 0.0, -1, -1
    for tier in range(TIERS):
        for d in range(DESIGNS):
            trader.inquiries[g, tier, d] += hh.weight * (trader.stock[g, tier, d] > 0)
            if offers[tier, d] > best:
                best, best_tier, best_design = offers[tier, d], tier, d
        tally.clothing_inquiries[g, tier] += hh.weight
    if best_tier >= 0:
        buy(m, w, p, seed, t, i, seller, g, best_tier, best_design, wealthy)


@inlined
def buy(
    m: int, w: World, p: Parameters, seed: int, t: int, i: int, seller: int, g: int, tier: int, d: int, wealthy: int
) -> None:
    """Sell as many pieces as the row's households want and the trader has, if they can and would pay.

    A garment is paid out of what the family has set aside for clothing, and not out of the money of this week's needs.
    """
    nation = w.nation[0]
    tally = w.tallies[m]
    hh = w.households[i]
    trader = w.traders[seller]
    pieces = min(int(hh.weight), trader.stock[g, tier, d])
    cost = minor(pieces * trader.price[g, tier])
    if cost > hh.cash_kpw + hh.cash_cny * nation.exchange_rate:
        return
    kept = int(max(hh.budget_kpw, 0.0) * 100.0 * hh.weight)
    pay_trader(hh, trader, w.flows[m], CLOTHING_SALES_KPW, CLOTHING_SALES_CNY, cost, nation.exchange_rate, kept)
    trader.stock[g, tier, d] -= pieces
    trader.bought[g, tier, d] += pieces
    w.goods[m, (g * TIERS + tier) * DESIGNS + d, CONSUMED] += pieces
    hh.spending_kpw += cost / (100.0 * hh.weight)
    hh.clothing_purse_cny -= cost / (100.0 * hh.weight) / nation.exchange_rate
    tally.clothing_purchases[g, tier, wealthy] += pieces
    tally.clothing_value[tier] += cost / 100.0
    tally.turnover += cost / 100.0
    if pieces == hh.weight or uniform(stream(seed, PARTIAL_FILL, t), hh.identity) * hh.weight < pieces:
        group = group_of(g)
        hh.garment_age_weeks[group] = int(age_after_purchase(hh.garment_age_weeks[group], p.garment_wearers) + 0.5)
