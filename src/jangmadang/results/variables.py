"""Every recorded series: name, dimensions, unit and meaning (economy section 13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jangmadang.world.declared import declared_columns


class Variable(NamedTuple):
    """One weekly series of a run; `dims` follow `week`, which is always first."""

    name: str
    dims: tuple[str, ...]
    unit: str
    long_name: str


def _measured(*names: str) -> Iterator[Variable]:
    """Series that are measured as they are shown: world/columns.yaml says what each is."""
    declared = declared_columns()
    for name in names:
        tally = declared["TALLY"].get(name)
        if tally and tally.series:
            yield Variable(name, ("place", *tally.axes), tally.unit, tally.meaning)
        else:
            border = declared["BORDER_TALLY"][name]
            yield Variable(name, border.axes, border.unit, border.meaning)


_P = ("place",)
_PC = ("place", "household_class")
VARIABLES: tuple[Variable, ...] = (
    # prices
    *_measured(
        "exchange_rate", "rice_price", "corn_price", "imported_goods_price", "machines_price", "local_services_price"
    ),
    Variable("fuel_price", _P, "KPW/unit", "Price of fuel (unit: one won in January 2015)"),
    Variable("clothing_price", ("place", "garment", "tier"), "KPW/piece", "Mean posted price of garments in season"),
    *_measured("medicine_price", "farm_gate_price", "border_price"),
    # trade over the border at Hyesan
    *_measured(
        "import_value",
        "export_value",
        "import_weight",
        "export_weight",
        "state_fees",
        "bribes",
        "confiscated_value",
        "active_buyers",
        "buyers_capital",
        "export_shipments",
        "concealed_value",
        "concealed_shipment_share",
        "concealment_bribes",
        "concealment_confiscated_value",
        "concealed_gold_g",
        "confiscated_gold_g",
        "largest_gold_seizure_g",
    ),
    # clothing
    *_measured(
        "clothing_inquiries",
        "clothing_purchases",
        "clothing_stock",
        "clothing_imports",
        "clothing_samples",
        "clothing_best_design_imports",
        "clothing_sample_inquiries",
        "clothing_sample_purchases",
        "clothing_inland_shipments",
    ),
    Variable("clothing_conversion_rate", _P, "1", "Purchases per inquiry"),
    Variable("trader_profit_median", _P, "CNY", "Median weekly profit of clothing traders"),
    *_measured("trader_profit"),
    Variable(
        "medicine_profit_mean",
        ("place", "cover_third"),
        "CNY",
        "Mean profit on medicine of a trader, by stock when the border was last open",
    ),
    Variable("trader_medicine_capital_share", _P, "1", "Share of clothing traders' working capital in medicine"),
    # medicine
    *_measured("illness_cases", "medicine_purchases", "medicine_stock", "medicine_stock_value"),
    Variable("medicine_stock_cover", _P, "week", "Stock cover of imported medicine"),
    *_measured("medicine_inland_shipments", "medicine_hoarded"),
    Variable("stop_hazard", _P, "1/week", "Hazard of a stop of the border that traders expect, mean"),
    Variable("expected_stop_weeks", _P, "week", "Length of a stop that traders expect, mean"),
    Variable("traders_by_strategy", ("place", "strategy"), "1", "Traders by what they have turned to"),
    # households
    Variable("income_mean", _PC, "KPW/week", "Mean weekly income of a household"),
    Variable(
        "income_median",
        _PC,
        "KPW/week",
        "Median smoothed weekly income and own grain eaten, by class",
    ),
    Variable(
        "income_median_all",
        _P,
        "KPW/week",
        "Median smoothed weekly income and own grain eaten, all households",
    ),
    Variable("spending_mean", _PC, "KPW/week", "Mean weekly spending of a household"),
    Variable(
        "spending_by_kind", (*_PC, "spending_kind"), "KPW/week", "Mean weekly spending of a household, by what it buys"
    ),
    Variable("state_wage_mean", _PC, "KPW/week", "Mean weekly state pay of a household"),
    Variable("spending_median", _P, "KPW/week", "Median weekly spending of all households"),
    Variable("spending_top_tenth_share", _P, "1", "Share of all spending by the tenth that spends most"),
    Variable("spending_top_hundredth_share", _P, "1", "Share of all spending by the hundredth that spends most"),
    Variable("collector_income", (), "KPW/week", "Mean weekly gathering income of a collecting household at Hyesan"),
    Variable("gathering_share", _P, "1", "Share of households that gather export goods this week"),
    *_measured("household_cny", "household_kpw"),
    Variable("gini", _P, "1", "Gini coefficient of household spending"),
    *_measured("confidence"),
    Variable("short_of_staples_share", _PC, "1", "Share of households short of staples"),
    Variable("staples_missing_share", _PC, "1", "Part of the need for staples that households went without"),
    Variable("short_of_staples_share_all", _P, "1", "Share of all households short of staples"),
    Variable("hungry_eaten_share", _PC, "1", "Staples eaten over need by households short of them, four weeks"),
    Variable("hungry_wealth_cny", _PC, "CNY", "Mean liquid wealth of a household short of staples"),
    Variable("hungry_debt_kpw", _PC, "KPW", "Mean debt of a household short of staples"),
    *_measured("household_debt_kpw", "household_debt_grain", "household_durables"),
    Variable("staple_spending_share", _PC, "1", "Rice and corn in spending"),
    Variable("food_spending_share", _PC, "1", "All food in spending"),
    # market turnover, as quantities and won
    Variable("rice_sold", _P, "kg", "Rice sold on markets"),
    Variable("corn_sold", _P, "kg", "Corn sold on markets"),
    *_measured("imported_goods_sold", "local_services_sold", "fuel_sold", "turnover", "merchant_income", "wage"),
    Variable("imported_goods_stock_cover", _P, "week", "Stock cover of everyday imported goods"),
    # money
    *_measured("changers_cny", "changers_kpw", "unexplained_inflow", "yuan_receipts"),
    Variable("unexplained_inflow_share", (), "1", "Unexplained inflow in all yuan from abroad"),
    *_measured("state_net_issue", "rice_stock", "corn_stock"),
    # food beside the market
    *_measured(
        "state_grain",
        "farm_harvest",
        "grain_imports",
        "own_harvest",
        "grain_receipts",
        "own_grain",
        "own_grain_eaten",
        "rations",
        "shop_grain",
        "food_aid",
        "gleaned",
    ),
)
