"""Households ask prices at one stall and buy the best offer if it is good enough."""

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
    GARMENTS,
    OFFICIAL,
    TIERS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.clothing_demand.equations import (
    age_after_purchase,
    common_reservation,
    surplus,
)
from jangmadang.mechanisms.clothing_demand.step import group_of
from jangmadang.randomness import (
    GARMENT_TASTE,
    PARTIAL_FILL,
    STALL_CHOICE,
    Key,
    bell_noise,
    stream,
    uniform,
)
from jangmadang.world.columns import BLOCK_ROWS
from jangmadang.world.members import LUXURY, MASS, ORDINARY, WEALTHY
from jangmadang.world.rows import Given, Market, Parameters, Tally, Trader
from jangmadang.world.tables import World

ROWS_AND_LINE = BLOCK_ROWS + 8  # a line lies free between columns, or they would drive each other out of the cache
COMMON, PURSE, LARGEST, VARIANT, PRICE = range(5)  # columns of what shoppers compare
LN_PRICE = PRICE + TIERS
VARIANT_STEP = uint64(0xD1342543DE82EF95)  # keeps the taste draws of a garment's variants apart


@compiled
def shop_for_clothes(m: int, first: int, last: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Households in need visit one stall each; who can pay something there looks for the best offer."""
    market = w.markets[m]
    if market.last_trader == market.first_trader:
        return
    shoppers = np.empty(last - first, np.int64)
    count = find_shoppers(first, last, w, shoppers)
    stalls, weights, able = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    asked = np.zeros((market.last_trader - market.first_trader) * GARMENTS, np.int64)
    found = visit_stalls(m, w, stream(seed, STALL_CHOICE, t), shoppers[:count], stalls, weights, asked, able)
    common, chosen, offers = reservations(m, w, p, shoppers, able[:found]), np.empty(found), np.empty((TIERS, DESIGNS))
    choose_offers(m, w, p, seed, shoppers, stalls, able[:found], common, chosen)
    for k in range(found):
        number, variant = able[k], int(chosen[k])
        if variant < 0:
            continue
        i, seller = shoppers[number], market.first_trader + stalls[number] // GARMENTS
        g = w.households[i].wanted_garment
        if w.traders[seller].stock[g, variant // DESIGNS, variant % DESIGNS] == 0:
            variant = best_offer(w, p, i, seller, common[k], taste_key(w, seed, g), offers)
        if variant >= 0:
            tier, d = variant // DESIGNS, variant % DESIGNS
            buy(m, w, p, seed, t, i, seller, g, tier, d)
            if w.traders[seller].stock[g, tier, d] == 0:  # who comes later cannot ask for it
                w.traders[seller].inquiries[g, tier, d] += asked_until(stalls, weights, number)
    for stall in range(asked.size):
        if asked[stall] > 0:
            trader = w.traders[market.first_trader + stall // GARMENTS]
            ask(trader, w.tallies[m], stall % GARMENTS, asked[stall])


@inlined
def find_shoppers(first: int, last: int, w: World, shoppers: Any) -> int:
    """Fill `shoppers` with the households that want a garment, without a branch; return how many."""
    count = 0
    for i in range(first, last):
        shoppers[count] = i
        count += w.households[i].wanted_garment >= 0
    return count


@inlined
def visit_stalls(m: int, w: World, key: Key, shoppers: Any, stalls: Any, weights: Any, asked: Any, able: Any) -> int:
    """Each shopper goes to a stall of its garment; fill `able` with who can pay the cheapest piece; return how many.

    `asked` gathers the households that come to each stall, which are reckoned together when all have shopped.
    """
    market, rate = w.markets[m], w.nation[0].exchange_rate
    traders = market.last_trader - market.first_trader
    count = 0
    for number in range(shoppers.size):
        hh = w.households[shoppers[number]]
        g, seller = hh.wanted_garment, int(uniform(key, hh.identity) * traders)
        stall, prices = seller * GARMENTS + g, w.traders[market.first_trader + seller].price
        stalls[number], weights[number] = stall, hh.weight
        asked[stall] += hh.weight
        able[count] = number
        count += hh.clothing_purse_cny * rate >= min(prices[g, MASS], prices[g, LUXURY])
    return count


@inlined
def reservations(m: int, w: World, p: Parameters, shoppers: Any, able: Any) -> Any:
    """Part of ln reservation prices that is common to all variants, of some shoppers of one class."""
    market, found = w.markets[m], np.empty(able.size)
    if able.size == 0:
        return found
    confidence, cpi = confidence_of(market, w.households[shoppers[0]].household_class, p), market.cpi
    for k in range(able.size):
        found[k] = w.households[shoppers[able[k]]].permanent_income_kpw
    for k in range(able.size):
        found[k] = reservation(p, found[k], cpi, confidence)
    return found


@inlined
def choose_offers(
    m: int, w: World, p: Parameters, seed: int, shoppers: Any, stalls: Any, able: Any, common: Any, chosen: Any
) -> None:
    """Fill `chosen` with each shopper's variant of the largest surplus that the purse pays, in stock or not, or -1.

    As `best_offer`, but garment after garment and variant after variant, so that the processor works on several
    shoppers at once.
    """
    market, rate = w.markets[m], w.nation[0].exchange_rate
    numbers, identities = np.empty(able.size, np.int64), np.empty(able.size, np.int64)
    room, places = np.empty((LN_PRICE + TIERS, ROWS_AND_LINE)), places_by_garment(w, shoppers, able)
    for k in range(able.size):
        hh, trader = w.households[shoppers[able[k]]], w.traders[market.first_trader + stalls[able[k]] // GARMENTS]
        g = hh.wanted_garment
        place = places[g]
        places[g] += 1
        numbers[place], identities[place], room[COMMON, place] = k, hh.identity, common[k]
        room[PURSE, place], room[LARGEST, place], room[VARIANT, place] = hh.clothing_purse_cny * rate, 0.0, -1.0
        for tier in range(TIERS):
            room[PRICE + tier, place] = trader.price[g, tier]
            room[LN_PRICE + tier, place] = trader.ln_relative_price[g, tier]
    first: Any = uint64(0)
    cls = w.households[shoppers[0]].household_class if able.size > 0 else 0
    for g in range(GARMENTS):
        last: Any = uint64(places[g])
        if last > first:
            compare_variants(w, p, room, identities, first, last, g, taste_key(w, seed, g), cls)
        first = last
    for place in range(able.size):
        chosen[numbers[place]] = room[VARIANT, place]


@inlined
def places_by_garment(w: World, shoppers: Any, able: Any) -> Any:
    """Where each garment's shoppers begin if they stand in the order of garments."""
    places = np.zeros(GARMENTS + 1, np.int64)
    for number in able:
        places[w.households[shoppers[number]].wanted_garment + 1] += 1
    for g in range(GARMENTS):
        places[g + 1] += places[g]
    return places


@inlined
def compare_variants(
    w: World, p: Parameters, room: Any, identities: Any, first: int, last: int, g: int, taste: Key, cls: int
) -> None:
    """Shoppers of a class for a garment find the variant of the largest surplus that they can pay."""
    for tier in range(TIERS):
        status = status_value(p, cls, tier)
        for d in range(DESIGNS):
            variant = tier * DESIGNS + d
            key, appeal = taste + uint64(variant) * VARIANT_STEP, p.appeal_spread * w.nation[0].appeal[g, tier, d]
            for k in range(first, last):
                noise = p.taste_spread * bell_noise(key, identities[k])
                offered = surplus(room[COMMON, k], status, appeal, noise, room[LN_PRICE + tier, k])
                is_better = (room[PRICE + tier, k] <= room[PURSE, k]) & (offered > room[LARGEST, k])
                room[LARGEST, k] = offered if is_better else room[LARGEST, k]
                room[VARIANT, k] = float(variant) if is_better else room[VARIANT, k]


@inlined
def status_value(p: Parameters, household_class: int, tier: int) -> float:
    """What looking high-end is worth to a class, ln; nothing in mass garments."""
    return p.status_taste[household_class] if tier == LUXURY and p.use_status_seeking > 0.0 else 0.0


@inlined
def asked_until(stalls: Any, weights: Any, number: int) -> int:
    """Households that have come to a shopper's stall, itself included."""
    households = 0
    for k in range(number + 1):
        households += weights[k] if stalls[k] == stalls[number] else 0
    return households


@inlined
def ask(trader: Trader, tally: Tally, g: int, households: int) -> None:
    """Households ask a trader the prices of a garment; who wants a variant that is out of stock is not noticed."""
    trader.visits[g] += households
    tally.clothing_visits += households
    for tier in range(TIERS):
        tally.clothing_inquiries[g, tier] += households
        for d in range(DESIGNS):
            trader.inquiries[g, tier, d] += households * (trader.stock[g, tier, d] > 0)


@inlined
def visit(m: int, w: World, p: Parameters, seed: int, t: int, i: int, seller: int, offers: Any) -> None:
    """A household asks the prices of one garment at a trader's stalls; it buys the best that its purse pays, or not."""
    market, hh = w.markets[m], w.households[i]
    g = hh.wanted_garment
    ask(w.traders[seller], w.tallies[m], g, hh.weight)
    confidence = confidence_of(market, hh.household_class, p)
    common = reservation(p, float(hh.permanent_income_kpw), market.cpi, confidence)
    variant = best_offer(w, p, i, seller, common, taste_key(w, seed, g), offers)
    if variant >= 0:
        buy(m, w, p, seed, t, i, seller, g, variant // DESIGNS, variant % DESIGNS)


@inlined
def group_of_buyers(cls: int) -> int:
    """Group by whose confidence a class buys."""
    return WEALTHY if (cls == OFFICIAL or cls == DONJU) else ORDINARY


@inlined
def confidence_of(market: Market, cls: int, p: Parameters) -> float:
    """Confidence of a class in the weeks to come, 0 to 1, where it matters."""
    return market.confidence[group_of_buyers(cls)] if p.use_confidence > 0.0 else 0.5


@inlined
def reservation(p: Parameters, income_kpw: float, cpi: float, confidence: float) -> float:
    """Part of a household's ln reservation price that all variants share; `cpi` over its base, `confidence` 0 to 1."""
    return common_reservation(
        p.reservation_level,
        p.clothing_income_elasticity,
        income_kpw / cpi / (p.reference_income_cny * p.base_exchange_rate),
        p.largest_income_effect,
        p.clothing_confidence_elasticity,
        confidence,
    )


@inlined
def taste_key(w: World, seed: int, g: int) -> Key:
    """Key of the tastes for a garment in a season."""
    return stream(seed, GARMENT_TASTE, w.nation[0].season_number[group_of(g)]) + uint64(g)


@inlined
def best_offer(w: World, p: Parameters, i: int, seller: int, common: float, taste: Key, offers: Any) -> int:
    """Variant with the largest surplus that the purse pays and the trader has, or -1; `offers` [tier, design] is room.

    All designs are reckoned, for that is quicker than to choose which. `common` is of `reservation`, ln.
    """
    hh, trader, nation = w.households[i], w.traders[seller], w.nation[0]
    g, identity = hh.wanted_garment, hh.identity
    purse = hh.clothing_purse_cny * nation.exchange_rate
    appeal_spread, taste_spread = p.appeal_spread, p.taste_spread
    best, chosen = 0.0, -1
    for tier in range(TIERS):
        if trader.price[g, tier] > purse:
            continue
        status = status_value(p, hh.household_class, tier)
        ln_price = trader.ln_relative_price[g, tier]
        for d in range(DESIGNS):
            noise = bell_noise(taste + uint64(tier * DESIGNS + d) * VARIANT_STEP, identity)
            offers[tier, d] = surplus(
                common, status, appeal_spread * nation.appeal[g, tier, d], taste_spread * noise, ln_price
            )
        for d in range(DESIGNS):
            if offers[tier, d] > best and trader.stock[g, tier, d] > 0:
                best, chosen = offers[tier, d], tier * DESIGNS + d
    return chosen


@inlined
def buy(m: int, w: World, p: Parameters, seed: int, t: int, i: int, seller: int, g: int, tier: int, d: int) -> None:
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
    tally.clothing_purchases[g, tier, group_of_buyers(hh.household_class)] += pieces
    tally.clothing_value[tier] += cost / 100.0
    tally.turnover += cost / 100.0
    if pieces == hh.weight or uniform(stream(seed, PARTIAL_FILL, t), hh.identity) * hh.weight < pieces:
        group = group_of(g)
        hh.garment_age_weeks[group] = int(age_after_purchase(hh.garment_age_weeks[group], p.garment_wearers) + 0.5)
