"""Runs that are kept in the results folder, read once for as long as they are not replaced."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import xarray as xr

from jangmadang.errors import InputError
from jangmadang.report.forecast import ForecastBand, weekly_bands
from jangmadang.report.reported import Reported, reported_beside
from jangmadang.results.bands import Bands
from jangmadang.results.indicators import compute
from jangmadang.results.store import open_results, read_replicates
from jangmadang.scenario import Scenario
from jangmadang.scenario.reading import STANDARD
from jangmadang.serve.known import Stamp, made_once, stamp_of

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class KeptRun:
    """A run of the results store.

    Attributes
    ----------
    name : of its folder.
    scenario : as it was run.
    dataset : its series.
    bands : its indicators, with those of the replicates.
    """

    name: str
    scenario: Scenario
    dataset: xr.Dataset
    bands: Bands

    @cached_property
    def reported(self) -> Reported:
        """The shipped reports beside it."""
        return reported_beside(self.scenario, self.dataset)

    @cached_property
    def forecast_bands(self) -> dict[str, ForecastBand]:
        """Where reports would lie by past errors, after the last of them, by indicator; at Hyesan."""
        return weekly_bands(self.reported, self.dataset)


def kept_names(results: Path) -> list[str]:
    """Names of the folders that hold a run, the standard scenario's first."""
    found = sorted(path.parent.parent.name for path in results.glob("*/data.zarr/.zmetadata"))
    return sorted(found, key=lambda name: name != STANDARD)


def kept_run(results: Path, name: str) -> KeptRun:
    """A run by the name of its folder.

    Raises
    ------
    InputError
        If there is none of that name, or it cannot be read.
    """
    if name not in kept_names(results):  # a name of the list is no path to elsewhere
        raise InputError(f"no run '{name}' in {results}; write one with: jangmadang run {STANDARD}")
    return _read(stamp_of(results / name / MANIFEST))


@made_once
def _read(stamp: Stamp) -> KeptRun:
    folder = stamp.path.parent
    try:
        manifest = json.loads(stamp.path.read_text("utf-8"))
        scenario = Scenario.model_validate(manifest["scenario"])
    except (OSError, ValueError, LookupError):
        raise InputError(f"{folder / MANIFEST} cannot be read, or is of another version; make the run again") from None
    dataset = open_results(folder)
    return KeptRun(folder.name, scenario, dataset, Bands(compute(dataset), read_replicates(folder / "replicates.zarr")))
