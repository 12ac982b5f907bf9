"""How functions are compiled: `inlined` for equations and small parts, `compiled` for steps that loop.

Both stay plain Python functions underneath (`.py_func`). Compiled code is cached on disk and releases the interpreter
lock, so that markets and runs pass in parallel threads; division by zero gives infinity, as in NumPy.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from numba import carray, config, njit, types  # type: ignore[attr-defined]
from numba.extending import intrinsic

if TYPE_CHECKING:
    F = TypeVar("F", bound=Callable[..., Any])

    def inlined(function: F) -> F:
        """The function as the type checker sees it."""

    def compiled(function: F) -> F:
        """The function as the type checker sees it."""

else:
    inlined = njit(cache=True, inline="always", error_model="numpy")
    compiled = njit(cache=True, nogil=True, error_model="numpy")


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
