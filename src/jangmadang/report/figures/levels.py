"""Levels as a picture: what is reported, and the model beside it, over the reported middle on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

import matplotlib
from matplotlib.figure import Figure

from jangmadang.facts.levels import FAR, NEAR, WITHIN_FAR, WITHIN_NEAR
from jangmadang.report.canvas import STYLE
from jangmadang.report.palette import BLUE, GREEN, MUTED, ORANGE, VERMILION

WIDTH_INCHES, ROW_INCHES, ENDS_INCHES = 8.2, 0.19, 0.7
SMALL_FONT = 7.5
FARTHEST = 12.0  # times the reported middle; what lies beyond stands at the edge
COLOURS = {WITHIN_NEAR: BLUE, WITHIN_FAR: ORANGE}


def levels_figure(records: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw measured levels: a bar for what is reported, a mark for the model, hollow where it does not count."""
    shown = [record for record in records if record["model"] is not None and record["model"] > 0.0]
    with matplotlib.rc_context(cast(Any, STYLE)):
        figure = Figure(figsize=(WIDTH_INCHES, ENDS_INCHES + ROW_INCHES * max(len(shown), 1)))
        axis = figure.subplots()
        axis.set_xscale("log")
        axis.axvspan(1.0 / NEAR, NEAR, color=GREEN, alpha=0.13, linewidth=0)
        for edge in (1.0 / FAR, FAR):
            axis.axvline(edge, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        for row, record in enumerate(shown):
            low, high = printed_ends(record)
            axis.plot([low, high], [row, row], color=MUTED, linewidth=4.0, alpha=0.5, solid_capstyle="butt")
            at = min(max(record["model"] / middle(record), 1.0 / FARTHEST), FARTHEST)
            colour = COLOURS.get(record["verdict"], VERMILION)
            face = colour if record["counts"] else "white"
            axis.plot([at], [row], "D", color=colour, markerfacecolor=face, markersize=5.0)
        axis.set_yticks(range(len(shown)), [f"{record['id']} {record['what']}" for record in shown])
        axis.tick_params(labelsize=SMALL_FONT, length=2.0)
        axis.set_ylim(len(shown) - 0.4, -0.6)
        axis.set_xlim(1.0 / FARTHEST / 1.2, FARTHEST * 1.2)
        ticks = [0.1, 0.33, 0.67, 1.0, 1.5, 3.0, 10.0]
        axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axis.minorticks_off()
        axis.set_xlabel("over the middle of what is reported", fontsize=SMALL_FONT)
        figure.tight_layout()
    return figure


def middle(record: Mapping[str, Any]) -> float:
    """Geometric middle of what is reported, or its only end, in its unit."""
    ends = [record[end] for end in ("low", "high") if record[end] is not None]
    return math.sqrt(ends[0] * ends[-1])


def printed_ends(record: Mapping[str, Any]) -> tuple[float, float]:
    """Ratios of what is reported to its middle; an open end reaches to the edge."""
    low = 1.0 / FARTHEST if record["low"] is None else record["low"] / middle(record)
    high = FARTHEST if record["high"] is None else record["high"] / middle(record)
    return low, high
