"""Elliptical slices against the closed form of a linear model with normal errors."""

from __future__ import annotations

import numpy as np
import pytest

from jangmadang.inference.sampling import approximation, sample, sample_along

SLOPES = np.array([[2.0, 0.0, 1.0], [0.0, 1.5, -1.0]])
OBSERVED = np.array([1.0, -2.0])


def log_likelihood(z: np.ndarray) -> np.ndarray:
    return -0.5 * ((OBSERVED - z @ SLOPES.T) ** 2).sum(-1)


def with_slope(z: np.ndarray) -> tuple[float, np.ndarray]:
    return float(log_likelihood(z)), (OBSERVED - SLOPES @ z) @ SLOPES


def test_draws_have_the_mean_and_covariance_of_the_closed_form() -> None:
    covariance = np.linalg.inv(np.eye(3) + SLOPES.T @ SLOPES)
    mean = covariance @ SLOPES.T @ OBSERVED
    found = sample(log_likelihood, 3, chains=20, steps=2_000, discard=200, thin=4, seed=1).reshape(-1, 3)
    assert np.abs(found.mean(0) - mean).max() < 0.05
    assert np.abs(np.cov(found.T) - covariance).max() < 0.05


def test_without_evidence_draws_are_the_prior() -> None:
    found = sample(lambda z: np.zeros(len(z)), 2, chains=20, steps=600, discard=0, thin=1, seed=2).reshape(-1, 2)
    assert np.abs(found.mean(0)).max() < 0.06
    assert np.abs(np.cov(found.T) - np.eye(2)).max() < 0.08


def test_chains_are_a_function_of_their_seed() -> None:
    one, two, other = (
        sample(log_likelihood, 3, chains=2, steps=50, discard=10, thin=5, seed=seed) for seed in (1, 1, 2)
    )
    assert one.shape == (2, 8, 3)
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_slices_along_an_approximation_give_the_same_law() -> None:
    covariance = np.linalg.inv(np.eye(3) + SLOPES.T @ SLOPES)
    mean = covariance @ SLOPES.T @ OBSERVED
    middle, root = approximation(with_slope, lambda z: SLOPES, np.ones(2), 3, wider=1.0)
    assert np.abs(middle - mean).max() < 1e-3
    assert np.abs(root @ root.T - covariance).max() < 1e-3
    poor = middle + 0.3, 1.5 * root  # a poor one is slower, not wrong
    for given in ((middle, root), poor):
        found = sample_along(log_likelihood, *given, chains=20, steps=1_200, discard=200, thin=2, seed=3).reshape(-1, 3)
        assert np.abs(found.mean(0) - mean).max() < 0.05
        assert np.abs(np.cov(found.T) - covariance).max() < 0.05


def test_an_approximation_is_nowhere_wider_than_the_prior() -> None:
    root = approximation(with_slope, lambda z: SLOPES, np.ones(2), 3)[1]
    of_prior = np.linalg.eigvalsh(root @ root.T)
    assert of_prior.max() == pytest.approx(1.0)
    assert of_prior.min() < 0.5


def test_a_law_that_is_not_normal_is_sampled_exactly() -> None:
    """A bound z > 1 on one number: the mean of the truncated normal law."""
    found = sample_along(
        lambda z: -50.0 * np.maximum(1.0 - z[..., 0], 0.0),
        np.array([1.2]),
        np.array([[0.8]]),
        chains=20,
        steps=4_000,
        discard=500,
        thin=2,
        seed=4,
    )
    grid = np.linspace(-4.0, 8.0, 120_001)
    weight = np.exp(-0.5 * grid**2 - 50.0 * np.maximum(1.0 - grid, 0.0))
    assert abs(found.mean() - (grid * weight).sum() / weight.sum()) < 0.02
