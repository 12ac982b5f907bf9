"""Where the runs of an ensemble are made: threads, processes, or the workers of a Dask or Ray cluster."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing import current_process, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from warnings import catch_warnings

from jangmadang.errors import InputError

CONNECT_SECONDS = 10
ENDING_SECONDS = 5
UNGUARDED = 87  # exit code of a worker that would start workers of its own while it imports its parent's script
NO_GUARD = (
    'worker processes import the script that starts them: put its call under `if __name__ == "__main__":`, or give '
    'executor="threads"'
)
MOST_WORDS = 300  # characters of another package's message
KNOWN = "threads, threads:N, processes, processes:N, dask://HOST:PORT and ray://HOST:PORT"
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def opened(executor: Executor | str | None, workers: int | None = None) -> AbstractContextManager[Executor]:
    """An executor for the length of a block: the given one, which is left open, or one by its name, or threads."""
    if isinstance(executor, Executor):
        return nullcontext(executor)
    return executor_named("threads" if executor is None else executor, workers)


@contextmanager
def executor_named(name: str = "threads", workers: int | None = None) -> Iterator[Executor]:
    """Open an executor for the length of a block.

    Parameters
    ----------
    name : `threads` or `processes`, of which `:N` gives the number, `dask://HOST:PORT` or `ray://HOST:PORT`.
    workers : number of threads or processes where the name has none; default one a core.

    Raises
    ------
    InputError
        If there is no such executor, its package is not installed, or its cluster does not answer.
    """
    kind, number = _parsed(name)
    if kind in ("dask", "ray"):
        with (_on_dask if kind == "dask" else _on_ray)(name) as executor:
            yield executor
        return
    pool = ThreadPoolExecutor if kind == "threads" else WorkerProcesses
    with pool(number or workers or os.cpu_count() or 1) as executor:
        yield executor


def _parsed(name: str) -> tuple[str, int | None]:
    """Kind of an executor, and number of its workers if the name has one."""
    found = re.fullmatch(r"(threads|processes)(?::([1-9]\d{0,3}))?|(dask|ray)://[^\s:/]+:\d{1,5}", str(name))
    if not found:
        raise InputError(f"no executor '{name}'; known: {KNOWN}")
    return found[1] or found[3], int(found[2]) if found[2] else None


class WorkerProcesses(Executor):
    """Processes that make a run at a time each; one that dies takes only its own run with it and is replaced.

    In `ProcessPoolExecutor` a process that dies breaks the whole pool; here each is a pool of its own.
    """

    def __init__(self, workers: int) -> None:
        if getattr(current_process(), "_inheriting", False):  # a worker that imports its parent's script
            os._exit(UNGUARDED)
        _forget_script_without_file()
        self._threads = ThreadPoolExecutor(workers)
        self._mine = threading.local()
        self._pools: list[ProcessPoolExecutor] = []

    def submit(
        self, function: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Schedule a call; its future fails with ChildProcessError if the process dies."""
        return self._threads.submit(lambda: self._call(function, *args, **kwargs))

    def _call(self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Call a function in this thread's process."""
        if getattr(self._mine, "pool", None) is None:
            self._mine.pool = ProcessPoolExecutor(1, get_context("spawn"), _begin_worker)
            self._pools.append(self._mine.pool)
        processes: list[BaseProcess] = []
        try:
            future = self._mine.pool.submit(function, *args, **kwargs)
            processes = list((self._mine.pool._processes or {}).values())
            return future.result()
        except BrokenExecutor:
            self._mine.pool = None
            for process in processes:
                process.join(ENDING_SECONDS)
                if process.exitcode == UNGUARDED:
                    raise InputError(NO_GUARD) from None
            raise ChildProcessError("a worker process died") from None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes once they have finished."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for pool in self._pools:
            pool.shutdown(wait)


def _forget_script_without_file() -> None:
    """Let workers not look for the file of a script that came by standard input."""
    script = sys.modules["__main__"]
    path = getattr(script, "__file__", None)
    if path is not None and getattr(script, "__spec__", None) is None and not Path(path).exists():
        del script.__file__


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def _on_dask(name: str) -> Iterator[Executor]:
    """The workers of a Dask cluster."""
    try:
        from distributed import Client
    except ImportError:
        raise _missing("dask", name) from None
    try:
        client = Client(name.replace("dask://", "tcp://"), timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(name, error) from None
    with client:
        yield client.get_executor()


@contextmanager
def _on_ray(name: str) -> Iterator[Executor]:
    """The workers of a Ray cluster."""
    try:
        import ray
    except ImportError:
        raise _missing("ray", name) from None
    host, port = name.removeprefix("ray://").split(":")
    try:
        socket.create_connection((host, int(port)), CONNECT_SECONDS).close()  # Ray itself tries for half a minute
        with catch_warnings(action="ignore"):  # what they say is in the error
            ray.init(name, log_to_driver=False, logging_level=logging.ERROR)  # workers print to their logs, not here
    except (OSError, OverflowError, ValueError, RuntimeError) as error:
        raise _unreachable(name, error) from None
    try:
        yield RayExecutor()
    finally:
        ray.shutdown()


class RayExecutor(Executor):
    """Calls as Ray tasks, in the cluster to which `ray.init` has connected."""

    def __init__(self) -> None:
        import ray

        self._call = ray.remote(max_retries=0)(_call)

    def submit(
        self, function: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Schedule a call.

        Its future is not Ray's own, which may not be cancelled.
        """
        future: Future[Result] = Future()

        def hand_on(done: Future[Result]) -> None:
            if not future.set_running_or_notify_cancel():
                return
            error = done.exception()
            if error:
                future.set_exception(error)
            else:
                future.set_result(done.result())

        self._call.remote(function, *args, **kwargs).future().add_done_callback(hand_on)
        return future


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function; what a Ray task does."""
    return function(*args, **kwargs)


def _missing(extra: str, name: str) -> InputError:
    return InputError(f"{name} needs a package that is not installed: pip install 'jangmadang[{extra}]'")


def _unreachable(name: str, error: Exception) -> InputError:
    return InputError(f"no cluster answers at {name}: {' '.join(str(error).split())[:MOST_WORDS]}")
