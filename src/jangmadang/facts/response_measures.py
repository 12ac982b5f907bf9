"""Figures that responses take from their arms; prices and quantities of the base year are always the base arm's."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr

from jangmadang.facts.experiment import BASE, Arms
from jangmadang.facts.measures import between, mean_of
from jangmadang.results.prices_index import consumer_price_index, turnover_constant_prices

Figure = Callable[[xr.Dataset, xr.Dataset], xr.DataArray]  # of a run, with the base arm's prices
Measure = Callable[[Arms], float]
COUNTRY = "country"


def weighted(series: xr.DataArray, run: xr.Dataset, place: str, classes: Sequence[str] | None = None) -> xr.DataArray:
    """A series at a place, or over the country, weighted by households; over classes where it has them."""
    households = run["households"]
    if "household_class" in series.dims:
        chosen = list(classes or households["household_class"].values)
        households, series = households.sel(household_class=chosen), series.sel(household_class=chosen).fillna(0.0)
    else:
        households = households.sum("household_class")
    if place != COUNTRY:
        series, households = series.sel(place=place), households.sel(place=place)
    dims = [dim for dim in ("place", "household_class") if dim in series.dims]
    return (series * households).sum(dims) / households.sum(dims)


def real_income(place: str) -> Figure:
    """Real median income of households, KPW a week at base-period prices."""
    return lambda run, base: weighted(run["income_median_all"] / consumer_price_index(run, base), run, place)


def turnover(place: str) -> Figure:
    """Market turnover, KPW a week at base-period prices."""

    def figure(run: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
        found = turnover_constant_prices(run, base)
        return found.sum("place") if place == COUNTRY else found.sel(place=place)

    return figure


def hunger(place: str, classes: Sequence[str] | None = None) -> Figure:
    """Share of households short of staples."""
    return lambda run, base: weighted(run["short_of_staples_share"], run, place, classes)


def real_spending(place: str, classes: Sequence[str]) -> Figure:
    """Mean real spending of a household of some classes, KPW a week at base-period prices."""
    return lambda run, base: weighted(run["spending_mean"] / consumer_price_index(run, base), run, place, classes)


def spending_cny(place: str, classes: Sequence[str]) -> Figure:
    """Mean spending of a household of some classes, CNY a week."""
    return lambda run, base: weighted(run["spending_mean"] / run["exchange_rate"], run, place, classes)


def consumer_prices(place: str) -> Figure:
    """Consumer price index, 1 in the base period."""
    return lambda run, base: weighted(consumer_price_index(run, base), run, place)


def exchange_rate(run: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
    """Won per yuan."""
    return run["exchange_rate"]


def cereal_price(place: str) -> Figure:
    """Price of the base arm's basket of rice and corn, won a kilogram."""

    def figure(run: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
        rice, corn = base["rice_sold"].mean("week"), base["corn_sold"].mean("week")
        return weighted((run["rice_price"] * rice + run["corn_price"] * corn) / (rice + corn), run, place)

    return figure


def price_cny(name: str, place: str, **chosen: str) -> Figure:
    """A price in yuan at the market rate."""
    return lambda run, base: weighted(run[name].sel(chosen, drop=True) / run["exchange_rate"], run, place)


def series(name: str, place: str, **chosen: str) -> Figure:
    """A recorded series at a place."""
    return lambda run, base: weighted(run[name].sel(chosen, drop=True), run, place)


def imports(run: xr.Dataset, base: xr.Dataset) -> xr.DataArray:
    """Value of Hyesan's imports, yuan."""
    return run["import_value"].sum(["channel", "import_good"])


def level(runs: Arms, arm: str, figure: Figure, first: datetime.date, weeks: int) -> float:
    """Mean of a figure in an arm over a window, in its unit."""
    return mean_of(between(figure(runs[arm], runs[BASE]), first, weeks))


def change(arm: str, figure: Figure, first: datetime.date, weeks: int, against: str = BASE) -> Measure:
    """Measure of a figure's mean over a window in an arm over that in another, less 1."""
    return lambda runs: level(runs, arm, figure, first, weeks) / level(runs, against, figure, first, weeks) - 1.0


def difference(arm: str, figure: Figure, first: datetime.date, weeks: int, against: str = BASE) -> Measure:
    """Measure of a figure's mean over a window in an arm less that in another."""
    return lambda runs: level(runs, arm, figure, first, weeks) - level(runs, against, figure, first, weeks)


def highest_ratio(arm: str, figure: Figure, first: datetime.date, weeks: int) -> Measure:
    """Measure of the highest ratio, over the weeks of a window, of a figure in an arm to that in the base arm."""

    def measure(runs: Arms) -> float:
        arms = [between(figure(runs[name], runs[BASE]), first, weeks) for name in (arm, BASE)]
        return float((arms[0] / arms[1]).max())

    return measure


def pass_through(arm: str, figure: Figure, first: datetime.date, weeks: int) -> Measure:
    """Measure of the rise of ln price over that of ln E over a window."""

    def measure(runs: Arms) -> float:
        risen = [
            np.log(level(runs, arm, of, first, weeks) / level(runs, BASE, of, first, weeks))
            for of in (figure, exchange_rate)
        ]
        return float(risen[0] / risen[1])

    return measure
