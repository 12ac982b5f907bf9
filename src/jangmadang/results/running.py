"""Run a scenario from Python, once or many times, and get labelled results."""

from __future__ import annotations

import datetime
from collections.abc import MutableMapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import xarray as xr

from jangmadang.engine.executors import opened
from jangmadang.engine.run import Keep, Progress, simulate
from jangmadang.engine.state import load_state
from jangmadang.engine.state import save_state as save_state_to
from jangmadang.errors import InputError
from jangmadang.results.bands import joined
from jangmadang.results.dataset import to_dataset
from jangmadang.results.ensemble import REPLICATE_RESOLUTION, Ensemble, KeptRuns, ensemble_from, run_missing
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import (
    day_of,
    flag_of,
    resolution_of,
    runs_of,
    scenario_of,
    seed_of,
    stop_of,
    threads_of,
)


def run(
    scenario: Scenario | Path | str,
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | str | None = None,
    threads: int | None = None,
    from_state: Path | str | None = None,
    save_state: tuple[datetime.date | str, Path | str] | None = None,
    runs: int | None = None,
    draws: bool = False,
    executor: Executor | str | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run a scenario once and return its weekly series, or several times and return the indicators of all runs.

    The result depends neither on threads nor on the executor.

    Parameters
    ----------
    scenario : from `jangmadang.load`, or a name or file to load.
    seed : of all draws; default the scenario's. Of several runs the first; the rest follow.
    resolution : `default`, `calibration`, `full` or N; default the scenario's, or `calibration` for several runs.
    until : stop before the week of this day.
    threads : of a single run, or the number of workers of an ensemble where the executor does not say.
    from_state : file of a saved state to go on from; the scenario holds from its Monday on. Of several runs, each goes
        on with its own draws, at the state's resolution; workers must be able to read the file.
    save_state : a day, and the file that keeps a single run's state before the week of that day.
    runs : number of runs; none or 0: one, with all its series.
    draws : each of several runs also has parameters of its own, drawn near the scenario's by its seed.
    executor : makes several runs: any `concurrent.futures.Executor`, or a name as for `jangmadang run --executor`, such
        as `processes:4` or `dask://HOST:PORT`; default threads.
    folder : keeps each of several runs as it finishes; the same call goes on where an earlier one stopped.
    progress : called with weeks, or of an ensemble runs, done and in all.

    Returns
    -------
    All recorded series of a single run with units and long names; or the indicators (`jangmadang.results.INDICATORS`)
    of several runs along `seed`, in single precision: about 2.4 MB a run over twelve years.

    Raises
    ------
    InputError
        If an argument cannot be used, or would do nothing; the message names the remedy.
    """
    scenario, draws = scenario_of(scenario), flag_of("draws", draws)
    runs, threads = runs_of(0 if runs is None else runs), threads_of(threads)
    seed = None if seed is None else seed_of(seed, max(runs, 1))
    resolution = None if resolution is None else resolution_of(resolution)
    day = stop_of(scenario, "until", until)
    if draws and not runs:
        raise InputError("draws need several runs; say how many with runs")
    if not runs:
        _refuse_unused(executor=executor, folder=folder)
        since = load_state(Path(from_state)) if from_state else None
        keep = None
        if save_state:
            kept_on = day_of("save_state", save_state[0])
            assert kept_on is not None
            keep = Keep(kept_on, partial(save_state_to, path=Path(save_state[1])))
        return to_dataset(simulate(scenario, seed, resolution, day, threads, progress, since=since, keep=keep))
    if save_state:
        raise InputError("several runs cannot save a state; run once to save it")
    if from_state:
        ensemble = ensemble_from(scenario, resolution, day, Path(from_state), draws)
    else:
        ensemble = Ensemble(scenario, resolution or REPLICATE_RESOLUTION, day, draws=draws)
    first = seed_of(scenario.seed if seed is None else seed, runs)
    seeds = range(first, first + runs)
    kept: MutableMapping[int, xr.Dataset] = KeptRuns(Path(folder), ensemble) if folder else {}
    with opened(executor, threads) as workers:
        run_missing(ensemble, seeds, workers, kept, progress)
    return joined(kept[number] for number in seeds)


def _refuse_unused(**arguments: object) -> None:
    """Refuse what a single run has no use for."""
    for name, value in arguments.items():
        if value is not None:
            raise InputError(f"{name} is for several runs, and a single one does nothing with it; give runs=N as well")
