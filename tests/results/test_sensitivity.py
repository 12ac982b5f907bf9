"""Screening of an indicator: the ranking of a function known in closed form, resuming, and what is refused."""

from __future__ import annotations

import datetime
import errno
import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.figure import Figure
from synthetic_run import synthetic_run

import jangmadang as jm
from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.report.figures.sensitivity import sensitivity_figure
from jangmadang.results import Bands, screening, sobol
from jangmadang.results import sensitivity as module
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import INDICATORS, compute
from jangmadang.results.sensitivity import Question, Sensitivity, asked_parameters, sensitivity
from jangmadang.scenario import load
from jangmadang.scenario.draws import NEARBY, draw_near, nearby_settings, ranged
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
    weights = np.arange(1.0, 1 + len(known))
    figures = means_by_parameter(known, points) @ weights
    found = screening.influences(known, points, figures)
    assert [item.parameter for item in found][:1] == [known[-1].name]
    single = [k for k in range(len(known)) if known[k].value.size == 1]
    effects = {item.parameter: item.effect for item in found}
    for k in single:
        assert effects[known[k].name] == pytest.approx(weights[k] * screening.STEP, rel=1e-9)


def means_by_parameter(known: list[Parameter], points: np.ndarray) -> np.ndarray:
    """The mean of each parameter's numbers at each point."""
    ends = np.cumsum([0, *(item.value.size for item in known)])
    return np.column_stack([points[:, first:last].mean(axis=1) for first, last in pairwise(ends)])


def test_ishigami_s_function_gives_its_sobol_indices() -> None:
    """Its closed form: Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    known = [item for item in ranged() if item.value.size == 1][:3]
    points = sobol.samples(known, 2048, 1)
    assert len(points) == module.runs_asked("sobol", 2048, 3)
    x = np.pi * (2.0 * points - 1.0)
    figures = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    own = [(1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 7.0**2 / 8, 0.0]
    shared = 8 * 0.1**2 * np.pi**8 / 225  # of the first and the third
    total = [own[0] + shared, own[1], shared]
    variance = sum(own) + shared
    found = {item.parameter: item for item in sobol.shares(known, figures, 2048)}
    assert list(found) == [known[k].name for k in np.argsort(total)[::-1]], "the largest total first"
    for k, item in enumerate(known):
        is_found = found[item.name]
        assert is_found.first_order == pytest.approx(own[k] / variance, abs=0.02)
        assert is_found.total == pytest.approx(total[k] / variance, abs=0.02)
        assert abs(is_found.total - total[k] / variance) < 2.5 * is_found.total_half_width < 0.15
        assert abs(is_found.first_order - own[k] / variance) < 2.5 * is_found.first_order_half_width < 0.25


def test_numbers_of_a_parameter_count_as_one_and_chance_has_its_own_part() -> None:
    known = asked_parameters(("grain",))[9:13]
    assert {item.value.size for item in known} == {1, 2}
    weights = np.arange(1.0, 5.0)
    points = sobol.samples(known, 1024, 1)
    seeds = sobol.seeds_of(points, 1024)
    assert len(points) == 1024 * 6 and len(set(seeds)) == 2048
    chance = np.random.default_rng(0).normal(0.0, 1.0, 2050)[np.array(seeds)]
    figures = means_by_parameter(known, points) @ weights + chance
    variances = weights**2 / (12 * np.array([item.value.size for item in known]))
    found = {item.parameter: item for item in sobol.shares(known, figures, 1024)}
    for item, variance in zip(known, variances / (variances.sum() + 1.0), strict=True):
        assert found[item.name].total == pytest.approx(variance, abs=0.03)
        assert found[item.name].first_order == pytest.approx(variance, abs=0.06)


def test_a_lone_parameter_of_several_numbers_takes_three_runs_a_sample() -> None:
    known = [next(item for item in ranged() if item.value.size > 3)]
    points = sobol.samples(known, 64, 1)
    assert len(points) == module.runs_asked("sobol", 64, 1) == 192
    (found,) = sobol.shares(known, points.sum(axis=1), 64)
    assert found.total == pytest.approx(1.0, abs=0.3)
    assert found.first_order == pytest.approx(1.0, abs=0.3)


def test_what_has_no_figure_counts_as_the_median_and_what_never_moves_has_no_shares() -> None:
    known = [item for item in ranged() if item.value.size == 1][:2]
    figures = sobol.samples(known, 64, 1)[:, 0].copy()
    filled = figures.copy()
    figures[5], filled[5] = np.nan, np.median(np.delete(figures, 5))
    assert sobol.shares(known, figures, 64) == sobol.shares(known, filled, 64)
    with pytest.raises(InputError, match="no variance to share out"):
        sobol.shares(known, np.ones(256), 64)


def test_the_command_prints_and_draws_shares_of_variance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "_figure", lambda *given: np.frombuffer(given[-1].place) @ [1.0, 3.0])
    only = ["--only", "storage_loss", "--only", "farm_labour_share", "--executor", "threads:1"]
    asked = ["sensitivity", "hyesan", "--indicator", "rice_price", *only]
    assert main([*asked, "--method", "sobol", "--samples", "64"]) == 0
    printed = capsys.readouterr()
    assert "2 parameters, 64 samples: 256 runs." in printed.err
    title, heading, _, first, second, *_ = printed.out.splitlines()
    assert heading.split() == ["parameter", "total", "own"] and title.startswith("Shares of the variance of rice_price")
    assert float(first.split()[1]) == pytest.approx(0.9, abs=0.1) and float(second.split()[1]) < 0.2
    assert main([*asked, "--method", "sobol", "--samples", "2", "--out", "few"]) == 0
    assert "So few samples do not determine these shares" in capsys.readouterr().out
    folder = Path("results/sobol-hyesan-rice_price")
    table = pd.read_csv(folder / "sensitivity.csv")
    assert list(table.columns) == [*sobol.Shares._fields, *module.COLUMNS]
    assert table["total"].is_monotonic_decreasing
    assert {path.name for path in folder.glob("*.???")} >= {"sensitivity.png", "sensitivity.svg"}
    assert main([*asked, "--method", "sobol", "--samples", "8"]) == 2, "the folder holds another answer"
    for words in (
        ["--method", "sobol", "--trajectories", "4"],
        ["--samples", "64"],
        ["--method", "sobol", "--samples", "3"],
    ):
        assert main([*asked, *words]) == 2
    assert len(list(folder.glob("runs-*.jsonl"))) == 1


@pytest.mark.parametrize(("method", "bars"), [("morris", 2), ("sobol", 4)])
def test_the_picture_has_a_bar_for_each_effect_with_the_largest_on_top(
    method: str, bars: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_figure", lambda *given: np.frombuffer(given[-1].place) @ [1.0, 3.0])
    found = jm.sensitivity(
        "hyesan",
        Question("rice_price"),
        method=method,
        only=["farm_labour_share", "storage_loss"],
        executor="threads:1",
    )
    (axis,) = sensitivity_figure(found).axes
    assert [text.get_text() for text in axis.get_yticklabels()] == ["farm labour share", "storage loss"]
    widths = [bar.get_width() for bar in axis.patches]
    assert len(widths) == bars and widths[:2] == sorted(found.table.iloc[:, 1])
    assert bars == 2 or sorted(widths[2:]) == sorted(found.table["first_order"])
    assert ("won/kg" in axis.get_xlabel()) == (method == "morris") == (axis.get_legend() is None)
    (axis,) = sensitivity_figure(replace(found, question=Question("short_of_staples_share_all"))).axes
    if method == "morris":
        assert [bar.get_width() for bar in axis.patches] == pytest.approx([100 * width for width in widths])
        assert axis.get_xlabel().startswith("percentage points; ")


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
        (Question("real_income_median"), "choose its household class as the member; known: labourer, donju"),
        (Question("rice_price", member="labourer"), "rice_price is not split by .* leave out the member 'labourer'"),
        (Question("imports", "pyongyang"), "leave out the place 'pyongyang'"),
    ],
)
def test_a_question_that_no_run_answers_is_refused(question: Question, words: str) -> None:
    with pytest.raises(InputError, match=words):
        question.of(made())


@pytest.mark.parametrize(
    ("counted", "runs"),
    [({"method": "morris", "trajectories": 2}, 4), ({"method": "sobol", "samples": 2}, 6)],
)
def test_runs_are_kept_and_a_line_cut_short_is_made_again(
    counted: dict[str, Any], runs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def figure(*arguments: object) -> float:
        point = arguments[-1]
        assert isinstance(point, module._Point)
        calls.append(point.number)
        return math.nan if point.number == 1 else float(point.number)

    monkeypatch.setattr(module, "_figure", figure)
    scenario = load("hyesan")
    ask = {**counted, "only": ("storage_loss",), "folder": tmp_path, "executor": "threads:1"}
    first = sensitivity(scenario, Question("rice_price"), **ask)  # type: ignore[arg-type]
    assert sorted(calls) == list(range(runs)) and list(first.table["parameter"]) == ["storage_loss"]
    assert runs == module.runs_asked(first.method, module.count_asked(**counted), 1)
    (path,) = tmp_path.glob("runs-*.jsonl")
    lines = path.read_text("utf-8").splitlines()
    assert json.loads(next(line for line in lines if '"run": 1' in line))["figure"] is None
    path.write_text("\n".join(lines[:-1]) + f'\n{{"run": {runs - 1}, "fig', encoding="utf-8")
    calls.clear()
    again = sensitivity(scenario, Question("rice_price"), **ask)  # type: ignore[arg-type]
    assert len(calls) == 1
    np.testing.assert_array_equal(again.figures, first.figures)
    sensitivity(scenario, Question("corn_price"), **ask)  # type: ignore[arg-type]
    assert len(list(tmp_path.glob("runs-*.jsonl"))) == 2, "another question, another file"


def test_sobol_s_runs_are_the_same_on_threads_and_on_processes(coarse_world: None) -> None:
    short = load("hyesan").with_changes(end="2015-03-02")
    ask = {"method": "sobol", "samples": 2, "only": ("storage_loss",)}
    here, there = (
        sensitivity(short, Question("rice_price"), executor=executor, **ask)  # type: ignore[arg-type]
        for executor in ("threads:2", "processes:1")
    )
    np.testing.assert_array_equal(here.figures, there.figures)
    assert not here.failed and len(set(here.figures)) > 2
    pd.testing.assert_frame_equal(here.table, there.table)


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
    with pytest.raises(InputError, match="did you mean 'storage_loss'"):
        asked_parameters(("storage_los",))
    assert {item.room for item in asked_parameters(("grain",))} == {"grain"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"question": "rice_price"}, "is a Question"),
        ({"question": Question("rise_price")}, "no indicator 'rise_price'"),
        ({"question": Question("rice_price", member="labourer")}, "leave out the member 'labourer'"),
        ({"question": Question("rice_price", member=None)}, "the member of a question is a name"),  # type: ignore[arg-type]
        ({"question": Question("real_income_median")}, "choose its household class"),
        ({"question": Question("rice_price", first="soon")}, "first: 'soon' is not a date"),  # type: ignore[arg-type]
        (
            {"question": Question("rice_price", until=datetime.date(2014, 1, 1))},
            "no week of the run lies in the window",
        ),
        ({"scenario": None}, "a scenario is a shipped name"),
        ({"scenario": "hyesann"}, "did you mean 'hyesan'"),
        ({"trajectories": 1}, "trajectories is a whole number from 2"),
        ({"trajectories": 2.5}, "trajectories is a whole number from 2"),
        ({"samples": 64}, "samples are for the method sobol"),
        ({"method": "sobol", "trajectories": 4}, "trajectories are for the method morris"),
        ({"method": "sobol", "samples": 100}, "samples is a power of two, for an even design: 64 or 128, not 100"),
        ({"method": "sobol", "samples": 1}, "samples is a whole number from 2"),
        ({"method": "sobol", "samples": 64.0}, "samples is a whole number from 2"),
        ({"method": "sobl"}, "no method 'sobl'; did you mean 'sobol'"),
        ({"only": "grain"}, "only is a list of names"),
        ({"resolution": "fine"}, "resolution"),
        ({"threads": 0}, "threads is a whole number"),
    ],
)
def test_arguments_are_checked_before_any_run(
    arguments: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "simulate", lambda *_, **__: pytest.fail("a run was made"))
    asked = {"scenario": "hyesan", "question": Question("rice_price"), **arguments}
    with pytest.raises(InputError, match=words):
        jm.sensitivity(asked.pop("scenario"), asked.pop("question"), **asked)


def test_every_indicator_is_known_before_a_run_by_its_axes() -> None:
    scenario = load("hyesan").with_changes(end="2015-03-02")
    blank = compute(to_dataset(synthetic_run(weeks=8)))
    for item in INDICATORS:
        assert module._blank(scenario, item.name)[item.name].dims == blank[item.name].dims
        assert module._blank(scenario, item.name).sizes["week"] == 8


def test_the_command_refuses_what_no_run_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asks = {
        "rise_price": "did you mean 'rice_price'",
        "rice_price --member labourer": "leave out the member 'labourer'",
        "rice_price --place hyesn": "did you mean 'hyesan'",
        "rice_price --place all": "'all' is no place",
        "rice_price --place Seoul": "known: hyesan, ryanggang_rest",
        "hunger": "no indicator 'hunger' (jangmadang explain indicators lists them); no known name is like it",
        "rice_price --from 2031-01-01": "choose days inside the run",
    }
    for words, message in asks.items():
        assert main(["sensitivity", "hyesan", "--indicator", *words.split()]) == 2
        assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_said_when_the_command_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = iter(range(3))

    def figure(*_: Any) -> float:
        try:
            return float(next(runs))
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(module, "_figure", figure)
    only = ["--only", "storage_loss", "--trajectories", "2", "--executor", "threads:1"]
    assert main(["sensitivity", "hyesan", "--indicator", "rice_price", *only]) == 130
    assert "finished runs are kept in results/sensitivity-hyesan-rice_price" in capsys.readouterr().err


def test_the_command_prints_as_the_report_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    only = ["--only", "storage_loss", "--trajectories", "2", "--executor", "threads:1"]
    for indicator, size, unit, effect in (
        ("rice_price", 6000.0, ", won/kg", "4,000"),
        ("short_of_staples_share_all", 0.5, ", percentage points", "33.3"),
    ):
        monkeypatch.setattr(module, "_figure", lambda *given, size=size: size * np.frombuffer(given[-1].place)[0])
        assert main(["sensitivity", "hyesan", "--indicator", indicator, *only]) == 0
        title, heading, _, row, *about, _ = capsys.readouterr().out.splitlines()
        assert title == f"Change of {indicator} over two thirds of each parameter's range"
        assert heading == f"parameter     mean absolute change{unit}"
        assert row.startswith(f"storage_loss  {effect} ± 0")
        assert " ".join(about).startswith("Hyesan, mean of the last 52 weeks. ±: 90 % interval over 2 trajectories")
        assert "not neighbours apart" in " ".join(about)


def test_the_command_says_of_where_and_when_its_figures_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "_figure", lambda *given: float(np.frombuffer(given[-1].place)[0]))
    asked = ["sensitivity", "hyesan", "--only", "storage_loss", "--executor", "threads:1", "--indicator"]
    days = ["--from", "2026-01-05", "--until", "2026-03-02", "--place", "chongjin", "--trajectories", "10"]
    assert main([*asked, "short_of_staples_share", "--member", "labourer", *days]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Chongjin, labourers, mean of the weeks from 2026-01-05 before 2026-03-02. ±: 90 % interval over 10" in said
    assert "neighbours" not in said
    assert main([*asked, "rice_price", "--method", "sobol", "--samples", "2"]) == 0
    assert "Hyesan, mean of the last 52 weeks. ±: 90 % interval. " in " ".join(capsys.readouterr().out.split())


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
    return item.adds_to_one


def test_draws_differ_in_parameters_and_pairs_share_them(coarse_world: None) -> None:
    short = load("hyesan").with_changes(end="2015-03-02")
    dice = jm.ensemble(short, runs=2, seed=3)
    drawn = jm.ensemble(short, runs=2, seed=3, draws=True)
    assert drawn.attrs["draws"] == 1 and "draws" not in dice.attrs
    assert drawn.attrs["scenario_hash"] == dice.attrs["scenario_hash"] == short.content_hash()
    assert not np.array_equal(drawn["rice_price"], dice["rice_price"])
    assert "other seeds and all ranged parameters drawn within" in Bands(drawn.isel(seed=0), drawn).statement
    same = jm.compare(short, short.with_changes(name="same"), runs=2, seed=3, draws=True)
    assert (same.table["difference"].dropna() == 0).all() and "more pairs that draw their own" in same.statement
