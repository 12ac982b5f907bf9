"""Traders watch the gateways: a stop that begins, lasts or ends moves what they expect of the next one."""

import numpy as np

from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.expectations.equations import (
    adapted_hazard,
    expected_hazard,
    expected_length,
    held_up_chance,
    kept_share,
    news_weight,
    remembered,
    stop_severity,
)
from jangmadang.shapes import adjusted
from jangmadang.world.members import (
    CHANNELS,
    CLOTHING_IMPORT,
    GATES,
    IMPORT,
    MASS,
    MEDICINE_IMPORT,
    OTHER_GATE,
)
from jangmadang.world.rows import Given, Market, Parameters
from jangmadang.world.tables import World


@compiled
def expect_stops(w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """See which gateways are stopped this week, and let every trader learn from it."""
    nation = w.nation[0]
    began = np.zeros(GATES)
    ended = np.zeros(GATES)
    watch_gateways(w, x, p, began, ended)
    all_weeks, traders = 0.0, 0
    for m in range(w.markets.size):
        market = w.markets[m]
        learn_of_stops(w, x, p, m, began, ended)
        if market.is_border:
            all_weeks += market.expected_stop_weeks * (market.last_trader - market.first_trader)
            traders += market.last_trader - market.first_trader
    nation.expected_stop_weeks = all_weeks / max(traders, 1)


@inlined
def open_to_traders(x: Given, p: Parameters, gate: int) -> float:
    """Capacity at a border place that garments and medicine may take, tonnes a week at Hyesan's capacity."""
    open_t = 0.0
    for h in range(CHANNELS):
        entitled = 0.5 * (x.entitlement[h, CLOTHING_IMPORT + MASS, gate] + x.entitlement[h, MEDICINE_IMPORT, gate])
        open_t += x.openness[h, IMPORT, gate] * entitled * x.chinese_openness[gate] * p.channel_capacity_t[h]
    return open_t


@compiled
def watch_gateways(w: World, x: Given, p: Parameters, began: np.ndarray, ended: np.ndarray) -> None:
    """Whether each gateway is stopped; what is usual is learnt from open and stopped weeks alike, slowly."""
    nation = w.nation[0]
    speed = 1.0 - kept_share(p.stop_memory_weeks)
    for g in range(GATES):
        openness = x.other_gateways_openness if g == OTHER_GATE else open_to_traders(x, p, g)
        if nation.usual_openness[g] == 0.0:
            nation.usual_openness[g] = openness
        stopped = 1.0 if stop_severity(openness, nation.usual_openness[g]) > p.stop_severity else 0.0
        began[g] = max(stopped - nation.stopped[g], 0.0)
        ended[g] = max(nation.stopped[g] - stopped, 0.0)
        nation.stopped[g] = stopped
        nation.usual_openness[g] = adjusted(nation.usual_openness[g], openness, speed)


@inlined
def own_share(market: Market, gate: int) -> float:
    """Part of a market's orders that goes through a border place, or through the other gateways."""
    border = market.gateway_share[MEDICINE_IMPORT]
    if gate == OTHER_GATE:
        return 1.0 - border
    return border if gate == market.gate else 0.0


@compiled
def learn_of_stops(w: World, x: Given, p: Parameters, m: int, began: np.ndarray, ended: np.ndarray) -> None:
    """A market's traders update their beliefs by what they see at their gateways and hear of the others."""
    nation = w.nation[0]
    market = w.markets[m]
    begins, open_weeks, ends, stopped_weeks = 0.0, 0.0, 0.0, 0.0
    for g in range(GATES):
        weight = news_weight(own_share(market, g), p.news_weight)
        begins += weight * began[g]
        ends += weight * ended[g]
        open_weeks += weight * (1.0 - nation.stopped[g])
        stopped_weeks += weight * nation.stopped[g]
    hazard, length = 0.0, 0.0
    prior = p.stop_prior_events
    usual = prior * p.stop_prior_weeks
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
            trader.end_events = remembered(trader.end_events, prior, kept, ends)
            trader.stopped_weeks = remembered(trader.stopped_weeks, usual * trader.length_factor, kept, stopped_weeks)
        fear = x.closure_hazard * trader.hazard_factor
        trader.stop_hazard = expected_hazard(trader.stop_events, trader.open_weeks) + fear
        trader.expected_stop_weeks = expected_length(trader.end_events, trader.stopped_weeks)
        hazard += trader.stop_hazard
        length += trader.expected_stop_weeks
    traders = max(market.last_trader - market.first_trader, 1)
    market.stop_hazard = hazard / traders
    market.expected_stop_weeks = length / traders
    share_stopped = 0.0
    for g in range(GATES):
        share_stopped += own_share(market, g) * nation.stopped[g]
    market.stopped_share = share_stopped
    market.held_up_chance = p.use_replacement_cost * held_up_chance(
        share_stopped, market.stop_hazard, market.expected_stop_weeks, p.lead_weeks + market.transit_weeks
    )
    w.tallies[m].stop_hazard = hazard
    w.tallies[m].expected_stop_weeks = length
