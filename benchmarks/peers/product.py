"""The cost of the product's own clothing rooms, which do more than the specification.

They have eleven garments in two tiers and several designs, seasons, tastes, confidence, status and incomes, exact money
in two currencies, newsvendor orders, a pipeline of deliveries and traders' accounts. Run alone, they also fetch from
memory the rows that in a whole week the other rooms have just used, and rows lie in the table, not in columns, so what
they add to a week is less.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import numpy as np

from benchmarks.bench import Sample
from jangmadang.compiling import compiled
from jangmadang.engine.market_week import end_of_block
from jangmadang.engine.passing import pass_weeks, week_number
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.schedule import uncounted_world
from jangmadang.mechanisms.clothing_demand.shopping import shop_for_clothes
from jangmadang.mechanisms.clothing_demand.step import tabulate_needs, want_garments
from jangmadang.mechanisms.clothing_trade.step import close_trading_week, learn, plan_orders, post_prices
from jangmadang.scenario import load
from jangmadang.world.columns import in_their_week
from jangmadang.world.tables import World

WEEKS, EVERY = 52, 4  # a year, because needs have seasons


@compiled
def clothing_week(world: World, x: Any, parameters: Any, seed: int, t: int) -> None:
    """What the clothing rooms do in a week, and nothing else."""
    w, p = uncounted_world(world), parameters[0]
    tabulate_needs(w, x, p, seed, t)
    for m in range(w.markets.size):
        market = w.markets[m]
        post_prices(m, w, x, p, seed, t)
        first = market.first
        while first < market.last:
            last = end_of_block(w, first, market.last)
            want_garments(m, first, last, w, x, p, seed, t)
            shop_for_clothes(m, first, last, w, x, p, seed, t)
            first = last
        learn(m, w, x, p, seed, t)
        plan_orders(m, w, x, p, seed, t)
        close_trading_week(m, w, x, p, seed, t)


def clothing_rooms_ns() -> float:
    """Nanoseconds of a household-week of the clothing rooms, at the default resolution over a year of `hyesan`."""
    scenario = load("hyesan")
    sample = Sample(scenario, "default", WEEKS)
    p, seed, total = scenario.parameter_record(), scenario.seed, 0.0
    for k in range(0, WEEKS, EVERY):
        monday = sample.first + timedelta(weeks=k)
        took = []
        for _ in range(3):
            world = World(*(np.asarray(array.copy()) for array in sample.world))
            world = world._replace(households=np.asarray(in_their_week(world.households)))
            began = time.perf_counter()
            clothing_week(world, np.asarray(sample.inputs)[k], np.asarray(p).reshape(1), seed, week_number(monday))
            took.append(time.perf_counter() - began)
        total += min(took)
        pass_weeks(sample.world, sample.inputs[k : k + EVERY], p, seed, monday, Recorder.of(EVERY))
    return 1e9 * total / (WEEKS // EVERY) / len(sample.world.households)
