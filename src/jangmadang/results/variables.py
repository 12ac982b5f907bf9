"""Every recorded series: name, dimensions, unit and meaning (economy section 13)."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """One weekly series of a run; `dims` follow `week`, which is always first."""

    name: str
    dims: tuple[str, ...]
    unit: str
    long_name: str


_P = ("place",)
_PC = ("place", "household_class")
VARIABLES: tuple[Variable, ...] = (
    # prices
    Variable("exchange_rate", (), "KPW/CNY", "Market exchange rate, won per yuan"),
    Variable("rice_price", _P, "KPW/kg", "Retail price of rice"),
    Variable("corn_price", _P, "KPW/kg", "Retail price of corn"),
    Variable(
        "imported_goods_price",
        _P,
        "KPW/unit",
        "Price index of imported goods, everyday goods and machines (unit: one yuan at the border)",
    ),
    Variable("machines_price", _P, "KPW/unit", "Retail price of machines and vehicles (unit: one yuan at the border)"),
    Variable("local_services_price", _P, "KPW/unit", "Price of local services (unit: one won in January 2015)"),
    Variable("fuel_price", _P, "KPW/unit", "Price of fuel (unit: one won in January 2015)"),
    Variable("clothing_price", ("place", "garment", "tier"), "KPW/piece", "Mean posted price of garments in season"),
    Variable("medicine_price", ("place", "origin"), "KPW/course", "Mean price of a course of medicine"),
    Variable("farm_gate_price", ("export_good",), "CNY/kg", "Price paid to collectors"),
    Variable("border_price", ("export_good",), "CNY/kg", "Price paid by Chinese buyers at the border"),
    # trade over the border at Hyesan
    Variable("import_value", ("channel", "import_good"), "CNY", "Imports at Hyesan, value at the border"),
    Variable("export_value", ("channel", "export_good"), "CNY", "Exports at Hyesan, value at the border"),
    Variable("import_weight", ("channel",), "t", "Imports at Hyesan, weight"),
    Variable("export_weight", ("channel",), "t", "Exports at Hyesan, weight"),
    Variable("state_fees", ("channel", "flow"), "CNY", "Declared fees of the state"),
    Variable("bribes", ("channel", "flow"), "CNY", "Bribes to officials at the border"),
    Variable("confiscated_value", ("channel", "flow"), "CNY", "Value of confiscated goods"),
    Variable("active_buyers", (), "1", "Companies and crews that buy export goods"),
    Variable("buyers_capital", (), "CNY", "Working capital of buyers of export goods and of crews"),
    Variable("export_shipments", (), "1", "Consignments of collected goods"),
    Variable("concealed_value", (), "CNY", "Gold concealed in export shipments"),
    Variable("concealed_shipment_share", (), "1", "Share of export shipments with concealed gold"),
    Variable("concealment_bribes", (), "CNY", "Officials' take from concealed gold"),
    Variable("concealment_confiscated_value", (), "CNY", "Confiscated gold"),
    Variable("concealed_gold_g", (), "g", "Gold that left hidden, found or not"),
    Variable("confiscated_gold_g", (), "g", "Gold found"),
    Variable("largest_gold_seizure_g", (), "g", "Largest single seizure of gold"),
    # clothing
    Variable("clothing_inquiries", ("place", "garment", "tier"), "1", "Inquiries for pieces on show"),
    Variable("clothing_purchases", ("place", "garment", "tier", "buyer_group"), "piece", "Garments bought"),
    Variable("clothing_stock", ("place", "garment", "tier"), "piece", "Garments in traders' stock at week's end"),
    Variable("clothing_imports", ("garment", "tier"), "piece", "Garments imported at Hyesan, samples included"),
    Variable("clothing_samples", ("garment", "tier"), "piece", "Sample garments imported at Hyesan"),
    Variable(
        "clothing_best_design_imports",
        ("garment", "tier"),
        "piece",
        "Garments of the most appealing design imported at Hyesan, samples left out",
    ),
    Variable("clothing_sample_inquiries", ("place", "garment", "tier"), "1", "Inquiries of visitors to samples"),
    Variable("clothing_sample_purchases", ("place", "garment", "tier"), "piece", "Garments bought by those visitors"),
    Variable("clothing_inland_shipments", ("place", "tier"), "piece", "Garments sent from Hyesan to inland places"),
    Variable("clothing_conversion_rate", _P, "1", "Purchases per inquiry"),
    Variable("trader_profit_median", _P, "CNY", "Median weekly profit of clothing traders"),
    Variable("trader_profit", _P, "CNY", "Profit of all clothing traders, stock written off deducted"),
    Variable(
        "medicine_profit_mean",
        ("place", "cover_third"),
        "CNY",
        "Mean profit on medicine of a trader, by stock when the border was last open",
    ),
    Variable("trader_medicine_capital_share", _P, "1", "Share of clothing traders' working capital in medicine"),
    # medicine
    Variable("illness_cases", ("place",), "1", "New cases of illness in households"),
    Variable("medicine_purchases", ("place", "origin"), "course", "Courses of medicine bought"),
    Variable("medicine_stock", ("place", "origin"), "course", "Medicine in traders' stock"),
    Variable("medicine_stock_value", _P, "CNY", "Value of traders' imported medicine at landed cost"),
    Variable("medicine_stock_cover", _P, "week", "Stock cover of imported medicine"),
    Variable("medicine_inland_shipments", _P, "course", "Medicine sent from Hyesan to inland places"),
    Variable("medicine_hoarded", _P, "course", "Courses of medicine bought to put by"),
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
    Variable("household_cny", _PC, "CNY", "Yuan held by households"),
    Variable("household_kpw", _PC, "KPW", "Won held by households"),
    Variable("gini", _P, "1", "Gini coefficient of household spending"),
    Variable("confidence", ("place", "buyer_group"), "1", "Confidence index"),
    Variable("short_of_staples_share", _PC, "1", "Share of households short of staples"),
    Variable("staples_missing_share", _PC, "1", "Part of the need for staples that households went without"),
    Variable("short_of_staples_share_all", _P, "1", "Share of all households short of staples"),
    Variable("hungry_eaten_share", _PC, "1", "Staples eaten over need by households short of them, four weeks"),
    Variable("hungry_wealth_cny", _PC, "CNY", "Mean liquid wealth of a household short of staples"),
    Variable("hungry_debt_kpw", _PC, "KPW", "Mean debt of a household short of staples"),
    Variable("household_debt_kpw", _PC, "KPW", "Debts of households to informal lenders"),
    Variable("household_debt_grain", _PC, "kg", "Grain that households owe after the harvest"),
    Variable("household_durables", _PC, "unit", "Durables of households (unit: one yuan at the border when new)"),
    Variable("staple_spending_share", _PC, "1", "Rice and corn in spending"),
    Variable("food_spending_share", _PC, "1", "All food in spending"),
    # market turnover, as quantities and won
    Variable("rice_sold", _P, "kg", "Rice sold on markets"),
    Variable("corn_sold", _P, "kg", "Corn sold on markets"),
    Variable("imported_goods_sold", _P, "unit", "Composite imported good sold"),
    Variable("local_services_sold", _P, "unit", "Local services sold"),
    Variable("fuel_sold", _P, "unit", "Fuel sold (unit: one won in January 2015)"),
    Variable("turnover", _P, "KPW", "Market turnover at current prices"),
    Variable("merchant_income", _P, "KPW", "Income of stallholders from their stalls, gathering left out"),
    Variable("wage", _P, "1", "Won wage of hired labour over its base"),
    Variable("imported_goods_stock_cover", _P, "week", "Stock cover of everyday imported goods"),
    # money
    Variable("changers_cny", (), "CNY", "Yuan held by money changers"),
    Variable("changers_kpw", (), "KPW", "Won held by money changers"),
    Variable("unexplained_inflow", (), "CNY", "Yuan from abroad that no trade explains and that held an imposed rate"),
    Variable("yuan_receipts", (), "CNY", "All yuan from abroad in the week"),
    Variable("unexplained_inflow_share", (), "1", "Unexplained inflow in all yuan from abroad"),
    Variable("state_net_issue", (), "KPW", "Net won issue of the state in the week"),
    Variable("rice_stock", (), "t", "National stock of rice"),
    Variable("corn_stock", (), "t", "National stock of corn"),
    # food beside the market
    Variable("state_grain", (), "t", "Grain of the state"),
    Variable("farm_harvest", ("crop",), "t", "Harvest of farms after farmers' shares"),
    Variable("grain_imports", ("crop",), "t", "Grain imports of traders"),
    Variable("own_harvest", _P, "kg", "Harvest of plots and farm shares, in cereals"),
    Variable("grain_receipts", _P, "KPW", "What farmers are paid for grain"),
    Variable("own_grain", _PC, "kg", "Own grain of households, in cereals"),
    Variable("own_grain_eaten", _PC, "kg", "Own grain eaten"),
    Variable("rations", _PC, "kg", "Rations"),
    Variable("shop_grain", _PC, "kg", "Grain bought in state shops"),
    Variable("food_aid", _PC, "kg", "Food aid received by households"),
    Variable("gleaned", _PC, "kg", "Gleaned and wild food, in cereals"),
)
