"""The world adds up at every resolution: households by place and class, markets, traders, weights."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jangmadang.axes import AXES
from jangmadang.errors import InputError
from jangmadang.scenario import load
from jangmadang.world.places import places
from jangmadang.world.synthesis import BAND_CLASS, band_counts, build_world, weights_of
from jangmadang.world.tables import World

NAMED = [1, 5, 10, "default", "calibration"]
FEWEST_CUSTOMERS = 150  # simulated customers of one belief holder, where a market has more than one
IMPORTERS_AT_ONE_TO_ONE = 60
CLASSES = len(AXES["household_class"])


@lru_cache(maxsize=1)
def parameters() -> Any:
    """The standard scenario's parameters."""
    return load("hyesan").parameter_record()


@lru_cache(maxsize=3)
def world(resolution: str | int) -> World:
    """The world at a resolution."""
    return build_world(parameters(), resolution, 1)


def of_place(w: World, place: int) -> Any:
    """Household rows of a place."""
    mine = w.markets[w.markets.place == place]
    return w.households[int(mine["first"].min()) : int(mine["last"].max())]


def check(w: World, resolution: str | int) -> None:
    """All that must add up."""
    check_households(w, resolution)
    check_markets(w)
    check_traders(w)


def check_households(w: World, resolution: str | int) -> None:
    """Rows stand for exactly the real households of their place and class, with weights near the one asked for."""
    fine, coarse = weights_of(resolution)
    for index, place in enumerate(places()):
        rows = of_place(w, index)
        counts = band_counts(place, parameters())
        assert rows.weight.sum() == counts.sum() == place["households"]
        by_class = np.bincount(np.array(BAND_CLASS), weights=counts, minlength=CLASSES)
        found = np.bincount(rows.household_class, weights=rows.weight, minlength=CLASSES)
        assert np.array_equal(found, by_class), place["id"]
        asked = fine if index == 0 else coarse
        assert 1 <= rows.weight.min() and rows.weight.max() <= 1.5 * asked + 1
    assert np.array_equal(w.households.identity, np.arange(len(w.households)))


def check_markets(w: World) -> None:
    """Markets lie side by side, each household in one; totals by class agree with the rows."""
    assert w.markets["first"][0] == 0 and w.markets["last"][-1] == len(w.households)
    assert np.array_equal(w.markets["first"][1:], w.markets["last"][:-1])
    assert (np.diff(w.markets.place) >= 0).all() and len(set(w.markets.place)) == len(places())
    assert (w.markets.place == 0).sum() == places()[0]["markets"] == w.nation.border_markets[0]
    for m in range(len(w.markets)):
        rows = w.households[int(w.markets["first"][m]) : int(w.markets["last"][m])]
        found = np.bincount(rows.household_class, weights=rows.weight, minlength=CLASSES)
        assert np.array_equal(found, w.markets.real_households[m])
        share = found / found.sum()
        of_its_place = of_place(w, int(w.markets.place[m]))
        whole = np.bincount(of_its_place.household_class, weights=of_its_place.weight, minlength=CLASSES)
        assert share == pytest.approx(whole / whole.sum(), abs=0.01 + 6 / len(rows)), "markets of a place are alike"


def check_traders(w: World) -> None:
    """Traders follow their markets; beliefs are held by few enough to see many customers."""
    assert w.markets.first_trader[0] == 0 and w.markets.last_trader[-1] == len(w.traders)
    assert np.array_equal(w.markets.first_trader[1:], w.markets.last_trader[:-1])
    for m in range(len(w.markets)):
        traders = w.traders[int(w.markets.first_trader[m]) : int(w.markets.last_trader[m])]
        assert len(traders) >= 1 and (traders.market == m).all()
        customers = int(w.markets["last"][m]) - int(w.markets["first"][m])
        fewest = parameters().least_border_traders if w.markets.is_border[m] else 1
        assert len(traders) == fewest or customers / len(traders) >= FEWEST_CUSTOMERS
    assert (w.traders.hazard_factor > 0).all()


@pytest.mark.parametrize("resolution", NAMED)
def test_adds_up_at_named_resolutions(resolution: str | int) -> None:
    check(world(resolution), resolution)


@settings(max_examples=12)
@given(n=st.integers(2, 200))
def test_adds_up_at_any_resolution(n: int) -> None:
    check(world(n), n)


def test_meaning_of_resolutions() -> None:
    assert weights_of("default") == (1, 100)
    assert weights_of("full") == (1, 1)
    assert weights_of(1) == (1, 100)
    assert weights_of(5) == (5, 250)
    assert weights_of(10) == (10, 500)
    assert weights_of("calibration") == (12, 1000)
    assert weights_of(20) == (20, 1000)
    for wrong in ("fine", 0, -3, "1.5"):
        with pytest.raises(InputError, match="is not a resolution; write default"):
            weights_of(wrong)


def test_hyesan_is_one_to_one_by_default() -> None:
    rows = of_place(world("default"), 0)
    assert len(rows) == 49_405
    assert (rows.weight == 1).all()


def test_importers_scale_with_resolution() -> None:
    def importers(resolution: str | int) -> int:
        return int((world(resolution).markets.place[world(resolution).traders.market] == 0).sum())

    one, five, ten = importers("default"), importers(5), importers(10)
    assert one == pytest.approx(IMPORTERS_AT_ONE_TO_ONE, rel=0.2)
    assert one >= five >= ten >= places()[0]["markets"]


def test_class_shares_at_hyesan_follow_the_bands() -> None:
    p = parameters()
    rows = of_place(world("calibration"), 0)
    found = np.bincount(rows.household_class, weights=rows.weight, minlength=CLASSES) / rows.weight.sum()
    expected = np.bincount(np.array(BAND_CLASS), weights=np.array(p.band_share), minlength=CLASSES)
    assert found == pytest.approx(expected / expected.sum(), abs=2e-4)
    assert found[AXES["household_class"].index("farmer")] == 0.0, "farmers are an inland class"


@pytest.mark.parametrize("resolution", ["calibration", 5])
def test_lasting_traits(resolution: str | int) -> None:
    w = world(resolution)
    for c in range(CLASSES):
        mine = w.households[w.households.household_class == c]
        assert np.average(mine.earning_weight, weights=mine.weight) == pytest.approx(1.0, abs=1e-4)
        assert (mine.earning_weight > 0).all()
    taste = w.households.gathering_taste / parameters().gathering_taste_spread
    assert taste.mean() == pytest.approx(0.0, abs=0.05)
    assert taste.std() == pytest.approx(1.0, abs=0.05)


def test_opening_money_adds_up_to_nothing() -> None:
    """Won in circulation is the state's debt; nothing is owed in yuan."""
    w = world("calibration")
    won = w.households.cash_kpw.sum() + w.markets.pool_kpw.sum() + w.nation.kpw.sum() + w.traders.kpw.sum()
    assert won + w.markets.goods_kpw.sum() == 0
    for column in (
        w.households.cash_kpw,
        w.households.cash_cny,
        w.markets.pool_cny,
        w.markets.goods_cny,
        w.traders.cny,
    ):
        assert (column >= 0).all()


def test_the_wealthy_hold_more() -> None:
    w = world("calibration")
    rate = w.nation.exchange_rate[0]
    wealth = (w.households.cash_kpw + w.households.cash_cny * rate) / w.households.weight
    labourer, donju = (wealth[w.households.household_class == c].mean() for c in (0, 3))
    assert donju > 10 * labourer
