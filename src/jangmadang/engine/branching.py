"""Runs that share a past: a run is made once and goes on in several ways from chosen weeks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import Progress, RunRecord, copied, finished_record, opened_world, pass_part, weeks_until
from jangmadang.errors import InputError
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World


@dataclass(frozen=True)
class Branch:
    """Another way on: a scenario that holds from the Monday `since`, passed to the week before `until`."""

    scenario: Scenario
    since: datetime.date
    until: datetime.date | None = None


def parting_week(a: Scenario, b: Scenario, weeks: int) -> int:
    """Number of the first week in which two scenarios differ; 0 if they share no past, `weeks` if they never part."""
    if a.start != b.start or a.opening_hash() != b.opening_hash():
        return 0
    ours, theirs = a.weekly_paths(a.start, weeks), b.weekly_paths(b.start, weeks)
    differ = np.flatnonzero(ours != theirs)
    return int(differ[0]) if differ.size else weeks


def run_branches(
    scenario: Scenario,
    branches: Mapping[str, Branch],
    *,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[RunRecord, dict[str, RunRecord]]:
    """Run a scenario and its branches; the weeks before a branch parts are passed once.

    Parameters
    ----------
    scenario : the run from which the others part.
    branches : by name; each `since` is a Monday from the scenario's start on.
    seed, resolution, until, threads, progress : as for `simulate`; `progress` counts the weeks of all runs.

    Returns
    -------
    The scenario's own record, and each branch's by name: the shared weeks followed by its own.
    """
    seed = scenario.seed if seed is None else seed
    resolution = scenario.resolution if resolution is None else resolution
    weeks = weeks_until(scenario, until)
    parting = {name: _week_of(scenario, branch, weeks) for name, branch in branches.items()}
    own = {
        name: weeks_until(branch.scenario, branch.until or until) - parting[name] for name, branch in branches.items()
    }
    total = weeks + sum(own.values())
    w = opened_world(scenario, seed, resolution, threads=threads)
    shared, found, done = Recorder.of(weeks), {}, 0

    def go_on(asked: Scenario, world: World, first: int, recorder: Recorder) -> None:
        nonlocal done
        pass_part(asked, world, first, recorder, seed, threads=threads)
        done += len(recorder.tallies)
        if progress:
            progress(done, total)

    now = 0
    for week in sorted({*parting.values(), weeks}):
        go_on(scenario, w, now, shared.part(now, week))
        now = week
        for name, branch in branches.items():
            if parting[name] == week:
                recorder = shared.followed_by(week, own[name])
                world = copied(w)
                go_on(branch.scenario, world, week, recorder.part(week, week + own[name]))
                found[name] = finished_record(branch.scenario, seed, resolution, world, recorder)
    return finished_record(scenario, seed, resolution, w, shared), {name: found[name] for name in branches}


def _week_of(scenario: Scenario, branch: Branch, weeks: int) -> int:
    """Number of the week in which a branch parts."""
    days = (branch.since - scenario.start).days
    if days % 7 or not 0 <= days // 7 <= weeks:
        raise InputError(
            f"a branch parts on a Monday from {scenario.start} to the end of the run, not on {branch.since}"
        )
    if (branch.until or branch.scenario.end) <= branch.since:
        raise InputError(f"a branch that parts on {branch.since} cannot end on {branch.until or branch.scenario.end}")
    return days // 7
