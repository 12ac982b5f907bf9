"""Weekly paths against values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jangmadang.errors import InputError
from jangmadang.scenario import Scenario, load, reading
from jangmadang.scenario.paths import Layers, _is_spoken_of
from jangmadang.scenario.paths import paths as shipped_paths
from jangmadang.scenario.yaml_files import read_yaml

JUNE = date(2015, 6, 1)


def test_every_assumed_range_of_a_path_says_why() -> None:
    silent = [p.name for p in shipped_paths().values() if "assumed" in p.source and len(p.reason) < 20]
    assert not silent


def test_a_partly_open_week_takes_its_share_of_days(base: Scenario) -> None:
    weekly = base.weekly_paths(date(2015, 12, 28), 4)
    private = weekly.openness[:, 2, :]
    assert private[0].tolist() == [1, 1]
    assert private[1] == pytest.approx([3 / 7, 3 / 7])
    assert private[2].tolist() == [0, 0]
    assert (weekly.openness[:, :2, :] == 1).all()


def test_spells_include_their_last_day_and_leave_the_default_outside(base: Scenario) -> None:
    scenario = base.with_changes(
        paths={"capacity_tonnes": [{"from": "2015-06-03", "until": "2015-06-09", "value": 170}]}
    )
    weekly = scenario.weekly_paths(date(2015, 5, 25), 4).capacity_tonnes
    assert weekly == pytest.approx([100, 100 + 70 * 5 / 7, 100 + 70 * 2 / 7, 100])


def test_an_open_spell_ends_before_the_next(base: Scenario) -> None:
    spells = [{"from": "2015-06-01", "value": 10}, {"from": "2015-06-15", "until": "2015-06-21", "value": 20}]
    weekly = base.with_changes(paths={"capacity_tonnes": spells}).weekly_paths(JUNE, 4).capacity_tonnes
    assert weekly.tolist() == [10, 10, 20, 100]


def test_the_more_specific_target_wins_in_one_file(base: Scenario) -> None:
    paths = {
        "openness[customs,import]": [{"from": "2015-06-01", "value": 0.3}],
        "openness": [{"from": "2015-06-01", "value": 0}],
    }
    weekly = base.with_changes(paths=paths).weekly_paths(JUNE, 1)
    assert weekly.openness[0].tolist() == [[0.3, 0], [0, 0], [0, 0]]


def test_a_later_file_overrides_its_base(base: Scenario) -> None:
    once = base.with_changes(paths={"capacity_tonnes": [{"from": "2015-06-01", "value": 10}]})
    twice = once.with_changes(paths={"capacity_tonnes": [{"from": "2015-06-08", "until": "2015-06-14", "value": 50}]})
    assert twice.weekly_paths(JUNE, 3).capacity_tonnes.tolist() == [10, 50, 10]


def test_a_multiplied_path_rises_in_equal_logarithmic_steps(base: Scenario) -> None:
    change = {"path": "capacity_tonnes", "from": "2015-06-01", "multiply": 1.5, "over_weeks": 12}
    weekly = base.with_changes(changes=[change]).weekly_paths(JUNE, 20).capacity_tonnes
    expected = 100 * 1.5 ** np.minimum(np.arange(1, 21) / 12, 1)
    assert weekly == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [({"add": 40}, [110, 120, 130, 140, 140, 100]), ({"set": 20}, [80, 60, 40, 20, 20, 100])],
)
def test_linear_ramps_and_their_end(base: Scenario, operation: dict[str, float], expected: list[float]) -> None:
    change = {"path": "capacity_tonnes", "from": "2015-06-01", "until": "2015-07-05", "over_weeks": 4, **operation}
    weekly = base.with_changes(changes=[change]).weekly_paths(JUNE, 6).capacity_tonnes
    assert weekly == pytest.approx(expected)


def test_changes_apply_in_order_over_spells(base: Scenario) -> None:
    scenario = base.with_changes(
        paths={"capacity_tonnes": [{"from": "2015-06-01", "value": 10}]},
        changes=[{"path": "capacity_tonnes", "from": "2015-06-01", "add": 5}],
    ).with_changes(changes=[{"path": "capacity_tonnes", "from": "2015-06-01", "multiply": 2}])
    assert scenario.weekly_paths(JUNE, 1).capacity_tonnes[0] == 30


def test_weeks_before_the_start_hold_its_week_unless_the_path_says_no(base: Scenario) -> None:
    early = [{"from": "2014-12-01", "until": "2015-01-04", "value": 7}]
    scenario = base.with_changes(paths={"capacity_tonnes": early, "epidemic_factor": early})
    weekly = scenario.weekly_paths(date(2014, 12, 1), 8)
    assert weekly.epidemic_factor.tolist() == [1] * 8
    assert weekly.capacity_tonnes.tolist() == [7] * 5 + [100] * 3


def test_the_calendar_is_that_of_the_thursday(base: Scenario) -> None:
    weekly = base.weekly_paths(date(2015, 12, 28), 2)
    assert (weekly.year.tolist(), weekly.iso_week.tolist(), weekly.month.tolist()) == ([2015, 2016], [53, 1], [12, 1])


def test_the_reported_rate_is_forced_until_it_is_not(base: Scenario) -> None:
    reported = base.weekly_paths(date(2014, 12, 29), 10)
    assert (reported.exchange_rate_imposed == 1).all()
    rate = reported.exchange_rate_reported_kpw_per_cny
    assert rate[0] == rate[1] > 0
    dated = base.with_changes(exchange_rate={"endogenous_from": "2015-01-12"}).weekly_paths(date(2015, 1, 5), 3)
    assert dated.exchange_rate_imposed.tolist() == [1, 0, 0]
    free = base.with_changes(exchange_rate={"mode": "endogenous"}).weekly_paths(date(2015, 1, 5), 3)
    assert free.exchange_rate_imposed.tolist() == [0, 0, 0]
    late = base.with_changes(end="2030-01-07").weekly_paths(date(2029, 1, 1), 2)
    assert late.exchange_rate_imposed.tolist() == [0, 0]
    assert (late.exchange_rate_reported_kpw_per_cny > 0).all()


def test_what_nothing_is_said_of_has_the_bits_that_a_day_by_day_reading_gives(
    base: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = [{"path": "openness[customs,*]", "from": "2015-06-03", "multiply": 0.3}]
    asked = base.with_changes(changes=changes)
    layers = Layers(asked.paths, asked.series, asked.changes, asked.packs)
    assert {_is_spoken_of(path, layers) for path in shipped_paths(asked.packs).values()} == {True, False}
    found = asked.weekly_paths(date(2014, 12, 1), 60)
    monkeypatch.setattr("jangmadang.scenario.paths._is_spoken_of", lambda *_: True)
    assert asked.weekly_paths(date(2014, 12, 1), 60).tobytes() == found.tobytes()


def test_weekly_paths_start_on_mondays(base: Scenario) -> None:
    with pytest.raises(InputError, match="Monday"):
        base.weekly_paths(date(2015, 1, 6), 3)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 600), st.integers(0, 60), st.floats(0, 1))
def test_a_spell_adds_up_to_its_days(base: Scenario, first: int, length: int, value: float) -> None:
    from_day = date.fromordinal(base.start.toordinal() + first)
    until = date.fromordinal(from_day.toordinal() + length)
    spell = {"from": from_day, "until": until, "value": value}
    weekly = base.with_changes(paths={"openness[customs,export]": [spell]}).weekly_paths(base.start, 104)
    assert 7 * (1 - weekly.openness[:, 0, 1]).sum() == pytest.approx((1 - value) * (length + 1))


def test_brackets_may_hold_one_axis(loaded: Callable[[str], Scenario]) -> None:
    scenario = loaded("extends: base\npaths:\n  openness[customs,*]:\n    - {from: 2015-06-01, value: 0.5}\n")
    assert scenario.name == "asked"
    assert scenario.weekly_paths(JUNE, 1).openness[0, 0].tolist() == [0.5, 0.5]


def test_a_file_of_a_pack_is_read_once_and_one_beside_it_whenever_it_is_asked_for(
    loaded: Callable[[str], Scenario], packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(reading, "read_yaml", lambda path: read.append(path.name) or read_yaml(path))
    once, again = (loaded(f"extends: base\nend: {year}-06-01\n") for year in (2015, 2016))
    assert (once.end, again.end) == (JUNE, date(2016, 5, 30))
    assert load("base", packs) == load("base", packs)
    assert read.count("asked.yaml") == 2 and read.count("base.yaml") <= 1
