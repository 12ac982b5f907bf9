"""Consumer prices and constant prices: base-year means and the baskets they value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Values = NDArray[np.float64]
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


def price(dataset: xr.Dataset, item: Item) -> xr.DataArray:
    """Weekly price of a basket item; where nothing is on offer the last price stands, before the first the next."""
    series = dataset[item.price].transpose("week", "place", *item.variants)
    return series.copy(data=_prices(dataset, item).reshape(series.shape))


def _prices(dataset: xr.Dataset, item: Item) -> Values:
    """The same [week, place, variant]; sums of plain arrays take a third of the time that labelled ones do."""
    series = dataset[item.price].transpose("week", "place", *item.variants)
    posted = series.values.astype(float).reshape(*series.shape[:2], -1)
    with np.errstate(invalid="ignore"):
        on_offer = np.where(posted > 0, posted, np.nan)
    return np.nan_to_num(_carry(_carry(on_offer)[::-1])[::-1], nan=0.0)


def _carry(values: Values) -> Values:
    """Replace missing values by the last one before."""
    position = np.arange(len(values)).reshape(-1, *(1,) * (values.ndim - 1))
    last = np.maximum.accumulate(np.where(np.isnan(values), 0, position), axis=0)
    return np.take_along_axis(values, last, axis=0)


def _quantities(dataset: xr.Dataset, item: Item) -> Values:
    """Weekly quantity of a basket item [week, place, variant]."""
    series = dataset[item.quantity].transpose("week", "place", *item.variants, ...)
    kept = series.shape[: 2 + len(item.variants)]
    return np.nansum(series.values.astype(float).reshape(*kept[:2], int(np.prod(kept[2:])), -1), axis=3)


def consumer_price_index(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Fisher's ideal index by place, mean of the base period = 1; the base period is that of `base`, if given.

    P = sqrt(sum p q0 / sum p0 q0 * sum p q / sum p0 q), q the mean of the year up to the week. With base quantities
    alone goods that nobody can have any more would count at their scarcity prices, four times dearer in the closure.

    Source: Fisher (1922); Diewert (1976), superlative index numbers; consumer price index manual (IMF and others 2020).
    """
    base = dataset if base is None else base
    weeks = base_weeks(base).values
    index = _fisher(dataset, base, weeks)
    usual = (index if base is dataset else _fisher(base, base, weeks))[weeks].mean(0)
    return _labelled(index / usual, dataset)


def _fisher(dataset: xr.Dataset, base: xr.Dataset, weeks: NDArray[np.bool_]) -> Values:
    """Geometric mean of the indices with base quantities and with those of the year up to each week [week, place]."""
    sums: list[Values | float] = [0.0, 0.0, 0.0, 0.0]
    for item in BASKET:
        today, bought = _prices(dataset, item), _quantities(dataset, item)
        before, usual = (today, bought) if base is dataset else (_prices(base, item), _quantities(base, item))
        before, usual, now = before[weeks].mean(0), usual[weeks].mean(0), _of_the_year(bought)
        for k, value in enumerate((today * usual, before * usual, today * now, before * now)):
            sums[k] = sums[k] + value.sum(-1)
    dear_usual, cheap_usual, dear_now, cheap_now = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((dear_usual / cheap_usual * dear_now / cheap_now) ** 0.5)


def _of_the_year(values: Values) -> Values:
    """Mean of each week and the 51 before it, as far as there are any."""
    total = values.cumsum(0)
    total[52:] -= total[:-52].copy()
    return total / np.minimum(np.arange(len(values)) + 1.0, 52.0).reshape(-1, *(1,) * (values.ndim - 1))


def turnover_constant_prices(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Market turnover by place at base-period mean prices: sum p0 q; p0 is that of `base`, if given."""
    base = dataset if base is None else base
    weeks = base_weeks(base).values
    values = sum((_prices(base, item)[weeks].mean(0) * _quantities(dataset, item)).sum(-1) for item in BASKET)
    return _labelled(np.asarray(values), dataset)


def _labelled(values: Values, dataset: xr.Dataset) -> xr.DataArray:
    """Values by week and place as a series of a run."""
    return xr.DataArray(values, dims=("week", "place"), coords={"week": dataset["week"], "place": dataset["place"]})
