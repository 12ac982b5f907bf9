"""Bands by what is assumed: quantiles over draws by period, and where the answer shows them."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
import xarray as xr

from jangmadang.report.answer import (
    ASSUMED,
    FORECAST,
    PEOPLE_BY_CLASS,
    SHARE_BY_CLASS,
    assumed_ends,
    cards,
    class_rows,
    lead_sentences,
)
from jangmadang.report.canvas import section_figure
from jangmadang.report.figures.hunger import SECTION as HUNGER
from jangmadang.report.wording import percent, whole
from jangmadang.results.assumption_bands import (
    INDICATORS,
    assumption_band,
    headline_means,
    measured_rows,
    of_class,
    weekly_ends,
)
from jangmadang.results.bands import Bands
from jangmadang.results.summary import recent


def test_means_are_of_months_and_years_of_hyesan(bands: Bands) -> None:
    means = headline_means(bands.main)
    weeks = bands.main["week"]
    year = int(weeks.dt.year.values[-1])
    imports = bands.main["imports"].sum("channel")
    assert means["imports", str(year)] == pytest.approx(float(imports[weeks.dt.year == year].mean()))
    short = bands.main["short_of_staples_share_all"].sel(place="hyesan")
    in_month = (weeks.dt.year == year) & (weeks.dt.month == 3)
    assert means["short_of_staples_share_all", f"{year}-03"] == pytest.approx(float(short[in_month].mean()))


def test_a_band_holds_nine_tenths_of_the_draws() -> None:
    draws = [{("imports", "2020"): float(value), ("imports", "2021"): 0.0} for value in np.arange(1, 202)]
    ((name, period, count, low, high),) = measured_rows(draws)
    assert (name, period, count) == ("imports", "2020", 201), "a figure that is always zero has no band"
    assert (low, high) == pytest.approx((11 / 101, 191 / 101))


def test_every_headline_figure_has_a_shipped_band_around_it() -> None:
    for name in INDICATORS:
        for of_year in (True, False):
            for day in (datetime.date(2015, 6, 1), datetime.date(2026, 11, 16), datetime.date(2040, 1, 2)):
                band = assumption_band(name, day, of_year)
                assert band and band.low < 1.0 < band.high and band.draws >= 60, (name, day)
    assert assumption_band("rice_price", datetime.date(2020, 1, 6)) is None


def test_what_reports_do_not_bound_is_bounded_by_what_is_assumed(bands: Bands, dataset: xr.Dataset) -> None:
    shown = cards(bands, {})
    kinds = {card.name: card.band for card in shown}
    assert all(card.change.endswith(", by chance alone)") for card in shown if card.change.endswith(")"))
    assert any(card.change.endswith(")") for card in shown), "a change has a narrower band than its level"
    assert kinds["Households short of staples"] == kinds["Imports, all channels"] == ASSUMED
    assert kinds["Rice"] not in (ASSUMED, FORECAST)
    assert ASSUMED in lead_sentences(bands, dataset, None)[1]
    low, high = assumed_ends(bands, "short_of_staples_share_all", 0.9) or (0.0, 0.0)
    assert 0.0 < low < 0.9 < high <= 1.0


def test_draws_of_a_runs_own_stand_in_their_place(bands: Bands) -> None:
    replicates = bands.replicates
    assert replicates is not None
    drawn = Bands(bands.main, replicates.assign_attrs(draws=1))
    assert assumed_ends(drawn, "imports", 1.0) is None
    assert not any(card.band == ASSUMED or "chance" in card.change for card in cards(drawn, {}))


def test_weekly_ends_lie_straight_between_months(bands: Bands) -> None:
    middle, later = np.datetime64("2020-03-15"), np.datetime64("2020-04-15")
    low, high = weekly_ends("imports", np.array([middle, later, middle + (later - middle) // 2]))
    march = assumption_band("imports", datetime.date(2020, 3, 2))
    april = assumption_band("imports", datetime.date(2020, 4, 6))
    assert march and april
    assert (low[0], high[1]) == pytest.approx((march.low, april.high))
    assert min(low[:2]) - 1e-9 <= low[2] <= max(low[:2]) + 1e-9
    beyond = weekly_ends("imports", np.array([np.datetime64("2050-01-03")]))
    last = assumption_band("imports", datetime.date(2050, 1, 3))
    assert last and (beyond[0][0], beyond[1][0]) == pytest.approx((last.low, last.high))


def test_the_hunger_figure_shows_the_band(bands: Bands, dataset: xr.Dataset) -> None:
    drawn = Bands(bands.main, None if bands.replicates is None else bands.replicates.assign_attrs(draws=1))
    patches = [
        [len(axis.collections) for axis in section_figure(HUNGER, found, dataset, []).axes] for found in (bands, drawn)
    ]
    assert sum(patches[0]) == sum(patches[1]) + 2, "all households and people"


def test_levels_by_class_have_bands_of_their_own_and_changes_those_of_replicates(
    bands: Bands, dataset: xr.Dataset
) -> None:
    drawn = Bands(bands.main, None if bands.replicates is None else bands.replicates.assign_attrs(draws=1))
    last = bands.main["week"].values[-1].astype("datetime64[D]").item()
    band = assumption_band(of_class(SHARE_BY_CLASS, "labourer"), last)
    assert band and band.low < 1.0 < band.high
    row, without = class_rows(bands, dataset)[0], class_rows(drawn, dataset)[0]
    labourers = bands.main.sel(place="hyesan", household_class="labourer")
    share, persons = (float(recent(labourers[name])) for name in (SHARE_BY_CLASS, PEOPLE_BY_CLASS))
    assert row.name == "labourers" and percent(min(share * band.high, 1.0)) in row.share
    persons = float(
        recent(bands.main["short_of_staples_people_by_class"].sel(place="hyesan", household_class="labourer"))
    )
    assert whole(persons * band.low) in row.people and whole(persons) in row.people
    assert row.share != without.share and row.people != without.people and row.change == without.change
