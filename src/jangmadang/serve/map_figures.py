"""The figures of places and the goods between them that the map can show, and how their values are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import xarray as xr

from jangmadang.report.wording import number, percent, spanned

Ends = tuple[float, float]


class Amount(NamedTuple):
    """A value and the ends of what 90 % of the replicates gave."""

    value: float
    low: float
    high: float


class Figure(NamedTuple):
    """A figure of places: its indicator, what it is called, its unit, and the bounds of its five colours.

    Bounds are of the figure itself, or where it is `relative` of its ratio to the mean of all households' places.
    """

    indicator: str
    name: str
    unit: str
    bounds: tuple[float, float, float, float]
    relative: bool

    def says(self, value: float) -> str:
        """A value in words, without its unit unless that is %."""
        return percent(value) if self.unit == SHARE else number(value)

    def spans(self, ends: Ends) -> str:
        """Two values in words, with %, if it is that, said once."""
        low, high = map(self.says, ends)
        return spanned(low.removesuffix(" %") if low != high else low, high)

    def told(self, amount: Amount) -> str:
        """A value, its unit and its band."""
        unit = "" if self.unit == SHARE else f" {self.unit}"
        return f"{self.says(amount.value)}{unit} [{self.spans(amount[1:])}]"


SHARE = "% of households"
PRICES = (0.92, 0.98, 1.02, 1.08)
FIGURES = {
    "hunger": Figure("short_of_staples_share_all", "short of staples", SHARE, (0.05, 0.1, 0.2, 0.3), False),
    "rice": Figure("rice_price", "price of rice", "won/kg", PRICES, True),
    "corn": Figure("corn_price", "price of corn", "won/kg", PRICES, True),
    "income": Figure("real_income_median_all", "median real income", "won of 2019 a week", (0.7, 0.9, 1.1, 1.3), True),
    "medicine": Figure("medicine_stock_cover", "stock of imported medicine", "weeks", (2.0, 4.0, 8.0, 12.0), False),
}


class Flow(NamedTuple):
    """Goods sent inland from Hyesan: what they are, and their series by week and place."""

    name: str
    unit: str
    series: Callable[[xr.Dataset], xr.DataArray]


FLOWS = {
    "garments": Flow("garments", "pieces a week", lambda run: run["clothing_inland_shipments"].sum("tier")),
    "medicine": Flow("medicine", "courses a week", lambda run: run["medicine_inland_shipments"]),
}
