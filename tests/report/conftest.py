"""One made-up run with its bands for all tests of the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import xarray as xr
from synthetic_run import SyntheticRun, synthetic_run

from jangmadang.report.page import render_report
from jangmadang.results import Bands, joined, reduced, to_dataset
from jangmadang.results.compare import Comparison, compare
from jangmadang.results.indicators import compute
from jangmadang.scenario import load


@pytest.fixture(scope="session")
def run() -> SyntheticRun:
    """A run over the whole history."""
    return synthetic_run(1)


@pytest.fixture(scope="session")
def dataset(run: SyntheticRun) -> xr.Dataset:
    """Its dataset."""
    return to_dataset(run)


@pytest.fixture(scope="session")
def replicates() -> list[xr.Dataset]:
    """What is kept of three runs with other seeds."""
    return [reduced(synthetic_run(seed)) for seed in (2, 3, 4)]


@pytest.fixture(scope="session")
def bands(dataset: xr.Dataset, replicates: list[xr.Dataset]) -> Bands:
    """Its indicators with three replicates."""
    return Bands(compute(dataset), joined(replicates))


@pytest.fixture(scope="session")
def page(made_once: Callable[..., Any], run: SyntheticRun, dataset: xr.Dataset, bands: Bands) -> str:
    """The page of the run."""
    found: str = made_once("report-page", lambda: render_report(run, dataset, bands))
    return found


@pytest.fixture(scope="session")
def early_page(made_once: Callable[..., Any]) -> str:
    """The page of a run that ends before the reports do, without replicates and pictures."""
    found: str = made_once("early-page", _early_page)
    return found


def _early_page() -> str:
    run = synthetic_run(1, weeks=200, start="2015-01-05")
    dataset = to_dataset(run)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("jangmadang.report.page.as_png", lambda *_: b"")  # drawn in the page of the whole run
        return render_report(run, dataset, Bands(compute(dataset), None))


@pytest.fixture(scope="session")
def comparison(made_once: Callable[..., Any]) -> Comparison:
    """A short comparison of two real runs, before the reports end."""
    found: Comparison = made_once("report-comparison", _comparison)
    return found


def _comparison() -> Comparison:
    base = load("hyesan").with_changes(end="2015-06-01", name="short")
    cut = base.with_changes(name="cut", changes=[{"path": "openness[*,*]", "from": "2015-03-02", "set": 0}])
    return compare(base, cut, runs=2, draws=False, threads=1)
