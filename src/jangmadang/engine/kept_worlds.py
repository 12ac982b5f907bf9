"""Worlds that are costly to make and follow from their inputs alone are kept on disk, the latest of them."""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numba
import numpy as np
from llvmlite.binding import get_host_cpu_name

from jangmadang.compiled_cache import kept_folder, source_hash
from jangmadang.engine.state import arrays_of, world_of, write_arrays
from jangmadang.world.places import places
from jangmadang.world.tables import World

KEPT_BYTES = 500_000_000  # of all kept worlds together; at calibration resolution one takes 3 MB, at default 26
LARGEST_KEPT_BYTES = 100_000_000
_ONE_AT_A_TIME: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def kept_world(kind: str, inputs: object, make: Callable[[], World], *, keep: bool = True) -> World:
    """Return the world of some inputs as it was kept, or make it and keep it.

    Threads that ask for the same world wait for the first of them to make it.

    Parameters
    ----------
    kind : first word of its file's name.
    inputs : all that decides the world but source and machine; its `repr` is hashed.
    make : makes it.
    keep : whether to keep one that had to be made.
    """
    path = kept_folder() / "worlds" / f"{kind}-{key_of(inputs)}.npz"
    with _ONE_AT_A_TIME[path.name]:
        with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError), np.load(path) as archive:
            path.touch()
            return world_of(dict(archive.items()))
        w = make()
        if keep and bytes_of(w) <= LARGEST_KEPT_BYTES:
            with suppress(OSError):
                write_arrays(path, arrays_of(w))
                forget_oldest(path.parent)
        return w


def bytes_of(w: World) -> int:
    """Memory that a world takes, bytes."""
    return sum(array.nbytes for array in w)


def key_of(inputs: object) -> str:
    """Hash of a world's inputs, the source, the shipped places, and what else may move the last bit of a figure."""
    parts = (inputs, source_hash(), places(), numba.__version__, np.__version__)
    machine = (os.environ.get("NUMBA_DISABLE_JIT"), get_host_cpu_name())
    return hashlib.sha256(repr((parts, machine)).encode()).hexdigest()[:16]


def forget_oldest(folder: Path) -> None:
    """Remove all kept worlds but the latest that fit."""
    files = [(path, path.stat()) for path in folder.glob("*.npz")]
    total = 0
    for path, about in sorted(files, key=lambda file: file[1].st_mtime, reverse=True):
        total += about.st_size
        if total > KEPT_BYTES:
            path.unlink(missing_ok=True)
