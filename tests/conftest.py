"""Examples are the same in every run, and may take their time: some compile, and the machine may be busy."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from jangmadang.engine import settling
from tests.coarse import coarsen

settings.register_profile("tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

FOLDER = "made-once"


@pytest.fixture
def coarse_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A coarse world that has soon settled, for commands whose figures are not looked at."""
    coarsen(monkeypatch.setattr, tmp_path_factory.mktemp("coarse"))
    settling._SETTLED.clear()
    yield
    settling._SETTLED.clear()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def made_once(shared_folder: Path) -> Callable[[str, Callable[[], Any]], Any]:
    """Make a thing of a name once for all workers of this session: one makes it, the others wait and read it."""

    def found(name: str, make: Callable[[], Any]) -> Any:
        path = shared_folder / f"{name}.pickle"
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                path.write_bytes(pickle.dumps(make()))
        return pickle.loads(path.read_bytes())

    return found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Delete what was made when all workers have ended."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory and not os.environ.get("PYTEST_XDIST_WORKER"):
        shutil.rmtree(factory.getbasetemp() / FOLDER, ignore_errors=True)
