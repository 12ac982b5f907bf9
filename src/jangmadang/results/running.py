"""Run a scenario from Python and get labelled results."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

import xarray as xr

from jangmadang.engine.run import Keep, simulate
from jangmadang.engine.state import load_state
from jangmadang.engine.state import save_state as save_state_to
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | None = None,
    threads: int | None = None,
    from_state: Path | None = None,
    save_state: tuple[datetime.date, Path] | None = None,
) -> xr.Dataset:
    """Run a scenario once and return its weekly series with units and long names.

    Parameters
    ----------
    scenario : from `jangmadang.load`.
    seed : of all draws; default the scenario's.
    resolution : `default`, `calibration`, `full` or N; default the scenario's.
    until : stop before the week of this day.
    threads : the result does not depend on it.
    from_state : file of a saved state to go on from; the scenario holds from its Monday on.
    save_state : a day, and the file that keeps the run's state before the week of that day.
    """
    since = load_state(from_state) if from_state else None
    keep = Keep(save_state[0], partial(save_state_to, path=Path(save_state[1]))) if save_state else None
    return to_dataset(simulate(scenario, seed, resolution, until, threads, since=since, keep=keep))
