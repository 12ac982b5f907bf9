"""The weekly lines of a comparison: what its picture and its pages draw, one panel for each main indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.report.forecast import ForecastBand
from jangmadang.report.palette import INK
from jangmadang.report.section import Line, Panel, series, smoothed
from jangmadang.results.compare import Comparison
from jangmadang.results.comparison_table import ALL
from jangmadang.results.indicators import INDICATORS
from jangmadang.results.intervals import difference_interval, drawn_effect

SMOOTH_WEEKS = 4
WEEKLY_COLUMNS = ("panel", "unit", "scenario", "week", "value", "low", "high")
_INDICATORS = {indicator.name: indicator for indicator in INDICATORS}


def _panel(title: str, unit: str, name: str, divide_by: float = 1.0, scale: str = "linear", **members: str) -> Panel:
    """A panel of one indicator at Hyesan."""
    line = Line(name, INK, series(name, None, **members), forecast=name)
    return Panel(title, unit, (line,), SMOOTH_WEEKS, cast(Any, scale), divide_by)


PANELS: tuple[Panel, ...] = (
    _panel("Households short of staples", "share", "short_of_staples_share_all", scale="share"),
    _panel("Median real income", "thousand won of 2019/week", "real_income_median_all", 1e3),
    _panel("Market turnover", "billion won of 2019/week", "turnover_constant_prices", 1e9),
    _panel("Rice", "thousand won/kg", "rice_price", 1e3),
    _panel("Yuan", "won", "exchange_rate"),
    _panel("Confidence, ordinary households", "index 0 to 1", "confidence", buyer_group="ordinary"),
    _panel("Imports at Hyesan, all channels", "million yuan/week", "imports", 1e6, channel=ALL),
    _panel("Exports at Hyesan, all channels", "million yuan/week", "exports", 1e6, channel=ALL),
    _panel("Herbs, paid to collectors at Hyesan", "yuan/kg", "farm_gate_price", export_good="herbs"),
    _panel("Mass garments bought", "thousand pieces/week", "mass_pieces", 1e3),
    _panel("Luxury garments bought", "pieces/week", "luxury_pieces"),
    _panel("Spending, wealthy over ordinary", "ratio", "wealthy_to_ordinary_spending"),
    _panel("Medicine bought", "thousand courses/week", "medicine_courses", 1e3),
    _panel("Imported medicine", "thousand won/course", "medicine_price", 1e3, origin="imported"),
    _panel("Imported medicine, stock cover", "weeks of sales", "medicine_stock_cover"),
)


class PanelLines(NamedTuple):
    """The lines of a panel by week, in its unit.

    Attributes
    ----------
    mean : of the base over the seeds.
    differences : of each other scenario, the mean difference from it and its interval.
    means : of all scenarios over the seeds.
    """

    mean: xr.DataArray
    differences: tuple[tuple[xr.DataArray, xr.DataArray, xr.DataArray], ...]
    means: xr.DataArray


def lines_of(panel: Panel, comparison: Comparison) -> PanelLines:
    """The lines of a panel."""
    shown = smoothed(panel.lines[0].transform, panel.smooth_weeks, panel.divide_by)
    values = shown(comparison.weekly)
    drawn = None if comparison.drawn is None else shown(comparison.drawn)
    base = values.isel(scenario=0)
    mean, indicator = base.mean("seed"), _INDICATORS[panel.lines[0].forecast]
    found = []
    for number in range(1, values.sizes["scenario"]):
        again = None
        if drawn is not None:
            again = drawn_effect(indicator, drawn.isel(scenario=0), drawn.isel(scenario=number), mean)
        ceiling = indicator.ceiling / panel.divide_by
        found.append(difference_interval(base, values.isel(scenario=number), ceiling=ceiling, drawn=again))
    return PanelLines(mean, tuple(found), values.mean("seed"))


def weekly_table(comparison: Comparison, forecast: Mapping[str, ForecastBand]) -> pd.DataFrame:
    """All panels by scenario and week, as the picture draws them: four-week means with `low` and `high`.

    These are of the base the ends of its forecast band, where it has one; of the others the 90 % interval of the
    difference, laid around the base's mean.
    """
    frames = []
    for panel in PANELS:
        lines, name = lines_of(panel, comparison), panel.lines[0].forecast
        mean, nothing = lines.mean.values, np.full(lines.mean.size, np.nan)
        ends = (nothing, nothing)
        if name in forecast:
            low, high = ((lines.mean * end).reindex(week=lines.mean["week"]).values for end in forecast[name])
            ends = (low, high)
        told = [(mean, *ends), *(tuple(mean + part.values for part in three) for three in lines.differences)]
        weeks = np.datetime_as_string(lines.mean["week"].values, unit="D")
        for scenario, columns in zip(comparison.scenarios, told, strict=True):
            about = {"panel": panel.title, "unit": panel.unit, "scenario": scenario.name, "week": weeks}
            frames.append(pd.DataFrame(about | dict(zip(("value", "low", "high"), columns, strict=True))))
    return pd.concat(frames, ignore_index=True)[list(WEEKLY_COLUMNS)]
