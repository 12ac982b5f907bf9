"""Forecast bands of a comparison's base: of the prices themselves, for a difference between scenarios has none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jangmadang.report.forecast import (
    CoverageRow,
    ForecastBand,
    caption_sentence,
    coverage_rows,
    held_sentence,
    weekly_bands,
)
from jangmadang.report.reported import reported_beside
from jangmadang.report.wording import joined, number
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_periods import Period
from jangmadang.results.summary import HOME

SPOKEN = (("rice_price", "rice", "won/kg"), ("corn_price", "corn", "won/kg"), ("exchange_rate", "the yuan", "won"))
NO_DIFFERENCE = "The difference between two scenarios has no such band: reports tell of one history alone."


class BaseForecast(NamedTuple):
    """Where reports end, forecast bands of the base by indicator, and what they are in words (empty without any).

    `held` says how many reports such bands held, `coverage` by item, horizon and period.
    """

    data_end: np.datetime64 | None
    bands: dict[str, ForecastBand]
    words: str
    held: str = ""
    coverage: tuple[CoverageRow, ...] = ()

    def over(self, comparison: Comparison, indicator: str, period: Period) -> tuple[float, float] | None:
        """Mean ends of the weekly bands over a period; None where a week of it has none."""
        if indicator not in self.bands:
            return None
        base = comparison.weekly[indicator].isel(scenario=0).mean("seed")
        base = base.sel(week=slice(np.datetime64(period.first), np.datetime64(period.last)))
        low, high = (float((base * end).mean(skipna=False)) for end in self.bands[indicator])
        return (low, high) if np.isfinite(low) else None

    def sentence(self, comparison: Comparison) -> str:
        """The bands over the window; empty where it has none."""
        window = comparison.periods[0]
        spoken = ((self.over(comparison, name, window), words, unit) for name, words, unit in SPOKEN)
        parts = [f"{words} {number(ends[0])} to {number(ends[1])} {unit}" for ends, words, unit in spoken if ends]
        if not parts:
            return ""
        of = f"90 % forecast bands of {comparison.scenarios[0].name}, mean ends over the window"
        return " ".join(filter(None, (f"{of}: {joined(parts)}.", self.held, NO_DIFFERENCE)))


def base_forecast(comparison: Comparison) -> BaseForecast:
    """Forecast bands of the base's prices; none where another place is asked for, as reports are those of Hyesan."""
    prices = comparison.base_prices.mean("seed")
    reported = reported_beside(comparison.scenarios[0], prices)
    bands = weekly_bands(reported, prices) if comparison.place == HOME else {}
    if not bands:
        return BaseForecast(reported.data_end, bands, "")
    rows = reported.coverage
    words, held = f"{caption_sentence(rows)} {NO_DIFFERENCE}", held_sentence(rows) if rows else ""
    return BaseForecast(reported.data_end, bands, words, held, tuple(coverage_rows(rows)))
