"""Make a run: settle, burn in, pass the weeks, record."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.closure import sum_balances, sum_stocks
from jangmadang.accounting.transactions import GOOD_NAMES, GOODS, HOUSEHOLD_CLASSES, MINOR_UNITS, SECTORS, TRANSACTIONS
from jangmadang.engine import schedule
from jangmadang.engine.recording import recorded_series
from jangmadang.engine.settling import settled_world, transplant
from jangmadang.errors import CheckError, InputError
from jangmadang.scenario import Scenario
from jangmadang.world.synthesis import build_world, places
from jangmadang.world.tables import BORDER_TALLY, TALLY, World

BURN_IN_WEEKS = 312
WEEK_ZERO = datetime.date(2000, 1, 3)
BLOCK_WEEKS = 13
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
    ledger_residuals : largest relative residual of `kpw`, `cny` and `goods`; a run that does not close raises instead.
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


@dataclass
class Recorder:
    """Arrays that a run fills week by week."""

    tallies: NDArray[np.float64]
    border: NDArray[np.float64]
    balances: NDArray[np.int64]
    stocks: NDArray[np.int64]
    flows: NDArray[np.int64]

    @classmethod
    def of(cls, weeks: int) -> Recorder:
        """Return empty arrays for a number of weeks."""
        return cls(
            np.zeros((weeks, len(places()), TALLY.itemsize // 8)),
            np.zeros((weeks, BORDER_TALLY.itemsize // 8)),
            np.zeros((weeks + 1, 2, len(SECTORS)), dtype=np.int64),
            np.zeros((weeks + 1, GOODS), dtype=np.int64),
            np.zeros((weeks, len(TRANSACTIONS), HOUSEHOLD_CLASSES), dtype=np.int64),
        )

    def part(self, start: int, stop: int) -> Recorder:
        """A view of some weeks; writing to it writes to the whole."""
        return Recorder(
            self.tallies[start:stop],
            self.border[start:stop],
            self.balances[start : stop + 1],
            self.stocks[start : stop + 1],
            self.flows[start:stop],
        )

    def followed_by(self, weeks: int, more: int) -> Recorder:
        """A copy of the first weeks with room for more."""
        longer = Recorder.of(weeks + more)
        for name in ("tallies", "border", "balances", "stocks", "flows"):
            kept = getattr(self, name)[: weeks + 1 if name in ("balances", "stocks") else weeks]
            getattr(longer, name)[: len(kept)] = kept
        return longer

    def block(self, start: int, stop: int) -> tuple[Any, Any]:
        """Return what a block of weeks writes: (tallies, border) and (balances, stocks, flows)."""
        return (
            (self.tallies[start:stop], self.border[start:stop]),
            (self.balances[start : stop + 1], self.stocks[start : stop + 1], self.flows[start:stop]),
        )


def week_number(monday: datetime.date) -> int:
    """Number of a week, the key of its random draws; it does not depend on where a run starts."""
    return (monday - WEEK_ZERO).days // 7


def pass_weeks(
    w: World,
    inputs: Any,
    p: Any,
    seed: int,
    first: datetime.date,
    recorder: Recorder,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Pass the weeks of `inputs` and fill the recorder.

    Raises
    ------
    CheckError
        If a week's accounts do not close; the message names the week, the sector or good and the gap.
    """
    w, inputs, parameters = World._make(map(_plain, w)), _plain(inputs), _plain(np.asarray(p).reshape(1))
    sum_balances(w, recorder.balances[0])
    sum_stocks(w, recorder.stocks[0])
    place = np.ascontiguousarray(w.markets["place"])
    matrices = (w.tallies.view(np.float64).reshape(len(w.tallies), -1), w.border.view(np.float64).reshape(1, -1))
    parts = _market_parts(w, threads)
    block = BLOCK_WEEKS if threads == 1 else 1
    pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
    try:
        for start in range(0, len(inputs), block):
            stop = min(start + block, len(inputs))
            t = week_number(first) + start
            out, accounts = recorder.block(start, stop)
            if pool is None:
                gaps = schedule.pass_weeks(
                    w, inputs[start:stop], parameters, seed, t, parts[0], matrices, place, out, accounts
                )
            else:
                gaps = _pass_week(w, inputs, start, parameters, seed, t, parts, pool, matrices, place, out, accounts)
            if gaps[0] >= 0:
                raise CheckError(_gap_message(first + datetime.timedelta(weeks=start + int(gaps[0])), gaps[1:]))
            if progress:
                progress(stop)
    finally:
        if pool:
            pool.shutdown()


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """The same memory as a plain array: compiled functions take it in a microsecond, a record array in tens."""
    return array.view(np.ndarray)


def _market_parts(w: World, threads: int) -> list[NDArray[np.int64]]:
    """Divide the markets among threads, the largest first to the least loaded."""
    sizes = w.markets["last"] - w.markets["first"]
    loads = [0] * threads
    parts: list[list[int]] = [[] for _ in range(threads)]
    for m in np.argsort(-sizes, kind="stable"):
        least = loads.index(min(loads))
        parts[least].append(int(m))
        loads[least] += int(sizes[m])
    return [np.array(sorted(part), dtype=np.int64) for part in parts]


def _pass_week(
    w: World,
    inputs: Any,
    k: int,
    parameters: Any,
    seed: int,
    t: int,
    parts: list[NDArray[np.int64]],
    pool: ThreadPoolExecutor,
    matrices: tuple[Any, Any],
    place: Any,
    out: tuple[Any, Any],
    accounts: tuple[Any, Any, Any],
) -> tuple[int, ...]:
    """One week with the markets divided among threads; the same result as on one."""
    schedule.open_week(w, inputs, k, parameters, seed, t, matrices)
    others = [pool.submit(schedule.markets_week, part, w, inputs, k, parameters, seed, t) for part in parts[1:]]
    schedule.markets_week(parts[0], w, inputs, k, parameters, seed, t)
    for other in others:
        other.result()
    gaps = schedule.close_week(w, inputs[k : k + 1], 0, parameters, seed, t, matrices, place, out, accounts)
    return (0, *gaps) if gaps[0] or gaps[3] else (-1, 0, 0, 0, 0, 0)


def _gap_message(monday: datetime.date, gaps: tuple[int, ...]) -> str:
    """Say which account does not close, by how much."""
    money, currency, sector, goods, good = (int(gap) for gap in gaps)
    if money:
        unit = ("KPW", "CNY")[currency]
        return (
            f"accounts do not close in the week of {monday}: sector {SECTORS[sector]} is off by "
            f"{money / MINOR_UNITS:,.2f} {unit} (opening + flows - closing); a mechanism moved money without booking it"
        )
    return (
        f"accounts do not close in the week of {monday}: {GOOD_NAMES[good]} is off by {goods:,} base units "
        "(opening + in - out - closing); a mechanism moved goods without booking them"
    )


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    resolution: str | int | None = None,
    until: datetime.date | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> RunRecord:
    """Run a scenario once.

    Parameters
    ----------
    scenario : what is asked.
    seed : of all draws; default the scenario's.
    resolution : `default`, `calibration`, `full` or N; default the scenario's.
    until : the run stops before the week of this day; default the scenario's end.
    threads : for the markets of a week; default all cores, one for small worlds. The result does not depend on it.
    progress : called with weeks done and weeks in all, burn-in included.

    Raises
    ------
    CheckError
        If the accounts of a week do not close.
    """
    seed = scenario.seed if seed is None else seed
    resolution = scenario.resolution if resolution is None else resolution
    weeks = weeks_until(scenario, until)
    began = time.perf_counter()
    w = opened_world(scenario, seed, resolution, threads=threads, progress=_part(progress, 0, BURN_IN_WEEKS + weeks))
    prepared = time.perf_counter()
    recorder = Recorder.of(weeks)
    pass_weeks(
        w,
        scenario.weekly_paths(scenario.start, weeks),
        scenario.parameter_record(),
        seed,
        scenario.start,
        recorder,
        threads_for(w, threads),
        _part(progress, BURN_IN_WEEKS, BURN_IN_WEEKS + weeks),
    )
    finished = time.perf_counter()
    return finished_record(scenario, seed, resolution, w, recorder, finished - prepared, prepared - began)


def weeks_until(scenario: Scenario, until: datetime.date | None) -> int:
    """Number of weeks from a scenario's start to a day, or to its end if that is earlier or no day is given."""
    if until is not None and until <= scenario.start:
        raise InputError(f"until {until} must lie after the scenario's start {scenario.start}")
    end = min(scenario.end, until) if until else scenario.end
    return max(-(-(end - scenario.start).days // 7), 1)


def threads_for(w: World, threads: int | None) -> int:
    """Threads asked for, or all cores for a world of some size."""
    return threads or ((os.cpu_count() or 1) if len(w.households) > SMALL_WORLD_ROWS else 1)


def opened_world(
    scenario: Scenario,
    seed: int,
    resolution: str | int,
    *,
    burn_in: bool = True,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> World:
    """The world in which a run starts: the settled opening state, then six years of burn-in."""
    p = scenario.parameter_record()
    w = build_world(p, resolution, seed)
    transplant(settled_world(scenario), w)
    if burn_in:
        first = scenario.start - datetime.timedelta(weeks=BURN_IN_WEEKS)
        inputs = scenario.weekly_paths(first, BURN_IN_WEEKS)
        pass_weeks(w, inputs, p, seed, first, Recorder.of(BURN_IN_WEEKS), threads_for(w, threads), progress)
    return w


def finished_record(
    scenario: Scenario,
    seed: int,
    resolution: str | int,
    w: World,
    recorder: Recorder,
    seconds: float = 0.0,
    prepare_seconds: float = 0.0,
) -> RunRecord:
    """The record of a run whose weeks have passed."""
    return RunRecord(
        weeks=np.datetime64(scenario.start) + 7 * np.arange(len(recorder.tallies)),
        records=recorded_series(recorder.tallies, recorder.border, np.bincount(w.markets.place).astype(float)),
        ledger=_ledger(recorder),
        scenario=scenario,
        seed=seed,
        resolution=resolution,
        households=len(w.households),
        real_households=_by_place(w),
        seconds=seconds,
        prepare_seconds=prepare_seconds,
        ledger_residuals={"kpw": 0.0, "cny": 0.0, "goods": 0.0},
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
