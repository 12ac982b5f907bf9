"""Build the world of a run from evidence: places, markets, households and traders."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from jangmadang.accounting.transactions import GOODS, GOODS_ENTRIES, HOUSEHOLD_CLASSES, TRANSACTIONS
from jangmadang.axes import AXES
from jangmadang.compiling import entrance
from jangmadang.elementary import exp
from jangmadang.errors import InputError
from jangmadang.randomness import (
    EARNING_WEIGHT,
    GATHERING_TASTE,
    HAZARD_BELIEF,
    INITIAL_AGE,
    PATIENCE,
    PLOT,
    logistic_noise,
    normal,
    stream,
    uniform,
)
from jangmadang.world.dtypes import BORDER_TALLY, KEPT_HOUSEHOLD, MARKET, NATION, TALLY, TRADER
from jangmadang.world.members import (
    BAND_CLASS,
    FARMER_BAND,
    HYESAN,
    ORDINARY_BAND,
    SEASON_GROUPS,
)
from jangmadang.world.opening import open_balances
from jangmadang.world.places import places
from jangmadang.world.rows import Households, Markets, Parameters, Traders
from jangmadang.world.tables import World

LARGEST_MARKET = 12_000  # simulated households


def weights_of(resolution: str | int) -> tuple[int, int]:
    """Real households per simulated one at Hyesan and inland.

    Parameters
    ----------
    resolution
        `default` (1 and 100), `calibration` (12 and 1000), `full` (1 and 1) or N for 1:N and 1:max(100, 50 N).
    """
    if resolution == "default":
        return 1, 100
    if resolution == "calibration":
        return 12, 1000
    if resolution == "full":
        return 1, 1
    if not str(resolution).isdigit() or int(resolution) < 1:
        raise InputError(
            f"{resolution!r} is not a resolution; write default, calibration, full or a whole number from 1"
        )
    return int(resolution), max(100, 50 * int(resolution))


def band_counts(place: dict[str, Any], p: Parameters) -> NDArray[np.int64]:
    """Real households of a place by band; they add up to the place's households."""
    shares = np.array(p.band_share, dtype=float)
    shares[FARMER_BAND] = 0.0
    shares = shares / shares.sum() * (1.0 - place["farmer_share"])
    shares[FARMER_BAND] = place["farmer_share"]
    counts = np.floor(shares * place["households"]).astype(np.int64)
    counts[ORDINARY_BAND] += place["households"] - counts.sum()
    return counts


def _agents(households: int, weight: int) -> NDArray[np.int64]:
    """Weights of the rows that stand for a number of households, as equal as integers allow."""
    if households <= 0:
        return np.zeros(0, dtype=np.int64)
    rows = max(1, round(households / weight))
    weights = np.full(rows, households // rows, dtype=np.int64)
    weights[: households % rows] += 1
    return weights


def _layout(p: Parameters, resolution: str | int) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """Rows (market, band, weight) sorted by market; each market's place and usual weight."""
    fine, coarse = weights_of(resolution)
    blocks = []
    market_place: list[int] = []
    market_weight: list[int] = []
    for index, place in enumerate(places()):
        weight = fine if index == HYESAN else coarse
        markets = place["markets"]
        if index != HYESAN:
            markets = int(min(max(round(place["households"] / weight / LARGEST_MARKET), 1), markets))
        first = len(market_place)
        market_place += [index] * markets
        market_weight += [weight] * markets
        for band, count in enumerate(band_counts(place, p)):
            weights = _agents(int(count), weight)
            market = first + np.arange(len(weights)) % markets
            blocks.append(np.column_stack([market, np.full_like(weights, band), weights]))
    rows = np.concatenate(blocks)
    return rows[np.argsort(rows[:, 0], kind="stable")], market_place, market_weight


def build_world(p: Parameters, resolution: str | int, seed: int) -> World:
    """Return a world with households, markets and traders in place and opening guesses of every balance.

    Parameters
    ----------
    p : parameter record of the scenario.
    resolution : see `weights_of`.
    seed : of the draws that give households their lasting traits.
    """
    rows, market_place, market_weight = _layout(p, resolution)
    households = _table(len(rows), KEPT_HOUSEHOLD)
    market_of, bands = rows[:, 0], rows[:, 1]
    households.identity = np.arange(len(rows))
    households.weight = rows[:, 2]
    households.household_class = np.array(BAND_CLASS)[bands]
    households.band = bands
    _draw_traits(households, bands, p, seed)
    _level_patience(households, np.array(market_place)[market_of])
    markets = _markets(households, market_of, market_place, market_weight)
    traders = _traders(markets, p, seed)
    flows: Any = np.zeros((len(markets) + 1, len(TRANSACTIONS), HOUSEHOLD_CLASSES), dtype=np.int64)
    goods: Any = np.zeros((len(markets) + 1, GOODS, len(GOODS_ENTRIES)), dtype=np.int64)
    world = World(
        households,
        markets,
        traders,
        _table(1, NATION),
        flows,
        goods,
        _table(len(markets), TALLY),
        _table(1, BORDER_TALLY),
    )
    open_balances(world, p)
    return world


def _table(rows: int, dtype: np.dtype) -> Any:
    """An empty table of state."""
    return np.zeros(rows, dtype=dtype).view(np.recarray)


def _draw_traits(households: Households, bands: NDArray[np.int64], p: Parameters, seed: int) -> None:
    """Lasting earning weight and plot (means are 1 inside a class), tastes and patience; opening garment ages."""
    _draw_rows(households, bands, p, seed)
    for c in range(HOUSEHOLD_CLASSES):
        of_class = households.household_class == c
        for name in ("earning_weight", "plot"):
            trait = households[name]
            mean = np.average(trait[of_class], weights=households.weight[of_class])
            trait[of_class] /= max(mean, 1e-9)


def _level_patience(households: Households, place: NDArray[np.int64]) -> None:
    """Scale patience so that each place and class, however few its rows, wants as much wealth over income as any."""
    group = place * HOUSEHOLD_CLASSES + households.household_class
    income = households.earning_weight.astype(float) * households.weight
    means = np.bincount(group, income * households.patience) / np.maximum(np.bincount(group, income), 1e-9)
    households.patience /= means[group]


@entrance
def _draw_rows(households: Households, bands: Any, p: Parameters, seed: int) -> None:
    """Draw the traits of every row."""
    earning, taste, patience, age, plot = (
        stream(seed, EARNING_WEIGHT, 0),
        stream(seed, GATHERING_TASTE, 0),
        stream(seed, PATIENCE, 0),
        stream(seed, INITIAL_AGE, 0),
        stream(seed, PLOT, 0),
    )
    for i in range(households.size):
        spread = p.band_spread[bands[i]]
        hh = households[i]
        hh.earning_weight = p.band_spending_cny[bands[i]] * exp(spread * normal(earning, i) - 0.5 * spread**2)
        hh.gathering_taste = p.gathering_taste_spread * logistic_noise(taste, i)
        hh.patience = exp(p.patience_spread * normal(patience, i) - 0.5 * p.patience_spread**2)
        if uniform(plot, i) < p.plot_holder_share[hh.household_class]:
            size = 1.0 + p.plot_spread * (2.0 * uniform(plot + uint64(1), i) - 1.0)
            hh.plot = size
        for group in range(SEASON_GROUPS):
            hh.garment_age_weeks[group] = int(104 * uniform(age + uint64(group), i))


def _markets(
    households: Households, market_of: NDArray[np.int64], market_place: list[int], market_weight: list[int]
) -> Markets:
    """Market rows with their place, household range and class totals."""
    markets: Markets = _table(len(market_place), MARKET)
    for m in range(len(markets)):
        place = places()[market_place[m]]
        markets.place[m] = market_place[m]
        markets.is_border[m] = place["border"]
        markets.gate[m] = AXES["border_place"].index(place["id"] if place["border"] else place.get("gate", "hyesan"))
        markets.first[m], markets.last[m] = np.searchsorted(market_of, [m, m + 1])
        markets.agent_weight[m] = market_weight[m]
        markets.usual_gateway_share[m] = place["gateway_share"]
        markets.gateway_share[m] = place["gateway_share"]
        markets.harvest_region[m] = AXES["harvest_region"].index(place["harvest_region"])
        markets.harvest_yield[m] = place["harvest_yield"]
        markets.foreign_earnings[m] = place["foreign_earnings"]
        markets.ration_area[m] = AXES["ration_area"].index(place["ration_area"])
        markets.transport_kpw_per_kg[m] = place["transport_kpw_per_kg"]
        markets.transit_weeks[m] = place["transit_weeks"]
        rows = households[markets.first[m] : markets.last[m]]
        for c in range(HOUSEHOLD_CLASSES):
            mine = rows.household_class == c
            markets.real_households[m, c] = rows.weight[mine].sum()
            markets.earning_weight_total[m, c] = (rows.weight[mine] * rows.earning_weight[mine].astype(float)).sum()
    households_of = markets.real_households.sum(axis=1) * ~markets.is_border
    markets.foreign_earnings *= households_of.sum() / (markets.foreign_earnings * households_of).sum()
    return markets


def _traders(markets: Markets, p: Parameters, seed: int) -> Traders:
    """Belief holders: in proportion to simulated customers, a few to a dozen in each market of a border place."""
    counts = []
    for market in markets:
        customers = market.real_households.sum() / market.agent_weight
        fewest = p.least_border_traders if market.is_border else 1.0
        counts.append(int(min(max(round(customers / p.customers_per_trader), fewest), p.most_traders_per_market)))
    traders: Traders = _table(sum(counts), TRADER)
    ends = np.cumsum(counts)
    for m, count in enumerate(counts):
        markets.first_trader[m], markets.last_trader[m] = ends[m] - count, ends[m]
        for k in range(ends[m] - count, ends[m]):
            traders.market[k] = m
            traders.identity[k] = k
            traders.hazard_factor[k] = _trader_factor(seed, 0, k, float(p.hazard_belief_spread))
            memory = _trader_factor(seed, 1, k, float(p.hazard_memory_spread))
            traders.hazard_memory_weeks[k] = p.stop_memory_weeks * memory
            traders.interest_factor[k] = _trader_factor(seed, 2, k, float(p.trader_interest_spread))
            traders.length_factor[k] = _trader_factor(seed, 3, k, float(p.length_belief_spread))
    place = markets.place[traders.market]
    for one in np.unique(place):
        mine = np.flatnonzero(place == one)
        for trait in ("hazard_factor", "interest_factor", "length_factor"):
            traders[trait][mine] /= traders[trait][mine].mean()
    return traders


@entrance
def _trader_factor(seed: int, trait: int, trader: int, spread: float) -> float:
    """A trait of a trader, lognormal with mean 1 (0: prior hazard, 1: memory, 2: interest, 3: length of stops)."""
    return exp(spread * normal(stream(seed, HAZARD_BELIEF, trait), trader) - 0.5 * spread**2)
