"""The clothing market in plain C (`clothing_week.c`): what the system's compiler makes of the week on one thread.

Importing this module has it compiled, in a temporary folder; ImportError says why it cannot be.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.ctypeslib import ndpointer

from benchmarks.peers import specification
from benchmarks.peers.ours import STALL_VISIT
from benchmarks.peers.specification import (
    DESIGNS,
    MARKET_HOUSEHOLDS,
    MARKET_SELLERS,
    OPENING_DEMAND,
    OPENING_STOCK,
    TARGET_MARKUP,
    Week,
    opening,
)
from jangmadang import randomness

SOURCE = Path(__file__).with_name("clothing_week.c")
COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-O3", "-march=native", "-std=c11", "-shared", "-fPIC")
PURPOSES = ("GARMENT_NEED", "GARMENT_CHOICE", "STALL_CHOICE", "GARMENT_TASTE", "SEARCH_ORDER")


class CWeek(ctypes.Structure):
    """A `struct week`."""

    _fields_ = [
        ("needs", ctypes.c_int64),
        ("inquiries", ctypes.c_int64),
        ("purchases", ctypes.c_int64),
        ("price", ctypes.c_double),
    ]


def header() -> str:
    """The specification's constants and the purposes of the draws, as C has them."""
    constants: dict[str, Any] = {name: value for name, value in vars(specification).items() if name.isupper()}
    constants |= {name: getattr(randomness, name) for name in PURPOSES} | {"STALL_VISIT": STALL_VISIT}
    return "\n".join(
        f"static const double {name}[] = {{{', '.join(map(repr, value))}}};"
        if isinstance(value, tuple)
        else f"#define {name} ({value!r})"
        for name, value in constants.items()
    )


def built(folder: Path) -> Path:
    """The library compiled into a folder.

    Raises
    ------
    ImportError
        If there is no compiler or it fails.
    """
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if compiler is None:
        raise ImportError("there is no C compiler")
    (folder / "specification.h").write_text(header() + "\n", "utf-8")
    library = folder / "clothing_week.so"
    command = [compiler, *FLAGS, f"-I{folder}", str(SOURCE), "-o", str(library), "-lm"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ImportError(f"the C compiler fails: {done.stderr.strip().partition(chr(10))[0]}")
    return library


def loaded() -> Callable[..., CWeek]:
    """The compiled week."""
    with tempfile.TemporaryDirectory() as folder:
        week = ctypes.CDLL(str(built(Path(folder)))).clothing_week
    columns = [ndpointer(np.dtype(code), flags="C_CONTIGUOUS") for code in ("u1", "f4", "f8", "f8", "i8")]
    week.argtypes, week.restype = [ctypes.c_int64, *columns, ctypes.c_uint64, ctypes.c_int64], CWeek
    return week


clothing_week = loaded()


def weeks(households: int, seed: int) -> Iterator[Week]:
    """Pass weeks for as long as asked."""
    age, ln_budget = opening(households, seed)
    markets = households // MARKET_HOUSEHOLDS
    markup = np.full(markets * MARKET_SELLERS, TARGET_MARKUP)
    expected_demand = np.full(markup.size * DESIGNS, OPENING_DEMAND)
    stock = np.full(markup.size * DESIGNS, OPENING_STOCK, np.int64)
    t = 0
    while True:
        found = clothing_week(markets, age, ln_budget, markup, expected_demand, stock, seed, t)
        yield Week(found.needs, found.inquiries, found.purchases, found.price)
        t += 1
