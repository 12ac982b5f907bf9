"""Pasts of runs that a process keeps: the next question goes on from the last week that it shares with those before.

What comes of it has the same bits as a run from the start: a world that is kept is the one that the weeks would make.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jangmadang.engine.branching import Branch
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import RunRecord, copied, finished_record, opened_world, pass_part
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World

#: Weeks between the worlds that are kept for questions to come, and in how many of a run's last weeks they lie.
APART, BACK = 26, 260
Key = tuple[str, str, int, str | int]
T = TypeVar("T")
_kept: OrderedDict[Key, _Past] = OrderedDict()
_lock = threading.Lock()
_most = 0


@dataclass
class _Past:
    """A run as far as it has passed.

    Attributes
    ----------
    scenario : of the run.
    paths : [week, path], under which its weeks pass.
    recorder : of all its weeks, filled to the last that has passed.
    worlds : as they stand before some of its weeks.
    record : of the whole run, once it has passed.
    made : what was made of the record.
    """

    scenario: Scenario
    paths: NDArray[np.void]
    recorder: Recorder
    worlds: dict[int, World]
    record: RunRecord | None = None
    made: list[object] = field(default_factory=list)

    @property
    def weeks(self) -> int:
        """Of the whole run."""
        return len(self.paths)

    def stand_before(self, week: int, seed: int) -> World:
        """The world before a week, passed from the nearest one that is kept, and kept itself."""
        known = max(one for one in self.worlds if one <= week)
        if known < week:
            world, is_new = copied(self.worlds[known]), known == max(self.worlds)
            recorder = self.recorder.part(known, week) if is_new else Recorder.of(week - known)  # weeks are added up
            pass_part(self.scenario, world, known, recorder, seed, threads=1)
            self.worlds[week] = world
        return self.worlds[week]

    def forget_but(self, weeks: Collection[int]) -> None:
        """Keep the worlds before some weeks alone."""
        self.worlds = {week: world for week, world in self.worlds.items() if week in weeks}


@contextmanager
def keeping_pasts(most: int) -> Iterator[None]:
    """Keep the latest pasts while the block runs, and go on from those of blocks before; one takes some 120 MB."""
    global _most
    _most = most
    try:
        yield
    finally:
        _most = 0


def are_kept() -> bool:
    """Whether pasts are kept now."""
    return _most > 0


def branches_from_pasts(
    scenario: Scenario, branches: Mapping[str, Branch], seed: int, resolution: str | int
) -> tuple[RunRecord, dict[str, RunRecord]]:
    """What `run_branches` gives to the scenario's end, on one thread, with no week passed that a kept past has."""
    past, parting = _past_of(scenario, seed, resolution), {}
    for name, branch in branches.items():
        parting[name] = (branch.since - scenario.start).days // 7
    stops = {0, past.weeks, *parting.values(), *range(max(past.weeks - BACK, 1), past.weeks, APART)}
    passed = {}
    for week in sorted(stops):
        world = past.stand_before(week, seed)
        for name, branch in branches.items():
            if parting[name] == week:
                own, recorder = copied(world), past.recorder.followed_by(week, past.weeks - week)
                pass_part(branch.scenario, own, week, recorder.part(week, past.weeks), seed, threads=1)
                passed[name] = own, recorder
    past.forget_but(stops)
    if past.record is None:
        past.record = finished_record(scenario, seed, resolution, past.worlds[past.weeks], past.recorder)
    _keep(_key_of(scenario, seed, resolution), past)
    found = {}
    for name, branch in branches.items():
        known = {series: values[: parting[name]] for series, values in past.record.records.items()}
        found[name] = finished_record(branch.scenario, seed, resolution, *passed[name], known=known)
    return past.record, found


def made_of(record: RunRecord, make: Callable[[RunRecord], T]) -> T:
    """What a function makes of a run; kept with the past of that run where there is one."""
    with _lock:
        past = next((one for one in _kept.values() if one.record is record), None)
    if past is None:
        return make(record)
    if not past.made:
        past.made.append(make(record))
    return past.made[0]  # type: ignore[return-value]


def _past_of(scenario: Scenario, seed: int, resolution: str | int) -> _Past:
    """A run as far as one that is kept has passed under the same paths; else before its first week."""
    with _lock:
        kept = _kept.get(_key_of(scenario, seed, resolution))
    if kept is not None and kept.scenario == scenario:
        return kept
    paths = scenario.weekly_paths(scenario.start, scenario.weeks)
    if kept is None:
        opened = opened_world(scenario, seed, resolution, threads=1)
        return _Past(scenario, paths, Recorder.of(len(paths)), {0: opened})
    length = min(len(paths), kept.weeks)
    differ = np.flatnonzero(kept.paths[:length] != paths[:length])
    worlds = {week: world for week, world in kept.worlds.items() if week <= (differ[0] if differ.size else length)}
    last = max(worlds)
    return _Past(scenario, paths, kept.recorder.followed_by(last, len(paths) - last), worlds)


def _keep(key: Key, past: _Past) -> None:
    with _lock:
        _kept[key] = past
        _kept.move_to_end(key)
        while len(_kept) > _most:
            _kept.popitem(last=False)


def _key_of(scenario: Scenario, seed: int, resolution: str | int) -> Key:
    """What runs that begin alike have in common."""
    return str(scenario.start), scenario.opening_hash(), seed, resolution
