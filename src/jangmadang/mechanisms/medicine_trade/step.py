"""Orders of medicine are planned against demand and expected stops; traders are ranked by their cover."""

import numpy as np

from jangmadang.accounting.transactions import (
    AILMENTS,
    ORIGINS,
)
from jangmadang.compiling import compiled, inlined
from jangmadang.mechanisms.medicine_trade.equations import (
    gain_of_another_week,
    medicine_order_level,
)
from jangmadang.mechanisms.medicine_trade.prices import season_weeks
from jangmadang.shapes import adjusted
from jangmadang.world.costs import landed_factor
from jangmadang.world.members import (
    COVER_THIRDS,
    IMPORTED_ORIGIN,
    MEDICINE_IMPORT,
    MEDICINE_LINE,
    MEDICINE_STOP,
)
from jangmadang.world.rows import Given, Parameters, Trader
from jangmadang.world.tables import World

THIS_WEEK = 0  # first of the weeks ahead
HALVINGS = 30  # of the interval in which the precautionary cover lies: to a millionth of a week


@compiled
def plan_medicine(m: int, w: World, x: Given, p: Parameters, seed: int, t: int) -> None:
    """Learn demand; set each trader's target cover and wanted order of imported medicine.

    Orders of precaution are not sent to a stopped gateway: there only what current sales need waits.
    """
    market = w.markets[m]
    nation = w.nation[0]
    tally = w.tallies[m]
    factor = landed_factor(market, nation, p, MEDICINE_IMPORT)
    lead = p.lead_weeks + market.transit_weeks
    for a in range(AILMENTS):
        demand = 0.0
        for origin in range(ORIGINS):
            wanted = market.medicine_wanted[a, origin]
            demand += wanted
            market.medicine_wanted_fast[a, origin] = adjusted(
                market.medicine_wanted_fast[a, origin], wanted, p.medicine_fast_memory
            )
        market.medicine_demand_slow[a] = adjusted(market.medicine_demand_slow[a], demand, p.medicine_slow_memory)
        market.medicine_demand_fast[a] = adjusted(market.medicine_demand_fast[a], demand, p.medicine_fast_memory)
    traders = max(market.last_trader - market.first_trader, 1)
    open_share = 1.0 - market.stopped_share[MEDICINE_STOP]
    for k in range(market.first_trader, market.last_trader):
        trader = w.traders[k]
        cover = p.medicine_base_cover_weeks
        if p.use_precaution > 0.0:
            cover += open_share * precautionary_cover(p, trader)
        held = min(cover * trader.order_tilt[MEDICINE_LINE], p.medicine_base_cover_weeks + p.largest_cover_weeks)
        trader.medicine_cover_target = held
        for a in range(AILMENTS):
            current = max(market.medicine_demand_fast[a], p.medicine_order_floor * market.medicine_demand_slow[a])
            seasons = nation.illness_season[a]
            normal = market.medicine_demand_slow[a] * seasons[THIS_WEEK] / p.illness_hazard[a]
            trader.medicine_order_level[a] = (
                (1.0 - p.domestic_normal_share)
                / traders
                * medicine_order_level(
                    current,
                    normal,
                    season_weeks(seasons, min(held, p.medicine_base_cover_weeks) + lead),
                    season_weeks(seasons, held + lead),
                )
            )
            value = trader.medicine_stock[a, IMPORTED_ORIGIN] * p.medicine_price_cny[IMPORTED_ORIGIN] * factor
            tally.medicine_stock_value += value
            tally.trader_medicine_capital += value
            for origin in range(ORIGINS):
                tally.medicine_stock[origin] += trader.medicine_stock[a, origin]


@inlined
def precautionary_cover(p: Parameters, trader: Trader) -> float:
    """Weeks of stock beyond the working stock, up to shelf life, of which the last just pays; by halving."""
    low, high = 0.0, p.largest_cover_weeks
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        gain = gain_of_another_week(
            middle,
            trader.stop_hazard,
            trader.closure_hazard,
            p.closure_gain,
            p.holding_cost * trader.interest_factor,
            trader.ordinary_stop_weeks,
            trader.closure_weeks,
        )
        low, high = (middle, high) if gain > 0.0 else (low, middle)
    return low


@compiled
def rank_by_cover(w: World) -> None:
    """Divide each place's traders into thirds by stock of imported medicine; while a gateway is stopped they stay."""
    if w.nation[0].stopped[:, MEDICINE_STOP].sum() > 0.0:
        return
    stock = np.empty(w.traders.size, np.int64)
    for k in range(w.traders.size):
        stock[k] = w.traders[k].medicine_stock[:, IMPORTED_ORIGIN].sum()
    order = np.argsort(stock, kind="mergesort")
    first = 0
    while first < w.markets.size:
        place, last = w.markets[first].place, first
        while last < w.markets.size and w.markets[last].place == place:
            last += 1
        begin, end = w.markets[first].first_trader, w.markets[last - 1].last_trader
        rank = 0
        for k in order:
            if begin <= k < end:
                w.traders[k].cover_third = rank * COVER_THIRDS // (end - begin)
                rank += 1
        first = last


@compiled
def gauge_scarcity(w: World, p: Parameters) -> None:
    """Courses wanted over those offered, by place: buyers and traders go from market to market of a town."""
    for m in range(w.markets.size):
        market = w.markets[m]
        for a in range(AILMENTS):
            for origin in range(ORIGINS):
                wanted, offered = 0.0, 0.0
                for other in range(w.markets.size):
                    neighbour = w.markets[other]
                    if neighbour.place == market.place:
                        wanted += neighbour.medicine_wanted_fast[a, origin]
                        offered += neighbour.medicine_on_sale[a, origin]
                market.medicine_scarcity[a, origin] = wanted / max(offered, 0.01 * wanted, 1e-6)
