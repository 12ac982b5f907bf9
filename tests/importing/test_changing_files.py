"""A file is changed by one program at a time, whether or not its place can be locked."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from filelock import FileLock

from jangmadang.files import LOCK, changing, is_running

TURNS = 8


def waits_its_turn(path: Path) -> None:
    """Read a number, and write the next one after a while."""
    with changing(path):
        number = int(path.read_text("utf-8"))
        time.sleep(0.02)
        path.write_text(f"{number + 1}", "utf-8")


def test_other_programs_wait_until_a_file_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "number"
    path.write_text("0", "utf-8")
    with ProcessPoolExecutor(2, get_context("spawn")) as others, ThreadPoolExecutor(2) as workers:
        turns = [pool.map(waits_its_turn, [path] * TURNS) for pool in (workers, others)]
        assert [len(list(turn)) for turn in turns] == [TURNS, TURNS]
    assert path.read_text("utf-8") == f"{2 * TURNS}" and [found.name for found in tmp_path.iterdir()] == ["number"]


def test_where_nothing_can_be_locked_a_file_is_changed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_: FileLock) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(FileLock, "_acquire", no_locks)
    (tmp_path / "number").write_text("0", "utf-8")
    waits_its_turn(tmp_path / "number")
    assert (tmp_path / "number").read_text("utf-8") == "1" and not (tmp_path / LOCK).exists()


def test_a_process_that_has_ended_is_not_running() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert is_running(other.pid) and is_running(os.getpid())
    assert not is_running(other.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is asked there how a process ended")
def test_a_process_that_has_ended_unasked_is_not_running() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.read()  # its end
        limit = time.monotonic() + 10.0
        while is_running(other.pid) and time.monotonic() < limit:
            time.sleep(0.01)
        assert not is_running(other.pid) and other.returncode is None


def test_a_process_that_began_later_is_another() -> None:
    assert is_running(os.getpid(), time.time())
    assert not is_running(os.getpid(), time.time() - 30 * 24 * 3600.0)
