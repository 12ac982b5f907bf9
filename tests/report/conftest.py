"""One made-up run with its bands for all tests of the report."""

from __future__ import annotations

import pytest
import xarray as xr
from synthetic_run import SyntheticRun, synthetic_run

from jangmadang.results import Bands, joined, reduced, to_dataset
from jangmadang.results.indicators import compute


@pytest.fixture(scope="session")
def run() -> SyntheticRun:
    """A run over the whole history."""
    return synthetic_run(1)


@pytest.fixture(scope="session")
def dataset(run: SyntheticRun) -> xr.Dataset:
    """Its dataset."""
    return to_dataset(run)


@pytest.fixture(scope="session")
def bands(dataset: xr.Dataset) -> Bands:
    """Its indicators with three replicates."""
    return Bands(compute(dataset), joined(reduced(synthetic_run(seed)) for seed in (2, 3, 4)))
