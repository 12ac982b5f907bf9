"""Forecast bands of the headline prices, and their coverage in words: see `jangmadang.evidence.error_bands`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import xarray as xr

from jangmadang.evidence import error_bands
from jangmadang.evidence.error_bands import Coverage, Interval, prediction_interval, together
from jangmadang.report.fit_tables import NAMES
from jangmadang.report.reported import Reported
from jangmadang.report.wording import percent

SERIES = {"rice": "rice_price", "corn": "corn_price"}


class CoverageRow(NamedTuple):
    """Part of the reports that a forecast band of 90 % held, its period left out."""

    item: str
    period: str
    reports: int
    held: str


def bounds(reported: Reported, dataset: xr.Dataset) -> dict[str, Interval]:
    """Bounds of the error of each headline price in the run's last weeks, by indicator.

    Once the exchange rate moves freely, its error over as many weeks is part of every price's.
    """
    forced = dataset["exchange_rate_imposed"].values > 0
    weeks_free = int(forced[::-1].argmax()) if forced.any() else len(forced)
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
    everything = rows[-1]
    worst = min((row for row in rows if row.period != "all"), key=lambda row: row.share)
    name = _name(worst)
    fewest = f"{name[0].lower()}{name[1:]} in {worst.period} ({percent(worst.share)})"
    tries = f"{percent(everything.share)} in {everything.reports} tries"
    return (
        "Forecast bands (rice, corn, yuan) come from past errors on reports; once the yuan is free, its error over as "
        "many weeks is part of a price's. Bands of 90 % of this kind, up to a year ahead and made without "
        f"the period they were tried on, held {tries} on reports since 2015, fewest of {fewest}. Staple prices were "
        "set on reports up to 2022; some other parameters rest on later ones."
    )


def _name(row: Coverage) -> str:
    """What was tried."""
    name = {**NAMES, "all": "All of them"}[row.item]
    if row.weeks_ahead and row.item in SERIES:
        return f"{name} with the yuan {row.weeks_ahead} weeks ahead"
    return f"{name}, {row.weeks_ahead} weeks ahead" if row.weeks_ahead else name
