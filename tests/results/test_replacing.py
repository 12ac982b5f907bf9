"""A finished store is replaced by an answer to the same question alone, and nothing that was computed is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jangmadang.engine.run import RunRecord
from jangmadang.errors import InputError, NotWrittenError
from jangmadang.results import kept_record
from jangmadang.results.kept_record import KeptRecord
from jangmadang.results.replacing import (
    _prefix,
    check_free,
    question_of_comparison,
    question_of_run,
    question_of_screening,
    replacing,
)
from jangmadang.results.sensitivity import Question
from jangmadang.scenario import load


def stored(out: Path, asked: dict[str, Any]) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    (out / "manifest.json").write_text(json.dumps(asked, default=str))
    return out


def asked(name: str = "hyesan", **changes: Any) -> dict[str, Any]:
    given = {"seed": 1, "resolution": "default", "weeks": 620, "replicates": 20, "draws": False, **changes}
    scenario = load(name)
    settings = given.pop("settings", {})
    return question_of_run(scenario.with_changes(**settings) if settings else scenario, *given.values())


@pytest.mark.parametrize("same", [{}, {"replicates": 50}, {"settings": {"title": "Another title"}}])
def test_the_same_question_is_answered_again(same: dict[str, Any], tmp_path: Path) -> None:
    check_free(stored(tmp_path / "out", asked()), asked(**same))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"seed": 2}, "seed 1, not 2"),
        ({"resolution": "calibration"}, "resolution default, not calibration"),
        ({"weeks": 100}, "weeks 620, not 100"),
        ({"replicates": 0}, "20 replicates, not none"),
        ({"draws": True}, "replicates without draws of parameters"),
        ({"settings": {"parameters": {"buffer_weeks": {"labourer": 10}}}}, "other parameters"),
        ({"settings": {"changes": [{"path": "openness", "from": "2026-03-16", "set": 0}]}}, "other changes"),
        ({"settings": {"switches": {"samples": "off"}}}, "other switches"),
        ({"name": "border-closed"}, "name hyesan"),
    ],
)
def test_another_question_is_refused(other: dict[str, Any], words: str, tmp_path: Path) -> None:
    out = stored(tmp_path / "out", asked())
    with pytest.raises(InputError, match="give --out FOLDER to keep both, or --replace") as caught:
        check_free(out, asked(**other))
    assert words in str(caught.value)
    check_free(out, asked(**other), replace=True)


def test_comparisons_are_kept_alike(tmp_path: Path) -> None:
    pair = [load("hyesan"), load("border-closed")]
    out = stored(tmp_path / "out", question_of_comparison(pair, 1, 10, "calibration"))
    check_free(out, question_of_comparison(pair, 1, 20, "calibration"))
    for other, words in (
        (question_of_comparison(pair, 1, 5, "calibration"), "10 pairs of runs, not 5"),
        (question_of_comparison(pair, 1, 10, "calibration", True), "pairs of runs without draws of parameters"),
        (question_of_comparison([pair[0], load("both-ways")], 1, 10, "calibration"), "scenarios hyesan, border-closed"),
        (asked(), "of another kind"),
    ):
        with pytest.raises(InputError) as caught:
            check_free(out, other)
        assert words in str(caught.value)


def written(out: Path, *names: str) -> Path:
    with replacing(out) as folder:
        for name in (*names, "manifest.json"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(json.dumps(asked(), default=str))
    return out


@pytest.mark.parametrize(
    ("mine", "older"),
    [("my_notes.txt", False), ("notes/mine.txt", False), ("figures/mine.png", False), ("my_notes.txt", True)],
)
def test_files_of_no_result_are_not_overwritten(mine: str, older: bool, tmp_path: Path) -> None:
    out = written(tmp_path / "out", "report.html", "figures/rice.png", "data.zarr/week/0")
    check_free(out, asked())
    if older:  # of a version whose manifests list no files
        (out / "manifest.json").write_text(json.dumps(asked(), default=str))
        check_free(out, asked())
    (out / mine).parent.mkdir(exist_ok=True)
    (out / mine).write_text("mine")
    for refused in (lambda: check_free(out, asked(), replace=True), lambda: written(out)):
        with pytest.raises(InputError, match=rf"holds other files \({mine}\).*Move them"):
            refused()
    assert (out / mine).read_text() == "mine" and (out / "report.html").is_file()


@pytest.mark.parametrize("content", ["not json", "", "[1]", '{"scenario": 5}', '{"scenario": {}, "replicates": 3}'])
def test_a_damaged_manifest_guards_its_store(content: str, tmp_path: Path) -> None:
    out = written(tmp_path / "out", "report.html")
    (out / "manifest.json").write_text(content)
    with pytest.raises(InputError, match="is damaged, .* give --out FOLDER .*, or --replace"):
        check_free(out, asked())
    check_free(out, asked(), replace=True)


def test_a_screening_goes_on_in_its_own_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "runs-0123456789ab.jsonl").write_text("")
    screening = question_of_screening(load("hyesan"), Question("rice_price"), "morris", 4, (), "calibration")
    check_free(tmp_path / "out", screening)
    with pytest.raises(InputError, match="holds other files"):
        check_free(tmp_path / "out", asked())


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError) as caught, replacing(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert str(caught.value) == f"{tmp_path / 'out'} could not be written: No space left on device"
    assert list(tmp_path.iterdir()) == []


def gone_process() -> int:
    return int(subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout)


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    out, process = tmp_path / "out", f"-{os.getpid()}-"
    gone, ours = (tmp_path / f"{_prefix(out)}abcd".replace(process, f"-{p}-") for p in (gone_process(), os.getpid()))
    other = tmp_path / f"{_prefix(tmp_path / 'out-2')}abcd".replace(process, f"-{gone_process()}-")
    for path in (gone, ours, other):
        path.mkdir()
    with replacing(out) as folder:
        (folder / "manifest.json").write_text("{}")
    assert {path.name for path in tmp_path.iterdir()} == {"out", ours.name, other.name}


def test_a_result_that_was_about_to_be_replaced_is_put_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    aside = tmp_path / f"{_prefix(out, 'old-')}abcd".replace(f"-{os.getpid()}-", f"-{gone_process()}-")
    (aside / "out").mkdir(parents=True)
    (aside / "out" / "manifest.json").write_text("{}")
    with pytest.raises(KeyboardInterrupt), replacing(out):
        raise KeyboardInterrupt
    assert (out / "manifest.json").is_file() and not aside.exists()


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RunRecord:
    """A finished run, with a place of its own for what is kept."""
    monkeypatch.setattr(kept_record, "kept_folder", lambda: tmp_path / "cache")
    return RunRecord(
        weeks=np.datetime64("2015-01-05") + 7 * np.arange(3),
        records={"rice_price": np.arange(6.0).reshape(3, 2)},
        ledger={"flows": np.arange(3), "flow_names": ["wages"], "balances": np.ones((4, 2))},
        scenario=load("hyesan"),
        seed=3,
        resolution=10,
        households=np.int64(5),  # type: ignore[arg-type]
        real_households=np.ones((2, 2)),
        seconds=1.5,
        prepare_seconds=0.5,
        ledger_residuals={"kpw": 0.0, "cny": 0.0, "goods": 0.0},
    )


def kept(folder: Path, seed: int = 3, weeks: int = 3) -> KeptRecord:
    return KeptRecord(folder, load("hyesan"), seed, 10, weeks)


def test_a_finished_run_is_read_back_as_it_was(record: RunRecord, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert kept(out).read() is None
    kept(out).write(record)
    read = kept(out).read()
    assert read is not None and read.scenario == record.scenario
    np.testing.assert_array_equal(read.records["rice_price"], record.records["rice_price"])
    np.testing.assert_array_equal(read.ledger["flows"], record.ledger["flows"])
    assert read.weeks.dtype == record.weeks.dtype and read.ledger["flow_names"] == ["wages"]
    for name in ("seed", "resolution", "households", "seconds", "prepare_seconds", "ledger_residuals", "since"):
        assert getattr(read, name) == getattr(record, name)
    assert kept(out, seed=4).read() is None and kept(out, weeks=4).read() is None
    kept(out).remove()
    assert kept(out).read() is None and not (tmp_path / "out.unfinished").exists()


def test_a_run_is_kept_elsewhere_where_its_own_disk_is_full(record: RunRecord, tmp_path: Path) -> None:
    (tmp_path / "out.unfinished").write_text("in the way")
    kept(tmp_path / "out").write(record)
    path = kept(tmp_path / "out").path()
    assert path is not None and path.parent == tmp_path / "cache" / "runs"
    assert kept(tmp_path / "out").read() is not None


def test_a_damaged_file_is_no_run(record: RunRecord, tmp_path: Path) -> None:
    kept(tmp_path / "out").write(record)
    path = kept(tmp_path / "out").path()
    assert path is not None
    path.write_bytes(path.read_bytes()[:100])
    assert kept(tmp_path / "out").read() is None


def test_a_screening_is_replaced_by_the_same_alone(tmp_path: Path) -> None:
    scenario, rice, corn = load("hyesan"), Question("rice_price"), Question("corn_price")
    out = stored(tmp_path / "out", question_of_screening(scenario, rice, "morris", 4, ("grain",), "calibration"))
    check_free(out, question_of_screening(scenario, rice, "morris", 4, ("grain",), "calibration"))
    for other in (
        question_of_screening(scenario, corn, "morris", 4, ("grain",), "calibration"),
        question_of_screening(scenario, rice, "morris", 4, (), "calibration"),
        question_of_screening(scenario, rice, "sobol", 4, ("grain",), "calibration"),
        asked(),
    ):
        with pytest.raises(InputError, match="--replace"):
            check_free(out, other)
