"""Examples are the same in every run, and may take their time: some compile, and the machine may be busy."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from jangmadang.engine import kept_worlds, run, settling
from jangmadang.world import synthesis

settings.register_profile("tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

FOLDER = "made-once"
COARSE = 400, 20_000  # real households for a simulated one, at Hyesan and inland


@pytest.fixture
def coarse_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A world of some hundred households that has soon settled, for commands whose figures are not looked at."""
    weights_of = synthesis.weights_of
    monkeypatch.setattr(synthesis, "weights_of", lambda asked: weights_of(asked) and COARSE)
    monkeypatch.setattr(run, "REFINED_FROM", {})
    monkeypatch.setattr(run, "BURN_IN_WEEKS", 4)
    monkeypatch.setattr(settling, "SETTLING_YEARS", 1)
    monkeypatch.setattr(kept_worlds, "kept_folder", lambda: tmp_path)  # such worlds are of no use to others
    settling._settle.cache_clear()
    yield
    settling._settle.cache_clear()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[], Any]], Any]:
    """Make a thing of a name once for all workers of this session: one makes it, the others wait and read it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / FOLDER
    folder.mkdir(exist_ok=True)

    def found(name: str, make: Callable[[], Any]) -> Any:
        path = folder / f"{name}.pickle"
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.write_bytes(pickle.dumps(make()))
        return pickle.loads(path.read_bytes())

    return found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Delete what was made when all workers have ended."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory and not os.environ.get("PYTEST_XDIST_WORKER"):
        shutil.rmtree(factory.getbasetemp() / FOLDER, ignore_errors=True)
