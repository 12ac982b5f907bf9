"""Files are written whole or not at all, and changed by one program at a time, whatever the system."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

LOCK = ".jangmadang-lock"  # lies beside a file while it is changed
CLOCK_SECONDS = 60.0  # by which a clock may be set while a process runs


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file; an older one is replaced once the new one is complete, a link stays and its file is written.

    Parameters
    ----------
    path : its folder is made if need be.
    write : writes the content into an open file.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "a folder or device of that name is in the way")
    path.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            write(file)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Hold off other programs that would read a file, change and write it, while the block does so.

    Where a file system knows no locks the block runs all the same.
    """
    from filelock import FileLock  # not above: most who write change nothing

    path = Path(os.path.realpath(path))
    lock = next(above for above in path.parents if above.is_dir()) / LOCK
    with ExitStack() as held:
        with suppress(OSError):
            held.enter_context(FileLock(lock, fallback_to_soft=False))
            held.callback(_remove, lock)  # while it is held: who waits for it sees that it is gone, and makes its own
        yield


def is_running(process: int, begun_by: float | None = None) -> bool:
    """Whether a process of this machine, by its number, still runs, and is not another that was given the number since.

    Parameters
    ----------
    process : its number.
    begun_by : seconds since 1970 by which it had begun; None if that is not known.
    """
    from psutil import STATUS_ZOMBIE, Error, NoSuchProcess, Process  # `os.kill(process, 0)` interrupts on Windows

    try:
        found = Process(process)
        if found.status() == STATUS_ZOMBIE:  # it has ended, and its parent has not asked how
            return False
        return begun_by is None or float(found.create_time()) <= begun_by + CLOCK_SECONDS
    except NoSuchProcess:
        return False
    except Error:  # it is there, and another user's
        return True


def _remove(lock: Path) -> None:
    """Delete a lock's file, unless the system does so itself once it is let go."""
    with suppress(OSError):
        lock.unlink()
