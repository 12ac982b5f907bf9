"""The state of the world as record arrays; one row per household, market and trader, one row for the nation.

Its columns are declared in columns.yaml and have their types in dtypes.py; here is how long their axes are.

Units: money in 1/100 KPW and 1/100 CNY (int64), garments in pieces, medicine in courses, staples and export goods in
grams, the composite imported good in 1/1000 units. A household row stands for `weight` real households and holds their
money together; columns whose name ends in `_kpw` and that are floats are KPW per real household and week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jangmadang.accounting.transactions import SECTORS
from jangmadang.axes import AXES
from jangmadang.world.members import BUYERS, GATES, OFFER_LEVELS, STOP_LINES

if TYPE_CHECKING:
    from jangmadang.world.rows import BorderRows, Counts3, Households, Markets, NationRows, Tallies, Traders

PIPELINE_WEEKS = 8  # the longest time from order to arrival
RECEIPT_WEEKS = 16  # the longest time from export to payment
EATEN_WEEKS = 4  # weeks of eating that a household remembers
SHIPPERS, EXPORT_DUES = 3, 3  # buyers of collected goods, crews, companies with ore; fee, bribe, handling
INCOME_BINS, BINS_PER_OCTAVE, LOWEST_OCTAVE = 64, 4, 8  # of KPW a week: from 256 won to 17 million
PROFIT_BINS, PROFIT_BIN = 64, 0.2  # of ln(1 + profit) of a trader, CNY a week: to 360,000
BASKET_WEEKS = 14
YEAR_WEEKS = 52  # of calendars of harvests and of the use of grain, and of remembered purchases of export goods
CUSTOMERS = 3  # who can pay for imported medicine, for domestic, who can pay and may put some by
HOLDINGS = 6  # won, yuan, durables, own grain, debts in won and in grain
OLDEST_GARMENT_WEEKS = 255  # older garments count as this old

#: Lengths of the axes of columns: those of parameters and results, and what only state tells apart.
LENGTHS = {axis: len(members) for axis, members in AXES.items()} | {
    "basket_week": BASKET_WEEKS,
    "buyer": BUYERS,
    "customer": CUSTOMERS,
    "eaten_week": EATEN_WEEKS,
    "export_due": EXPORT_DUES,
    "garment_age": OLDEST_GARMENT_WEEKS + 1,
    "gate": GATES,
    "holding": HOLDINGS,
    "income_bin": INCOME_BINS,
    "offer_level": OFFER_LEVELS,
    "pipeline_week": PIPELINE_WEEKS,
    "profit_bin": PROFIT_BINS,
    "receipt_week": RECEIPT_WEEKS,
    "sector": len(SECTORS),
    "shipper": SHIPPERS,
    "stop_line": STOP_LINES,
    "week_of_year": YEAR_WEEKS,
}


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
