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


def _of_base(series: xr.DataArray, weeks: xr.DataArray) -> xr.DataArray:
    """Mean of a price or a quantity over the base period."""
    return series.isel(week=np.flatnonzero(weeks)).mean("week")


def consumer_price_index(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Fisher's ideal index by place, mean of the base period = 1; the base period is that of `base`, if given.

    P = sqrt(sum p q0 / sum p0 q0 * sum p q / sum p0 q), q the mean of the year up to the week. With base quantities
    alone goods that nobody can have any more would count at their scarcity prices, four times dearer in the closure.

    Source: Fisher (1922); Diewert (1976), superlative index numbers; consumer price index manual (IMF and others 2020).
    """
    base = dataset if base is None else base
    index = _fisher(dataset, base)
    return index / _of_base(index if base is dataset else _fisher(base, base), base_weeks(base))


def _fisher(dataset: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
    """Geometric mean of the indices with base quantities and with those of the year up to each week."""
    sums: list[xr.DataArray | float] = [0.0, 0.0, 0.0, 0.0]
    weeks = base_weeks(base)
    for item in BASKET:
        today, bought = price(dataset, item), quantity(dataset, item)
        before, usual = (today, bought) if base is dataset else (price(base, item), quantity(base, item))
        before, usual, now = _of_base(before, weeks), _of_base(usual, weeks), _of_the_year(bought)
        for k, value in enumerate((today * usual, before * usual, today * now, before * now)):
            sums[k] = sums[k] + value.sum(list(item.variants))
    dear_usual, cheap_usual, dear_now, cheap_now = sums
    return (dear_usual / cheap_usual * dear_now / cheap_now) ** 0.5


def _of_the_year(series: xr.DataArray) -> xr.DataArray:
    """Mean of each week and the 51 before it, as far as there are any."""
    total = series.cumsum("week")
    counted = xr.DataArray(np.minimum(np.arange(series.sizes["week"]) + 1.0, 52.0), dims="week")
    return (total - total.shift(week=52, fill_value=0.0)) / counted


def turnover_constant_prices(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Market turnover by place at base-period mean prices: sum p0 q; p0 is that of `base`, if given."""
    base = dataset if base is None else base
    weeks = base_weeks(base)
    total: xr.DataArray | float = 0.0
    for item in BASKET:
        total = total + (_of_base(price(base, item), weeks) * quantity(dataset, item)).sum(list(item.variants))
    return total  # type: ignore[return-value]
