"""Charts as Vega-Lite specifications: plain dicts from rows of plain values, drawn in the browser by `charts.js`.

A chart is layers over one pair of axes. A row of a layer is a dict with `day` (YYYY-MM-DD) or a category `what`,
and `value`, or `low` and `high`. Colours are variables of `site.css`, so that a chart is light or dark as the page is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from jangmadang.report import palette

Spec = dict[str, Any]
Row = Mapping[str, Any]

#: Names in `site.css` of the report's colours.
VARIABLES = {
    palette.INK: "ink",
    palette.MUTED: "quiet",
    palette.GRID: "line",
    palette.CLOSED_SHADE: "shade",
    palette.OBSERVED: "observed",
    palette.BLUE: "blue",
    palette.ORANGE: "orange",
    palette.GREEN: "green",
    palette.VERMILION: "vermilion",
    palette.PURPLE: "purple",
    palette.SKY: "sky",
}
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
HEIGHT_PIXELS, PIXELS_A_CATEGORY = 300, 36
#: Factor by which a logarithmic scale goes beyond its values.
MARGIN = 1.15
#: What a mark of time says: a year at its beginning, a month at its, else the day; months in three letters, which fit.
DAY_LABEL = "timeFormat(datum.value, date(datum.value) != 1 ? '%d %b' : month(datum.value) != 0 ? '%b' : '%Y')"
#: Letters of a label in the legend that leave no room for another beside it.
LONG_LABEL = 30
FEWEST_LINES = 3
Scale = Literal["linear", "log"]


class Link(NamedTuple):
    """A cell of a table that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True)
class Chart:
    """A chart on a page, with what stands beside it; the macro `chart` of `parts.html` shows it.

    Attributes
    ----------
    address : where its specification is served.
    title, unit : above it.
    says : the line under it: what it is, what bands hold, what is assumed.
    headings, rows : the same numbers as a table, as text or links.
    """

    address: str
    title: str
    unit: str
    says: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | Link]]


class Layer(NamedTuple):
    """A mark of a chart: its specification, what the legend calls it (empty: not there), and its colour."""

    spec: Spec
    label: str
    colour: str

    @property
    def values(self) -> list[float]:
        """All that it shows, by the fields of its rows."""
        rows = self.spec["data"]["values"]
        return [row[name] for row in rows for name in ("value", "low", "high") if row.get(name) is not None]

    @property
    def symbol(self) -> str:
        """Its shape in the legend."""
        mark = self.spec["mark"]
        return str(mark.get("shape") or {"line": "stroke", "rule": "stroke"}.get(mark["type"], "square"))


def colour(of: str) -> str:
    """A colour of the report's palette as the variable that a chart takes it from."""
    return f"var(--{VARIABLES[of]})"


def line(rows: Sequence[Row], label: str, of: str = palette.BLUE, dashed: bool = False) -> Layer:
    """A line through values by day; a row whose value is None breaks it."""
    mark: Spec = {"type": "line", "strokeWidth": 1.8, **({"strokeDash": [5, 3]} if dashed else {})}
    return Layer({"mark": mark, "data": _data(rows), "encoding": {"x": _by_day(), "y": _amount("value")}}, label, of)


def band(rows: Sequence[Row], label: str, of: str = palette.BLUE, opacity: float = 0.2) -> Layer:
    """An area between `low` and `high` by day, of an opacity from 0 to 1."""
    encoding = {"x": _by_day(), "y": _amount("low"), "y2": {"field": "high"}}
    return Layer({"mark": {"type": "area", "opacity": opacity}, "data": _data(rows), "encoding": encoding}, label, of)


def points(rows: Sequence[Row], label: str, of: str = palette.OBSERVED, shape: str = "circle") -> Layer:
    """Points by day; a row's `tells` is shown when it is pointed at, its `at` is opened when it is clicked."""
    encoding: Spec = {"x": _by_day(), "y": _amount("value")}
    if rows and "tells" in rows[0]:
        encoding |= {"tooltip": {"field": "tells"}, "description": {"field": "tells"}}
    if rows and "at" in rows[0]:
        encoding["href"] = {"field": "at"}
    mark = {"type": "point", "filled": True, "size": 36, "opacity": 0.9, "shape": shape}
    return Layer({"mark": mark, "data": _data(rows), "encoding": encoding}, label, of)


def bars(rows: Sequence[Row], label: str = "", of: str = palette.BLUE) -> Layer:
    """A lying bar for each category, in the order of the rows."""
    encoding = {"y": _category(), "x": _amount("value")}
    return Layer({"mark": {"type": "bar", "opacity": 0.85}, "data": _data(rows), "encoding": encoding}, label, of)


def intervals(rows: Sequence[Row], label: str, middle: str, of: str = palette.BLUE) -> list[Layer]:
    """For each category a lying bar from `low` to `high`, and a point at `value`."""
    ends = {"y": _category(), "x": _amount("low"), "x2": {"field": "high"}}
    at = {"y": _category(), "x": _amount("value")}
    bar: Spec = {"mark": {"type": "bar", "opacity": 0.35, "height": 12}, "data": _data(rows), "encoding": ends}
    point: Spec = {
        "mark": {"type": "point", "filled": True, "size": 60, "shape": "circle"},
        "data": _data(rows),
        "encoding": at,
    }
    return [Layer(bar, label, of), Layer(point, middle, palette.INK)]


def day_line(day: date, label: str) -> Layer:
    """A dashed line at a day, such as the end of the evidence."""
    mark = {"type": "rule", "strokeDash": [4, 4]}
    return Layer({"mark": mark, "data": _data([{"day": str(day)}]), "encoding": {"x": _by_day()}}, label, palette.MUTED)


def spans(rows: Sequence[Row], label: str, of: str = palette.CLOSED_SHADE) -> Layer:
    """A shade behind all else from each row's `first` to its `last` day, such as a closed border."""
    encoding = {"x": {"field": "first", "type": "temporal"}, "x2": {"field": "last"}}
    return Layer({"mark": {"type": "rect", "opacity": 0.8}, "data": _data(rows), "encoding": encoding}, label, of)


def drawn(
    title: str,
    unit: str,
    layers: Sequence[Layer],
    alt: str,
    scale: Scale = "linear",
    height: int = HEIGHT_PIXELS,
    from_zero: bool = False,
) -> Spec:
    """A chart of some layers, the first the lowest.

    Parameters
    ----------
    title, unit : written above it, also in saved pictures.
    layers : see `line`, `band`, `points`, `bars`, `intervals`, `day_line`, `spans`.
    alt : what it shows in a sentence, for who does not see it.
    scale : of the values.
    height : of the plot, pixels; its width is the page's.
    from_zero : whether a linear scale of values begins at zero.
    """
    amounts = _log_scale(layers) if scale == "log" else {"scale": {"zero": from_zero}}
    named = {one.label: one for one in layers if one.label}
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": unit},
        "description": alt,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [*(_finished(one, amounts) for one in layers), *([_key(named)] if named else [])],
    }


def category_height(count: int) -> int:
    """Height in pixels of a chart of so many categories."""
    return max(2, count) * PIXELS_A_CATEGORY


def by_week(days: Sequence[date], **columns: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows from days and columns of values."""
    names = list(columns)
    return [
        {"day": str(day), **dict(zip(names, values, strict=True))}
        for day, *values in zip(days, *columns.values(), strict=True)
    ]


def mid_week(monday: date) -> date:
    """The day at which what stands for a week is drawn."""
    return monday + timedelta(days=3)


def _finished(one: Layer, amounts: Spec) -> Spec:
    """A layer with its colour and the scale of its values."""
    encoding = {
        name: {**channel, **amounts} if channel.get("type") == "quantitative" else channel
        for name, channel in one.spec["encoding"].items()
    }
    return {**one.spec, "mark": {**one.spec["mark"], "color": colour(one.colour)}, "encoding": encoding}


def _key(layers: Mapping[str, Layer]) -> Spec:
    """The legend, with the shape and the paleness of each layer, edged to be seen: that of an unseen layer."""
    shapes = {label: one.symbol for label, one in layers.items()}
    pale = {label: one.spec["mark"].get("opacity", 1.0) for label, one in layers.items()}
    symbols = {
        "shape": {"value": {"expr": f"({json.dumps(shapes)})[datum.value]"}},
        "fillOpacity": {"value": {"expr": f"({json.dumps(pale)})[datum.value]"}},
        "opacity": {"value": 1},
        "fill": {"value": {"expr": "scale('color', datum.value)"}},
        "stroke": {"value": {"expr": "scale('color', datum.value)"}},
    }
    scale = {"domain": list(layers), "range": [colour(one.colour) for one in layers.values()]}
    legend: Spec = {"encoding": {"symbols": symbols}}
    if max(map(len, layers), default=0) > LONG_LABEL:
        legend["columns"] = 1  # beside one another they would be cut off
    return {
        "data": {"values": [{"label": label} for label in layers]},
        "mark": {"type": "point", "opacity": 0, "tooltip": None, "aria": False},
        "encoding": {"color": {"field": "label", "type": "nominal", "title": None, "scale": scale, "legend": legend}},
    }


def _log_scale(layers: Sequence[Layer]) -> Spec:
    """A logarithmic scale that ends near the values, with lines at round numbers."""
    found = [value for one in layers for value in one.values if value > 0.0]
    low, high = min(found, default=1.0) / MARGIN, max(found, default=10.0) * MARGIN
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 2, 3, 5, 7)):
        lines = [at for power in powers for step in steps if low <= (at := step * 10.0**power) <= high]
        if len(lines) >= FEWEST_LINES:
            break
    return {"scale": {"type": "log", "domain": [low, high]}, "axis": {"values": lines}}


def _data(rows: Sequence[Row]) -> Spec:
    return {"values": [dict(row) for row in rows]}


def _by_day() -> Spec:
    return {"field": "day", "type": "temporal", "title": None, "axis": {"labelExpr": DAY_LABEL}}


def _amount(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": None}


def _category() -> Spec:
    return {"field": "what", "type": "nominal", "sort": None, "title": None}
