"""The parameters that move an answer most, as bars with their intervals."""

from __future__ import annotations

from typing import Any, cast

import matplotlib
from matplotlib.figure import Figure

from jangmadang.report.canvas import STYLE
from jangmadang.report.palette import BLUE, GRID, INK, MUTED
from jangmadang.report.wording import unit_in_words
from jangmadang.results.indicators import INDICATORS
from jangmadang.results.sensitivity import Sensitivity

MOST = 20
WIDTH_INCHES, BAR_INCHES, FRAME_INCHES = 9.0, 0.27, 1.3


def sensitivity_figure(found: Sensitivity) -> Figure:
    """Draw the largest effects, first on top, with 90 % intervals."""
    rows = found.table.head(MOST).iloc[::-1]
    names = {item.name: (item.long_name, item.unit) for item in INDICATORS}
    title, unit = names[found.question.indicator]
    with matplotlib.rc_context(cast(Any, STYLE)):
        figure = Figure(figsize=(WIDTH_INCHES, FRAME_INCHES + BAR_INCHES * len(rows)), layout="constrained")
        axis = figure.add_subplot()
        effect, half = rows["effect"].to_numpy(), rows["half_width"].to_numpy()
        axis.barh(range(len(rows)), effect, color=BLUE, height=0.62)
        axis.errorbar(effect, range(len(rows)), xerr=half, fmt="none", ecolor=INK, elinewidth=1.0, capsize=2)
        axis.set_yticks(range(len(rows)), [str(name).replace("_", " ") for name in rows["parameter"]])
        axis.set_xlim(left=0.0)
        axis.grid(axis="x", color=GRID, linewidth=0.7)
        axis.set_axisbelow(True)
        axis.tick_params(axis="y", length=0)
        member = f", {found.question.member}" if found.question.member else ""
        axis.set_title(f"{title}{member}: what moves it in {found.scenario.title or found.scenario.name}")
        words = "mean absolute change when the parameter goes two thirds of its plausible range; lines: 90 % interval"
        axis.set_xlabel("; ".join(filter(None, (unit_in_words(unit), words))), fontsize=8, color=MUTED)
    return figure
