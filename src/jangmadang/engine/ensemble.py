"""Many runs on any executor: results come as they finish, and a run lost with its worker is tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

from jangmadang.errors import CheckError, InputError, RunLostError

TRIES = 3
Item = TypeVar("Item", bound=Hashable)
Result = TypeVar("Result")


def run_each(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    executor: Executor,
    keep: Callable[[Item, Result], None],
) -> None:
    """Do some work for each item and hand out the results as they finish, in whatever order that is.

    A pool of processes that breaks is replaced by one like it.

    Parameters
    ----------
    work : a run; for workers in other processes a function of a module, or a `partial` of one.
    items : the work's argument for each run, for example its seed.
    executor : does the work; it is left open.
    keep : takes an item and its result, here and one at a time.

    Raises
    ------
    CheckError, InputError
        If a run ends with one.
    RunLostError
        If a run was lost three times, or a pool of processes broke three times without finishing a run.
    """
    finished: SimpleQueue[Future[Any]] = SimpleQueue()
    waiting: dict[Future[Any], tuple[Item, Executor]] = {}
    lost: Counter[Item] = Counter()
    pool, broken, calls = executor, 0, 0

    def submit(item: Item) -> None:
        nonlocal calls
        calls += 1
        try:
            future = pool.submit(_outcome, work, item, calls)
        except BrokenExecutor as error:
            replace_pool(error)
            future = pool.submit(_outcome, work, item, calls)
        except Exception as error:
            raise RunLostError(f"the executor does not take runs: {_words(error)}") from error
        waiting[future] = item, pool
        future.add_done_callback(finished.put)

    def replace_pool(error: BrokenExecutor) -> None:
        nonlocal pool, broken
        broken += 1
        if broken == TRIES or not isinstance(pool, ProcessPoolExecutor):
            raise RunLostError(f"the executor broke without finishing a run: {_words(error)}") from error
        like: Any = pool
        pool = ProcessPoolExecutor(like._max_workers, like._mp_context, like._initializer, like._initargs)

    try:
        for item in items:
            submit(item)
        while waiting:
            future = finished.get()
            item, its_pool = waiting.pop(future)
            try:
                result, error = future.result()
            except BrokenExecutor as breaking:  # whose run broke it cannot be told: no run's tries are counted
                if its_pool is pool:
                    replace_pool(breaking)
                submit(item)
            except Exception as loss:
                lost[item] += 1
                if lost[item] == TRIES:
                    raise RunLostError(f"run {item} was lost {TRIES} times; at last: {_words(loss)}") from loss
                submit(item)
            else:
                if error:
                    raise error
                broken = 0
                keep(item, result)
    finally:
        for future in waiting:
            future.cancel()
        if pool is not executor:
            pool.shutdown(cancel_futures=True)


def _outcome(
    work: Callable[[Item], Result], item: Item, _call: int
) -> tuple[Result, None] | tuple[None, CheckError | InputError]:
    """Result of a run, or the error by which it ends wherever it is tried; any other error is its worker's.

    The number of the call makes each another one: Dask does not repeat a call that it knows.
    """
    try:
        return work(item), None
    except (CheckError, InputError) as error:
        return None, error


def _words(error: BaseException) -> str:
    """An error with its kind, in words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
