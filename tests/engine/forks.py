"""Runs that share a past: settle and burn in once per seed, keep the world at dates, go on from there with changes.

Unlike `jangmadang.engine.branching`, a past is kept, so that forks can be asked for one by one. A fork costs its own
weeks only; its dataset begins with the 52 weeks before it, which both branches share, so that base-period prices and
quantities of the indicators are the same in both.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable

import numpy as np
import xarray as xr

from jangmadang.engine.recorder import Recorder
from jangmadang.engine.run import copied, finished_record, opened_world, pass_part
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import Scenario
from jangmadang.world.tables import World

PAST_WEEKS = 52
RESOLUTION = "calibration"


class Past:
    """One seed's baseline run with the world kept at some dates."""

    def __init__(self, scenario: Scenario, seed: int, dates: Iterable[datetime.date]) -> None:
        self.scenario, self.seed = scenario, seed
        self.kept: dict[datetime.date, tuple[World, Recorder]] = {}
        parting = {date: (date - scenario.start).days // 7 for date in sorted(dates)}
        recorder, now = Recorder.of(max(parting.values())), 0
        w = opened_world(scenario, seed, RESOLUTION)
        for date, week in parting.items():
            pass_part(scenario, w, now, recorder.part(now, week), seed)
            self.kept[date] = copied(w), recorder.part(max(week - PAST_WEEKS, 0), week)
            now = week

    def fork(self, date: datetime.date, weeks: int, scenario: Scenario | None = None) -> xr.Dataset:
        """Dataset of the year before a date and of the weeks after it, these under another scenario if one is given."""
        asked = scenario or self.scenario
        world, past = self.kept[date]
        w, before = copied(world), len(past.tallies)
        recorder = past.followed_by(before, weeks)
        pass_part(asked, w, (date - asked.start).days // 7, recorder.part(before, before + weeks), self.seed)
        record = finished_record(asked, self.seed, RESOLUTION, w, recorder)
        first = np.datetime64(date) - 7 * before
        return to_dataset(dataclasses.replace(record, weeks=first + 7 * np.arange(before + weeks)))
