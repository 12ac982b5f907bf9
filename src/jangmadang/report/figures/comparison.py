"""Scenarios side by side: small panels of the main indicators, base and others by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, cycle
from textwrap import wrap
from typing import Any, cast

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, PercentFormatter

from jangmadang.labels import place_in_words
from jangmadang.report.canvas import (
    DASHED,
    FORECAST_BAND,
    REPORTS_END,
    STYLE,
    draw_forecast,
    holds_data_end,
    mark_data_end,
    time_axis,
)
from jangmadang.report.comparison_answer import called
from jangmadang.report.comparison_lines import PANELS, lines_of
from jangmadang.report.forecast import ForecastBand
from jangmadang.report.palette import BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE, SKY, VERMILION
from jangmadang.report.section import Panel
from jangmadang.results.compare import Comparison
from jangmadang.results.indicators import INDICATORS

COLUMNS, COLUMN_INCHES, ROW_INCHES, FRAME_INCHES = 3, 3.7, 1.95, 1.0
OTHERS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
SMOOTH_WEEKS = 4
NARROW_LETTERS = 58  # of a caption's line under a single column
LONGEST_TITLE = 60
_INDICATORS = {indicator.name: indicator for indicator in INDICATORS}
ZERO_BELOW = 0.5
"""An axis starts at zero where its lowest value is below this part of its highest."""


def comparison_figure(
    comparison: Comparison,
    data_end: np.datetime64 | None = None,
    forecast: Mapping[str, ForecastBand] | None = None,
    columns: int = COLUMNS,
) -> Figure:
    """Draw the base and the others, means over the seeds; bands hold 90 % of the mean paired difference.

    `data_end` is the day of the last report of any kind; `forecast` holds forecast bands of the base by indicator.
    A single one of `columns` is for a phone: its caption is folded to that width.
    """
    rows = -(-len(PANELS) // columns)
    with matplotlib.rc_context(cast(Any, STYLE)):
        size = (columns * COLUMN_INCHES, rows * ROW_INCHES + FRAME_INCHES)
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.subplots(rows, columns, sharex=True, squeeze=False)
        for axis, panel in zip(axes.ravel(), PANELS, strict=True):
            _draw(axis, panel, comparison, forecast or {})
            mark_data_end(axis, comparison.weekly, data_end)
            if columns == 1:  # the last panel's dates would be screens away
                axis.tick_params(labelbottom=True)
        time_axis(axes[-1, 0], comparison.weekly["week"].values, fewest=3, most=6, year=False)
        shown_end = data_end if holds_data_end(comparison.weekly, data_end) else None
        handles = [*axes[0, 0].get_legend_handles_labels()[0], *_hatched(axes.ravel())]
        if shown_end is not None:
            handles.append(Line2D([], [], color=MUTED, linewidth=0.9, linestyle=DASHED, label=REPORTS_END))
        figure.legend(
            handles=handles, loc="outside upper left", ncols=min(len(handles), 4 if columns > 1 else 1), fontsize=9.5
        )
        caption = _caption(comparison, shown_end, bool(forecast))
        if columns == 1:
            caption = "\n".join(wrap(caption, NARROW_LETTERS))
        figure.supxlabel(caption, fontsize=8, color=MUTED, x=0.01, ha="left")
    return figure


def _hatched(axes: Iterable[Axes]) -> list[Artist]:
    """The forecast band as the legend shows it, once."""
    named = (zip(*axis.get_legend_handles_labels(), strict=True) for axis in axes)
    return [handle for handle, name in chain.from_iterable(named) if name == FORECAST_BAND][:1]


def _draw(axis: Axes, panel: Panel, comparison: Comparison, forecast: Mapping[str, ForecastBand]) -> None:
    """Draw one panel: the window shaded, the first difference dotted, the base's forecast band hatched."""
    lines = lines_of(panel, comparison)
    weeks, mean = lines.mean["week"].values, lines.mean
    window = comparison.periods[0]
    axis.axvspan(np.datetime64(window.first), np.datetime64(window.last, "D") + 7, color=GRID, alpha=0.45, linewidth=0)  # type: ignore[arg-type]
    if comparison.parting:
        axis.axvline(np.datetime64(comparison.parting), color=INK, linewidth=0.9, linestyle=(0, (1, 1.2)))  # type: ignore[arg-type]
    axis.plot(weeks, mean, color=INK, linewidth=1.3, label=f"{_named(comparison, 0)} (base)", zorder=3)
    if hatched := panel.lines[0].forecast in forecast:
        draw_forecast(axis, mean, forecast[panel.lines[0].forecast])
    for number, colour in zip(range(1, len(comparison.scenarios)), cycle(OTHERS), strict=False):
        difference, low, high = lines.differences[number - 1]
        axis.fill_between(weeks, mean + low, mean + high, color=colour, alpha=0.25, linewidth=0)
        axis.plot(weeks, mean + difference, color=colour, linewidth=1.3, label=_named(comparison, number))
    axis.set_title(f"{panel.title}\n", fontsize=9)
    axis.text(0.0, 1.03, panel.unit, transform=axis.transAxes, fontsize=7.5, color=MUTED)
    _value_axis(axis, panel, lines.means, hatched)


def _named(comparison: Comparison, number: int) -> str:
    """A scenario by its title, or its name where titles are long or that of its base."""
    scenario, base = comparison.scenarios[number], comparison.scenarios[0]
    title = called(scenario, base) if number else scenario.title
    return title if title and len(title) <= LONGEST_TITLE else scenario.name


def _value_axis(axis: Axes, panel: Panel, values: xr.DataArray, hatched: bool) -> None:
    """Scale and labels of the value axis: logarithmic under a forecast band, from zero unless that flattens the lines.

    A forecast band is so wide that lines on a linear axis would lie on each other.
    """
    if hatched:
        axis.set_yscale("log")
        axis.yaxis.set_minor_formatter(NullFormatter())
    elif float(values.min()) < ZERO_BELOW * float(values.max()):
        axis.set_ylim(bottom=0)
    axis.yaxis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)) if hatched else MaxNLocator(4))
    plain = FuncFormatter(lambda value, _: f"{value:,.10g}")
    axis.yaxis.set_major_formatter(PercentFormatter(1.0) if panel.scale == "share" else plain)
    axis.tick_params(labelsize=7.5)
    axis.grid(axis="y", color=GRID, linewidth=0.7)
    axis.set_axisbelow(True)


def _caption(comparison: Comparison, data_end: np.datetime64 | None, hatched: bool) -> str:
    """What the panels show, in lines under them."""
    window = comparison.periods[0]
    assumed = "" if comparison.drawn is None else ", by what is assumed"
    last = "" if data_end is None else f" Dashed: the last report of any kind, {data_end}."
    band = (
        "\nHatched, on a logarithmic axis: where nine in ten reports should lie by past errors if the base comes true; "
        "a difference has no such band."
    )
    return (
        f"{place_in_words(comparison.place)}, four-week means over {len(comparison.seeds)} paired runs; "
        f"bands: 90 % interval of the difference from the base{assumed}. Not every axis starts at zero.\n"
        f"Shaded: the weeks of {window.first} to {window.last}, which the table averages. Dotted: the first week "
        f"that differs.{last}{band if hatched else ''}"
    )
