"""Members: prices keep to their paths, signs, held prices count for nothing where paths are flat, the same bits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from jangmadang.economy_outlook import members as economy_members
from jangmadang.economy_outlook.figures import FIGURES
from jangmadang.economy_outlook.following import NEAR, STAPLES, Asked, Followed, follow, log_prices
from jangmadang.economy_outlook.members import AHEAD, ENDS, FUTURES, Origin, run_origin
from jangmadang.engine.executors import opened
from jangmadang.engine.members import Member, go_on, open_member
from jangmadang.engine.recording import recorded_series
from jangmadang.outlook.paths import SampledPaths
from jangmadang.outlook.weekly import week_of
from jangmadang.results.summary import YEAR_WEEKS
from jangmadang.scenario import Scenario, load

SCENARIO = load("hyesan")
WEEKS, BACK, RATE = 26, 56, 1300.0
PRICES = (5200.0, 2300.0)
HERE = 0


@pytest.fixture(scope="module")
def member() -> Member:
    """A member after a quarter of a year."""
    return go_on(open_member(SCENARIO, 1, "calibration"), SCENARIO.start + timedelta(weeks=13))[0]


def flat(member: Member, weeks: int = WEEKS) -> Asked:
    """Prices and the rate that stay."""
    given = SCENARIO.weekly_paths(member.monday, weeks)
    return Asked(given, np.full(weeks, np.log(RATE)), np.tile(np.log(PRICES), (weeks, 1)))


def followed(member: Member, asked: Asked) -> Followed:
    """The weeks passed."""
    return follow(member.world, asked, SCENARIO.parameter_record(), 1, member.monday)


def hunger(found: Followed) -> float:
    """Mean share of households short of staples at Hyesan over the last quarter of a year."""
    recorder, markets = found.recorder, np.bincount(found.world.markets.place).astype(float)
    short = recorded_series(recorder.tallies, recorder.border, markets)["short_of_staples_share_all"]
    return float(short[-13:, HERE].mean())


def test_prices_keep_to_a_path_that_wanders(member: Member) -> None:
    asked = flat(member)
    steps = 0.07 * np.random.default_rng(2).standard_normal(asked.log_prices.shape)
    found = followed(member, replace(asked, log_prices=asked.log_prices + np.cumsum(steps, axis=0)))
    assert np.abs(found.gaps).max() < NEAR


def test_a_run_on_its_own_prices_needs_no_innovation(member: Member) -> None:
    asked = flat(member)
    own = followed(member, replace(asked, arrival_weeks=10**9))  # it never arrives
    again = followed(member, replace(asked, log_prices=log_prices(own.recorder, own.world)))
    assert not own.innovations.any() and not again.innovations.any()
    np.testing.assert_array_equal(own.recorder.tallies, again.recorder.tallies)


def test_a_run_arrives_at_its_prices_by_and_by(member: Member) -> None:
    found = followed(member, replace(flat(member), arrival_weeks=13))
    at_once = followed(member, flat(member))
    assert np.abs(found.innovations).max() < np.abs(at_once.innovations).max()
    assert np.abs(found.gaps).max() < NEAR


def test_dearer_staples_and_a_cheaper_won_do_not_lower_hunger(member: Member) -> None:
    """Staples alone half as dear again; then the won against all, staples as dear in yuan."""
    asked, rise = flat(member), np.minimum(np.arange(1, WEEKS + 1) / 8.0, 1.0) * np.log(1.5)
    same = hunger(followed(member, asked))
    dearer = replace(asked, log_prices=asked.log_prices + rise[:, None])
    assert hunger(followed(member, dearer)) > same + 0.005
    assert hunger(followed(member, replace(dearer, log_rate=asked.log_rate + rise))) >= same


@pytest.fixture
def origin(monkeypatch: pytest.MonkeyPatch) -> Origin:
    """Members of one set of parameters, whose world is kept, on flat paths of other prices than their own."""

    def kept(scenario: Scenario, _: int, resolution: str) -> Member:
        return open_member(scenario, 1, resolution)

    monkeypatch.setattr(economy_members, "drawn", lambda scenario, *_: scenario)
    monkeypatch.setattr(economy_members, "open_member", kept)
    monkeypatch.setattr(economy_members, "ARRIVAL_WEEKS", BACK - YEAR_WEEKS)
    monkeypatch.setattr(economy_members, "BACK", BACK)
    first = SCENARIO.start + timedelta(weeks=YEAR_WEEKS)
    path = np.tile(np.log([*PRICES, RATE]), (2, BACK + AHEAD, 1))
    path[1] += 0.05
    return Origin(SCENARIO, SampledPaths(first + timedelta(weeks=BACK), week_of(first) + BACK - 1, BACK, path))


def test_what_is_held_counts_for_nothing_where_paths_are_flat(origin: Origin) -> None:
    found = origin.run(1)
    assert found.error == "" and found.values.shape == (len(FUTURES), len(FIGURES), len(ENDS))
    assert np.isfinite(found.values).all()
    of = dict(zip(FUTURES, found.values, strict=True))
    for name in ("rate held", "staples held", "all held"):
        np.testing.assert_allclose(of[name], of["as sampled"], rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(found.values[:, :, 0], np.tile(found.values[0, :, 0], (len(FUTURES), 1)))
    assert found.innovations.shape == (YEAR_WEEKS, len(STAPLES))
    assert np.abs(found.gaps).mean() < NEAR


def test_members_are_the_same_on_any_number_of_workers(
    origin: Origin, coarse_world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(economy_members, "FUTURES", {"as sampled": FUTURES["as sampled"]})
    counted: list[tuple[int, int]] = []
    with opened("threads:2") as workers:
        side_by_side = run_origin(origin, workers, lambda done, total: counted.append((done, total)))
    assert counted == [(0, 2), (1, 2), (2, 2)]
    alone = origin.run(2)
    np.testing.assert_array_equal(side_by_side[1].values, alone.values)
    np.testing.assert_array_equal(side_by_side[1].innovations, alone.innovations)
    assert not np.array_equal(side_by_side[0].values, side_by_side[1].values)
