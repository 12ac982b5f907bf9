"""Build the world of a run from evidence: places, markets, households and traders."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from jangmadang.accounting.transactions import (
    EXPORT_GOODS,
    GOODS,
    GOODS_ENTRIES,
    HOUSEHOLD_CLASSES,
    TRANSACTIONS,
)
from jangmadang.axes import AXES
from jangmadang.compiling import compiled
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
from jangmadang.scenario.yaml_files import PACKS, read_yaml
from jangmadang.world.members import (
    BAND_CLASS,
    BORDER_PLACES,
    CHANNELS,
    COLLECTED_GOODS,
    CORN,
    DOMESTIC_ORIGIN,
    FARMER_BAND,
    HARVESTED_RICE,
    HYESAN,
    IMPORT_GOODS,
    IMPORTED_ORIGIN,
    INACTIVE,
    ORDINARY_BAND,
    RICE,
    SEASON_GROUPS,
    TONNE,
    UNITS,
)
from jangmadang.world.rows import Households, Markets, Parameters, Traders
from jangmadang.world.tables import (
    BORDER_TALLY,
    HOUSEHOLD,
    MARKET,
    NATION,
    TALLY,
    TRADER,
    World,
)

LARGEST_MARKET = 12_000  # simulated households


@cache
def places() -> tuple[dict[str, Any], ...]:
    """Return the shipped places: Hyesan, any other border places, then the inland.

    Raises
    ------
    InputError
        If an inland place stands before a border place.
    """
    found = tuple(read_yaml(PACKS / "places.yaml"))
    border = [bool(place["border"]) for place in found]
    if border != sorted(border, reverse=True):
        raise InputError("places.yaml: border places come before inland ones")
    return found


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
    households = _table(len(rows), HOUSEHOLD)
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
    _open_balances(world, p)
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


@compiled
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
        hh.earning_weight = p.band_spending_cny[bands[i]] * np.exp(spread * normal(earning, i) - 0.5 * spread**2)
        hh.gathering_taste = p.gathering_taste_spread * logistic_noise(taste, i)
        hh.patience = np.exp(p.patience_spread * normal(patience, i) - 0.5 * p.patience_spread**2)
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


@compiled
def _trader_factor(seed: int, trait: int, trader: int, spread: float) -> float:
    """A trait of a trader, lognormal with mean 1 (0: prior hazard, 1: memory, 2: interest, 3: length of stops)."""
    return np.exp(spread * normal(stream(seed, HAZARD_BELIEF, trait), trader) - 0.5 * spread**2)


def _open_balances(w: World, p: Parameters) -> None:
    """Opening guesses from which settling finds the steady state."""
    rate = float(p.base_exchange_rate)
    hh = w.households
    inland = np.where(
        np.repeat(w.markets.is_border, w.markets["last"] - w.markets["first"]), 1.0, p.opening_inland_factor
    )
    income = np.array(p.opening_income_cny)[hh.household_class] * hh.earning_weight * inland
    wealth_cny = income * hh.patience * np.array(p.opening_wealth_weeks)[hh.household_class] * hh.weight
    won_weeks = (p.won_cover + np.array(p.won_store_weeks)) / np.array(p.opening_wealth_weeks)
    share = 1.0 - np.minimum(won_weeks, 1.0)[hh.household_class]
    hh.permanent_income_kpw = hh.usual_income_kpw = income * rate
    hh.cash_cny = (wealth_cny * share * 100).astype(np.int64)
    hh.cash_kpw = (wealth_cny * (1 - share) * rate * 100).astype(np.int64)
    hh.eaten_percent[:] = 100
    nation = w.nation[0]
    nation.exchange_rate = rate
    nation.exchange_rate_memory[:] = rate
    nation.border_markets = int(w.markets.is_border.sum())
    for gate in range(BORDER_PLACES):
        nation.first_border_market[gate + 1] = (w.markets.is_border & (w.markets.place <= gate)).sum()
        nation.border_capacity[gate] = places()[gate]["border_capacity"]
    nation.landed_cost[:] = nation.landed_cost_norm[:] = nation.other_landed_cost[:] = 1.2
    nation.crew_buyers = float(p.crew_buyers)
    nation.buyers_capital[:] = 100.0 * p.buyer_seed_capital_cny * p.crew_buyers
    nation.gatherers = 0.1
    nation.traffic = 1.0
    nation.other_exports_cny = float(p.other_exports_cny)
    nation.was_forced, nation.shock_before, nation.learning = 1.0, 1.0, 1.0
    nation.import_share[:] = 1.0 / CHANNELS
    households = float(w.markets.real_households.sum())
    weekly_cny = 12.0 * households
    nation.changers_cny_target = 100.0 * weekly_cny * p.changers_cny_weeks
    nation.traffic_norm = 3e6
    nation.imports_norm_kg[:] = weekly_cny * 0.125 / IMPORT_GOODS
    _open_grain(w, p)
    hyesan = places()[HYESAN]["households"]
    for k in range(COLLECTED_GOODS):
        nation.expected_exports[k] = 0.08 * hyesan * p.collector_yield_kg[k]
        nation.bought_kg[k] = nation.reference_exports[k] = nation.expected_exports[k]
    for k in range(EXPORT_GOODS):
        nation.border_price[k] = p.chinese_price_cny[k]
        nation.farm_gate_price[k] = p.reservation_price_cny[k]
    _open_accounts(w, p, weekly_cny)
    _open_trade(w, p)


def _open_grain(w: World, p: Parameters) -> None:
    """What farms and plots harvest in a normal year, and opening stocks and use of grain."""
    nation = w.nation[0]
    hh, rows = w.households, w.markets["last"] - w.markets["first"]
    region = np.repeat(w.markets.harvest_region, rows)
    year_need = p.staple_need_kg * 1000.0 * 365.25 / 7.0
    own = np.array(p.own_staple_share)[hh.household_class] * hh.plot * hh.weight * year_need
    own *= np.repeat(w.markets.harvest_yield, rows)
    rice = np.array(p.harvest_share)[region, HARVESTED_RICE]
    nation.own_harvest[RICE], nation.own_harvest[CORN] = (own * rice).sum(), (own * (1.0 - rice)).sum()
    gross = np.array(p.gross_harvest_tonnes) * TONNE * (1.0 - p.harvest_other_use_share)
    nation.farm_harvest[:] = np.maximum(gross - nation.own_harvest, 0.0)
    use = nation.farm_harvest * (1.0 - p.procurement_share) / 52.0 + np.array(p.normal_grain_imports) * TONNE
    nation.use_by_week[:] = use
    nation.use_level[:] = 1.0
    nation.price_level[:] = 1.0
    nation.crop_price[:] = p.base_crop_price
    weeks_left = (p.main_harvest_week - 1.0) % 52.0
    nation.crop_stock[:] = (use * (weeks_left * (1.0 + p.grain_reserve_share) + p.grain_working_weeks)).astype(np.int64)
    nation.state_grain[:] = (nation.farm_harvest * p.procurement_share * weeks_left / 52.0).astype(np.int64)
    parts = w.markets.real_households.sum(1) / w.markets.real_households.sum()
    w.markets.staple_demand[:] = w.markets.staple_demand_norm[:] = parts * use.sum()


def _open_accounts(w: World, p: Parameters, weekly_cny: float) -> None:
    """Opening balances of national accounts and markets' pools."""
    from jangmadang.accounting.transactions import CHANGERS, COMPANIES, CREWS, FARMS, STATE

    nation = w.nation[0]
    rate = float(p.base_exchange_rate)
    nation.cny[CHANGERS] = int(nation.changers_cny_target)
    nation.kpw[CHANGERS] = int(nation.changers_cny_target * rate)
    nation.changers_cny_before = nation.cny[CHANGERS]
    nation.cny[COMPANIES] = int(100 * p.company_capital_cny)
    nation.cny[CREWS] = int(nation.buyers_capital[1])
    nation.cny[STATE] = int(100 * 0.2 * weekly_cny)
    nation.kpw[FARMS] = int(100 * 30 * weekly_cny * rate / 10)
    incomes = np.array(p.opening_income_cny)
    for market in w.markets:
        market.pool_kpw[:] = (incomes * market.real_households * 0.8 * rate * 100).astype(np.int64)
        market.pool_cny[:] = (incomes * market.real_households * 0.2 * 100).astype(np.int64)
    won = w.households.cash_kpw.sum() + w.markets.pool_kpw.sum() + nation.kpw[CHANGERS] + nation.kpw[FARMS]
    nation.kpw[STATE] = -int(won)


def _open_trade(w: World, p: Parameters) -> None:
    """Opening stocks, prices and beliefs of dealers and traders."""
    rate = float(p.base_exchange_rate)
    for market in w.markets:
        market.confidence[:] = 0.5
        market.cpi = market.price_rise = market.services_price = market.wage = 1.0
        market.basket[:] = 1.0
        market.staple_price[:] = w.nation[0].crop_price
        households = market.real_households.sum()
        market.services_demand = market.services_wanted = 15.0 * rate * households
        hours = float((np.array(p.services_hours) * market.real_households).sum())
        market.services_productivity = market.services_demand / hours
        market.services_fill = 1.0
        market.used_durables_price = p.durables_resale_share * p.base_exchange_rate * (1.0 + p.imported_goods_margin)
        market.real_income_fast[:] = market.real_income_slow[:] = 50.0 * rate
        market.goods_price = rate * (1.0 + p.imported_goods_margin)
        market.line_price[:] = market.goods_price
        market.goods_demand = 8.0 * households
        market.goods_expected_demand[:] = 8.0 * households * np.array([1.0 - p.machines_share, p.machines_share])
        market.goods_usual_demand[:] = market.goods_expected_demand
        market.goods_stock[:] = (market.goods_expected_demand * p.imported_goods_cover_weeks * UNITS).astype(np.int64)
        market.goods_cny = int(100 * 8.0 * households * 8)
        market.cny_allotment = int(100 * 12.0 * households * 3)
        market.kpw_allotment = int(100 * 12.0 * households * 3 * rate)
        part = households / w.markets.real_households.sum()
        market.staple_allotment[:] = (w.nation[0].use_by_week[0] * 3 * part).astype(int)
        market.medicine_price[:, IMPORTED_ORIGIN] = (
            p.medicine_price_cny[IMPORTED_ORIGIN] * 1.2 * (1 + p.medicine_markup) * rate
        )
        market.medicine_price[:, DOMESTIC_ORIGIN] = (
            p.medicine_price_cny[DOMESTIC_ORIGIN] * (1 + p.medicine_markup) * rate
        )
        market.medicine_price_usual[:] = market.medicine_price / rate
        market.factory_output[:] = 1.0
        market.line_return[:] = p.outside_return
        market.medicine_demand_slow[:] = np.array(p.illness_hazard) * households
        market.medicine_demand_fast[:] = market.medicine_demand_slow
        market.medicine_wanted_fast[:, IMPORTED_ORIGIN] = market.medicine_demand_slow * (1.0 - p.domestic_normal_share)
        market.medicine_wanted_fast[:, DOMESTIC_ORIGIN] = market.medicine_demand_slow * p.domestic_normal_share
    for trader in w.traders:
        market = w.markets[trader.market]
        count = market.last_trader - market.first_trader
        customers = market.real_households.sum() / count
        trader.cny = int(100 * 60.0 * customers)
        trader.markup[:] = np.array(p.target_markup)[None, :]
        trader.expected_visits[:] = 0.05 * customers
        trader.successes[:] = p.prior_weight * np.array(p.prior_conversion)[None, :, None]
        trader.failures[:] = p.prior_weight * (1.0 - np.array(p.prior_conversion)[None, :, None])
        sales = market.medicine_demand_slow / count
        trader.medicine_stock[:, 0] = (sales * p.medicine_base_cover_weeks).astype(int)
        trader.medicine_stock[:, 1] = (sales * 2).astype(int)
        _open_belief(trader, p)
        trader.strategy_share[:INACTIVE] = trader.usual_strategy[:INACTIVE] = 1.0 / INACTIVE
        trader.order_tilt[:] = 1.0
        trader.expected_return = 0.3
        trader.smoothed_costs_cny = 3.0 * customers


def _open_belief(trader: Any, p: Parameters) -> None:
    """A belief as it stands after many quiet years."""
    kept = 0.5 ** (1.0 / trader.hazard_memory_weeks)
    trader.stop_events = p.stop_prior_events * trader.hazard_factor
    trader.open_weeks = p.stop_prior_events / p.stop_prior_hazard + (1.0 + p.news_weight) / (1.0 - kept)
    trader.end_events = p.stop_prior_events
    trader.stopped_weeks = p.stop_prior_events * p.stop_prior_weeks * trader.length_factor
    trader.closure_ends = p.stop_prior_events
    trader.closed_weeks = p.stop_prior_events * p.closure_prior_weeks * trader.length_factor
