"""Runs that share a past: settle and burn in once per seed, keep the world at dates, go on from there with changes.

A fork costs its own weeks only. Its dataset begins with the 52 weeks before the fork, which both branches share, so
that base-period prices and quantities of the indicators are the same in both.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.engine.recording import recorded_series
from jangmadang.engine.run import BURN_IN_WEEKS, Recorder, RunRecord, pass_weeks
from jangmadang.engine.settling import settled_world, transplant
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import Scenario
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

PAST_WEEKS = 52


def copied(w: World) -> World:
    """A world that shares nothing with the given one."""
    return World(*(array.copy() for array in w))


def opened_world(scenario: Scenario, seed: int, resolution: str | int = "calibration", burn_in: bool = True) -> World:
    """The world in which a run of the scenario starts."""
    p = scenario.parameter_record()
    w = build_world(p, resolution, seed)
    transplant(settled_world(scenario), w)
    if burn_in:
        first = scenario.start - datetime.timedelta(weeks=BURN_IN_WEEKS)
        inputs = scenario.weekly_paths(first, BURN_IN_WEEKS)
        pass_weeks(w, inputs, p, seed, first, Recorder.of(BURN_IN_WEEKS))
    return w


class Past:
    """One seed's baseline run with the world kept at some dates."""

    def __init__(self, scenario: Scenario, seed: int, dates: Iterable[datetime.date]) -> None:
        self.scenario, self.seed = scenario, seed
        self.worlds: dict[datetime.date, World] = {}
        self.recent: dict[datetime.date, tuple[Any, Any]] = {}
        w = opened_world(scenario, seed)
        markets = np.bincount(w.markets.place).astype(float)
        households = np.zeros((len(markets), w.markets.real_households.shape[1]))
        np.add.at(households, w.markets.place, w.markets.real_households)
        self.markets, self.households, self.rows = markets, households, len(w.households)
        now = scenario.start
        for date in sorted(dates):
            recorder = self._pass(w, scenario, now, (date - now).days // 7)
            self.worlds[date] = copied(w)
            self.recent[date] = (recorder.tallies[-PAST_WEEKS:].copy(), recorder.border[-PAST_WEEKS:].copy())
            now = date

    def _pass(self, w: World, scenario: Scenario, first: datetime.date, weeks: int) -> Recorder:
        """Pass weeks of a scenario in a world."""
        recorder = Recorder.of(weeks)
        inputs = scenario.weekly_paths(first, weeks)
        pass_weeks(w, inputs, scenario.parameter_record(), self.seed, first, recorder)
        return recorder

    def fork(self, date: datetime.date, weeks: int, scenario: Scenario | None = None) -> xr.Dataset:
        """Dataset of the year before a date and of the weeks after it, these under another scenario if one is given."""
        asked = scenario or self.scenario
        recorder = self._pass(copied(self.worlds[date]), asked, date, weeks)
        past = self.recent[date]
        tallies = np.concatenate([past[0], recorder.tallies])
        border = np.concatenate([past[1], recorder.border])
        first = date - datetime.timedelta(weeks=len(past[0]))
        return to_dataset(
            RunRecord(
                weeks=np.datetime64(first) + 7 * np.arange(len(tallies)),
                records=recorded_series(tallies, border, self.markets),
                ledger={},
                scenario=asked,
                seed=self.seed,
                resolution="calibration",
                households=self.rows,
                real_households=self.households,
                seconds=0.0,
                prepare_seconds=0.0,
                ledger_residuals={},
            )
        )
