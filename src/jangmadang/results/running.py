"""Run a scenario from Python, once or many times, and get labelled results."""

from __future__ import annotations

import datetime
from collections.abc import MutableMapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

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
    check_drawn_once,
    day_of,
    flag_of,
    pair_of,
    path_of,
    resolution_of,
    runs_of,
    scenario_of,
    seed_of,
    stop_of,
    threads_of,
)
from jangmadang.scenario.posterior import posterior_of


def run(
    scenario: Scenario | Path | str,
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | str | None = None,
    threads: int | None = None,
    from_state: Path | str | None = None,
    save_state: tuple[datetime.date | str, Path | str] | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run a scenario once and return all its weekly series, with units and long names.

    Parameters
    ----------
    scenario : from `jangmadang.load`, or a name or file to load.
    seed : of all draws; default the scenario's.
    resolution : `default`, `calibration`, `full` or N; default the scenario's.
    until : stop before the week of this day.
    threads : the result does not depend on them.
    from_state : file of a saved state to go on from; the scenario holds from its Monday on. `openness` and
        `exchange_rate_imposed` are the scenario's in the weeks before, too, whatever these were given.
    save_state : a day, and the file that keeps the state before the week of that day.
    progress : called with weeks done and in all.

    Raises
    ------
    InputError
        If an argument cannot be used; the message names the remedy.
    """
    scenario, threads = scenario_of(scenario), threads_of(threads)
    seed = None if seed is None else seed_of(seed)
    resolution = None if resolution is None else resolution_of(resolution)
    day = stop_of(scenario, "until", until)
    state = path_of("from_state", from_state)
    keep = None if save_state is None else _keep_of(save_state)
    since = load_state(state) if state else None
    return to_dataset(simulate(scenario, seed, resolution, day, threads, progress, since=since, keep=keep))


def _keep_of(save_state: Any) -> Keep:
    """On which day to keep the state, and in which file."""
    meaning = "a day and the path of a file, as in ('2019-01-07', 'state.npz')"
    day, file = pair_of("save_state", save_state, meaning)
    kept_on, path = day_of("save_state", day), path_of("save_state", file)
    if kept_on is None or path is None:
        raise InputError(f"save_state is {meaning}, not {save_state!r}")
    return Keep(kept_on, partial(save_state_to, path=path))


def ensemble(
    scenario: Scenario | Path | str,
    runs: int,
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | str | None = None,
    from_state: Path | str | None = None,
    draws: bool = False,
    posterior: Path | str | None = None,
    executor: Executor | str | None = None,
    threads: int | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Run a scenario several times and return the indicators of all runs.

    The result does not depend on the executor.

    Parameters
    ----------
    scenario : from `jangmadang.load`, or a name or file to load.
    runs : number of runs.
    seed : of the first run; the rest follow. Default the scenario's.
    resolution : `default`, `calibration`, `full` or N; default `calibration`.
    until : stop before the week of this day.
    from_state : file of a saved state from which each run goes on with its own draws, at the state's resolution;
        workers must be able to read it.
    draws : each run also has parameters of its own, drawn near the scenario's by its seed.
    posterior : each run has parameters of its own out of a posterior: `shipped`, or a file of `jangmadang calibrate`.
    executor : makes the runs: any `concurrent.futures.Executor`, or a name as for `jangmadang run --executor`, such as
        `processes:4` or `dask://HOST:PORT`; default threads.
    threads : number of workers where the executor does not say.
    folder : keeps each run as it finishes; the same call goes on where an earlier one stopped.
    progress : called with runs done and in all.

    Returns
    -------
    The indicators (`jangmadang.results.INDICATORS`) along `seed`, in single precision: about 2.4 MB a run over twelve
    years.

    Raises
    ------
    InputError
        If an argument cannot be used; the message names the remedy.
    """
    scenario, draws = scenario_of(scenario), flag_of("draws", draws)
    check_drawn_once(draws, posterior)
    runs, threads = runs_of(runs, least=1), threads_of(threads)
    resolution = None if resolution is None else resolution_of(resolution)
    first = seed_of(scenario.seed if seed is None else seed, runs)
    day = stop_of(scenario, "until", until)
    known = None if posterior is None else posterior_of(posterior)
    state, kept_in = path_of("from_state", from_state), path_of("folder", folder)
    if state:
        asked = ensemble_from(scenario, resolution, day, state, draws or known is not None, known)
    else:
        asked = Ensemble(
            scenario, resolution or REPLICATE_RESOLUTION, day, draws=draws or known is not None, posterior=known
        )
    seeds = range(first, first + runs)
    kept: MutableMapping[int, xr.Dataset] = KeptRuns(kept_in, asked) if kept_in else {}
    with opened(executor, threads) as workers:
        run_missing(asked, seeds, workers, kept, progress)
    return joined(kept[number] for number in seeds)
