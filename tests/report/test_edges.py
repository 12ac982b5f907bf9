"""What few weeks leave empty is drawn; what is given to households is named among what moves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.figure import Figure

from jangmadang.report.canvas import _value_axis, as_png
from jangmadang.report.comparison_answer import _given
from jangmadang.report.section import Line, Panel
from jangmadang.scenario import load


def nothing(_: Any) -> Any:
    raise AssertionError("only the scale is asked for")


@pytest.mark.parametrize(("value", "scale"), [(np.nan, "linear"), (0.0, "linear"), (150.0, "log")])
def test_a_scale_in_logarithms_needs_something_above_nothing(value: float, scale: str) -> None:
    figure = Figure()
    axis = figure.subplots()
    axis.plot([0.0, 1.0], [value, value])
    _value_axis(axis, Panel("Farm-gate prices", "yuan a kilogram", (Line("herbs", "black", nothing),), scale="log"))
    assert axis.get_yscale() == scale
    assert as_png(figure).startswith(b"\x89PNG")


def test_food_aid_is_named_first_among_what_moves() -> None:
    base, aid = load("hyesan"), load("food-aid")
    comparison = cast("Any", SimpleNamespace(scenarios=[base, aid]))
    given = _given(comparison, aid.name)
    assert given and all(words.startswith("food aid of ") and "t/week" in words for words in given)
    shut = load("border-closed")
    assert _given(cast("Any", SimpleNamespace(scenarios=[base, shut])), shut.name) == []
