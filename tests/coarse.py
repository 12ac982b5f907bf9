"""A world of some hundred households that has soon settled, for runs whose figures are not looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from jangmadang.engine import executors, kept_worlds, run, settling
from jangmadang.scenario import reading
from jangmadang.world import synthesis

COARSE = 400, 20_000  # real households for a simulated one, at Hyesan and inland
WEIGHTS_OF = synthesis.weights_of
LOAD = reading._load
WorkerProcesses = executors.WorkerProcesses


def coarsen(put: Callable[[Any, str, Any], None], folder: Path) -> None:
    """Make every world of this process and of its workers coarse; `put` is `setattr` or takes back what it sets.

    Such worlds are of no use to others: they are kept in a folder of their own.
    """
    put(synthesis, "weights_of", lambda asked: WEIGHTS_OF(asked) and COARSE)
    put(run, "REFINED_FROM", {})
    for module in (run, settling):
        put(module, "BURN_IN_WEEKS", 4)
    put(settling, "SETTLING_YEARS", 1)
    put(kept_worlds, "kept_folder", lambda: folder)
    put(executors, "WorkerProcesses", CoarseProcesses)


def begin_later(put: Callable[[Any, str, Any], None], start: str) -> None:
    """Let every scenario that is read begin on a day, however long its history."""
    take_parts(put, lambda _: {"start": start})


def take_parts(put: Callable[[Any, str, Any], None], part_of: Callable[[str], Mapping[str, str]]) -> None:
    """Let scenarios that are read begin and end on days by their names, whatever was said of them before."""

    def load(*asked: Any) -> Any:
        found = LOAD(*asked)
        return found.with_changes(**part) if (part := part_of(found.name)) else found

    put(reading, "_load", load)


class CoarseProcesses(WorkerProcesses):
    """Worker processes of which each coarsens its own worlds."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedule a call."""
        return super().submit(coarsely, function, *args, **kwargs)


def coarsely(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function in a worker, which keeps its worlds nowhere."""
    coarsen(setattr, Path(os.devnull))
    return function(*args, **kwargs)
