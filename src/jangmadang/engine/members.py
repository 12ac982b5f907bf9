"""Members of a fit or an outlook: one draw of parameters with one seed, kept in memory to go on from again and again.

A member holds its world and nothing that it recorded, a megabyte and a half at calibration resolution. Going on leaves
it as it was, so that one past serves any number of futures.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jangmadang.engine.kept_worlds import bytes_of
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import (
    RunRecord,
    check_goes_on,
    copied,
    finished_record,
    opened_world,
    pass_part,
    weeks_until,
)
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import resolution_of, seed_of, threads_of
from jangmadang.world.members import IMPORTED_ORIGIN
from jangmadang.world.places import places
from jangmadang.world.tables import YEAR_WEEKS, World


@dataclass(frozen=True, eq=False)
class Member:
    """A run as it stands on a Monday.

    Attributes
    ----------
    scenario : with the parameters of the draw; the last under which weeks passed.
    seed, resolution : of the run.
    monday : the week that comes next.
    world : the state; weeks pass in copies of it.
    purchases : [week, place], imported medicine bought in the past year, against which its stocks are measured.
    """

    scenario: Scenario
    seed: int
    resolution: str | int
    monday: datetime.date
    world: World
    purchases: NDArray[np.float64]

    @property
    def start(self) -> datetime.date:
        """First week of the run."""
        return self.scenario.start

    @property
    def weeks(self) -> int:
        """Weeks passed."""
        return (self.monday - self.start).days // 7

    @property
    def nbytes(self) -> int:
        """Memory that it takes, bytes."""
        return bytes_of(self.world) + self.purchases.nbytes


def open_member(
    scenario: Scenario,
    seed: int | None = None,
    resolution: str | int | None = None,
    *,
    keep: bool = False,
    threads: int | None = 1,
) -> Member:
    """Settle and burn in a scenario's parameters and return the member before its first week.

    Parameters
    ----------
    scenario : with the parameters of one draw.
    seed, resolution : as for `simulate`; default the scenario's.
    keep : whether settled and burnt-in worlds stay on disk for runs to come. Off, they are read if they lie there, but
        hundreds of draws that nobody asks for again do not drive out the worlds of others.
    threads : for the markets of a week; None for all cores.
    """
    seed = scenario.seed if seed is None else seed_of(seed)
    resolution = scenario.resolution if resolution is None else resolution_of(resolution)
    world = opened_world(scenario, seed, resolution, keep=keep, threads=threads_of(threads))
    return Member(scenario, seed, resolution, scenario.start, world, np.zeros((0, len(places()))))


def go_on(
    member: Member,
    until: datetime.date | None = None,
    scenario: Scenario | None = None,
    *,
    threads: int | None = 1,
) -> tuple[Member, RunRecord]:
    """Pass weeks from where a member stands.

    Parameters
    ----------
    member : it stays as it is.
    until : the weeks before this day pass; default the scenario's end.
    scenario : holds from the member's Monday on, as in a `Branch`; default the member's own.
    threads : for the markets of a week; None for all cores.

    Returns
    -------
    The member as it then stands, and the record of the weeks passed alone.

    Raises
    ------
    CheckError
        If the accounts of a week do not close.
    InputError
        If the scenario starts on another day, or ends before the member's Monday.
    """
    asked = member.scenario if scenario is None else scenario
    weeks = weeks_until(asked, until)
    check_goes_on(asked, None, weeks, member)
    began = time.perf_counter()
    w, recorder = copied(member.world), Recorder.of(weeks - member.weeks)
    pass_part(asked, w, member.weeks, recorder, member.seed, threads=threads_of(threads))
    since = f"{member.scenario.name} before the week of {member.monday}" if member.weeks else ""
    record = finished_record(
        asked,
        member.seed,
        member.resolution,
        w,
        recorder,
        time.perf_counter() - began,
        since=since,
        first=member.weeks,
        earlier=member.purchases,
    )
    purchases = np.concatenate([member.purchases, record.records["medicine_purchases"][..., IMPORTED_ORIGIN]])
    monday = asked.start + datetime.timedelta(weeks=weeks)
    return Member(asked, member.seed, member.resolution, monday, w, purchases[-YEAR_WEEKS:]), record
