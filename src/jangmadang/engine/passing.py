"""Pass weeks in a world, on one thread or several, and stop where the accounts do not close."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

import numpy as np
from numba import config, typeof
from numpy.typing import NDArray

from jangmadang.accounting.transactions import GOOD_NAMES, MINOR_UNITS, SECTORS
from jangmadang.compiled_cache import is_compiled
from jangmadang.compiling import seldom_collecting
from jangmadang.engine import schedule
from jangmadang.engine.recorder import Recorder
from jangmadang.errors import CheckError
from jangmadang.world.tables import World

WEEK_ZERO = datetime.date(2000, 1, 3)
SMALLEST: Final = 1000  # resolution: types do not depend on it
ONE_AT_A_TIME = threading.Lock()  # runs in threads wait for the first of them to compile
SILENT: Final[Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


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
    passed = Passed.of(w, inputs, p, seed, recorder)
    parts = _market_parts(passed.w, threads)
    if not is_compiled():
        compile_in_two(passed, parts[0])
    schedule.open_accounts(passed.w, recorder.balances[0], recorder.stocks[0])
    with ThreadPoolExecutor(threads) as pool:
        for k in range(len(inputs)):
            week = passed.week(k, week_number(first) + k)
            schedule.open_week(*week, passed.matrices)
            others = [pool.submit(schedule.markets_week, part, *week) for part in parts[1:]]
            schedule.markets_week(parts[0], *week)
            for other in others:
                other.result()
            gaps = schedule.close_week(*week, *passed.ends)
            recorder.goods_gaps[k] = gaps[3]
            if gaps[0] or gaps[3] or gaps[5]:
                raise CheckError(_gap_message(first + datetime.timedelta(weeks=k), gaps))
            if progress:
                progress(k + 1)


class Passed(NamedTuple):
    """What the compiled parts of a week are called with, as plain arrays."""

    w: World
    inputs: NDArray[Any]
    parameters: NDArray[Any]
    seed: int
    ends: tuple[Any, Any, Any, Any]  # matrices, places, recorded tallies, accounts: as `close_week` takes them

    @classmethod
    def of(cls, w: World, inputs: Any, p: Any, seed: int, recorder: Recorder) -> Passed:
        """Take the memory of a world, its inputs, parameters and recorder."""
        w = World._make(map(_plain, w))
        matrices = (w.tallies.view(np.float64).reshape(len(w.tallies), -1), w.border.view(np.float64).reshape(1, -1))
        place = np.ascontiguousarray(w.markets["place"])
        recorded = (recorder.tallies, recorder.border)
        accounts = (recorder.balances, recorder.stocks, recorder.flows)
        parameters = _plain(np.asarray(p).reshape(1))
        return cls(w, _plain(inputs), parameters, seed, (matrices, place, recorded, accounts))

    @property
    def matrices(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Tallies and the border as matrices of floats: a row a market, each number in its unit in columns.yaml."""
        matrices: tuple[NDArray[np.float64], NDArray[np.float64]] = self.ends[0]
        return matrices

    def week(self, k: int, t: int) -> tuple[World, Any, int, Any, int, int]:
        """Arguments of week k of the inputs, number t."""
        return self.w, self.inputs, k, self.parameters, self.seed, t


def compile_in_two(passed: Passed, markets: NDArray[np.int64]) -> None:
    """Compile the markets' week here while another process compiles the week's ends into the same cache.

    What the other process leaves undone, for whatever reason, is compiled here when it is called.
    """
    if config.DISABLE_JIT or (os.cpu_count() or 1) < 2:  # type: ignore[attr-defined]
        return
    with ONE_AT_A_TIME:
        if is_compiled():
            return
        code = f"from {__name__} import compile_ends; compile_ends()"
        path = os.pathsep.join(filter(None, sys.path))
        with subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, **SILENT) as other:
            try:
                with seldom_collecting():
                    schedule.markets_week.compile(_types((markets, *passed.week(0, 0))))  # type: ignore[attr-defined]
            except BaseException:
                other.kill()
                raise


def compile_ends() -> None:
    """Compile how a week opens and closes, for the shapes that every run has."""
    from jangmadang.scenario import load
    from jangmadang.world.synthesis import build_world

    scenario = load("hyesan")
    p: Any = scenario.parameter_record()
    inputs = scenario.weekly_paths(scenario.start, 1)
    passed = Passed.of(build_world(p, SMALLEST, 1), inputs, p, 1, Recorder.of(1))
    week = passed.week(0, 0)
    with seldom_collecting():
        accounts = passed.w, passed.ends[3][0][0], passed.ends[3][1][0]
        schedule.open_accounts.compile(_types(accounts))  # type: ignore[attr-defined]
        schedule.close_week.compile(_types((*week, *passed.ends)))  # type: ignore[attr-defined]
        schedule.open_week.compile(_types((*week, passed.matrices)))  # type: ignore[attr-defined]


def _types(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Compiled types of arguments."""
    return tuple(map(typeof, arguments))


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


def _gap_message(monday: datetime.date, gaps: tuple[int, ...]) -> str:
    """Say which account does not close, by how much."""
    money, currency, sector, goods, good, debts = (int(gap) for gap in gaps)
    if money:
        unit = ("KPW", "CNY")[currency]
        return (
            f"accounts do not close in the week of {monday}: sector {SECTORS[sector]} is off by "
            f"{money / MINOR_UNITS:,.2f} {unit} (opening + flows - closing); a mechanism moved money without booking it"
        )
    if debts:
        return (
            f"accounts do not close in the week of {monday}: claims and debts of a market differ by "
            f"{debts / MINOR_UNITS:,.2f} KPW, or as many 1/100 g of grain; a mechanism changed one without the other"
        )
    return (
        f"accounts do not close in the week of {monday}: {GOOD_NAMES[good]} is off by {goods:,} base units "
        "(opening + in - out - closing); a mechanism moved goods without booking them"
    )
