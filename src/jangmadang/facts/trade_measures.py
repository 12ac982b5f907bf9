"""What the facts on trade over the border measure: windows of history, and figures of one run or of arms."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.facts.experiment import BASE, Arms
from jangmadang.facts.measures import (
    HERBS_LINGZHI_LEECHES,
    at_hyesan,
    between,
    change,
    mean_inland,
    mean_of,
    real_income,
    total_of,
)

YEAR_2019 = (datetime.date(2018, 12, 31), 52)
YEARS_2016_2018 = (datetime.date(2016, 1, 4), 156)
NINE_MONTHS_2019 = (datetime.date(2018, 12, 31), 39)
NINE_MONTHS_2020 = (datetime.date(2019, 12, 30), 39)
YEAR_2020 = (datetime.date(2019, 12, 30), 52)
YEAR_2021 = (datetime.date(2021, 1, 4), 52)
YEAR_2024 = (datetime.date(2024, 1, 1), 52)
NOW = (datetime.date(2025, 1, 6), 46)
SPRING_2025 = (datetime.date(2025, 3, 3), 13)
LICENCES_SINCE_2023 = datetime.date(2023, 8, 7)
NOT_CLOSED = datetime.date(2020, 1, 6)
REOPENING = datetime.date(2023, 1, 2)
SETTLED = (datetime.date(2023, 4, 3), 39)  # from the second quarter after the reopening on
PULSE = datetime.date(2016, 8, 1)
PULSE_WEEKS = 6
COMPANIES = ["customs", "state_smuggling"]
UNRECORDED = ["state_smuggling", "private_smuggling"]
LINGZHI = ["lingzhi_low", "lingzhi_middle", "lingzhi_high"]


def over(window: tuple[datetime.date, int], series: Any) -> Any:
    """The weeks of a named window."""
    return between(series, *window)


def open_quarters(run: xr.Dataset, flow: str) -> list[float]:
    """Value carried by the state channel in each quarter since its reopening in which it was open, CNY."""
    value = run[f"{flow}_value"].sel(channel="state_smuggling").sum(f"{flow}_good")
    openness = run.openness.sel(channel="state_smuggling", flow=flow)
    since = value["week"] >= np.datetime64(LICENCES_SINCE_2023, "ns")
    found = []
    for _, quarter in value[since].resample(week="QS"):
        if float(openness.sel(week=quarter["week"]).mean()) > 0.3:
            found.append(total_of(quarter))
    return found


def smallest_open_quarter(flow: str) -> Callable[[Arms], float]:
    """Measure of the least value that the state channel carried in an open quarter, CNY."""
    return lambda runs: min(open_quarters(runs[BASE], flow))


def collected_exports(run: xr.Dataset, window: tuple[datetime.date, int]) -> xr.DataArray:
    """Value of herbs, lingzhi and leeches exported in a window by channel, CNY."""
    return over(window, run.export_value).sel(export_good=list(HERBS_LINGZHI_LEECHES)).sum(["week", "export_good"])


def share_of(channels: list[str], window: tuple[datetime.date, int]) -> Any:
    """Measure of the share of some channels in the exports of herbs, lingzhi and leeches."""

    def measure(runs: Arms) -> float:
        value = collected_exports(runs[BASE], window)
        return total_of(value.sel(channel=channels)) / total_of(value)

    return measure


def exported_in_season(runs: Arms) -> float:
    """Number of herbs, lingzhi and leeches (out of 3) with most of the year's exports in May to October."""
    value = over(NOW, runs[BASE].export_value).sum("channel")
    warm = value["week"].dt.month.isin(range(5, 11))
    found = 0
    for goods in (["herbs"], LINGZHI, ["leeches"]):
        series = value.sel(export_good=goods).sum("export_good")
        found += float(series[warm].sum()) > 0.6 * max(total_of(series), 1.0)
    return float(found)


def per_shipment(run: xr.Dataset) -> float:
    """Concealed value over export shipments, CNY."""
    return total_of(over(NOW, run.concealed_value)) / total_of(over(NOW, run.export_shipments))


def officials_take(run: xr.Dataset) -> float:
    """Officials' weekly take from concealed gold, CNY."""
    return mean_of(over(NOW, run.concealment_bribes))


def concealing_share(run: xr.Dataset) -> float:
    """Share of shipments with concealed gold, weighted by shipments."""
    window = over(NOW, run)
    return total_of(window.concealed_shipment_share * window.export_shipments) / total_of(window.export_shipments)


def _paid(window: tuple[datetime.date, int], run: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    """Mean over a window by what is sold: a price in weeks in which nobody gathers is paid to nobody."""
    return over(window, values).fillna(0.0).weighted(over(window, at_hyesan(run.gathering_share))).mean("week")


def farm_gate(goods: list[str], window: tuple[datetime.date, int], largest: bool) -> Any:
    """Measure of the lowest or highest mean price that collectors were paid for some goods in a window, CNY/kg."""

    def measure(runs: Arms) -> float:
        price = _paid(window, runs[BASE], runs[BASE].farm_gate_price.sel(export_good=goods))
        return float(price.max() if largest else price.min())

    return measure


def farm_gate_rise(good: str) -> Any:
    """Measure of the rise of the price that collectors were paid from 2024 to spring 2025."""

    def measure(runs: Arms) -> float:
        price = runs[BASE].farm_gate_price.sel(export_good=good)
        return float(_paid(SPRING_2025, runs[BASE], price) / _paid(YEAR_2024, runs[BASE], price)) - 1.0

    return measure


def buyers_and_price(runs: Arms) -> float:
    """Correlation over gathering weeks of 2024 and 2025 of the number of active buyers and the price of lingzhi."""
    window = (YEAR_2024[0], 98)
    gathering = over(window, at_hyesan(runs[BASE].gathering_share)).values > 0
    price = over(window, runs[BASE].farm_gate_price).sel(export_good="lingzhi_middle")
    return float(np.corrcoef(over(window, runs[BASE].active_buyers)[gathering], price[gathering])[0, 1])


def collectors_share(runs: Arms) -> float:
    """Farm-gate over border price of lingzhi in spring 2025, by what is sold."""
    run = runs[BASE].sel(export_good=LINGZHI)
    return float(_paid(SPRING_2025, runs[BASE], run.farm_gate_price / run.border_price).mean())


def response(runs: Arms, figure: Any) -> xr.DataArray:
    """Paired weekly difference of a series that the pulse brings, over 52 weeks."""
    return between(figure(runs["pulse"]) - figure(runs[BASE]), PULSE, 52)


def collectors_income(run: xr.Dataset) -> xr.DataArray:
    """Income from gathering of all households of Hyesan, KPW a week."""
    return run.collector_income * at_hyesan(run.gathering_share) * at_hyesan(run.households).sum()


def all_incomes(run: xr.Dataset) -> xr.DataArray:
    """Income of all households of Hyesan, KPW a week."""
    return at_hyesan((run.income_mean.fillna(0.0) * run.households).sum("household_class"))


def merchants_income(run: xr.Dataset) -> xr.DataArray:
    """Income of Hyesan's stallholders from their stalls, KPW a week."""
    return at_hyesan(run.merchant_income)


def retail_turnover(run: xr.Dataset) -> xr.DataArray:
    """Turnover of Hyesan's markets, KPW a week."""
    return at_hyesan(run.turnover)


def export_receipts(run: xr.Dataset) -> xr.DataArray:
    """Value of all exports of Hyesan, KPW a week."""
    return run.export_value.sum(["channel", "export_good"]) * run.exchange_rate


def multiplier(runs: Arms) -> float:
    """Rise of all incomes of Hyesan over the rise of its export receipts in the year from the pulse."""
    return total_of(response(runs, all_incomes)) / total_of(response(runs, export_receipts))


def median_income(run: xr.Dataset) -> float:
    """Real median income at Hyesan from the second quarter after the reopening on, KPW a week."""
    return mean_of(over(SETTLED, at_hyesan(real_income(run))))


def closeness(runs: Arms) -> float:
    """Share of the way from closed to both ways that imports alone go, in real median income."""
    closed, imports, both = (median_income(runs[arm]) for arm in ("closed", "import-only", "both ways"))
    return (imports - closed) / (both - closed)


def hyesan_over_inland(runs: Arms) -> float:
    """Rise of real median income from closed to both ways at Hyesan less that inland, each a share."""
    abroad = {arm: mean_inland(over(SETTLED, real_income(runs[arm])), runs[arm]) for arm in ("closed", "both ways")}
    return change(runs, median_income, "both ways", "closed") - (abroad["both ways"] / abroad["closed"] - 1.0)


def stallholders_income(run: xr.Dataset) -> float:
    """Real median income of Hyesan's stallholders from the second quarter after the reopening on, KPW a week."""
    return mean_of(over(SETTLED, at_hyesan(real_income(run, "stallholder"))))


def short_of_staples(run: xr.Dataset, first: datetime.date = SETTLED[0], weeks: int = SETTLED[1]) -> float:
    """Share of Hyesan's households short of staples."""
    return mean_of(at_hyesan(between(run.short_of_staples_share_all, first, weeks)))


def expectation(run: xr.Dataset) -> float:
    """Confidence index of ordinary households of Hyesan from the second quarter after the reopening on."""
    return mean_of(at_hyesan(over(SETTLED, run.confidence)).sel(buyer_group="ordinary"))


def between_years(figure: Any, after: Any = YEAR_2021, before: Any = YEAR_2019) -> Any:
    """Measure of the relative change of a mean between two windows of history."""

    def measure(runs: Arms) -> float:
        series = figure(runs[BASE])
        return mean_of(over(after, series)) / mean_of(over(before, series)) - 1.0

    return measure


def class_income(household_class: str | None = None) -> Any:
    """Real median income at Hyesan of a class, or of all households, KPW a week at base-period prices."""
    return lambda run: at_hyesan(real_income(run, household_class))


def rise_of_income(arm: str, against: str) -> Any:
    """Measure of real median income at Hyesan in one arm over that in another, less 1."""
    return lambda runs: change(runs, median_income, arm, against)


def spending_of(household_class: str) -> Any:
    """Mean weekly spending of a class at Hyesan in yuan."""
    return lambda run: at_hyesan(run.spending_mean.sel(household_class=household_class)) / run.exchange_rate


def hoarders_profit(run: xr.Dataset) -> xr.DataArray:
    """Mean weekly profit on medicine of the third of Hyesan's traders with most cover, CNY."""
    return at_hyesan(run.medicine_profit_mean).sel(cover_third="high")


def unrecorded_trade(run: xr.Dataset) -> xr.DataArray:
    """Value of trade by state and private smuggling, CNY a week."""
    return run.import_value.sel(channel=UNRECORDED).sum(["channel", "import_good"]) + run.export_value.sel(
        channel=UNRECORDED
    ).sum(["channel", "export_good"])


def unrecorded_now(runs: Arms) -> float:
    """Unrecorded trade in open quarters of the last year over that of 2016 to 2018."""
    window = over(NOW, runs[BASE])
    open_share = window.openness.sel(channel="state_smuggling").mean("flow")
    open_weeks = open_share.resample(week="QS").mean().reindex(week=window["week"], method="ffill") > 0.3
    trade = over(NOW, unrecorded_trade(runs[BASE]))
    return float(trade[open_weeks.values].mean()) / mean_of(over(YEARS_2016_2018, unrecorded_trade(runs[BASE])))


def value_of(flow: str) -> Any:
    """Weekly value of imports or exports at Hyesan, CNY."""
    return lambda run: run[f"{flow}_value"].sum(["channel", f"{flow}_good"])
