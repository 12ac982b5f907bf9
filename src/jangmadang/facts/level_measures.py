"""Figures that levels take from the dataset of a run, each named in `levels.yaml` and told there what to look at."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.facts.measures import between
from jangmadang.facts.response_measures import COUNTRY, weighted
from jangmadang.results.indicators import PERSONS_PER_HOUSEHOLD
from jangmadang.results.prices_index import consumer_price_index

WEEKS_A_MONTH, WEEKS_A_YEAR, DAYS_A_WEEK = 365.25 / 12 / 7, 365.25 / 7, 7.0
Of = Mapping[str, Any]
MEASURES: dict[str, Callable[[xr.Dataset, Of], float]] = {}


def measure(function: Callable[[xr.Dataset, Of], float]) -> Callable[[xr.Dataset, Of], float]:
    """Make a measure known under its name."""
    MEASURES[function.__name__] = function
    return function


def during(series: Any, of: Of, window: str = "during") -> Any:
    """The weeks of a window given as its first and last day, of some months if these are given."""
    first, last = of[window]
    weeks = ((last - first).days + 6) // 7
    chosen = between(series, first - datetime.timedelta(days=first.weekday()), weeks)
    if "months" in of:
        chosen = chosen.isel(week=np.flatnonzero(chosen["week"].dt.month.isin(of["months"])))
    if chosen.sizes["week"] == 0:
        raise ValueError("the run has no week of the window")
    return chosen


def mean(series: xr.DataArray) -> float:
    """Mean over all that is left, in its unit; a lone missing value counts for nothing."""
    return float(series.mean())


def picked(run: xr.Dataset, name: str, of: Of) -> xr.DataArray:
    """A series at a place, or over the country by households, of given members; over all others it is averaged."""
    series = run[name].astype(float)
    for dim, member in of.get("pick", {}).items():
        series = series.sel({dim: [member] if isinstance(member, str) else list(member)}).mean(dim)
    if "place" in series.dims:
        series = weighted(series, run, of.get("place", "hyesan"), of.get("classes"))
    return series.mean([dim for dim in series.dims if dim != "week"])


def households(run: xr.Dataset, of: Of) -> float:
    """Households at the place, of some classes."""
    found = run["households"]
    if "classes" in of:
        found = found.sel(household_class=of["classes"])
    place = of.get("place", "hyesan")
    return float(found.sum() if place == COUNTRY else found.sel(place=place).sum())


@measure
def in_won(run: xr.Dataset, of: Of) -> float:
    """A series as it is, such as a price in won."""
    return mean(during(picked(run, of["series"], of), of)) * of.get("times", 1.0)


@measure
def in_yuan(run: xr.Dataset, of: Of) -> float:
    """A series in won over the exchange rate."""
    return mean(during(picked(run, of["series"], of) / run["exchange_rate"], of)) * of.get("times", 1.0)


@measure
def in_rice(run: xr.Dataset, of: Of) -> float:
    """A series in won over the price of rice at the place, kilograms."""
    rice = weighted(run["rice_price"], run, of.get("place", "hyesan"))
    return mean(during(picked(run, of["series"], of) / rice, of)) * of.get("times", 1.0)


@measure
def over(run: xr.Dataset, of: Of) -> float:
    """One series over another, each of its own picks and place; `yuan` turns a series in won into yuan."""
    upper, lower = (
        picked(run, part["series"], part) / (run["exchange_rate"] if part.get("yuan") else 1.0)
        for part in (of["upper"], of["lower"])
    )
    return mean(during(upper, of)) / mean(during(lower, of))


@measure
def change(run: xr.Dataset, of: Of) -> float:
    """Ratio of a series in one window to the same in an earlier one."""
    series = picked(run, of["series"], of)
    return mean(during(series, of)) / mean(during(series, of, "before"))


@measure
def consumer_prices_change(run: xr.Dataset, of: Of) -> float:
    """Consumer prices in one window over those in an earlier one, per year where `years` is given."""
    prices = weighted(consumer_price_index(run), run, of.get("place", COUNTRY))
    ratio = mean(during(prices, of)) / mean(during(prices, of, "before"))
    return float(ratio ** (1.0 / of.get("years", 1.0)))


@measure
def share_of_spending(run: xr.Dataset, of: Of) -> float:
    """Part of all spending, or of that on other kinds (`against`), that goes to some kinds of goods."""
    weekly = weighted(run["spending_by_kind"].astype(float), run, of.get("place", "hyesan"), of.get("classes"))
    spent = during(weekly, of).mean("week")
    total = spent.sel(spending_kind=list(of["against"])) if "against" in of else spent
    return float(spent.sel(spending_kind=list(of["kinds"])).sum() / total.sum())


@measure
def money_usd(run: xr.Dataset, of: Of) -> float:
    """Money of a household in dollars, both currencies, at a given price of the dollar in yuan."""
    return _usd_a_household(run["household_cny"] + run["household_kpw"] / run["exchange_rate"], run, of)


@measure
def debt_usd(run: xr.Dataset, of: Of) -> float:
    """Debt of a household in dollars, at a given price of the dollar in yuan."""
    return _usd_a_household(run["household_debt_kpw"] / run["exchange_rate"], run, of)


def _usd_a_household(yuan: xr.DataArray, run: xr.Dataset, of: Of) -> float:
    """Yuan of all households over their number, in dollars."""
    if "classes" in of:
        yuan = yuan.sel(household_class=of["classes"])
    yuan = yuan.sum("household_class")
    place = of.get("place", "hyesan")
    yuan = yuan.sum("place") if place == COUNTRY else yuan.sel(place=place)
    return mean(during(yuan, of)) / households(run, of) / float(of["cny_per_usd"])


@measure
def hunger(run: xr.Dataset, of: Of) -> float:
    """Share of households short of staples."""
    return mean(during(_hungry(run, of), of))


def _hungry(run: xr.Dataset, of: Of) -> xr.DataArray:
    """Share of households short of staples by week."""
    return weighted(run["short_of_staples_share"], run, of.get("place", COUNTRY), of.get("classes"))


@measure
def hunger_over_country(run: xr.Dataset, of: Of) -> float:
    """Share of a place's households short of staples over that of the country's."""
    return hunger(run, of) / hunger(run, {**of, "place": COUNTRY})


@measure
def hunger_season(run: xr.Dataset, of: Of) -> float:
    """Share short of staples in April to August over that in September to March."""
    lean = mean(during(_hungry(run, of), {**of, "months": [4, 5, 6, 7, 8]}))
    return lean / mean(during(_hungry(run, of), {**of, "months": [9, 10, 11, 12, 1, 2, 3]}))


@measure
def hungriest_month(run: xr.Dataset, of: Of) -> float:
    """Month with the highest mean share short of staples, January 1; a share that is nought all year has none."""
    by_month = during(_hungry(run, of), of).groupby("week.month").mean()
    if float(by_month.max()) <= 0.0:
        raise ValueError("nobody is short of staples in any month")
    return float(by_month["month"].values[int(by_month.values.argmax())])


@measure
def garments_a_person(run: xr.Dataset, of: Of) -> float:
    """Number of garments bought by a person in a year."""
    bought = run["clothing_purchases"].astype(float)
    for dim, member in of.get("pick", {}).items():
        bought = bought.sel({dim: member})
    bought = bought.sum([dim for dim in bought.dims if dim not in ("week", "place")]).sel(
        place=of.get("place", "hyesan")
    )
    return mean(during(bought, of)) * WEEKS_A_YEAR / (households(run, of) * PERSONS_PER_HOUSEHOLD)


@measure
def courses_a_person(run: xr.Dataset, of: Of) -> float:
    """Courses of medicine bought by a person in a year."""
    bought = run["medicine_purchases"].astype(float).sum("origin").sel(place=of.get("place", "hyesan"))
    return mean(during(bought, of)) * WEEKS_A_YEAR / (households(run, of) * PERSONS_PER_HOUSEHOLD)


@measure
def trade_a_year(run: xr.Dataset, of: Of) -> float:
    """Value of trade over the border at Hyesan in some channels and goods, million yuan a year."""
    total: xr.DataArray | float = 0.0
    for flow in of["flows"]:
        value, good = run[f"{flow}_value"], f"{flow}_good"
        if "goods" in of:
            value = value.sel({good: of["goods"]})
        total = total + value.sel(channel=of["channels"]).sum(["channel", good])
    return mean(during(total, of)) * WEEKS_A_YEAR / 1e6


@measure
def tonnes_a_week(run: xr.Dataset, of: Of) -> float:
    """Weight of trade at Hyesan in some channels, tonnes a week."""
    return mean(during(run[f"{of['flow']}_weight"].sel(channel=of["channels"]).sum("channel"), of))


@measure
def gold_a_year(run: xr.Dataset, of: Of) -> float:
    """Gold hidden in shipments, kilograms a year."""
    kilograms = run["concealed_value"] / run["border_price"].sel(export_good="gold")
    return mean(during(kilograms, of)) * WEEKS_A_YEAR


@measure
def gathering_part(run: xr.Dataset, of: Of) -> float:
    """Income from gathering over all income at Hyesan."""
    at = run.sel(place="hyesan")
    gathered = at["collector_income"] * at["gathering_share"] * at["households"].sum()
    earned = (at["income_mean"].fillna(0.0) * at["households"]).sum("household_class")
    return mean(during(gathered, of)) / mean(during(earned, of))


@measure
def kept_at_hyesan(run: xr.Dataset, of: Of) -> float:
    """Share of imported garments sent on inland."""
    sent = run["clothing_inland_shipments"].isel(place=slice(1, None)).sum(["place", "tier"])
    return mean(during(sent, of)) / mean(during(run["clothing_imports"].sum(["garment", "tier"]), of))


@measure
def informal_income(run: xr.Dataset, of: Of) -> float:
    """Share of income that is not state pay."""
    return 1.0 - mean(during(picked(run, "state_wage_mean", of), of)) / mean(during(picked(run, "income_mean", of), of))


@measure
def takings_of_a_stall(run: xr.Dataset, of: Of) -> float:
    """Turnover of Hyesan's markets over its stalls, yuan a day."""
    takings = run["turnover"].sel(place="hyesan") / run["exchange_rate"] / float(of["stalls"])
    return mean(during(takings, of)) / DAYS_A_WEEK


@measure
def fees_of_the_country(run: xr.Dataset, of: Of) -> float:
    """Dues of all stallholders of the country, million dollars a year at a given price of the dollar in won."""
    dues = run["spending_by_kind"].sel(spending_kind="dues", household_class="stallholder")
    total = (dues * run["households"].sel(household_class="stallholder")).sum("place")
    return mean(during(total, of)) * WEEKS_A_YEAR / float(of["kpw_per_usd"]) / 1e6
