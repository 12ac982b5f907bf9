"""The economy's own changes ahead: nothing that is said of later weeks enters them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

import jangmadang as jm
from jangmadang.results.changes_ahead import SERIES, changes_ahead

WEEKS, AHEAD = 12, 6
SCENARIO = jm.load("hyesan").with_changes(end="2015-05-25")
ORIGIN = date(2015, 2, 15)


def test_nothing_later_enters_a_change() -> None:
    rate = np.full(WEEKS, 1320.0)
    week = (ORIGIN - SCENARIO.start).days // 7
    later = (SCENARIO.start + timedelta(weeks=week + 1)).isoformat()
    shut = SCENARIO.with_changes(changes=[{"path": "openness[*,*]", "from": later, "set": 0}])
    jumped = np.where(np.arange(WEEKS) > week, 3000.0, rate)
    found = changes_ahead(SCENARIO, rate, [ORIGIN], AHEAD)
    again = changes_ahead(shut, jumped, [ORIGIN], AHEAD)
    assert set(found) == {(ORIGIN, item) for item in SERIES}
    for key, change in found.items():
        assert change.shape == (AHEAD,)
        assert np.isfinite(change).all()
        np.testing.assert_array_equal(change, again[key])


def test_what_was_known_enters() -> None:
    rate = np.full(WEEKS, 1320.0)
    dearer = np.where(np.arange(WEEKS) >= 3, 1500.0, rate)
    one, other = (changes_ahead(SCENARIO, known, [ORIGIN], AHEAD)[ORIGIN, "rice"] for known in (rate, dearer))
    assert (other > one).any()
