"""Files are written whole or not at all, and changed by one program at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


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
    path = Path(os.path.realpath(path))
    folder = next(above for above in path.parents if above.is_dir())
    with ExitStack() as opened:
        with suppress(OSError):
            number = os.open(folder, os.O_RDONLY)
            opened.callback(os.close, number)
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
