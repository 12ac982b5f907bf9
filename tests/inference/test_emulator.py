"""The emulator: exact on what it can say, honest about what it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from jangmadang.inference.emulator import fit_emulator, subspace_of

NUMBERS, RUNS = 12, 160
GROUPS = np.repeat(np.arange(6), 2)
STEPS = np.full(6, 0.8)


def figures_at(z: np.ndarray) -> np.ndarray:
    one = 0.5 * (z[..., 0] + z[..., 1])
    other = 0.5 * (z[..., 2] + z[..., 3])
    return np.stack([3.0 * one - other, one + 2.0 * other + 0.7 * one * one], -1)


@pytest.fixture
def subspace():
    middle = np.zeros(NUMBERS)
    moved = middle + (np.arange(6)[:, None] == GROUPS) * STEPS[:, None]
    changes = figures_at(moved) - figures_at(middle)
    return subspace_of(middle, STEPS, changes, np.full(2, 1e-6), GROUPS)


def test_slopes_go_to_the_numbers_that_moved(subspace) -> None:
    assert subspace.slopes[0] == pytest.approx([1.5, 1.5, -0.5, -0.5] + [0.0] * 8)


def test_a_slope_within_noise_is_none() -> None:
    found = subspace_of(np.zeros(4), np.ones(2), np.array([[0.1], [1.0]]), np.array([0.1]), np.array([0, 0, 1, 1]))
    assert found.slopes.tolist() == [[0.0, 0.0, 0.5, 0.5]]


def test_a_number_moved_alone_tells_of_itself_in_place_of_its_table() -> None:
    steps, changes = np.array([0.8, 0.8, 1.0, 1.0]), np.array([[1.0], [0.5], [0.0], [2.0]])
    found = subspace_of(np.zeros(4), steps, changes, np.array([1e-6]), np.array([2, 3, 1, 1]))
    assert found.slopes[0] == pytest.approx([0.0, 2.0, 0.3125, 0.3125])
    assert found.weights[0, 0] < found.weights[0, 2] < found.weights[0, 1]


def test_slopes_of_the_emulator_are_those_of_its_differences(subspace) -> None:
    z = np.random.default_rng(1).standard_normal((RUNS, NUMBERS))
    found = fit_emulator(subspace, z, figures_at(z), np.ones(RUNS, bool))
    here, step = z[0], 1e-3 * np.eye(NUMBERS)
    differences = (found.predict(here + step) - found.predict(here - step)) / 2e-3
    assert found.slopes(here) == pytest.approx(differences.T, abs=1e-3)


def test_a_quadratic_response_is_emulated_on_new_runs(subspace) -> None:
    z = np.random.default_rng(1).standard_normal((RUNS, NUMBERS))
    found = fit_emulator(subspace, z, figures_at(z), np.ones(RUNS, bool))
    new = np.random.default_rng(2).standard_normal((50, NUMBERS))
    assert np.abs(found.predict(new) - figures_at(new)).mean() < 0.1
    assert (found.explained > 0.98).all()


def test_what_is_noise_is_said_to_be_noise(subspace) -> None:
    rng = np.random.default_rng(3)
    z, noise = rng.standard_normal((RUNS, NUMBERS)), rng.standard_normal((RUNS, 2))
    found = fit_emulator(subspace, z, noise, np.ones(RUNS, bool))
    assert (found.explained < 0.2).all()
    assert found.variances == pytest.approx(noise.var(0), rel=0.25)
