"""A fact as a picture: one row for each condition, each on its own scale."""

from __future__ import annotations

import math
from typing import Any, cast

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from jangmadang.facts.experiment import Bound
from jangmadang.facts.running import Measured, Verdict
from jangmadang.report.canvas import STYLE
from jangmadang.report.palette import BLUE, GREEN, INK, MUTED, SKY, VERMILION
from jangmadang.report.wording import number

WIDTH_INCHES, ROW_INCHES = 8.2, 0.92
TITLE_INCHES, TICKS_INCHES = 0.27, 0.25  # of a row, above and below its marks
LABEL_FONT, SMALL_FONT = 9, 8
HEIGHT, HEIGHT_WITHOUT = 0.62, 0.22  # of the marks of a row, and of those of the counter-experiment
FARTHEST = 6.0  # times what the experiment spans, that the counter-experiment may stretch a row
MARGIN = 0.06  # of a row on either side
UNITS = {  # in words
    "1": "",
    "CNY": "yuan",
    "CNY/week": "yuan a week",
    "CNY/kg": "yuan/kg",
    "week": "weeks",
    "good": "goods",
}


def fact_figure(verdict: Verdict) -> Figure:
    """Draw the conditions of a fact: seeds, mean with interval, what is allowed, and the counter-experiment."""
    rows = len(verdict.conditions)
    with matplotlib.rc_context(cast(Any, STYLE)):
        height = rows * ROW_INCHES
        figure = Figure(figsize=(WIDTH_INCHES, height))
        margins = {"top": 1.0 - TITLE_INCHES / height, "bottom": TICKS_INCHES / height, "left": 0.03, "right": 0.97}
        gap = (TITLE_INCHES + TICKS_INCHES) / (ROW_INCHES - TITLE_INCHES - TICKS_INCHES)
        axes = figure.subplots(rows, 1, squeeze=False, gridspec_kw={**margins, "hspace": gap})[:, 0]
        for position, (axis, measured) in enumerate(zip(axes, verdict.conditions, strict=True)):
            counter = verdict.fact.counter
            _draw(axis, measured, verdict.counter if counter and position == counter.condition else None)
    return figure


def verdict_words(measured: Measured) -> str:
    """Whether a condition holds, if it asks for anything."""
    if not (math.isfinite(measured.condition.bound.low) or math.isfinite(measured.condition.bound.high)):
        return str(measured.condition.bound)
    return "holds" if measured.holds else "does not hold"


def reach(measured: Measured, without: Measured | None = None) -> tuple[float, float]:
    """Ends of a row: all that it shows, except a counter-experiment so far off that it would squash the rest."""
    bound = measured.condition.bound
    ends = (bound.low, bound.high, math.nan if bound.no_effect is None else bound.no_effect)
    low, high = _ends(*measured.values, measured.low, measured.high, *ends)
    if without is not None:
        wide_low, wide_high = _ends(low, high, without.mean, without.low, without.high)
        room = FARTHEST * ((high - low) or abs(high))
        low, high = max(wide_low, low - room), min(wide_high, high + room)
    margin = MARGIN * ((high - low) or max(abs(high), 1.0))
    return low - margin, high + margin


def _ends(*values: float) -> tuple[float, float]:
    """Least and greatest of the finite values."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    return min(finite), max(finite)


def _draw(axis: Axes, measured: Measured, without: Measured | None) -> None:
    """Draw one row."""
    low, high = reach(measured, without)
    axis.set_xlim(low, high)
    axis.set_ylim(0.0, 1.0)
    _draw_bound(axis, measured.condition.bound, low, high)
    axis.plot(measured.values, np.full(len(measured.values), HEIGHT), "o", color=SKY, alpha=0.5, markersize=6, mew=0)
    colour = BLUE if measured.holds else VERMILION
    _draw_mean(axis, measured, HEIGHT, colour, colour)
    if without is not None:
        _draw_without(axis, without, low, high)
    unit = UNITS.get(measured.condition.unit, measured.condition.unit)
    axis.set_title(measured.condition.what + (f" ({unit})" if unit else ""), fontsize=LABEL_FONT, fontweight="normal")
    axis.set_title(verdict_words(measured), loc="right", fontsize=LABEL_FONT, color=colour)
    axis.xaxis.set_major_locator(MaxNLocator(7))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.tick_params(labelsize=SMALL_FONT, length=2.5)
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)


def _draw_bound(axis: Axes, bound: Bound, low: float, high: float) -> None:
    """Shade what is allowed; dash where nothing happens."""
    if math.isfinite(bound.low) or math.isfinite(bound.high):
        axis.axvspan(max(bound.low, low), min(bound.high, high), color=GREEN, alpha=0.13, linewidth=0, zorder=0)
    if bound.no_effect is not None:
        axis.axvline(bound.no_effect, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)


def _draw_mean(axis: Axes, measured: Measured, height: float, colour: str, fill: str) -> None:
    """Mean and interval."""
    axis.plot([measured.low, measured.high], [height, height], color=colour, linewidth=2.0, solid_capstyle="butt")
    axis.plot([measured.mean], [height], "D", color=colour, markerfacecolor=fill, markersize=6.5, zorder=4)


def _draw_without(axis: Axes, without: Measured, low: float, high: float) -> None:
    """The counter-experiment, or in words where it lies off the row or has nothing to show."""
    if low <= without.mean <= high:
        _draw_mean(axis, without, HEIGHT_WITHOUT, INK, "white")
        return
    left = without.mean < low
    known = math.isfinite(without.mean)
    arrow = ("\N{LEFTWARDS ARROW} ", "") if left else ("", " \N{RIGHTWARDS ARROW}")
    text = f"{arrow[0]}without: {number(without.mean)}{arrow[1]}" if known else "without: nothing to measure"
    end = low if left else high
    axis.annotate(
        text, (end, HEIGHT_WITHOUT), (6 if left else -6, 0), textcoords="offset points",
        ha="left" if left else "right", va="center", fontsize=SMALL_FONT, color=INK,
    )  # fmt: skip
