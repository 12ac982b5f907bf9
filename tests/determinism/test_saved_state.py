"""A run that goes on from a saved state is, bit for bit, the run that never stopped."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from digest import digest, short_run

from jangmadang.commands.main import main
from jangmadang.engine.run import Keep, RunRecord, simulate
from jangmadang.engine.state import State, load_state, past_of, save_state
from jangmadang.errors import InputError
from jangmadang.report import page
from jangmadang.scenario import load

WEEKS, SEED = 40, 11
AT = (0, 1, 27, 39)
UNTIL = load("hyesan").start + datetime.timedelta(weeks=WEEKS)
GO_ON = """
import sys, datetime
from pathlib import Path
sys.path.insert(0, {here!r})
from digest import digest
from jangmadang.engine.run import simulate
from jangmadang.engine.state import load_state
from jangmadang.scenario import load
until = datetime.date.fromisoformat({until!r})
print(digest(simulate(load("hyesan"), until=until, threads=2, since=load_state(Path({path!r})))))
"""


@pytest.fixture(scope="module")
def whole() -> RunRecord:
    """The run that never stops."""
    return short_run(WEEKS, SEED, 1)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Files of its state after some weeks."""
    found = {}
    for week in AT:
        path = tmp_path_factory.mktemp("states") / "below" / f"{week}.npz"
        keep = Keep(
            load("hyesan").start + datetime.timedelta(weeks=week, days=3), lambda state, to=path: save_state(state, to)
        )
        simulate(load("hyesan"), SEED, "calibration", UNTIL, 2, keep=keep)
        found[week] = path
    return found


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("week", AT)
def test_goes_on_as_if_it_had_not_stopped(whole: RunRecord, saved: dict[int, Path], week: int, threads: int) -> None:
    since = load_state(saved[week])
    assert since.weeks == week and since.seed == SEED and since.resolution == "calibration"
    for _ in range(2):  # a state can be used again
        run = simulate(load("hyesan"), until=UNTIL, threads=threads, since=since)
        assert digest(run) == digest(whole)
        assert run.since.startswith(f"hyesan before the week of {since.monday}")


def test_goes_on_in_a_fresh_process(whole: RunRecord, saved: dict[int, Path]) -> None:
    code = GO_ON.format(here=str(Path(__file__).parent), until=UNTIL.isoformat(), path=str(saved[27]))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=900, check=True)
    assert done.stdout.strip() == digest(whole)


def test_a_state_saved_by_a_run_that_went_on_is_the_same(saved: dict[int, Path]) -> None:
    kept: list[State] = []
    keep = Keep(load_state(saved[39]).monday, kept.append)
    simulate(load("hyesan"), until=UNTIL, since=load_state(saved[1]), keep=keep)
    other = load_state(saved[39])
    assert kept[0].past == other.past == past_of(load("hyesan"), 39)


def test_forks_share_the_past_only(whole: RunRecord, saved: dict[int, Path]) -> None:
    other = load("hyesan").with_changes(switches={"illness": "off"})
    run = simulate(other, until=UNTIL, since=load_state(saved[27]))
    for name in ("turnover", "illness_cases"):
        assert np.array_equal(run.records[name][:27], whole.records[name][:27])
    assert not run.records["illness_cases"][27:].any() and whole.records["illness_cases"][27:].any()
    reseeded = simulate(load("hyesan"), SEED + 1, until=UNTIL, since=load_state(saved[27]))
    assert np.array_equal(reseeded.records["turnover"][:27], whole.records["turnover"][:27])
    assert not np.array_equal(reseeded.records["turnover"][27:], whole.records["turnover"][27:])


def test_the_command_saves_goes_on_and_says_whose_past_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(page, "run_pages", lambda *_, **__: {})  # of no matter here
    common = ["--until", "2015-04-06", "--json"]
    first = [
        "run",
        "hyesan",
        "--resolution",
        "calibration",
        "--seed",
        "5",
        "--save-state",
        "2015-02-18",
        "--out",
        "a/one",
    ]
    assert main([*first, *common]) == 0
    one = json.loads(capsys.readouterr().out)
    state = "a/one-2015-02-18.state.npz"
    assert main(["run", "hyesan", "--from-state", state, "--out", "two", *common]) == 0
    two = capsys.readouterr()
    assert json.loads(two.out)["indicators"] == one["indicators"] and "those of the state" not in two.err
    changed = ["--set", "clothing=off", "--from-state", state, "--out", "three"]
    assert main(["run", "hyesan", *changed, *common]) == 0
    three = capsys.readouterr()
    assert json.loads(three.out)["indicators"] != one["indicators"] and "are those of the state" in three.err
    manifest = json.loads(Path("two/manifest.json").read_text("utf-8"))
    assert (manifest["seed"], manifest["resolution"]) == (5, "calibration")
    assert manifest["since"].startswith("hyesan before the week of 2015-02-16")


def test_bad_states_are_refused(saved: dict[int, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, cut, other = saved[1].read_bytes(), tmp_path / "cut.npz", tmp_path / "other.npz"
    cut.write_bytes(whole[: len(whole) // 2])
    with np.load(saved[1]) as archive:
        arrays = {name: archive[name] for name in archive.files}
    np.savez(other, **{**arrays, "households": np.zeros(3, dtype=[("wealth", float)])})  # type: ignore[arg-type]
    state = str(saved[27])
    for arguments, words in (
        (["--from-state", "nowhere.npz"], "nowhere.npz cannot be read"),
        (["--from-state", str(tmp_path)], "cannot be read"),
        (["--from-state", __file__], "is no saved state, or is damaged"),
        (["--from-state", str(cut)], "is no saved state, or is damaged"),
        (["--from-state", str(other)], "the state's households are of another version"),
        (["--from-state", state, "--resolution", "default"], "of resolution calibration; it cannot go on at default"),
        (["--from-state", state, "--until", "2015-06-01"], "the run must end after that"),
        (["--from-state", state, "--save-state", "2015-02-02"], "a state can be saved from 2015-07-13"),
        (["--save-state", "2014-12-29"], "a state can be saved from 2015-01-05"),
        (["--save-state", "tomorrow"], "--save-state: "),
    ):
        assert main(["run", "hyesan", "--out", str(tmp_path / "out"), *arguments]) == 2
        message = capsys.readouterr().err
        assert words in message and "Traceback" not in message, message
    assert not (tmp_path / "out").exists()
    later = load("hyesan").with_changes(start="2015-01-12")
    with pytest.raises(InputError, match="the state's run starts on 2015-01-05"):
        simulate(later, since=load_state(saved[1]))


def test_a_state_of_other_equations_says_so(
    saved: dict[int, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "run_pages", lambda *_, **__: {})
    with np.load(saved[39]) as archive:
        arrays = {name: archive[name] for name in archive.files}
    about = json.loads(str(arrays["about"]))
    assert load_state(saved[39]).is_of_this_model
    other, out = tmp_path / "other.npz", tmp_path / "out"
    np.savez(other, **{**arrays, "about": np.array(json.dumps({**about, "model": "other"}))})  # type: ignore[arg-type]
    command = ["run", "hyesan", "--from-state", str(other), "--until", UNTIL.isoformat(), "--out", str(out)]
    assert main(command) == 0
    assert "were saved by another version of the model" in capsys.readouterr().err
    assert "saved by another version of the model" in json.loads((out / "manifest.json").read_text())["since"]
