"""A figure of the report as data: its panels, their lines, and the sentence that says what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd
import xarray as xr

from jangmadang.report.wording import Milestone
from jangmadang.results.bands import Bands, Transform

HOME = "hyesan"


@dataclass(frozen=True)
class Line:
    """One series of a panel: its label, colour and definition from the indicators.

    `forecast` names the indicator whose forecast band is drawn around the series, if one is; `assumed` the one whose
    band by what is assumed is.
    """

    label: str
    colour: str
    transform: Transform
    forecast: str = ""
    assumed: str = ""


class Observed(NamedTuple):
    """Which reported prices a panel shows beside its line."""

    item: str
    currency: str


@dataclass(frozen=True)
class Panel:
    """One pair of axes."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    smooth_weeks: int = 1
    scale: Literal["linear", "log", "share"] = "linear"
    divide_by: float = 1.0
    observed: Observed | None = None


@dataclass(frozen=True)
class Section:
    """One figure of the report with its words."""

    key: str
    title: str
    caption: str
    panels: tuple[Panel, ...]
    sentence: Callable[[Bands, Sequence[Milestone]], str]


def series(name: str, place: str | None = HOME, **members: str) -> Transform:
    """An indicator at a place, at the given members of its other axes."""

    def select(data: xr.Dataset) -> xr.DataArray:
        chosen: dict[str, str] = dict(members)
        if place is not None and "place" in data[name].dims:
            chosen["place"] = place
        return data[name].sel(chosen, drop=True)

    return select


def smoothed(transform: Transform, weeks: int, divide_by: float = 1.0) -> Transform:
    """Centred moving mean over so many weeks, in a unit `divide_by` times as large."""

    def smooth(data: xr.Dataset) -> xr.DataArray:
        values = transform(data).transpose("week", ...).astype(float) / divide_by
        if weeks == 1:
            return values
        columns = pd.DataFrame(values.values.reshape(len(values), -1))  # pandas is several times as fast as xarray
        means = columns.rolling(weeks, center=True, min_periods=1).mean()
        return values.copy(data=means.to_numpy().reshape(values.shape))

    return smooth


def yearly_table(section: Section, bands: Bands) -> pd.DataFrame:
    """Means by calendar year of every line, one row a year."""
    columns = {
        f"{panel.title}: {line.label} ({'%' if panel.scale == 'share' else panel.unit})": (
            line.transform(bands.main).values.astype(float) / (0.01 if panel.scale == "share" else panel.divide_by)
        )
        for panel in section.panels
        for line in panel.lines
    }
    return pd.DataFrame(columns).groupby(bands.main["week"].dt.year.values).mean()
