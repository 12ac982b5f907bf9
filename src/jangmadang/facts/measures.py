"""Figures that several facts take from the datasets of arms."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.results.prices_index import consumer_price_index, turnover_constant_prices

ORDINARY = ("labourer", "stallholder", "farmer")
WEALTHY = ("official", "donju")
HERBS_LINGZHI_LEECHES = ("herbs", "lingzhi_low", "lingzhi_middle", "lingzhi_high", "leeches")


def between(series: Any, first: datetime.date, weeks: int) -> Any:
    """The weeks of a window."""
    start = np.datetime64(first, "ns")
    week = series["week"].values
    return series.isel(week=np.flatnonzero((week >= start) & (week < start + np.timedelta64(7 * weeks, "D"))))


def at_hyesan(series: xr.DataArray) -> xr.DataArray:
    """The series at Hyesan."""
    return series.sel(place="hyesan", drop=True)


def inland(series: xr.DataArray) -> xr.DataArray:
    """The series summed over the inland places."""
    return series.isel(place=slice(1, None)).sum("place")


def mean_of(series: xr.DataArray) -> float:
    """Mean over all that is left of a series, in its unit."""
    return float(series.mean())


def total_of(series: xr.DataArray) -> float:
    """Sum over all that is left of a series, in its unit."""
    return float(series.sum())


def change(
    runs: Mapping[str, xr.Dataset], figure: Callable[[xr.Dataset], float], arm: str, against: str = "base"
) -> float:
    """A figure in one arm over the same in another, less 1."""
    return figure(runs[arm]) / figure(runs[against]) - 1.0


def centroid_week(series: xr.DataArray) -> float:
    """Mean week number of a flow, counted from the first week of the series."""
    flow = series.values.astype(float)
    return float((flow * np.arange(len(flow))).sum() / flow.sum())


def arc_elasticity(quantity: float, base_quantity: float, price_ratio: float) -> float:
    """Elasticity: change in ln quantity, in one unit, over change in ln price."""
    return math.log(quantity / base_quantity) / math.log(price_ratio)


def iso_weeks(series: xr.DataArray | xr.Dataset) -> np.ndarray[Any, Any]:
    """ISO week numbers of a series."""
    return pd.DatetimeIndex(series.indexes["week"]).isocalendar().week.to_numpy()


def real_income(dataset: xr.Dataset, household_class: str | None = None) -> xr.DataArray:
    """Median income, KPW a week, deflated by the consumer prices of the place; of a class, or of all households."""
    income = (
        dataset["income_median_all"]
        if household_class is None
        else dataset["income_median"].sel(household_class=household_class, drop=True)
    )
    return income / consumer_price_index(dataset)


def real_turnover(dataset: xr.Dataset) -> xr.DataArray:
    """Market turnover by place, KPW a week at base-period prices."""
    return turnover_constant_prices(dataset)


def group_spending(dataset: xr.Dataset, classes: tuple[str, ...]) -> xr.DataArray:
    """Mean spending of a household in a group of classes, by place, KPW a week."""
    households = dataset["households"].where(dataset["household_class"].isin(classes), 0.0)
    return (dataset["spending_mean"].fillna(0.0) * households).sum("household_class") / households.sum(
        "household_class"
    )


def mean_inland(series: xr.DataArray, dataset: xr.Dataset) -> float:
    """Mean over weeks and inland places, in the series' unit, weighted by households."""
    households = dataset["households"].sum("household_class").isel(place=slice(1, None))
    return float((series.isel(place=slice(1, None)) * households).sum("place").mean() / households.sum())
