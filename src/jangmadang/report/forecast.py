"""Forecast bands of the headline prices, and their coverage in words: see `jangmadang.evidence.error_bands`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence import error_bands
from jangmadang.evidence.error_bands import (
    RATE_HORIZONS,
    Coverage,
    Error,
    Interval,
    prediction_interval,
    summed,
    together,
)
from jangmadang.report.evidence_age import EXCHANGE_RATE
from jangmadang.report.fit_tables import NAMES
from jangmadang.report.observed import forced_weeks
from jangmadang.report.reported import Reported
from jangmadang.report.wording import joined, percent

SERIES = {"rice": "rice_price", "corn": "corn_price"}
#: What bands were tried on, apart from each other: item, whether with the rate carried forward, and in words.
TRIED = (
    ("rice", False, "rice"),
    ("corn", False, "corn"),
    ("cny", True, f"the yuan carried {RATE_HORIZONS[0]} to {RATE_HORIZONS[-1]} weeks ahead"),
    ("rice", True, "rice with the yuan so carried"),
    ("corn", True, "corn with it"),
)


class CoverageRow(NamedTuple):
    """Part of the reports that a forecast band of 90 % held, its period left out."""

    item: str
    period: str
    reports: int
    share: float

    @property
    def held(self) -> str:
        """The part in per cent, in words."""
        return percent(self.share)


class ForecastBand(NamedTuple):
    """Ends of a forecast band by week, as parts of the run's value; NaN in weeks that have none."""

    low: xr.DataArray
    high: xr.DataArray


def bounds(reported: Reported, dataset: xr.Dataset) -> dict[str, Interval]:
    """Bounds of the error of each headline price in the run's last weeks, by indicator; none of another past."""
    if reported.apart_since:
        return {}
    return _bounds_after(_tried(reported), weeks_free(dataset)[-1])


def weekly_bands(reported: Reported, dataset: xr.Dataset) -> dict[str, ForecastBand]:
    """Forecast bands by indicator: of prices after the last report of any kind, of a free rate after its own.

    A run whose past is another than the history's has none.
    """
    end, weeks = reported.data_end, dataset["week"]
    if end is None or reported.apart_since:
        return {}
    free = weeks_free(dataset)
    last_rate = max((age.day for age in reported.ages if age.kind == EXCHANGE_RATE), default=date.max)
    after = np.flatnonzero((weeks.values > end) | (weeks.values > np.datetime64(last_rate))).tolist()
    tried = _tried(reported)
    known = {count: _bounds_after(tried, count) for count in {free[week] for week in after}}
    ends: dict[str, np.ndarray] = {}
    for week in after:
        for name, interval in known[free[week]].items():
            if name == "exchange_rate" or weeks.values[week] > end:
                ends.setdefault(name, np.full((2, len(weeks)), np.nan))[:, week] = interval.around(1.0)
    return {
        name: ForecastBand(*(xr.DataArray(part, coords={"week": weeks}, dims="week") for part in parts))
        for name, parts in ends.items()
    }


def weeks_free(dataset: xr.Dataset) -> list[int]:
    """For how many weeks the exchange rate has moved freely, by week; 0 while it is imposed."""
    counts: list[int] = []
    for forced in forced_weeks(dataset):
        counts.append(0 if forced else (counts[-1] if counts else 0) + 1)
    return counts


class _Tried(NamedTuple):
    """Past errors of the rate carried ahead, and bounds of those of prices with the rate known, by indicator."""

    carried: list[Error]
    prices: dict[str, Interval]


def _tried(reported: Reported) -> _Tried:
    prices = {
        SERIES[item]: prediction_interval(error_bands.price_errors(reported.pairs, item, currency))
        for item, currency in error_bands.PRICES
    }
    carried = error_bands.carried_errors(reported.observations)
    return _Tried(carried, {name: interval for name, interval in prices.items() if interval is not None})


def _bounds_after(tried: _Tried, weeks_free: int) -> dict[str, Interval]:
    """Bounds of the errors so many weeks after the rate was let go.

    Once the exchange rate moves freely, its error over as many weeks is part of every price's.
    """
    if not weeks_free:
        return tried.prices
    rate = error_bands.carried_interval(tried.carried, weeks_free)
    if rate is None:
        return {}
    return {"exchange_rate": rate} | {name: together(price, rate) for name, price in tried.prices.items()}


def coverage_rows(rows: Sequence[Coverage]) -> list[CoverageRow]:
    """Coverage by item, horizon and period, and of all together, in words."""
    return [CoverageRow(_name(row), row.period, row.reports, row.share) for row in rows]


def apart_sentence(reported: Reported) -> str:
    """Why a run of another past has no forecast bands; empty where its past is the history's."""
    if reported.apart_since is None:
        return ""
    return (
        f"From {reported.apart_since} on the border, policy or the exchange rate of this scenario are not those that "
        "reports tell of: what the run then differs by from reports is no error and tests nothing, and its prices have "
        "no forecast band."
    )


def coverage_sentence(rows: Sequence[Coverage], ahead: int = 0) -> str:
    """What the forecast bands held, in sentences; empty without reports. The rate is free for `ahead` weeks at last."""
    if not rows:
        return ""
    untried = f" None was tried as far ahead as the {ahead} weeks here." if ahead > RATE_HORIZONS[-1] else ""
    return (
        "Forecast bands (rice, corn, yuan) come from past errors on reports; once the yuan is free, its error over as "
        f"many weeks is part of a price's. {held_sentence(rows)}{untried} Staple prices were set on reports up to "
        "2022; some other parameters rest on later ones."
    )


def caption_sentence(rows: Sequence[Coverage]) -> str:
    """What a forecast band in a figure is, and what such bands held."""
    held = f" {held_sentence(rows)}" if rows else ""
    return (
        "Hatched, after the last report of each: 90 % forecast band of rice, corn (in won) and the yuan, where nine in "
        f"ten reports should lie by past errors of the run; it is not the band of other seeds.{held}"
    )


def held_sentence(rows: Sequence[Coverage]) -> str:
    """How many reports bands of each kind held, in how many tries, and of what the fewest; kinds are not pooled."""
    single = [row for row in rows if row.period != "all"]
    parts: list[str] = []
    for item, carried, words in TRIED:
        if kind := [row for row in single if (row.item, row.weeks_ahead > 0) == (item, carried)]:
            total = summed(kind, item)
            tries = " tries" if not parts else ""
            parts.append(f"{percent(total.share)} of {words} ({total.reports}{tries})")
    worst = min(single, key=lambda row: row.share)
    name = _name(worst)
    return (
        "Bands of 90 % of this kind, made without the period they were tried on, held, of reports since 2015, "
        f"{joined(parts)}; fewest of {name[0].lower()}{name[1:]} in {worst.period} ({percent(worst.share)})."
    )


def _name(row: Coverage) -> str:
    """What was tried."""
    name = {**NAMES, "all": "All of them"}[row.item]
    if row.weeks_ahead and row.item in SERIES:
        return f"{name} with the yuan {row.weeks_ahead} weeks ahead"
    return f"{name}, {row.weeks_ahead} weeks ahead" if row.weeks_ahead else name
