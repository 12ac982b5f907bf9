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

from numba import config, njit, types
from numba.core.datamodel import models
from numba.core.registry import CPUDispatcher
from numba.extending import intrinsic, register_model

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


class Uncounted(types.Array):
    """Compiled type of an array without a reference count, whose memory its owner keeps.

    Compiled code counts who refers to an array at every call that takes it and every view of it, which threads contend
    for. Views of such an array have no count either; a copy is an array of its own.
    """

    def copy(  # type: ignore[override]
        self, dtype: Any = None, ndim: Any = None, layout: Any = None, readonly: Any = None
    ) -> types.Array:
        """The type of a view, of which the number of dimensions is told, or of a copy."""
        if ndim is None or readonly is not None:
            return super().copy(dtype, ndim, layout, readonly)
        return Uncounted(dtype or self.dtype, ndim, layout or self.layout, aligned=self.aligned)


@register_model(Uncounted)
class _UncountedModel(models.StructModel):
    """That of an array, but for the count."""

    def __init__(self, manager: Any, frontend_type: Any) -> None:
        counted = models.ArrayModel(manager, frontend_type)  # type: ignore[no-untyped-call]
        parts = zip(counted._fields, counted._members, strict=True)
        members = [(name, types.voidptr if name == "meminfo" else kind) for name, kind in parts]
        super().__init__(manager, frontend_type, members)  # type: ignore[no-untyped-call]


@intrinsic
def _uncounted(typing_context: Any, array: Any) -> Any:
    """The same memory as an array without a reference count."""
    kind = Uncounted(array.dtype, array.ndim, array.layout, aligned=array.aligned)

    def cast(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        counted = context.make_array(array)(context, builder, arguments[0])
        found = context.make_array(kind)(context, builder)
        for name in ("nitems", "itemsize", "data", "shape", "strides"):
            setattr(found, name, getattr(counted, name))
        return found._getvalue()

    return kind(array), cast


def _itself(array: Any) -> Any:
    """The array: run as plain Python (NUMBA_DISABLE_JIT=1), nothing contends."""
    return array


uncounted: Any = _itself if config.DISABLE_JIT else _uncounted  # type: ignore[attr-defined]
