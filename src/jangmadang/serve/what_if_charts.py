"""Charts of an answer: each main indicator by week, of the base and of the scenarios with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import cycle
from typing import Any, NamedTuple

import pandas as pd

from jangmadang.errors import InputError
from jangmadang.report import palette
from jangmadang.report.comparison_lines import PANELS, WEEKLY_COLUMNS
from jangmadang.report.wording import number, spanned
from jangmadang.serve.charts import Chart, Layer, Spec, band, by_week, day_line, drawn, line
from jangmadang.serve.known import Stamp, made_once

#: Panels that stand open on the page; the others one click away.
FIRST = (
    "Households short of staples",
    "Median real income",
    "Rice",
    "Yuan",
    "Imports at Hyesan, all channels",
    "Exports at Hyesan, all channels",
)
COLOURS = (palette.BLUE, palette.VERMILION, palette.GREEN)
EVERY_WEEKS, LONGEST_NAME = 4, 48
SHARE = "share"
WORDS = {panel.title: panel for panel in PANELS}


class Told(NamedTuple):
    """What charts need of an answer: titles of the scenarios by name, the base first, and days that are marked."""

    titles: dict[str, str]
    data_end: date | None
    parting: date | None
    runs: int


@made_once
def weekly_of(stamp: Stamp) -> pd.DataFrame:
    """The weekly lines of an answer.

    Raises
    ------
    InputError
        If they cannot be read.
    """
    try:
        return pd.read_csv(stamp.path)[list(WEEKLY_COLUMNS)]
    except (OSError, ValueError, LookupError):
        raise InputError(f"{stamp.path} cannot be read; run the question again") from None


def panels_of(table: pd.DataFrame) -> list[str]:
    """Titles of the panels, those that stand open first."""
    known = list(dict.fromkeys(table["panel"]))
    return [*(name for name in FIRST if name in known), *(name for name in known if name not in FIRST)]


def chart_of(table: pd.DataFrame, panel: str, told: Told, address: str) -> Chart:
    """What stands beside a panel."""
    of, (unit, times) = table[table["panel"] == panel], _unit(table, panel)
    weeks = list(dict.fromkeys(of["week"]))[::EVERY_WEEKS]
    base, *others = told.titles
    rows = []
    for week in weeks:
        here = of[of["week"] == week].set_index("scenario")
        rows.append([week, *(_cell(here.loc[name], times, name != base) for name in (base, *others))])
    says = (
        f"Four-week means over {told.runs} pairs of runs; bands: 90 % interval of the difference from the base. "
        f"{_evidence_in_words(weeks, told)}"
    )
    return Chart(address, panel, unit, says, ("week", *told.titles.values()), rows)


def spec_of(table: pd.DataFrame, panel: str, told: Told) -> Spec:
    """A panel as a chart."""
    of, (unit, times) = table[table["panel"] == panel], _unit(table, panel)
    base, *others = told.titles
    bands: list[Layer] = []
    lines: list[Layer] = []
    for name, colour in zip(others, cycle(COLOURS), strict=False):
        mine = of[of["scenario"] == name]
        ends = [
            {"day": week, "low": low * times, "high": high * times}
            for week, low, high in zip(mine["week"], mine["low"], mine["high"], strict=True)
            if math.isfinite(low)
        ]
        bands.append(band(ends, "", colour))
        lines.append(line(_values(mine, times), _short(told.titles[name]), colour))
    lines.append(line(_values(of[of["scenario"] == base], times), f"{_short(told.titles[base])} (base)", palette.INK))
    marks = [day_line(told.data_end, "last report")] if told.data_end and _shows(of, told.data_end) else []
    alt = f"{panel}, {unit}, week by week: {'; '.join(_in_words(of, name, told, times) for name in told.titles)}."
    return drawn(panel, unit, [*bands, *marks, *lines], alt, from_zero=_from_zero(of))


def _values(rows: pd.DataFrame, times: float) -> list[dict[str, Any]]:
    values = [value * times if math.isfinite(value) else None for value in rows["value"]]
    return by_week([date.fromisoformat(week) for week in rows["week"]], value=values)


def _unit(table: pd.DataFrame, panel: str) -> tuple[str, float]:
    """Unit of a panel as it is shown, and what its figures are multiplied by for it."""
    unit = str(table[table["panel"] == panel]["unit"].iloc[0])
    return ("per cent of households", 100.0) if unit == SHARE else (unit, 1.0)


def _from_zero(rows: pd.DataFrame) -> bool:
    return bool(rows["value"].min() < 0.5 * rows["value"].max())


def _shows(rows: pd.DataFrame, day: date) -> bool:
    return str(rows["week"].min()) <= str(day) <= str(rows["week"].max())


def _cell(row: pd.Series, times: float, with_interval: bool) -> str:
    """A week's value, of a scenario with its interval."""
    if not math.isfinite(row["value"]):
        return "none"
    value = number(row["value"] * times)
    if not with_interval or not math.isfinite(row["low"]):
        return value
    return f"{value} ({spanned(number(row['low'] * times), number(row['high'] * times))})"


def _in_words(rows: pd.DataFrame, name: str, told: Told, times: float) -> str:
    values = rows[rows["scenario"] == name]["value"].dropna()
    ends = (number(values.iloc[place] * times) for place in (0, -1))
    return f"{told.titles[name]} from {' to '.join(ends)}" if len(values) else f"{told.titles[name]} none"


def _evidence_in_words(weeks: Sequence[str], told: Told) -> str:
    """Where the evidence ends."""
    if told.data_end is None:
        return ""
    if weeks and str(told.data_end) < weeks[0]:
        return f"All of it lies after the last report ({told.data_end}): it says what would be."
    return f"The last report is of {told.data_end}; what comes after it says what would be."


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 3].rstrip()}..."


def panel_named(text: str) -> str:
    """A panel by its number in the address.

    Raises
    ------
    InputError
        If there is none.
    """
    titles = list(WORDS)
    if not (text.isascii() and text.isdecimal() and int(text[:4]) < len(titles)):
        raise InputError(f"there is no chart {text[:20]!r} of an answer")
    return titles[int(text)]


def number_of_panel(title: str) -> int:
    """Its number in the address."""
    return list(WORDS).index(title)
