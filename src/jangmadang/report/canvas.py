"""Drawing: panels under a strip of border regimes, with bands and observations."""

from __future__ import annotations

import base64
import io
import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, cast

import matplotlib
import matplotlib.dates as mdates
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, LogLocator, NullFormatter, PercentFormatter
from numpy.typing import NDArray
from PIL import Image

from jangmadang.labels import label
from jangmadang.report.forecast import ForecastBand
from jangmadang.report.observed import DISPUTED, OWN, PROXY, Mark
from jangmadang.report.palette import CLOSED_SHADE, COLOURS, GRID, INK, MUTED, OBSERVED
from jangmadang.report.regimes import border_openness, channel_openness, spells
from jangmadang.report.section import Observed, Panel, Section, smoothed
from jangmadang.report.sheet import LEGEND_LINE, NAME_LINE, PAGE, TITLE_PAD, Sheet, head_inches
from jangmadang.results.assumption_bands import weekly_ends
from jangmadang.results.bands import Bands

PANEL_INCHES, STRIP_INCHES = 2.17, 0.36
RIGHT_INCHES, TOP_INCHES, FOOT_INCHES = 0.2, 0.04, 0.42
DOTS_PER_INCH = 130
ABOVE_AXES = 2.0  # points
DASHED, REPORTS_END = (0, (3, 2)), "reports end"
FORECAST_BAND, HATCH = "90 % forecast band", "////"
STATUS_ALPHA = {"open": 1.0, "restricted": 0.4, "closed": 0.0}
MARKERS = {OWN: ("o", OBSERVED), PROXY: ("^", OBSERVED), DISPUTED: ("o", "none")}
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "legend.fontsize": 8,
    "hatch.linewidth": 0.5,
}


def section_figure(
    section: Section,
    bands: Bands,
    dataset: xr.Dataset,
    observed: Sequence[Mark],
    data_end: np.datetime64 | None = None,
    forecast: Mapping[str, ForecastBand] | None = None,
    sheet: Sheet = PAGE,
) -> Figure:
    """Draw a section: the regime strip on top, its panels below on the same weeks.

    `forecast` holds forecast bands by indicator, `sheet` says what the figure is for.

    Places are given, not fitted to what is drawn: fitting lays out every text several times before it draws it.
    """
    left, width = sheet.left_inches / sheet.width_inches, 1.0 - (sheet.left_inches + RIGHT_INCHES) / sheet.width_inches
    with matplotlib.rc_context(cast(Any, STYLE)):
        figure = Figure()
        strip = figure.add_axes((0, 0, 1, 1))
        draw_strip(strip, dataset)
        axes, heads = [], []
        for number, panel in enumerate(section.panels):
            axis = figure.add_axes((0, 0, 1, 1), sharex=strip)
            is_named = not number and sheet.is_narrow and holds_data_end(dataset, data_end)
            heads.append(draw_panel(axis, panel, bands, dataset, observed, forecast or {}, sheet, is_named))
            above = ABOVE_AXES if sheet.is_narrow else _above(panel)
            mark_data_end(axis, dataset, data_end, named_above=None if number else above)
            axes.append(axis)
        height = floor = TOP_INCHES + STRIP_INCHES + sum(heads) + len(heads) * PANEL_INCHES + FOOT_INCHES
        figure.set_size_inches(sheet.width_inches, height)
        tops = [TOP_INCHES, *heads]
        for axis, top, inches in zip([strip, *axes], tops, [STRIP_INCHES] + [PANEL_INCHES] * len(axes), strict=True):
            floor -= top + inches
            axis.set_position((left, floor / height, width, inches / height))
            axis.tick_params(labelbottom=axis is axes[-1])
        time_axis(strip, dataset["week"].values, sheet.fewest_dates, sheet.most_dates)
    return figure


def draw_strip(axis: Axes, dataset: xr.Dataset) -> None:
    """Draw the regime of each channel as a row: full colour open, pale restricted, blank closed."""
    channels = [str(channel) for channel in dataset["channel"].values]
    for row, channel in enumerate(reversed(channels)):
        shown = [spell for spell in spells(channel_openness(dataset, channel)) if STATUS_ALPHA[spell.status]]
        axis.broken_barh(
            [(spell.start, spell.until - spell.start) for spell in shown],  # type: ignore[misc]
            (row - 0.36, 0.72),
            facecolors=[to_rgba(COLOURS[channel], STATUS_ALPHA[spell.status]) for spell in shown],
            linewidth=0,
        )
    axis.set_yticks(range(len(channels)), [label(channel) for channel in reversed(channels)], fontsize=7)
    axis.set_ylim(-0.5, len(channels) - 0.5)
    axis.xaxis.set_visible(False)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)


def shade_closed(axis: Axes, dataset: xr.Dataset) -> None:
    """Shade the weeks in which every channel is closed, half as much those in which trade is only restricted."""
    for spell in spells(border_openness(dataset)):
        if spell.status != "open":
            alpha = 1.0 if spell.status == "closed" else 0.5
            axis.axvspan(spell.start, spell.until, color=CLOSED_SHADE, alpha=alpha, linewidth=0, zorder=0)  # type: ignore[arg-type]


def draw_panel(
    axis: Axes,
    panel: Panel,
    bands: Bands,
    dataset: xr.Dataset,
    observed: Sequence[Mark],
    forecast: Mapping[str, ForecastBand],
    sheet: Sheet,
    is_named: bool,
) -> float:
    """Draw one panel and return the room that its words take above it, in inches.

    `is_named` asks for a line of its own for a word over its axes.
    """
    shade_closed(axis, dataset)
    weeks = dataset["week"].values
    for line in panel.lines:
        value, low, high = bands.interval(smoothed(line.transform, panel.smooth_weeks, panel.divide_by))
        if bands.count:
            axis.fill_between(weeks, low, high, color=line.colour, alpha=0.2, linewidth=0)
        axis.plot(weeks, value, color=line.colour, linewidth=1.3, label=line.label)
        if line.forecast in forecast:
            draw_forecast(axis, value, forecast[line.forecast])
        if line.assumed and not bands.drawn:
            least, most = (end * value for end in weekly_ends(line.assumed, weeks))
            axis.fill_between(weeks, least, most, color=line.colour, alpha=0.1, linewidth=0)
    if panel.observed is not None:
        _draw_observations(axis, panel.observed, observed)
    labels = axis.get_legend_handles_labels()[1] if has_legend(panel) else []
    columns = sheet.legend_columns(labels)
    legend_lines = math.ceil(len(labels) / columns)
    over_axes = NAME_LINE * is_named
    title = textwrap.fill(f"{panel.title}, {panel.unit}", sheet.title_letters)
    axis.set_title(title, y=1.0, pad=TITLE_PAD + LEGEND_LINE * legend_lines + over_axes)
    _value_axis(axis, panel)
    axis.grid(axis="y", color=GRID, linewidth=0.7)
    axis.set_axisbelow(True)
    if has_legend(panel):
        axis.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=columns,
            borderaxespad=over_axes / STYLE["legend.fontsize"],
            handlelength=1.4,
            handletextpad=0.6,
            columnspacing=1.4,
        )
    return head_inches(title.count("\n") + 1, legend_lines, is_named)


def draw_forecast(axis: Axes, value: xr.DataArray, band: ForecastBand) -> None:
    """Hatch the forecast band around a series."""
    low, high = value * band.low, value * band.high  # weeks of both
    axis.fill_between(
        low["week"].values,
        low,
        high,
        facecolor="none",
        edgecolor=MUTED,
        hatch=HATCH,
        linewidth=0.5,
        label=FORECAST_BAND,
        zorder=1,
    )


def holds_data_end(dataset: xr.Dataset, data_end: np.datetime64 | None) -> bool:
    """Whether the last report of any kind lies in a run, with weeks after it."""
    return data_end is not None and bool(dataset["week"].values[0] < data_end < dataset["week"].values[-1])


def _above(panel: Panel) -> float:
    """How far above its axes a panel has room for a word, in points: over the legend, beside the title."""
    return 15.0 if has_legend(panel) else ABOVE_AXES


def mark_data_end(
    axis: Axes, dataset: xr.Dataset, data_end: np.datetime64 | None, named_above: float | None = None
) -> None:
    """Draw a dashed line where the last report of any kind lies, if weeks follow it; name it so many points above."""
    if data_end is None or not holds_data_end(dataset, data_end):
        return
    day = float(mdates.date2num(data_end))
    axis.axvline(day, color=MUTED, linewidth=0.9, linestyle=DASHED, zorder=3)
    if named_above is not None:
        axis.annotate(
            REPORTS_END,
            (day, 1.0),
            xycoords=axis.get_xaxis_transform(),
            xytext=(-3, named_above),
            textcoords="offset points",
            ha="right",
            fontsize=7,
            color=MUTED,
        )


def has_legend(panel: Panel) -> bool:
    """Whether a panel shows more than the one line that its title names."""
    return len(panel.lines) > 1 or panel.observed is not None


def _value_axis(axis: Axes, panel: Panel) -> None:
    """Scale and labels of the value axis."""
    if panel.scale == "share":
        axis.yaxis.set_major_formatter(PercentFormatter(1.0))
        axis.set_ylim(bottom=0)
        return
    if panel.scale == "log" and np.isfinite(axis.dataLim.minposy):  # no scale holds nothing: few weeks, nobody gathers
        axis.set_yscale("log")
        axis.yaxis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)))
        axis.yaxis.set_minor_formatter(NullFormatter())
    else:
        axis.set_ylim(bottom=0)
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _draw_observations(axis: Axes, wanted: Observed, observed: Sequence[Mark]) -> None:
    """Draw reported prices, by kind."""
    for kind, (marker, face) in MARKERS.items():
        chosen = [mark for mark in observed if (mark.item, mark.currency, mark.kind) == (*wanted, kind)]
        if chosen:
            days = np.array([mark.day for mark in chosen])
            values = [mark.value for mark in chosen]
            axis.scatter(
                days,
                values,
                s=12,
                marker=marker,
                facecolors=face,
                edgecolors=OBSERVED,
                linewidths=0.7,
                zorder=4,
                label=kind,
            )


def time_axis(axis: Axes, weeks: NDArray[np.datetime64], fewest: int = 5, most: int = 14, year: bool = True) -> None:
    """Weeks along the foot, to the end of the run: dates that are placed once, for they stay where they are."""
    first, last = mdates.date2num([weeks[0], weeks[-1] + np.timedelta64(7, "D")])
    locator = mdates.AutoDateLocator(minticks=fewest, maxticks=most)
    around = locator.tick_values(*mdates.num2date([first, last]))
    formatter = mdates.ConciseDateFormatter(locator)
    labels = formatter.format_ticks(list(around))
    inside = [(day, label) for day, label in zip(around, labels, strict=True) if first <= day <= last]
    axis.set_xlim(first, last)
    axis.xaxis.set_major_locator(FixedLocator([day for day, _ in inside]))
    fixed = FixedFormatter([label for _, label in inside])
    if year:
        fixed.set_offset_string(formatter.get_offset())
    axis.xaxis.set_major_formatter(fixed)


def as_png(figure: Figure, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
    """A figure as PNG, without the transparency that `savefig` writes and takes its time to pack."""
    figure.set_dpi(dots_per_inch)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    figure.set_layout_engine("none")  # it stays as it is laid out, which takes as long as drawing
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").save(buffer, format="png")
    return buffer.getvalue()


def as_svg(figure: Figure) -> bytes:
    """A figure as SVG, the same bytes each time."""
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "jangmadang"}):
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})  # `savefig` would lay it out twice
    return buffer.getvalue()


def embedded(png: bytes) -> str:
    """A PNG as an address that holds it."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
