"""One number for all that a run hands out; `python digest.py WEEKS SEED THREADS` prints it from a fresh process."""

from __future__ import annotations

import datetime
import hashlib
import sys
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from jangmadang.engine.run import RunRecord, opened_afresh, simulate
from jangmadang.scenario import load


def short_run(weeks: int, seed: int, threads: int) -> RunRecord:
    """The first weeks of the standard scenario at calibration resolution, burn-in made and not read from a file."""
    scenario = load("hyesan")
    until = scenario.start + datetime.timedelta(weeks=weeks)
    with patch("jangmadang.engine.run.opened_world", opened_afresh):
        return simulate(scenario, seed=seed, resolution="calibration", until=until, threads=threads)


def hashes(run: RunRecord) -> dict[str, str]:
    """SHA-256 of every recorded series and of the ledger by name, each of its type, shape and bytes."""
    arrays = {**run.records, "flows": run.ledger["flows"], "balances": run.ledger["balances"], "weeks": run.weeks}
    return {name: _hash_of(np.ascontiguousarray(array)) for name, array in sorted(arrays.items())}


def digest(run: RunRecord) -> str:
    """SHA-256 of all of these hashes and their names."""
    return hashlib.sha256(repr(hashes(run)).encode()).hexdigest()


def _hash_of(array: NDArray[Any]) -> str:
    found = hashlib.sha256(f"{array.dtype} {array.shape}".encode())
    found.update(array.tobytes())
    return found.hexdigest()


if __name__ == "__main__":
    print(digest(short_run(*(int(argument) for argument in sys.argv[1:]))))
