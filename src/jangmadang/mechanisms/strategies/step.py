"""What each line earns, and what each trader makes of it: some turn to the wealthy, some to medicine, some stop."""

import numpy as np

from jangmadang.accounting.transactions import AILMENTS, DESIGNS, GARMENTS, TIERS
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.strategies.equations import (
    line_return,
    relative_part,
    strategy_weight,
    tilted_return,
    with_medicine,
)
from jangmadang.shapes import adjusted
from jangmadang.world.costs import landed_factor
from jangmadang.world.members import (
    CLOTHING_IMPORT,
    COVER_THIRDS,
    IMPORTED_ORIGIN,
    INACTIVE,
    LUXURY,
    MEDICINE_IMPORT,
    MEDICINE_LINE,
    STRATEGIES,
    TRADE_LINES,
)
from jangmadang.world.rows import Given, Parameters
from jangmadang.world.tables import World


@compiled
def choose_strategies(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """A part of the importers behind each belief holder chooses anew, by what each line has earned of late."""
    market = w.markets[m]
    tally = w.tallies[m]
    measure_returns(m, w, p)
    weight = np.zeros(STRATEGIES)
    for tier in range(TIERS):
        garments = tilted_return(market.line_return[tier], market.line_return[TIERS - 1 - tier], p.strategy_tilt)
        both = with_medicine(garments, market.line_return[MEDICINE_LINE], p.medicine_capital_part)
        weight[tier] = strategy_weight(garments, p.strategy_scale)
        weight[TIERS + tier] = strategy_weight(both, p.strategy_scale)
    weight[INACTIVE] = strategy_weight(p.outside_return, p.strategy_scale)
    total = weight.sum()
    now, usual = np.zeros(TRADE_LINES), np.zeros(TRADE_LINES)
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        now[:] = 0.0
        usual[:] = 0.0
        for s in range(STRATEGIES):
            share = adjusted(trader.strategy_share[s], weight[s] / total, 1.0 / p.strategy_review_weeks)
            trader.strategy_share[s] = share
            trader.usual_strategy[s] = adjusted(trader.usual_strategy[s], share, p.line_capital_memory)
            tally.strategy_traders[s] += share
            add_portfolio(now, s, share, p)
            add_portfolio(usual, s, trader.usual_strategy[s], p)
        for line in range(TRADE_LINES):
            trader.order_tilt[line] = relative_part(now[line], usual[line]) if p.use_strategies > 0.0 else 1.0


@inlined
def add_portfolio(parts: np.ndarray, strategy: int, share: float, p: Parameters) -> None:
    """Add what a strategy puts into each line out of one capital; who stops puts nothing into any."""
    if strategy == INACTIVE:
        return
    medicine = p.medicine_capital_part if strategy >= TIERS else 0.0
    tier = strategy % TIERS
    parts[tier] += share * (1.0 - medicine) * (1.0 + p.strategy_tilt) / TIERS
    parts[TIERS - 1 - tier] += share * (1.0 - medicine) * (1.0 - p.strategy_tilt) / TIERS
    parts[MEDICINE_LINE] += share * medicine


@compiled
def measure_returns(m: int, w: World, p: Parameters) -> None:
    """Smoothed weekly return of each line in a market: over the capital usually in it."""
    market = w.markets[m]
    nation = w.nation[0]
    profit = np.zeros(TRADE_LINES)
    capital = np.zeros(TRADE_LINES)
    medicine_cost = p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, nation, p, MEDICINE_IMPORT)
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        for tier in range(TIERS):
            factor = landed_factor(market, nation, p, CLOTHING_IMPORT + tier)
            for g in range(GARMENTS):
                cost = p.source_price_cny[g] * (p.luxury_price_ratio if tier == LUXURY else 1.0) * factor
                margin = trader.price[g, tier] / nation.exchange_rate - cost
                for d in range(DESIGNS):
                    profit[tier] += trader.bought[g, tier, d] * margin
                    capital[tier] += (trader.stock[g, tier, d] + trader.bought[g, tier, d]) * cost
        for a in range(AILMENTS):
            capital[MEDICINE_LINE] += trader.medicine_stock[a, IMPORTED_ORIGIN] * medicine_cost
    for third in range(COVER_THIRDS):
        profit[MEDICINE_LINE] += w.tallies[m].medicine_profit[third]
    for line in range(TRADE_LINES):
        usual = market.line_capital[line]
        market.line_capital[line] = (
            adjusted(usual, capital[line], p.line_capital_memory) if usual > 0.0 else capital[line]
        )
        earned = line_return(profit[line], market.line_capital[line], capital[line])
        market.line_return[line] = adjusted(market.line_return[line], earned, p.strategy_memory)
