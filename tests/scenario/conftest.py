"""A small packs folder and a way to write scenario files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jangmadang.scenario import Scenario, load

PACKS = Path(__file__).parent / "packs"


@pytest.fixture
def packs() -> Path:
    """The folder of the test packs."""
    return PACKS


@pytest.fixture
def base() -> Scenario:
    """The test packs' scenario, 2015 and 2016."""
    return load("base", PACKS)


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[str], Scenario]:
    """Write a scenario file that extends the base and load it."""

    def load_text(text: str) -> Scenario:
        path = tmp_path / "asked.yaml"
        path.write_text(text, "utf-8")
        return load(path, PACKS)

    return load_text
