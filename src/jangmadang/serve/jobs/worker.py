"""The worker: makes the queued runs one at a time, each in a process that is the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

from jangmadang.errors import NotWrittenError
from jangmadang.output import PROGRESS
from jangmadang.serve.jobs.table import CANCELLED, DONE, FAILED, INTERRUPTED, WAS_ENDED, Job, Jobs, first_look_of

LOOK_SECONDS = 1.0
#: What a process is given to clean up after it is told to end.
GRACE_SECONDS = 5.0
#: What first looks are given before a whole answer is begun beside them.
LOOKS_SECONDS = 10.0
LOW_PRIORITY = 10  # of whole answers: first looks, which somebody waits for, go before
CHILD = (sys.executable, "-m", "jangmadang.serve.jobs.child")
MOST_MESSAGE = 600
#: How the command line begins the line that says what went wrong.
SAID = "jangmadang: "


class Worker:
    """Runs what is queued, in a thread of the server, until it is closed.

    Parameters
    ----------
    jobs : the queue.
    command : what is started, before a run's own arguments.
    let_go_first : waits for what goes before a run, at most so many seconds.
    """

    def __init__(
        self, jobs: Jobs, command: Sequence[str] = CHILD, let_go_first: Callable[[float], None] = lambda _: None
    ) -> None:
        self._jobs, self._command, self._let_go_first = jobs, tuple(command), let_go_first
        self._wake, self._closed = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin, after noting what a server before this one left unfinished."""
        with suppress(NotWrittenError):  # the page says so when it is asked for
            self._jobs.recover()
        self._thread.start()

    def wake(self) -> None:
        """Look at the queue at once."""
        self._wake.set()

    def close(self) -> None:
        """End the run under way, which is noted as interrupted, and stop."""
        self._closed.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(2 * GRACE_SECONDS)

    def _work(self) -> None:
        while not self._closed.is_set():
            job = None
            with suppress(NotWrittenError):
                job = self._jobs.claim()
            if job:
                self._make(job)
            else:
                self._wake.wait(LOOK_SECONDS)
                self._wake.clear()

    def _make(self, job: Job) -> None:
        """Run one to its end, whatever that is, after the looks that somebody waits for, whose pairs it takes."""
        self._let_go_first(LOOKS_SECONDS)
        try:
            process = subprocess.Popen(
                [*self._command, *job.arguments],
                stdin=subprocess.PIPE,  # its end tells the process that this one is gone
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**os.environ, PROGRESS: "json", "PYTHONUNBUFFERED": "1"},
                text=True,
                errors="replace",
            )
        except OSError as error:
            self._end(job, FAILED, f"the run could not be started: {error.strerror or error}")
            return
        with suppress(OSError, AttributeError):  # where there are no priorities, both are made as fast
            os.setpriority(os.PRIO_PROCESS, process.pid, LOW_PRIORITY)
        said: list[str] = []
        assert process.stderr and process.stdin
        reader = threading.Thread(target=self._read, args=(job, process.stderr, said), daemon=True)
        reader.start()
        state = self._wait(job, process)
        reader.join(GRACE_SECONDS)
        process.stdin.close()
        process.stderr.close()
        if state:
            self._end(job, state, "" if state == CANCELLED else WAS_ENDED)
        elif process.returncode:
            self._end(job, FAILED, _message(said, process.returncode))
        else:
            shutil.rmtree(first_look_of(job.folder), ignore_errors=True)
            self._end(job, DONE, "")

    def _wait(self, job: Job, process: subprocess.Popen[str]) -> str:
        """Wait for a process; the state if it was told to end."""
        while process.poll() is None:
            unwanted = False
            with suppress(NotWrittenError):
                unwanted = self._jobs.is_unwanted(job.id)
            if unwanted or self._closed.is_set():
                _stop(process)
                return CANCELLED if unwanted else INTERRUPTED
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_SECONDS / 2)
        return ""

    def _read(self, job: Job, lines: IO[str], said: list[str]) -> None:
        """Note what a process tells of its progress, and keep its other words."""
        with suppress(ValueError):  # closed meanwhile
            for line in lines:
                if not (text := line.strip()):
                    continue
                step = _step(text)
                if step is None:
                    said.append(text)
                with suppress(NotWrittenError):
                    self._jobs.tell(job.id, *(step or (text[:MOST_MESSAGE],)))

    def _end(self, job: Job, state: str, message: str) -> None:
        with suppress(NotWrittenError):  # the folder is gone, and with it the list
            self._jobs.end(job.id, state, message)


def _stop(process: subprocess.Popen[str]) -> None:
    """Tell a process to end, and end it if it does not."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _step(text: str) -> tuple[str, int, int] | None:
    """What a line of progress says; None for other lines."""
    try:
        told = json.loads(text)
        return str(told["what"]), int(told["done"]), int(told["total"])
    except (ValueError, TypeError, LookupError):
        return None


def _message(said: Sequence[str], code: int) -> str:
    """Why a process failed: the line that the command line ends with, else its last words."""
    lines = [line.removeprefix(SAID) for line in said if line.startswith(SAID)] or list(said[-1:])
    return lines[-1][:MOST_MESSAGE] if lines else f"the run ended without a word (code {code}); try it again"
