"""Run a scenario from Python and get labelled results."""

from __future__ import annotations

import datetime

import xarray as xr

from jangmadang.engine.run import simulate
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | None = None,
    threads: int | None = None,
) -> xr.Dataset:
    """Run a scenario once and return its weekly series with units and long names.

    Parameters
    ----------
    scenario : from `jangmadang.load`.
    seed : of all draws; default the scenario's.
    resolution : `default`, `calibration`, `full` or N; default the scenario's.
    until : stop before the week of this day.
    threads : the result does not depend on it.
    """
    return to_dataset(simulate(scenario, seed, resolution, until, threads))
