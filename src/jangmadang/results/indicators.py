"""Indicators, one definition each: functions of the dataset of a run, used by run, evidence and report alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.results.prices_index import (
    Basis,
    consumer_price_index,
    index_and_turnover,
    turnover_constant_prices,
)

PERSONS_PER_HOUSEHOLD = 3.9
WEALTHY = ("official", "donju")


class Indicator(NamedTuple):
    """A quantity a run is judged by; `ceiling` bounds its bands (1 for shares), and nothing is below its `floor`."""

    name: str
    unit: str
    long_name: str
    function: Callable[[xr.Dataset], xr.DataArray]
    ceiling: float = float("inf")
    floor: float = 0.0

    @property
    def short_name(self) -> str:
        """Its name without the axis by which it is split."""
        return self.long_name.partition(", by ")[0]


def recorded(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The recorded series of that name, as it is."""
    return lambda dataset: dataset[name]


def summed(name: str, *dims: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The recorded series summed over axes."""
    return lambda dataset: dataset[name].astype(float).sum(list(dims))


def tier_pieces(tier: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """Garments of a tier bought by anybody."""
    return lambda dataset: (
        dataset["clothing_purchases"].sel(tier=tier, drop=True).astype(float).sum(["garment", "buyer_group"])
    )


def real(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """A series in won deflated by the consumer price index of its place."""
    return lambda dataset: dataset[name] / price_level(dataset)


def real_collector_income(dataset: xr.Dataset) -> xr.DataArray:
    """Gathering income at Hyesan deflated by the consumer prices there."""
    return dataset["collector_income"] / price_level(dataset).sel(place="hyesan", drop=True)


def price_level(dataset: xr.Dataset) -> xr.DataArray:
    """Consumer price index, computed once where `compute` has already added it."""
    return dataset["consumer_price_index"] if "consumer_price_index" in dataset else consumer_price_index(dataset)


def market_turnover(dataset: xr.Dataset) -> xr.DataArray:
    """Market turnover in constant prices, computed once where `compute` has already added it."""
    added = "turnover_constant_prices" in dataset
    return dataset["turnover_constant_prices"] if added else turnover_constant_prices(dataset)


def at_exchange_rate(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """A series in won expressed in yuan at the market rate of the week."""
    return lambda dataset: dataset[name] / dataset["exchange_rate"]


def staples_short_people(dataset: xr.Dataset) -> xr.DataArray:
    """People in households short of staples, by class."""
    return dataset["short_of_staples_share"] * dataset["households"] * PERSONS_PER_HOUSEHOLD


def staples_short_people_all(dataset: xr.Dataset) -> xr.DataArray:
    """People in households short of staples."""
    return dataset["short_of_staples_share_all"] * dataset["households"].sum("household_class") * PERSONS_PER_HOUSEHOLD


def wealthy_to_ordinary_spending(dataset: xr.Dataset) -> xr.DataArray:
    """Mean spending of wealthy over that of ordinary households."""
    wealthy = dataset["household_class"].isin(WEALTHY)
    households = dataset["households"]
    return _group_mean(dataset["spending_mean"], households.where(wealthy, 0.0)) / _group_mean(
        dataset["spending_mean"], households.where(~wealthy, 0.0)
    )


def _group_mean(series: xr.DataArray, weight: xr.DataArray) -> xr.DataArray:
    """Mean over classes weighted by households."""
    return (series.where(weight > 0, 0.0) * weight).sum("household_class") / weight.sum("household_class")


def luxury_import_share(dataset: xr.Dataset) -> xr.DataArray:
    """Luxury share of the value of imported clothing; undefined in a week without any."""
    value = dataset["import_value"].sum("channel")
    luxury, mass = (
        value.sel(import_good="clothing_luxury", drop=True),
        value.sel(import_good="clothing_mass", drop=True),
    )
    return (luxury / (luxury + mass).where(luxury + mass > 0)).fillna(np.nan)


def farm_gate_price(dataset: xr.Dataset) -> xr.DataArray:
    """Price paid to collectors; undefined in weeks in which nobody gathers or no channel takes exports."""
    taken = dataset["openness"].sel(flow="export", drop=True).max("channel") > 0
    return dataset["farm_gate_price"].where(taken & (dataset["gathering_share"].sel(place="hyesan", drop=True) > 0))


_HOUSEHOLD = "KPW of 2019/week"
HEADLINE: tuple[Indicator, ...] = (
    Indicator("turnover_constant_prices", "KPW of 2019/week", "Market turnover in constant prices", market_turnover),
    Indicator("real_income_median_all", _HOUSEHOLD, "Median real income of households", real("income_median_all")),
    Indicator("real_income_median", _HOUSEHOLD, "Median real income of households, by class", real("income_median")),
    Indicator("real_spending_mean", _HOUSEHOLD, "Mean real spending of households, by class", real("spending_mean")),
    Indicator("consumer_price_index", "1", "Consumer prices (2019 = 1)", price_level),
    Indicator("exchange_rate", "KPW/CNY", "Market exchange rate, won per yuan", recorded("exchange_rate")),
    Indicator("rice_price", "KPW/kg", "Retail price of rice", recorded("rice_price")),
    Indicator("corn_price", "KPW/kg", "Retail price of corn", recorded("corn_price")),
    Indicator("mass_pieces", "piece/week", "Mass garments bought", tier_pieces("mass")),
    Indicator("luxury_pieces", "piece/week", "Luxury garments bought", tier_pieces("luxury")),
    Indicator("medicine_courses", "course/week", "Courses of medicine bought", summed("medicine_purchases", "origin")),
    Indicator("imports", "CNY/week", "Imports at Hyesan, by channel", summed("import_value", "import_good")),
    Indicator("exports", "CNY/week", "Exports at Hyesan, by channel", summed("export_value", "export_good")),
    Indicator("household_cny", "CNY", "Yuan held by households, by class", recorded("household_cny")),
    Indicator("confidence", "1", "Confidence index, by group of buyers", recorded("confidence"), 1.0),
    Indicator(
        "short_of_staples_share_all",
        "1",
        "Share of households short of staples",
        recorded("short_of_staples_share_all"),
        1.0,
    ),
    Indicator(
        "short_of_staples_share",
        "1",
        "Share of households short of staples, by class",
        recorded("short_of_staples_share"),
        1.0,
    ),
    Indicator("short_of_staples_people", "person", "People in households short of staples", staples_short_people_all),
    Indicator(
        "short_of_staples_people_by_class",
        "person",
        "People in households short of staples, by class",
        staples_short_people,
    ),
    Indicator(
        "wealthy_to_ordinary_spending",
        "1",
        "Spending of wealthy over ordinary households",
        wealthy_to_ordinary_spending,
    ),
    Indicator(
        "clothing_conversion_rate", "1", "Garments bought per inquiry", recorded("clothing_conversion_rate"), 1.0
    ),
)

FURTHER: tuple[Indicator, ...] = (
    Indicator("household_debt_kpw", "KPW", "Debts of households to lenders, by class", recorded("household_debt_kpw")),
    Indicator("rice_price_cny", "CNY/kg", "Retail price of rice, in yuan", at_exchange_rate("rice_price")),
    Indicator("corn_price_cny", "CNY/kg", "Retail price of corn, in yuan", at_exchange_rate("corn_price")),
    Indicator(
        "clothing_inquiries",
        "inquiry/week",
        "Inquiries for garments on show",
        summed("clothing_inquiries", "garment", "tier"),
    ),
    Indicator(
        "clothing_pieces",
        "piece/week",
        "Garments bought",
        summed("clothing_purchases", "garment", "tier", "buyer_group"),
    ),
    Indicator(
        "clothing_imports", "piece/week", "Garments imported at Hyesan, by tier", summed("clothing_imports", "garment")
    ),
    Indicator("clothing_stock", "piece", "Garments in traders' stock", summed("clothing_stock", "garment", "tier")),
    Indicator("luxury_import_share", "1", "Luxury share of clothing import value", luxury_import_share, 1.0),
    Indicator("medicine_stock_cover", "week", "Stock cover of imported medicine", recorded("medicine_stock_cover")),
    Indicator("medicine_price", "KPW/course", "Price of a course of medicine, by origin", recorded("medicine_price")),
    Indicator(
        "medicine_price_cny",
        "CNY/course",
        "Price of a course of medicine in yuan, by origin",
        at_exchange_rate("medicine_price"),
    ),
    Indicator("concealed_value", "CNY/week", "Gold concealed in export shipments", recorded("concealed_value")),
    Indicator("farm_gate_price", "CNY/kg", "Price paid to collectors, by good", farm_gate_price),
    Indicator(
        "collector_income_real", _HOUSEHOLD, "Real gathering income of a collecting household", real_collector_income
    ),
    Indicator(
        "trader_profit_median",
        "CNY/week",
        "Median weekly profit of clothing traders",
        recorded("trader_profit_median"),
        floor=float("-inf"),
    ),
)

INDICATORS: tuple[Indicator, ...] = HEADLINE + FURTHER


def headline(dataset: xr.Dataset) -> xr.Dataset:
    """The headline indicators of a run."""
    return compute(dataset, HEADLINE)


def compute(
    dataset: xr.Dataset, indicators: tuple[Indicator, ...] = INDICATORS, basis: Basis | None = None
) -> xr.Dataset:
    """Evaluate indicators and label them; `week` comes first.

    Runs that are compared take prices and quantities of the base period from one of them, `basis`; otherwise a run
    takes its own.
    """
    level, turnover = index_and_turnover(dataset, basis)
    dataset = dataset.assign(consumer_price_index=level.variable, turnover_constant_prices=turnover.variable)
    result, coords = {}, {}
    for indicator in indicators:
        series = indicator.function(dataset).transpose("week", ...)
        about = {"units": indicator.unit, "long_name": indicator.long_name}
        result[indicator.name] = (series.dims, series.values, series.attrs | about)
        coords.update({name: one.variable for name, one in series.coords.items()})
    return xr.Dataset(result, coords, dataset.attrs)  # labels are those of one run: series need not be aligned
