"""What is known: the shipped observations with those of the results folder, read again when their file changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeVar, TypeVarTuple

from jangmadang.evidence.observations import Observation, each_place
from jangmadang.observation_tables import SHIPPED, rows_of
from jangmadang.serve.charts import Link

Arguments = TypeVarTuple("Arguments")
T = TypeVar("T")


class Stamp(NamedTuple):
    """An evidence file as it is at a moment: what is made from it holds as long as this is the same."""

    path: Path
    modified_ns: int
    size: int


def stamp_of(path: Path) -> Stamp:
    """The file as it is now; the same for all that are not there."""
    try:
        found = path.stat()
    except OSError:
        return Stamp(Path(), 0, 0)
    return Stamp(path, found.st_mtime_ns, found.st_size)


def made_once(make: Callable[[*Arguments], T]) -> Callable[[*Arguments], T]:
    """Keep what was made last of given arguments; who asks for it while it is being made waits for it."""
    kept, one_at_a_time = lru_cache(maxsize=2)(make), Lock()

    @wraps(make)
    def found(*arguments: *Arguments) -> T:
        with one_at_a_time:
            return kept(*arguments)

    return found


@made_once
def known_rows(stamp: Stamp) -> tuple[Observation, ...]:
    """All rows, as the tables write them."""
    return tuple(rows_of([SHIPPED, *([str(stamp.path)] if stamp.size else [])]))


@made_once
def known_observations(stamp: Stamp) -> tuple[Observation, ...]:
    """All rows, as they are used: one for each place, none that is excluded."""
    return tuple(each_place(known_rows(stamp)))


def source_of(row: Observation) -> str | Link:
    """Who printed a row, as a link to where it did if that is an address."""
    return linked(row.publisher or row.source, row.source)


def linked(text: str, address: str) -> str | Link:
    """A text as a link to an address of the web; the text alone where it is another, such as one that runs a script."""
    return Link(text, address) if address.startswith(("http://", "https://")) else text
