"""Pasts that a process keeps: the same bits as from the start, and no week passed twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import jangmadang as jm
from jangmadang.engine import run as run_module
from jangmadang.engine.branching import Branch, run_branches
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.run import RunRecord
from jangmadang.results import pasts
from jangmadang.results.compare import Comparison, compare
from jangmadang.results.pasts import branches_from_pasts, keeping_pasts
from jangmadang.scenario import Scenario


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nothing is left for other tests."""
    yield
    pasts._kept.clear()


@pytest.fixture(scope="module")
def base() -> Scenario:
    """Some months."""
    return jm.load("hyesan").with_changes(end="2015-05-25")


def shut(base: Scenario, day: str, name: str = "shut") -> Scenario:
    change = {"path": "openness[*,*]", "from": day, "set": 0}
    return base.with_changes(name=name, title=name, changes=[change])


def same(a: RunRecord, b: RunRecord) -> None:
    for name, series in a.records.items():
        np.testing.assert_array_equal(series, b.records[name], err_msg=name)
    for name in ("flows", "balances"):
        np.testing.assert_array_equal(a.ledger[name], b.ledger[name])


def test_runs_that_go_on_have_the_bits_of_runs_from_the_start(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[int] = []

    def counted(w: Any, inputs: Any, *rest: Any) -> None:
        passed.append(len(inputs))
        pass_weeks(w, inputs, *rest)

    monkeypatch.setattr(run_module, "pass_weeks", counted)
    longer = base.with_changes(end="2015-06-22")
    days = {"2015-03-30": 12, "2015-04-13": 14, "2015-03-02": 8}
    questions = [*((base, day) for day in days), (longer, "2015-04-13")]
    own_weeks = []
    for asked, day in questions:
        week = days[day]
        branch = Branch(shut(asked, day), asked.start + np.timedelta64(7 * week, "D").item())
        passed.clear()
        with keeping_pasts(1):
            main, found = branches_from_pasts(asked, {"shut": branch}, 5, "calibration")
        own_weeks.append(sum(passed) - (asked.weeks - week))
        straight, apart = run_branches(asked, {"shut": branch}, seed=5, resolution="calibration", threads=1)
        same(main, straight)
        same(found["shut"], apart["shut"])
    assert own_weeks[1:] == [2, 7, 10], "what the base passes for the second question, the third and the longer one"


def bits(found: Comparison) -> list[object]:
    return [found.table.to_csv(), found.weekly.to_netcdf(engine="scipy"), found.statement]


def test_an_answer_is_the_same_with_and_without(base: Scenario) -> None:
    asked = (base, shut(base, "2015-04-13"))
    straight = bits(compare(*asked, runs=2, draws=False))
    with keeping_pasts(2):
        compare(base, shut(base, "2015-03-30"), runs=2, draws=False)
        assert bits(compare(*asked, runs=2, draws=False)) == straight
    assert not pasts.are_kept() and len(pasts._kept) == 2


def test_no_more_are_kept_than_asked_for(base: Scenario) -> None:
    with keeping_pasts(1):
        for seed in (1, 2):
            branches_from_pasts(base, {}, seed, "calibration")
    (key,) = pasts._kept
    assert key[2] == 2
