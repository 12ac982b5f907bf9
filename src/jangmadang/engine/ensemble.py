"""Many runs on any executor: results come as they finish, and a run lost with its worker is tried again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import cache
from importlib import metadata
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from jangmadang.errors import CheckError, InputError, RunLostError

TRIES = 3
COMPUTING = ("numba", "numpy")  # beside our own files, what decides the last bit of a result
Item = TypeVar("Item", bound=Hashable)
Result = TypeVar("Result")


@cache
def model_version() -> str:
    """Hash of the package's own files and of the versions of what computes with them."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256(" ".join(f"{name} {metadata.version(name)}" for name in COMPUTING).encode())
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".yaml", ".csv")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        If a run ends with one, or a worker has another version of the model.
    RunLostError
        If a run was lost three times, or a pool of processes broke three times without finishing a run.
    """
    finished: SimpleQueue[Future[Any]] = SimpleQueue()
    waiting: dict[Future[Any], tuple[Item, Executor]] = {}
    lost: Counter[Item] = Counter()
    pool, broken, calls, version = executor, 0, 0, model_version()

    def submit(item: Item) -> None:
        nonlocal calls
        calls += 1
        try:
            future = pool.submit(_outcome, work, item, version, calls)
        except BrokenExecutor as error:
            replace_pool(error)
            future = pool.submit(_outcome, work, item, version, calls)
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
            except InputError:
                raise
            except Exception as loss:
                lost[item] += 1
                if lost[item] == TRIES:
                    raise RunLostError(f"run {item} was lost {TRIES} times; at last: {_words(loss)}") from loss
                submit(item)
            else:
                if error:
                    raise error
                broken = 0
                del future  # else Dask, which keeps a result as long as its future, makes it again if its worker dies
                keep(item, result)
    finally:
        for future in waiting:
            future.cancel()
        if pool is not executor:
            pool.shutdown(cancel_futures=True)


def _outcome(
    work: Callable[[Item], Result], item: Item, version: str, _call: int
) -> tuple[Result, None] | tuple[None, CheckError | InputError]:
    """Result of a run, or the error by which it ends wherever it is tried; any other error is its worker's.

    A worker with another version of the model than the caller's makes no run. The number makes each call another one:
    Dask does not repeat a call that it knows.
    """
    if version != model_version():
        message = "a worker has another version of jangmadang, numba or numpy; install the same everywhere"
        return None, InputError(message)
    try:
        return work(item), None
    except (CheckError, InputError) as error:
        return None, error


def _words(error: BaseException) -> str:
    """An error with its kind, in words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
