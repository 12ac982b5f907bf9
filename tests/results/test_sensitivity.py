"""Screening of an indicator: the ranking of a function known in closed form, resuming, and what is refused."""

from __future__ import annotations

import errno
import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.figure import Figure

import jangmadang as jm
from jangmadang.command_line import main
from jangmadang.errors import InputError
from jangmadang.results import Bands, screening
from jangmadang.results import sensitivity as module
from jangmadang.results.sensitivity import Question, Sensitivity, asked_parameters, sensitivity
from jangmadang.scenario import load
from jangmadang.scenario.draws import NEARBY, SHARES_OF_ONE, draw_near, nearby_settings, ranged
from jangmadang.scenario.parameters import Parameter

WEEKS = np.arange("2024-01-01", "2026-01-05", 7, dtype="datetime64[D]").astype("datetime64[ns]")


def made() -> xr.Dataset:
    """Indicators with a place and a further axis."""
    rice = xr.DataArray(np.ones((len(WEEKS), 2)), coords={"week": WEEKS, "place": ["hyesan", "pyongyang"]})
    rice[:, 0] = np.arange(len(WEEKS))
    income = rice.expand_dims(household_class=["labourer", "donju"]) * xr.DataArray(
        [1.0, 10.0], dims="household_class", coords={"household_class": ["labourer", "donju"]}
    )
    trade = xr.DataArray(np.full((len(WEEKS), 2), 3.0), coords={"week": WEEKS, "channel": ["customs", "private"]})
    return xr.Dataset({"rice_price": rice, "real_income_median": income, "imports": trade})


def test_a_linear_figure_gives_its_coefficients() -> None:
    known = asked_parameters(("grain",))[:6]
    points = screening.trajectories(known, 8, 1)
    ends = np.cumsum([0, *(item.value.size for item in known)])
    weights = np.arange(1.0, 1 + len(known))
    means = np.column_stack([points[:, first:last].mean(axis=1) for first, last in pairwise(ends)])
    figures = means @ weights
    found = screening.influences(known, points, figures)
    assert [item.parameter for item in found][:1] == [known[-1].name]
    single = [k for k in range(len(known)) if known[k].value.size == 1]
    effects = {item.parameter: item.effect for item in found}
    for k in single:
        assert effects[known[k].name] == pytest.approx(weights[k] * screening.STEP, rel=1e-9)


def test_the_figure_is_the_mean_over_the_window_at_the_place_and_member() -> None:
    data = made()
    last = float(np.mean(np.arange(len(WEEKS))[-52:]))
    assert Question("rice_price").of(data) == pytest.approx(last)
    assert Question("rice_price", "pyongyang").of(data) == 1.0
    assert Question("real_income_median", member="donju").of(data) == pytest.approx(10 * last)
    assert Question("imports").of(data) == 6.0 and Question("imports", member="customs").of(data) == 3.0
    first, until = WEEKS[3].astype("datetime64[D]").item(), WEEKS[5].astype("datetime64[D]").item()
    assert Question("rice_price", first=first, until=until).of(data) == 3.5


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("rise_price"), "no indicator 'rise_price'"),
        (Question("rice_price", "hyesn"), "did you mean 'hyesan'"),
        (Question("real_income_median"), "choose a household class"),
    ],
)
def test_a_question_that_no_run_answers_is_refused(question: Question, words: str) -> None:
    with pytest.raises(InputError, match=words):
        question.of(made())


def test_runs_are_kept_and_a_line_cut_short_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def figure(*arguments: object) -> float:
        number = arguments[-1]
        assert isinstance(number, int)
        calls.append(number)
        return math.nan if number == 1 else float(number)

    monkeypatch.setattr(module, "_figure", figure)
    scenario = load("hyesan")
    ask = {"trajectories": 2, "only": ("storage_loss",), "folder": tmp_path, "executor": "threads:1"}
    first = sensitivity(scenario, Question("rice_price"), **ask)  # type: ignore[arg-type]
    assert sorted(calls) == [0, 1, 2, 3] and list(first.table["parameter"]) == ["storage_loss"]
    (path,) = tmp_path.glob("runs-*.jsonl")
    lines = path.read_text("utf-8").splitlines()
    assert json.loads(next(line for line in lines if '"run": 1' in line))["figure"] is None
    path.write_text("\n".join(lines[:3]) + '\n{"run": 3, "fig', encoding="utf-8")
    calls.clear()
    again = sensitivity(scenario, Question("rice_price"), **ask)  # type: ignore[arg-type]
    assert len(calls) == 1
    np.testing.assert_array_equal(again.figures, first.figures)
    sensitivity(scenario, Question("corn_price"), **ask)  # type: ignore[arg-type]
    assert len(list(tmp_path.glob("runs-*.jsonl"))) == 2, "another question, another file"


def test_the_command_says_in_one_line_that_nothing_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, table = load("hyesan"), pd.DataFrame({"parameter": ["a"], "effect": [1.0], "half_width": [0.1]})
    found = Sensitivity(scenario, Question("rice_price"), table, np.ones(1))
    monkeypatch.setattr(module, "sensitivity", lambda *_, **__: found)
    monkeypatch.setattr("jangmadang.report.figures.sensitivity.sensitivity_figure", lambda _: Figure())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("jangmadang.files.write_whole", full)
    out = str(tmp_path / "out")
    assert main(["sensitivity", "hyesan", "--indicator", "rice_price", "--only", "grain", "--out", out]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1] == f"jangmadang: {out} could not be written: No space left on device"


def test_names_and_counts_are_checked_before_any_run() -> None:
    with pytest.raises(InputError, match="at least 2 trajectories"):
        sensitivity(load("hyesan"), Question("rice_price"), trajectories=1)
    with pytest.raises(InputError, match="did you mean 'storage_loss'"):
        asked_parameters(("storage_los",))
    assert {item.room for item in asked_parameters(("grain",))} == {"grain"}


def test_draws_lie_around_a_scenario_s_own_values() -> None:
    (setting,) = nearby_settings(1, 3, 0.0, {"storage_loss": 0.005})
    assert setting["storage_loss"] == pytest.approx(0.005)


def test_a_draw_is_that_of_its_seed_and_lies_near() -> None:
    drawn = draw_near(5)
    assert drawn == draw_near(5) != draw_near(6)
    scenario = load("hyesan").with_changes(parameters=drawn)
    record = scenario.parameter_record()
    for item in ranged():
        moved = np.abs(record[item.name] - item.value)
        assert (
            moved <= NEARBY * (item.high - item.low) + 1e-9 * np.abs(item.value) + 0.2 * item.value * _scaled(item)
        ).all()


def _scaled(item: Parameter) -> bool:
    """Whether shares are brought back to their sum, which moves them further."""
    return item.name in SHARES_OF_ONE


def test_draws_differ_in_parameters_and_pairs_share_them() -> None:
    short = load("hyesan").with_changes(end="2015-03-02")
    dice = jm.run(short, runs=2, seed=3)
    drawn = jm.run(short, runs=2, seed=3, draws=True)
    assert drawn.attrs["draws"] == 1 and "draws" not in dice.attrs
    assert not np.array_equal(drawn["rice_price"], dice["rice_price"])
    assert "other seeds and all ranged parameters drawn within" in Bands(drawn.isel(seed=0), drawn).statement
    same = jm.compare(short, short.with_changes(name="same"), runs=2, seed=3, draws=True)
    assert (same.table["difference"].dropna() == 0).all() and "each pair with parameters of its own" in same.statement
    with pytest.raises(InputError, match="draws need several runs"):
        jm.run(short, draws=True)
