"""Runs on any executor: the same results, whatever dies on the way, and one clear error where it cannot go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest

from jangmadang.engine.ensemble import TRIES, run_each
from jangmadang.engine.executors import WorkerProcesses, executor_named
from jangmadang.errors import CheckError, InputError, RunLostError


def results(work: Callable[[int], int], items: Iterable[int], executor: Executor) -> dict[int, int]:
    """Results by item, as they came."""
    found: dict[int, int] = {}
    run_each(work, items, executor, found.__setitem__)
    return found


def squared(number: int) -> int:
    """A run."""
    return number * number


def dies_once(folder: Path, number: int) -> int:
    """A run whose process is killed the first time it is tried."""
    with (folder / f"tries-{number}").open("a") as file:
        file.write("x")
    if number == 3 and (folder / "tries-3").stat().st_size == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return squared(number)


def always_dies(number: int) -> int:
    """A run that kills its process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails_first(folder: Path, number: int) -> int:
    """A run whose worker fails the first two times, as one without memory does."""
    path = folder / f"tries-{number}"
    path.write_text(path.read_text() + "x" if path.exists() else "x")
    if len(path.read_text()) < TRIES:
        raise MemoryError
    return squared(number)


def stops(error: Exception, number: int) -> int:
    """A run that ends with an error of the model."""
    raise error


def test_results_come_as_they_finish() -> None:
    first = threading.Event()

    def work(number: int) -> int:
        return squared(number) if number or first.wait(60) else -1

    found = []

    def keep(*result: int) -> None:
        found.append(result)
        first.set()

    with ThreadPoolExecutor(2) as executor:
        run_each(work, range(4), executor, keep)
    assert found[0] == (1, 1) and sorted(found) == [(n, n * n) for n in range(4)]


@pytest.mark.parametrize("own", [True, False])
def test_a_process_that_dies_is_replaced(tmp_path: Path, own: bool) -> None:
    pool = WorkerProcesses(2) if own else ProcessPoolExecutor(2, get_context("spawn"))
    with pool as executor:
        found = results(partial(dies_once, tmp_path), range(12), executor)
    assert found == {n: n * n for n in range(12)}
    tries = {n: (tmp_path / f"tries-{n}").stat().st_size for n in range(12)}
    assert tries.pop(3) == 2
    if own:
        assert set(tries.values()) == {1}, "only the run that was lost is tried again"


@pytest.mark.parametrize(
    ("pool", "words"),
    [(WorkerProcesses, "run 7 was lost 3 times; at last: ChildProcessError: a worker process died"),
     (partial(ProcessPoolExecutor, mp_context=get_context("spawn")), "the executor broke without finishing a run")],
)  # fmt: skip
def test_a_run_that_always_dies_ends_in_a_clear_error(pool: Any, words: str) -> None:
    with pool(1) as executor, pytest.raises(RunLostError, match=words):
        results(always_dies, [7], executor)


def test_what_is_the_workers_fault_is_tried_again(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert results(partial(fails_first, tmp_path), [2, 5], executor) == {2: 4, 5: 25}


@pytest.mark.parametrize("error", [CheckError("yuan do not balance"), InputError("no such place")])
@pytest.mark.parametrize("pool", [ThreadPoolExecutor, WorkerProcesses])
def test_what_is_the_models_fault_is_not(error: Exception, pool: Any) -> None:
    with pool(1) as executor, pytest.raises(type(error), match=str(error)):
        results(partial(stops, error), range(3), executor)


def test_stopping_cancels_what_has_not_begun() -> None:
    begun, go = [], threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        assert number == 0 or go.wait(60)
        return number

    def interrupted(*_: int) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(KeyboardInterrupt):
            run_each(work, range(50), executor, interrupted)
        go.set()
    assert len(begun) <= 2


def test_a_foreign_executor_that_breaks_is_not_replaced() -> None:
    def refuse() -> None:
        raise OSError("no thread for you")

    with ThreadPoolExecutor(1, initializer=refuse) as executor, pytest.raises(RunLostError, match="executor broke"):
        results(squared, range(3), executor)


@pytest.mark.parametrize("name", ["threads", "threads:2", "processes:2"])
def test_executors_by_name(name: str) -> None:
    with executor_named(name, 1) as executor:
        assert results(squared, range(5), executor) == {n: n * n for n in range(5)}


@pytest.mark.parametrize(
    "name", ["", "thread", "threads:0", "processes:two", "dask://", "dask://host", "ray:host:1", squared]
)
def test_other_names_are_refused(name: Any) -> None:
    with pytest.raises(InputError, match="no executor"), executor_named(name):
        pass


@pytest.mark.parametrize(("name", "package"), [("dask", "distributed"), ("ray", "ray")])
def test_a_missing_package_is_named(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf"jangmadang\[{name}\]"), executor_named(f"{name}://127.0.0.1:8786"):
        pass


def test_processes_end_with_a_parent_that_is_killed() -> None:
    code = (
        "import os, time\nfrom jangmadang.engine.executors import WorkerProcesses\n"
        "if __name__ == '__main__':\n"
        "    executor = WorkerProcesses(1)\n"
        "    print(executor.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(600):
        if not _runs(worker):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


def _runs(process: int) -> bool:
    """Whether a process runs; one that has ended but is not yet buried does not."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_a_worker_with_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = iter(["the caller's", "the worker's"])
    monkeypatch.setattr("jangmadang.engine.ensemble.model_version", lambda: next(versions))
    with ThreadPoolExecutor(1) as executor, pytest.raises(InputError, match="another version of jangmadang"):
        results(squared, [2], executor)


class Here(Executor):
    """Runs at once, and knows which of its futures are still held."""

    def __init__(self) -> None:
        self.held: WeakSet[Future[Any]] = WeakSet()

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        self.held.add(future)
        return future


def test_any_executor_will_do() -> None:
    assert results(squared, [2, 3], Here()) == {2: 4, 3: 9}


def test_a_result_that_is_here_is_not_held_elsewhere() -> None:
    executor, left = Here(), []
    run_each(squared, range(4), executor, lambda *_: left.append(len(executor.held)))
    assert left == [3, 2, 1, 0], "a worker would keep the last result until the next is here"
