"""What the model leaves out: its covariance against the formula, its estimate against made-up errors."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest

from jangmadang.inference.discrepancy import USUAL, Discrepancy, estimated, report_covariance
from jangmadang.inference.evidence import Report

DAY = datetime.date(2020, 1, 6)


def report(item: str = "rice", place: str = "Hyesan", publisher: str = "A", weeks: int = 0) -> Report:
    day = DAY + datetime.timedelta(weeks=weeks)
    return Report(f"{item}{place}{publisher}{weeks}", item, place, publisher, day, 1.0, 0.05, day)


def test_covariance_is_what_it_says_it_is() -> None:
    rice, corn = Discrepancy(0.2, 13.0, 0.7, 0.05), Discrepancy(0.3, 26.0, 0.5, 0.02)
    reports = [report(), report(weeks=26), report(place="Pyongyang", publisher="B"), report(item="corn")]
    found = report_covariance(reports, {"rice": rice, "corn": corn})
    assert found.diagonal()[:3] == pytest.approx(0.2**2 + 0.05**2 + 0.05**2)
    assert found[3, 3] == pytest.approx(0.3**2 + 0.02**2 + 0.05**2)
    assert found[0, 1] == pytest.approx(0.2**2 * math.exp(-26 / 13.0) + 0.05**2)
    assert found[0, 2] == pytest.approx(0.7 * 0.2**2)
    assert found[0, 3] == 0.0


def test_the_level_of_a_movement_says_nothing() -> None:
    reports = [report(weeks=k) for k in range(4)]
    errors = np.array([0.3, -0.1, 0.2, 0.0])
    covariance = report_covariance(reports, {}, movements=frozenset({"rice"}))
    far = errors + 5.0  # the same movement at another level

    def chance(e: np.ndarray) -> float:
        return float(e @ np.linalg.solve(covariance, e))

    assert chance(far) - chance(errors) < 30.0
    assert chance(far) < 0.05 * float(far @ np.linalg.solve(report_covariance(reports, {}), far))


def test_the_estimate_finds_the_errors_that_were_made() -> None:
    """Over five made-up histories its mean lies near the truth, far from what is usual."""
    truth = Discrepancy(0.4, 8.0, 0.8, 0.04)
    reports = [report(place=place, weeks=3 * k) for k in range(60) for place in ("Hyesan", "Pyongyang")]
    root = np.linalg.cholesky(report_covariance(reports, {"rice": truth}))
    rng = np.random.default_rng(3)
    found = np.array([estimated(reports, (root @ rng.normal(size=120))[None])["rice"] for _ in range(5)]).mean(0)
    assert found[0] == pytest.approx(truth.deviation, rel=0.15)
    assert found[1] == pytest.approx(truth.memory_weeks, rel=0.4)
    assert found[2] == pytest.approx(truth.shared_part, abs=0.1)


def test_one_report_changes_little() -> None:
    found = estimated([report()], np.array([[0.1], [-0.1]]))["rice"]
    assert np.log(found) == pytest.approx(np.log(USUAL), abs=0.35)
