"""Every year brings in one harvest, however its weeks fall."""

from __future__ import annotations

import numpy as np

from jangmadang.mechanisms.own_grain.step import ripen
from jangmadang.scenario import load
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
