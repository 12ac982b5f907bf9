"""The clothing market in NumPy: every step over whole arrays."""

from __future__ import annotations

from collections.abc import Iterator

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


def weeks(households: int, seed: int) -> Iterator[Week]:
    """Pass weeks for as long as asked."""
    rng = np.random.default_rng(seed)
    ages, ln_budgets = opening(households, seed)
    sellers = households // MARKET_HOUSEHOLDS * MARKET_SELLERS
    need_probability = np.array(NEED_PROBABILITY, dtype=np.float32)
    appeals = np.array(APPEALS)
    markup = np.full(sellers, TARGET_MARKUP)
    expected_demand = np.full((sellers, DESIGNS), OPENING_DEMAND)
    stock = np.full((sellers, DESIGNS), OPENING_STOCK)
    while True:
        ages += ages < OLDEST_WEEKS
        in_need = np.flatnonzero(rng.random(households, dtype=np.float32) < need_probability[ages])
        visitor = in_need[rng.random(in_need.size) < VISIT_PROBABILITY]
        seller = visitor // MARKET_HOUSEHOLDS * MARKET_SELLERS + rng.integers(MARKET_SELLERS, size=visitor.size)
        design = rng.integers(DESIGNS, size=visitor.size)
        price = UNIT_COST * (1.0 + markup)
        utility = CHOICE_LEVEL + appeals[design] + BUDGET_ELASTICITY * (ln_budgets[visitor] - np.log(price)[seller])
        wants = rng.random(visitor.size) < 1.0 / (1.0 + np.exp(-utility))

        # Those who want a piece queue at its stall in random order; the first get what is there.
        stall = (seller * DESIGNS + design)[wants]
        order = np.lexsort((rng.random(stall.size), stall))
        wanted = np.bincount(stall, minlength=stock.size)
        queue = stall[order]
        place = np.arange(queue.size) - (np.cumsum(wanted) - wanted)[queue]
        ages[visitor[wants][order[place < stock.ravel()[queue]]]] = 0
        wanted = wanted.reshape(stock.shape)
        sold = np.minimum(wanted, stock)
        yield Week(in_need.size, visitor.size, int(sold.sum()), float(price.mean()))

        sell_through = sold.sum(axis=1) / np.maximum(stock.sum(axis=1), 1)
        markup += MARKUP_SPEED * (sell_through - TARGET_SELL_THROUGH) + MARKUP_SPEED * (TARGET_MARKUP - markup)
        markup = markup.clip(SMALLEST_MARKUP, LARGEST_MARKUP)
        expected_demand += BELIEF_SPEED * (wanted - expected_demand)
        level = np.floor(expected_demand + SAFETY_FACTOR * np.sqrt(expected_demand) + 0.5).astype(int)
        stock = np.maximum(stock - sold, level)
