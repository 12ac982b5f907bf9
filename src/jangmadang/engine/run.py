"""Make a run: settle, burn in, pass the weeks, record."""

from __future__ import annotations

import datetime
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.closure import CNY, KPW, relative_residual_of_money
from jangmadang.accounting.transactions import HOUSEHOLD_CLASSES, SECTORS, TRANSACTIONS
from jangmadang.compiled_cache import source_hash
from jangmadang.engine.kept_worlds import kept_world
from jangmadang.engine.passing import pass_weeks
from jangmadang.engine.recorder import Recorder
from jangmadang.engine.recording import recorded_series
from jangmadang.engine.refining import refine
from jangmadang.engine.settling import BURN_IN_WEEKS, settled_world, transplant
from jangmadang.engine.state import Standing, State, past_of
from jangmadang.errors import InputError
from jangmadang.scenario import Scenario
from jangmadang.scenario.arguments import seed_of, threads_of
from jangmadang.world.members import IMPORTED_ORIGIN
from jangmadang.world.places import places
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import YEAR_WEEKS, World

REFINED_FROM: dict[str | int, str | int] = {"full": "default", "default": "calibration"}  # burn-in begins coarser
REFINED_WEEKS: dict[str | int, int] = {"default": 104}  # of the burn-in that then pass at the finer one
FEWEST_REFINED_WEEKS = 13  # where none are named
SMALL_WORLD_ROWS = 5_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RunRecord:
    """A finished run.

    Attributes
    ----------
    weeks : Mondays, datetime64[D].
    records : weekly series by name, dims of `results/variables.py`.
    ledger : flows [week, transaction, class] and balances [week + 1, currency, sector] in 1/100 units, with names.
    real_households : [place, class].
    seconds, prepare_seconds : of the weekly loop; of settling and burn-in.
    ledger_residuals : largest residual of any week: of `kpw` and `cny` over gross flow, from the ledger; of `goods` in
        base units, from the weekly check. A run that does not close raises instead.
    since : the saved state from which it went on, in words; empty if it began at the start.
    """

    weeks: NDArray[np.datetime64]
    records: dict[str, NDArray[Any]]
    ledger: dict[str, Any]
    scenario: Scenario
    seed: int
    resolution: str | int
    households: int
    real_households: NDArray[np.float64]
    seconds: float
    prepare_seconds: float
    ledger_residuals: dict[str, float]
    since: str = ""


@dataclass(frozen=True)
class Keep:
    """What to do with a run as it stands before the week of a day."""

    day: datetime.date
    do: Callable[[State], None]


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    *,
    since: State | None = None,
    keep: Keep | None = None,
) -> RunRecord:
    """Run a scenario once.

    Parameters
    ----------
    scenario : what is asked.
    seed : of all draws; default the scenario's, or the state's.
    resolution : `default`, `calibration`, `full` or N; default the scenario's, or the state's.
    until : the run stops before the week of this day; default the scenario's end.
    threads : for the markets of a week; default all cores, one for small worlds. The result does not depend on it.
    progress : called with weeks done and weeks in all, burn-in included.
    since : state to go on from; its weeks are part of the record, and the scenario holds from its Monday on.
    keep : hands out the run's state on a day.

    Raises
    ------
    CheckError
        If the accounts of a week do not close.
    InputError
        If the state is of another start or resolution, or a day lies outside the run.
    """
    weeks, threads = weeks_until(scenario, until), threads_of(threads)
    seed = None if seed is None else seed_of(seed)
    began = time.perf_counter()
    passed = since.weeks if since else 0
    kept_at = _week_to_keep(scenario, keep, passed, weeks)
    if since is None:
        seed = scenario.seed if seed is None else seed
        resolution = scenario.resolution if resolution is None else resolution
        burnt_in = _part(progress, 0, BURN_IN_WEEKS + weeks)
        w = opened_world(scenario, seed, resolution, threads=threads, progress=burnt_in)
        recorder, before = Recorder.of(weeks), BURN_IN_WEEKS
    else:
        check_goes_on(scenario, resolution, weeks, since)
        seed, resolution = since.seed if seed is None else seed, since.resolution
        w = copied(since.world)
        recorder, before = since.recorder.followed_by(passed, weeks - passed), 0
    prepared = time.perf_counter()
    for first, stop in pairwise(sorted({passed, kept_at, weeks})):
        if keep and first == kept_at:
            keep.do(_state_of(scenario, w, recorder.part(0, first), seed, resolution, since))
        done = _part(progress, before + first, before + weeks)
        pass_part(scenario, w, first, recorder.part(first, stop), seed, threads=threads, progress=done)
    finished = time.perf_counter()
    other = "" if since is None or since.is_of_this_model else ", saved by another version of the model"
    words = f"{since.scenario} before the week of {since.monday}, past {since.past}{other}" if since else ""
    return finished_record(scenario, seed, resolution, w, recorder, finished - prepared, prepared - began, words)


def pass_part(
    scenario: Scenario,
    w: World,
    first: int,
    recorder: Recorder,
    seed: int,
    *,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Pass the weeks of a recorder in a world, from week number `first` of a scenario, negative before its start."""
    weeks, monday = len(recorder.tallies), scenario.start + datetime.timedelta(weeks=first)
    if weeks:
        inputs, p = scenario.weekly_paths(monday, weeks), scenario.parameter_record()
        pass_weeks(w, inputs, p, seed, monday, recorder, threads_for(w, threads), progress)


def check_goes_on(scenario: Scenario, resolution: str | int | None, weeks: int, since: Standing) -> None:
    """Refuse a state that a scenario cannot go on from."""
    if since.start != scenario.start:
        raise InputError(f"the state's run starts on {since.start}, scenario {scenario.name} on {scenario.start}")
    if resolution is not None and resolution != since.resolution:
        raise InputError(f"the state is of resolution {since.resolution}; it cannot go on at {resolution}")
    if since.weeks >= weeks:
        raise InputError(f"the state is of {since.monday}; the run must end after that")


def _week_to_keep(scenario: Scenario, keep: Keep | None, passed: int, weeks: int) -> int:
    """Number of the week before which the state is kept; the run's first if none is."""
    if keep is None:
        return passed
    week = (keep.day - scenario.start).days // 7
    if not passed <= week < weeks:
        first, last = (scenario.start + datetime.timedelta(weeks=number) for number in (passed, weeks - 1))
        raise InputError(f"a state can be saved from {first} to the week of {last}, not on {keep.day}")
    return week


def _state_of(
    scenario: Scenario, w: World, recorder: Recorder, seed: int, resolution: str | int, since: State | None
) -> State:
    """The state of a run between two weeks."""
    weeks = len(recorder.tallies)
    monday = scenario.start + datetime.timedelta(weeks=weeks)
    past = past_of(scenario, weeks)
    if since is not None and since.past != past_of(scenario, since.weeks):
        past = f"{since.past} then {past}"
    model = since.model if since is not None and not since.is_of_this_model else source_hash()
    return State(w, recorder, monday, scenario.start, seed, resolution, scenario.name, past, model)


def weeks_until(scenario: Scenario, until: datetime.date | None) -> int:
    """Number of weeks from a scenario's start to a day, or to its end if that is earlier or no day is given."""
    if until is not None and until <= scenario.start:
        raise InputError(f"until {until} must lie after the scenario's start {scenario.start}")
    end = min(scenario.end, until) if until else scenario.end
    return max(-(-(end - scenario.start).days // 7), 1)


def copied(w: World) -> World:
    """A world that shares nothing with the given one."""
    return World._make(array.copy() for array in w)


def threads_for(w: World, threads: int | None) -> int:
    """Threads asked for, or all cores for a world of some size."""
    return threads or ((os.cpu_count() or 1) if len(w.households) > SMALL_WORLD_ROWS else 1)


def opened_world(
    scenario: Scenario,
    seed: int,
    resolution: str | int,
    *,
    keep: bool = True,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> World:
    """The world in which a run starts, the settled opening state after six years of burn-in; on disk unless told."""
    first = scenario.start - datetime.timedelta(weeks=BURN_IN_WEEKS)
    paths = hashlib.sha256(scenario.weekly_paths(first, BURN_IN_WEEKS).tobytes()).hexdigest()
    inputs = (scenario.opening_hash(), paths, seed, resolution, REFINED_FROM, REFINED_WEEKS)

    def make() -> World:
        return opened_afresh(scenario, seed, resolution, keep=keep, threads=threads, progress=progress)

    return kept_world("burnt-in", inputs, make, keep=keep)


def opened_afresh(
    scenario: Scenario,
    seed: int,
    resolution: str | int,
    *,
    burn_in: bool = True,
    keep: bool = True,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> World:
    """The world in which a run starts, made whether or not it is kept; `keep` is said of the settled world.

    The burn-in of `default` and `full` begins at a coarser resolution, where a week takes a tenth or a fiftieth of the
    time; only its last weeks pass at the finer one.
    """
    p: Any = scenario.parameter_record()

    def burnt_in(resolution: str | int, weeks: int) -> World:
        w, first = build_world(p, resolution, seed), 0
        coarse = REFINED_FROM.get(resolution) if weeks else None
        if coarse:
            finer = REFINED_WEEKS.get(resolution, FEWEST_REFINED_WEEKS)
            first = weeks - finer
            refine(burnt_in(coarse, first), w, own_plots=finer >= YEAR_WEEKS)
        else:
            transplant(settled_world(scenario, keep=keep), w)
        done, recorder = progress and (lambda passed: progress(first + passed)), Recorder.of(weeks - first)
        pass_part(scenario, w, first - BURN_IN_WEEKS, recorder, seed, threads=threads, progress=done)
        return w

    return burnt_in(resolution, BURN_IN_WEEKS if burn_in else 0)


def finished_record(
    scenario: Scenario,
    seed: int,
    resolution: str | int,
    w: World,
    recorder: Recorder,
    seconds: float = 0.0,
    prepare_seconds: float = 0.0,
    since: str = "",
    *,
    first: int = 0,
    earlier: NDArray[np.float64] | None = None,
    known: Mapping[str, NDArray[Any]] | None = None,
) -> RunRecord:
    """The record of a run whose weeks have passed; of its weeks from number `first` on if they alone are recorded.

    `earlier` are then the purchases of imported medicine by week and place before them, of a year at most. `known` are
    series of recorded weeks that have been made before, as of the past that runs share; they are not made again.
    """
    markets = np.bincount(w.markets.place).astype(float)
    before = len(known["medicine_purchases"]) if known else 0
    if known:
        earlier = known["medicine_purchases"][..., IMPORTED_ORIGIN]
    records = recorded_series(recorder.tallies[before:], recorder.border[before:], markets, earlier)
    if known:
        records = {name: np.concatenate([known[name], values]) for name, values in records.items()}
    return RunRecord(
        weeks=np.datetime64(scenario.start) + 7 * np.arange(first, first + len(recorder.tallies)),
        records=records,
        ledger=_ledger(recorder),
        scenario=scenario,
        seed=seed,
        resolution=resolution,
        households=len(w.households),
        real_households=_by_place(w),
        seconds=seconds,
        prepare_seconds=prepare_seconds,
        ledger_residuals={
            "kpw": relative_residual_of_money(recorder.balances, recorder.flows, KPW),
            "cny": relative_residual_of_money(recorder.balances, recorder.flows, CNY),
            "goods": float(recorder.goods_gaps.max()),  # in base units
        },
        since=since,
    )


def _part(progress: Progress | None, before: int, total: int) -> Callable[[int], None] | None:
    """Count weeks of one part of a run on top of those before it."""
    return progress and (lambda done: progress(before + done, total))


def _by_place(w: World) -> NDArray[np.float64]:
    """Real households by place and class."""
    counts = np.zeros((len(places()), HOUSEHOLD_CLASSES))
    np.add.at(counts, w.markets.place, w.markets.real_households)
    return counts


def _ledger(recorder: Recorder) -> dict[str, Any]:
    """The transaction-flow and balance arrays of a run with their names."""
    return {
        "flows": recorder.flows,
        "flow_names": [flow.name for flow in TRANSACTIONS],
        "flow_currency": [flow.currency for flow in TRANSACTIONS],
        "flow_payer": [flow.payer for flow in TRANSACTIONS],
        "flow_payee": [flow.payee for flow in TRANSACTIONS],
        "balances": recorder.balances,
        "sector_names": list(SECTORS),
    }
