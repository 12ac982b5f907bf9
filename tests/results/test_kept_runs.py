"""Ensembles: the same results on every executor and after every stop, kept run by run, and never another's."""

from __future__ import annotations

import datetime
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import jangmadang as jm
from jangmadang.commands.main import main
from jangmadang.engine.run import Keep, simulate
from jangmadang.engine.state import save_state
from jangmadang.errors import InputError
from jangmadang.report import page
from jangmadang.results import INDICATORS, joined, reduced
from jangmadang.results import ensemble as ensemble_module
from jangmadang.results.ensemble import Ensemble, KeptRuns
from jangmadang.results.indicators import compute
from jangmadang.scenario import Scenario

SEEDS, UNTIL = (5, 6, 7), datetime.date(2015, 3, 16)
WHERE = ["--resolution", "calibration", "--until", UNTIL.isoformat()]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The standard scenario."""
    return jm.load("hyesan")


@pytest.fixture(scope="module")
def alone(scenario: Scenario) -> xr.Dataset:
    """Each run on its own."""
    return joined(reduced(simulate(scenario, seed, "calibration", UNTIL, 2)) for seed in SEEDS)


def ensemble(scenario: Scenario, executor: Any, **options: Any) -> xr.Dataset:
    """The runs as an ensemble."""
    return jm.ensemble(scenario, seed=SEEDS[0], until=UNTIL, runs=len(SEEDS), executor=executor, **options)


def test_an_ensemble_is_its_runs(scenario: Scenario, alone: xr.Dataset) -> None:
    seen: list[tuple[int, int]] = []
    found = ensemble(scenario, "threads:2", progress=lambda *done: seen.append(done))
    xr.testing.assert_identical(found, alone)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert list(found["seed"]) == list(SEEDS) and set(found) == {indicator.name for indicator in INDICATORS}
    assert found["rice_price"].attrs["units"] == "KPW/kg" and found.attrs["resolution"] == "calibration"
    assert found["seed"].attrs == {"units": "1", "long_name": "Seed of a run's draws"}
    single = compute(jm.run(scenario, seed=6, until=UNTIL, resolution="calibration"))
    np.testing.assert_array_equal(found["rice_price"].sel(seed=6), single["rice_price"].astype(np.float32))


def test_processes_make_the_same_runs(scenario: Scenario, alone: xr.Dataset) -> None:
    xr.testing.assert_identical(ensemble(scenario, "processes:2"), alone)


def test_an_ensemble_goes_on_where_it_stopped(
    scenario: Scenario, alone: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(KeyboardInterrupt):
            ensemble(scenario, executor, folder=tmp_path, progress=stop)
        assert sorted(path.name for path in tmp_path.rglob("*.nc")) == ["seed-5.nc", "seed-6.nc"]
        assert not list(tmp_path.rglob(".*"))
        made: list[int] = []
        monkeypatch.setattr(
            Ensemble, "run", lambda asked, seed, run=Ensemble.run: made.append(seed) or run(asked, seed)
        )
        xr.testing.assert_identical(ensemble(scenario, executor, folder=tmp_path), alone)
        assert made == [7]
        xr.testing.assert_identical(ensemble(scenario, executor, folder=tmp_path), alone)
        assert made == [7]


def test_runs_of_another_ensemble_are_never_taken(scenario: Scenario, alone: xr.Dataset, tmp_path: Path) -> None:
    asked = Ensemble(scenario, "calibration", UNTIL)
    kept = KeptRuns(tmp_path, asked)
    kept[5] = alone.sel(seed=5)
    assert 5 in KeptRuns(tmp_path, replace(asked, until=UNTIL - datetime.timedelta(days=2))), "the same weeks"
    others = (
        replace(asked, resolution="default"),
        replace(asked, until=UNTIL + datetime.timedelta(days=1)),
        replace(asked, version="an older one"),
        replace(asked, state_hash="of a state"),
        replace(asked, scenario=scenario.with_changes(parameters={"belief_memory": 0.9})),
        replace(asked, scenario=scenario.with_changes(switches={"illness": "off"})),
        replace(asked, scenario=scenario.with_changes(start="2015-01-12")),
        replace(
            asked, scenario=scenario.with_changes(changes=[{"path": "openness[*,*]", "from": "2015-02-02", "set": 0}])
        ),
    )
    keys = {other.key for other in others}
    assert len(keys) == len(others) and asked.key not in keys
    assert all(5 not in KeptRuns(tmp_path, other) for other in others)
    assert asked.key == replace(asked, scenario=scenario.with_changes(seed=9)).key, "runs go by their own seeds"


def test_kept_runs_are_whole_or_absent(
    scenario: Scenario, alone: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptRuns(tmp_path / "runs", Ensemble(scenario, "calibration", UNTIL))
    assert len(kept) == 0 and 5 not in kept
    kept[5] = alone.sel(seed=5)
    xr.testing.assert_identical(kept[5], alone.sel(seed=5))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(InputError, match="seed-6.nc cannot be written: No space left"):
            kept[6] = alone.sel(seed=6)
    assert list(kept) == [5] and len(list(kept.folder.iterdir())) == 1
    path = kept.folder / "seed-5.nc"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match="damaged"):
        kept[5]
    kept.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_finds_the_shipped_packs_where_it_arrives(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = pickle.dumps(scenario)
    assert str(scenario.packs).encode() not in sent
    arrived = pickle.loads(sent)
    assert arrived == scenario and arrived.content_hash() == scenario.content_hash()
    monkeypatch.setattr("jangmadang.scenario.scenario.PACKS", Path("elsewhere"))
    assert pickle.loads(sent).packs == Path("elsewhere")


def test_runs_go_on_from_a_state_with_their_own_draws(scenario: Scenario, tmp_path: Path) -> None:
    state, weeks = tmp_path / "state.npz", 6
    day = scenario.start + datetime.timedelta(weeks=weeks)
    main = simulate(scenario, 4, "calibration", UNTIL, keep=Keep(day, lambda found: save_state(found, state)))
    found = ensemble(scenario, "threads:2", from_state=state)
    past, before = found["turnover_constant_prices"][:, :weeks], reduced(main)["corn_price"][:weeks]
    assert found.attrs["since"].startswith("hyesan before the week of 2015-02-16")
    for seed in SEEDS:
        np.testing.assert_array_equal(found["corn_price"].sel(seed=seed)[:weeks], before)
    assert past.sizes["week"] == weeks
    after = found["corn_price"][:, weeks:]
    assert (after.std("seed") > 0).any() and not np.array_equal(after[0], after[1])
    xr.testing.assert_identical(ensemble(scenario, "processes:1", from_state=state), found)
    with pytest.raises(InputError, match="cannot go on at default"):
        ensemble(scenario, "threads", from_state=state, resolution="default")
    key = ensemble_module.ensemble_from(scenario, None, UNTIL, state).key
    save = Keep(day, lambda other: save_state(other, state))
    simulate(scenario, 8, "calibration", UNTIL, keep=save)
    assert ensemble_module.ensemble_from(scenario, None, UNTIL, state).key != key, "another state in the same file"
    with pytest.raises(InputError, match="nowhere.npz cannot be read"):
        ensemble(scenario, "threads", from_state=Path("nowhere.npz"))


@contextmanager
def _command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "jangmadang", "run", "hyesan", *WHERE, *arguments]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a background shell leaves it ignored
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, preexec_fn=heard, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def _stopped_after(more: int, how: signal.Signals, executor: str) -> tuple[int, str]:
    """Stop the command when it has kept some more replicates; return how many there are and what it said."""
    enough = len(list(Path().rglob("seed-*.nc"))) + more
    with _command("--runs", "400", "--out", "one", "--executor", executor) as process:
        while len(list(Path().rglob("seed-*.nc"))) < enough and process.poll() is None:
            time.sleep(0.05)
        os.kill(process.pid, how)
        _, said = process.communicate(timeout=300)
    assert process.returncode in (130, -signal.SIGKILL)
    return len(list(Path("one.unfinished").rglob("seed-*.nc"))), said


def test_a_stopped_command_goes_on(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(page, "run_pages", lambda *_, **__: {})
    first, said = _stopped_after(1, signal.SIGINT, "processes:1")
    assert first >= 1 and f"{first} of 400 replicates are kept; the same command goes on from there." in said
    second, said = _stopped_after(1, signal.SIGKILL, "threads:1")
    assert second > first and f"{first} of 400 replicates are there from a run that stopped." in said
    assert not Path("one").exists()
    runs = second + 1
    assert main(["run", "hyesan", *WHERE, "--runs", str(runs), "--out", "one"]) == 0
    assert f"{second} of {runs} replicates are there from a run that stopped." in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["one"]
    members = xr.open_zarr("one/replicates.zarr", chunks=None).load()
    xr.testing.assert_identical(members, jm.ensemble(scenario, seed=2, runs=runs, until=UNTIL))


def test_replicates_of_another_question_stay_and_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(page, "run_pages", lambda *_, **__: {})
    other = Path("one.unfinished/0123456789abcdef/seed-2.nc")
    other.parent.mkdir(parents=True)
    other.write_bytes(b"")
    assert main(["run", "hyesan", *WHERE, "--runs", "1", "--out", "one"]) == 0
    said = capsys.readouterr().err
    assert "one.unfinished holds replicates of other scenarios or versions" in said and "stopped" not in said
    assert [path for path in Path("one.unfinished").rglob("*") if path.is_file()] == [other]
