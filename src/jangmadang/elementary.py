"""Elementary functions for compiled code: the same bits on every machine, in loops over columns that vectorise.

The logarithm of a C library is a call, which keeps LLVM from working on several rows at once, and its last bits differ
between libraries. The functions here are plain scalar expressions: additions, multiplications, one division,
selections and shifts of bits, each rounded as IEEE 754 says. So they give the same bits compiled and uncompiled and on
any processor, and LLVM vectorises a loop that calls them. Nothing in them branches (no `and`, no `or`, no early
return), which is what keeps it so. Arguments may be float32 or whole numbers; results are float64.

References
----------
Cody, W. J. and Waite, W. (1980). Software Manual for the Elementary Functions. Prentice-Hall.
Ng, K. C. (1993). The logarithm in fdlibm, a freely distributable mathematical library. Sun Microsystems.
Muller, J.-M. (2016). Elementary Functions: Algorithms and Implementation. 3rd edition. Birkhäuser.
"""

import math
from typing import Any

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from jangmadang.compiling import entrance, merged

# A float64: sign (1 bit), exponent plus 1023 (11 bits), mantissa (52 bits). Bits are worked on without sign, for AVX2
# has no shift that keeps one; a whole number becomes a float in the low bits of 2**52, for AVX2 cannot convert it.
_MANTISSA_BITS = uint64(52)
_MANTISSA = uint64(0x000F_FFFF_FFFF_FFFF)
_SQRT_HALF = uint64(0x3FE6_A09E_667F_3BCD)  # bits of sqrt(1/2)
_SQRT_HALF_TO_ONE = uint64(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD)
_TWO_TO_52 = uint64(0x4330_0000_0000_0000)  # bits of 2**52
_EXPONENT_OF_ONE = 2.0**52 + 1023.0
_SMALLEST_NORMAL = 2.0**-1022
_LARGEST = (2.0 - 2.0**-52) * 2.0**1023
_INTO_NORMAL = 2.0**54
_EXPONENT_OF_ONE_SCALED = _EXPONENT_OF_ONE + 54.0

# ln(2) as the sum of two numbers: the first has so few bits that its product with an exponent is exact.
_LN2_HIGH = float.fromhex("0x1.62e42feep-1")
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
_LOG2_E = float.fromhex("0x1.71547652b82fep+0")

# Remez: (ln((1 + s) / (1 - s)) - 2 s) / s in powers of s**2 from the first, |s| <= 3 - sqrt(8); error below 2**-58.4.
_L1 = float.fromhex("0x1.5555555555592p-1")
_L2 = float.fromhex("0x1.999999997fdb8p-2")
_L3 = float.fromhex("0x1.24924941f121cp-2")
_L4 = float.fromhex("0x1.c71c52095f565p-3")
_L5 = float.fromhex("0x1.74663ee806a7ep-3")
_L6 = float.fromhex("0x1.39a1bac08e3ebp-3")
_L7 = float.fromhex("0x1.2f056331fee55p-3")

# Lawson: (exp(r) - 1 - r) / r**2 in powers of r, |r| <= ln(2) / 2; relative error of exp(r) below 2**-57.9.
_E0 = float.fromhex("0x1.000000000000ap-1")
_E1 = float.fromhex("0x1.55555555554fap-3")
_E2 = float.fromhex("0x1.555555555088cp-5")
_E3 = float.fromhex("0x1.1111111127b9fp-7")
_E4 = float.fromhex("0x1.6c16c184267dap-10")
_E5 = float.fromhex("0x1.a01a012a685cfp-13")
_E6 = float.fromhex("0x1.a0199a16b6a46p-16")
_E7 = float.fromhex("0x1.71df253d26e74p-19")
_E8 = float.fromhex("0x1.28ad68c95048ap-22")
_E9 = float.fromhex("0x1.ad7f765693df9p-26")

# Remez: sin(2 pi q) / q in powers of q**2, |q| <= 1/4; relative error below 2**-61. The first is in two parts.
_S0 = float.fromhex("0x1.921fb54442d18p+2")
_S0_LOW = float.fromhex("0x1.18855fdbafbb6p-52")
_S1 = float.fromhex("-0x1.4abbce625be52p+5")
_S2 = float.fromhex("0x1.466bc6775aa6ep+6")
_S3 = float.fromhex("-0x1.32d2cce627542p+6")
_S4 = float.fromhex("0x1.50783485190c3p+5")
_S5 = float.fromhex("-0x1.e3074ddd1d2abp+3")
_S6 = float.fromhex("0x1.e8f35e9d46f32p+1")
_S7 = float.fromhex("-0x1.6f797709c3b8fp-1")
_S8 = float.fromhex("0x1.9d1b864c3847dp-4")

_WHOLE = 1.5 * 2.0**52  # added to a number below 2**51, it leaves the nearest whole number in the low bits
_WHOLE_LESS_TWO_BIASES = uint64(0x4338_0000_0000_0000 - 2 * 1023)
_ONE = uint64(1)
_SURELY_INFINITE, _SURELY_ZERO = 710.0, -746.0  # arguments of exp


@merged
def ln(x: float) -> float:
    """Natural logarithm, to less than 1 unit in the last place.

    The argument is 2**k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2) (Cody and Waite 1980). With s = f / (2 + f),
    ln(1 + f) = 2 s + s R(s**2), written as f - (f**2 / 2 - s (f**2 / 2 + R)): the leading term is exact, so nothing
    is lost near 1 (Ng 1993). R is a polynomial in s**2.

    Parameters
    ----------
    x
        Any number; subnormal ones are not flushed.

    Returns
    -------
    float
        ln(x): 0 at 1, -inf at 0, inf at inf, nan for negative numbers and nan.
    """
    n = float(x)
    scaled = n * _INTO_NORMAL
    is_subnormal = n < _SMALLEST_NORMAL
    normal = scaled if is_subnormal else n
    bias = _EXPONENT_OF_ONE_SCALED if is_subnormal else _EXPONENT_OF_ONE
    bits = np.float64(normal).view(np.uint64) + _SQRT_HALF_TO_ONE
    k = np.uint64((bits >> _MANTISSA_BITS) | _TWO_TO_52).view(np.float64) - bias
    f = np.uint64((bits & _MANTISSA) + _SQRT_HALF).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    series = w * (_L2 + w * (_L4 + w * _L6)) + z * (_L1 + w * (_L3 + w * (_L5 + w * _L7)))
    half_square = 0.5 * f * f
    logarithm = k * _LN2_HIGH - ((half_square - (s * (half_square + series) + k * _LN2_LOW)) - f)
    at_most_zero = -math.inf if n == 0.0 else math.nan
    above_zero = n if n > _LARGEST else logarithm
    return above_zero if n > 0.0 else at_most_zero


@merged
def exp(x: float) -> float:
    """Exponential, to less than 1 unit in the last place.

    exp(x) = 2**k exp(r), where k is the whole number nearest to x / ln(2), and r = x - k ln(2) comes from ln(2) in two
    parts (Cody and Waite 1980). exp(r) = 1 + r + r**2 P(r) with P a polynomial, summed from the smallest term on.
    2**k is two factors, for it may lie beyond what a float64 holds where the result does not.

    Parameters
    ----------
    x
        Any number.

    Returns
    -------
    float
        exp(x): 1 at 0, inf above 709.78, subnormal below -708.4 and 0 below -745.13, nan for nan.
    """
    n = float(x)
    n = _SURELY_INFINITE if n > _SURELY_INFINITE else n
    n = _SURELY_ZERO if n < _SURELY_ZERO else n
    shifted = n * _LOG2_E + _WHOLE
    k = shifted - _WHOLE
    high = n - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    z = r * r
    even = _E0 + z * (_E2 + z * (_E4 + z * (_E6 + z * _E8)))
    odd = _E1 + z * (_E3 + z * (_E5 + z * (_E7 + z * _E9)))
    of_r = 1.0 + (high - (low - z * (even + r * odd)))
    exponents = np.float64(shifted).view(np.uint64) - _WHOLE_LESS_TWO_BIASES  # k + 2 * 1023
    first = exponents >> _ONE
    first_factor = np.uint64(first << _MANTISSA_BITS).view(np.float64)
    second_factor = np.uint64((exponents - first) << _MANTISSA_BITS).view(np.float64)
    return of_r * first_factor * second_factor


@merged
def raised(base: float, exponent: float) -> float:
    """Power of a number that is not negative: exp(exponent ln(base)).

    The logarithm's rounding grows with the logarithm of the result: the relative error stays below
    (2 + 3 |exponent ln(base)|) 2**-53, so that raised(base, 1) need not be the base to its last bits.

    Parameters
    ----------
    base
        0 or more; a negative one gives nan.
    exponent
        Any number.

    Returns
    -------
    float
        base**exponent: 1 where the exponent is 0 (0**0 too); 0 to a positive power is 0, to a negative power inf.
    """
    product = exponent * ln(base)
    return exp(0.0 if exponent == 0.0 else product)


@merged
def cos_of_turns(turns: float) -> float:
    """Cosine of an angle in full turns, cos(2 pi turns), to 5e-16.

    The angle is reduced without loss to a quarter turn at most, whose sine is a polynomial (Muller 2016): with a the
    distance to the nearest whole turn, cos(2 pi a) = sin(2 pi (1/4 - a)). Near 0 the relative error is as small, near 1
    and -1 it is up to 4 units in the last place, and the result may lie one beyond them.

    Parameters
    ----------
    turns
        Angle in turns, between -2**51 and 2**51.

    Returns
    -------
    float
        cos(2 pi turns): 1 at whole turns, 0 at odd quarters, -1 at odd halves, nan for nan and infinity.
    """
    n = float(turns)
    whole = (n + _WHOLE) - _WHOLE
    q = 0.25 - abs(n - whole)
    z = q * q
    w = z * z
    even = _S2 + w * (_S4 + w * (_S6 + w * _S8))
    odd = _S1 + w * (_S3 + w * (_S5 + w * _S7))
    return q * _S0 + q * (_S0_LOW + z * (odd + z * even))


def ln_of(values: Any) -> NDArray[np.float64]:
    """`ln` of each number of an array, for NumPy's own has other last bits on other processors."""
    return _over(_each_ln, values)


def exp_of(values: Any) -> NDArray[np.float64]:
    """`exp` of each number of an array."""
    return _over(_each_exp, values)


def _over(each: Any, values: Any) -> NDArray[np.float64]:
    """What a compiled loop gives for the numbers of an array, in its shape."""
    numbers = np.asarray(values, np.float64)
    found: NDArray[np.float64] = each(np.ascontiguousarray(numbers.reshape(-1))).reshape(numbers.shape)
    return found


@entrance
def _each_ln(values: Any) -> Any:
    found = np.empty(values.size)
    for i in range(values.size):
        found[i] = ln(values[i])
    return found


@entrance
def _each_exp(values: Any) -> Any:
    found = np.empty(values.size)
    for i in range(values.size):
        found[i] = exp(values[i])
    return found
