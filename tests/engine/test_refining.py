"""A finer world that takes up a coarser one's burn-in: nothing is lost, and it is as if it had burnt in itself."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from jangmadang.accounting.transactions import HOUSEHOLD_CLASSES
from jangmadang.engine import run
from jangmadang.engine.refining import refine
from jangmadang.engine.run import opened_world, simulate
from jangmadang.results.dataset import to_dataset
from jangmadang.results.indicators import headline
from jangmadang.scenario import load
from jangmadang.world.synthesis import build_world
from jangmadang.world.tables import World

FINER = 12  # Hyesan 1:12 as at calibration resolution, inland 1:600 instead of 1:1000
SEEDS = (1, 2)
UNTIL = datetime.date(2017, 1, 2)
# With ten seeds the conversion of inquiries for clothing differs most: by 0.9 +- 1.2 % at Hyesan, by 5.3 +- 1.7 % in
# the mean of places, as a class of an inland place has few rows.
LARGEST_GAP, LARGEST_GAP_AT_HYESAN = 0.08, 0.05
MANY = 10  # rows of a place and class; of fewer, ages go by which of them is taken up twice


@pytest.fixture(scope="module")
def worlds() -> tuple[World, World]:
    """A burnt-in world and the finer one that goes on from it."""
    scenario = load("hyesan")
    coarse = opened_world(scenario, 1, "calibration")
    fine = build_world(scenario.parameter_record(), FINER, 1)
    refine(coarse, fine)
    return coarse, fine


def test_a_place_with_the_same_rows_goes_on_as_it_is(worlds: tuple[World, World]) -> None:
    coarse, fine = (one.households[: one.markets["last"][one.markets.place == 0].max()] for one in worlds)
    for name in coarse.dtype.names or ():
        assert (coarse[name] == fine[name]).all(), name
    old, new = (one.traders[one.markets.place[one.traders.market] == 0] for one in worlds)
    for name in old.dtype.names or ():
        assert (old[name] == new[name]).all(), name


def rows_of_classes(w: World) -> list[np.recarray]:
    """Household rows of each place and class."""
    place = np.repeat(w.markets.place, w.markets["last"] - w.markets["first"])
    classes = np.ndindex(place.max() + 1, HOUSEHOLD_CLASSES)
    return [w.households[(place == one) & (w.households.household_class == c)] for one, c in classes]


SUMS = ("cash_kpw", "cash_cny", "debt_kpw", "debt_grain", "durables", "own_grain")


@pytest.mark.parametrize("name", [*SUMS, "permanent_income_kpw", "usual_surplus_kpw", "plot", "patience"])
def test_classes_keep_their_means(worlds: tuple[World, World], name: str) -> None:
    def means(w: World) -> list[float]:
        return [
            rows[name].sum() / rows.weight.sum() if name in SUMS else np.average(rows[name], weights=rows.weight)
            for rows in rows_of_classes(w)
            if len(rows)
        ]

    coarse, fine = map(means, worlds)
    np.testing.assert_allclose(fine, coarse, rtol=1e-3, atol=1.0 if name in SUMS else 0.0)


def test_garments_are_as_old_as_those_of_the_coarse_world(worlds: tuple[World, World]) -> None:
    for old, new in zip(*map(rows_of_classes, worlds), strict=True):
        assert np.isin(new.garment_age_weeks, old.garment_age_weeks).all()
        if not len(old):
            continue
        means = [np.average(rows.garment_age_weeks.mean(1), weights=rows.weight) for rows in (old, new)]
        if len(old) >= MANY:
            assert means[1] == pytest.approx(means[0], rel=0.1)
        else:  # the share of each coarse row is off by one fine row at most
            ages = old.garment_age_weeks.mean(1)
            assert abs(means[1] - means[0]) <= np.ptp(ages) * len(old) / len(new) + 1e-9


def test_refined_runs_are_like_those_that_burn_in_at_the_fine_resolution(monkeypatch: pytest.MonkeyPatch) -> None:
    def means() -> dict[tuple[str, str], float]:
        runs = [headline(to_dataset(simulate(load("hyesan"), seed, FINER, UNTIL, 1))) for seed in SEEDS]
        where = {"places": runs, "hyesan": [one.sel(place="hyesan") for one in runs]}
        return {
            (str(name), place): float(np.mean([float(one[name].mean()) for one in ones]))
            for place, ones in where.items()
            for name in runs[0]
        }

    direct = means()
    monkeypatch.setitem(run.REFINED_FROM, FINER, "calibration")
    refined = means()
    gaps = {of: refined[of] / value - 1.0 for of, value in direct.items() if value and np.isfinite(value)}
    assert max(abs(gap) for (_, place), gap in gaps.items() if place == "hyesan") < LARGEST_GAP_AT_HYESAN
    assert max(map(abs, gaps.values())) < LARGEST_GAP
    assert any(gaps.values())
