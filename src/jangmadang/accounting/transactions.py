"""The transaction-flow matrix: sectors, and every flow of money with its payer, payee and currency.

Rows of the matrix are the flows below; columns are the sectors. A flow with payer or payee `household` stands for the
five household classes, booked by class. Source: Godley and Lavoie (2007), chapter 2.
"""

from typing import Final, NamedTuple

from jangmadang.axes import AXES

SECTORS = (
    *AXES["household_class"],
    "income_pools",
    "traders",
    "import_dealers",
    "companies",
    "crews",
    "changers",
    "state",
    "farms",
    "abroad",
    "export_buyers",
    "lenders",
)
(
    LABOURER,
    STALLHOLDER,
    OFFICIAL,
    DONJU,
    FARMER,
    POOLS,
    TRADERS,
    DEALERS,
    COMPANIES,
    CREWS,
    CHANGERS,
    STATE,
    FARMS,
    ABROAD,
    EXPORT_BUYERS,
    LENDERS,
) = range(len(SECTORS))
HOUSEHOLD_CLASSES: Final = len(AXES["household_class"])
MINOR_UNITS = 100  # money is counted in 1/100 KPW and 1/100 CNY


class Transaction(NamedTuple):
    """One row of the transaction-flow matrix."""

    name: str
    currency: str
    payer: str
    payee: str
    meaning: str


TRANSACTIONS = (
    Transaction("wages", "kpw", "state", "income_pools", "state wages and redistribution"),
    Transaction("pool_income_kpw", "kpw", "income_pools", "household", "last week's local earnings paid out"),
    Transaction("pool_income_cny", "cny", "income_pools", "household", "last week's yuan earnings paid out"),
    Transaction("staples", "kpw", "household", "farms", "rice and corn, growers' part"),
    Transaction("staple_margin", "kpw", "household", "income_pools", "rice and corn, sellers' part"),
    Transaction("local_fuel", "kpw", "household", "income_pools", "firewood"),
    Transaction("state_fuel", "kpw", "household", "state", "coal"),
    Transaction("dues", "kpw", "household", "state", "market fees, quotas, school and other dues"),
    Transaction("petty_bribes", "kpw", "household", "income_pools", "dues that officials keep"),
    Transaction("levy", "kpw", "household", "state", "extra levy of a scenario"),
    Transaction("services", "kpw", "household", "income_pools", "local goods and services"),
    Transaction("other_food", "kpw", "household", "income_pools", "food beside rice and corn"),
    Transaction("imported_goods_sales", "kpw", "household", "import_dealers", "composite imported good"),
    Transaction("clothing_sales_kpw", "kpw", "household", "traders", "garments paid in won"),
    Transaction("clothing_sales_cny", "cny", "household", "traders", "garments paid in yuan"),
    Transaction("medicine_sales_kpw", "kpw", "household", "traders", "medicine paid in won"),
    Transaction("medicine_sales_cny", "cny", "household", "traders", "medicine paid in yuan"),
    Transaction("household_cny_sold", "cny", "household", "changers", "yuan sold by households"),
    Transaction("household_cny_sold_for", "kpw", "changers", "household", "won received for it"),
    Transaction("household_cny_bought", "cny", "changers", "household", "yuan bought by households"),
    Transaction("household_cny_bought_for", "kpw", "household", "changers", "won paid for it"),
    Transaction("trader_cny_bought", "cny", "changers", "traders", "yuan bought by traders"),
    Transaction("trader_cny_bought_for", "kpw", "traders", "changers", "won paid for it"),
    Transaction("dealer_cny_bought", "cny", "changers", "import_dealers", "yuan bought by import dealers"),
    Transaction("dealer_cny_bought_for", "kpw", "import_dealers", "changers", "won paid for it"),
    Transaction("farm_cny_bought", "cny", "changers", "farms", "yuan bought for grain imports"),
    Transaction("farm_cny_bought_for", "kpw", "farms", "changers", "won paid for it"),
    Transaction("farm_receipts", "kpw", "farms", "income_pools", "grain receipts paid to farmers"),
    Transaction("farm_labour", "kpw", "farms", "income_pools", "wages of town labourers on farms"),
    Transaction("rations", "kpw", "state", "farms", "grain bought for relief rations"),
    Transaction("domestic_medicine", "kpw", "traders", "state", "medicine bought from domestic factories"),
    Transaction("trader_freight", "kpw", "traders", "income_pools", "inland freight of garments and medicine"),
    Transaction("dealer_freight", "kpw", "import_dealers", "income_pools", "inland freight of imported goods"),
    Transaction("won_issue", "kpw", "state", "changers", "won issued to (or withdrawn from) money changers"),
    Transaction("state_cny_sold", "cny", "state", "changers", "yuan sold by the state to money changers"),
    Transaction("state_cny_bought", "cny", "changers", "state", "yuan bought by the state from money changers"),
    Transaction("gathering_buyers", "cny", "export_buyers", "household", "export goods bought from collectors"),
    Transaction("gathering_crews", "cny", "crews", "household", "export goods bought from collectors"),
    Transaction("other_export_wages", "cny", "companies", "income_pools", "wages for ore, timber, nuts and berries"),
    Transaction("clothing_imports", "cny", "traders", "abroad", "garments bought in China"),
    Transaction("medicine_imports", "cny", "traders", "abroad", "medicine bought in China"),
    Transaction("goods_imports", "cny", "import_dealers", "abroad", "composite imported good bought in China"),
    Transaction("trader_import_fees", "cny", "traders", "state", "declared fees on imports"),
    Transaction("dealer_import_fees", "cny", "import_dealers", "state", "declared fees on imports"),
    Transaction("trader_import_bribes", "cny", "traders", "income_pools", "bribes to officials"),
    Transaction("dealer_import_bribes", "cny", "import_dealers", "income_pools", "bribes to officials"),
    Transaction("trader_carriage_companies", "cny", "traders", "companies", "trading companies' service"),
    Transaction("dealer_carriage_companies", "cny", "import_dealers", "companies", "trading companies' service"),
    Transaction("trader_carriage_crews", "cny", "traders", "crews", "private crews' service"),
    Transaction("dealer_carriage_crews", "cny", "import_dealers", "crews", "private crews' service"),
    Transaction("wholesale", "cny", "traders", "traders", "garments and medicine sold on to inland traders"),
    Transaction("wholesale_goods", "cny", "import_dealers", "import_dealers", "imported goods sold on inland"),
    Transaction("export_receipts_companies", "cny", "abroad", "companies", "payments of Chinese buyers"),
    Transaction("export_receipts_crews", "cny", "abroad", "crews", "payments of Chinese buyers"),
    Transaction("export_fees", "cny", "companies", "state", "declared fees on exports"),
    Transaction("export_bribes_companies", "cny", "companies", "income_pools", "bribes to officials"),
    Transaction("export_bribes_crews", "cny", "crews", "income_pools", "bribes to officials"),
    Transaction("company_dividends", "cny", "companies", "income_pools", "profits drawn by donju"),
    Transaction("company_state_share", "cny", "companies", "state", "profits taken by the state"),
    Transaction("crew_earnings", "cny", "crews", "income_pools", "carriers' pay and crew owners' profit"),
    Transaction("trader_profits", "cny", "traders", "income_pools", "traders' profits drawn"),
    Transaction("dealer_profits", "cny", "import_dealers", "income_pools", "dealers' profits drawn"),
    Transaction("changer_profits", "kpw", "changers", "income_pools", "money changers' earnings drawn"),
    Transaction("remittances", "cny", "abroad", "income_pools", "remittances of family abroad"),
    Transaction("other_exports", "cny", "abroad", "income_pools", "foreign earnings of the rest of the country"),
    Transaction("state_imports", "cny", "state", "abroad", "imports of the state"),
    Transaction("state_foreign_earnings", "cny", "abroad", "state", "yuan that balance a forced exchange rate"),
    Transaction("grain_imports", "cny", "farms", "abroad", "grain bought in China"),
    Transaction("gold_bought_buyers", "cny", "export_buyers", "income_pools", "panners and mines paid for gold sold"),
    Transaction("gold_bought_crews", "cny", "crews", "income_pools", "panners and mines paid for gold sold"),
    Transaction("gold_receipts_buyers", "cny", "abroad", "export_buyers", "gold paid for in China"),
    Transaction("gold_receipts_crews", "cny", "abroad", "crews", "gold paid for in China"),
    Transaction("gold_bribes_buyers", "cny", "export_buyers", "income_pools", "colluding officials' share"),
    Transaction("gold_bribes_crews", "cny", "crews", "income_pools", "colluding officials' share"),
    Transaction("state_purchases", "kpw", "state", "income_pools", "local services and goods bought by the state"),
    Transaction("changer_capital_paid_in", "cny", "income_pools", "changers", "yuan donju put into money changing"),
    Transaction("changer_capital_drawn", "cny", "changers", "income_pools", "yuan donju draw from money changing"),
    Transaction("loans", "kpw", "lenders", "household", "informal money loans"),
    Transaction("loan_repayments", "kpw", "household", "lenders", "interest and repayments"),
    Transaction("lending_capital", "kpw", "income_pools", "lenders", "money stallholders and donju put into lending"),
    Transaction("lending_profits", "kpw", "lenders", "income_pools", "money that they take out of it"),
    Transaction("used_durables_bought", "kpw", "lenders", "household", "durables bought from families in need"),
    Transaction("used_durables_sold", "kpw", "household", "lenders", "used durables sold to families"),
    Transaction(
        "internal_trade", "kpw", "income_pools", "income_pools", "inland purchases of Hyesan's goods and handling"
    ),
    Transaction("won_handed_out", "kpw", "state", "household", "won that a scenario hands to households"),
    Transaction("export_receipts_buyers", "cny", "abroad", "export_buyers", "payments of Chinese partners"),
    Transaction("buyer_export_fees", "cny", "export_buyers", "state", "declared fees on exports"),
    Transaction("buyer_export_bribes", "cny", "export_buyers", "income_pools", "bribes to officials"),
    Transaction("buyer_costs", "cny", "export_buyers", "income_pools", "drying, sorting, carriage of export goods"),
    Transaction("buyer_licence_rents", "cny", "export_buyers", "companies", "licence owners' part of the profit"),
    Transaction("buyer_dividends", "cny", "export_buyers", "income_pools", "profits and idle money drawn by donju"),
    Transaction("buyer_investment", "cny", "income_pools", "export_buyers", "working capital brought by donju"),
    Transaction("crew_costs", "cny", "crews", "income_pools", "drying, sorting, carriage of export goods"),
    Transaction("crew_investment", "cny", "income_pools", "crews", "working capital brought by donju"),
)
(
    WAGES,
    POOL_INCOME_KPW,
    POOL_INCOME_CNY,
    STAPLES,
    STAPLE_MARGIN,
    LOCAL_FUEL,
    STATE_FUEL,
    DUES,
    PETTY_BRIBES,
    LEVY,
    SERVICES,
    OTHER_FOOD,
    IMPORTED_GOODS_SALES,
    CLOTHING_SALES_KPW,
    CLOTHING_SALES_CNY,
    MEDICINE_SALES_KPW,
    MEDICINE_SALES_CNY,
    HOUSEHOLD_CNY_SOLD,
    HOUSEHOLD_CNY_SOLD_FOR,
    HOUSEHOLD_CNY_BOUGHT,
    HOUSEHOLD_CNY_BOUGHT_FOR,
    TRADER_CNY_BOUGHT,
    TRADER_CNY_BOUGHT_FOR,
    DEALER_CNY_BOUGHT,
    DEALER_CNY_BOUGHT_FOR,
    FARM_CNY_BOUGHT,
    FARM_CNY_BOUGHT_FOR,
    FARM_RECEIPTS,
    FARM_LABOUR,
    RATIONS,
    DOMESTIC_MEDICINE,
    TRADER_FREIGHT,
    DEALER_FREIGHT,
    WON_ISSUE,
    STATE_CNY_SOLD,
    STATE_CNY_BOUGHT,
    GATHERING_BUYERS,
    GATHERING_CREWS,
    OTHER_EXPORT_WAGES,
    CLOTHING_IMPORTS,
    MEDICINE_IMPORTS,
    GOODS_IMPORTS,
    TRADER_IMPORT_FEES,
    DEALER_IMPORT_FEES,
    TRADER_IMPORT_BRIBES,
    DEALER_IMPORT_BRIBES,
    TRADER_CARRIAGE_COMPANIES,
    DEALER_CARRIAGE_COMPANIES,
    TRADER_CARRIAGE_CREWS,
    DEALER_CARRIAGE_CREWS,
    WHOLESALE,
    WHOLESALE_GOODS,
    EXPORT_RECEIPTS_COMPANIES,
    EXPORT_RECEIPTS_CREWS,
    EXPORT_FEES,
    EXPORT_BRIBES_COMPANIES,
    EXPORT_BRIBES_CREWS,
    COMPANY_DIVIDENDS,
    COMPANY_STATE_SHARE,
    CREW_EARNINGS,
    TRADER_PROFITS,
    DEALER_PROFITS,
    CHANGER_PROFITS,
    REMITTANCES,
    OTHER_EXPORTS,
    STATE_IMPORTS,
    STATE_FOREIGN_EARNINGS,
    GRAIN_IMPORTS,
    GOLD_BOUGHT_BUYERS,
    GOLD_BOUGHT_CREWS,
    GOLD_RECEIPTS_BUYERS,
    GOLD_RECEIPTS_CREWS,
    GOLD_BRIBES_BUYERS,
    GOLD_BRIBES_CREWS,
    STATE_PURCHASES,
    CHANGER_CAPITAL_PAID_IN,
    CHANGER_CAPITAL_DRAWN,
    LOANS,
    LOAN_REPAYMENTS,
    LENDING_CAPITAL,
    LENDING_PROFITS,
    USED_DURABLES_BOUGHT,
    USED_DURABLES_SOLD,
    INTERNAL_TRADE,
    WON_HANDED_OUT,
    EXPORT_RECEIPTS_BUYERS,
    BUYER_EXPORT_FEES,
    BUYER_EXPORT_BRIBES,
    BUYER_COSTS,
    BUYER_LICENCE_RENTS,
    BUYER_DIVIDENDS,
    BUYER_INVESTMENT,
    CREW_COSTS,
    CREW_INVESTMENT,
) = range(len(TRANSACTIONS))

GARMENTS: Final = len(AXES["garment"])
TIERS: Final = len(AXES["tier"])
DESIGNS: Final = len(AXES["design"])
AILMENTS: Final = len(AXES["ailment"])
ORIGINS: Final = len(AXES["origin"])
CROPS: Final = len(AXES["crop"])
EXPORT_GOODS: Final = len(AXES["export_good"])
GARMENT_VARIANTS = GARMENTS * TIERS * DESIGNS
MEDICINE_GOOD = GARMENT_VARIANTS
IMPORTED_GOODS_GOOD = MEDICINE_GOOD + AILMENTS * ORIGINS
STAPLE_GOOD = IMPORTED_GOODS_GOOD + 2  # everyday goods, then machines
EXPORT_GOOD = STAPLE_GOOD + CROPS
DURABLES_GOOD = EXPORT_GOOD + EXPORT_GOODS
GOODS = DURABLES_GOOD + 1
GOODS_ENTRIES = ("produced", "imported", "consumed", "exported", "confiscated", "spoiled")
PRODUCED, IMPORTED, CONSUMED, EXPORTED, CONFISCATED, SPOILED = range(len(GOODS_ENTRIES))
GOOD_NAMES = (
    *(
        f"garment {g + 1}, {tier}, design {design}"
        for g in range(GARMENTS)
        for tier in AXES["tier"]
        for design in AXES["design"]
    ),
    *(f"{origin} {ailment} medicine" for ailment in AXES["ailment"] for origin in AXES["origin"]),
    "everyday imported goods",
    "imported machines and vehicles",
    "rice",
    "corn",
    "herbs",
    "low-grade lingzhi",
    "middle-grade lingzhi",
    "high-grade lingzhi",
    "leeches",
    "other exports",
    "gold",
    "durables",
)
