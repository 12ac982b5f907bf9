"""Forecast bands of the headline prices, and their coverage in words: see `jangmadang.evidence.error_bands`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence import error_bands
from jangmadang.evidence.error_bands import Coverage, Interval, prediction_interval, together
from jangmadang.report.evidence_age import EXCHANGE_RATE
from jangmadang.report.fit_tables import NAMES
from jangmadang.report.observed import forced_weeks
from jangmadang.report.reported import Reported
from jangmadang.report.wording import percent

SERIES = {"rice": "rice_price", "corn": "corn_price"}


class CoverageRow(NamedTuple):
    """Part of the reports that a forecast band of 90 % held, its period left out."""

    item: str
    period: str
    reports: int
    held: str


class ForecastBand(NamedTuple):
    """Ends of a forecast band by week, as parts of the run's value; NaN in weeks that have none."""

    low: xr.DataArray
    high: xr.DataArray


def bounds(reported: Reported, dataset: xr.Dataset) -> dict[str, Interval]:
    """Bounds of the error of each headline price in the run's last weeks, by indicator."""
    return _bounds_after(reported, _weeks_free(dataset)[-1])


def weekly_bands(reported: Reported, dataset: xr.Dataset) -> dict[str, ForecastBand]:
    """Forecast bands by indicator: of prices after the last report of any kind, of a free rate after its own."""
    end, weeks = reported.data_end, dataset["week"]
    if end is None:
        return {}
    free = _weeks_free(dataset)
    last_rate = max((age.day for age in reported.ages if age.kind == EXCHANGE_RATE), default=date.max)
    after = np.flatnonzero((weeks.values > end) | (weeks.values > np.datetime64(last_rate))).tolist()
    known = {count: _bounds_after(reported, count) for count in {free[week] for week in after}}
    ends: dict[str, np.ndarray] = {}
    for week in after:
        for name, interval in known[free[week]].items():
            if name == "exchange_rate" or weeks.values[week] > end:
                ends.setdefault(name, np.full((2, len(weeks)), np.nan))[:, week] = interval.around(1.0)
    return {
        name: ForecastBand(*(xr.DataArray(part, coords={"week": weeks}, dims="week") for part in parts))
        for name, parts in ends.items()
    }


def _weeks_free(dataset: xr.Dataset) -> list[int]:
    """For how many weeks the exchange rate has moved freely, by week; 0 while it is imposed."""
    counts: list[int] = []
    for forced in forced_weeks(dataset):
        counts.append(0 if forced else (counts[-1] if counts else 0) + 1)
    return counts


def _bounds_after(reported: Reported, weeks_free: int) -> dict[str, Interval]:
    """Bounds of the errors so many weeks after the rate was let go.

    Once the exchange rate moves freely, its error over as many weeks is part of every price's.
    """
    found: dict[str, Interval] = {}
    rate = prediction_interval(error_bands.rate_errors(reported.observations, weeks_free)) if weeks_free else None
    if rate is not None:
        found["exchange_rate"] = rate
    for item, currency in error_bands.PRICES:
        price = prediction_interval(error_bands.price_errors(reported.pairs, item, currency))
        if price is not None and (rate is not None or not weeks_free):
            found[SERIES[item]] = price if rate is None else together(price, rate)
    return found


def coverage_rows(rows: Sequence[Coverage]) -> list[CoverageRow]:
    """Coverage by item, horizon and period, and of all together, in words."""
    return [CoverageRow(_name(row), row.period, row.reports, percent(row.share)) for row in rows]


def coverage_sentence(rows: Sequence[Coverage]) -> str:
    """What the forecast bands held, in a sentence; empty without reports."""
    if not rows:
        return ""
    return (
        "Forecast bands (rice, corn, yuan) come from past errors on reports; once the yuan is free, its error over as "
        "many weeks is part of a price's. Bands of 90 % of this kind, up to a year ahead and made without "
        f"the period they were tried on, held {_held(rows)}. Staple prices were "
        "set on reports up to 2022; some other parameters rest on later ones."
    )


def caption_sentence(rows: Sequence[Coverage]) -> str:
    """What a forecast band in a figure is, and what such bands held."""
    tried = " Such bands, up to a year ahead and made without the period they were tried on, held "
    held = f"{tried}{_held(rows)}." if rows else ""
    return (
        "Hatched, after the last report of each: 90 % forecast band of rice, corn (in won) and the yuan, where nine in "
        f"ten reports should lie by past errors of the run; it is not the band of other seeds.{held}"
    )


def _held(rows: Sequence[Coverage]) -> str:
    """How many reports bands held, and of what the fewest."""
    everything = rows[-1]
    worst = min((row for row in rows if row.period != "all"), key=lambda row: row.share)
    name = _name(worst)
    fewest = f"{name[0].lower()}{name[1:]} in {worst.period} ({percent(worst.share)})"
    return f"{percent(everything.share)} in {everything.reports} tries on reports since 2015, fewest of {fewest}"


def _name(row: Coverage) -> str:
    """What was tried."""
    name = {**NAMES, "all": "All of them"}[row.item]
    if row.weeks_ahead and row.item in SERIES:
        return f"{name} with the yuan {row.weeks_ahead} weeks ahead"
    return f"{name}, {row.weeks_ahead} weeks ahead" if row.weeks_ahead else name
