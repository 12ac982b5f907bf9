"""The state of the world as record arrays; one row per household, market and trader, one row for the nation.

Units: money in 1/100 KPW and 1/100 CNY (int64), garments in pieces, medicine in courses, staples and export goods in
grams, the composite imported good in 1/1000 units. A household row stands for `weight` real households and holds their
money together; columns whose name ends in `_kpw` and that are floats are KPW per real household and week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jangmadang.accounting.transactions import (
    AILMENTS,
    CROPS,
    DESIGNS,
    EXPORT_GOODS,
    GARMENTS,
    HOUSEHOLD_CLASSES,
    ORIGINS,
    SECTORS,
    TIERS,
)
from jangmadang.world.members import (
    BUYERS,
    CAUTION_THIRDS,
    CHANNELS,
    DIRECTIONS,
    GATEWAYS,
    GOODS_LINES,
    GROUPS,
    IMPORT_GOODS,
    REGIONS,
    SEASON_GROUPS,
    STRATEGIES,
    TRADE_LINES,
)

if TYPE_CHECKING:
    from jangmadang.world.rows import BorderRows, Counts3, Households, Markets, NationRows, Tallies, Traders

PIPELINE_WEEKS = 8  # the longest time from order to arrival
RECEIPT_WEEKS = 16  # the longest time from export to payment
EATEN_WEEKS = 4  # weeks of eating that a household remembers
YEAR_WEEKS = 52  # the weeks whose purchases of export goods are remembered
SHIPPERS, EXPORT_DUES = 3, 3  # buyers of collected goods, crews, companies with ore; fee, bribe, handling
INCOME_BINS, BINS_PER_OCTAVE, LOWEST_OCTAVE = 64, 4, 8  # of KPW a week: from 256 won to 17 million
PROFIT_BINS, PROFIT_BIN = 64, 0.2  # of ln(1 + profit) of a trader, CNY a week: to 360,000
BASKET_WEEKS = 14
YEAR_WEEKS = 52  # of the calendar of harvests and of the use of grain
OLDEST_GARMENT_WEEKS = 255  # older garments count as this old

HOUSEHOLD = np.dtype(
    [
        ("identity", "i8"),
        ("cash_kpw", "i8"),
        ("cash_cny", "i8"),
        ("permanent_income_kpw", "f4"),
        ("income_kpw", "f4"),
        ("spending_kpw", "f4"),
        ("budget_kpw", "f4"),
        ("earning_weight", "f4"),
        ("gathering_taste", "f4"),
        ("gathering_income_kpw", "f4"),
        ("own_grain", "i8"),
        ("plot", "f4"),
        ("weight", "i4"),
        ("garment_age_weeks", "u1", (SEASON_GROUPS,)),
        ("eaten_percent", "u1", (EATEN_WEEKS,)),
        ("household_class", "i1"),
        ("gathers", "i1"),
        ("illness", "i1"),
        ("illness_weeks", "i1"),
        ("wanted_garment", "i1"),
        ("band", "i1"),
        ("need_kg", "f4"),
        ("staple_budget_kpw", "f8"),
        ("fuel_budget_kpw", "f8"),
        ("dues_budget_kpw", "f8"),
        ("other_food_budget_kpw", "f8"),
        ("durables_budget_kpw", "f8"),
        ("treatment_kpw", "f8"),
        ("needs_kpw", "f8"),
        ("patience", "f4"),
        ("usual_surplus_kpw", "f8"),
        ("debt_kpw", "i8"),
        ("durables", "i8"),
        ("treatment_limit_kpw", "f4"),
        ("medicine_at_home", "i1"),
    ],
    align=True,
)

MARKET = np.dtype(
    [
        ("place", "i8"),
        ("first", "i8"),
        ("last", "i8"),
        ("first_trader", "i8"),
        ("last_trader", "i8"),
        ("agent_weight", "f8"),
        ("real_households", "f8", (HOUSEHOLD_CLASSES,)),
        ("earning_weight_total", "f8", (HOUSEHOLD_CLASSES,)),
        ("usual_gateway_share", "f8"),
        ("gateway_share", "f8", (IMPORT_GOODS,)),
        ("gateway_target", "f8", (IMPORT_GOODS,)),
        ("backlog_kg", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("gateway_fill", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("gateway_wait", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("passings_kg", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("transport_kpw_per_kg", "f8"),
        ("transit_weeks", "i8"),
        ("pool_kpw", "i8", (HOUSEHOLD_CLASSES,)),
        ("pool_cny", "i8", (HOUSEHOLD_CLASSES,)),
        ("kpw_per_earning_weight", "f8", (HOUSEHOLD_CLASSES,)),
        ("cny_per_earning_weight", "f8", (HOUSEHOLD_CLASSES,)),
        ("staple_price", "f8", (CROPS,)),
        ("movement_premium", "f8"),
        ("basket", "f8", (BASKET_WEEKS,)),
        ("services_price", "f8"),
        ("services_demand", "f8"),
        ("wage", "f8"),
        ("services_receipts", "i8"),
        ("cpi", "f8"),
        ("confidence", "f8", (GROUPS,)),
        ("real_income_fast", "f8", (GROUPS,)),
        ("real_income_slow", "f8", (GROUPS,)),
        ("staple_income", "f8"),
        ("staple_income_norm", "f8"),
        ("goods_stock", "i8", (GOODS_LINES,)),
        ("goods_on_order", "i8", (PIPELINE_WEEKS, GOODS_LINES)),
        ("goods_order_level", "f8", (GOODS_LINES,)),
        ("goods_backlog", "f8", (GATEWAYS, GOODS_LINES)),
        ("line_price", "f8", (GOODS_LINES,)),
        ("line_share", "f8", (GOODS_LINES,)),
        ("goods_price", "f8"),
        ("goods_fill", "f8"),
        ("goods_offered", "i8"),
        ("goods_on_sale", "i8"),
        ("goods_cny", "i8"),
        ("goods_kpw", "i8"),
        ("goods_demand", "f8"),
        ("goods_expected_demand", "f8", (GOODS_LINES,)),
        ("medicine_price", "f8", (AILMENTS, ORIGINS)),
        ("medicine_scarcity", "f8", (AILMENTS, ORIGINS)),
        ("medicine_on_sale", "f8", (AILMENTS, ORIGINS)),
        ("medicine_offered", "f8", (AILMENTS, ORIGINS)),
        ("medicine_wanted", "f8", (AILMENTS, ORIGINS)),
        ("medicine_wanted_fast", "f8", (AILMENTS, ORIGINS)),
        ("medicine_price_usual", "f8", (AILMENTS, ORIGINS)),
        ("medicine_price_growth", "f8", (AILMENTS, ORIGINS)),
        ("medicine_demand_slow", "f8", (AILMENTS,)),
        ("medicine_demand_fast", "f8", (AILMENTS,)),
        ("stop_hazard", "f8"),
        ("expected_stop_weeks", "f8"),
        ("line_return", "f8", (TRADE_LINES,)),
        # allotments of what several markets draw on, and what this market drew, merged after the market weeks
        ("cny_allotment", "i8"),
        ("kpw_allotment", "i8"),
        ("cny_wanted", "i8"),
        ("kpw_wanted", "i8"),
        ("staple_allotment", "i8", (CROPS,)),
        ("staple_bought", "i8", (CROPS,)),
        ("gathering_allotment_cny", "i8", (BUYERS,)),
        ("crew_buyer_share", "f8"),
        ("gathered", "i8", (BUYERS, EXPORT_GOODS)),
        ("due_kpw", "i8", (len(SECTORS),)),
        ("due_cny", "i8", (len(SECTORS),)),
        ("harvest_region", "i8"),
        ("harvest_yield", "f8"),
        ("ration_area", "i8"),
        ("gleaning_kg", "f8"),
        ("grain_cash", "i8"),
        ("own_grain_sold", "i8", (CROPS,)),
        ("staple_demand", "f8"),
        ("staple_demand_norm", "f8"),
        ("ration_allotment", "i8", (CROPS,)),
        ("ration_each", "f8", (HOUSEHOLD_CLASSES,)),
        ("aid_grams", "i8", (CROPS,)),
        ("aid_given", "i8", (CROPS,)),
        ("aid_units", "i8"),
        ("aid_units_done", "i8"),
        ("is_border", "?"),
        ("services_productivity", "f8"),
        ("services_wanted", "f8"),
        ("services_fill", "f8"),
        ("services_left", "i8"),
        ("state_orders", "i8"),
        ("hours_offered", "f8", (HOUSEHOLD_CLASSES,)),
        ("hours_away", "f8", (HOUSEHOLD_CLASSES,)),
        ("loan_fund_kpw", "i8"),
        ("claims_kpw", "i8"),
        ("lending_wanted_kpw", "i8"),
        ("lending_expected_kpw", "f8"),
        ("used_durables", "i8"),
        ("used_durables_price", "f8"),
    ],
    align=True,
)

TRADER = np.dtype(
    [
        ("identity", "i8"),
        ("market", "i8"),
        ("cny", "i8"),
        ("kpw", "i8"),
        ("stock", "i8", (GARMENTS, TIERS, DESIGNS)),
        ("on_order", "i8", (PIPELINE_WEEKS, GARMENTS, TIERS, DESIGNS)),
        ("order_level", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("backlog", "f8", (GATEWAYS, GARMENTS, TIERS, DESIGNS)),
        ("samples_ordered", "i8", (GARMENTS, TIERS, DESIGNS)),
        ("inquiries", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("bought", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("successes", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("failures", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("visits", "f8", (GARMENTS,)),
        ("expected_visits", "f8", (GARMENTS,)),
        ("markup", "f8", (GARMENTS, TIERS)),
        ("price", "f8", (GARMENTS, TIERS)),
        ("ln_relative_price", "f8", (GARMENTS, TIERS)),
        ("medicine_stock", "i8", (AILMENTS, ORIGINS)),
        ("medicine_on_order", "i8", (PIPELINE_WEEKS, AILMENTS)),
        ("medicine_order_level", "f8", (AILMENTS,)),
        ("medicine_backlog", "f8", (GATEWAYS, AILMENTS)),
        ("hazard_factor", "f8"),
        ("hazard_memory_weeks", "f8"),
        ("stop_events", "f8"),
        ("open_weeks", "f8"),
        ("end_events", "f8"),
        ("stopped_weeks", "f8"),
        ("stop_hazard", "f8"),
        ("expected_stop_weeks", "f8"),
        ("strategy_share", "f8", (STRATEGIES,)),
        ("order_tilt", "f8", (TIERS,)),
        ("medicine_cover_target", "f8"),
        ("profit_cny", "f8"),
        ("caution_third", "i8"),
        ("smoothed_costs_cny", "f8"),
        ("expected_return", "f8"),
    ],
    align=True,
)

NATION = np.dtype(
    [
        ("kpw", "i8", (len(SECTORS),)),
        ("cny", "i8", (len(SECTORS),)),
        ("exchange_rate", "f8"),
        ("exchange_rate_memory", "f8", (BASKET_WEEKS,)),
        ("changers_cny_before", "i8"),
        ("changers_cny_target", "f8"),
        ("changer_earnings", "f8"),
        ("was_forced", "f8"),
        ("openness", "f8"),
        ("learning", "f8"),
        ("traffic_norm", "f8"),
        ("imports_norm_kg", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("landed_cost_norm", "f8", (IMPORT_GOODS,)),
        ("unfilled", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("replacement_chance", "f8", (GATEWAYS, IMPORT_GOODS)),
        ("border_markets", "i8"),
        ("border_capacity", "f8"),
        ("import_share", "f8", (IMPORT_GOODS, CHANNELS)),
        ("import_fee_rate", "f8", (IMPORT_GOODS,)),
        ("import_bribe_rate", "f8", (IMPORT_GOODS,)),
        ("import_company_rate", "f8", (IMPORT_GOODS,)),
        ("import_crew_rate", "f8", (IMPORT_GOODS,)),
        ("import_seizure_rate", "f8", (IMPORT_GOODS,)),
        ("crew_buyers", "f8"),
        ("shock_before", "f8"),
        ("won_issued", "f8"),
        ("crop_stock", "i8", (CROPS,)),
        ("crop_price", "f8", (CROPS,)),
        ("import_parity", "f8"),
        ("crop_use", "f8", (CROPS,)),
        ("use_by_week", "f8", (YEAR_WEEKS,)),
        ("harvest_calendar", "f8", (YEAR_WEEKS, REGIONS, CROPS)),
        ("farm_calendar", "f8", (YEAR_WEEKS, CROPS)),
        ("farm_harvest", "f8", (CROPS,)),
        ("own_harvest", "f8", (CROPS,)),
        ("storage_factor", "f8"),
        ("farm_claims", "i8"),
        ("state_grain", "i8", (CROPS,)),
        ("state_use", "f8"),
        ("ration_fill", "f8"),
        ("other_exports_cny", "f8"),
        ("dues_to_pay", "i8"),
        ("season_number", "i8", (SEASON_GROUPS,)),
        ("need_chance", "f4", (SEASON_GROUPS, HOUSEHOLD_CLASSES, OLDEST_GARMENT_WEEKS + 1)),
        ("appeal", "f8", (GARMENTS, TIERS, DESIGNS)),
        ("landed_cost", "f8", (IMPORT_GOODS,)),
        ("other_landed_cost", "f8", (IMPORT_GOODS,)),
        ("traffic", "f8"),
        ("active_buyers", "f8"),
        ("border_price", "f8", (EXPORT_GOODS,)),
        ("farm_gate_price", "f8", (EXPORT_GOODS,)),
        ("expected_exports", "f8", (EXPORT_GOODS,)),
        ("reference_exports", "f8", (EXPORT_GOODS,)),
        ("export_stock", "i8", (SHIPPERS, EXPORT_GOODS)),
        ("receivable", "i8", (SHIPPERS, RECEIPT_WEEKS)),
        ("buying_openness", "f8", (BUYERS,)),
        ("gatherers", "f8"),
        ("export_dues", "i8", (SHIPPERS, RECEIPT_WEEKS, EXPORT_DUES)),
        ("claim_cost", "i8", (SHIPPERS, RECEIPT_WEEKS)),
        ("stock_cost", "i8", (SHIPPERS,)),
        ("buyers_capital", "f8", (BUYERS,)),
        ("net_export_price", "f8", (EXPORT_GOODS,)),
        ("gold_waiting", "i8"),
        ("bought_kg", "f8", (EXPORT_GOODS, YEAR_WEEKS)),
        ("usual_openness", "f8", (GATEWAYS,)),
        ("stopped", "f8", (GATEWAYS,)),
        ("expected_stop_weeks", "f8"),
    ],
    align=True,
)


class World(NamedTuple):
    """All state of one run; every array is changed in place, week by week.

    Attributes
    ----------
    households, markets, traders, nation
        Record arrays; `nation` has one row.
    flows : int64 array [market + 1, transaction, household class]
        This week's money flows in minor units; the last row is what is booked between markets.
    goods : int64 array [market + 1, good, entry]
        This week's flows of goods.
    tallies : record array [market]
        This week's measurements: sums over a market.
    border : record array [1]
        This week's measurements at the border and of national accounts.
    """

    households: Households
    markets: Markets
    traders: Traders
    nation: NationRows
    flows: Counts3
    goods: Counts3
    tallies: Tallies
    border: BorderRows


TALLY = np.dtype(
    [
        ("rice_price", "f8"),
        ("corn_price", "f8"),
        ("imported_goods_price", "f8"),
        ("machines_price", "f8"),
        ("local_services_price", "f8"),
        ("confidence", "f8", (GROUPS,)),
        ("clothing_price_sum", "f8", (GARMENTS, TIERS)),
        ("clothing_price_count", "f8", (GARMENTS, TIERS)),
        ("medicine_price", "f8", (ORIGINS,)),
        ("clothing_inquiries", "f8", (GARMENTS, TIERS)),
        ("clothing_purchases", "f8", (GARMENTS, TIERS, GROUPS)),
        ("clothing_value", "f8", (TIERS,)),
        ("clothing_stock", "f8", (GARMENTS, TIERS)),
        ("clothing_visits", "f8"),
        ("clothing_sample_inquiries", "f8", (GARMENTS, TIERS)),
        ("clothing_sample_purchases", "f8", (GARMENTS, TIERS)),
        ("trader_profit_bins", "f8", (PROFIT_BINS,)),
        ("trader_profit", "f8"),
        ("medicine_profit", "f8", (CAUTION_THIRDS,)),
        ("traders", "f8", (CAUTION_THIRDS,)),
        ("trader_capital", "f8"),
        ("trader_medicine_capital", "f8"),
        ("illness_cases", "f8"),
        ("medicine_purchases", "f8", (ORIGINS,)),
        ("medicine_stock", "f8", (ORIGINS,)),
        ("medicine_stock_value", "f8"),
        ("medicine_demand", "f8"),
        ("medicine_hoarded", "f8"),
        ("strategy_traders", "f8", (STRATEGIES,)),
        ("stop_hazard", "f8"),
        ("expected_stop_weeks", "f8"),
        ("income", "f8", (HOUSEHOLD_CLASSES,)),
        ("spending", "f8", (HOUSEHOLD_CLASSES,)),
        ("income_bins", "f8", (HOUSEHOLD_CLASSES, INCOME_BINS)),
        ("spending_bins", "f8", (INCOME_BINS,)),
        ("merchant_income", "f8"),
        ("real_households", "f8", (HOUSEHOLD_CLASSES,)),
        ("household_cny", "f8", (HOUSEHOLD_CLASSES,)),
        ("household_kpw", "f8", (HOUSEHOLD_CLASSES,)),
        ("short_of_staples", "f8", (HOUSEHOLD_CLASSES,)),
        ("gatherers", "f8"),
        ("gathering_income", "f8"),
        ("staples_sold", "f8", (CROPS,)),
        ("imported_goods_sold", "f8"),
        ("local_services_sold", "f8"),
        ("fuel_sold", "f8"),
        ("turnover", "f8"),
        ("imported_goods_stock", "f8"),
        ("imported_goods_demand", "f8"),
        ("clothing_inland_shipments", "f8", (TIERS,)),
        ("medicine_inland_shipments", "f8"),
        ("staple_spending", "f8", (HOUSEHOLD_CLASSES,)),
        ("other_food_spending", "f8", (HOUSEHOLD_CLASSES,)),
        ("hungry_wealth_cny", "f8", (HOUSEHOLD_CLASSES,)),
        ("hungry_eaten", "f8", (HOUSEHOLD_CLASSES,)),
        ("wage", "f8"),
        ("hungry_debt_kpw", "f8", (HOUSEHOLD_CLASSES,)),
        ("household_debt_kpw", "f8", (HOUSEHOLD_CLASSES,)),
        ("household_durables", "f8", (HOUSEHOLD_CLASSES,)),
        ("own_grain", "f8", (HOUSEHOLD_CLASSES,)),
        ("own_grain_eaten", "f8", (HOUSEHOLD_CLASSES,)),
        ("own_harvest", "f8"),
        ("rations", "f8", (HOUSEHOLD_CLASSES,)),
        ("food_aid", "f8", (HOUSEHOLD_CLASSES,)),
        ("gleaned", "f8", (HOUSEHOLD_CLASSES,)),
    ]
)

BORDER_TALLY = np.dtype(
    [
        ("exchange_rate", "f8"),
        ("farm_gate_price", "f8", (EXPORT_GOODS,)),
        ("border_price", "f8", (EXPORT_GOODS,)),
        ("import_value", "f8", (CHANNELS, IMPORT_GOODS)),
        ("export_value", "f8", (CHANNELS, EXPORT_GOODS)),
        ("import_weight", "f8", (CHANNELS,)),
        ("export_weight", "f8", (CHANNELS,)),
        ("state_fees", "f8", (CHANNELS, DIRECTIONS)),
        ("bribes", "f8", (CHANNELS, DIRECTIONS)),
        ("confiscated_value", "f8", (CHANNELS, DIRECTIONS)),
        ("active_buyers", "f8"),
        ("export_shipments", "f8"),
        ("concealed_value", "f8"),
        ("concealed_shipment_share", "f8"),
        ("concealment_bribes", "f8"),
        ("concealment_confiscated_value", "f8"),
        ("clothing_imports", "f8", (GARMENTS, TIERS)),
        ("clothing_samples", "f8", (GARMENTS, TIERS)),
        ("clothing_best_design_imports", "f8", (GARMENTS, TIERS)),
        ("changers_cny", "f8"),
        ("changers_kpw", "f8"),
        ("state_net_issue", "f8"),
        ("rice_stock", "f8"),
        ("corn_stock", "f8"),
        ("buyers_capital", "f8"),
        ("concealed_gold_g", "f8"),
        ("confiscated_gold_g", "f8"),
        ("largest_gold_seizure_g", "f8"),
        ("unexplained_inflow", "f8"),
        ("yuan_receipts", "f8"),
        ("state_grain", "f8"),
        ("farm_harvest", "f8", (CROPS,)),
        ("grain_imports", "f8", (CROPS,)),
    ]
)


def dtypes_of_state() -> dict[str, np.dtype]:
    """Types of the arrays of a world that have columns."""
    return {
        "households": HOUSEHOLD,
        "markets": MARKET,
        "traders": TRADER,
        "nation": NATION,
        "tallies": TALLY,
        "border": BORDER_TALLY,
    }
