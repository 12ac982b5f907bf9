"""Making runs: until when, interruption, progress, failures."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import numpy as np
import pytest

from jangmadang.engine import settling
from jangmadang.engine.run import opened_afresh, simulate
from jangmadang.engine.settling import settled_world
from jangmadang.errors import CheckError, InputError
from jangmadang.scenario import Scenario, load

WEEKS = 9


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The standard scenario."""
    return load("hyesan")


@pytest.fixture(scope="module")
def until(scenario: Scenario) -> datetime.date:
    """A few weeks after its start."""
    return scenario.start + datetime.timedelta(weeks=WEEKS)


def test_until_is_not_simulated(scenario: Scenario, until: datetime.date) -> None:
    run = simulate(scenario, resolution="calibration", until=until)
    assert len(run.weeks) == WEEKS
    assert run.weeks[-1] == np.datetime64(until) - 7


def test_a_day_inside_a_week_ends_with_that_week(scenario: Scenario, until: datetime.date) -> None:
    run = simulate(scenario, resolution="calibration", until=until + datetime.timedelta(days=3))
    assert len(run.weeks) == WEEKS + 1


@pytest.mark.parametrize("days", [0, -1, -4000])
def test_until_before_the_start_is_refused(scenario: Scenario, days: int) -> None:
    with pytest.raises(InputError, match="2015-01-05"):
        simulate(scenario, resolution="calibration", until=scenario.start + datetime.timedelta(days=days))


def test_until_after_the_end_stops_at_the_end(scenario: Scenario, until: datetime.date) -> None:
    short = scenario.with_changes(end=until.isoformat())
    run = simulate(short, resolution="calibration", until=until + datetime.timedelta(weeks=20))
    assert len(run.weeks) == WEEKS


def test_progress_counts_every_week(scenario: Scenario, until: datetime.date) -> None:
    seen: list[tuple[int, int]] = []
    simulate(scenario, resolution="calibration", until=until, progress=lambda done, total: seen.append((done, total)))
    done = [count for count, _ in seen]
    assert done == sorted(done)
    assert seen[-1] == (settling.BURN_IN_WEEKS + WEEKS, settling.BURN_IN_WEEKS + WEEKS)
    assert {total for _, total in seen} == {settling.BURN_IN_WEEKS + WEEKS}


@pytest.fixture
def burnt_in_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs burn in even where a burnt-in world is kept."""
    monkeypatch.setattr("jangmadang.engine.run.opened_world", opened_afresh)


@pytest.mark.usefixtures("coarse_world", "burnt_in_afresh")
@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupted_run_leaves_nothing(
    scenario: Scenario, until: datetime.date, threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settled = {name: getattr(settled_world(scenario), name).tobytes() for name in ("households", "markets", "nation")}
    before = simulate(scenario, resolution="calibration", until=until)
    running = threading.active_count()

    def interrupt(done: int, total: int) -> None:
        if done > settling.BURN_IN_WEEKS // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(scenario, resolution="calibration", until=until, threads=threads, progress=interrupt)
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == running
    for name, content in settled.items():
        assert getattr(settled_world(scenario), name).tobytes() == content, f"{name} of the settled world"
    after = simulate(scenario, resolution="calibration", until=until)
    assert np.array_equal(before.ledger["balances"], after.ledger["balances"])


@pytest.mark.usefixtures("burnt_in_afresh")
def test_accounts_that_do_not_close_stop_the_run(
    scenario: Scenario, until: datetime.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jangmadang.engine import schedule

    gaps = iter([(0, 0, 0, 0, 0, 0)] * 4)
    monkeypatch.setattr(schedule, "close_week", lambda *_: next(gaps, (700, 0, 1, 0, 0, 0)))
    with pytest.raises(CheckError, match="in the week of 2009-02-09: sector stallholder is off by 7.00 KPW"):
        simulate(scenario, resolution="calibration", until=until, threads=1)
