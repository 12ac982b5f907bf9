"""The hash draws like dice: moments, uniformity, independence of agents, weeks, purposes and seeds; as Philox does."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from numba import njit
from numpy.random import Generator, Philox

from jangmadang import randomness
from jangmadang.randomness import bell_noise, logistic_noise, normal, stream, uniform

Array = np.ndarray[Any, Any]
DRAWS = 200_000
PURPOSES = {
    name: value
    for name, value in vars(randomness).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, int)
}


@njit
def uniforms(seed: int, purpose: int, week: int, agents: int) -> Array:
    """Draws of the first agents."""
    key = stream(seed, purpose, week)
    out = np.empty(agents)
    for i in range(agents):
        out[i] = uniform(key, i)
    return out


@njit
def over_weeks(seed: int, purpose: int, agent: int, weeks: int) -> Array:
    """One agent's draws week by week."""
    out = np.empty(weeks)
    for t in range(weeks):
        out[t] = uniform(stream(seed, purpose, t), agent)
    return out


@njit
def other_draws(seed: int, purpose: int, week: int, agents: int) -> tuple[Array, Array, Array]:
    """Normal, logistic and bell-shaped draws of the first agents."""
    key = stream(seed, purpose, week)
    normals, logistics, bells = np.empty(agents), np.empty(agents), np.empty(agents)
    for i in range(agents):
        normals[i] = normal(key, i)
        logistics[i] = logistic_noise(key, i)
        bells[i] = bell_noise(key, i)
    return normals, logistics, bells


def chi_square_is_ordinary(counts: Array) -> bool:
    """Whether counts of equally likely cells lie within four standard deviations of what chance gives."""
    expected = counts.sum() / counts.size
    statistic = float(((counts - expected) ** 2 / expected).sum())
    freedom = counts.size - 1
    return abs(statistic - freedom) < 4.0 * math.sqrt(2.0 * freedom)


def test_purposes_are_never_reused() -> None:
    assert len(PURPOSES) >= 20
    assert len(set(PURPOSES.values())) == len(PURPOSES)


@pytest.mark.parametrize("draws", [lambda: uniforms(1, 4, 700, DRAWS), lambda: over_weeks(1, 4, 12_345, DRAWS)])
def test_uniform_moments_and_cells(draws: Callable[[], Array]) -> None:
    u = draws()
    assert 0.0 < u.min() and u.max() < 1.0
    assert u.mean() == pytest.approx(0.5, abs=4 * math.sqrt(1 / 12 / DRAWS))
    assert u.var() == pytest.approx(1 / 12, abs=4 * math.sqrt(1 / 180 / DRAWS))
    assert chi_square_is_ordinary(np.bincount((u * 256).astype(int), minlength=256))
    low_bits = (u * 2**40).astype(np.int64) % 64
    assert chi_square_is_ordinary(np.bincount(low_bits, minlength=64)), "also far behind the point"


NEIGHBOURS = {
    "agents": lambda: (uniforms(1, 4, 700, DRAWS)[:-1], uniforms(1, 4, 700, DRAWS)[1:]),
    "weeks": lambda: (uniforms(1, 4, 700, DRAWS), uniforms(1, 4, 701, DRAWS)),
    "purposes": lambda: (uniforms(1, 4, 700, DRAWS), uniforms(1, 5, 700, DRAWS)),
    "seeds": lambda: (uniforms(1, 4, 700, DRAWS), uniforms(2, 4, 700, DRAWS)),
    "seed and purpose swapped": lambda: (uniforms(4, 5, 700, DRAWS), uniforms(5, 4, 700, DRAWS)),
}


@pytest.mark.parametrize("what", list(NEIGHBOURS))
def test_neighbours_are_independent(what: str) -> None:
    first, second = NEIGHBOURS[what]()
    cells = (first * 16).astype(int) * 16 + (second * 16).astype(int)
    assert chi_square_is_ordinary(np.bincount(cells, minlength=256))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / math.sqrt(DRAWS)


def test_no_two_streams_share_a_key() -> None:
    keys = {int(stream(seed, purpose, week)) for seed in range(5) for purpose in range(25) for week in range(200)}
    assert len(keys) == 5 * 25 * 200


def test_normal_logistic_and_bell_shaped_draws() -> None:
    normals, logistics, bells = other_draws(1, 16, 3, DRAWS)
    assert abs(bells).max() < 3.47
    for draws, kurtosis in ((normals, 3.0), (logistics, 4.2), (bells, 2.7)):
        assert draws.mean() == pytest.approx(0.0, abs=4 / math.sqrt(DRAWS))
        assert draws.var() == pytest.approx(1.0, abs=4 * math.sqrt((kurtosis - 1) / DRAWS))
        assert (draws**4).mean() == pytest.approx(kurtosis, rel=0.05)
    for quantile in (0.1, 0.5, 0.9, 0.99):
        below = (normals < NormalDist().inv_cdf(quantile)).mean()
        assert below == pytest.approx(quantile, abs=4 * math.sqrt(quantile * (1 - quantile) / DRAWS))


def test_more_agents_change_no_earlier_draw() -> None:
    assert np.array_equal(uniforms(1, 4, 700, 1000), uniforms(1, 4, 700, 2000)[:1000])


def test_agrees_with_philox_on_an_aggregate() -> None:
    """Gatherers over half a year among households with lasting tastes: our draws against Philox's."""
    households, weeks = 4000, 26
    season = np.sin(np.linspace(0, np.pi, weeks))

    def gatherers(tastes: Array, draws: list[Array]) -> float:
        chances = [1 / (1 + np.exp(-(2 * s - 2 + tastes))) for s in season]
        return float(np.mean([(u < chance).mean() for u, chance in zip(draws, chances, strict=True)]))

    ours = gatherers(other_draws(1, 2, 0, households)[1], [uniforms(1, 3, t, households) for t in range(weeks)])
    philox = Generator(Philox(2015))
    theirs = [
        gatherers(
            philox.logistic(0, math.sqrt(3) / math.pi, households), [philox.random(households) for _ in range(weeks)]
        )
        for _ in range(40)
    ]
    assert abs(ours - np.mean(theirs)) < 4 * np.std(theirs, ddof=1) * math.sqrt(1 + 1 / 40)
