"""A market's clothing traders: arrivals, prices, learning, orders, money and profits."""

import numpy as np

from jangmadang.accounting.payments import yuan_for_won
from jangmadang.accounting.transactions import (
    AILMENTS,
    DESIGNS,
    GARMENTS,
    HOUSEHOLD_CLASSES,
    IMPORTED,
    SPOILED,
    TIERS,
    TRADER_CNY_BOUGHT,
    TRADER_CNY_BOUGHT_FOR,
    TRADER_PROFITS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.elementary import ln
from jangmadang.mechanisms.clothing_trade.equations import (
    believed_conversion,
    critical_ratio,
    next_expected_visits,
    next_markup,
    offer_factor,
    order_level,
    posted_price,
    season_factor,
)
from jangmadang.shapes import adjusted, clip, season
from jangmadang.world.costs import dear_chance, landed_factor, next_best_cost
from jangmadang.world.members import (
    CLOTHING_IMPORT,
    FIRST_GARMENT,
    GARMENT_STOP,
    IMPORTED_ORIGIN,
    LUXURY,
    MASS,
    MEDICINE_IMPORT,
    SEASON_GROUPS,
)
from jangmadang.world.rows import Given, Market, Nation, Parameters, Trader
from jangmadang.world.tables import PIPELINE_WEEKS, PROFIT_BIN, PROFIT_BINS, World

MEASURED_HEIGHT = 0.1  # the price index takes garments whose season stands at least as high


@inlined
def season_of(garment: int) -> int:
    """Season group of a garment."""
    for group in range(SEASON_GROUPS - 1):
        if garment < FIRST_GARMENT[group + 1]:
            return group
    return SEASON_GROUPS - 1


@inlined
def season_ahead(x: Given, p: Parameters, group: int, first: int, stop: int) -> float:
    """Heights (0 to 1) of a season added up over some of the weeks to come."""
    total = 0.0
    for h in range(first, stop):
        total += season(x.iso_week + h, p.season_week[group], p.season_width[group])
    return total


@inlined
def source_price(p: Parameters, garment: int, tier: int) -> float:
    """Price in China, CNY a piece."""
    return p.source_price_cny[garment] * (p.luxury_price_ratio if tier == LUXURY else 1.0)


@compiled
def post_prices(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Take in arrivals, write off old stock when a season is over, post the week's prices."""
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    slot = t % PIPELINE_WEEKS
    height, before, ahead = 0.0, 0.0, 0.0
    factors, chances, dear = np.empty(TIERS), np.empty(TIERS), np.empty(TIERS)  # alike for all traders of a market
    for tier in range(TIERS):
        good = CLOTHING_IMPORT + tier
        factors[tier] = landed_factor(market, nation, p, good)
        chances[tier] = max(dear_chance(market, nation, good), market.held_up_chance[GARMENT_STOP])
        dear[tier] = next_best_cost(market, nation, p, good)
    for g in range(GARMENTS):
        group = season_of(g)
        if g == FIRST_GARMENT[group]:
            height = season(x.iso_week, p.season_week[group], p.season_width[group])
            before = season(x.iso_week - 1.0, p.season_week[group], p.season_width[group])
            ahead = season_ahead(x, p, group, 0, int(p.lead_weeks + p.order_cover_weeks))
        over = height == 0.0 and before > 0.0
        base = p.source_price_cny[g] * p.base_exchange_rate * p.base_landed_cost * (1.0 + p.target_markup[MASS])
        freight = market.transport_kpw_per_kg * p.garment_kg[g] * nation.exchange_rate / p.base_exchange_rate
        for k in range(market.first_trader, market.last_trader):
            trader = w.traders[k]
            for tier in range(TIERS):
                factor = factors[tier]
                seasonal = 1.0
                if p.use_markdown > 0.0 and height > 0.0:
                    seasonal = price_factor(trader, p, g, tier, ahead)
                seasonal = offer_factor(seasonal, chances[tier], dear[tier])
                wedge = x.luxury_price_wedge if tier == LUXURY else x.mass_price_wedge
                cost = source_price(p, g, tier) * factor * nation.exchange_rate + freight
                trader.price[g, tier] = posted_price(cost, trader.markup[g, tier], seasonal, wedge)
                trader.ln_relative_price[g, tier] = ln(trader.price[g, tier] / (base * market.cpi))
                if height > MEASURED_HEIGHT:
                    tally.clothing_price_sum[g, tier] += trader.price[g, tier]
                    tally.clothing_price_count[g, tier] += 1.0
                for d in range(DESIGNS):
                    good = (g * TIERS + tier) * DESIGNS + d
                    arrived = trader.on_order[slot, g, tier, d]
                    trader.on_order[slot, g, tier, d] = 0
                    trader.stock[g, tier, d] += arrived
                    w.goods[m, good, IMPORTED] += arrived
                    if over:
                        lost = int((1.0 - p.carried_over_share) * trader.stock[g, tier, d])
                        trader.stock[g, tier, d] -= lost
                        trader.profit_cny -= lost * source_price(p, g, tier) * factor
                        w.goods[m, good, SPOILED] += lost
                    trader.inquiries[g, tier, d] = 0.0
                    trader.bought[g, tier, d] = 0.0
            trader.visits[g] = 0.0


@compiled
def price_factor(trader: Trader, p: Parameters, g: int, tier: int, weeks_ahead: float) -> float:
    """Season factor of a trader's garment from its stock and what it expects to sell."""
    stock, conversion = 0, 0.0
    for d in range(DESIGNS):
        stock += trader.stock[g, tier, d]
        for slot in range(PIPELINE_WEEKS):
            stock += trader.on_order[slot, g, tier, d]
        conversion += believed_conversion(
            trader.successes[g, tier, d], trader.failures[g, tier, d], p.exploration_floor
        )
    sales = trader.expected_visits[g] * conversion * weeks_ahead
    return season_factor(stock, sales, p.clothing_price_elasticity, p.season_end_markdown, p.scarce_clothing_rise)


@compiled
def learn(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Update beliefs about conversion and visits, and markups, from the week's inquiries and purchases."""
    market = w.markets[m]
    unit = market.agent_weight
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        for g in range(GARMENTS):
            group = season_of(g)
            height = season(x.iso_week, p.season_week[group], p.season_width[group])
            if height == 0.0 and trader.visits[g] == 0.0:
                continue
            trader.expected_visits[g] = next_expected_visits(
                trader.expected_visits[g], trader.visits[g], height, p.visits_memory, p.learning_season_height
            )
            for tier in range(TIERS):
                sold, on_hand = 0.0, 0.0
                for d in range(DESIGNS):
                    bought = trader.bought[g, tier, d] / unit
                    asked = trader.inquiries[g, tier, d] / unit
                    trader.successes[g, tier, d] = p.belief_memory * trader.successes[g, tier, d] + bought
                    trader.failures[g, tier, d] = p.belief_memory * trader.failures[g, tier, d] + max(
                        asked - bought, 0.0
                    )
                    sold += trader.bought[g, tier, d]
                    on_hand += trader.bought[g, tier, d] + trader.stock[g, tier, d]
                if on_hand > 0.0 and height > p.markup_season_height:
                    trader.expected_return = adjusted(
                        trader.expected_return,
                        trader.markup[g, tier]
                        * clip(
                            sold / on_hand / p.target_sell_through,
                            p.smallest_relative_sell_through,
                            p.largest_relative_sell_through,
                        ),
                        p.expected_return_memory,
                    )
                if on_hand > 0.0 and p.use_markup_adjustment > 0.0 and height > p.markup_season_height:
                    trader.markup[g, tier] = next_markup(
                        trader.markup[g, tier],
                        sold / on_hand,
                        p.target_sell_through,
                        p.markup_speed,
                        p.target_markup[tier],
                        p.smallest_markup_ratio,
                        p.largest_markup_ratio,
                    )


@inlined
def start_beliefs(trader: Trader, p: Parameters, g: int) -> None:
    """New designs: every design of a garment starts from the pooled belief of its tier."""
    for tier in range(TIERS):
        successes, failures = 0.0, 0.0
        for d in range(DESIGNS):
            successes += trader.successes[g, tier, d]
            failures += trader.failures[g, tier, d]
        pooled = p.prior_conversion[tier]
        if successes + failures > 1.0:
            pooled = successes / (successes + failures)
        for d in range(DESIGNS):
            trader.successes[g, tier, d] = p.prior_weight * pooled
            trader.failures[g, tier, d] = p.prior_weight * (1.0 - pooled)


@compiled
def plan_orders(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Each trader's order-up-to level by variant over lead time and cover; out of season it is nothing."""
    market = w.markets[m]
    lead = p.lead_weeks + market.transit_weeks
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        trader.order_level[:] = 0.0
        ahead, covered = 0.0, 0.0
        for g in range(GARMENTS):
            group = season_of(g)
            if g == FIRST_GARMENT[group]:
                covered = season_ahead(x, p, group, 1, 1 + int(lead + p.order_cover_weeks))
                ahead = season_ahead(x, p, group, 1 + int(lead), 1 + int(lead + p.order_cover_weeks))
            if ahead < p.smallest_season_ahead:
                continue
            for tier in range(TIERS):
                ratio = critical_ratio(trader.markup[g, tier], p.season_end_loss)
                for d in range(DESIGNS):
                    conversion = p.prior_conversion[tier]
                    if p.use_conversion_beliefs > 0.0:
                        conversion = believed_conversion(
                            trader.successes[g, tier, d], trader.failures[g, tier, d], p.exploration_floor
                        )
                    trader.order_level[g, tier, d] = order_level(
                        trader.expected_visits[g] * conversion * covered * trader.order_tilt[tier],
                        market.agent_weight,
                        ratio,
                    )


@compiled
def close_trading_week(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Traders change won into yuan, reckon the week's profit, draw what exceeds working capital."""
    market = w.markets[m]
    tally = w.tallies[m]
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        buy_yuan(m, w, p, trader)
        goods = reckon_garments(m, w, p, trader) + medicine_at_cost(market, w.nation[0], p, trader)
        rank = int(
            clip(
                (ln(max(trader.profit_cny / max(market.agent_weight, 1.0), 0.0) + 1.0)) / PROFIT_BIN,
                0.0,
                PROFIT_BINS - 1.0,
            )
        )
        tally.trader_profit_bins[rank] += 1.0
        tally.trader_capital += max(trader.cny, 0) / 100.0 + goods
        tally.trader_profit += trader.profit_cny
        tally.traders[trader.cover_third] += 1.0
        trader.profit_cny = 0.0
        trader.smoothed_costs_cny = adjusted(trader.smoothed_costs_cny, trader.costs_cny, market.costs_memory_speed)
        trader.costs_cny = 0.0
        beyond = trader.cny + 100.0 * (goods - p.trader_capital_weeks * trader.smoothed_costs_cny)
        surplus = min(beyond * p.trader_payout_speed, trader.cny)
        if surplus <= 0.0:
            continue
        for c in range(HOUSEHOLD_CLASSES):
            part = int(surplus * p.trader_profit_share[c])
            market.pool_cny[c] += part
            trader.cny -= part
            w.flows[m, TRADER_PROFITS, 0] += part


@inlined
def buy_yuan(m: int, w: World, p: Parameters, trader: Trader) -> None:
    """A trader keeps some won for freight and domestic medicine and changes the rest, as far as changers have yuan."""
    market = w.markets[m]
    flows = w.flows[m]
    keep = int(p.trader_won_share * trader.kpw)
    rate = w.nation[0].exchange_rate * (1.0 + p.changer_spread)
    yuan, won = yuan_for_won(market, max(trader.kpw - keep, 0), rate)
    trader.kpw -= won
    trader.cny += yuan
    flows[TRADER_CNY_BOUGHT, 0] += yuan
    flows[TRADER_CNY_BOUGHT_FOR, 0] += won


@inlined
def reckon_garments(m: int, w: World, p: Parameters, trader: Trader) -> float:
    """Count a trader's sales of garments, their cost and profit; what lies in stock and is on the way, at cost, CNY."""
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    at_cost = 0.0
    for g in range(GARMENTS):
        for tier in range(TIERS):
            unit = source_price(p, g, tier) * landed_factor(market, nation, p, CLOTHING_IMPORT + tier)
            stock, coming = 0, 0
            for d in range(DESIGNS):
                sold = trader.bought[g, tier, d]
                trader.costs_cny += sold * unit
                trader.profit_cny += sold * (trader.price[g, tier] / nation.exchange_rate - unit)
                stock += trader.stock[g, tier, d]
                for slot in range(PIPELINE_WEEKS):
                    coming += trader.on_order[slot, g, tier, d]
            tally.clothing_stock[g, tier] += stock
            at_cost += (stock + coming) * unit
    return at_cost


@inlined
def medicine_at_cost(market: Market, nation: Nation, p: Parameters, trader: Trader) -> float:
    """Imported medicine of a trader, in stock and on the way, at cost, CNY."""
    courses = 0
    for a in range(AILMENTS):
        courses += trader.medicine_stock[a, IMPORTED_ORIGIN]
        for slot in range(PIPELINE_WEEKS):
            courses += trader.medicine_on_order[slot, a]
    unit = p.medicine_price_cny[IMPORTED_ORIGIN] * landed_factor(market, nation, p, MEDICINE_IMPORT)
    return float(courses) * unit
