"""Consumer prices and constant prices: base-year means and the baskets they value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Values = NDArray[np.float64]
Basket = list[tuple[Values, Values]]  # price and quantity of each item
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
    return index_and_turnover(dataset, None if base is None else basis_of(base))[0]


def turnover_constant_prices(dataset: xr.Dataset, base: xr.Dataset | None = None) -> xr.DataArray:
    """Market turnover by place at base-period mean prices: sum p0 q; p0 is that of `base`, if given."""
    return index_and_turnover(dataset, None if base is None else basis_of(base))[1]


class Basis(NamedTuple):
    """What indices are relative to: a run's base period.

    Attributes
    ----------
    usual : mean price, KPW, and weekly quantity of each item there [place, variant].
    level : Fisher's index there, its mean by place.
    """

    usual: Basket
    level: Values


def basis_of(base: xr.Dataset) -> Basis:
    """The base period of a run."""
    basket, weeks = _basket(base), base_weeks(base).values
    usual = _means(basket, weeks)
    return Basis(usual, _fisher(basket, usual)[weeks].mean(0))


def index_and_turnover(dataset: xr.Dataset, basis: Basis | None = None) -> tuple[xr.DataArray, xr.DataArray]:
    """Both of the above, relative to a base period, or to the run's own: what takes time is to read the basket."""
    own, weeks = _basket(dataset), base_weeks(dataset).values
    usual = basis.usual if basis else _means(own, weeks)
    index = _fisher(own, usual)
    level = basis.level if basis else index[weeks].mean(0)
    turnover = sum((before * bought).sum(-1) for (before, _), (_, bought) in zip(usual, own, strict=True))
    return _labelled(index / level, dataset), _labelled(np.asarray(turnover), dataset)


def _means(basket: Basket, weeks: NDArray[np.bool_]) -> Basket:
    """Mean price and quantity of each item over some weeks [place, variant]."""
    return [(prices[weeks].mean(0), bought[weeks].mean(0)) for prices, bought in basket]


def _basket(dataset: xr.Dataset) -> Basket:
    """Weekly price and quantity of each item [week, place, variant]."""
    return [(_prices(dataset, item), _quantities(dataset, item)) for item in BASKET]


def _fisher(basket: Basket, usual: Basket) -> Values:
    """Geometric mean of the indices with base quantities and with those of the year up to each week [week, place]."""
    sums: list[Values | float] = [0.0, 0.0, 0.0, 0.0]
    for (today, bought), (before, of_base) in zip(basket, usual, strict=True):
        now = _of_the_year(bought)
        for k, value in enumerate((today * of_base, before * of_base, today * now, before * now)):
            sums[k] = sums[k] + value.sum(-1)
    dear_usual, cheap_usual, dear_now, cheap_now = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((dear_usual / cheap_usual * dear_now / cheap_now) ** 0.5)


def _of_the_year(values: Values) -> Values:
    """Mean of each week and the 51 before it, as far as there are any."""
    total = values.cumsum(0)
    total[52:] -= total[:-52].copy()
    return total / np.minimum(np.arange(len(values)) + 1.0, 52.0).reshape(-1, *(1,) * (values.ndim - 1))


def _labelled(values: Values, dataset: xr.Dataset) -> xr.DataArray:
    """Values by week and place as a series of a run."""
    return xr.DataArray(values, dims=("week", "place"), coords={"week": dataset["week"], "place": dataset["place"]})
