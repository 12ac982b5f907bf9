"""Traders watch the gateways: a stop that begins, lasts or ends moves what they expect of the next one."""

import numpy as np

from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.expectations.equations import (
    adapted_hazard,
    closure_chance,
    closure_share,
    ended_closure_chance,
    expected_hazard,
    expected_length,
    held_up_chance,
    kept_share,
    length_at_hazard,
    news_weight,
    remembered,
    speed_of_forgetting,
    stop_severity,
)
from jangmadang.shapes import adjusted
from jangmadang.world.gates import passable
from jangmadang.world.members import (
    CHANNELS,
    CLOTHING_IMPORT,
    GARMENT_STOP,
    GATES,
    IMPORT,
    MASS,
    MEDICINE_IMPORT,
    MEDICINE_STOP,
    OTHER_GATE,
    STOP_LINES,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters, Trader
from jangmadang.world.tables import World


@compiled
def expect_stops(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """See which gateways are stopped this week, and let every trader learn from it."""
    nation = w.nation[0]
    began = np.zeros(GATES)
    lasted = np.zeros(GATES)
    watch_gateways(w, x, p, began, lasted)
    all_weeks, traders = 0.0, 0
    for m in range(w.markets.size):
        market = w.markets[m]
        learn_of_stops(w, x, p, m, began, lasted)
        if market.is_border:
            all_weeks += market.expected_stop_weeks * (market.last_trader - market.first_trader)
            traders += market.last_trader - market.first_trader
    nation.expected_stop_weeks = all_weeks / max(traders, 1)


@inlined
def line_good(line: int) -> int:
    """Import good by which a line's stops are told."""
    return MEDICINE_IMPORT if line == MEDICINE_STOP else CLOTHING_IMPORT + MASS


@inlined
def open_to_traders(x: Given, p: Parameters, gate: int, line: int) -> float:
    """Capacity at a border place that a line may take, tonnes a week at Hyesan's capacity."""
    open_t = 0.0
    for h in range(CHANNELS):
        entitled = x.entitlement[h, line_good(line), gate]
        open_t += x.openness[h, IMPORT, gate] * entitled * passable(x, gate, IMPORT) * p.channel_capacity_t[h]
    return open_t


@compiled
def watch_gateways(w: World, x: Given, p: Parameters, began: np.ndarray, lasted: np.ndarray) -> None:
    """Whether each gateway is stopped for a line; what is usual is learnt from open and stopped weeks alike, slowly.

    A stop of either line is one stop of the border to a trader, who deals in both. `began` says where one began, and
    `lasted` for how many weeks one lasted that is over.
    """
    nation = w.nation[0]
    speed = 1.0 - kept_share(p.stop_memory_weeks)
    for g in range(GATES):
        before = nation.stopped[g].max()
        for line in range(STOP_LINES):
            openness = x.other_gateways_openness if g == OTHER_GATE else open_to_traders(x, p, g, line)
            if nation.usual_openness[g, line] == 0.0:
                nation.usual_openness[g, line] = openness
            severity = stop_severity(openness, nation.usual_openness[g, line])
            nation.stopped[g, line] = 1.0 if severity > p.stop_severity else 0.0
            nation.usual_openness[g, line] = adjusted(nation.usual_openness[g, line], openness, speed)
        began[g] = max(nation.stopped[g].max() - before, 0.0)
        lasted[g] = max(before - nation.stopped[g].max(), 0.0) * nation.stop_age[g]
        nation.stop_age[g] = (nation.stop_age[g] + 1.0) * nation.stopped[g].max()


@inlined
def own_share(market: Market, gate: int, line: int) -> float:
    """Part of a market's orders of a line that goes through a border place, or through the other gateways."""
    border = market.gateway_share[line_good(line)]
    if gate == OTHER_GATE:
        return 1.0 - border
    return border if gate == market.gate else 0.0


@inlined
def learn_of_ends(
    market: Market, nation: Nation, p: Parameters, trader: Trader, kept: float, lasted: np.ndarray
) -> None:
    """A trader counts stops that are over, that `lasted` so many weeks, each by the chance that it was a closure."""
    ends, weeks, closures, closed_weeks = 0.0, 0.0, 0.0, 0.0
    for g in range(GATES):
        if lasted[g] > 0.0:
            weight = news_weight(own_share(market, g, MEDICINE_STOP), p.news_weight)
            chance = ended_closure_chance(
                trader.closure_share, lasted[g], trader.ordinary_stop_weeks, trader.closure_weeks
            )
            ends += weight * (1.0 - chance)
            weeks += weight * (1.0 - chance) * lasted[g]
            closures += weight * chance
            closed_weeks += weight * chance * lasted[g]
    prior = p.stop_prior_events
    usual = prior * p.stop_prior_weeks * trader.length_factor
    long = prior * p.closure_prior_weeks * trader.length_factor
    trader.end_events = remembered(trader.end_events, prior, kept, ends)
    trader.stopped_weeks = remembered(trader.stopped_weeks, usual, kept, weeks)
    trader.closure_ends = remembered(trader.closure_ends, prior, kept, closures)
    trader.closed_weeks = remembered(trader.closed_weeks, long, kept, closed_weeks)


@inlined
def present_stop(market: Market, nation: Nation) -> int:
    """The stopped gateway through which most of a market's orders go; -1 if none is stopped."""
    chosen, most = -1, -1.0
    for g in range(GATES):
        share = own_share(market, g, MEDICINE_STOP)
        if nation.stop_age[g] > 0.0 and share > most:
            chosen, most = g, share
    return chosen


@inlined
def expect_length(market: Market, nation: Nation, p: Parameters, trader: Trader) -> None:
    """How long each kind of stop lasts, which kind the present one is, and so how soon it ends."""
    prior = p.stop_prior_events
    trader.closure_share = closure_share(
        trader.closure_ends - prior, trader.end_events - prior, p.closure_prior_share, prior
    )
    trader.ordinary_stop_weeks = expected_length(trader.end_events, trader.stopped_weeks)
    trader.closure_weeks = expected_length(trader.closure_ends, trader.closed_weeks)
    seen, chance = 0.0, trader.closure_share
    gate = present_stop(market, nation)
    if gate >= 0:
        seen = nation.stop_age[gate] * news_weight(own_share(market, gate, MEDICINE_STOP), p.news_weight)
        seen *= p.use_stop_learning
        chance = closure_chance(
            trader.closure_share, nation.stop_age[gate], trader.ordinary_stop_weeks, trader.closure_weeks
        )
    trader.expected_stop_weeks = length_at_hazard(
        chance,
        expected_length(trader.end_events, trader.stopped_weeks + (1.0 - chance) * seen),
        expected_length(trader.closure_ends, trader.closed_weeks + chance * seen),
    )


@compiled
def learn_of_stops(w: World, x: Given, p: Parameters, m: int, began: np.ndarray, lasted: np.ndarray) -> None:
    """A market's traders update their beliefs by what they see at their gateways and hear of the others."""
    nation = w.nation[0]
    market = w.markets[m]
    begins, open_weeks = 0.0, 0.0
    for g in range(GATES):
        weight = news_weight(own_share(market, g, MEDICINE_STOP), p.news_weight)
        begins += weight * began[g]
        open_weeks += weight * (1.0 - nation.stopped[g].max())
    hazard, length = 0.0, 0.0
    prior = p.stop_prior_events
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        if p.use_stop_learning > 0.0:
            kept = kept_share(trader.hazard_memory_weeks)
            if p.theory_expectations > 0.0:
                known = expected_hazard(trader.stop_events, trader.open_weeks)
                trader.stop_events = adapted_hazard(known, begins, kept) if open_weeks > 0.0 else known
                trader.open_weeks = 1.0
            else:
                trader.stop_events = remembered(trader.stop_events, prior * trader.hazard_factor, kept, begins)
                trader.open_weeks = remembered(trader.open_weeks, prior / p.stop_prior_hazard, kept, open_weeks)
            learn_of_ends(market, nation, p, trader, kept, lasted)
        expect_length(market, nation, p, trader)
        seen = expected_hazard(trader.stop_events, trader.open_weeks)
        fear = x.closure_hazard * trader.hazard_factor
        trader.stop_hazard = seen + fear
        trader.closure_hazard = seen * trader.closure_share + fear
        hazard += trader.stop_hazard
        length += trader.expected_stop_weeks
    traders = max(market.last_trader - market.first_trader, 1)
    market.stop_hazard = hazard / traders
    market.expected_stop_weeks = length / traders
    for line in range(STOP_LINES):
        share_stopped = 0.0
        for g in range(GATES):
            share_stopped += own_share(market, g, line) * nation.stopped[g, line]
        market.stopped_share[line] = share_stopped
        market.held_up_chance[line] = p.use_replacement_cost * held_up_chance(
            share_stopped, market.stop_hazard, market.expected_stop_weeks, p.lead_weeks + market.transit_weeks
        )
    kept = kept_share(p.stop_memory_weeks)
    market.costs_memory_speed = speed_of_forgetting(p.trader_costs_memory, market.stopped_share[GARMENT_STOP], kept)
    market.goods_memory_speed = speed_of_forgetting(  # imported goods pass customs as medicine does
        1.0 / p.demand_memory_weeks, market.stopped_share[MEDICINE_STOP], kept
    )
    w.tallies[m].stop_hazard = hazard
    w.tallies[m].expected_stop_weeks = length
