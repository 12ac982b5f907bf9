"""The table of runs that were asked for: one SQLite file in the results folder, which several servers may share."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jangmadang.errors import InputError, NotWrittenError
from jangmadang.files import is_running

FILE = "jobs.sqlite"
#: Of an answer: its words and its weeks.
ANSWER, WEEKLY = "answer.json", "weekly.csv"
QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
CANCELLED, INTERRUPTED = "cancelled", "interrupted"
#: States of a run that is still to come to an end by itself.
ACTIVE = (QUEUED, RUNNING)
WAS_ENDED = "the page was ended while this ran; what had finished is kept"
MOST_LISTED, MOST_QUEUED = 200, 50
BUSY_SECONDS = 10.0
_COLUMNS = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, arguments TEXT, folder TEXT, address TEXT, state TEXT, "
    "phase TEXT DEFAULT '', done INTEGER DEFAULT 0, total INTEGER, message TEXT DEFAULT '', "
    "asked TEXT, began TEXT DEFAULT '', ended TEXT DEFAULT '', owner INTEGER DEFAULT 0, unwanted INTEGER DEFAULT 0"
)
_READ = "id, title, arguments, folder, address, state, phase, done, total, message, asked, began, ended, owner"


@dataclass(frozen=True)
class Job:
    """A run that was asked for.

    Attributes
    ----------
    title : what it answers, in words.
    arguments : of the command that makes it.
    folder : where its results go.
    address : of the page that shows them.
    state : one of the words above.
    phase, done, total : how far it is, in words and in what is `counted`.
    message : why it failed, and the remedy.
    asked, began, ended : when, UTC; empty for not yet.
    owner : process of the server that runs it.
    """

    id: int
    title: str
    arguments: tuple[str, ...]
    folder: Path
    address: str
    state: str
    phase: str
    done: int
    total: int
    message: str
    asked: str
    began: str
    ended: str
    owner: int

    @property
    def is_looked_at(self) -> bool:
        """Whether there is a first look at its answer."""
        return (first_look_of(self.folder) / ANSWER).is_file()

    @property
    def counted(self) -> str:
        """What it makes so many of."""
        return "members" if self.arguments[:1] == ("outlook",) else "pairs of runs"

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE


def first_look_of(folder: Path) -> Path:
    """Where the first look lies at what a folder will hold."""
    return folder.with_name(f"{folder.name}.first")


class Jobs:
    """The runs of a results folder.

    Each call opens the file anew, so that a folder that vanished or came back is noticed.

    Raises
    ------
    NotWrittenError
        From every method, if the file cannot be read or written; the message says why.
    """

    def __init__(self, results: Path) -> None:
        self.path = results / FILE

    def add(self, title: str, arguments: Sequence[str], folder: Path, address: str, total: int) -> Job:
        """Queue a run; one that waits or runs already for the same folder is returned instead.

        Raises
        ------
        InputError
            If too many wait.
        """
        with self._open() as table:
            table.execute("BEGIN IMMEDIATE")
            known = _found(table, "folder = ? AND state IN (?, ?)", str(folder), *ACTIVE)
            if known:
                return known[0]
            if len(_found(table, "state = ?", QUEUED)) >= MOST_QUEUED:
                raise InputError(f"{MOST_QUEUED} runs wait already; cancel some at /jobs, or wait until one is done")
            row = table.execute(
                "INSERT INTO jobs (title, arguments, folder, address, state, total, asked) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (title, json.dumps(list(arguments)), str(folder), address, QUEUED, total, _now()),
            )
            return _found(table, "id = ?", row.lastrowid)[0]

    def job(self, number: int) -> Job | None:
        """A run by its number; None if there is none."""
        return next(iter(self._listed("id = ?", number)), None)

    def all(self) -> list[Job]:
        """The latest runs, the newest first."""
        return self._listed(f"1 ORDER BY id DESC LIMIT {MOST_LISTED}")

    def latest_of(self, folder: Path) -> Job | None:
        """The newest run whose results go to a folder."""
        return next(iter(self._listed("folder = ? ORDER BY id DESC LIMIT 1", str(folder))), None)

    def claim(self) -> Job | None:
        """Take the first that waits, for this process; None if none does."""
        if not self.path.exists():
            return None
        with self._open() as table:
            table.execute("BEGIN IMMEDIATE")
            waiting = _found(table, "state = ? ORDER BY id LIMIT 1", QUEUED)
            if not waiting:
                return None
            table.execute(
                "UPDATE jobs SET state = ?, began = ?, owner = ?, phase = 'starting' WHERE id = ?",
                (RUNNING, _now(), os.getpid(), waiting[0].id),
            )
            return _found(table, "id = ?", waiting[0].id)[0]

    def tell(self, number: int, phase: str, done: int | None = None, total: int | None = None) -> None:
        """Note how far a run is."""
        with self._open() as table:
            table.execute(
                "UPDATE jobs SET phase = ?, done = COALESCE(?, done), total = COALESCE(?, total) WHERE id = ?",
                (phase, done, total, number),
            )

    def end(self, number: int, state: str, message: str = "") -> None:
        """Note how a run ended."""
        with self._open() as table:
            table.execute(
                "UPDATE jobs SET state = ?, message = ?, ended = ?, phase = '' WHERE id = ?",
                (state, message, _now(), number),
            )

    def cancel(self, number: int) -> None:
        """Take a run back: one that waits at once, one that runs when its server next looks."""
        with self._open() as table:
            table.execute("UPDATE jobs SET unwanted = 1 WHERE id = ? AND state = ?", (number, RUNNING))
            table.execute(
                "UPDATE jobs SET state = ?, ended = ? WHERE id = ? AND state = ?", (CANCELLED, _now(), number, QUEUED)
            )

    def is_unwanted(self, number: int) -> bool:
        """Whether a run that runs was taken back."""
        with self._open() as table:
            return bool(table.execute("SELECT 1 FROM jobs WHERE id = ? AND unwanted", (number,)).fetchone())

    def again(self, number: int) -> Job | None:
        """Queue a run that ended without results once more; what it finished is kept and used."""
        job = self.job(number)
        if job is None or job.is_active or job.state == DONE:
            return job
        return self.add(job.title, job.arguments, job.folder, job.address, job.total)

    def recover(self) -> None:
        """Note as interrupted what ran in servers that are gone."""
        if not self.path.exists():
            return
        for job in self._listed("state = ?", RUNNING):
            ours = job.owner == os.getpid()  # its number is that of one that is gone: this server has begun nothing yet
            if ours or not is_running(job.owner, datetime.fromisoformat(job.began).timestamp()):
                self.end(job.id, INTERRUPTED, WAS_ENDED)

    def _listed(self, where: str, *values: object) -> list[Job]:
        if not self.path.exists():  # nothing is made where nothing was asked for
            return []
        with self._open() as table:
            return _found(table, where, *values)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file, made if need be; what was written is kept at the end."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as table, table:
                table.execute("PRAGMA journal_mode = WAL")
                table.execute(f"CREATE TABLE IF NOT EXISTS jobs ({_COLUMNS})")
                yield table
        except (sqlite3.Error, OSError) as error:
            why = getattr(error, "strerror", None) or error
            remedy = "see that the folder is there, may be written and has room"
            raise NotWrittenError(f"the list of runs {self.path} cannot be used ({why}); {remedy}") from None


def _found(table: sqlite3.Connection, where: str, *values: object) -> list[Job]:
    """Rows that fulfil a condition of this module."""
    found = table.execute(f"SELECT {_READ} FROM jobs WHERE {where}", values)
    return [
        Job(number, title, tuple(json.loads(told)), Path(folder), *rest) for number, title, told, folder, *rest in found
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
