"""The `compare` command as a user meets it: table, JSON, files, refusals, nothing half-written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jangmadang.commands.asking import asked_places
from jangmadang.commands.main import main
from jangmadang.errors import NotWrittenError
from jangmadang.report import comparison
from jangmadang.report.wording import number, percent, whole
from jangmadang.results import compare as compare_module

SHORT = "title: Some months\nextends: hyesan\nend: 2015-06-01\n"
CUT = """\
title: Trade <halved>
question: What if the border half closes?
extends: short.yaml
end: 2015-06-22
changes:
  - {path: "openness[*,*]", from: 2015-03-02, set: 0, over_weeks: 2}
"""
COMPARED = ["compare", "short.yaml", "cut.yaml", "--runs", "2", "--threads", "1", "--no-draws"]
KEYS = {"indicator", "place", "class", "unit", "base", "other", "difference", "low", "high"}


@pytest.fixture(autouse=True)
def two_scenarios(tmp_path: Path, coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a short scenario and one that departs from it."""
    monkeypatch.chdir(tmp_path)
    Path("short.yaml").write_text(SHORT)
    Path("cut.yaml").write_text(CUT)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pictures that the test below this draws."""
    for picture in ("as_png", "as_svg"):
        monkeypatch.setattr(comparison, picture, lambda *_: b"")


def test_prints_a_table_and_writes_table_picture_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(COMPARED) == 0
    printed = capsys.readouterr().out
    for words in ("cut less short: Hyesan, weeks of 2015-03-02 to 2015-06-15", "Imports at Hyesan", "90 % interval"):
        assert words in printed
    assert "of Hyesan's households would be short of staple food" in printed and "What moves with it" in printed
    assert "*" not in printed, "no stars"
    assert "short: run on to 2015-06-22" in printed and "results/compare-short-cut" in printed
    folder = Path("results/compare-short-cut")
    pages = ["comparison.html", "comparison.png", "comparison.svg"]
    names = ["answer.json", *pages, "manifest.json", "table.csv", "weekly.csv"]
    assert sorted(path.name for path in folder.iterdir()) == names
    with (folder / "table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert KEYS | {"scenario", "period", "first_week", "last_week", "relative"} == set(rows[0])
    assert {row["period"] for row in rows} == {"window", "2015"} and len({row["place"] for row in rows}) > 10
    page = (folder / "comparison.html").read_text("utf-8")
    assert (
        "openness of all channels, both ways set to 0 over 2 weeks from 2015-03-02" in page
        and "Trade &lt;halved&gt;" in page
    )
    assert "://" not in page[: page.index('id="sources"')] and page.count("data:image/png;base64,") == 2
    assert "Trade &lt;halved&gt;” less “" in page and "cut less short" not in page
    assert (folder / "comparison.png").read_bytes().startswith(b"\x89PNG")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert [item["scenario"]["name"] for item in manifest["scenarios"]] == ["short", "cut"]
    assert manifest["seeds"] == [1, 2] and "numpy" in manifest["versions"]


def test_json_is_all_that_standard_output_holds(
    undrawn: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--json", "--seed", "3", "--out", "here", "--by-year", "--place", "all", "--xlsx"]
    assert main([*COMPARED, *options]) == 0
    found = json.loads(capsys.readouterr().out)
    rows: list[dict[str, Any]] = found["rows"]
    assert all(KEYS < set(row) for row in rows)
    assert {row["period"] for row in rows} == {"window", "2015"} and {row["scenario"] for row in rows} == {"cut"}
    assert {"hyesan", "country"} < {row["place"] for row in rows}
    row = next(row for row in rows if row["indicator"] == "imports" and row["class"] == "")
    assert row["low"] < row["difference"] < row["high"] < 0 and row["unit"] == "CNY/week"
    assert Path("here/table.csv").is_file()
    read_me = load_workbook("here/comparison.xlsx", read_only=True)["read me"]
    said = dict(row[:2] for row in read_me.iter_rows(values_only=True, max_col=2))
    assert said["command"] == "jangmadang compare short.yaml cut.yaml --runs 2 --threads 1 --no-draws " + " ".join(
        options
    )
    monkeypatch.setattr(comparison, "comparison_files", lambda *_, **__: {})  # drawn in the tests above
    assert main([*COMPARED, *options, "--executor", "processes:1"]) == 0
    assert json.loads(capsys.readouterr().out) == found


STOP = """\
title: A stop of nine weeks
extends: hyesan
end: 2026-11-02
changes:
  - {path: "openness[*,*]", from: 2026-03-02, until: 2026-05-03, set: 0}
"""


def test_json_says_all_that_page_and_text_say(undrawn: None, capsys: pytest.CaptureFixture[str]) -> None:
    Path("stop.yaml").write_text(STOP)
    asked = [
        "compare",
        "hyesan",
        "stop.yaml",
        "--runs",
        "2",
        "--no-draws",
        "--shock",
        "customs-closed",
        "--from",
        "2026-06-01",
    ]
    assert main([*asked, "--json", "--out", "stopped"]) == 0
    found = json.loads(capsys.readouterr().out)
    page = Path("stopped/comparison.html").read_text("utf-8").replace("&#39;", "'")
    stop, shock = found["answers"]
    spans = {window["period"]: (window["first_week"], window["last_week"]) for window in stop["windows"]}
    assert spans["while stop lasts"] == ("2026-03-02", "2026-04-27")
    assert set(spans) == {"while stop lasts", "after stop", "window"}
    assert shock["windows"][0]["period"] == "since hyesan-customs-closed began"
    for answer in found["answers"]:
        assert answer["lead"] == answer["windows"][0]["text"] and answer["title"] in page
        for text in (*(window["text"] for window in answer["windows"]), *answer["what_moves_with_it"]):
            assert text in page
        assert any(card["difference"].endswith(")") for card in answer["cards"]), "with its interval"
        for card in answer["cards"]:
            assert all(card[part] in page for part in ("level", "difference", "base"))
    figures = stop["windows"][0]["short_of_staples"]
    assert percent(figures["households"]["other"] / 100) in stop["lead"]
    assert (figures["households"]["unit"], figures["households"]["difference_unit"]) == ("%", "points")
    assert whole(figures["people"]["other"]) in stop["lead"]
    rows = {(row["scenario"], row["period"], row["indicator"], row["class"]): row for row in found["rows"]}
    row = rows["stop", "while stop lasts", "short_of_staples_people", ""]
    assert row["low"] == figures["people"]["low"] and row["first_week"] == "2026-03-02"
    bands = {(band["indicator"], band["period"]): band for band in found["forecast_bands"]}
    rice = bands["rice_price", "window"]
    assert f"({number(rice['low'])} to {number(rice['high'])})" in page and rice["unit"] == "KPW/kg"
    assert rice["base"] == rows["stop", "window", "rice_price", ""]["base"]
    assert found["forecast_statement"] in page and found["statement"] in page
    assert "<td>Rice</td>" in page.partition("such bands held, by period")[2], "what bands held stands beside them"
    assert any(note.startswith(f"“{shock['title']}” acts in 25 of these 38 weeks") for note in found["notes"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["short.yaml"], ["OTHER"]),
        (["short.yaml", "border-close"], ["did you mean 'border-closed'"]),
        (["short.yaml", "cut.yaml", "--runs", "1"], ["--runs"]),
        (["short.yaml", "cut.yaml", "--from", "2015-02-30"], ["--from", "2015-02-30"]),
        (["short.yaml", "cut.yaml", "--from", "2016-01-04"], ["2016-01-04", "before 2015-06-22"]),
        (["short.yaml", "cut.yaml", "--until", "2015-02-02"], ["2015-02-02", "after its start on 2015-03-02"]),
        (["short.yaml", "cut.yaml", "--place", "hyesn"], ["--place", "'hyesan'"]),
        (["short.yaml", "cut.yaml", "--resolution", "fine"], ["resolution", "calibration"]),
        (["short.yaml", "cut.yaml", "--executor", "dask://host"], ["no executor 'dask://host'", "dask://HOST:PORT"]),
        (["short.yaml", "cut.yaml", "--threads", "2", "--executor", "processes:3"], ["--threads does nothing"]),
        (["short.yaml", "cut.yaml", "--out", "cut.yaml"], ["cut.yaml", "in the way"]),
    ],
)
def test_bad_input_is_refused(arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Path().rglob("*"))
    assert main(["compare", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == "" and "Traceback" not in output.err
    for word in words:
        assert word in output.err
    assert [path for path in sorted(Path().rglob("*")) if path.name != "results"] == before


@pytest.mark.parametrize("name", ["hyesan", "Hyesan", "HYESAN", "혜산", "Hyesan city"])
def test_a_place_is_known_as_files_write_it(name: str) -> None:
    assert asked_places(name) == ("hyesan",) and asked_places("Ryanggang") == ("ryanggang_rest",)
    assert asked_places("All") == asked_places("all")


def test_a_place_that_the_model_has_in_another_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked_places("무산") == asked_places("Musan") == ("north_hamgyong_rest",)
    said = "the model has no Musan by itself; the answer is for North Hamgyong outside Chongjin, with Rason."
    assert capsys.readouterr().err == f"--place 무산: {said}\n--place Musan: {said}\n"
    asked_places("Ryanggang")
    assert "no Ryanggang by itself; the answer is for Ryanggang outside Hyesan" in capsys.readouterr().err
    for name in ("Hyesan", "혜산", "ryanggang_rest", "chongjin", "all"):
        asked_places(name)
    assert not capsys.readouterr().err


def test_days_in_the_wrong_order_are_refused_before_any_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "short.yaml", "cut.yaml", "--from", "2015-05-04", "--until", "2015-04-06"]) == 2
    assert "--until 2015-04-06 is before --from 2015-05-04" in capsys.readouterr().err


def test_ctrl_c_leaves_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compare_module, "_run_seed", interrupted)
    assert main([*COMPARED, "--out", "out"]) == 130
    assert "interrupted; no results were written" in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["cut.yaml", "short.yaml"]


def test_pairs_are_kept_when_it_stops_or_cannot_be_written_and_are_not_run_again(
    coarse_world: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_seed, run = compare_module._run_seed, list[int]()

    def counted(plan: Any, seed: int) -> Any:
        if seed == 2 and stops:
            raise KeyboardInterrupt
        run.append(seed)
        return run_seed(plan, seed)

    monkeypatch.setattr(compare_module, "_run_seed", counted)
    monkeypatch.setattr(comparison, "comparison_files", lambda *_, **__: {})  # drawn in the tests above
    stops = True
    assert main([*COMPARED, "--out", "here"]) == 130
    assert "finished runs are kept in here.unfinished" in capsys.readouterr().err and run == [1]
    stops = False
    with monkeypatch.context() as full:

        def no_space(*_: Any) -> None:
            raise NotWrittenError("here could not be written: No space left on device")

        full.setattr("jangmadang.results.store.write_comparison", no_space)
        assert main([*COMPARED, "--out", "here"]) == 1
    told = capsys.readouterr()
    assert run == [1, 2] and "people" in told.out and "Results:" not in told.out
    assert "The pairs are kept in here.unfinished" in told.err and "No space left" in told.err
    assert main([*COMPARED, "--out", "here"]) == 0
    assert run == [1, 2] and capsys.readouterr().out == f"{told.out}Results: here\nPage:    here/comparison.html\n"
    assert not Path("here.unfinished").exists()
    assert main([*COMPARED, "--out", "whole"]) == 0
    assert Path("here/table.csv").read_bytes() == Path("whole/table.csv").read_bytes()


def test_results_that_another_command_has_written_meanwhile_stay(
    coarse_world: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_seed = compare_module._run_seed

    def meanwhile(*asked: Any) -> Any:
        Path("here").mkdir(exist_ok=True)
        Path("here/manifest.json").write_text('{"facts": ["C1"], "seeds": [1]}')
        return run_seed(*asked)

    monkeypatch.setattr(compare_module, "_run_seed", meanwhile)
    assert main([*COMPARED, "--out", "here"]) == 2
    assert "here holds other results (of another kind)" in capsys.readouterr().err
    assert [path.name for path in Path("here").iterdir()] == ["manifest.json"]
