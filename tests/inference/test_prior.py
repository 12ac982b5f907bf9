"""The prior: inside the ranges, the shipped values likeliest and exact, orders of magnitude in logarithms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from jangmadang.inference.prior import PEAKEDNESS, Prior, shipped_prior
from jangmadang.scenario import load
from jangmadang.scenario.parameters import parameters


@pytest.fixture(scope="module")
def prior() -> Prior:
    return shipped_prior()


def test_the_likeliest_numbers_are_the_shipped_ones(prior: Prior) -> None:
    assert np.array_equal(prior.numbers_at(prior.middle), prior.value)
    shipped = load("hyesan").parameter_record()
    drawn = load("hyesan").with_changes(parameters=prior.settings_at(prior.middle)).parameter_record()
    assert drawn == shipped


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_every_draw_lies_in_its_range_and_makes_a_scenario(seed: int) -> None:
    prior = shipped_prior()
    z = 3.0 * np.random.default_rng(seed).standard_normal(prior.size)
    numbers = prior.numbers_at(z)
    assert (numbers >= prior.low).all() and (numbers <= prior.high).all()
    load("hyesan").with_changes(parameters=prior.settings_at(z)).parameter_record()


def test_a_number_has_the_pert_distribution_on_its_scale() -> None:
    item = parameters()["buyer_seed_capital_cny"]
    prior = shipped_prior([item])
    numbers = np.sort(prior.numbers_at(prior.hypercube(20_000, 3)).ravel())
    assert item.low > 0.0
    low, high, value = (np.log(float(end)) for end in (item.low, item.high, item.value))
    part = (value - low) / (high - low)
    law = beta(1.0 + PEAKEDNESS * part, 1.0 + PEAKEDNESS * (1.0 - part))
    found = law.cdf((np.log(numbers) - low) / (high - low))
    assert np.abs(found - (np.arange(20_000) + 0.5) / 20_000).max() < 1e-3


def test_moved_runs_move_one_parameter_each(prior: Prior) -> None:
    moved = prior.moved()
    assert moved.shape == (len(prior.parameters), prior.size)
    for number, row in enumerate(moved):
        assert set(prior.groups[row != prior.middle]) == {number}


def test_every_number_has_a_name_of_its_own(prior: Prior) -> None:
    assert len(set(prior.names)) == prior.size
    assert "channel_capacity_t[customs]" in prior.names
