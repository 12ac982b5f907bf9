"""Runs that share a past: the same bits as runs made apart, and no shared week is passed twice."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jangmadang as jm
from jangmadang.engine import branching, settling
from jangmadang.engine import run as run_module
from jangmadang.engine.branching import Branch, parting_week, run_branches
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.run import Keep, RunRecord, simulate
from jangmadang.engine.state import load_state, save_state
from jangmadang.facts import running
from jangmadang.facts.running import FACTS
from jangmadang.scenario import Scenario

WEEKS, SHARED = 20, 12
RUN: dict[str, Any] = {"seed": 5, "resolution": "calibration", "threads": 1}


@pytest.fixture(scope="module")
def base() -> Scenario:
    """Some months."""
    return jm.load("hyesan").with_changes(end="2015-05-25")


@pytest.fixture(scope="module")
def since(base: Scenario) -> datetime.date:
    """The Monday from which others differ."""
    return base.start + datetime.timedelta(weeks=SHARED)


@pytest.fixture(scope="module")
def shut(base: Scenario, since: datetime.date) -> Scenario:
    """The border stops."""
    return base.with_changes(changes=[{"path": "openness[*,*]", "from": since.isoformat(), "set": 0}])


@pytest.fixture
def passed(coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of weeks that were passed, call by call; no burnt-in world that is kept spares any."""
    weeks: list[int] = []

    def counted(w: Any, inputs: Any, *rest: Any) -> None:
        weeks.append(len(inputs))
        pass_weeks(w, inputs, *rest)

    monkeypatch.setattr(run_module, "pass_weeks", counted)
    for module in (branching, run_module):
        monkeypatch.setattr(module, "opened_world", run_module.opened_afresh)
    return weeks


def _same(a: RunRecord, b: RunRecord) -> None:
    assert a.records.keys() == b.records.keys()
    for name, series in a.records.items():
        np.testing.assert_array_equal(series, b.records[name], err_msg=name)
    for name in ("flows", "balances"):
        np.testing.assert_array_equal(a.ledger[name], b.ledger[name])


def test_branches_are_the_runs_made_apart_and_pass_only_their_own_weeks(
    base: Scenario, shut: Scenario, since: datetime.date, passed: list[int], tmp_path: Path
) -> None:
    bolder = base.with_changes(switches={"precaution": "off"})
    main, found = run_branches(base, {"shut": Branch(shut, since), "bolder": Branch(bolder, since)}, **RUN)
    assert sum(passed) == settling.BURN_IN_WEEKS + WEEKS + 2 * (WEEKS - SHARED)
    passed.clear()
    state = tmp_path / "state.npz"
    _same(main, simulate(base, **RUN, keep=Keep(since, lambda found: save_state(found, state))))
    _same(found["shut"], simulate(shut, **RUN))
    assert sum(passed) == 2 * (settling.BURN_IN_WEEKS + WEEKS)
    _same(found["bolder"], simulate(bolder, since=load_state(state), threads=1))


def test_a_comparison_passes_the_shared_weeks_once(base: Scenario, shut: Scenario, passed: list[int]) -> None:
    assert parting_week(base, shut, WEEKS) == SHARED
    jm.compare(base, shut, shut.with_changes(name="again"), runs=2, draws=False, executor="threads:1")
    assert sum(passed) == 2 * (settling.BURN_IN_WEEKS + WEEKS + 2 * (WEEKS - SHARED))


def test_facts_share_the_base_run(passed: list[int]) -> None:
    facts = [fact for fact in FACTS.values() if fact.name in ("C3", "C4")]
    running._run_scenario("baseline", jm.load("baseline"), facts, 1, "calibration", counters=False)
    assert {fact.runs.scenario for fact in facts} == {"baseline"}
    start = jm.load("baseline").start
    own = {running._key(f, a, False): f.runs.until - f.runs.since for f in facts for a in f.needs if f.runs.arms.get(a)}
    whole = max(fact.runs.until for fact in facts) - start
    assert sum(passed) == settling.BURN_IN_WEEKS + sum((span.days // 7 for span in own.values()), whole.days // 7)


def test_an_ensemble_from_a_state_passes_only_the_weeks_after_it(
    base: Scenario, since: datetime.date, passed: list[int], tmp_path: Path
) -> None:
    state = tmp_path / "state.npz"
    simulate(base, **RUN, keep=Keep(since, lambda found: save_state(found, state)))
    passed.clear()
    jm.ensemble(base, runs=3, from_state=state, executor="threads:1")
    assert passed == 3 * [WEEKS - SHARED]
