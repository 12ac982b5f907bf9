"""Consumer prices and constant prices in cases with a closed form."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from jangmadang.results.indicators import compute, staples_short_people, wealthy_to_ordinary_spending
from jangmadang.results.prices_index import (
    BASKET,
    base_weeks,
    basis_of,
    consumer_price_index,
    price,
    turnover_constant_prices,
)


def _constant(dataset: xr.Dataset) -> xr.Dataset:
    """All prices 2, all quantities 3."""
    fixed = {item.price: xr.full_like(dataset[item.price], 2.0) for item in BASKET}
    fixed |= {item.quantity: xr.full_like(dataset[item.quantity], 3.0) for item in BASKET}
    return dataset.assign(fixed)


def _after_2019(dataset: xr.Dataset) -> xr.DataArray:
    return ~base_weeks(dataset)


def test_index_is_one_on_average_in_the_base_year(dataset: xr.Dataset) -> None:
    base = base_weeks(dataset)
    assert int(base.sum()) == 52
    mean = consumer_price_index(dataset).isel(week=np.flatnonzero(base)).mean("week")
    np.testing.assert_allclose(mean, 1.0, rtol=1e-12)


def test_index_follows_a_common_rise_of_prices(dataset: xr.Dataset) -> None:
    data = _constant(dataset)
    later = _after_2019(data)
    data = data.assign({item.price: data[item.price] * xr.where(later, 1.7, 1.0) for item in BASKET})
    index = consumer_price_index(data)
    np.testing.assert_allclose(index.isel(week=np.flatnonzero(later)), 1.7)


def test_index_weighs_one_price_by_its_share_of_2019(dataset: xr.Dataset) -> None:
    data = _constant(dataset)
    later = _after_2019(data)
    data = data.assign(rice_price=data["rice_price"] * xr.where(later, 2.0, 1.0))
    variants = (
        5 + dataset.sizes["garment"] * dataset.sizes["tier"] * dataset.sizes["buyer_group"] + dataset.sizes["origin"]
    )
    index = consumer_price_index(data).isel(week=np.flatnonzero(later))
    np.testing.assert_allclose(index, 1 + 1 / variants)


def test_index_leaves_a_basket_that_cannot_be_bought_any_more(dataset: xr.Dataset) -> None:
    data = _constant(dataset)
    later = _after_2019(data)
    gone = xr.where(later, 0.0, 1.0)
    data = data.assign(
        imported_goods_price=data["imported_goods_price"] * xr.where(later, 4.0, 1.0),
        imported_goods_sold=data["imported_goods_sold"] * gone,
    )
    variants = (
        5 + dataset.sizes["garment"] * dataset.sizes["tier"] * dataset.sizes["buyer_group"] + dataset.sizes["origin"]
    )
    a_year_on = np.flatnonzero(later)[52:]
    index = consumer_price_index(data).isel(week=a_year_on)
    np.testing.assert_allclose(index, (1 + 3 / variants) ** 0.5)


def test_constant_prices_ignore_prices_after_the_base_year(dataset: xr.Dataset) -> None:
    data = _constant(dataset)
    later = _after_2019(data)
    dearer = data.assign({item.price: data[item.price] * xr.where(later, 9.0, 1.0) for item in BASKET})
    xr.testing.assert_allclose(turnover_constant_prices(dearer), turnover_constant_prices(data))
    halved = data.assign({item.quantity: data[item.quantity] * xr.where(later, 0.5, 1.0) for item in BASKET})
    turnover = turnover_constant_prices(halved)
    assert float(turnover.isel(week=-1, place=0)) == pytest.approx(0.5 * float(turnover.isel(week=5, place=0)))


def test_another_run_can_give_base_prices_and_weights(dataset: xr.Dataset) -> None:
    other = _constant(dataset)
    dearer = other.assign({item.price: 2 * other[item.price] for item in BASKET})
    np.testing.assert_allclose(consumer_price_index(dearer, base=other), 2.0)
    xr.testing.assert_allclose(turnover_constant_prices(other, base=dearer), 2 * turnover_constant_prices(other))
    computed = compute(dearer, basis=basis_of(other))
    np.testing.assert_allclose(computed["consumer_price_index"], 2.0)
    xr.testing.assert_allclose(
        computed["real_income_median_all"], dearer["income_median_all"] / 2.0, check_dim_order=False
    )
    xr.testing.assert_allclose(
        computed["turnover_constant_prices"], turnover_constant_prices(other), check_dim_order=False
    )


def test_without_2019_the_first_52_weeks_are_the_base(dataset: xr.Dataset) -> None:
    moved = dataset.assign_coords(week=dataset["week"] + np.timedelta64(365 * 3, "D"))
    base = base_weeks(moved)
    assert int(base.sum()) == 52 and bool(base[0]) and not bool(base[52])


def test_price_stands_while_nothing_is_on_offer(dataset: xr.Dataset) -> None:
    item = next(item for item in BASKET if item.name == "clothing")
    posted = dataset["clothing_price"].copy(deep=True)
    posted[0:5], posted[20:30], posted[40] = np.nan, 0.0, np.nan
    carried = price(dataset.assign(clothing_price=posted), item)
    np.testing.assert_array_equal(carried[25], posted[19])
    np.testing.assert_array_equal(carried[40], posted[39])
    np.testing.assert_array_equal(carried[0], posted[5])


def test_people_short_are_households_times_persons(dataset: xr.Dataset) -> None:
    data = dataset.assign(short_of_staples_share=xr.full_like(dataset["short_of_staples_share"], 0.25))
    np.testing.assert_allclose(staples_short_people(data).isel(week=0), 0.25 * data["households"] * 3.9)


def test_spending_ratio_weighs_classes_by_households(dataset: xr.Dataset) -> None:
    spending = xr.full_like(dataset["spending_mean"], 10.0)
    spending.loc[{"household_class": "donju"}] = 40.0
    ratio = wealthy_to_ordinary_spending(dataset.assign(spending_mean=spending))
    np.testing.assert_allclose(ratio, (3_000 * 10 + 1_400 * 40) / 4_400 / 10)
