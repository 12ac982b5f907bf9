"""The stand-in for runs bends as what it was taught."""

from __future__ import annotations

import numpy as np
import pytest

from jangmadang.inference.emulator import fit_emulator
from jangmadang.inference.slopes import slopes_of

NUMBERS, RUNS = 12, 160
GROUPS = np.repeat(np.arange(6), 2)
STEPS = np.full(6, 0.8)


def figures_at(z: np.ndarray) -> np.ndarray:
    one = 0.5 * (z[..., 0] + z[..., 1])
    other = 0.5 * (z[..., 2] + z[..., 3])
    return np.stack([3.0 * one - other, one + 2.0 * other + 0.7 * one * one], -1)


@pytest.fixture
def slopes() -> np.ndarray:
    moved = (np.arange(6)[:, None] == GROUPS) * STEPS[:, None]
    return slopes_of(STEPS, figures_at(moved) - figures_at(np.zeros(NUMBERS)), np.full(2, 1e-6), GROUPS)


def test_slopes_go_to_the_numbers_that_moved(slopes: np.ndarray) -> None:
    assert slopes[0] == pytest.approx([1.5, 1.5, -0.5, -0.5] + [0.0] * 8)


def test_a_slope_within_noise_is_none() -> None:
    found = slopes_of(np.ones(2), np.array([[0.1], [1.0]]), np.array([0.1]), np.array([0, 0, 1, 1]))
    assert found.tolist() == [[0.0, 0.0, 0.5, 0.5]]


def test_a_number_moved_alone_tells_of_itself_in_place_of_its_table() -> None:
    steps, changes = np.array([0.8, 0.8, 1.0, 1.0]), np.array([[1.0], [0.5], [0.0], [2.0]])
    found = slopes_of(steps, changes, np.array([1e-6]), np.array([2, 3, 1, 1]))
    assert found[0] == pytest.approx([0.0, 2.0, 0.3125, 0.3125])


def test_a_quadratic_response_is_emulated_on_new_runs(slopes: np.ndarray) -> None:
    z = np.random.default_rng(1).standard_normal((RUNS, NUMBERS))
    found = fit_emulator(np.zeros(NUMBERS), slopes, z, figures_at(z))
    new = np.random.default_rng(2).standard_normal((50, NUMBERS))
    assert np.abs(found.predict(new) - figures_at(new)).mean() < 0.1
