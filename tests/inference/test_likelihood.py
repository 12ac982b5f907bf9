"""Whitening and printed ranges against closed forms and quadrature."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from jangmadang.inference.discrepancy import report_covariance
from jangmadang.inference.evidence import Report, Target
from jangmadang.inference.likelihood import (
    STRAY_ERROR,
    STRAY_PART,
    log_chance_inside,
    target_log_likelihood,
    told,
    whitened,
)

DAY = datetime.date(2020, 1, 6)


def report(item: str = "rice", place: str = "Hyesan", publisher: str = "A", weeks: int = 0) -> Report:
    day = DAY + datetime.timedelta(weeks=weeks)
    return Report(f"{item}{place}{publisher}{weeks}", item, place, publisher, day, 1.0, 0.05, day)


@given(seed=st.integers(0, 1000))
def test_components_keep_the_likelihood_of_members(seed: int) -> None:
    """With as many components as members the whitened distance is the full quadratic form."""
    rng = np.random.default_rng(seed)
    reports = [report(weeks=k, place=place) for k in range(6) for place in ("Hyesan", "Pyongyang")]
    covariance = report_covariance(reports, {})
    observed = rng.normal(size=12)
    histories = observed + rng.normal(size=(5, 12))
    found = whitened(covariance, histories, observed, histories[0], count=12)
    inside = ((found.components(histories) - found.observed) ** 2).sum(1)
    full = [2.0 * multivariate_normal(observed, covariance).logpdf(row) for row in histories]
    constant = 2.0 * multivariate_normal(observed, covariance).logpdf(observed)
    assert inside + 12 * found.elsewhere == pytest.approx(constant - np.array(full), rel=1e-6)
    assert found.misfit(histories, observed) * 12 == pytest.approx(constant - np.array(full), rel=1e-6)


@given(low=st.floats(-3, 3), width=st.floats(0.01, 3), spread=st.floats(0.05, 2))
def test_chance_inside_is_a_difference_of_normal_distributions(low: float, width: float, spread: float) -> None:
    found = float(log_chance_inside(np.array(low), np.array(low + width), np.array(spread)))
    direct = norm.cdf((low + width) / spread) - norm.cdf(low / spread)
    if direct > 1e-8:
        assert math.exp(found) == pytest.approx(direct, rel=1e-6)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_chance_inside_is_exact_far_out(sign: float) -> None:
    ends = sorted((sign * 40.0, sign * 41.0))
    found = float(log_chance_inside(np.array(ends[0]), np.array(ends[1]), np.array(1.0)))
    assert found == pytest.approx(float(norm.logsf(40.0)), rel=1e-9)


def test_one_stray_figure_in_twenty_bounds_what_a_target_can_say() -> None:
    target = Target("L0", "a figure", 1.0, 2.0, "kg", "logarithm")
    of = target_log_likelihood([target])
    middle = np.array([0.5 * math.log(2.0)])
    near, far = of(middle), of(middle + 3.0)
    stray = STRAY_PART * (
        norm.cdf((math.log(2.0) - middle - 3.0) / STRAY_ERROR) - norm.cdf((-middle - 3.0) / STRAY_ERROR)
    )
    assert near > far
    assert np.exp(far) == pytest.approx(stray, rel=1e-6)


def test_a_bound_is_one_sided() -> None:
    target = Target("L0", "a figure", 1.0, math.inf, "kg", "logarithm")
    found = target_log_likelihood([target])(np.array([[5.0], [-1.0]]))
    assert found[0] == pytest.approx(math.log(0.95 + 0.05 * norm.cdf(5.0 / STRAY_ERROR)), abs=1e-6)
    assert found[1] < found[0]


def test_a_share_is_told_in_log_odds_and_not_below_half_a_hundredth() -> None:
    target = Target("L0", "a share", 0.2, 0.4, "share", "log odds")
    assert target.scaled(0.5) == 0.0
    assert target.scaled(0.0) == target.scaled(0.001)
    assert Target("L1", "a change", -0.5, 0.0, "share", "log of one plus").scaled(-0.5) == pytest.approx(math.log(0.5))


def test_a_collapsed_price_is_told_no_worse_than_the_worst() -> None:
    assert told(np.array([[-30.0, np.inf]]), np.array([1.0, 2.0])).tolist() == [[-0.5, 3.5]]
