"""Ask the economy: sample paths from the reports known by an origin, run a member on each, answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import date

from jangmadang.economy_outlook.answer import EconomyOutlook, answer_from
from jangmadang.economy_outlook.members import AHEAD, BACK, Origin, check_origin, run_origin
from jangmadang.economy_outlook.record import HISTORY
from jangmadang.engine.executors import opened
from jangmadang.errors import InputError
from jangmadang.outlook.paths import SAMPLED, sampled_paths
from jangmadang.outlook.weekly import Report, monday_of, week_of
from jangmadang.scenario import load

MEMBERS = 60


def economy_outlook(
    reports: Sequence[Report],
    origin: date,
    *,
    members: int = MEMBERS,
    seed: int = 1,
    executor: Executor | str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> EconomyOutlook:
    """What the economy makes of the prices and rates that the outlook forecasts from an origin.

    Parameters
    ----------
    reports : all there are; those known after the origin are left out.
    origin : the day.
    members : each with parameters of the shipped posterior, a sampled path and dice of its own.
    seed : of the paths.
    executor, threads : as for `jangmadang.ensemble`; the answer does not depend on them.
    progress : called with members done and in all.

    Raises
    ------
    InputError
        If a path cannot be forecast from the origin, or the history before it is too short.
    """
    scenario = load(HISTORY)
    check_origin(scenario, week_of(origin))
    paths = sampled_paths(reports, origin, members, back=BACK, ahead=AHEAD, seed=seed)
    if paths is None:
        raise InputError(f"the economy needs an outlook of {', '.join(SAMPLED)} at Hyesan; take a later --origin")
    with opened(executor, threads) as workers:
        found = run_origin(Origin(scenario, paths), workers, progress)
    return answer_from(origin, monday_of(paths.week), found)
