"""Specifications of charts: what a browser is given to draw."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from jangmadang.report import palette
from jangmadang.serve import charts

ROWS = [
    {"day": "2025-01-06", "value": 9_000.0, "low": 8_000.0, "high": 10_000.0},
    {"day": "2025-01-13", "value": 21_000.0, "low": 18_000.0, "high": 26_000.0},
]


def layers() -> list[charts.Layer]:
    marked = [{**row, "tells": "9,000 won", "at": "/evidence"} for row in ROWS]
    return [
        charts.spans([{"first": "2025-01-06", "last": "2025-01-13"}], "border closed"),
        charts.band(ROWS, "90 % of reports"),
        charts.line(ROWS, "median"),
        charts.points(marked, "report", shape="triangle-up"),
        charts.day_line(date(2025, 1, 13), ""),
    ]


def test_a_chart_has_title_unit_and_words_for_who_does_not_see_it() -> None:
    spec = charts.drawn("Rice", "won a kilogram", layers(), "Rice rose.")
    assert spec["title"] == {"text": "Rice", "subtitle": "won a kilogram"} and spec["description"] == "Rice rose."
    assert json.loads(json.dumps(spec)) == spec


def test_the_legend_names_each_layer_that_has_a_label_in_its_colour_and_shape() -> None:
    *drawn, key = charts.drawn("Rice", "won", layers(), "")["layer"]
    assert [one["mark"]["type"] for one in drawn] == ["rect", "area", "line", "point", "rule"]
    scale = key["encoding"]["color"]["scale"]
    assert scale["domain"] == ["border closed", "90 % of reports", "median", "report"]
    assert scale["range"][2:] == ["var(--blue)", "var(--observed)"] and drawn[2]["mark"]["color"] == "var(--blue)"
    shapes = key["encoding"]["color"]["legend"]["encoding"]["symbols"]["shape"]["value"]["expr"]
    assert '"median": "stroke"' in shapes and '"report": "triangle-up"' in shapes
    symbols = key["encoding"]["color"]["legend"]["encoding"]["symbols"]
    assert symbols["stroke"] == symbols["fill"] and '"90 % of reports": 0.2' in symbols["fillOpacity"]["value"]["expr"]
    assert drawn[2]["encoding"]["x"]["axis"] == {"labelExpr": charts.DAY_LABEL}
    assert "columns" not in key["encoding"]["color"]["legend"]
    long = charts.drawn("Rice", "won", [charts.line(ROWS, "The border closes, 2027-01-01 to 2027-03-31")], "")["layer"][
        -1
    ]
    assert long["encoding"]["color"]["legend"]["columns"] == 1
    assert len(charts.drawn("Rice", "won", [charts.line(ROWS, "")], "")["layer"]) == 1


def test_a_logarithmic_scale_holds_all_values_and_has_lines_between() -> None:
    band = charts.drawn("Rice", "won", layers(), "", scale="log")["layer"][1]["encoding"]["y"]
    low, high = band["scale"]["domain"]
    assert low < 8_000 and high > 26_000
    assert band["axis"]["values"] == [10_000.0, 20_000.0] or len(band["axis"]["values"]) >= 3
    assert all(low <= line <= high for line in band["axis"]["values"])


def test_points_say_what_they_are_and_lead_to_their_source() -> None:
    encoding: dict[str, Any] = layers()[3].spec["encoding"]
    assert encoding["tooltip"] == {"field": "tells"} and encoding["href"] == {"field": "at"}
    assert "href" not in charts.points(ROWS, "report").spec["encoding"]


def test_intervals_lie_one_to_a_category_in_the_order_of_their_rows() -> None:
    rows = [{"what": name, **ROWS[0]} for name in ("labourers", "donju")]
    bar, point = charts.intervals(rows, "90 % of members", "median")
    assert bar.spec["encoding"]["y"] == point.spec["encoding"]["y"]
    assert bar.spec["encoding"]["y"]["sort"] is None and bar.spec["encoding"]["x2"] == {"field": "high"}
    assert charts.category_height(4) > charts.category_height(2)


def test_every_colour_of_the_palette_has_a_variable() -> None:
    assert {charts.colour(of) for of in palette.COLOURS.values()} <= {f"var(--{n})" for n in charts.VARIABLES.values()}
