"""Rolling origins: nothing later enters a forecast or its spread, targets are near, scores and gains add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jangmadang.outlook import evaluation
from jangmadang.outlook.evaluation import (
    FIRST_ORIGIN,
    HORIZONS,
    LEVEL_RECALIBRATED,
    POOL,
    Scored,
    evaluate,
    origins,
    target_of,
    with_learned_spread,
)
from jangmadang.outlook.fitted import fitted_by
from jangmadang.outlook.members import LOCAL_LEVEL, THREE_CITIES, forecasts, known_at
from jangmadang.outlook.pool import spread_multiple
from jangmadang.outlook.predictive import Predictive
from jangmadang.outlook.skill import ALL, FEWEST_BLOCKS, gain_interval, skills
from jangmadang.outlook.weekly import week_of
from tests.outlook.made_reports import FITTED, a_country, a_report, a_series, a_true_country

BEFORE = 40
START = week_of(FIRST_ORIGIN) - BEFORE
REPORTS = a_country(5, BEFORE + 40, START)
ORIGIN = FIRST_ORIGIN + 3 * evaluation.BETWEEN_ORIGINS


@pytest.fixture(scope="module", autouse=True)
def parameters_given() -> object:
    """Parameters near those of the evidence, since estimating them takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "fitted_by", lambda *_: FITTED)
        yield


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), shift=st.floats(-2.0, 2.0))
def test_later_reports_change_nothing(seed: int, shift: float) -> None:
    draw = np.random.default_rng(seed)
    later = [
        replace(report, log_price=report.log_price + shift * float(draw.standard_normal()))
        if report.known_on > ORIGIN and draw.random() < 0.7
        else report
        for report in REPORTS
        if report.known_on <= ORIGIN or draw.random() < 0.7
    ]
    before, after = (known_at(reports, ORIGIN, FITTED) for reports in (REPORTS, later))
    for week in (1, 26):
        asked = ("Hyesan", "rice", week_of(ORIGIN) + week, 0.04)
        assert forecasts(before, *asked) == forecasts(after, *asked)


def test_parameters_of_a_year_know_nothing_of_it() -> None:
    few = [report for report in REPORTS if report.week < START + 12]
    last_day = max(report.known_on for report in few)
    changed = [*few, a_report(week_of(date(last_day.year + 1, 1, 1)) + 1, 99.0)]
    assert fitted_by(few, last_day.year + 1) == fitted_by(changed, last_day.year + 1)


def test_scores_of_early_origins_stand_whatever_comes_later() -> None:
    cut = ORIGIN + timedelta(weeks=4)
    whole, _ = evaluate(REPORTS)
    short, _ = evaluate([report for report in REPORTS if report.known_on <= cut])
    scored = {(s.origin, s.city, s.item, s.weeks, s.target): s.by_model for s in short}
    again = {(s.origin, s.city, s.item, s.weeks, s.target): s.by_model for s in whole}
    shared = scored.keys() & again.keys()
    assert len(shared) > 50
    assert all(scored[key] == again[key] for key in shared)


def test_the_same_reports_in_another_order_score_the_same() -> None:
    one, _ = evaluate(REPORTS)
    other, _ = evaluate(sorted(REPORTS, key=lambda r: (r.item, r.city, r.week)))
    assert one == other


def test_spread_is_learned_from_reports_that_had_come() -> None:
    said = Predictive(0.0, 1.0)

    def made(n: int, known_on: date, observed: float) -> Scored:
        origin = FIRST_ORIGIN + n * evaluation.BETWEEN_ORIGINS
        return Scored(origin, "Hyesan", "rice", 4, 0, known_on, observed, said, {LOCAL_LEVEL: said, THREE_CITIES: said})

    first = made(0, FIRST_ORIGIN + 2 * evaluation.BETWEEN_ORIGINS, 3.0)  # known on the day of the third origin
    found = with_learned_spread([first, made(1, date.max, 0.0), made(2, date.max, 0.0)])
    multiples = [one.by_model[POOL].spread for one in found]
    assert multiples == [1.0, 1.0, spread_multiple(np.array([3.0]))]
    assert found[2].by_model[LEVEL_RECALIBRATED] == found[2].by_model[POOL]


def test_the_economys_change_moves_the_pool_by_its_share() -> None:
    changes = {(ORIGIN, "Hyesan", "rice"): dict.fromkeys(HORIZONS, 0.3)}
    without, _ = evaluate(REPORTS)
    with_it, _ = evaluate(REPORTS, changes)
    moved = [
        (a, b)
        for a, b in zip(without, with_it, strict=True)
        if (a.origin, a.city, a.item) == (ORIGIN, "Hyesan", "rice")
    ]
    assert moved
    for a, b in moved:
        level, cities = a.by_model[LOCAL_LEVEL], a.by_model[THREE_CITIES]
        assert b.pooled.middle == pytest.approx((2 * level.middle + 0.3 + cities.middle) / 3)


def test_origins_are_sundays_four_weeks_apart_before_the_last_day() -> None:
    days = origins(FIRST_ORIGIN + timedelta(days=57))
    assert days == [FIRST_ORIGIN + timedelta(weeks=4 * n) for n in range(3)]
    assert FIRST_ORIGIN.weekday() == 6
    assert origins(FIRST_ORIGIN) == []


def test_a_target_lies_near_its_week() -> None:
    series = a_series([10, 13, 30], [8.0] * 3, [0.04] * 3)
    assert target_of(series, 12, 4) == 1
    assert target_of(series, 12, 1) is None
    assert target_of(series, 28, 26) == 2
    assert target_of(series, 27, 26) is None
    assert target_of(a_series([], [], []), 12, 4) is None


def test_intervals_hold_what_they_say_where_the_model_is_true() -> None:
    scored = [one for seed in range(3) for one in evaluate(a_true_country(seed, BEFORE + 50, START))[0]]
    assert len(scored) > 500
    for share in (0.5, 0.9):
        held = np.mean([one.by_model[THREE_CITIES].holds(one.observed, share) for one in scored])
        assert held == pytest.approx(share, abs=0.04)
    assert np.mean([one.by_model[POOL].holds(one.observed, 0.9) for one in scored]) == pytest.approx(0.9, abs=0.06)


def test_skills_are_means_of_their_forecasts() -> None:
    scored, _ = evaluate(REPORTS)
    (row,) = [
        s for s in skills(scored) if (s.city, s.item, s.weeks, s.model, s.period) == ("Hyesan", "rice", 4, POOL, ALL)
    ]
    own = [s for s in scored if (s.city, s.item, s.weeks) == ("Hyesan", "rice", 4)]
    crps, level = (np.mean([s.by_model[m].crps(s.observed) for s in own]) for m in (POOL, LOCAL_LEVEL))
    assert row.forecasts == len(own)
    assert (row.crps, row.gain) == pytest.approx((crps, 1 - crps / level))
    assert row.held_most == np.mean([s.by_model[POOL].holds(s.observed, 0.9) for s in own])


def test_a_gain_that_is_the_same_everywhere_has_no_spread() -> None:
    days = [date(2016 + n // 2, 1 + 6 * (n % 2), 3) for n in range(10)]
    assert gain_interval(days, np.full(10, 0.9), np.ones(10)) == pytest.approx((0.1, 0.1))


def test_the_interval_of_a_gain_is_that_of_half_years() -> None:
    """Two forecasts a half-year that always miss together leave the interval as wide as one of each."""
    draw = np.random.default_rng(1)
    days = [date(2016 + n // 2, 1 + 6 * (n % 2), 3) for n in range(20)]
    ours, theirs = draw.random(20), np.ones(20)
    once = gain_interval(days, ours, theirs)
    twice = gain_interval([*days, *days], np.tile(ours, 2), np.tile(theirs, 2))
    assert twice == pytest.approx(once)
    low, high = once
    assert low is not None and high is not None
    assert high - low == pytest.approx(2 * 1.645 * ours.std() / np.sqrt(20), rel=0.15)


def test_few_half_years_have_no_interval() -> None:
    days = [date(2016, 1, 3)] * 40 + [date(2016, 8, 7)] * 40
    assert FEWEST_BLOCKS > 2
    assert gain_interval(days, np.ones(80), np.ones(80)) == (None, None)
