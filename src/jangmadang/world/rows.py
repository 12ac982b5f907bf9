"""Names and types of all that a step reads and writes, for the type checker; nothing here runs.

Written by `make rows` from world/columns.yaml and the data packs; do not edit. A row's column is a number or an array
with a known number of axes: `Floats2` is a float array with two.
"""

# mypy: disable-error-code="override, overload-overlap, empty-body"
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Several = slice | NDArray[Any] | list[int]
Part = int | Several


class Floats1(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats along one axis."""

    @overload
    def __getitem__(self, at: int, /) -> float: ...
    @overload
    def __getitem__(self, at: Several, /) -> NDArray[np.float64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several, value: float | NDArray[Any], /) -> None: ...


class Floats2(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats along 2 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Floats1: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> float: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part], /) -> NDArray[np.float64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part], value: float | NDArray[Any], /) -> None: ...


class Floats3(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats along 3 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Floats2: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Floats1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> float: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part], /) -> NDArray[np.float64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part], value: float | NDArray[Any], /) -> None: ...


class Floats4(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats along 4 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Floats3: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Floats2: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> Floats1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int], /) -> float: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part], /) -> NDArray[np.float64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part], value: float | NDArray[Any], /) -> None: ...


class Floats5(np.ndarray[Any, np.dtype[np.float64]]):
    """Floats along 5 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Floats4: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Floats3: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> Floats2: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int], /) -> Floats1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int, int], /) -> float: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part] | tuple[Part, Part, Part, Part, Part], /) -> NDArray[np.float64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part] | tuple[Part, Part, Part, Part, Part], value: float | NDArray[Any], /) -> None: ...


class Counts1(np.ndarray[Any, np.dtype[np.int64]]):
    """Counts along one axis."""

    @overload
    def __getitem__(self, at: int, /) -> int: ...
    @overload
    def __getitem__(self, at: Several, /) -> NDArray[np.int64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several, value: int | NDArray[np.integer[Any]], /) -> None: ...


class Counts2(np.ndarray[Any, np.dtype[np.int64]]):
    """Counts along 2 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Counts1: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> int: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part], /) -> NDArray[np.int64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part], value: int | NDArray[np.integer[Any]], /) -> None: ...


class Counts3(np.ndarray[Any, np.dtype[np.int64]]):
    """Counts along 3 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Counts2: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Counts1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> int: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part], /) -> NDArray[np.int64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part], value: int | NDArray[np.integer[Any]], /) -> None: ...


class Counts4(np.ndarray[Any, np.dtype[np.int64]]):
    """Counts along 4 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Counts3: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Counts2: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> Counts1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int], /) -> int: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part], /) -> NDArray[np.int64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part], value: int | NDArray[np.integer[Any]], /) -> None: ...


class Counts5(np.ndarray[Any, np.dtype[np.int64]]):
    """Counts along 5 axes."""

    @overload
    def __getitem__(self, at: int, /) -> Counts4: ...
    @overload
    def __getitem__(self, at: tuple[int, int], /) -> Counts3: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int], /) -> Counts2: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int], /) -> Counts1: ...
    @overload
    def __getitem__(self, at: tuple[int, int, int, int, int], /) -> int: ...
    @overload
    def __getitem__(self, at: Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part] | tuple[Part, Part, Part, Part, Part], /) -> NDArray[np.int64]: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __setitem__(self, at: int | Several | tuple[Part, Part] | tuple[Part, Part, Part] | tuple[Part, Part, Part, Part] | tuple[Part, Part, Part, Part, Part], value: int | NDArray[np.integer[Any]], /) -> None: ...


class Parameters:
    """Parameters of a scenario; `use_` says whether a mechanism is on, `theory_` which rival theory of a room holds."""

    alarming_epidemic: float
    alarming_rise: float
    allotment_by_demand: float
    appeal_spread: float
    backlog_shift_speed: float
    band_share: Floats1
    band_spending_cny: Floats1
    band_spread: Floats1
    base_crop_price: Floats1
    base_exchange_rate: float
    base_landed_cost: float
    basket_weight_rice: float
    belief_memory: float
    bribe_share: Floats1
    buffer_confidence_slope: float
    buffer_weeks: Floats1
    buyer_reach_share: float
    buyer_seed_capital_cny: float
    buying_weeks: float
    capital_shift: float
    carriage_share: Floats1
    carried_over_share: float
    cereal_pass_through: float
    changer_payout_speed: float
    changer_spread: float
    changers_capital_speed: float
    changers_cny_weeks: float
    changers_target_speed: float
    channel_capacity_t: Floats1
    channel_choice_scale: float
    chinese_price_cny: Floats1
    closure_gain: float
    closure_prior_share: float
    closure_prior_weeks: float
    clothing_confidence_elasticity: float
    clothing_income_elasticity: float
    clothing_price_elasticity: float
    clothing_saving_weeks: float
    cny_adjustment_speed: float
    collecting_season_week: Floats1
    collecting_season_width: Floats1
    collector_yield_kg: Floats1
    colluding_share: float
    collusion_midpoint: float
    collusion_spread: float
    company_capital_cny: float
    company_payout_speed: float
    company_state_part: float
    concealed_gold_g: float
    confidence_income_weight: float
    confidence_inflation_weight: float
    confidence_speed: float
    confidence_traffic_weight: float
    confidence_volatility_weight: float
    courses_put_by: float
    cpi_part_dealers: float
    cpi_weight_imports: float
    cpi_weight_staples: float
    crew_buyers: float
    crew_entry_speed: float
    crew_labour_share: float
    crew_openness_power: float
    crew_profit_share_to_guards: float
    crop_use_norm_speed: float
    crowding_share: float
    crowding_speed: float
    customers_per_trader: float
    dealer_capital_weeks: float
    dealer_freight_weeks: float
    dealer_order_margin: float
    dealer_order_reserve: float
    dealer_payout_speed: float
    dealer_profit_share: Floats1
    demand_elasticity: float
    demand_memory_weeks: float
    depreciation_response: float
    domestic_capacity: float
    domestic_cover_weeks: float
    domestic_import_content: float
    domestic_normal_share: float
    domestic_supply_elasticity: float
    domestic_supply_speed: float
    dues_in_necessities: float
    durables_resale_share: float
    durables_wear: float
    exchange_rate_noise: float
    expected_return_memory: float
    exploration_floor: float
    export_fee_share: Floats2
    farm_debt_share: float
    farm_gate_cash_share: float
    farm_gate_margin: float
    farm_labour_at_harvest: float
    farm_labour_mobility: float
    farm_labour_share: float
    farm_payout_speed: float
    farmers_cash_weeks: float
    frost_week: float
    fuel_in_necessities: float
    fuel_laid_in: float
    fundamental_speed: float
    gap_closing_speed: float
    garment_kg: Floats1
    garment_popularity: Floats1
    garment_wear_weeks: Floats1
    garment_wearers: float
    gateway_choice_scale: float
    gateway_switch_speed: float
    gathering_hands_power: float
    gathering_hours_share: float
    gathering_response: float
    gathering_taste_spread: float
    gleaning_kg: Floats1
    gold_lot_spread: float
    gold_penalty_share: float
    gold_price_ratio: float
    gold_through_hyesan_share: float
    gold_waiting_weeks: float
    grain_carrying_cost: float
    grain_freight_share: float
    grain_import_elasticity: float
    grain_import_price_cny: Floats1
    grain_loan_multiple: float
    grain_profit_share: Floats1
    grain_profit_speed: float
    grain_repayment_speed: float
    grain_reserve_share: float
    grain_shop_discount: float
    grain_working_weeks: float
    grain_yuan_share: float
    gross_harvest_tonnes: Floats1
    handling_cost_share: float
    handling_rate: float
    harvest_other_use_share: float
    harvest_share: Floats2
    harvest_week: Floats2
    harvest_weeks: float
    hazard_belief_spread: float
    hazard_memory_spread: float
    hoarding_elasticity: float
    hoarding_rate: float
    holding_cost: float
    hyesan_staple_gateway_share: float
    illness_autumn_rise: Floats1
    illness_autumn_week: float
    illness_autumn_width: float
    illness_hazard: Floats1
    illness_summer_level: float
    illness_winter_rise: Floats1
    illness_winter_week: float
    illness_winter_width: float
    import_fee_share: Floats2
    import_parity_speed: float
    imported_goods_cover_weeks: float
    imported_goods_kg_per_unit: float
    imported_goods_margin: float
    imported_goods_price_speed: float
    imported_goods_share: float
    imported_goods_storage_elasticity: float
    imported_goods_substitution: float
    imported_medicine_premium: float
    imports_norm_speed: float
    income_memory_weeks: float
    inland_capacity_factor: float
    inspected_shipments: float
    investable_earnings_share: float
    investor_capital_cny: float
    investor_entry_speed: float
    investor_news_speed: float
    investors_per_company: float
    labour_supply_elasticity: float
    landed_cost_speed: float
    largest_concealment_share: float
    largest_cover_weeks: float
    largest_exchange_rate_change: float
    largest_income_effect: float
    largest_markup_ratio: float
    largest_relative_sell_through: float
    largest_relative_traffic: float
    largest_scarcity_factor: float
    laying_in_weeks: float
    lead_weeks: float
    learning_season_height: float
    least_border_traders: float
    least_cost_sharpness: float
    lendable_share: float
    lender_memory_weeks: float
    lending_memory: float
    length_belief_spread: float
    licence_profit_share: float
    line_capital_memory: float
    loan_fund_weeks: float
    loan_interest: float
    loan_weeks: float
    loan_write_off_speed: float
    local_fuel_share: float
    lockdown_price_speed: float
    lockdown_staple_premium: float
    longest_hours: float
    longest_illness_weeks: float
    longest_wait_weeks: float
    luxury_price_ratio: float
    machines_kg_per_unit: float
    machines_margin: float
    machines_share: float
    main_harvest_week: float
    marginal_share_clothing: float
    marginal_share_dues: float
    marginal_share_durables: float
    marginal_share_fuel: float
    marginal_share_other_food: float
    marginal_share_rice: float
    markup_season_height: float
    markup_speed: float
    meals_substitution: float
    medicine_arbitrage: float
    medicine_base_cover_weeks: float
    medicine_capital_part: float
    medicine_fast_memory: float
    medicine_gateway_power: float
    medicine_income_elasticity: float
    medicine_kg: float
    medicine_markup: float
    medicine_order_floor: float
    medicine_price_cny: Floats1
    medicine_price_elasticity: float
    medicine_price_speed: float
    medicine_slow_memory: float
    medicine_taste_spread: float
    money_growth_response: float
    monthly_interest: float
    most_traders_per_market: float
    need_hazard: Floats1
    news_weight: float
    next_best_route_cost: float
    normal_grain_imports: Floats1
    opening_income_cny: Floats1
    opening_inland_factor: float
    opening_wealth_weeks: Floats1
    order_cover_weeks: float
    order_flow_response: float
    other_exports_cny: float
    other_exports_seasonality: float
    other_exports_share: Floats1
    other_exports_t: float
    other_exports_wage_share: float
    other_food_imported_share: float
    other_gateway_bribe_share: float
    other_gateway_fee_share: Floats1
    other_gateway_freight_kpw_per_kg: float
    other_necessities: Floats1
    outside_hours: float
    outside_return: float
    own_grain_loss: Floats1
    own_staple_share: Floats1
    panned_gold_g: float
    panning_share: float
    parity_openness_power: float
    passings_speed: float
    patience_spread: float
    petty_bribe_share: float
    petty_hours_worth: float
    pledged_harvest_share: float
    plot_holder_share: Floats1
    plot_spread: float
    price_level_speed: float
    prior_conversion: Floats1
    prior_weight: float
    procurement_share: float
    receipt_deduction: float
    receipt_lag_weeks: float
    reference_income_cny: float
    reinvested_profit_share: float
    relief_ration_share: float
    remittances_cny: float
    remoteness_premium: float
    reservation_level: float
    reservation_price_cny: Floats1
    restricted_remoteness_rise: float
    rice_premium_elasticity: float
    sample_lead_weeks: float
    sample_lot: Floats1
    sample_visitors: float
    scarce_clothing_rise: float
    searched_when_colluding: float
    season_end_loss: float
    season_end_markdown: float
    season_week: Floats1
    season_width: Floats1
    seizure_hazard: Floats1
    services_demand_speed: float
    services_hours: Floats1
    services_labour_share: float
    services_owner_share: Floats1
    services_price_speed: float
    services_productivity_speed: float
    setback_loss: float
    setback_onset: float
    setback_recovery: float
    shipment_t: float
    smallest_expected_return: float
    smallest_markup_ratio: float
    smallest_relative_demand: float
    smallest_relative_exports: float
    smallest_relative_sell_through: float
    smallest_scarcity_factor: float
    smallest_season_ahead: float
    source_price_cny: Floats1
    stalls_searched: float
    standing_ration_share: Floats2
    staple_demand_elasticity: float
    staple_need_kg: float
    staple_price_speed: float
    staple_sellers_margin: float
    state_channel_ore_share: float
    state_import_speed: float
    state_own_use_tonnes: float
    state_reserve_weeks: float
    state_wage_kpw: float
    state_wage_weight: Floats1
    state_working_weeks: float
    status_taste: Floats1
    stop_memory_weeks: float
    stop_prior_events: float
    stop_prior_hazard: float
    stop_prior_weeks: float
    stop_severity: float
    storage_loss: float
    strategy_memory: float
    strategy_review_weeks: float
    strategy_scale: float
    strategy_tilt: float
    supply_elasticity: float
    target_markup: Floats1
    target_sell_through: float
    taste_spread: float
    thaw_week: float
    trader_capital_weeks: float
    trader_costs_memory: float
    trader_interest_spread: float
    trader_order_share: float
    trader_payout_speed: float
    trader_profit_share: Floats1
    trader_won_share: float
    traffic_memory_weeks: float
    traffic_norm_speed: float
    transit_margin: float
    unfilled_memory_weeks: float
    use_by_week_speed: float
    use_level_speed: float
    used_durables_elasticity: float
    used_durables_reference: float
    visits_memory: float
    wage_speed: float
    wealth_spending_factor: float
    wealthy_confidence_factor: float
    weekly_currency_allotment: float
    weekly_staple_allotment: float
    wholesale_margin: float
    wild_food_kg: float
    wild_food_week: float
    wild_food_width: float
    winter_first_week: float
    winter_fuel_ratio: float
    winter_last_week: float
    withholding_weeks: float
    won_cover: float
    won_store_weeks: Floats1
    use_border: float
    use_gateway_choice: float
    use_replacement_cost: float
    use_collecting: float
    use_buyer_entry: float
    use_concealment: float
    use_wage_issue: float
    use_order_flow: float
    use_fading_pass_through: float
    use_gleaning: float
    use_rations: float
    use_own_grain: float
    use_import_response: float
    use_farm_labour: float
    use_working_time: float
    use_setbacks: float
    use_credit: float
    use_durables_sales: float
    use_petty_trade: float
    use_handling: float
    use_confidence: float
    use_buffer: float
    use_imported_goods: float
    use_waiting: float
    use_clothing: float
    use_seasonal_needs: float
    use_status_seeking: float
    use_conversion_beliefs: float
    use_markup_adjustment: float
    use_markdown: float
    use_samples: float
    use_wholesale: float
    use_illness: float
    use_precaution: float
    use_capital_mobility: float
    use_stop_learning: float
    use_hoarding: float
    use_withholding: float
    use_strategies: float
    theory_border: float
    theory_trading_companies: float
    theory_budget: float
    theory_expectations: float


class Given:
    """A week's paths and its calendar."""

    openness: Floats3
    entitlement: Floats3
    export_entitlement: Floats3
    clearance_days: Floats2
    private_seizure_multiplier: float
    chinese_openness: Floats1
    throughput_factor: Floats1
    other_gateways_openness: float
    other_gateways_inflow: float
    market_lockdown: Floats1
    country_movement_restriction: float
    epidemic_illness_multiplier: float
    inspection_strictness: float
    export_price_multiplier: Floats1
    import_price_multiplier: Floats1
    grain_price_multiplier: Floats1
    staple_price_shock: Floats1
    state_wage_multiplier: float
    closure_hazard: float
    luxury_price_wedge: float
    mass_price_wedge: float
    ordinary_income_levy: float
    exchange_rate_multiplier: float
    harvest_index: Floats1
    licences: float
    metal_inspection: float
    won_handed_out: float
    ration_delivery: Floats2
    extra_ration_share: Floats2
    grain_shop_share: float
    food_aid: Floats2
    food_aid_class_weight: Floats1
    market_food_aid: Floats1
    cash_transfer_kpw: Floats2
    cash_transfer_cny: Floats2
    staple_price_subsidy: float
    grain_import_licence: Floats1
    grain_import_contracts: Floats1
    exchange_rate_reported_kpw_per_cny: float
    exchange_rate_imposed: float
    year: float
    iso_week: float
    week_of_year: float
    month: float


class Household:
    """A row of households."""

    cash_kpw: int
    cash_cny: int
    durables: int
    own_grain: int
    debt_kpw: int
    debt_grain: int
    usual_surplus_kpw: float
    clothing_purse_cny: float
    identity: int
    permanent_income_kpw: float
    usual_income_kpw: float
    income_kpw: float
    spending_kpw: float
    budget_kpw: float
    earning_weight: float
    gathering_taste: float
    log_reserve: float
    gathering_income_kpw: float
    plot: float
    patience: float
    own_food_kpw: float
    treatment_limit_kpw: float
    weight: int
    garment_age_weeks: Counts1
    eaten_percent: Counts1
    household_class: int
    gathers: int
    illness: int
    illness_weeks: int
    medicine_at_home: int
    setback: int
    wanted_garment: int
    band: int
    need_kg: float
    per_household: float
    staple_budget_kpw: float
    fuel_budget_kpw: float
    dues_budget_kpw: float
    other_food_budget_kpw: float
    durables_budget_kpw: float
    treatment_kpw: float
    needs_kpw: float
    clothing_budget_kpw: float


class Households(np.ndarray[Any, np.dtype[np.void]]):
    """Every Household: a row by its number, a column of all rows by its name."""

    cash_kpw: NDArray[np.int64]
    cash_cny: NDArray[np.int64]
    durables: NDArray[np.int64]
    own_grain: NDArray[np.int64]
    debt_kpw: NDArray[np.int64]
    debt_grain: NDArray[np.int64]
    usual_surplus_kpw: NDArray[np.float64]
    clothing_purse_cny: NDArray[np.float64]
    identity: NDArray[np.int64]
    permanent_income_kpw: NDArray[np.float64]
    usual_income_kpw: NDArray[np.float64]
    income_kpw: NDArray[np.float64]
    spending_kpw: NDArray[np.float64]
    budget_kpw: NDArray[np.float64]
    earning_weight: NDArray[np.float64]
    gathering_taste: NDArray[np.float64]
    log_reserve: NDArray[np.float64]
    gathering_income_kpw: NDArray[np.float64]
    plot: NDArray[np.float64]
    patience: NDArray[np.float64]
    own_food_kpw: NDArray[np.float64]
    treatment_limit_kpw: NDArray[np.float64]
    weight: NDArray[np.int64]
    garment_age_weeks: NDArray[np.int64]
    eaten_percent: NDArray[np.int64]
    household_class: NDArray[np.int64]
    gathers: NDArray[np.int64]
    illness: NDArray[np.int64]
    illness_weeks: NDArray[np.int64]
    medicine_at_home: NDArray[np.int64]
    setback: NDArray[np.int64]
    wanted_garment: NDArray[np.int64]
    band: NDArray[np.int64]
    need_kg: NDArray[np.float64]
    per_household: NDArray[np.float64]
    staple_budget_kpw: NDArray[np.float64]
    fuel_budget_kpw: NDArray[np.float64]
    dues_budget_kpw: NDArray[np.float64]
    other_food_budget_kpw: NDArray[np.float64]
    durables_budget_kpw: NDArray[np.float64]
    treatment_kpw: NDArray[np.float64]
    needs_kpw: NDArray[np.float64]
    clothing_budget_kpw: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> Household: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> Households: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Household]: ...


class Market:
    """A market."""

    place: int
    first: int
    last: int
    first_trader: int
    last_trader: int
    agent_weight: float
    real_households: Floats1
    earning_weight_total: Floats1
    usual_gateway_share: float
    gateway_share: Floats1
    gateway_target: Floats1
    backlog_kg: Floats2
    gateway_fill: Floats2
    gateway_wait: Floats2
    passings_kg: Floats2
    transport_kpw_per_kg: float
    transit_weeks: int
    pool_kpw: Counts1
    pool_cny: Counts1
    kpw_per_earning_weight: Floats1
    cny_per_earning_weight: Floats1
    staple_price: Floats1
    movement_premium: float
    basket: Floats1
    services_price: float
    services_demand: float
    wage: float
    services_receipts: int
    services_receipts_cny: int
    cpi: float
    price_rise: float
    confidence: Floats1
    real_income_fast: Floats1
    real_income_slow: Floats1
    goods_stock: Counts1
    goods_on_order: Counts2
    goods_order_level: Floats1
    goods_backlog: Floats2
    line_price: Floats1
    line_share: Floats1
    goods_price: float
    usual_imported_part: float
    goods_fill: float
    goods_offered: int
    goods_on_sale: int
    goods_cny: int
    goods_kpw: int
    goods_demand: float
    goods_expected_demand: Floats1
    goods_usual_demand: Floats1
    medicine_price: Floats2
    medicine_scarcity: Floats2
    medicine_on_sale: Floats2
    medicine_wanted: Floats2
    medicine_wanted_fast: Floats2
    medicine_price_usual: Floats2
    factory_output: Floats1
    medicine_price_growth: Floats2
    medicine_demand_slow: Floats1
    medicine_demand_fast: Floats1
    stop_hazard: float
    expected_stop_weeks: float
    held_up_chance: Floats1
    stopped_share: Floats1
    costs_memory_speed: float
    goods_memory_speed: float
    line_return: Floats1
    line_capital: Floats1
    cny_allotment: int
    kpw_allotment: int
    cny_wanted: int
    kpw_wanted: int
    staple_allotment: Counts1
    staple_bought: Counts1
    gathering_allotment_cny: Counts1
    crew_buyer_share: float
    gathering_kg: Floats1
    gathering_offer: Floats1
    buying_cny: float
    collectors_part: float
    gathering_worth_cny: float
    buyer_found: float
    gathered: Counts2
    due_kpw: Counts1
    due_cny: Counts1
    harvest_region: int
    harvest_yield: float
    foreign_earnings: float
    ration_area: int
    gleaning_kg: float
    grain_cash: int
    own_grain_sold: Counts1
    staple_demand: float
    staple_demand_norm: float
    medicine_customers: Counts1
    ration_allotment: Counts1
    aid_grams: Counts1
    aid_given: Counts1
    aid_units: int
    aid_units_done: int
    is_border: bool
    gate: int
    services_productivity: float
    services_wanted: float
    services_fill: float
    services_left: int
    state_orders: int
    hours_offered: Floats1
    hours_away: Floats1
    services_pay_kpw: int
    outside_kpw: float
    outside_work: float
    outside_work_norm: float
    petty_hours: float
    loan_fund_kpw: int
    held: Counts2
    claims_kpw: int
    claims_grain: int
    lending_wanted_kpw: int
    lending_expected_kpw: float
    used_durables: int
    used_durables_price: float


class Markets(np.ndarray[Any, np.dtype[np.void]]):
    """Every Market: a row by its number, a column of all rows by its name."""

    place: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    first_trader: NDArray[np.int64]
    last_trader: NDArray[np.int64]
    agent_weight: NDArray[np.float64]
    real_households: NDArray[np.float64]
    earning_weight_total: NDArray[np.float64]
    usual_gateway_share: NDArray[np.float64]
    gateway_share: NDArray[np.float64]
    gateway_target: NDArray[np.float64]
    backlog_kg: NDArray[np.float64]
    gateway_fill: NDArray[np.float64]
    gateway_wait: NDArray[np.float64]
    passings_kg: NDArray[np.float64]
    transport_kpw_per_kg: NDArray[np.float64]
    transit_weeks: NDArray[np.int64]
    pool_kpw: NDArray[np.int64]
    pool_cny: NDArray[np.int64]
    kpw_per_earning_weight: NDArray[np.float64]
    cny_per_earning_weight: NDArray[np.float64]
    staple_price: NDArray[np.float64]
    movement_premium: NDArray[np.float64]
    basket: NDArray[np.float64]
    services_price: NDArray[np.float64]
    services_demand: NDArray[np.float64]
    wage: NDArray[np.float64]
    services_receipts: NDArray[np.int64]
    services_receipts_cny: NDArray[np.int64]
    cpi: NDArray[np.float64]
    price_rise: NDArray[np.float64]
    confidence: NDArray[np.float64]
    real_income_fast: NDArray[np.float64]
    real_income_slow: NDArray[np.float64]
    goods_stock: NDArray[np.int64]
    goods_on_order: NDArray[np.int64]
    goods_order_level: NDArray[np.float64]
    goods_backlog: NDArray[np.float64]
    line_price: NDArray[np.float64]
    line_share: NDArray[np.float64]
    goods_price: NDArray[np.float64]
    usual_imported_part: NDArray[np.float64]
    goods_fill: NDArray[np.float64]
    goods_offered: NDArray[np.int64]
    goods_on_sale: NDArray[np.int64]
    goods_cny: NDArray[np.int64]
    goods_kpw: NDArray[np.int64]
    goods_demand: NDArray[np.float64]
    goods_expected_demand: NDArray[np.float64]
    goods_usual_demand: NDArray[np.float64]
    medicine_price: NDArray[np.float64]
    medicine_scarcity: NDArray[np.float64]
    medicine_on_sale: NDArray[np.float64]
    medicine_wanted: NDArray[np.float64]
    medicine_wanted_fast: NDArray[np.float64]
    medicine_price_usual: NDArray[np.float64]
    factory_output: NDArray[np.float64]
    medicine_price_growth: NDArray[np.float64]
    medicine_demand_slow: NDArray[np.float64]
    medicine_demand_fast: NDArray[np.float64]
    stop_hazard: NDArray[np.float64]
    expected_stop_weeks: NDArray[np.float64]
    held_up_chance: NDArray[np.float64]
    stopped_share: NDArray[np.float64]
    costs_memory_speed: NDArray[np.float64]
    goods_memory_speed: NDArray[np.float64]
    line_return: NDArray[np.float64]
    line_capital: NDArray[np.float64]
    cny_allotment: NDArray[np.int64]
    kpw_allotment: NDArray[np.int64]
    cny_wanted: NDArray[np.int64]
    kpw_wanted: NDArray[np.int64]
    staple_allotment: NDArray[np.int64]
    staple_bought: NDArray[np.int64]
    gathering_allotment_cny: NDArray[np.int64]
    crew_buyer_share: NDArray[np.float64]
    gathering_kg: NDArray[np.float64]
    gathering_offer: NDArray[np.float64]
    buying_cny: NDArray[np.float64]
    collectors_part: NDArray[np.float64]
    gathering_worth_cny: NDArray[np.float64]
    buyer_found: NDArray[np.float64]
    gathered: NDArray[np.int64]
    due_kpw: NDArray[np.int64]
    due_cny: NDArray[np.int64]
    harvest_region: NDArray[np.int64]
    harvest_yield: NDArray[np.float64]
    foreign_earnings: NDArray[np.float64]
    ration_area: NDArray[np.int64]
    gleaning_kg: NDArray[np.float64]
    grain_cash: NDArray[np.int64]
    own_grain_sold: NDArray[np.int64]
    staple_demand: NDArray[np.float64]
    staple_demand_norm: NDArray[np.float64]
    medicine_customers: NDArray[np.int64]
    ration_allotment: NDArray[np.int64]
    aid_grams: NDArray[np.int64]
    aid_given: NDArray[np.int64]
    aid_units: NDArray[np.int64]
    aid_units_done: NDArray[np.int64]
    is_border: NDArray[np.bool_]
    gate: NDArray[np.int64]
    services_productivity: NDArray[np.float64]
    services_wanted: NDArray[np.float64]
    services_fill: NDArray[np.float64]
    services_left: NDArray[np.int64]
    state_orders: NDArray[np.int64]
    hours_offered: NDArray[np.float64]
    hours_away: NDArray[np.float64]
    services_pay_kpw: NDArray[np.int64]
    outside_kpw: NDArray[np.float64]
    outside_work: NDArray[np.float64]
    outside_work_norm: NDArray[np.float64]
    petty_hours: NDArray[np.float64]
    loan_fund_kpw: NDArray[np.int64]
    held: NDArray[np.int64]
    claims_kpw: NDArray[np.int64]
    claims_grain: NDArray[np.int64]
    lending_wanted_kpw: NDArray[np.int64]
    lending_expected_kpw: NDArray[np.float64]
    used_durables: NDArray[np.int64]
    used_durables_price: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> Market: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> Markets: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Market]: ...


class Trader:
    """A trader."""

    identity: int
    market: int
    cny: int
    kpw: int
    stock: Counts3
    on_order: Counts4
    order_level: Floats3
    backlog: Floats4
    samples_ordered: Counts3
    inquiries: Floats3
    bought: Floats3
    successes: Floats3
    failures: Floats3
    visits: Floats1
    expected_visits: Floats1
    markup: Floats2
    price: Floats2
    ln_relative_price: Floats2
    medicine_stock: Counts2
    medicine_for_sale: Floats2
    medicine_on_order: Counts2
    medicine_order_level: Floats1
    medicine_backlog: Floats2
    hazard_factor: float
    hazard_memory_weeks: float
    interest_factor: float
    length_factor: float
    stop_events: float
    open_weeks: float
    end_events: float
    stopped_weeks: float
    closure_ends: float
    closed_weeks: float
    closure_share: float
    ordinary_stop_weeks: float
    closure_weeks: float
    closure_hazard: float
    stop_hazard: float
    expected_stop_weeks: float
    strategy_share: Floats1
    usual_strategy: Floats1
    order_tilt: Floats1
    medicine_cover_target: float
    profit_cny: float
    costs_cny: float
    cover_third: int
    smoothed_costs_cny: float
    expected_return: float


class Traders(np.ndarray[Any, np.dtype[np.void]]):
    """Every Trader: a row by its number, a column of all rows by its name."""

    identity: NDArray[np.int64]
    market: NDArray[np.int64]
    cny: NDArray[np.int64]
    kpw: NDArray[np.int64]
    stock: NDArray[np.int64]
    on_order: NDArray[np.int64]
    order_level: NDArray[np.float64]
    backlog: NDArray[np.float64]
    samples_ordered: NDArray[np.int64]
    inquiries: NDArray[np.float64]
    bought: NDArray[np.float64]
    successes: NDArray[np.float64]
    failures: NDArray[np.float64]
    visits: NDArray[np.float64]
    expected_visits: NDArray[np.float64]
    markup: NDArray[np.float64]
    price: NDArray[np.float64]
    ln_relative_price: NDArray[np.float64]
    medicine_stock: NDArray[np.int64]
    medicine_for_sale: NDArray[np.float64]
    medicine_on_order: NDArray[np.int64]
    medicine_order_level: NDArray[np.float64]
    medicine_backlog: NDArray[np.float64]
    hazard_factor: NDArray[np.float64]
    hazard_memory_weeks: NDArray[np.float64]
    interest_factor: NDArray[np.float64]
    length_factor: NDArray[np.float64]
    stop_events: NDArray[np.float64]
    open_weeks: NDArray[np.float64]
    end_events: NDArray[np.float64]
    stopped_weeks: NDArray[np.float64]
    closure_ends: NDArray[np.float64]
    closed_weeks: NDArray[np.float64]
    closure_share: NDArray[np.float64]
    ordinary_stop_weeks: NDArray[np.float64]
    closure_weeks: NDArray[np.float64]
    closure_hazard: NDArray[np.float64]
    stop_hazard: NDArray[np.float64]
    expected_stop_weeks: NDArray[np.float64]
    strategy_share: NDArray[np.float64]
    usual_strategy: NDArray[np.float64]
    order_tilt: NDArray[np.float64]
    medicine_cover_target: NDArray[np.float64]
    profit_cny: NDArray[np.float64]
    costs_cny: NDArray[np.float64]
    cover_third: NDArray[np.int64]
    smoothed_costs_cny: NDArray[np.float64]
    expected_return: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> Trader: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> Traders: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Trader]: ...


class Nation:
    """National accounts and what all markets share."""

    kpw: Counts1
    cny: Counts1
    exchange_rate: float
    exchange_rate_memory: Floats1
    changers_cny_before: int
    changers_cny_target: float
    changer_earnings: float
    was_forced: float
    openness: float
    learning: float
    traffic_norm: float
    imports_norm_kg: Floats2
    crew_passings_kg: Floats2
    landed_cost_norm: Floats2
    unfilled: Floats2
    replacement_chance: Floats2
    border_markets: int
    first_border_market: Counts1
    border_capacity: Floats1
    import_share: Floats3
    import_fee_rate: Floats2
    import_bribe_rate: Floats2
    import_company_rate: Floats2
    import_crew_rate: Floats2
    import_seizure_rate: Floats2
    crew_buyers: float
    shock_before: float
    won_issued: float
    crop_stock: Counts1
    crop_price: Floats1
    import_parity: float
    use_by_week: Floats2
    use_level: Floats1
    harvest_calendar: Floats3
    farm_calendar: Floats2
    farm_harvest: Floats1
    own_harvest: Floats1
    price_level: Floats1
    farm_claims: int
    state_grain: Counts1
    state_use: float
    ration_fill: float
    shop_fill: float
    other_exports_cny: float
    dues_to_pay: int
    season_number: Counts1
    need_chance: Floats3
    appeal: Floats3
    landed_cost: Floats2
    other_landed_cost: Floats1
    relative_source_price: Floats1
    traffic: float
    active_buyers: float
    border_price: Floats1
    farm_gate_price: Floats1
    expected_exports: Floats1
    reference_exports: Floats1
    export_stock: Counts3
    receivable: Counts2
    buying_openness: Floats2
    gatherers: float
    export_dues: Counts3
    claim_cost: Counts2
    stock_cost: Counts1
    buyers_capital: Floats1
    net_export_price: Floats1
    affordable_price: Floats1
    collectors_largest_part: float
    buying_cny: Floats1
    offered_cny: Floats1
    supply_worth: float
    excess_return: float
    gold_waiting: int
    bought_kg: Floats2
    usual_openness: Floats2
    illness_season: Floats2
    stopped: Floats2
    stop_age: Floats1
    expected_stop_weeks: float


class NationRows(np.ndarray[Any, np.dtype[np.void]]):
    """Every Nation: a row by its number, a column of all rows by its name."""

    kpw: NDArray[np.int64]
    cny: NDArray[np.int64]
    exchange_rate: NDArray[np.float64]
    exchange_rate_memory: NDArray[np.float64]
    changers_cny_before: NDArray[np.int64]
    changers_cny_target: NDArray[np.float64]
    changer_earnings: NDArray[np.float64]
    was_forced: NDArray[np.float64]
    openness: NDArray[np.float64]
    learning: NDArray[np.float64]
    traffic_norm: NDArray[np.float64]
    imports_norm_kg: NDArray[np.float64]
    crew_passings_kg: NDArray[np.float64]
    landed_cost_norm: NDArray[np.float64]
    unfilled: NDArray[np.float64]
    replacement_chance: NDArray[np.float64]
    border_markets: NDArray[np.int64]
    first_border_market: NDArray[np.int64]
    border_capacity: NDArray[np.float64]
    import_share: NDArray[np.float64]
    import_fee_rate: NDArray[np.float64]
    import_bribe_rate: NDArray[np.float64]
    import_company_rate: NDArray[np.float64]
    import_crew_rate: NDArray[np.float64]
    import_seizure_rate: NDArray[np.float64]
    crew_buyers: NDArray[np.float64]
    shock_before: NDArray[np.float64]
    won_issued: NDArray[np.float64]
    crop_stock: NDArray[np.int64]
    crop_price: NDArray[np.float64]
    import_parity: NDArray[np.float64]
    use_by_week: NDArray[np.float64]
    use_level: NDArray[np.float64]
    harvest_calendar: NDArray[np.float64]
    farm_calendar: NDArray[np.float64]
    farm_harvest: NDArray[np.float64]
    own_harvest: NDArray[np.float64]
    price_level: NDArray[np.float64]
    farm_claims: NDArray[np.int64]
    state_grain: NDArray[np.int64]
    state_use: NDArray[np.float64]
    ration_fill: NDArray[np.float64]
    shop_fill: NDArray[np.float64]
    other_exports_cny: NDArray[np.float64]
    dues_to_pay: NDArray[np.int64]
    season_number: NDArray[np.int64]
    need_chance: NDArray[np.float64]
    appeal: NDArray[np.float64]
    landed_cost: NDArray[np.float64]
    other_landed_cost: NDArray[np.float64]
    relative_source_price: NDArray[np.float64]
    traffic: NDArray[np.float64]
    active_buyers: NDArray[np.float64]
    border_price: NDArray[np.float64]
    farm_gate_price: NDArray[np.float64]
    expected_exports: NDArray[np.float64]
    reference_exports: NDArray[np.float64]
    export_stock: NDArray[np.int64]
    receivable: NDArray[np.int64]
    buying_openness: NDArray[np.float64]
    gatherers: NDArray[np.float64]
    export_dues: NDArray[np.int64]
    claim_cost: NDArray[np.int64]
    stock_cost: NDArray[np.int64]
    buyers_capital: NDArray[np.float64]
    net_export_price: NDArray[np.float64]
    affordable_price: NDArray[np.float64]
    collectors_largest_part: NDArray[np.float64]
    buying_cny: NDArray[np.float64]
    offered_cny: NDArray[np.float64]
    supply_worth: NDArray[np.float64]
    excess_return: NDArray[np.float64]
    gold_waiting: NDArray[np.int64]
    bought_kg: NDArray[np.float64]
    usual_openness: NDArray[np.float64]
    illness_season: NDArray[np.float64]
    stopped: NDArray[np.float64]
    stop_age: NDArray[np.float64]
    expected_stop_weeks: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> Nation: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> NationRows: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Nation]: ...


class Tally:
    """What is measured in a market this week."""

    rice_price: float
    corn_price: float
    imported_goods_price: float
    machines_price: float
    local_services_price: float
    confidence: Floats1
    clothing_price_sum: Floats2
    clothing_price_count: Floats2
    medicine_price: Floats1
    clothing_inquiries: Floats2
    clothing_purchases: Floats3
    clothing_value: Floats1
    clothing_stock: Floats2
    clothing_visits: float
    clothing_sample_inquiries: Floats2
    clothing_sample_purchases: Floats2
    trader_profit_bins: Floats1
    trader_profit: float
    medicine_profit: Floats1
    traders: Floats1
    trader_capital: float
    trader_medicine_capital: float
    illness_cases: float
    medicine_purchases: Floats1
    medicine_stock: Floats1
    medicine_stock_value: float
    medicine_demand: float
    medicine_hoarded: float
    strategy_traders: Floats1
    stop_hazard: float
    expected_stop_weeks: float
    income: Floats1
    spending: Floats1
    income_bins: Floats2
    spending_bins: Floats1
    merchant_income: float
    real_households: Floats1
    household_cny: Floats1
    household_kpw: Floats1
    short_of_staples: Floats1
    gatherers: float
    gathering_income: float
    staples_sold: Floats1
    imported_goods_sold: float
    local_services_sold: float
    fuel_sold: float
    turnover: float
    imported_goods_stock: float
    imported_goods_demand: float
    clothing_inland_shipments: Floats1
    medicine_inland_shipments: float
    staple_spending: Floats1
    other_food_spending: Floats1
    hungry_wealth_cny: Floats1
    hungry_eaten: Floats1
    wage: float
    hungry_debt_kpw: Floats1
    household_debt_kpw: Floats1
    household_debt_grain: Floats1
    household_durables: Floats1
    own_grain: Floats1
    own_grain_eaten: Floats1
    own_harvest: float
    grain_receipts: float
    rations: Floats1
    shop_grain: Floats1
    food_aid: Floats1
    gleaned: Floats1
    spending_by_kind: Floats2
    state_wages: Floats1
    staples_missing: Floats1


class Tallies(np.ndarray[Any, np.dtype[np.void]]):
    """Every Tally: a row by its number, a column of all rows by its name."""

    rice_price: NDArray[np.float64]
    corn_price: NDArray[np.float64]
    imported_goods_price: NDArray[np.float64]
    machines_price: NDArray[np.float64]
    local_services_price: NDArray[np.float64]
    confidence: NDArray[np.float64]
    clothing_price_sum: NDArray[np.float64]
    clothing_price_count: NDArray[np.float64]
    medicine_price: NDArray[np.float64]
    clothing_inquiries: NDArray[np.float64]
    clothing_purchases: NDArray[np.float64]
    clothing_value: NDArray[np.float64]
    clothing_stock: NDArray[np.float64]
    clothing_visits: NDArray[np.float64]
    clothing_sample_inquiries: NDArray[np.float64]
    clothing_sample_purchases: NDArray[np.float64]
    trader_profit_bins: NDArray[np.float64]
    trader_profit: NDArray[np.float64]
    medicine_profit: NDArray[np.float64]
    traders: NDArray[np.float64]
    trader_capital: NDArray[np.float64]
    trader_medicine_capital: NDArray[np.float64]
    illness_cases: NDArray[np.float64]
    medicine_purchases: NDArray[np.float64]
    medicine_stock: NDArray[np.float64]
    medicine_stock_value: NDArray[np.float64]
    medicine_demand: NDArray[np.float64]
    medicine_hoarded: NDArray[np.float64]
    strategy_traders: NDArray[np.float64]
    stop_hazard: NDArray[np.float64]
    expected_stop_weeks: NDArray[np.float64]
    income: NDArray[np.float64]
    spending: NDArray[np.float64]
    income_bins: NDArray[np.float64]
    spending_bins: NDArray[np.float64]
    merchant_income: NDArray[np.float64]
    real_households: NDArray[np.float64]
    household_cny: NDArray[np.float64]
    household_kpw: NDArray[np.float64]
    short_of_staples: NDArray[np.float64]
    gatherers: NDArray[np.float64]
    gathering_income: NDArray[np.float64]
    staples_sold: NDArray[np.float64]
    imported_goods_sold: NDArray[np.float64]
    local_services_sold: NDArray[np.float64]
    fuel_sold: NDArray[np.float64]
    turnover: NDArray[np.float64]
    imported_goods_stock: NDArray[np.float64]
    imported_goods_demand: NDArray[np.float64]
    clothing_inland_shipments: NDArray[np.float64]
    medicine_inland_shipments: NDArray[np.float64]
    staple_spending: NDArray[np.float64]
    other_food_spending: NDArray[np.float64]
    hungry_wealth_cny: NDArray[np.float64]
    hungry_eaten: NDArray[np.float64]
    wage: NDArray[np.float64]
    hungry_debt_kpw: NDArray[np.float64]
    household_debt_kpw: NDArray[np.float64]
    household_debt_grain: NDArray[np.float64]
    household_durables: NDArray[np.float64]
    own_grain: NDArray[np.float64]
    own_grain_eaten: NDArray[np.float64]
    own_harvest: NDArray[np.float64]
    grain_receipts: NDArray[np.float64]
    rations: NDArray[np.float64]
    shop_grain: NDArray[np.float64]
    food_aid: NDArray[np.float64]
    gleaned: NDArray[np.float64]
    spending_by_kind: NDArray[np.float64]
    state_wages: NDArray[np.float64]
    staples_missing: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> Tally: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> Tallies: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Tally]: ...


class BorderTally:
    """What is measured at the border and of national accounts this week."""

    exchange_rate: float
    farm_gate_price: Floats1
    border_price: Floats1
    import_value: Floats2
    export_value: Floats2
    import_weight: Floats1
    export_weight: Floats1
    state_fees: Floats2
    bribes: Floats2
    confiscated_value: Floats2
    active_buyers: float
    export_shipments: float
    concealed_value: float
    concealed_shipment_share: float
    concealment_bribes: float
    concealment_confiscated_value: float
    clothing_imports: Floats2
    clothing_samples: Floats2
    clothing_best_design_imports: Floats2
    changers_cny: float
    changers_kpw: float
    state_net_issue: float
    rice_stock: float
    corn_stock: float
    buyers_capital: float
    concealed_gold_g: float
    confiscated_gold_g: float
    largest_gold_seizure_g: float
    unexplained_inflow: float
    yuan_receipts: float
    state_grain: float
    farm_harvest: Floats1
    grain_imports: Floats1


class BorderRows(np.ndarray[Any, np.dtype[np.void]]):
    """Every BorderTally: a row by its number, a column of all rows by its name."""

    exchange_rate: NDArray[np.float64]
    farm_gate_price: NDArray[np.float64]
    border_price: NDArray[np.float64]
    import_value: NDArray[np.float64]
    export_value: NDArray[np.float64]
    import_weight: NDArray[np.float64]
    export_weight: NDArray[np.float64]
    state_fees: NDArray[np.float64]
    bribes: NDArray[np.float64]
    confiscated_value: NDArray[np.float64]
    active_buyers: NDArray[np.float64]
    export_shipments: NDArray[np.float64]
    concealed_value: NDArray[np.float64]
    concealed_shipment_share: NDArray[np.float64]
    concealment_bribes: NDArray[np.float64]
    concealment_confiscated_value: NDArray[np.float64]
    clothing_imports: NDArray[np.float64]
    clothing_samples: NDArray[np.float64]
    clothing_best_design_imports: NDArray[np.float64]
    changers_cny: NDArray[np.float64]
    changers_kpw: NDArray[np.float64]
    state_net_issue: NDArray[np.float64]
    rice_stock: NDArray[np.float64]
    corn_stock: NDArray[np.float64]
    buyers_capital: NDArray[np.float64]
    concealed_gold_g: NDArray[np.float64]
    confiscated_gold_g: NDArray[np.float64]
    largest_gold_seizure_g: NDArray[np.float64]
    unexplained_inflow: NDArray[np.float64]
    yuan_receipts: NDArray[np.float64]
    state_grain: NDArray[np.float64]
    farm_harvest: NDArray[np.float64]
    grain_imports: NDArray[np.float64]

    @overload
    def __getitem__(self, at: int, /) -> BorderTally: ...
    @overload
    def __getitem__(self, at: str, /) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, at: slice | NDArray[Any], /) -> BorderRows: ...
    def __getitem__(self, at: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[BorderTally]: ...
