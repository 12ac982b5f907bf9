"""What the bench measures runs on today's engine; no time is asserted."""

from datetime import timedelta

import numpy as np
import pytest

from benchmarks import bench
from jangmadang.scenario import load


@pytest.fixture(scope="module")
def scenario():
    hyesan = load("hyesan")
    return hyesan.with_changes(end=str(hyesan.start + timedelta(weeks=4)))


def test_a_fork_is_measured_and_leaves_the_world_as_it_was(scenario, monkeypatch):
    monkeypatch.setattr(bench, "FORKS", 1)
    sample = bench.Sample(scenario, "calibration", 2)
    before = [array.tobytes() for array in sample.world]
    found = bench.fork(sample)
    assert set(found) == {"world_ms", "copy_ms", "first_week_ms", "week_ms", "copy_weeks"}
    assert [array.tobytes() for array in sample.world] == before


def test_a_member_is_measured(monkeypatch):
    monkeypatch.setattr(bench, "FORKS", 1)
    monkeypatch.setattr(bench, "settled_afresh", lambda scenario: None)
    hyesan = load("hyesan")
    found = bench.member_costs(hyesan.with_changes(end=str(hyesan.start + timedelta(weeks=bench.MORE_WEEKS + 2))))
    assert found["weeks"] == 2 and 10**6 < found["bytes"] < 3 * 10**6
    assert min(found["burn_in_s"], found["history_s"], found["more_ms"]) > 0.0


def test_an_ensemble_is_measured(scenario, monkeypatch):
    monkeypatch.setattr(bench, "RUNS_A_WORKER", 1)
    assert bench.runs_per_minute(scenario, 2) > 0.0


def test_memory_of_a_run_is_its_own():
    held = np.ones(2**27)  # 1 GiB in this process must not count in another
    assert 0.0 < bench.peak_gib_alone("hyesan", "calibration") < held.nbytes / 2**30 < bench.peak_gib()


def test_the_commit_is_known_or_empty(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    assert bench.commit() == ""
