"""Members: a draw of the posterior, one sampled path of prices and one seed, with the futures that differ from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from jangmadang.economy_outlook.figures import FIGURES, values_at
from jangmadang.economy_outlook.following import Array, Asked, Followed, follow
from jangmadang.engine.ensemble import run_each
from jangmadang.engine.members import go_on, open_member
from jangmadang.engine.run import finished_record
from jangmadang.errors import CheckError, InputError
from jangmadang.outlook.evaluation import HORIZONS
from jangmadang.outlook.paths import SampledPaths
from jangmadang.outlook.weekly import monday_of
from jangmadang.results.dataset import to_dataset
from jangmadang.results.ensemble import drawn
from jangmadang.results.summary import YEAR_WEEKS
from jangmadang.scenario import Scenario
from jangmadang.scenario.posterior import SHIPPED, posterior_of

RESOLUTION = "calibration"
#: Weeks on sampled paths up to the origin: half a year in which members come to their prices, and the year watched.
ARRIVAL_WEEKS = 26
BACK = ARRIVAL_WEEKS + YEAR_WEEKS
AHEAD = max(HORIZONS)
ENDS = np.array([0, *HORIZONS])
_CALENDAR = ("year", "iso_week", "week_of_year", "month")
_RATE = 2  # number of the yuan among what is sampled
BORDER = (
    "openness", "entitlement", "export_entitlement", "clearance_days", "private_seizure_multiplier", "chinese_openness",
    "throughput_factor", "other_gateways_openness", "other_gateways_inflow", "licences", "metal_inspection",
)  # fmt: skip
CHINA = ("inspection_strictness", "export_price_multiplier", "import_price_multiplier", "grain_price_multiplier")


@dataclass(frozen=True)
class Future:
    """A way to go on from the origin.

    Attributes
    ----------
    rate_held : whether the yuan stays as in the origin's week; staples then keep to their paths in yuan.
    staples_held : whether staples cost as many yuan as in the origin's week; in won they then move with the rate.
    of_the_year : paths that are as they were in the mean of the year to the origin, not as in its week.
    """

    rate_held: bool = False
    staples_held: bool = False
    of_the_year: tuple[str, ...] = ()


AS_SAMPLED = "as sampled"
FUTURES = {
    AS_SAMPLED: Future(),
    "rate held": Future(rate_held=True),
    "staples held": Future(staples_held=True),
    "all held": Future(rate_held=True, staples_held=True),
    "border of the year": Future(of_the_year=BORDER),
    "China of the year": Future(of_the_year=CHINA),
}


@dataclass(frozen=True, eq=False)
class EconomyMember:
    """What a member says.

    Attributes
    ----------
    values : [future of `FUTURES`, figure of `FIGURES`, end of `ENDS`].
    innovations : [week, staple] of the year to the origin, of the logarithm of the price.
    gaps : [week, staple] of that year and of the weeks ahead, ln price less the sampled path's.
    error : by which it ended, if it did; it has no values then.
    """

    values: Array
    innovations: Array
    gaps: Array
    error: str = ""


@dataclass(frozen=True, eq=False)
class Origin:
    """What all members have in common.

    Attributes
    ----------
    scenario : whose parameters are drawn.
    paths : one for each member.
    """

    scenario: Scenario
    paths: SampledPaths

    def run(self, number: int) -> EconomyMember:
        """Make a member, counted from 1: its number is its seed, that of its parameters, and that of its path."""
        try:
            return self._run(number)
        except CheckError as error:
            nothing = np.zeros((0, 2))
            return EconomyMember(np.full((len(FUTURES), len(FIGURES), len(ENDS)), np.nan), nothing, nothing, str(error))

    def _run(self, number: int) -> EconomyMember:
        scenario, path = drawn(self.scenario, number, posterior_of(SHIPPED)), self.paths.log_price[number - 1]
        since = monday_of(self.paths.week - BACK + 1)
        member, before = go_on(open_member(scenario, number, RESOLUTION), since)
        base, p, first = to_dataset(before), scenario.parameter_record(), member.weeks
        given = scenario.weekly_paths(since, BACK)
        past = follow(
            member.world, Asked(given, path[:BACK, _RATE], path[:BACK, :_RATE], ARRIVAL_WEEKS), p, number, since
        )
        origin = since + datetime.timedelta(weeks=BACK)
        values, gaps = np.empty((len(FUTURES), len(FIGURES), len(ENDS))), past.gaps[-YEAR_WEEKS:]
        for n, (name, future) in enumerate(FUTURES.items()):
            ahead = follow(past.world, _asked(scenario, future, given, path, origin), p, number, origin)
            values[n] = values_at(_dataset(scenario, number, past, ahead, first), base, BACK - 1, ENDS)
            if name == AS_SAMPLED:
                gaps = np.concatenate([gaps, ahead.gaps])
        return EconomyMember(values, past.innovations[-YEAR_WEEKS:], gaps)


def run_origin(
    asked: Origin, executor: Executor, progress: Callable[[int, int], None] | None = None
) -> list[EconomyMember]:
    """Make all members, in the order of their numbers whatever executor makes them.

    Parameters
    ----------
    asked : what they have in common.
    executor : makes them.
    progress : called with members done and in all, first before any is.
    """
    numbers, found = range(1, len(asked.paths.log_price) + 1), dict[int, EconomyMember]()

    def keep(number: int, member: EconomyMember) -> None:
        found[number] = member
        if progress:
            progress(len(found), len(numbers))

    if progress:
        progress(0, len(numbers))
    run_each(partial(Origin.run, asked), numbers, executor, keep)
    return [found[number] for number in numbers]


def check_origin(scenario: Scenario, week: int) -> None:
    """Refuse an origin that leaves no year before the sampled paths begin."""
    first = scenario.start + datetime.timedelta(weeks=YEAR_WEEKS + BACK)
    if monday_of(week) < first:
        raise InputError(f"--economy needs a history before the origin: give an --origin from {first} on")


def _asked(scenario: Scenario, future: Future, given: NDArray[np.void], path: Array, origin: datetime.date) -> Asked:
    """The weeks ahead: the calendar goes on, all else that is given stays, prices and rate are as a future has them."""
    ahead = scenario.weekly_paths(origin, AHEAD)
    for name in ahead.dtype.names or ():
        if name in future.of_the_year:
            ahead[name] = given[name][-YEAR_WEEKS:].mean(axis=0)
        elif name not in _CALENDAR:
            ahead[name] = given[name][-1]
    in_yuan = path[:, :_RATE] - path[:, _RATE:]
    rate = path[BACK - 1 : BACK] if future.rate_held else path[BACK:]
    staples = in_yuan[BACK - 1 : BACK] if future.staples_held else in_yuan[BACK:]
    log_rate = np.broadcast_to(rate[:, _RATE], AHEAD)
    return Asked(ahead, log_rate, staples + log_rate[:, None])


def _dataset(scenario: Scenario, seed: int, past: Followed, ahead: Followed, first: int) -> xr.Dataset:
    """The past on sampled paths and a future as one run."""
    recorder = past.recorder.followed_by(BACK, AHEAD)
    for name, array in vars(ahead.recorder).items():
        getattr(recorder, name)[BACK:] = array
    return to_dataset(finished_record(scenario, seed, RESOLUTION, ahead.world, recorder, first=first))
