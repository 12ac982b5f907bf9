"""Counter-based random numbers: a draw is a function of (seed, purpose, agent, week) and of nothing else.

The hash is the finaliser of SplitMix64 (Steele, Lea and Flood 2014). There is no state and no order, so results do not
depend on threads, and paired runs share every draw that both of them make.
"""

import math
from typing import TypeAlias

import numpy as np
from numba import uint64

from jangmadang.compiling import inlined, merged
from jangmadang.elementary import cos_of_turns, ln

Key: TypeAlias = int | np.uint64

# Purposes: one number each, never reused, so that a new draw disturbs no old one.
EARNING_WEIGHT = 1
GATHERING_TASTE = 2
GATHERING_CHOICE = 3
GARMENT_NEED = 4
GARMENT_CHOICE = 5
STALL_CHOICE = 6
GARMENT_TASTE = 7
DESIGN_APPEAL = 8
ILLNESS = 9
AILMENT = 10
MEDICINE_TASTE = 11
PARTIAL_FILL = 12
SAMPLE_VISITOR = 13
ORDER_ROUNDING = 14
HAZARD_BELIEF = 15
EXCHANGE_RATE = 16
INITIAL_AGE = 17
BUYER_CHOICE = 18
IMPORTER_CHOICE = 19
SEARCH_ORDER = 20
GOLD_SEARCH = 22
GOLD_LOT = 31
PATIENCE = 41
SETBACK = 42
HOARDING = 33
TREATMENT_LIMIT = 32
PLOT = 23

_GOLDEN = uint64(0x9E3779B97F4A7C15)
_MIX_1 = uint64(0xBF58476D1CE4E5B9)
_MIX_2 = uint64(0x94D049BB133111EB)
_UNIT = 1.0 / 9007199254740992.0  # 2**-53
_HALF_RANGE = 2.0 * 65535.0
_TO_UNIT_SD = math.sqrt(3.0) / 65536.0
_LOGISTIC_TO_UNIT_SD = math.sqrt(3.0) / math.pi


@merged
def mix(key: Key) -> Key:
    """Scramble a 64-bit key (SplitMix64 finaliser)."""
    z = uint64(key)
    z = (z ^ (z >> uint64(30))) * _MIX_1
    z = (z ^ (z >> uint64(27))) * _MIX_2
    return z ^ (z >> uint64(31))


@inlined
def stream(seed: int, purpose: int, week: int) -> Key:
    """Key shared by all agents that draw for one purpose in one week."""
    return mix(mix(uint64(seed) * _GOLDEN + uint64(purpose)) + uint64(week + 1_000_000) * _GOLDEN)


@merged
def uniform(stream_key: Key, agent: int) -> float:
    """Uniform draw in (0, 1) of one agent in a stream."""
    return (float(mix(uint64(stream_key) + uint64(agent) * _GOLDEN) >> uint64(11)) + 0.5) * _UNIT


@merged
def logistic_noise(stream_key: Key, agent: int) -> float:
    """Logistic draw with mean 0 and standard deviation 1."""
    u = uniform(stream_key, agent)
    return _LOGISTIC_TO_UNIT_SD * ln(u / (1.0 - u))


@merged
def bell_noise(stream_key: Key, agent: int) -> float:
    """Draw with mean 0 and standard deviation 1 from one hash: the sum of four uniforms (Irwin 1927, Hall 1927).

    It lies within 3.46 of its mean.
    """
    bits = mix(uint64(stream_key) + uint64(agent) * _GOLDEN)
    low = uint64(0xFFFF)
    parts = (bits & low) + ((bits >> uint64(16)) & low) + ((bits >> uint64(32)) & low) + (bits >> uint64(48))
    return (float(parts) - _HALF_RANGE) * _TO_UNIT_SD


@merged
def normal(stream_key: Key, agent: int) -> float:
    """Standard normal draw (Box and Muller 1958)."""
    first = uniform(stream_key, agent)
    second = uniform(mix(uint64(stream_key) + uint64(7)), agent)
    return math.sqrt(-2.0 * ln(first)) * cos_of_turns(second)
