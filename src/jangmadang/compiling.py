"""How functions are compiled: `inlined` for equations and small parts, `compiled` for steps that loop.

Both stay plain Python functions underneath (`.py_func`). Compiled code is cached on disk and releases the interpreter
lock, so that markets and runs pass in parallel threads; division by zero gives infinity, as in NumPy.
"""

from numba import njit

inlined = njit(cache=True, inline="always", error_model="numpy")
compiled = njit(cache=True, nogil=True, error_model="numpy")
