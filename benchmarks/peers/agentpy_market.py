"""The clothing market in AgentPy: one object per agent, called through `AgentList`."""

from __future__ import annotations

import math
from collections.abc import Iterator

import agentpy as ap

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


class Household(ap.Agent):
    """Its garment ages until it needs a new one."""

    def setup(self, age: int, ln_budget: float, sellers: list[Seller]) -> None:
        """Start from an age and a budget, in a market."""
        self.age = age
        self.ln_budget = ln_budget
        self.sellers = sellers

    def shop(self) -> None:
        """Need and visit."""
        random = self.model.random
        self.age = min(self.age + 1, OLDEST_WEEKS)
        if random.random() >= NEED_PROBABILITY[self.age]:
            return
        self.model.needs += 1
        if random.random() < VISIT_PROBABILITY:
            random.choice(self.sellers).serve(self)


class Seller(ap.Agent):
    """Sells a few designs at one markup, learns their demand and orders."""

    def setup(self) -> None:
        """Start from the target markup and a usual stock."""
        self.markup = TARGET_MARKUP
        self.price = UNIT_COST * (1.0 + TARGET_MARKUP)
        self.expected_demand = [OPENING_DEMAND] * DESIGNS
        self.stock = [OPENING_STOCK] * DESIGNS
        self.opening_stock = sum(self.stock)
        self.wanted = [0] * DESIGNS

    def serve(self, household: Household) -> None:
        """Inquiry and purchase."""
        random = self.model.random
        self.model.inquiries += 1
        design = random.randrange(DESIGNS)
        utility = CHOICE_LEVEL + APPEALS[design] + BUDGET_ELASTICITY * (household.ln_budget - math.log(self.price))
        if random.random() >= 1.0 / (1.0 + math.exp(-utility)):
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


class Market(ap.Model):
    """All markets; a seller and a household meet only inside their own."""

    def setup(self) -> None:
        """Open the markets."""
        n = self.p.households
        ages, ln_budgets = opening(n, self.p.seed)
        self.sellers = ap.AgentList(self, n // MARKET_HOUSEHOLDS * MARKET_SELLERS, Seller)
        all_sellers = list(self.sellers)
        markets = [all_sellers[first : first + MARKET_SELLERS] for first in range(0, len(all_sellers), MARKET_SELLERS)]
        self.households = ap.AgentList(
            self,
            n,
            Household,
            age=ap.AttrIter(ages.tolist()),
            ln_budget=ap.AttrIter(ln_budgets.tolist()),
            sellers=ap.AttrIter([markets[i // MARKET_HOUSEHOLDS] for i in range(n)]),
        )

    def step(self) -> None:
        """Pass a week."""
        self.needs = self.inquiries = self.purchases = 0
        self.mean_price = sum(self.sellers.price) / len(self.sellers)
        self.households.shuffle().shop()
        self.sellers.close_week()


def weeks(households: int, seed: int) -> Iterator[Week]:
    """Pass weeks for as long as asked."""
    model = Market({"households": households, "seed": seed})
    model.sim_setup()
    while True:
        model.sim_step()
        yield Week(model.needs, model.inquiries, model.purchases, model.mean_price)
