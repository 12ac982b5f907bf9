"""The clothing market on Jangmadang's own terms: its records, randomness, shapes, equations and threads.

It is written like the product's rooms: compiled steps over one market's records, equations taken from where they are
defined, every draw a function of seed, purpose, household and week. Results do not depend on the number of threads.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from benchmarks.peers.specification import (
    APPEALS,
    BELIEF_SPEED,
    BUDGET_ELASTICITY,
    CHOICE_LEVEL,
    DESIGNS,
    LARGEST_MARKUP,
    MARKET_HOUSEHOLDS,
    MARKET_SELLERS,
    MARKUP_SPEED,
    NEED_PROBABILITY,
    OLDEST_WEEKS,
    OPENING_DEMAND,
    OPENING_STOCK,
    SAFETY_FACTOR,
    SMALLEST_MARKUP,
    TARGET_MARKUP,
    TARGET_SELL_THROUGH,
    UNIT_COST,
    VISIT_PROBABILITY,
    Week,
    opening,
)
from jangmadang.compiling import compiled
from jangmadang.mechanisms.clothing_trade.equations import next_markup, posted_price
from jangmadang.randomness import (
    GARMENT_CHOICE,
    GARMENT_NEED,
    GARMENT_TASTE,
    SEARCH_ORDER,
    STALL_CHOICE,
    stream,
    uniform,
)
from jangmadang.shapes import adjusted, logistic

STALL_VISIT = 1_001  # a purpose the product does not have
NEED, APPEAL = np.array(NEED_PROBABILITY), np.array(APPEALS)

HOUSEHOLD = np.dtype([("ln_budget", "f4"), ("garment_age_weeks", "u1")], align=True)
SELLER = np.dtype(
    [
        ("markup", "f8"),
        ("price", "f8"),
        ("ln_price", "f8"),
        ("expected_demand", "f8", (DESIGNS,)),
        ("stock", "i8", (DESIGNS,)),
        ("wanted", "i8", (DESIGNS,)),
        ("opening_stock", "i8"),
    ]
)
TALLY = np.dtype([("needs", "i8"), ("inquiries", "i8"), ("purchases", "i8"), ("price", "f8")])


@compiled
def markets_week(first: int, last: int, households: Any, sellers: Any, tallies: Any, seed: int, t: int) -> None:
    """The week of some markets, one after another."""
    shoppers = np.empty(MARKET_HOUSEHOLDS + 1, np.int64)
    for m in range(first, last):
        post_prices(m, sellers, tallies[m])
        count = list_shoppers(m, households, shoppers, seed, t)
        shop(m, shoppers[:count], households, sellers, tallies[m], seed, t)
        learn(m, sellers)


@compiled
def post_prices(m: int, sellers: Any, tally: Any) -> None:
    """Post the week's prices over open books."""
    tally.inquiries = tally.purchases = 0
    tally.price = 0.0
    for k in range(m * MARKET_SELLERS, (m + 1) * MARKET_SELLERS):
        seller = sellers[k]
        seller.price = posted_price(UNIT_COST, seller.markup, 1.0, 1.0)
        seller.ln_price = math.log(seller.price)
        seller.wanted[:] = 0
        seller.opening_stock = max(seller.stock.sum(), 1)
        tally.price += seller.price / MARKET_SELLERS


@compiled
def list_shoppers(m: int, households: Any, shoppers: Any, seed: int, t: int) -> int:
    """Garments age and needs arise, from a random household on, so that none is served first for ever."""
    need = stream(seed, GARMENT_NEED, t)
    first, last = m * MARKET_HOUSEHOLDS, (m + 1) * MARKET_HOUSEHOLDS
    start = first + int(uniform(stream(seed, SEARCH_ORDER, t), m) * MARKET_HOUSEHOLDS)
    count = 0
    for begin, end in ((start, last), (first, start)):
        for i in range(begin, end):
            age = min(households[i].garment_age_weeks + 1, OLDEST_WEEKS)
            households[i].garment_age_weeks = age
            shoppers[count] = i
            count += uniform(need, i) < NEED[age]  # no branch: the next one overwrites whoever has no need
    return count


@compiled
def shop(m: int, shoppers: Any, households: Any, sellers: Any, tally: Any, seed: int, t: int) -> None:
    """Households in need may go to a seller, ask for a design, and buy it."""
    going, stall = stream(seed, STALL_VISIT, t), stream(seed, STALL_CHOICE, t)
    choice, taste = stream(seed, GARMENT_CHOICE, t), stream(seed, GARMENT_TASTE, t)
    tally.needs = len(shoppers)
    for i in shoppers:
        if uniform(going, i) >= VISIT_PROBABILITY:
            continue
        tally.inquiries += 1
        seller = sellers[m * MARKET_SELLERS + int(uniform(stall, i) * MARKET_SELLERS)]
        d = int(uniform(choice, i) * DESIGNS)
        utility = CHOICE_LEVEL + APPEAL[d] + BUDGET_ELASTICITY * (households[i].ln_budget - seller.ln_price)
        if uniform(taste, i) < logistic(utility):
            seller.wanted[d] += 1
            if seller.stock[d] > 0:
                seller.stock[d] -= 1
                households[i].garment_age_weeks = 0
                tally.purchases += 1


@compiled
def learn(m: int, sellers: Any) -> None:
    """Sellers update markups and expected demand, and order."""
    for k in range(m * MARKET_SELLERS, (m + 1) * MARKET_SELLERS):
        seller = sellers[k]
        seller.markup = next_markup(
            seller.markup,
            1.0 - seller.stock.sum() / seller.opening_stock,
            TARGET_SELL_THROUGH,
            MARKUP_SPEED,
            TARGET_MARKUP,
            SMALLEST_MARKUP / TARGET_MARKUP,
            LARGEST_MARKUP / TARGET_MARKUP,
        )
        for d in range(DESIGNS):
            demand = adjusted(seller.expected_demand[d], seller.wanted[d], BELIEF_SPEED)
            seller.expected_demand[d] = demand
            seller.stock[d] = max(seller.stock[d], int(demand + SAFETY_FACTOR * math.sqrt(demand) + 0.5))


@compiled
def add_up(tallies: Any) -> Any:
    """Sums over markets, and the mean price."""
    needs, inquiries, purchases, price = 0, 0, 0, 0.0
    for tally in tallies:
        needs += tally.needs
        inquiries += tally.inquiries
        purchases += tally.purchases
        price += tally.price
    return needs, inquiries, purchases, price / len(tallies)


def weeks(households: int, seed: int, threads: int = 1) -> Iterator[Week]:
    """Pass weeks for as long as asked."""
    rows = np.zeros(households, HOUSEHOLD)
    rows["garment_age_weeks"], rows["ln_budget"] = opening(households, seed)
    markets = households // MARKET_HOUSEHOLDS
    sellers, tallies = np.zeros(markets * MARKET_SELLERS, SELLER), np.zeros(markets, TALLY)
    sellers["markup"], sellers["expected_demand"], sellers["stock"] = TARGET_MARKUP, OPENING_DEMAND, OPENING_STOCK
    bounds = np.linspace(0, markets, threads + 1).astype(int).tolist()
    parts = list(itertools.pairwise(bounds))
    t = 0
    with ThreadPoolExecutor(threads) as pool:
        while True:
            others = [pool.submit(markets_week, *part, rows, sellers, tallies, seed, t) for part in parts[1:]]
            markets_week(*parts[0], rows, sellers, tallies, seed, t)
            for other in others:
                other.result()
            yield Week(*add_up(tallies))
            t += 1
