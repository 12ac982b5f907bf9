"""The parameters that move an answer most, as bars with their intervals."""

from __future__ import annotations

from typing import Any, cast

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from jangmadang.report.canvas import STYLE
from jangmadang.report.palette import BLUE, GRID, INK, MUTED, ORANGE
from jangmadang.report.wording import effect_unit
from jangmadang.results.indicators import INDICATORS
from jangmadang.results.sensitivity import Sensitivity

MOST = 20
WIDTH_INCHES, BAR_INCHES, FRAME_INCHES = 9.0, 0.27, 1.3


def sensitivity_figure(found: Sensitivity) -> Figure:
    """Draw the largest effects, or shares of the variance, first on top, with 90 % intervals."""
    rows = found.table.head(MOST).iloc[::-1]
    names = {item.name: (item.long_name, item.unit) for item in INDICATORS}
    title, unit = names[found.question.indicator]
    with matplotlib.rc_context(cast(Any, STYLE)):
        figure = Figure(figsize=(WIDTH_INCHES, FRAME_INCHES + BAR_INCHES * len(rows)), layout="constrained")
        axis = figure.add_subplot()
        if found.method == "sobol":
            _bars(axis, rows, "total", BLUE, -0.19, 0.36)
            _bars(axis, rows, "first_order", ORANGE, 0.19, 0.36)
            axis.legend(
                [*axis.patches[:: len(rows)]], ["with all it has together with others", "its own"], loc="lower right"
            )
            words = (
                "share of the figure's variance when all parameters are drawn from their ranges; lines: 90 % interval"
            )
        else:
            unit_said, scale = effect_unit(found.question.indicator, unit)
            _bars(
                axis, rows.assign(effect=rows["effect"] * scale, half_width=rows["half_width"] * scale), "effect", BLUE
            )
            change = (
                "mean absolute change when the parameter goes two thirds of its plausible range; lines: 90 % interval"
            )
            words = "; ".join(filter(None, (unit_said, change)))
            axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axis.set_yticks(range(len(rows)), [str(name).replace("_", " ") for name in rows["parameter"]])
        axis.set_xlim(left=0.0)
        axis.grid(axis="x", color=GRID, linewidth=0.7)
        axis.set_axisbelow(True)
        axis.tick_params(axis="y", length=0)
        member = f", {found.question.member}" if found.question.member else ""
        axis.set_title(f"{title}{member}: what moves it in {found.scenario.title or found.scenario.name}")
        axis.set_xlabel(words, fontsize=8, color=MUTED)
    return figure


def _bars(axis: Axes, rows: pd.DataFrame, name: str, colour: str, shift: float = 0.0, height: float = 0.62) -> None:
    """Draw one column of effects with its intervals, beside the middle of each row."""
    half = rows["half_width" if name == "effect" else f"{name}_half_width"]
    at = [row - shift for row in range(len(rows))]
    axis.barh(at, rows[name], color=colour, height=height)
    axis.errorbar(rows[name], at, xerr=half, fmt="none", ecolor=INK, elinewidth=1.0, capsize=2)
