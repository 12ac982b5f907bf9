"""The clothing market in LASER (laser-core): columns of a `LaserFrame`, components whose steps are Numba kernels.

People lie node after node, a node being a market, so that a kernel may loop over nodes in parallel.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numba as nb
import numpy as np
from laser.core import LaserFrame
from laser.core import random as laser_random
from numpy.typing import NDArray

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

NEED = np.array(NEED_PROBABILITY, dtype=np.float32)


@nb.njit(nogil=True, parallel=True, cache=True)
def arise_needs(age: NDArray[np.uint8], in_need: NDArray[np.bool_]) -> None:
    """Need, person after person."""
    for i in nb.prange(len(age)):
        if age[i] < OLDEST_WEEKS:
            age[i] += 1
        in_need[i] = np.random.random() < NEED[age[i]]


@nb.njit(nogil=True, parallel=True, cache=True)
def serve_nodes(
    age: NDArray[np.uint8],
    in_need: NDArray[np.bool_],
    ln_budget: NDArray[np.float32],
    price: NDArray[np.float64],
    stock: NDArray[np.int32],
    wanted: NDArray[np.int32],
    needs: NDArray[np.int64],
    inquiries: NDArray[np.int64],
    purchases: NDArray[np.int64],
) -> None:
    """Visit, inquiry and purchase, node after node, from a random person on."""
    for node in nb.prange(len(needs)):
        start = np.random.randint(MARKET_HOUSEHOLDS)
        for k in range(MARKET_HOUSEHOLDS):
            i = node * MARKET_HOUSEHOLDS + (start + k) % MARKET_HOUSEHOLDS
            if not in_need[i]:
                continue
            needs[node] += 1
            if np.random.random() >= VISIT_PROBABILITY:
                continue
            inquiries[node] += 1
            seller = node * MARKET_SELLERS + np.random.randint(MARKET_SELLERS)
            design = np.random.randint(DESIGNS)
            utility = CHOICE_LEVEL + APPEALS[design] + BUDGET_ELASTICITY * (ln_budget[i] - math.log(price[seller]))
            if np.random.random() >= 1.0 / (1.0 + math.exp(-utility)):
                continue
            wanted[design, seller] += 1
            if stock[design, seller] > 0:
                stock[design, seller] -= 1
                age[i] = 0
                purchases[node] += 1


class Need:
    """Garments age and needs arise."""

    def __init__(self, model: Market) -> None:
        self.people = model.people

    def step(self) -> None:
        """Pass a week."""
        arise_needs(self.people.age, self.people.in_need)


class Shopping:
    """People in need visit, ask and buy."""

    def __init__(self, model: Market) -> None:
        self.model = model

    def step(self) -> None:
        """Pass a week."""
        people, sellers, nodes = self.model.people, self.model.sellers, self.model.nodes
        for tally in (nodes.needs, nodes.inquiries, nodes.purchases, sellers.wanted):
            tally[:] = 0
        serve_nodes(
            people.age,
            people.in_need,
            people.ln_budget,
            sellers.price,
            sellers.stock,
            sellers.wanted,
            nodes.needs,
            nodes.inquiries,
            nodes.purchases,
        )


class Selling:
    """Sellers price, learn and order."""

    def __init__(self, model: Market) -> None:
        self.sellers = model.sellers

    def step(self) -> None:
        """Pass a week."""
        sellers = self.sellers
        sell_through = 1.0 - sellers.stock.sum(axis=0) / sellers.opening_stock
        sellers.markup[:] += MARKUP_SPEED * (sell_through - TARGET_SELL_THROUGH + TARGET_MARKUP - sellers.markup)
        sellers.markup[:] = sellers.markup.clip(SMALLEST_MARKUP, LARGEST_MARKUP)
        sellers.price[:] = UNIT_COST * (1.0 + sellers.markup)
        sellers.demand[:] += BELIEF_SPEED * (sellers.wanted - sellers.demand)
        level = np.floor(sellers.demand + SAFETY_FACTOR * np.sqrt(sellers.demand) + 0.5)
        sellers.stock[:] = np.maximum(sellers.stock, level)
        sellers.opening_stock[:] = np.maximum(sellers.stock.sum(axis=0), 1)


class Market:
    """All markets, one node each."""

    def __init__(self, households: int, seed: int) -> None:
        laser_random.seed(seed)
        nodes = households // MARKET_HOUSEHOLDS
        self.people = LaserFrame(capacity=households)
        self.people.add_scalar_property("age", dtype=np.uint8)
        self.people.add_scalar_property("ln_budget", dtype=np.float32)
        self.people.add_scalar_property("in_need", dtype=np.bool_, default=False)
        self.people.age[:], self.people.ln_budget[:] = opening(households, seed)
        self.sellers = LaserFrame(capacity=nodes * MARKET_SELLERS)
        self.sellers.add_scalar_property("markup", dtype=np.float64, default=TARGET_MARKUP)
        self.sellers.add_scalar_property("price", dtype=np.float64, default=UNIT_COST * (1.0 + TARGET_MARKUP))
        self.sellers.add_scalar_property("opening_stock", dtype=np.int32, default=DESIGNS * OPENING_STOCK)
        self.sellers.add_vector_property("stock", DESIGNS, dtype=np.int32, default=OPENING_STOCK)
        self.sellers.add_vector_property("wanted", DESIGNS, dtype=np.int32)
        self.sellers.add_vector_property("demand", DESIGNS, dtype=np.float64, default=OPENING_DEMAND)
        self.nodes = LaserFrame(capacity=nodes)
        for name in ("needs", "inquiries", "purchases"):
            self.nodes.add_scalar_property(name, dtype=np.int64)
        self.components = [Need(self), Shopping(self), Selling(self)]

    def step(self) -> Week:
        """Pass a week."""
        price = float(self.sellers.price.mean())
        for component in self.components:
            component.step()
        nodes = self.nodes
        return Week(int(nodes.needs.sum()), int(nodes.inquiries.sum()), int(nodes.purchases.sum()), price)


def weeks(households: int, seed: int, threads: int = 1) -> Iterator[Week]:
    """Pass weeks for as long as asked; results depend on the number of threads."""
    nb.set_num_threads(threads)
    model = Market(households, seed)
    while True:
        yield model.step()
