"""A browser's way to the page, without a browser: requests as it sends them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.results import reduced, to_dataset
from jangmadang.results.store import write_dataset, write_replicates
from jangmadang.scenario import load
from jangmadang.serve.application import make_application
from jangmadang.serve.settings import Settings
from tests.report.synthetic_run import synthetic_run
from tests.serve.as_read import as_it_reads

HOST = "127.0.0.1:8600"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """An empty folder of results."""
    return tmp_path / "results"


@pytest.fixture
def ask(results: Path) -> TestClient:
    """Who asks the page of that folder from this machine."""
    browser = TestClient(make_application(Settings(results)), f"http://{HOST}", headers={"origin": f"http://{HOST}"})
    browser.event_hooks["response"].append(as_it_reads)
    return browser


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up run of the standard scenario with two replicates, as the results store has it."""
    folder = tmp_path_factory.mktemp("kept")
    write_dataset(to_dataset(synthetic_run(1)), folder / "data.zarr")
    write_replicates((reduced(synthetic_run(seed)) for seed in (2, 3)), folder / "replicates.zarr")
    (folder / "manifest.json").write_text(f'{{"scenario": {load("hyesan").model_dump_json()}}}', "utf-8")
    return folder


@pytest.fixture
def kept(store: Path, results: Path) -> Path:
    """The folder of that run among the results."""
    return Path(shutil.copytree(store, results / "hyesan"))
