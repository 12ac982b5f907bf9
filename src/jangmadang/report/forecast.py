"""Forecast bands of the headline prices, and their coverage in words: see `jangmadang.evidence.error_bands`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence import error_bands
from jangmadang.evidence.comparing import Comparison
from jangmadang.evidence.error_bands import Interval, prediction_interval, together
from jangmadang.evidence.observations import Observation
from jangmadang.report.fit_tables import NAMES

SERIES = {"rice": "rice_price", "corn": "corn_price"}


class CoverageRow(NamedTuple):
    """Part of the reports that a forecast band of 90 % held, its period left out."""

    item: str
    period: str
    reports: int
    held: str


def bounds(
    pairs: Sequence[Comparison], observations: Sequence[Observation], dataset: xr.Dataset
) -> dict[str, Interval]:
    """Bounds of the error of each headline price in the run's last weeks, by indicator.

    Once the exchange rate moves freely, its error over as many weeks is part of every price's.
    """
    weeks_free = int((dataset["exchange_rate_forced"].values[::-1] > 0).argmax())
    if not (dataset["exchange_rate_forced"].values > 0).any():
        weeks_free = dataset.sizes["week"]
    found: dict[str, Interval] = {}
    rate = prediction_interval(error_bands.rate_errors(observations, weeks_free)) if weeks_free else None
    if rate is not None:
        found["exchange_rate"] = rate
    for item, currency in error_bands.PRICES:
        price = prediction_interval(error_bands.price_errors(pairs, item, currency))
        if price is not None and (rate is not None or not weeks_free):
            found[SERIES[item]] = price if rate is None else together(price, rate)
    return found


def coverage_rows(pairs: Sequence[Comparison], observations: Sequence[Observation]) -> list[CoverageRow]:
    """Coverage by item and period, and of all together."""
    names = {**NAMES, "all": "All three"}
    return [
        CoverageRow(names[row.item], row.period, row.reports, f"{row.share:.0%}".replace("%", " %"))
        for row in error_bands.all_coverage(pairs, observations)
    ]


def coverage_sentence(pairs: Sequence[Comparison], observations: Sequence[Observation]) -> str:
    """What the forecast bands held, in a sentence; empty without reports."""
    rows = error_bands.all_coverage(pairs, observations)
    everything = [row for row in rows if row.item == "all"]
    if not everything:
        return ""
    by_period = [row for row in rows if row.item != "all" and row.period != "all"]
    worst = min(by_period, key=lambda row: row.share)
    share, least = (f"{np.round(row.share * 100):.0f} %" for row in (everything[0], worst))
    return (
        f"Forecast bands (rice, corn, yuan) come from past errors on reports: bands of this kind, made without the "
        f"period they were tried on, held {share} of {everything[0].reports} reports since 2015 (asked: 90 %), fewest "
        f"of {NAMES[worst.item].lower()} in {worst.period} ({least})."
    )
