"""The change of prices and the rate that the economy itself predicts from dated origins, all it is given frozen there.

A run passes on the rates that were known week by week. At each origin a copy goes on: what the scenario gives stays as
it was in the last week, the calendar goes on, and the rate moves freely. Nothing that the scenario says of later weeks
enters; that its spells before the origin were written with later reports in hand is not undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jangmadang.axes import AXES
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.recording import recorded_series
from jangmadang.engine.run import copied, opened_world
from jangmadang.scenario import Scenario
from jangmadang.scenario.paths import REPORTED_RATE

Array = NDArray[np.float64]
#: Items of an outlook and the recorded series that answers for each.
SERIES = {"rice": "rice_price", "corn": "corn_price", "cny": "exchange_rate"}
_CALENDAR = ("year", "iso_week", "week_of_year", "month")
_IMPOSED = "exchange_rate_imposed"


def changes_ahead(
    scenario: Scenario,
    known_rate: Array,
    origins: Sequence[date],
    weeks: int,
    *,
    seed: int = 1,
    resolution: str | int = "calibration",
    place: str = "hyesan",
) -> dict[tuple[date, str], Array]:
    """Changes of the logarithm from the week of an origin to each of the weeks after it, by origin and item.

    Parameters
    ----------
    scenario : the history.
    known_rate : won per yuan as known before each week of the scenario, from its start on.
    origins : days, in order, inside the scenario; each knows its own week.
    weeks : how many weeks ahead.
    seed, resolution : of the run.
    place : where prices are.
    """
    given, parameters = scenario.weekly_paths(scenario.start, len(known_rate)), scenario.parameter_record()
    given[REPORTED_RATE], given[_IMPOSED] = known_rate, 1.0
    w, now = opened_world(scenario, seed, resolution, threads=1), 0
    found: dict[tuple[date, str], Array] = {}
    here = AXES["place"].index(place)
    markets = np.bincount(w.markets.place).astype(float)
    past = Recorder.of(len(known_rate))
    for origin in origins:
        week = (origin - scenario.start).days // 7 + 1
        monday = scenario.start + timedelta(weeks=now)
        if week > now:
            pass_weeks(w, given[now:week], parameters, seed, monday, past.part(now, week))
            now = week
        ahead = Recorder.of(weeks)
        since = scenario.start + timedelta(weeks=week)
        pass_weeks(copied(w), _frozen(scenario, given, week, weeks), parameters, seed, since, ahead)
        before = recorded_series(past.tallies[week - 1 : week], past.border[week - 1 : week], markets)
        after = recorded_series(ahead.tallies, ahead.border, markets)
        for item, name in SERIES.items():
            path = np.log(np.concatenate([before[name], after[name]]))
            path = path if path.ndim == 1 else path[:, here]
            found[origin, item] = path[1:] - path[0]
    return found


def _frozen(scenario: Scenario, given: NDArray[np.void], week: int, weeks: int) -> NDArray[np.void]:
    """What is given after an origin: all as in its week but for the calendar, and a rate that moves freely."""
    ahead = scenario.weekly_paths(scenario.start + timedelta(weeks=week), weeks)
    for name in ahead.dtype.names or ():
        if name not in _CALENDAR:
            ahead[name] = given[name][week - 1]
    ahead[_IMPOSED] = 0.0
    return ahead
