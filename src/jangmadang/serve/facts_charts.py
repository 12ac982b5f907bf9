"""Charts of facts: conditions with seeds, interval and limits; how robust statements are; levels beside reports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import xarray as xr

from jangmadang.facts.levels import NEAR
from jangmadang.facts.running import Measured, Verdict
from jangmadang.report.figures.facts import UNITS, reach, verdict_words
from jangmadang.report.figures.levels import FARTHEST, middle, printed_ends
from jangmadang.report.palette import GREEN, MUTED, ORANGE, SKY
from jangmadang.report.wording import number, spanned
from jangmadang.results.intervals import mean_interval
from jangmadang.serve.charts import Chart, Layer, Row, Spec, drawn, intervals
from jangmadang.serve.facts_view import Record, robustness
from jangmadang.serve.facts_view import measured as measured_in_words

PIXELS_A_ROW, PIXELS_A_LEVEL, PIXELS_AROUND = 30, 22, 80
EXPERIMENT, WITHOUT, SEEDS = "mean [90 %]", "without it", "seeds"


def unit_in_words(unit: str) -> str:
    """A unit as the report writes it; *number* for a pure one."""
    return UNITS.get(unit, unit) or "number"


def condition_chart(verdict: Verdict, position: int) -> Chart:
    """What stands beside the picture of a condition."""
    measured, without = _both(verdict, position)
    rows = [["must show", str(measured.condition.bound)], [EXPERIMENT, _ends(measured)]]
    rows += [["without the mechanism", _ends(without)]] if without else []
    rows += [[f"seed {seed}", _known(value)] for seed, value in zip(verdict.seeds, measured.values, strict=True)]
    says = f"{verdict_words(measured).capitalize()}. Must show: {measured.condition.bound}."
    if measured.condition.bound.no_effect is not None:
        says += f" No effect: {number(measured.condition.bound.no_effect)}."
    return Chart(
        f"/facts/{verdict.fact.name}/{position}.json",
        measured.condition.what,
        unit_in_words(measured.condition.unit),
        says,
        ("", "value"),
        rows,
    )


def condition_spec(verdict: Verdict, position: int) -> Spec:
    """The picture of a condition: what is allowed, each seed, the mean, and the mean without the mechanism."""
    measured, without = _both(verdict, position)
    low, high = reach(measured, without)
    shown = [(EXPERIMENT, measured)]
    if without is not None:
        inside = low <= without.mean <= high
        shown.append((WITHOUT if inside else f"{WITHOUT}: {_known(without.mean)}", without))
    bound = measured.condition.bound
    layers = [
        *([_span(max(bound.low, low), min(bound.high, high))] if _is_limited(measured) else []),
        *([_upright(bound.no_effect)] if bound.no_effect is not None else []),
        _seeds([value for value in measured.values if math.isfinite(value)]),
        *intervals([_row(name, one, low, high) for name, one in shown], "", ""),
    ]
    chart = condition_chart(verdict, position)
    alt = f"{chart.title}: {measured_in_words(_as_row(measured))}, must show {bound}: {verdict_words(measured)}."
    spec = drawn(chart.title, chart.unit, layers, alt, height=PIXELS_AROUND + PIXELS_A_ROW * (1 + len(shown)))
    return _within(spec, low, high)


def robust_chart(rows: Sequence[Record], query: str) -> Chart:
    """What stands beside the picture of how robust some statements are."""
    known = [(row, found) for row in rows if (found := robustness(row["id"]))]
    return Chart(
        f"/facts/robust.json?{query}",
        "How often the statement holds when parameters are drawn near the shipped ones",
        "per cent of draws",
        "Bars: 90 % interval of the share. A statement that holds in fewer than 80 % of the draws hangs on the values "
        "chosen.",
        ("statement", "share of draws", "90 % interval"),
        [[_named(row), _percent(found[0]), f"{_percent(found[1])} to {_percent(found[2])}"] for row, found in known],
    )


def robust_spec(rows: Sequence[Record], query: str) -> Spec:
    """The picture of how robust some statements are."""
    chart = robust_chart(rows, query)
    shown: list[Row] = [
        {"what": _named(row), "value": 100 * found[0], "low": 100 * found[1], "high": 100 * found[2]}
        for row in rows
        if (found := robustness(row["id"]))
    ]
    alt = f"{chart.title}: " + ", ".join(f"{row['what']} {row['value']:.0f} %" for row in shown) + "."
    layers = intervals(shown, "90 % interval of the share", "share of draws")
    spec = drawn(chart.title, chart.unit, layers, alt, height=PIXELS_A_LEVEL * max(2, len(shown)), from_zero=True)
    return _within(spec, 0.0, 100.0)


def levels_chart(rows: Sequence[Record], query: str) -> Chart:
    """What stands beside the picture of some levels."""
    return Chart(
        f"/facts/levels.json?{query}",
        "The model over what is reported",
        "ratio to the middle of what is reported",
        "Bars: what is reported, an open end to the edge. Points: mean of the model, 1 is the middle of what is "
        f"reported; what lies beyond a factor of {FARTHEST:g} stands at the edge. Green: within a factor of {NEAR}.",
        ("level", "reported over its middle", "model over it"),
        [
            [row["id"], " to ".join(f"{end:.2f}" for end in printed_ends(row)), f"{_over(row):.2f}"]
            for row in _drawn(rows)
        ],
    )


def levels_spec(rows: Sequence[Record], query: str) -> Spec:
    """The picture of some levels: what is reported, and the model."""
    chart = levels_chart(rows, query)
    edge = 1.2 * FARTHEST
    shown: list[Row] = [
        {
            "what": f"{row['id']} {row['what']}",
            "low": max(printed_ends(row)[0], 1.0 / edge),
            "high": min(printed_ends(row)[1], edge),
            "value": min(max(_over(row), 1.0 / FARTHEST), FARTHEST),
        }
        for row in _drawn(rows)
    ]
    near = sum(row["good"] for row in rows)
    alt = f"{len(shown)} levels; {near} of them within a factor of {NEAR} of what is reported."
    layers = [_span(1.0 / NEAR, NEAR), *intervals(shown, "reported", "model", ORANGE)]
    spec = drawn(chart.title, chart.unit, layers, alt, scale="log", height=PIXELS_A_LEVEL * max(2, len(shown)))
    return _within(spec, 1.0 / edge, edge)


def level_mean(row: Record) -> tuple[float, float, float] | None:
    """Mean of a level over its seeds with the 90 % interval; None where a seed has no figure."""
    if len(row["values"]) < 2 or None in row["values"]:
        return None
    mean, low, high = (float(part) for part in mean_interval(xr.DataArray(row["values"], dims="seed")))
    return mean, low, high


def level_chart(row: Record) -> Chart:
    """What stands beside the picture of one level."""
    found = level_mean(row)
    mean = f"{number(found[0])} [{spanned(number(found[1]), number(found[2]))}]" if found else row["figure"]
    rows = [["reported", row["printed"]], [EXPERIMENT, mean]]
    rows += [[f"seed {n}", _known(value)] for n, value in enumerate(row["values"], start=1)]
    return Chart(
        f"/facts/{row['id']}/0.json",
        row["what"],
        unit_in_words(row["unit"]),
        "Shaded: what is reported; an open end goes on beyond the picture. Small points: seeds; bar: 90 % interval of "
        "their mean.",
        ("", "value"),
        rows,
    )


def level_spec(row: Record) -> Spec:
    """The picture of one level: what is reported, each seed, the mean."""
    chart, found = level_chart(row), level_mean(row)
    values = [value for value in row["values"] if value is not None]
    ends = [*values, *(row[end] for end in ("low", "high") if row[end] is not None)]
    low, high = min(ends), max(ends)
    margin = 0.06 * ((high - low) or abs(high) or 1.0)
    low, high = low - margin, high + margin
    span = _span(low if row["low"] is None else row["low"], high if row["high"] is None else row["high"])
    layers = [span, _seeds(values)]
    if found:
        named = dict(zip(("value", "low", "high"), found, strict=True))
        layers += intervals([{"what": EXPERIMENT, **named}], "", "")
    alt = f"{chart.title}: reported {row['printed']}, model {row['figure']} {chart.unit}."
    return _within(drawn(chart.title, chart.unit, layers, alt, height=PIXELS_AROUND + 2 * PIXELS_A_ROW), low, high)


def _both(verdict: Verdict, position: int) -> tuple[Measured, Measured | None]:
    """A condition as measured, and without the mechanism if the counter-experiment aims at it."""
    counter = verdict.fact.counter
    return verdict.conditions[position], verdict.counter if counter and position == counter.condition else None


def _row(name: str, one: Measured, low: float, high: float) -> Row:
    """A row of intervals; what lies off the picture is left to its name."""
    if not low <= one.mean <= high:
        return {"what": name, "value": None, "low": None, "high": None}
    return {"what": name, "value": one.mean, "low": max(one.low, low), "high": min(one.high, high)}


def _seeds(values: Sequence[float]) -> Layer:
    mark = {"type": "point", "filled": True, "size": 50, "opacity": 0.6, "shape": "circle"}
    rows = [{"what": SEEDS, "value": value} for value in values]
    encoding = {"y": _by_name(), "x": _amount("value")}
    return Layer({"mark": mark, "data": {"values": rows}, "encoding": encoding}, "", SKY)


def _span(low: float, high: float) -> Layer:
    """A shade from one value to another."""
    encoding = {"x": _amount("low"), "x2": {"field": "high"}}
    data = {"values": [{"low": low, "high": high}]}
    return Layer({"mark": {"type": "rect", "opacity": 0.18}, "data": data, "encoding": encoding}, "", GREEN)


def _upright(value: float) -> Layer:
    """A dashed line at the value of no effect."""
    mark = {"type": "rule", "strokeDash": [4, 4]}
    data = {"values": [{"value": value}]}
    return Layer({"mark": mark, "data": data, "encoding": {"x": _amount("value")}}, "", MUTED)


def _within(spec: Spec, low: float, high: float) -> Spec:
    """The picture from one value to another, the same in all layers."""
    for layer in spec["layer"]:
        if "x" in layer["encoding"]:
            layer["encoding"]["x"]["scale"] = {**layer["encoding"]["x"].get("scale", {}), "domain": [low, high]}
    return spec


def _amount(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": None}


def _by_name() -> Spec:
    return {"field": "what", "type": "nominal", "sort": None, "title": None}


def _is_limited(measured: Measured) -> bool:
    bound = measured.condition.bound
    return math.isfinite(bound.low) or math.isfinite(bound.high)


def _as_row(measured: Measured) -> dict[str, Any]:
    mean = measured.mean if math.isfinite(measured.mean) else None
    return {"measured": mean, "low": measured.low, "high": measured.high, "unit": measured.condition.unit}


def _ends(measured: Measured) -> str:
    return measured_in_words(_as_row(measured))


def _known(value: float | None) -> str:
    return "nothing to measure" if value is None or not math.isfinite(value) else number(value)


def _named(row: Record) -> str:
    return f"{row['id']} ({row['published']})"


def _drawn(rows: Sequence[Record]) -> list[Record]:
    return [row for row in rows if row["model"] is not None and row["model"] > 0.0]


def _over(row: Record) -> float:
    return float(row["model"]) / middle(row)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
