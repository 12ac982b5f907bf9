"""Opening guesses of every balance, stock, price and belief, from which settling finds the steady state."""

from __future__ import annotations

from typing import Any

import numpy as np

from jangmadang.accounting.transactions import CHANGERS, COMPANIES, CREWS, EXPORT_GOODS, FARMS, STATE
from jangmadang.compiling import entrance
from jangmadang.elementary import raised
from jangmadang.world.members import (
    BORDER_PLACES,
    CHANNELS,
    COLLECTED_GOODS,
    CORN,
    DOMESTIC_ORIGIN,
    HARVESTED_RICE,
    HYESAN,
    IMPORT_GOODS,
    IMPORTED_ORIGIN,
    INACTIVE,
    RICE,
    TONNE,
    UNITS,
)
from jangmadang.world.places import places
from jangmadang.world.rows import Parameters
from jangmadang.world.tables import World


def open_balances(w: World, p: Parameters) -> None:
    """Opening guesses from which settling finds the steady state."""
    rate = float(p.base_exchange_rate)
    _open_households(w, p)
    nation = w.nation[0]
    nation.exchange_rate = rate
    nation.exchange_rate_memory[:] = rate
    nation.border_markets = int(w.markets.is_border.sum())
    for gate in range(BORDER_PLACES):
        nation.first_border_market[gate + 1] = (w.markets.is_border & (w.markets.place <= gate)).sum()
        nation.border_capacity[gate] = places()[gate]["border_capacity"]
    nation.landed_cost[:] = nation.landed_cost_norm[:] = nation.other_landed_cost[:] = 1.2
    nation.relative_source_price[:] = 1.0
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


def _open_households(w: World, p: Parameters) -> None:
    """Opening incomes and money of households."""
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
        market.usual_imported_part = p.imported_goods_share * p.use_imported_goods
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


@entrance
def _kept_by_a_week(half_life_weeks: float) -> float:
    """Part of its memory that a belief keeps over a week."""
    return raised(0.5, 1.0 / half_life_weeks)


def _open_belief(trader: Any, p: Parameters) -> None:
    """A belief as it stands after many quiet years."""
    kept = _kept_by_a_week(float(trader.hazard_memory_weeks))
    trader.stop_events = p.stop_prior_events * trader.hazard_factor
    trader.open_weeks = p.stop_prior_events / p.stop_prior_hazard + (1.0 + p.news_weight) / (1.0 - kept)
    trader.end_events = p.stop_prior_events
    trader.stopped_weeks = p.stop_prior_events * p.stop_prior_weeks * trader.length_factor
    trader.closure_ends = p.stop_prior_events
    trader.closed_weeks = p.stop_prior_events * p.closure_prior_weeks * trader.length_factor
