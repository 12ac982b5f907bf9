"""The clothing market in Mesa 3: one object per agent, activated by type with `shuffle_do` and `do`."""

from __future__ import annotations

import math
from collections.abc import Iterator

import mesa

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


class Household(mesa.Agent):
    """Its garment ages until it needs a new one."""

    def __init__(self, model: Market, age: int, ln_budget: float, sellers: list[Seller]) -> None:
        super().__init__(model)
        self.age = age
        self.ln_budget = ln_budget
        self.sellers = sellers

    def shop(self) -> None:
        """Need and visit."""
        self.age = min(self.age + 1, OLDEST_WEEKS)
        if self.random.random() >= NEED_PROBABILITY[self.age]:
            return
        self.model.needs += 1
        if self.random.random() < VISIT_PROBABILITY:
            self.random.choice(self.sellers).serve(self)


class Seller(mesa.Agent):
    """Sells a few designs at one markup, learns their demand and orders."""

    def __init__(self, model: Market) -> None:
        super().__init__(model)
        self.markup = TARGET_MARKUP
        self.price = UNIT_COST * (1.0 + TARGET_MARKUP)
        self.expected_demand = [OPENING_DEMAND] * DESIGNS
        self.stock = [OPENING_STOCK] * DESIGNS
        self.opening_stock = sum(self.stock)
        self.wanted = [0] * DESIGNS

    def serve(self, household: Household) -> None:
        """Inquiry and purchase."""
        self.model.inquiries += 1
        design = self.random.randrange(DESIGNS)
        utility = CHOICE_LEVEL + APPEALS[design] + BUDGET_ELASTICITY * (household.ln_budget - math.log(self.price))
        if self.random.random() >= 1.0 / (1.0 + math.exp(-utility)):
            return
        self.wanted[design] += 1
        if self.stock[design] > 0:
            self.stock[design] -= 1
            household.age = 0
            self.model.purchases += 1

    def close_week(self) -> None:
        """Price, belief and order."""
        sell_through = (self.opening_stock - sum(self.stock)) / self.opening_stock
        moved = MARKUP_SPEED * (sell_through - TARGET_SELL_THROUGH) + MARKUP_SPEED * (TARGET_MARKUP - self.markup)
        self.markup = min(max(self.markup + moved, SMALLEST_MARKUP), LARGEST_MARKUP)
        self.price = UNIT_COST * (1.0 + self.markup)
        for design in range(DESIGNS):
            demand = self.expected_demand[design]
            demand += BELIEF_SPEED * (self.wanted[design] - demand)
            level = math.floor(demand + SAFETY_FACTOR * math.sqrt(demand) + 0.5)
            self.expected_demand[design] = demand
            self.stock[design] = max(self.stock[design], level)
            self.wanted[design] = 0
        self.opening_stock = max(sum(self.stock), 1)


class Market(mesa.Model):
    """All markets; a seller and a household meet only inside their own."""

    def __init__(self, households: int, seed: int) -> None:
        super().__init__(rng=seed)
        ages, ln_budgets = opening(households, seed)
        sellers = list(Seller.create_agents(self, households // MARKET_HOUSEHOLDS * MARKET_SELLERS))
        markets = [sellers[first : first + MARKET_SELLERS] for first in range(0, len(sellers), MARKET_SELLERS)]
        own = [markets[i // MARKET_HOUSEHOLDS] for i in range(households)]
        Household.create_agents(self, households, ages.tolist(), ln_budgets.tolist(), own)

    def step(self) -> None:
        """Pass a week."""
        self.needs = self.inquiries = self.purchases = 0
        self.mean_price = self.agents_by_type[Seller].agg("price", lambda prices: sum(prices) / len(prices))
        self.agents_by_type[Household].shuffle_do("shop")
        self.agents_by_type[Seller].do("close_week")


def weeks(households: int, seed: int) -> Iterator[Week]:
    """Pass weeks for as long as asked."""
    model = Market(households, seed)
    while True:
        model.step()
        yield Week(model.needs, model.inquiries, model.purchases, model.mean_price)
