"""ln, exp, power and cosine: as close as they say, exact at their edges, the same bits compiled and uncompiled."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from jangmadang.elementary import cos_of_turns, exp, ln, raised

Array = np.ndarray[Any, Any]
DIGITS = Context(prec=45)
TWO_PI = Decimal("6.28318530717958647692528676655900576839433879875021")
ARGUMENTS = 1500
LARGEST, SMALLEST, SMALLEST_NORMAL = float(np.finfo(float).max), 5e-324, 2.0**-1022


@njit(error_model="numpy")
def ln_of(x: Array, out: Array) -> None:
    """Logarithms of a column."""
    for i in range(x.size):
        out[i] = ln(x[i])


@njit(error_model="numpy")
def exp_of(x: Array, out: Array) -> None:
    """Exponentials of a column."""
    for i in range(x.size):
        out[i] = exp(x[i])


@njit(error_model="numpy")
def power_of(x: Array, out: Array, exponent: float) -> None:
    """Powers of a column."""
    for i in range(x.size):
        out[i] = raised(x[i], exponent)


@njit(error_model="numpy")
def cos_of(turns: Array, out: Array) -> None:
    """Cosines of a column."""
    for i in range(turns.size):
        out[i] = cos_of_turns(turns[i])


def column(function: Callable[..., None], x: Any, *others: Any) -> Array:
    """What a function makes of a column."""
    arguments = np.asarray(x)
    out = np.empty(arguments.size)
    function(arguments, out, *others)
    return out


def units_off(found: Array, exact: list[Decimal]) -> float:
    """Largest error, in units in the last place of the exact results."""
    errors = [
        abs(Decimal(float(f)) - e) / Decimal(math.ulp(min(abs(float(e)), LARGEST)))
        for f, e in zip(found, exact, strict=True)
    ]
    return float(max(errors))


def logarithmic(low: float, high: float) -> Callable[[np.random.Generator], Array]:
    """Arguments whose logarithms are spread evenly."""
    return lambda draws: np.exp(draws.uniform(low, high, ARGUMENTS))


def even(low: float, high: float) -> Callable[[np.random.Generator], Array]:
    """Arguments spread evenly."""
    return lambda draws: draws.uniform(low, high, ARGUMENTS)


def near_one(draws: np.random.Generator) -> Array:
    """1 and some of its last bits, more and more of them."""
    return 1.0 + draws.choice([-1.0, 1.0], ARGUMENTS) * 10.0 ** -draws.uniform(1.0, 15.7, ARGUMENTS)


LN_ARGUMENTS = {
    "all": logarithmic(-708.0, 709.0),
    "ordinary": logarithmic(-5.0, 5.0),
    "near 1": near_one,
    "between the roots of a half and of two": even(0.70, 1.42),
    "where the exponent changes": even(0.7070, 0.7072),
    "subnormal": even(0.0, SMALLEST_NORMAL),
    "edges": lambda draws: np.array([SMALLEST, SMALLEST_NORMAL, LARGEST, 0.5, 2.0, 1e-300, math.e]),
}
EXP_ARGUMENTS = {
    "all": even(-708.0, 709.7),
    "ordinary": even(-5.0, 5.0),
    "small": lambda draws: draws.normal(0.0, 1.0, ARGUMENTS) * 10.0 ** -draws.uniform(1.0, 17.0, ARGUMENTS),
    "not reduced": even(-0.35, 0.35),
    "subnormal results": even(-745.1, -708.4),
    "edges": lambda draws: np.array([709.782712893384, -745.13, SMALLEST, -SMALLEST, 1.0, -1.0, math.log(2.0) / 2.0]),
}


@pytest.mark.parametrize("among", LN_ARGUMENTS)
def test_ln_is_within_one_unit(among: str) -> None:
    x = LN_ARGUMENTS[among](np.random.default_rng(5))
    assert units_off(column(ln_of, x), [Decimal(float(v)).ln(DIGITS) for v in x]) < 1.0


@pytest.mark.parametrize("among", EXP_ARGUMENTS)
def test_exp_is_within_one_unit(among: str) -> None:
    x = EXP_ARGUMENTS[among](np.random.default_rng(6))
    assert units_off(column(exp_of, x), [Decimal(float(v)).exp(DIGITS) for v in x]) < 1.0


@pytest.mark.parametrize("exponent", [-2.5, -0.4, 0.3, 1.0, 1.7, 40.0])
def test_power_is_as_close_as_its_logarithm(exponent: float) -> None:
    x = logarithmic(-6.0, 6.0)(np.random.default_rng(7))
    found = column(power_of, x, exponent)
    for base, result in zip(x, found, strict=True):
        logarithm = Decimal(exponent) * Decimal(float(base)).ln(DIGITS)
        relative = abs(Decimal(float(result)) / logarithm.exp(DIGITS) - 1)
        assert relative <= (2 + 3 * abs(logarithm)) * Decimal(2) ** -53, f"{base}**{exponent}"


def exact_cos(turns: float) -> Decimal:
    """Cosine by its series, (-1)**k angle**(2 k) / (2 k)!."""
    with localcontext(DIGITS):
        square, term, total, k = (TWO_PI * (Decimal(turns) % 1)) ** 2, Decimal(1), Decimal(1), 0
        while abs(term) > Decimal("1e-40"):
            k += 2
            term *= -square / (k * (k - 1))
            total += term
    return total


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-0.01, 0.01), (0.24, 0.26), (0.49, 0.51), (-1e6, 1e6)])
def test_cosine_is_as_close_as_it_says(low: float, high: float) -> None:
    turns = even(low, high)(np.random.default_rng(9))
    found, exact = column(cos_of, turns), [exact_cos(float(v)) for v in turns]
    assert max(abs(Decimal(float(f)) - e) for f, e in zip(found, exact, strict=True)) < Decimal("5e-16")
    assert units_off(found, exact) < 4.0


def test_edges_of_cosine() -> None:
    found = column(cos_of, [0.0, 1.0, -7.0, 0.25, -0.75, 1e6 + 0.25, 0.5, -2.5, math.nan, math.inf])
    assert np.array_equal(found[:-2], [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, -1.0, -1.0]) and np.isnan(found[-2:]).all()


def test_edges_of_ln() -> None:
    found = column(ln_of, [1.0, 0.0, -0.0, math.inf, -SMALLEST, -1.0, -math.inf, math.nan])
    assert np.array_equal(found[:4], [0.0, -math.inf, -math.inf, math.inf])
    assert np.isnan(found[4:]).all()
    assert not np.signbit(found[0])


def test_edges_of_exp() -> None:
    found = column(exp_of, [0.0, -0.0, 709.7828, 1e300, math.inf, -745.1333, -1e300, -math.inf, math.nan])
    assert np.array_equal(found[:-1], [1.0, 1.0, math.inf, math.inf, math.inf, 0.0, 0.0, 0.0])
    assert math.isnan(found[-1])
    assert column(exp_of, [-745.1332])[0] == SMALLEST, "underflow is gradual"


def test_edges_of_power() -> None:
    bases = [0.0, SMALLEST, 1.0, 7.5, math.inf]
    assert np.array_equal(column(power_of, bases, 0.0), np.ones(5))
    assert np.array_equal(column(power_of, [1.0], 123.4), [1.0])
    assert np.array_equal(column(power_of, [0.0, math.inf], 0.3), [0.0, math.inf])
    assert np.array_equal(column(power_of, [0.0, math.inf], -0.3), [math.inf, 0.0])
    assert np.isnan(column(power_of, [-1.0, math.nan], 2.0)).all()


@pytest.mark.parametrize("around", [0.5, 1.0, 2.0, math.sqrt(0.5), math.sqrt(2.0), SMALLEST_NORMAL])
def test_ln_never_falls_from_one_number_to_the_next(around: float) -> None:
    steps = np.arange(-20_000, 20_000)
    x = (np.float64(around).view(np.int64) + steps).view(np.float64)
    assert (np.diff(x) > 0.0).all() and (np.diff(column(ln_of, x)) >= 0.0).all()


@pytest.mark.parametrize("around", [0.0, math.log(2.0) / 2.0, -math.log(2.0) / 2.0, 1.0, -708.3964185322641])
def test_exp_never_falls_from_one_number_to_the_next(around: float) -> None:
    x = around + np.arange(-20_000, 20_000) * max(math.ulp(around), 2.0**-56)
    assert (np.diff(x) > 0.0).all() and (np.diff(column(exp_of, x)) >= 0.0).all()


def bits(x: Any) -> int:
    """Bits of a number; all of nan's are one."""
    number = np.float64(x)
    return -1 if np.isnan(number) else int(number.view(np.int64))


ANY = st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True)


@given(ANY | st.floats(0.0, 10.0) | st.floats(-800.0, 800.0), ANY | st.floats(-3.0, 3.0))
@settings(max_examples=500, deadline=None)
def test_compiled_gives_the_bits_of_plain_python(x: float, exponent: float) -> None:
    with np.errstate(all="ignore"):
        for compiled in (ln, exp, cos_of_turns):
            assert bits(compiled(x)) == bits(compiled.py_func(x)), f"{compiled.__name__}({x!r})"
        plain = exp.py_func(0.0 if exponent == 0.0 else exponent * ln.py_func(x))
        assert bits(raised(x, exponent)) == bits(raised.py_func(x, exponent)) == bits(plain)


@given(st.lists(ANY | st.floats(-50.0, 50.0), min_size=9, max_size=40))
@settings(max_examples=200, deadline=None)
def test_columns_give_the_bits_of_one_after_another(numbers: list[float]) -> None:
    for function, of_column in ((ln, ln_of), (exp, exp_of), (cos_of_turns, cos_of)):
        assert [bits(x) for x in column(of_column, numbers)] == [bits(function(x)) for x in numbers]


def test_short_and_whole_numbers_count_as_long_floats() -> None:
    short = np.exp(np.random.default_rng(8).normal(0.0, 3.0, 100)).astype(np.float32)
    for function in (ln_of, exp_of):
        assert np.array_equal(column(function, short), column(function, short.astype(np.float64)))
    assert column(ln_of, [3])[0] == ln(3.0) and column(exp_of, [3])[0] == exp(3.0)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("function", [ln_of, exp_of, power_of, cos_of])
def test_loops_over_columns_work_on_several_rows_at_once(function: Any, kind: Any) -> None:
    column(function, np.ones(1, kind), *((1.7,) if function is power_of else ()))
    code = {str(asked[0].dtype): text for asked, text in function.inspect_llvm().items()}[kind.__name__]
    assert "vector.body" in code and " x double>" in code
    assert not re.search(r"@(llvm\.)?(log|exp|pow|cos)\b", code), "a library's function is called"
