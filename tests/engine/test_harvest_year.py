"""Every year brings in one harvest, however its weeks fall."""

from __future__ import annotations

import numpy as np

from jangmadang.mechanisms.own_grain.step import eat_own_grain, ripen
from jangmadang.scenario import load
from jangmadang.world.columns import in_their_week
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import YEAR_WEEKS


def test_each_year_brings_in_one_harvest() -> None:
    baseline = load("baseline")
    p = baseline.parameter_record()
    w = build_world(p, "calibration", 1)
    inputs = baseline.weekly_paths(baseline.start, 11 * 52)
    farms, regions = [], []
    for x in inputs:
        ripen(w, x, p, 1, 0)
        week = int(x.week_of_year) % YEAR_WEEKS
        farms.append(w.nation[0].farm_calendar[week].copy())
        regions.append(w.nation[0].harvest_calendar[week].sum(1))
    years = np.floor(inputs.year)
    for year in range(2015, 2025):
        np.testing.assert_allclose(np.sum([farms[i] for i in np.flatnonzero(years == year)], axis=0), 1.0, atol=0.01)
        np.testing.assert_allclose(np.sum([regions[i] for i in np.flatnonzero(years == year)], axis=0), 1.0, atol=0.02)


def test_families_do_not_save_own_grain_for_an_income_that_has_not_come() -> None:
    baseline = load("baseline")
    p = baseline.parameter_record()
    x, eaten = baseline.weekly_paths(baseline.start, 1)[0], []
    for cash_kpw in (0, 10**9):
        w = build_world(p, 500, 1)
        hh = in_their_week(w.households)
        w = w._replace(households=hh)
        hh.per_household = 0.01 / hh.weight
        hh.need_kg, hh.own_grain = p.staple_need_kg, (5.0 * p.staple_need_kg * hh.weight * 1000).astype(int)
        hh.cash_kpw, hh.cash_cny = cash_kpw * hh.weight.astype(int), 0
        last = int(w.markets.last[0])
        eat_own_grain(0, 0, last, w, x, p, 1, 0)
        eaten.append(p.staple_need_kg - hh.need_kg[:last].mean())
    assert eaten[0] > 0.5 * p.staple_need_kg
    assert eaten[1] < 0.8 * eaten[0], "money buys what own grain need not give"
