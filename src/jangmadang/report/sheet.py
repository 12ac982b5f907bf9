"""What a figure is drawn for, a page or a phone, and how much room words take above its panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

POINTS_PER_INCH, MOST_COLUMNS = 72, 6
#: Points above a panel: of a title beside its axes, of each line of a legend, of a word over the axes, of a line.
TITLE_PAD, LEGEND_LINE, NAME_LINE, TITLE_LINE = 6, 14, 10, 11.5
TITLE_INCHES, LEGEND_INCHES = 0.35, 0.14  # above a panel, and further above one with a legend of one line


class Sheet(NamedTuple):
    """What a figure is drawn for.

    Attributes
    ----------
    width_inches, left_inches : of the figure, and of what stands left of its axes.
    title_letters, legend_letters : in a line of a panel's title or legend.
    fewest_dates, most_dates : along the foot.
    is_narrow : whether the word for a line has no room beside a title.
    """

    width_inches: float
    left_inches: float
    title_letters: int
    legend_letters: int
    fewest_dates: int
    most_dates: int
    is_narrow: bool

    def legend_columns(self, labels: Sequence[str]) -> int:
        """How many entries of a legend stand side by side."""
        return max(1, min(MOST_COLUMNS, self.legend_letters // max(map(len, labels), default=1)))


PAGE = Sheet(9.4, 1.0, 120, 270, 5, 14, is_narrow=False)
PHONE = Sheet(4.2, 1.0, 38, 46, 3, 7, is_narrow=True)


def head_inches(title_lines: int, legend_lines: int, is_named: bool) -> float:
    """Room above a panel for a title and a legend of so many lines, and for a word of its own over the axes."""
    further = TITLE_LINE * (title_lines - 1) + LEGEND_LINE * max(legend_lines - 1, 0) + NAME_LINE * is_named
    return TITLE_INCHES + LEGEND_INCHES * bool(legend_lines) + further / POINTS_PER_INCH
