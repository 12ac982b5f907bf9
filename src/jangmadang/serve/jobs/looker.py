"""The server's side of first looks: the process that makes them is started when it is first needed, and kept."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

LOOK = (sys.executable, "-m", "jangmadang.serve.jobs.look")
GRACE_SECONDS = 2.0


class Looker:
    """Asks for first looks; until it is started, and once it is closed, it does nothing.

    Parameters
    ----------
    results : folder of all results.
    command : of the process.
    """

    def __init__(self, results: Path, command: Sequence[str] = LOOK) -> None:
        self._results, self._command = results, tuple(command)
        self._process: subprocess.Popen[str] | None = None
        self._is_open, self._under_way, self._lock = False, 0, threading.Condition()

    def start(self) -> None:
        """Do from now on what is asked."""
        self._is_open = True

    def get_ready(self) -> None:
        """Start the process, unless it lives."""
        with self._lock:
            if not self._is_open or (self._process and self._process.poll() is None):
                return
            with suppress(OSError):  # whole answers are made all the same
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,  # its end tells the process that this one is gone
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                )
                self._under_way = 0
                threading.Thread(target=self._hear, args=(self._process,), daemon=True).start()

    def look(self, query: str) -> None:
        """Ask for the first look at a question."""
        self.get_ready()
        with self._lock, suppress(OSError, ValueError):  # it has ended, or is closed
            if self._process and self._process.stdin:
                print(json.dumps({"query": query, "results": str(self._results)}), file=self._process.stdin, flush=True)
                self._under_way += 1

    def wait(self, seconds: float) -> None:
        """Wait until every look that was asked for is made or given up, but no longer than that."""
        with self._lock:
            self._lock.wait_for(lambda: self._under_way == 0, seconds)

    def _hear(self, process: subprocess.Popen[str]) -> None:
        """Count the looks that the process says it is done with, a line each."""
        assert process.stdout
        for _ in process.stdout:
            self._count(process, lambda under_way: under_way - 1)
        self._count(process, lambda _: 0)

    def _count(self, process: subprocess.Popen[str], left: Callable[[int], int]) -> None:
        with self._lock:
            if self._process is process:
                self._under_way = left(self._under_way)
                self._lock.notify_all()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._is_open = False
            if self._process is None:
                return
            with suppress(OSError, subprocess.TimeoutExpired):
                if self._process.stdin:
                    self._process.stdin.close()
                self._process.wait(GRACE_SECONDS)
            self._process.kill()
            self._process.wait()
