"""Loops of the household rooms that work on several rows at once: none may stop doing so unseen.

LLVM gives up on a loop without a word when it meets a branch that is no selection (an `and` can be enough), a call, or
memory whose places it cannot tell apart. So the loops that it vectorised are counted, room by room. Where a room has
changed and the counts are right, copy the table that the failure prints.
"""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import pytest
from numba import config, njit, typeof, types
from numba.core.codegen import get_host_cpu_features

from jangmadang.engine import market_week
from jangmadang.engine.passing import SMALLEST, Passed
from jangmadang.engine.recorder import Recorder
from jangmadang.scenario import load
from jangmadang.world.columns import BLOCK
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

ROWS_AT_ONCE = 4  # of float64, as AVX2 has it

#: Vectorised loops in each room, in the order of the week.
EXPECTED = {
    "share_rows": 1,
    "gather": 3,
    "suffer_setbacks": 1,
    "earn": 2,
    "fill_larders": 4,
    "repay_grain": 1,
    "receive_rations": 13,
    "eat_own_grain": 2,
    "fall_ill": 1,
    "reckon_needs": 0,
    "sell_in_need": 1,
    "settle_debts": 2,
    "lend_grain": 1,
    "plan_budgets": 2,
    "hold_currency": 1,
    "buy_staples": 6,
    "pay_fuel_and_dues": 1,
    "buy_medicine": 2,
    "want_garments": 5,
    "shop_for_clothes": 6,
    "buy_used_durables": 3,
    "spend_locally": 3,
    "measure_households": 2,
    "sum_holdings": 1,
}
#: So many more where AVX-512 converts and shifts whole numbers of 64 bits.
MORE_WITH_AVX512 = {"hold_currency": 1}

LABEL = re.compile(r'^"?([\w.$-]+)"?:', re.MULTILINE)
MEMORY = re.compile(r"(?:= load|\bstore|@llvm\.masked\.\w+).*?<(\d+) x ")


def rooms() -> list[str]:
    """Names of the functions that `pass_block` calls, in its order."""
    body = ast.parse(inspect.getsource(market_week.pass_block.py_func)).body  # type: ignore[attr-defined]
    calls = [node for node in ast.walk(body[0]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [call.func.id for call in sorted(calls, key=lambda call: call.lineno) if isinstance(call.func, ast.Name)]


@pytest.fixture(scope="module")
def week_of_a_block() -> tuple[Any, ...]:
    """Compiled types of what a room is called with for a block: as `markets_week` has them, so that it finds it."""
    scenario = load("hyesan")
    p: Any = scenario.parameter_record()
    passed = Passed.of(build_world(p, SMALLEST, 1), scenario.weekly_paths(scenario.start, 1), p, 1, Recorder.of(1))
    _, *others = (types.Array(typeof(part).dtype, part.ndim, "C") for part in passed.w)
    world = types.NamedTuple((BLOCK, *others), World)
    given, parameters = typeof(passed.inputs).dtype, typeof(passed.parameters).dtype
    return types.int64, types.uint64, types.uint64, world, given, parameters, types.int64, types.int64


def vector_loops(code: str) -> int:
    """Number of loops in LLVM's code that read or write so many rows at once; the rest of a loop's rows is not counted.

    The vectoriser calls what it makes of a loop `vector.body`, and the loop over what is left
    `vec.epilog.vector.body`.
    """
    labels = list(LABEL.finditer(code))
    ends = [label.start() for label in labels[1:]] + [len(code)]
    return sum(
        any(int(rows) >= ROWS_AT_ONCE for rows in MEMORY.findall(code[label.end() : end]))
        for label, end in zip(labels, ends, strict=True)
        if label.group(1).startswith("vector.body")
    )


def compiled_code(function: Any, arguments: tuple[Any, ...]) -> str:
    """LLVM's optimised code of a function and of what it calls; of cached ones, Numba keeps it for their callers."""
    if arguments not in function.overloads:
        function.compile(arguments)
    return str(function.overloads[arguments].library._get_module_for_linking())


@njit
def products(one: Any, other: Any, out: Any) -> None:
    """A loop that vectorises wherever one can."""
    for i in range(out.size):
        out[i] = one[i] * other[i]


@njit
def first_small(one: Any, other: Any, out: Any) -> None:
    """A loop that cannot, for each turn asks whether there is another."""
    for i in range(out.size):
        if one[i] < other[i]:
            break
        out[i] = one[i] * other[i]


COLUMN = types.float64[::1]


@pytest.fixture(scope="module", autouse=True)
def _processor_of_wide_vectors() -> None:
    """Leave the counts to processors that work on so many rows at once."""
    if config.CPU_NAME or not vector_loops(compiled_code(products, (COLUMN,) * 3)):
        pytest.skip(f"this processor works on fewer than {ROWS_AT_ONCE} rows at once")


def test_counting_tells_a_loop_that_vectorises_from_one_that_does_not() -> None:
    assert vector_loops(compiled_code(products, (COLUMN,) * 3)) == 1
    assert vector_loops(compiled_code(first_small, (COLUMN,) * 3)) == 0


def test_no_room_loses_or_gains_a_vectorised_loop(week_of_a_block: tuple[Any, ...]) -> None:
    found = {}
    for name in rooms():
        room = getattr(market_week, name)
        taken = len(inspect.signature(room.py_func).parameters)  # not all ask for the week's inputs
        found[name] = vector_loops(compiled_code(room, week_of_a_block[:taken]))
        found[name] -= MORE_WITH_AVX512.get(name, 0) if "+avx512dq" in get_host_cpu_features() else 0
    table = "\n".join(f'    "{name}": {loops},' for name, loops in found.items())
    assert found == EXPECTED, f"vectorised loops of the household rooms are now\n{table}"


def test_rooms_are_those_of_the_week() -> None:
    assert len(rooms()) == len(set(rooms())) > 15 and rooms()[-1] == "sum_holdings"
