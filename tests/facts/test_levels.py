"""Levels: what is printed beside the model; well-formed, restated by no parameter, measured as their names say."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from made_verdicts import made_fact, made_verdict

from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.evidence.sources import unknown_sources
from jangmadang.facts import levels as rooms
from jangmadang.facts import robustness
from jangmadang.facts.experiment import Bound
from jangmadang.facts.level_measures import MEASURES
from jangmadang.facts.levels import (
    AS_SOURCES,
    BEYOND,
    NOT_MEASURED,
    OUTSIDE,
    WITHIN_FAR,
    WITHIN_NEAR,
    Level,
    MeasuredLevel,
    as_record,
    counts_as_test,
    levels,
    levels_named,
    restated_by,
    summary,
    why_not_counted,
)
from jangmadang.report.facts_page import facts_page
from jangmadang.report.figures.levels import printed_ends
from jangmadang.scenario import load
from jangmadang.scenario.parameters import parameters

FEWEST = 40
YEAR = [datetime.date(2018, 12, 31), datetime.date(2019, 12, 29)]


def test_levels_are_well_formed_and_numbered() -> None:
    assert [level.name for level in levels().values()] == [f"L{number}" for number in range(1, len(levels()) + 1)]
    for level in levels().values():
        assert level.measure in MEASURES, f"{level.name}: no measure {level.measure}"
        assert level.low <= level.high and (math.isfinite(level.low) or math.isfinite(level.high)), level.name
        assert level.sources and level.what and level.unit, level.name
        first, last = level.of["during"]
        scenario = load(level.scenario)
        assert scenario.start <= first < last <= scenario.end, f"{level.name}: the run does not hold its window"
    assert len({level.what for level in levels().values()}) == len(levels())


def test_at_least_forty_printed_figures_that_no_parameter_restates() -> None:
    """A figure that a parameter is set on proves nothing: cite the parameter's evidence or find another figure."""
    counted = [level for level in levels().values() if counts_as_test(level)]
    cited = {source.removeprefix("D-") for item in parameters().values() for source in item.source}
    for level in counted:
        assert not cited & {source.removeprefix("D-") for source in level.sources}, level.name
    assert len(counted) >= FEWEST, [level.name for level in levels().values() if restated_by(level)]


def test_every_source_is_known() -> None:
    for level in levels().values():
        unknown = unknown_sources([source.removeprefix("D-") for source in level.sources])
        assert not unknown, f"{level.name}: no evidence {unknown}"


def _level(low: float = 10.0, high: float = 20.0, **fields: Any) -> Level:
    """A level with made-up ends."""
    made = Level("L1", "x", "in_won", {"during": YEAR}, low, high, "CNY", ("E9999",))
    return dataclasses.replace(made, **fields)


@pytest.mark.parametrize(
    ("level", "model", "ratio", "verdict"),
    [
        (_level(), 15.0, 1.0, WITHIN_NEAR),
        (_level(), 30.0, 1.5, WITHIN_NEAR),
        (_level(), 8.0, 0.8, WITHIN_NEAR),
        (_level(), 31.0, 1.55, WITHIN_FAR),
        (_level(), 4.0, 0.4, WITHIN_FAR),
        (_level(), 61.0, 3.05, BEYOND),
        (_level(), 0.0, 0.0, BEYOND),
        (_level(low=5.0), 61.0, 3.05, AS_SOURCES),  # the sources differ by 4
        (_level(high=math.inf), 1e9, 1.0, WITHIN_NEAR),
        (_level(low=-math.inf), 30.0, 1.5, WITHIN_NEAR),
        (_level(low=4.0, high=8.0, inside=True), 9.0, 1.125, OUTSIDE),
        (_level(low=4.0, high=8.0, inside=True), 8.0, 1.0, WITHIN_NEAR),
        (_level(), math.nan, 1.0, NOT_MEASURED),
    ],
)
def test_verdict_follows_the_ratio_to_the_nearer_end(level: Level, model: float, ratio: float, verdict: str) -> None:
    measured = MeasuredLevel(level, (model, model))
    assert measured.verdict == verdict
    assert math.isnan(model) or measured.ratio == pytest.approx(ratio)


def test_a_level_that_a_parameter_cites_or_nobody_printed_does_not_count() -> None:
    item = next(item for item in parameters().values() if item.source[0] != "assumed")
    cited = _level(sources=(item.source[0],))
    assert item.name in restated_by(cited) and not counts_as_test(cited)
    assert counts_as_test(_level()) and not counts_as_test(_level(judged=True))
    records = [as_record(MeasuredLevel(level, (15.0, 15.0))) for level in (_level(), cited, _level(judged=True))]
    assert why_not_counted(records[0]) == "" and why_not_counted(records[1]).startswith("cited by ")
    assert summary(records) == "Of 1 reported figures that no parameter cites 1 lie within a factor of 1.5."


def made_run() -> xr.Dataset:
    """A run of 2019 with round figures: 100 households of each class at Hyesan, 300 at Pyongyang."""
    weeks = pd.date_range(YEAR[0], periods=52, freq="7D").as_unit("ns")
    places, classes = ["hyesan", "pyongyang"], ["labourer", "stallholder"]
    kinds = ["cereals", "other_food", "services"]
    level = xr.DataArray(np.ones(52), dims="week", coords={"week": weeks})
    at = xr.DataArray([1.0, 1.0], dims="place", coords={"place": places})
    of = xr.DataArray([1.0, 3.0], dims="household_class", coords={"household_class": classes})
    month = xr.DataArray(weeks.month, dims="week", coords={"week": weeks})
    spent = xr.DataArray([2.0, 1.0, 1.0], dims="spending_kind", coords={"spending_kind": kinds})
    return xr.Dataset(
        {
            "households": at * xr.DataArray([100.0, 300.0], dims="place", coords={"place": places}) * (of > 0),
            "exchange_rate": level * 1000.0,
            "rice_price": level * at * 5000.0,
            "spending_mean": level * at * of * 1e5,
            "spending_by_kind": level * at * of * spent,
            "household_cny": level * at * of * 1000.0,
            "household_kpw": level * at * of * 1e6,
            "short_of_staples_share": level * at * (of > 0) * xr.where(month == 5, 0.4, 0.1),
        }
    )


@pytest.mark.parametrize(
    ("measure", "of", "figure"),
    [
        ("in_won", {"series": "rice_price"}, 5000.0),
        ("in_yuan", {"series": "rice_price", "times": 2.0}, 10.0),
        ("in_rice", {"series": "spending_mean", "classes": ["stallholder"]}, 60.0),
        ("in_yuan", {"series": "spending_mean", "place": "country"}, 200.0),  # half of the households spend 100
        ("over", {"upper": {"series": "rice_price"}, "lower": {"series": "rice_price", "yuan": True}}, 1000.0),
        ("share_of_spending", {"kinds": ["cereals"]}, 0.5),
        ("share_of_spending", {"kinds": ["other_food"], "against": ["cereals"]}, 0.5),
        ("money_usd", {"cny_per_usd": 5.0}, 8000.0 / 200.0 / 5.0),
        ("hungriest_month", {}, 5.0),
        ("hunger", {"months": [5]}, 0.4),
        ("hunger_over_country", {"place": "pyongyang"}, 1.0),
        ("change", {"series": "rice_price", "before": YEAR}, 1.0),
    ],
)
def test_measures_have_their_closed_forms(measure: str, of: dict[str, Any], figure: float) -> None:
    assert MEASURES[measure](made_run(), {"during": YEAR, **of}) == pytest.approx(figure)


def test_lean_season_is_april_to_august_over_the_rest() -> None:
    run = made_run()
    inside = run["week"].dt.month.isin([4, 5, 6, 7, 8])
    short = run["short_of_staples_share"].sel(place="pyongyang", household_class="labourer")
    expected = float(short[inside].mean() / short[~inside].mean())
    assert MEASURES["hunger_season"](run, {"during": YEAR}) == pytest.approx(expected)


def test_what_a_run_does_not_hold_is_not_measured() -> None:
    run = {"hyesan": made_run()}
    found = rooms.measure_levels(run, ["L22", "L71", "L83"])
    assert math.isfinite(found["L22"]) and math.isnan(found["L71"]) and math.isnan(found["L83"])


def test_unknown_levels_and_options_that_do_not_go_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="no level named 'L999'"):
        levels_named(["L999"])
    assert [level.name for level in levels_named(["l3", "L1"])] == ["L1", "L3"]
    assert main(["facts", "--levels", "--counters"]) == 2
    assert main(["facts", "--levels", "C1"]) == 2
    assert main(["facts", "L1", "--levels", "--posterior", "shipped"]) == 2
    assert "no level named 'C1'" in capsys.readouterr().err


def test_the_command_prints_levels(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    measured = [MeasuredLevel(_level(), (61.0, 61.0)), MeasuredLevel(_level(judged=True), (15.0, 15.0))]
    monkeypatch.setattr(rooms, "run_levels", lambda names, **options: measured)
    assert main(["facts", "--levels"]) == 0
    shown = capsys.readouterr().out
    assert "beyond 3" in shown and "judged, not reported" in shown and "Of 1 reported figures" in shown
    assert main(["facts", "--levels", "--json"]) == 0
    assert '"ratio": 3.05' in capsys.readouterr().out


def test_the_command_tells_in_how_many_draws_levels_are_near(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def run_draws(path: Path, settings: list[object], seeds: range, _workers: int, _progress: object, measure: object):
        asked.append((len(settings), list(seeds), measure))
        figures = {name: [level.high if math.isfinite(level.high) else level.low] for name, level in levels().items()}
        path.write_text(json.dumps({"draw": 0, "figures": figures}) + "\n", "utf-8")

    monkeypatch.setattr(robustness, "run_draws", run_draws)
    assert main(["facts", "--levels", "--posterior", "shipped", "--seeds", "3", "--seed-base", "7"]) == 0
    shown = capsys.readouterr().out
    assert asked == [(3, [7, 8, 9], rooms.level_figures)]
    assert "draws within a factor of 1.5" in shown and "L1 " in shown and "100%" in shown


def test_the_page_shows_what_is_printed_beside_the_model() -> None:
    made = [(_level(), 61.0), (_level(high=math.inf), 15.0), (_level(judged=True), math.nan)]
    records = [as_record(MeasuredLevel(level, (model, model))) for level, model in made]
    records[2]["sources"] = ["D-P050"]
    page = facts_page([made_verdict(made_fact(Bound(1.0, 3.0)), [[2.0, 2.1]])], records)
    assert 'D-P050<sup class="cite"><a href="#source-1">1</a></sup>' in page and '<li id="source-1">population' in page
    assert "Of 2 reported figures" in page and "beyond 3" in page and "not measured (judged, not reported)" in page
    assert page.count("data:image/png;base64,") == 2
    assert printed_ends(records[0]) == pytest.approx((0.5**0.5, 2.0**0.5))
    assert printed_ends(records[1]) == (1.0, 12.0)
