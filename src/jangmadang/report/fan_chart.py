"""The fan chart of the outlook: reports of the last two years, the median, bands that hold half and most reports."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any, cast

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from jangmadang.outlook.ahead import SeriesAhead
from jangmadang.outlook.predictive import HALF, MOST
from jangmadang.outlook.weekly import monday_of
from jangmadang.report.canvas import DASHED, STYLE, time_axis
from jangmadang.report.now_and_next import MARKED_SINCE, WHAT, NowAndNext
from jangmadang.report.palette import BLUE, GRID, INK, MUTED, OBSERVED

WIDTH_INCHES, HEIGHT_INCHES = 6.2, 5.6
#: Left, bottom, width and height of each panel, as parts of the figure: small enough to be read on a phone.
PLACES = [(left, floor, 0.37, 0.34) for floor in (0.52, 0.055) for left in (0.115, 0.615)]
UNITS = {"kg": "won a kilogram", "each": "won"}
SHADES = {MOST: 0.16, HALF: 0.34}


def fan_chart(found: NowAndNext) -> Figure:
    """Draw a panel for each series that is not withheld."""
    with matplotlib.rc_context(cast(Any, {**STYLE, "font.size": 10, "axes.titlesize": 10.5, "legend.fontsize": 9.5})):
        figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES))
        for series, place in zip(found.shown, PLACES, strict=False):
            axis = figure.add_axes(place)
            _draw_fan(axis, series, found.origin)
            _draw_reports(axis, found, series.item)
            _finish(axis, found.origin, series.item)
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=3, handlelength=1.4)
    return figure


def _draw_fan(axis: Axes, series: SeriesAhead, origin: date) -> None:
    """The median and the intervals from the origin on."""
    ahead = [one for one in (series.now, *series.ahead) if one is not None]
    days = [float(date2num(one.day)) for one in ahead]
    for share, shade in SHADES.items():
        low, high = zip(*(one.interval(share) for one in ahead), strict=True)
        axis.fill_between(
            days, low, high, color=BLUE, alpha=shade, linewidth=0, label=f"{share * 100:.0f} % of reports"
        )
    axis.plot(days, [one.price(0.5) for one in ahead], color=BLUE, linewidth=1.4, label="median")
    middle = ahead[0].price(0.5)
    axis.plot(days[:1], [middle], "D", color=INK, markersize=4.5, linestyle="none", label=str(origin), zorder=5)
    axis.axvline(float(date2num(origin)), color=MUTED, linewidth=0.9, linestyle=DASHED)


def _draw_reports(axis: Axes, found: NowAndNext, item: str) -> None:
    """The reports of an item; those of the province are triangles."""
    for stands_in, marker, name in ((False, "o", "report"), (True, "^", "report for Ryanggang")):
        chosen = [report for report in found.marks if report.item == item and report.stands_in is stands_in]
        days = [float(date2num(monday_of(report.week))) for report in chosen]
        prices = [math.exp(report.log_price) for report in chosen]
        axis.scatter(days, prices, s=14, marker=marker, color=OBSERVED, linewidths=0, zorder=4, label=name)


def _finish(axis: Axes, origin: date, item: str) -> None:
    """Title, scale and grid."""
    first, last = origin - MARKED_SINCE, origin + timedelta(weeks=26)
    axis.set_title(f"{WHAT[item]}, {UNITS['kg' if item in ('rice', 'corn') else 'each']}")
    axis.set_yscale("log")
    axis.yaxis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)))
    axis.yaxis.set_minor_formatter(NullFormatter())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.grid(axis="y", color=GRID, linewidth=0.7)
    axis.set_axisbelow(True)
    time_axis(axis, np.arange(np.datetime64(first), np.datetime64(last), np.timedelta64(7, "D")), 3, 6, year=False)
