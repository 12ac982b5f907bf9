"""Scenarios compared: paired runs, and the difference of every indicator with its interval.

Runs of a pair have the same seed and share every draw, so their difference is the effect of the change. Its interval is
by what is assumed: as wide as that of one more pair with parameters of its own; without draws, that of the mean.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from jangmadang.engine.branching import Branch, parting_week, run_branches
from jangmadang.engine.ensemble import run_each
from jangmadang.engine.executors import opened
from jangmadang.engine.run import Progress, RunRecord, simulate
from jangmadang.errors import InputError
from jangmadang.results.comparison_periods import Day, Period, periods_of
from jangmadang.results.comparison_table import ALL, table_of
from jangmadang.results.dataset import to_dataset
from jangmadang.results.ensemble import drawn
from jangmadang.results.indicators import INDICATORS, Indicator, compute
from jangmadang.results.intervals import half_width
from jangmadang.results.kept_pairs import Found, KeptPairs, Pair
from jangmadang.results.labels_aside import mean_weeks, side_by_side_along, with_sum_in_front, without_attributes
from jangmadang.results.pasts import are_kept, branches_from_pasts, made_of
from jangmadang.results.prices_index import Basis, basis_of
from jangmadang.results.summary import COUNTRY, HOME
from jangmadang.results.variables import VARIABLES, Variable
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import (
    check_drawn,
    flag_of,
    path_of,
    place_of,
    resolution_of,
    runs_of,
    scenario_of,
    seed_of,
    threads_of,
)
from jangmadang.scenario.draws import NEARBY
from jangmadang.scenario.posterior import Posterior, posterior_of

FEWEST_RUNS = 2
BASE_PRICES = ("rice_price", "corn_price", "exchange_rate", "exchange_rate_imposed")
STATEMENT = (
    "Differences are means over {runs} paired runs at {resolution} resolution, with the 90 % interval of that mean; "
    "they exclude parameter uncertainty."
)
DRAWS_STATEMENT = (
    "Differences are means over {runs} paired runs at {resolution} resolution; intervals hold 90 % of what they would "
    "be with parameters within {reach:.0f} % of their ranges either way, by {runs} more pairs that draw their own."
)
POSTERIOR_STATEMENT = (
    "Differences are means over {runs} paired runs at {resolution} resolution; intervals hold 90 % of what they would "
    "be with the parameters that the evidence leaves, by {runs} more pairs with draws of the {posterior} posterior."
)
FEW_STATEMENT = (
    " So few pairs bound little: an interval is about {times:.0f} times as wide as that of ten, and ends where a "
    "figure can go no further: at zero, of a share at 100 %."
)
#: Pairs with fewer than these bound little; and how many they are compared with.
FEW_RUNS, MANY_RUNS = 5, 10


@dataclass(frozen=True)
class Comparison:
    """Scenarios compared with a base.

    Attributes
    ----------
    scenarios : the base, then the others, as they were run.
    periods : the window, then for each scenario whose changes end the weeks while they last and those after, for one
        that begins after the window does its first weeks, then the calendar years from the first difference to the end.
    parting : Monday of the first week in which another scenario differs from the base; None if that is the first of
        all or never.
    parted : for each other scenario, Monday of the first week in which it differs from the base; None if none does.
    table : a row for each scenario, period, indicator, place and class (or channel, buyers, good; empty: all together):
        means of base and other, their difference with `low` and `high`, and `relative`, difference over base.
    weekly : the indicators at `place` by scenario (by number, 0 the base), seed and week, from half a year before the
        difference.
    base_prices : `BASE_PRICES` of the base at Hyesan by seed and week, over all weeks: what reports are set beside.
    seeds, resolution : of the runs.
    notes : what was done to make the scenarios comparable, in words.
    place : of which the answer speaks.
    drawn : `weekly` of the same pairs with parameters of their own, by which intervals are; None without draws.
    posterior : the posterior that they are out of; None where they lie near the scenarios' own.
    pairs : what each seed gave.
    """

    scenarios: tuple[Scenario, ...]
    periods: tuple[Period, ...]
    parting: datetime.date | None
    parted: tuple[datetime.date | None, ...]
    table: pd.DataFrame
    weekly: xr.Dataset
    base_prices: xr.Dataset
    seeds: tuple[int, ...]
    resolution: str | int
    notes: tuple[str, ...]
    place: str = HOME
    drawn: xr.Dataset | None = None
    posterior: Posterior | None = None
    pairs: tuple[Pair, ...] = ()

    def lasting(self, scenario: str) -> tuple[Period, ...]:
        """The weeks while a scenario's changes last and those after, where they end."""
        names = (f"while {scenario} lasts", f"after {scenario}")
        return tuple(period for period in self.periods if period.name in names)

    def answered(self, scenario: str) -> Period:
        """The weeks that a scenario's answer is of: while its changes last, from its first on, or else the window."""
        names = (f"while {scenario} lasts", f"since {scenario} began")
        return next((period for period in self.periods if period.name in names), self.periods[0])

    def kept_in(self, folder: Path) -> KeptPairs:
        """What a folder keeps of this comparison's pairs."""
        drawn = self.drawn is not None
        return KeptPairs(folder, self.scenarios, self.periods, self.resolution, self.place, drawn, self.posterior)

    def keep_in(self, folder: Path) -> None:
        """Keep the pairs as `compare` with that folder does.

        Raises
        ------
        InputError
            If they cannot be written.
        """
        kept = self.kept_in(folder)
        for seed, pair in zip(self.seeds, self.pairs, strict=True):
            kept[seed] = pair

    @cached_property
    def rows_spoken_of(self) -> dict[tuple[str, ...], int]:
        """Numbers of the table's rows at `place`, or of the country, by scenario, period, indicator and class."""
        spoken = np.flatnonzero(self.table["place"].isin((self.place, COUNTRY)))[::-1]  # the first of two is kept
        keys = self.table[["scenario", "period", "indicator", "class"]].iloc[spoken]
        return dict(zip(keys.itertuples(index=False, name=None), spoken.tolist(), strict=True))

    @property
    def statement(self) -> str:
        """What differences and intervals mean, in words."""
        name = self.posterior.name if self.posterior else ""
        drawn = POSTERIOR_STATEMENT if self.posterior else DRAWS_STATEMENT
        words, runs = STATEMENT if self.drawn is None else drawn, len(self.seeds)
        said = words.format(runs=runs, resolution=self.resolution, reach=NEARBY * 100, posterior=name)
        few = FEW_STATEMENT.format(times=half_width(runs) / half_width(MANY_RUNS)) if runs < FEW_RUNS else ""
        return said + few


@dataclass(frozen=True)
class _Plan:
    """What every seed does: the scenarios to one end, the week each parts from the base, and what is kept."""

    scenarios: tuple[Scenario, ...]
    parting: tuple[int, ...]
    periods: tuple[Period, ...]
    since: datetime.date
    resolution: str | int
    place: str = HOME
    draws: bool = False
    posterior: Posterior | None = None


def compare(
    base: Scenario | Path | str,
    *others: Scenario | Path | str,
    runs: int = 10,
    seed: int | None = None,
    resolution: str | int = "calibration",
    window: tuple[Day | None, Day | None] = (None, None),
    place: str = HOME,
    draws: bool = True,
    posterior: Path | str | None = None,
    executor: Executor | str | None = None,
    threads: int | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run scenarios in pairs with a base and return the differences of all indicators.

    Parameters
    ----------
    base, others : from `jangmadang.load`, or names or files to load; all run to the latest of their ends.
    runs : number of seeds, from 2.
    seed : the first seed, the rest follow; default the base's.
    resolution : `default`, `calibration`, `full` or N.
    window : the weeks to average, from the first day to before the second; default the 52 weeks from the first
        difference, or the last 52 where there is none or the scenarios share no past.
    place : whose weeks are kept, and of which the answer speaks.
    draws : intervals are by what is assumed: each pair is run again with parameters of its own, drawn near the
        scenarios' by its seed. Without, they hold the mean over seeds alone, and are far too narrow to defend.
    posterior : takes these parameters out of a posterior: `shipped`, or a file of `jangmadang calibrate`; not with
        `draws` off.
    executor : runs the seeds: any `concurrent.futures.Executor`, or a name as for `jangmadang compare --executor`;
        default threads.
    threads : number of workers where the executor does not say; default one a core.
    folder : keeps each pair as it finishes; the same call goes on where an earlier one stopped.
    progress : called with the number of seeds done and in all.

    Raises
    ------
    InputError
        If scenarios, runs or window cannot be compared; the message names the remedy.
    """
    if not others:
        raise InputError("compare needs a base and at least one other scenario")
    runs, threads, resolution = runs_of(runs, FEWEST_RUNS), threads_of(threads), resolution_of(resolution)
    asked, draws = tuple(scenario_of(item) for item in (base, *others)), flag_of("draws", draws)
    check_drawn(draws, posterior)
    plan, parting = _plan(asked, resolution, window)
    known = None if posterior is None else posterior_of(posterior)
    plan = replace(plan, draws=draws, posterior=known, place=place_of(place))
    first = seed_of(asked[0].seed if seed is None else seed, runs)
    seeds = tuple(range(first, first + runs))
    kept_in = path_of("folder", folder)
    found = _run_seeds(plan, seeds, executor, threads, kept_in, progress)
    means, weekly, base_prices = _along_seeds([main for main, _ in found])
    again = [drawn for _, drawn in found if drawn]
    drawn = _along_seeds(again) if again else None
    return Comparison(
        scenarios=plan.scenarios,
        periods=plan.periods,
        parting=parting,
        parted=tuple(_first_difference(plan, week) for week in plan.parting),
        table=table_of(means, drawn.means if drawn else None, [item.name for item in asked[1:]], plan.periods),
        weekly=_labelled(weekly, seeds),
        base_prices=_labelled(base_prices, seeds),
        seeds=seeds,
        resolution=resolution,
        notes=_notes(asked, plan),
        place=plan.place,
        drawn=_labelled(drawn.weekly, seeds) if drawn else None,
        posterior=known,
        pairs=tuple(found),
    )


def _along_seeds(found: Sequence[Found]) -> Found:
    """What the seeds gave, along `seed`."""
    return Found(*(side_by_side_along(part, "seed") for part in zip(*found, strict=True)))


def _labelled(along_seeds: xr.Dataset, seeds: Sequence[int]) -> xr.Dataset:
    """Series along `seed` with the seeds, units and long names, which the pairs are spared."""
    known: tuple[Variable | Indicator, ...] = (*VARIABLES, *INDICATORS)
    about = {item.name: {"units": item.unit, "long_name": item.long_name} for item in known}
    for name, series in along_seeds.data_vars.items():
        series.attrs.update(about.get(str(name), {}))
    return along_seeds.assign_coords(seed=list(seeds))


def _plan(
    asked: tuple[Scenario, ...], resolution: str | int, window: tuple[Day | None, Day | None]
) -> tuple[_Plan, datetime.date | None]:
    """Bring the scenarios to one end and fix the periods; also the Monday of the first difference, if there is one."""
    names = [item.name for item in asked[1:]]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"two of the scenarios are named '{twice}'; give one of them another name")
    end = max(item.end for item in asked)
    scenarios = tuple(item if item.end == end else item.with_changes(end=end) for item in asked)
    base = scenarios[0]
    parting = tuple(parting_week(base, other, base.weeks) for other in scenarios[1:])
    apart = base.start + datetime.timedelta(weeks=min(parting)) if 0 < min(parting) < base.weeks else None
    periods, since = periods_of(scenarios, parting, apart, window)
    return _Plan(scenarios, parting, periods, since, resolution), apart


def _first_difference(plan: _Plan, week: int) -> datetime.date | None:
    """Monday of the week in which a scenario parts from the base."""
    base = plan.scenarios[0]
    return None if week == base.weeks else base.start + datetime.timedelta(weeks=week)


def _run_seeds(
    plan: _Plan,
    seeds: Sequence[int],
    executor: Executor | str | None,
    threads: int | None,
    folder: Path | None,
    progress: Progress | None,
) -> list[Pair]:
    """Run every seed of a plan that a folder does not keep yet; all in the order of the seeds."""
    about = plan.scenarios, plan.periods, plan.resolution, plan.place, plan.draws, plan.posterior
    kept = KeptPairs(folder, *about) if folder else None
    found = {seed: kept[seed] for seed in seeds if seed in kept} if kept is not None else {}

    def keep(seed: int, pair: Pair) -> None:
        found[seed] = pair
        if kept is not None:
            with suppress(InputError):  # a full disk: the pair is here all the same
                kept[seed] = pair
        if progress:
            progress(len(found), len(seeds))

    left = [seed for seed in seeds if seed not in found]
    with opened(executor, threads) as workers:
        run_each(partial(_run_seed, plan), left, workers, keep)
    return [found[seed] for seed in seeds]


def _run_seed(plan: _Plan, seed: int) -> Pair:
    """What one seed gives of all scenarios, and with draws once more with parameters of its own."""
    found = _run_scenarios(plan, plan.scenarios, seed)
    if not plan.draws:
        return found, None
    return found, _run_scenarios(plan, tuple(drawn(item, seed, plan.posterior) for item in plan.scenarios), seed)


def _run_scenarios(plan: _Plan, scenarios: tuple[Scenario, ...], seed: int) -> Found:
    """Run scenarios with a seed; a past is run once."""
    base, *others = scenarios
    branches = {
        str(number): Branch(other, base.start + datetime.timedelta(weeks=week))
        for number, (other, week) in enumerate(zip(others, plan.parting, strict=True))
        if 0 < week < base.weeks
    }
    if are_kept():
        main, parted = branches_from_pasts(base, branches, seed, plan.resolution)
    else:
        main, parted = run_branches(base, branches, seed=seed, resolution=plan.resolution, threads=1)
    home = made_of(main, _home_of)
    found = [_reduced(home.indicators, plan)]
    for number, (other, week) in enumerate(zip(others, plan.parting, strict=True)):
        if week == base.weeks:
            found.append(found[0])
            continue
        run = parted[str(number)] if week else simulate(other, seed, plan.resolution, threads=1)
        found.append(_reduced(_indicators(to_dataset(run), home.basis), plan))
    means, weekly = (side_by_side_along(part, "scenario") for part in zip(*found, strict=True))
    return Found(means, weekly, home.prices)


class _Home(NamedTuple):
    """What is asked of a base: its base period, weekly indicators, and prices of its own at home."""

    basis: Basis
    indicators: xr.Dataset
    prices: xr.Dataset


def _home_of(main: RunRecord) -> _Home:
    dataset = to_dataset(main)
    basis = basis_of(dataset)
    prices = without_attributes(dataset[list(BASE_PRICES)].sel(place=[HOME]))
    return _Home(basis, _indicators(dataset, basis), prices)


def _indicators(dataset: xr.Dataset, basis: Basis) -> xr.Dataset:
    """Weekly indicators, the figures alone; channels also added up."""
    return with_sum_in_front(without_attributes(compute(dataset, basis=basis)), "channel", ALL)


def _reduced(indicators: xr.Dataset, plan: _Plan) -> tuple[xr.Dataset, xr.Dataset]:
    """Means over the periods, and the weeks to draw at a place."""
    means = xr.Dataset(
        {name: mean_weeks(one.variable, indicators["week"].values, plan.periods) for name, one in indicators.items()},
        indicators.drop_vars("week").coords,
    )
    weekly = indicators.sel(week=slice(np.datetime64(plan.since), None), place=plan.place).drop_vars("place")
    return means, weekly


def _notes(asked: Sequence[Scenario], plan: _Plan) -> tuple[str, ...]:
    """What was done to make the scenarios comparable."""
    end = plan.scenarios[0].end
    longer = [item.name for item in asked if item.end != end]
    notes = [f"{', '.join(longer)}: run on to {end}, paths hold their last values."] if longer else []
    for other, week in zip(asked[1:], plan.parting, strict=True):
        if week == 0:
            notes.append(f"{other.name}: shares no past with {asked[0].name}, from the opening state on.")
        elif week == plan.scenarios[0].weeks:
            notes.append(f"{other.name}: the same as {asked[0].name} in every week.")
    return tuple(notes)
