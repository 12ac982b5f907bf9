"""A short made-up run that holds 2019, for all tests of results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

sys.path.insert(0, str(Path(__file__).parent.parent / "report"))

from synthetic_run import synthetic_run  # noqa: E402

from jangmadang.results import Bands, joined, reduced, to_dataset  # noqa: E402
from jangmadang.results.indicators import compute  # noqa: E402

WEEKS, START = 110, "2018-12-31"


@pytest.fixture(scope="session")
def run() -> Any:
    """Two years from 2019."""
    return synthetic_run(1, WEEKS, START)


@pytest.fixture(scope="session")
def replicates() -> list[Any]:
    """Runs with other seeds."""
    return [synthetic_run(seed, WEEKS, START) for seed in (2, 3, 4)]


@pytest.fixture(scope="session")
def dataset(run: Any) -> xr.Dataset:
    """The dataset of the run."""
    return to_dataset(run)


@pytest.fixture(scope="session")
def bands(dataset: xr.Dataset, replicates: list[Any]) -> Bands:
    """The indicators of the run and its replicates."""
    return Bands(compute(dataset), joined(reduced(replicate) for replicate in replicates))
