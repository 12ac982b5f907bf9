"""Pass weeks in a world, on one thread or several, and stop where the accounts do not close."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jangmadang.accounting.closure import sum_balances, sum_households, sum_stocks
from jangmadang.accounting.transactions import GOOD_NAMES, MINOR_UNITS, SECTORS
from jangmadang.engine import schedule
from jangmadang.engine.recorder import Recorder
from jangmadang.errors import CheckError
from jangmadang.world.tables import World

WEEK_ZERO = datetime.date(2000, 1, 3)


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
    held = sum_households(w)
    sum_balances(w, held, recorder.balances[0])
    sum_stocks(w, held, recorder.stocks[0])
    place = np.ascontiguousarray(w.markets["place"])
    matrices = (w.tallies.view(np.float64).reshape(len(w.tallies), -1), w.border.view(np.float64).reshape(1, -1))
    recorded = (recorder.tallies, recorder.border)
    accounts = (recorder.balances, recorder.stocks, recorder.flows)
    parts = _market_parts(w, threads)
    with ThreadPoolExecutor(threads) as pool:
        for k in range(len(inputs)):
            t = week_number(first) + k
            schedule.open_week(w, inputs, k, parameters, seed, t, matrices)
            others = [pool.submit(schedule.markets_week, part, w, inputs, k, parameters, seed, t) for part in parts[1:]]
            schedule.markets_week(parts[0], w, inputs, k, parameters, seed, t)
            for other in others:
                other.result()
            gaps = schedule.close_week(w, inputs, k, parameters, seed, t, matrices, place, recorded, accounts)
            recorder.goods_gaps[k] = gaps[3]
            if gaps[0] or gaps[3] or gaps[5]:
                raise CheckError(_gap_message(first + datetime.timedelta(weeks=k), gaps))
            if progress:
                progress(k + 1)


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
