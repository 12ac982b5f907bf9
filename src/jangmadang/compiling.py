"""How functions are compiled: `inlined` for equations and small parts, `merged` for those called in many places,
`compiled` for steps that loop, `entrance` for what Python calls week by week.

Both stay plain Python functions underneath (`.py_func`). Compiled code is cached on disk and releases the interpreter
lock, so that markets and runs pass in parallel threads; division by zero gives infinity, as in NumPy.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from numba import carray, config, njit, types  # type: ignore[attr-defined]
from numba.core.registry import CPUDispatcher
from numba.extending import intrinsic

COLLECTED_EVERY = (100_000, 50, 1_000)  # objects that the compiler makes, between two searches for garbage

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:

    def inlined(function: F) -> F:
        """The function as the type checker sees it."""

    def merged(function: F) -> F:
        """The function as the type checker sees it."""

    def compiled(function: F) -> F:
        """The function as the type checker sees it."""

    def entrance(function: F) -> F:
        """The function as the type checker sees it."""

else:
    OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
    inlined = njit(cache=True, inline="always", error_model="numpy")
    # LLVM merges them into their callers. Numba can too, but then compiles each call anew: .2 s of it, not .01 s.
    merged = njit(cache=True, forceinline=True, error_model="numpy", no_cfunc_wrapper=True)
    entrance = njit(**OPTIONS)

    def compiled(function: F) -> F:
        """Compile a function for other compiled functions, without what Python needs to call it."""
        found = njit(no_cpython_wrapper=True, **OPTIONS)(function)
        if isinstance(found, CPUDispatcher):  # not so with NUMBA_DISABLE_JIT=1
            found.__class__ = Inner
        return found


class Inner(CPUDispatcher):
    """A function as other compiled functions call it; called from Python, as in tests, it gets an entrance first."""

    def __call__(self, *arguments: Any) -> Any:
        """Call it from Python."""
        return _entrance_to(self)(*arguments)


@cache
def _entrance_to(inner: Any) -> Any:
    """A function that Python can call and that calls the given one."""

    @njit(nogil=True, error_model="numpy")
    def enter(*arguments: Any) -> Any:
        return inner(*arguments)

    return enter


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Search for garbage seldom while the compiler fills memory with what it keeps: a tenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTED_EVERY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@intrinsic
def _pointer_to(typing_context: Any, address: Any) -> Any:
    """Memory address as a pointer."""

    def cast(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.voidptr(types.uintp), cast


@inlined
def _uncounted(array: Any) -> Any:
    """The same memory as an array without a reference count, which threads would contend for; its owner keeps it."""
    return carray(_pointer_to(array.ctypes.data), array.shape, array.dtype)  # type: ignore[call-arg]


def _itself(array: Any) -> Any:
    """The array: run as plain Python (NUMBA_DISABLE_JIT=1), nothing contends."""
    return array


uncounted = _itself if config.DISABLE_JIT else _uncounted  # type: ignore[attr-defined]
