"""Consumer prices and constant prices: base-year means and the baskets they value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

BASE_YEAR = 2019
FALLBACK_WEEKS = 52


class Item(NamedTuple):
    """A group of goods in the basket: its price and quantity series, and the axes that tell variants apart."""

    name: str
    price: str
    quantity: str
    variants: tuple[str, ...] = ()


BASKET: tuple[Item, ...] = (
    Item("rice", "rice_price", "rice_sold"),
    Item("corn", "corn_price", "corn_sold"),
    Item("fuel", "fuel_price", "fuel_sold"),
    Item("clothing", "clothing_price", "clothing_purchases", ("garment", "tier")),
    Item("medicine", "medicine_price", "medicine_purchases", ("origin",)),
    Item("imported goods", "imported_goods_price", "imported_goods_sold"),
    Item("local services", "local_services_price", "local_services_sold"),
)


def base_weeks(dataset: xr.Dataset) -> xr.DataArray:
    """Weeks of the base period: those of 2019, or the first 52 of a run without it."""
    in_base = dataset["week"].dt.year == BASE_YEAR
    if bool(in_base.any()):
        return in_base
    return xr.DataArray(
        np.arange(dataset.sizes["week"]) < FALLBACK_WEEKS, dims="week", coords={"week": dataset["week"]}
    )


def quantity(dataset: xr.Dataset, item: Item) -> xr.DataArray:
    """Weekly quantity of a basket item by place and variant."""
    series = dataset[item.quantity].astype(float)
    return series.sum([dim for dim in series.dims if dim not in {"week", "place", "replicate", *item.variants}])


def price(dataset: xr.Dataset, item: Item) -> xr.DataArray:
    """Weekly price of a basket item; where nothing is on offer the last price stands, before the first the next."""
    series = dataset[item.price].astype(float)
    standing = _carry(_carry(series.where(series > 0)).isel(week=slice(None, None, -1)))
    return standing.isel(week=slice(None, None, -1)).fillna(0.0)


def _carry(series: xr.DataArray) -> xr.DataArray:
    """Replace missing values by the last one before."""
    ordered = series.transpose("week", ...)
    values = ordered.values
    position = np.arange(len(values)).reshape(-1, *(1,) * (values.ndim - 1))
    last = np.maximum.accumulate(np.where(np.isnan(values), 0, position), axis=0)
    return ordered.copy(data=np.take_along_axis(values, last, axis=0))


def base_price(dataset: xr.Dataset, item: Item) -> xr.DataArray:
    """Mean price over the base period."""
    return price(dataset, item).isel(week=np.flatnonzero(base_weeks(dataset))).mean("week")


def base_quantity(dataset: xr.Dataset, item: Item) -> xr.DataArray:
    """Mean weekly quantity over the base period."""
    return quantity(dataset, item).isel(week=np.flatnonzero(base_weeks(dataset))).mean("week")


def consumer_price_index(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Laspeyres index by place, base period = 1: sum p q0 / sum p0 q0; p0 and q0 are those of `base`, if given."""
    base = dataset if base is None else base
    cost: xr.DataArray | float = 0.0
    base_cost: xr.DataArray | float = 0.0
    for item in BASKET:
        weight = base_quantity(base, item)
        cost = cost + (price(dataset, item) * weight).sum(list(item.variants))
        base_cost = base_cost + (base_price(base, item) * weight).sum(list(item.variants))
    return cost / base_cost  # type: ignore[return-value]


def turnover_constant_prices(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Market turnover by place at base-period mean prices: sum p0 q; p0 is that of `base`, if given."""
    base = dataset if base is None else base
    total: xr.DataArray | float = 0.0
    for item in BASKET:
        total = total + (base_price(base, item) * quantity(dataset, item)).sum(list(item.variants))
    return total  # type: ignore[return-value]
