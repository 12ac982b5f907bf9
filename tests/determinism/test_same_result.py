"""The same scenario and seed give the same bits, whatever the threads and the process; another seed does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from digest import digest, short_run

from jangmadang.engine.run import RunRecord

WEEKS, SEED = 40, 11
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def run() -> RunRecord:
    """A run on one thread."""
    return short_run(WEEKS, SEED, 1)


def test_two_threads_give_the_same_bits(run: RunRecord) -> None:
    other = short_run(WEEKS, SEED, 2)
    for name, series in run.records.items():
        assert series.tobytes() == other.records[name].tobytes(), name
    assert np.array_equal(run.ledger["flows"], other.ledger["flows"])
    assert np.array_equal(run.ledger["balances"], other.ledger["balances"])
    assert digest(run) == digest(other)


def test_a_fresh_process_gives_the_same_bits(run: RunRecord) -> None:
    command = [sys.executable, str(HERE / "digest.py"), str(WEEKS), str(SEED), "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    assert done.stdout.strip() == digest(run)


def test_running_again_gives_the_same_bits(run: RunRecord) -> None:
    assert digest(short_run(WEEKS, SEED, 1)) == digest(run), "a run leaves nothing behind in the process"


def test_a_shorter_run_is_the_beginning_of_a_longer_one(run: RunRecord) -> None:
    short = short_run(WEEKS // 2, SEED, 1)
    assert np.array_equal(run.ledger["flows"][: WEEKS // 2], short.ledger["flows"])
    assert np.array_equal(run.records["turnover"][: WEEKS // 2], short.records["turnover"])


def test_another_seed_differs_but_tells_the_same_story(run: RunRecord) -> None:
    other = short_run(WEEKS, SEED + 1, 1)
    assert digest(other) != digest(run)
    for name in ("illness_cases", "clothing_purchases", "turnover"):
        assert not np.array_equal(other.records[name], run.records[name]), name
        assert other.records[name].sum() == pytest.approx(run.records[name].sum(), rel=0.1), name
