"""Arrays without a reference count: the same memory, views as such arrays, copies that are freed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numba import config, njit, types
from numba.core.datamodel import default_manager
from numba.core.runtime import _nrt_python, rtsys

from jangmadang.compiling import Uncounted, uncounted

pytestmark = pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")  # type: ignore[attr-defined]


@njit
def changed(array: Any) -> Any:
    """Writes through a view of a view, and what a copy from before says."""
    own = uncounted(array)
    before = own[1].copy()
    row = own[1]
    part = row[1:3]
    part[:] += 10
    return before.sum(), own.sum(), own.shape, own[0, 2]


def test_it_is_the_same_memory_and_copies_are_freed() -> None:
    array = np.arange(12).reshape(3, 4)
    changed(array.copy())
    _nrt_python.memsys_enable_stats()
    try:
        before = rtsys.get_allocation_stats()
        told = changed(array)
        after = rtsys.get_allocation_stats()
    finally:
        _nrt_python.memsys_disable_stats()
    assert told == (4 + 5 + 6 + 7, 66 + 20, (3, 4), 2)
    assert array.tolist() == [[0, 1, 2, 3], [4, 15, 16, 7], [8, 9, 10, 11]]
    assert after.alloc - before.alloc == after.free - before.free > 0


def test_nothing_counts_it_or_its_views() -> None:
    kind = Uncounted(types.int64, 2, "C")
    view, copy = kind.copy(ndim=1), kind.copy(layout="C", readonly=False)
    assert isinstance(view, Uncounted) and view.ndim == 1 and type(copy) is types.Array
    counts = [default_manager[one].contains_nrt_meminfo() for one in (kind, view, copy)]  # type: ignore[no-untyped-call]
    assert counts == [False, False, True]
