"""Several runs of a scenario: a main run with replicates for its bands."""

from __future__ import annotations

import datetime
import os
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

from jangmadang.engine.run import BURN_IN_WEEKS, Keep, Progress, RunRecord, simulate
from jangmadang.engine.settling import settled_world
from jangmadang.engine.state import State
from jangmadang.scenario import Scenario

REPLICATE_RESOLUTION = "calibration"


def run_with_replicates(
    scenario: Scenario,
    seed: int | None = None,
    resolution: str | int | None = None,
    runs: int = 0,
    until: datetime.date | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    since: State | None = None,
    keep: Keep | None = None,
) -> tuple[RunRecord, list[RunRecord]]:
    """Run a scenario once, then `runs` replicates with other seeds at calibration resolution.

    Parameters are those of `simulate`; `progress` counts the weeks of all runs. Only the main run goes on from a state
    and keeps one; the replicates begin at the start, under the same scenario.

    Returns
    -------
    The main run and the replicates, seeds `seed + 1` to `seed + runs`.
    """
    seed = scenario.seed if seed is None else seed
    counter = _Counter(progress, runs + 1)
    main = simulate(scenario, seed, resolution, until, threads, counter.of_run(0), since=since, keep=keep)
    seeds = [seed + number for number in range(1, runs + 1)]
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as executor:
        return main, run_seeds(scenario, seeds, executor, until, counter)


def run_seeds(
    scenario: Scenario, seeds: list[int], executor: Executor, until: datetime.date | None, counter: _Counter
) -> list[RunRecord]:
    """Run a scenario at calibration resolution with each seed, in the order of the seeds."""
    settled_world(scenario)
    waiting = [
        executor.submit(simulate, scenario, seed, REPLICATE_RESOLUTION, until, 1, counter.of_run(number))
        for number, seed in enumerate(seeds, start=1)
    ]
    try:
        return [future.result() for future in waiting]
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


class _Counter:
    """Adds up the weeks passed by several runs, from several threads."""

    def __init__(self, progress: Progress | None, runs: int) -> None:
        self.progress = progress
        self.runs = runs
        self.done: dict[int, int] = {}
        self.total = BURN_IN_WEEKS
        self.lock = threading.Lock()

    def of_run(self, number: int) -> Progress:
        """Return the callback of one run."""

        def report(done: int, total: int) -> None:
            if self.progress is None:
                return
            with self.lock:
                self.done[number] = done
                self.total = total
                self.progress(sum(self.done.values()), total * self.runs)

        return report
