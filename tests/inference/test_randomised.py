"""Draws by randomised maximum likelihood against the closed form of a linear model with normal errors."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from jangmadang.inference.evidence import Target
from jangmadang.inference.fitting import Basis
from jangmadang.inference.randomised import FARTHEST, Search, costs, errors_of, residuals, taught

SLOPES = np.array([[2.0, 0.0, 1.0], [0.0, 1.5, -1.0]])
OBSERVED = np.array([1.0, -2.0])
DRAWS = 3_000
Figures = Callable[[np.ndarray], np.ndarray]


def basis_with(slopes: np.ndarray, *wanted: Target) -> Basis:
    evidence: Any = SimpleNamespace(wanted=wanted)
    whitened: Any = SimpleNamespace(observed=OBSERVED)
    return Basis(evidence, whitened, slopes)


def drawn(basis: Basis, figures: Figures, steps: int = 12) -> np.ndarray:
    start = np.random.default_rng(1).standard_normal((DRAWS, 3))
    search = Search(basis, start, errors_of(basis, DRAWS, 1), figures(start))
    for _ in range(steps):
        z = search.next()
        search.take(z, figures(z))
    return search.z


@pytest.fixture(autouse=True)
def _steps_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What thousands of draws would teach takes long; `taught` has a test of its own."""
    monkeypatch.setattr("jangmadang.inference.randomised.taught", lambda slopes, *_: slopes)


def test_draws_of_a_linear_model_have_the_mean_and_covariance_of_the_closed_form() -> None:
    covariance = np.linalg.inv(np.eye(3) + SLOPES.T @ SLOPES)
    found = drawn(basis_with(SLOPES), lambda z: z @ SLOPES.T)
    assert np.abs(found.mean(0) - covariance @ SLOPES.T @ OBSERVED).max() < 0.06
    assert np.abs(np.cov(found.T) - covariance).max() < 0.06


def test_a_range_that_holds_the_figure_asks_for_nothing() -> None:
    slopes = np.vstack([SLOPES, [3.0, 3.0, 3.0]])
    wide = Target("L0", "made up", -50.0, 50.0, "1", "as is", 1.0)
    found = drawn(basis_with(slopes, wide), lambda z: z @ slopes.T)
    without = drawn(basis_with(SLOPES), lambda z: z @ SLOPES.T)
    assert np.abs(found.mean(0) - without.mean(0)).max() < 0.05


def test_a_bound_pulls_a_figure_into_its_range_and_no_harder_from_far_off() -> None:
    slopes = np.vstack([SLOPES, [1.0, 1.0, 1.0]])
    sums = []
    for low in (-np.inf, 2.0, 30.0, 60.0):
        bound = Target("L0", "made up", low, np.inf, "1", "as is", 1.0)
        sums.append(drawn(basis_with(slopes, bound), lambda z: z @ slopes.T).sum(1).mean())
    assert sums[0] < sums[1] - 0.5
    assert sums[1] < sums[2]
    assert sums[2] == pytest.approx(sums[3], abs=0.01)


def test_what_a_draw_makes_small_grows_with_the_square_near_and_evenly_far_off() -> None:
    basis = basis_with(np.vstack([SLOPES, [1.0, 0.0, 0.0]]), Target("L0", "made up", 0.0, 1.0, "1", "as is", 0.5))
    z, figures = np.zeros((4, 3)), np.array([[*OBSERVED, x] for x in (0.5, 1.5, 2.5, 3.5)])
    none = np.zeros((4, 3))
    assert residuals(basis, figures, none)[:, 2].tolist() == [0.0, -1.0, -3.0, -5.0]
    assert costs(basis, z, z, figures, none).tolist() == [0.0, 1.0, 9.0, FARTHEST * (10.0 - FARTHEST)]


def test_no_draw_gets_worse_whatever_the_slopes() -> None:
    basis = basis_with(-SLOPES)
    start = np.random.default_rng(1).standard_normal((50, 3))
    errors = errors_of(basis, 50, 1)
    search = Search(basis, start, errors, start @ SLOPES.T)
    before = costs(basis, start, start, start @ SLOPES.T, errors)
    for _ in range(5):
        z = search.next()
        search.take(z, z @ SLOPES.T)
        after = costs(basis, start, search.z, search.z @ SLOPES.T, errors)
        assert (after <= before).all()
        before = after


def test_steps_teach_the_slopes_that_they_met() -> None:
    moved = np.random.default_rng(2).standard_normal((60, 3))
    held = 0.3 * SLOPES + 0.4
    assert taught(held, 20.0 * moved, 20.0 * moved @ SLOPES.T) == pytest.approx(SLOPES, abs=0.05)
    assert taught(held, moved, moved @ held.T) == pytest.approx(held)
