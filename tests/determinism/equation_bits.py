"""Hashes of what some equations give for many arguments; `python equation_bits.py` prints them from a fresh process."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from jangmadang.elementary import cos_of_turns, exp, ln, raised
from jangmadang.mechanisms.budget.equations import buffer_stock_budget, fuel_season
from jangmadang.mechanisms.clothing_demand.equations import common_reservation
from jangmadang.mechanisms.currency.equations import won_demand
from jangmadang.mechanisms.illness.equations import illness_hazard
from jangmadang.mechanisms.local_circulation.equations import cost_of_living
from jangmadang.randomness import bell_noise, logistic_noise, normal
from jangmadang.shapes import logistic, scarcity

ARGUMENTS = 20_000  # so many that a function whose last bit differs once in a thousand times shows it

#: Sums of products, which a processor may round once or twice, and our own functions.
PLAIN = {
    function.__name__: function
    for function in (ln, exp, raised, cos_of_turns, bell_noise, buffer_stock_budget, fuel_season, illness_hazard)
}
#: Equations with logarithms, exponentials and powers in them.
COMPOSED = {
    function.__name__: function
    for function in (logistic_noise, normal, logistic, scarcity, common_reservation, won_demand, cost_of_living)
}


def over_columns(function: Callable[..., float]) -> Any:
    """Compile a loop that calls a function with the columns of a matrix."""
    arguments = len(inspect.signature(getattr(function, "py_func", function)).parameters)
    columns = ", ".join(f"columns[{k}, i]" for k in range(arguments))
    code = f"def loop(columns, out):\n    for i in range(out.size):\n        out[i] = function({columns})\n"
    names: dict[str, Any] = {"function": function}
    exec(code, names)
    return njit(error_model="numpy")(names["loop"]), arguments


def hash_of(function: Callable[..., float], name: str) -> str:
    """Hash of the bits that a function gives for arguments between .2 and 3; draws are asked of as many agents."""
    loop, arguments = over_columns(function)
    columns: Any = np.random.default_rng(3).uniform(0.2, 3.0, (arguments, ARGUMENTS))
    if name.endswith("noise") or name == "normal":
        columns = (columns * 2**40).astype(np.uint64)
    out = np.empty(ARGUMENTS)
    loop(columns, out)
    assert np.unique(out).size > ARGUMENTS // 20, f"{name} hardly depends on these arguments"
    return hashlib.sha256(out.tobytes()).hexdigest()


def hashes() -> dict[str, str]:
    """Hashes of all of them by name."""
    return {name: hash_of(function, name) for name, function in {**PLAIN, **COMPOSED}.items()}


if __name__ == "__main__":
    print(json.dumps(hashes()))
