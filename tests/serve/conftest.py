"""A browser's way to the page, without a browser: requests as it sends them."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.serve.application import make_application
from jangmadang.serve.settings import Settings

HOST = "127.0.0.1:8600"


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """An empty folder of results."""
    return tmp_path / "results"


@pytest.fixture
def ask(results: Path) -> TestClient:
    """Who asks the page of that folder from this machine."""
    return TestClient(make_application(Settings(results)), f"http://{HOST}", headers={"origin": f"http://{HOST}"})
