"""Forecast bands drawn: after the last report alone, where the lead says they lie, and none of a difference."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from synthetic_run import SyntheticRun, synthetic_run

from jangmadang.evidence.error_bands import Coverage
from jangmadang.report.base_forecast import NO_DIFFERENCE, BaseForecast, base_forecast
from jangmadang.report.canvas import FORECAST_BAND
from jangmadang.report.comparison_answer import side_by_side
from jangmadang.report.figures.comparison import PANELS, comparison_figure
from jangmadang.report.forecast import (
    ForecastBand,
    apart_sentence,
    bounds,
    coverage_sentence,
    held_sentence,
    weekly_bands,
)
from jangmadang.report.page import render_report, section_figures
from jangmadang.report.reported import Reported, reported_beside
from jangmadang.results import Bands, to_dataset
from jangmadang.results.compare import BASE_PRICES, Comparison
from jangmadang.results.indicators import compute
from jangmadang.scenario import load

FIRST_WEEK = np.datetime64("2015-03-16")


@pytest.fixture(scope="module")
def reported(run: SyntheticRun, dataset: xr.Dataset) -> Reported:
    """Reports beside the made-up run, whose rate is free from July 2026."""
    return reported_beside(run.scenario, dataset)


def hatched(axis: Axes) -> Any:
    """Corners of the forecast band in a panel; None where it has none."""
    found = [part for part in axis.collections if part.get_label() == FORECAST_BAND]
    assert len(found) <= 1 and all(part.get_hatch() for part in found)
    return found[0].get_paths()[0].vertices if found else None


def test_bands_begin_after_the_last_report_and_end_where_the_lead_says(reported: Reported, dataset: xr.Dataset) -> None:
    weekly, last = weekly_bands(reported, dataset), bounds(reported, dataset)
    assert set(weekly) == set(last) == {"rice_price", "corn_price", "exchange_rate"}
    free = dataset["week"].values[dataset["exchange_rate_imposed"].values == 0]
    after = dataset["week"].values[dataset["week"].values > reported.data_end]
    for name, band in weekly.items():
        weeks = band.low["week"].values[np.isfinite(band.low.values)]
        np.testing.assert_array_equal(weeks, free if name == "exchange_rate" else after)
        low, high = last[name].around(1.0)
        assert (float(band.low[-1]), float(band.high[-1])) == (low, high) and low < 1.0 < high
    rice, imposed = weekly["rice_price"], (after < free[0]).sum()
    width = np.log(rice.high / rice.low).values[-len(after) :]
    assert np.ptp(width[:imposed]) == 0 and (width[imposed:] > width[0]).all(), "the rate's error is added once free"


def test_a_run_of_another_past_has_no_forecast_band(dataset: xr.Dataset) -> None:
    history = load("hyesan")

    def beside(day: str) -> Reported:
        shut = history.with_changes(name="shut", changes=[{"path": "openness[*,*]", "from": day, "set": 0}])
        return reported_beside(shut, dataset)

    past = beside("2019-01-07")
    assert str(past.apart_since) == "2019-01-07" and not past.coverage
    assert not bounds(past, dataset) and not weekly_bands(past, dataset)
    assert apart_sentence(past).startswith("From 2019-01-07 on the border") and past.pairs
    shut = synthetic_run(1)
    shut.scenario = history.with_changes(changes=[{"path": "openness[*,*]", "from": "2019-01-07", "set": 0}])
    page = render_report(shut, dataset, Bands(compute(dataset), None))
    assert page.count("is no error and tests nothing") == 2 and "targets are met" not in page
    assert "met (error at most" not in page and "met (error at most" in render_report(
        synthetic_run(1), dataset, Bands(compute(dataset), None)
    )
    other_numbers = reported_beside(history.with_changes(parameters={"won_cover": 1.2}), dataset)
    for same in (beside("2026-06-01"), reported_beside(history, dataset), other_numbers):
        assert same.apart_since is None and same.coverage and not apart_sentence(same)
        assert set(weekly_bands(same, dataset)) == {"rice_price", "corn_price", "exchange_rate"}


def test_the_rate_has_its_band_from_when_it_was_let_go(reported: Reported, dataset: xr.Dataset) -> None:
    assert reported.data_end is not None
    last = max(age.day for age in reported.ages if age.kind == "exchange rate")
    assert np.datetime64(last) < reported.data_end
    free = dataset["week"] > np.datetime64(last)
    bands = weekly_bands(reported, dataset.assign(exchange_rate_imposed=xr.where(free, 0, 1)))
    has = {name: dataset["week"].values[np.isfinite(band.low.values)] for name, band in bands.items()}
    np.testing.assert_array_equal(has["exchange_rate"], dataset["week"].values[free.values])
    assert has["rice_price"][0] > reported.data_end


def test_an_imposed_rate_has_no_band_and_nothing_has_one_before_reports_end(reported: Reported) -> None:
    run = synthetic_run(1)
    imposed = to_dataset(run)
    imposed["exchange_rate_imposed"][:] = 1.0
    assert set(weekly_bands(reported, imposed)) == {"rice_price", "corn_price"}
    past = imposed.sel(week=slice(None, "2025-10-26"))  # the last reported rate
    past["exchange_rate_imposed"][-50:] = 0.0
    assert weekly_bands(reported, past) == {}


def test_figures_hatch_the_prices_in_won_and_the_rate(reported: Reported, dataset: xr.Dataset, bands: Bands) -> None:
    drawn = {
        (key, axis.get_title("left")): hatched(axis)
        for key, figure in section_figures(bands, dataset, reported).items()
        for axis in figure.axes[1:]
    }
    with_band = {title: corners for (_, title), corners in drawn.items() if corners is not None}
    assert set(with_band) == {"Rice, won a kilogram", "Corn, won a kilogram", "Exchange rate, won per yuan"}
    for corners in with_band.values():
        assert date2num(reported.data_end) < corners[:, 0].min()
        assert corners[:, 0].max() == date2num(dataset["week"].values[-1])
    now = float(dataset["rice_price"].sel(place="hyesan")[-1])
    at_end = with_band["Rice, won a kilogram"]
    at_end = at_end[at_end[:, 0] == at_end[:, 0].max(), 1]
    assert (at_end.min(), at_end.max()) == pytest.approx(bounds(reported, dataset)["rice_price"].around(now))


def test_the_caption_says_what_is_hatched_and_what_it_held(page: str, early_page: str, reported: Reported) -> None:
    captions = [part.partition("</figcaption>")[0] for part in page.split("<figcaption>")[1:]]
    (said,) = [words for words in captions if "forecast band" in words]
    assert "prices reported for Hyesan" in said and held_sentence(reported.coverage) in said
    assert "Hatched" not in early_page


def test_what_bands_held_is_told_of_each_kind_and_of_what_was_tried() -> None:
    rows = [
        Coverage("rice", "KPW", "2015-2019", 10, 9),
        Coverage("rice", "KPW", "2020-2022", 10, 7),
        Coverage("rice", "KPW", "all", 20, 16),
        Coverage("cny", "KPW", "2015-2019", 5, 5, 4),
        Coverage("cny", "KPW", "2023-2026", 15, 12, 52),
        Coverage("rice", "KPW", "2023-2026", 4, 4, 52),
    ]
    told = coverage_sentence(rows, 52)
    assert "80 % of rice (20 tries), 85 % of the yuan carried 4 to 52 weeks ahead (20) and 100 % of rice with" in told
    assert "fewest of rice in 2020-2022 (70 %)" in told
    assert "None was tried" not in told and "as far ahead as the 53 weeks here" in coverage_sentence(rows, 53)


def made_up(comparison: Comparison, first: np.datetime64) -> BaseForecast:
    """A band of half to double the rice price from a week on."""
    weeks = comparison.weekly["week"]
    ends = [xr.where(weeks >= first, part, math.nan) for part in (0.5, 2.0)]
    return BaseForecast(first, {"rice_price": ForecastBand(*ends)}, "Hatched.")


def test_a_comparison_hatches_the_base_on_a_logarithmic_axis(comparison: Comparison) -> None:
    forecast = made_up(comparison, FIRST_WEEK)
    figure = comparison_figure(comparison, forecast.data_end, forecast.bands)
    of_panel = dict(zip([panel.title for panel in PANELS], figure.axes, strict=True))
    assert [title for title, axis in of_panel.items() if hatched(axis) is not None] == ["Rice"]
    assert [title for title, axis in of_panel.items() if axis.get_yscale() == "log"] == ["Rice"]
    corners = hatched(of_panel["Rice"])
    assert corners[:, 0].min() == date2num(FIRST_WEEK)
    line = of_panel["Rice"].lines[1]
    assert corners[:, 1].max() == pytest.approx(2 * max(line.get_ydata()[line.get_xdata() >= FIRST_WEEK]))
    assert [text.get_text() for text in figure.legends[0].texts].count(FORECAST_BAND) == 1
    assert "a difference has no such band" in figure.get_supxlabel()
    assert "Hatched" not in comparison_figure(comparison, FIRST_WEEK).get_supxlabel()


def test_the_table_of_a_comparison_has_bands_where_every_week_of_its_window_has_one(comparison: Comparison) -> None:
    window = comparison.periods[0]
    whole = made_up(comparison, np.datetime64(window.first))
    rows = {row.name: row for row in side_by_side(comparison, whole)}
    base = comparison.table.query("indicator == 'rice_price' and place == 'hyesan' and period == 'window'").base.item()
    assert whole.over(comparison, "rice_price", comparison.periods[0]) == pytest.approx((base / 2, base * 2))
    assert [name for name, row in rows.items() if row.forecast] == ["Rice"]
    assert "rice " in whole.sentence(comparison) and whole.sentence(comparison).endswith(NO_DIFFERENCE)
    partly = made_up(comparison, FIRST_WEEK)
    assert np.datetime64(window.first) < FIRST_WEEK
    assert partly.over(comparison, "rice_price", comparison.periods[0]) is None and partly.sentence(comparison) == ""
    assert base_forecast(comparison).bands == {} and base_forecast(comparison).words == ""


def test_the_base_of_a_comparison_has_the_bands_of_its_own_errors(reported: Reported, dataset: xr.Dataset) -> None:
    prices = dataset[list(BASE_PRICES)].sel(place=["hyesan"])
    both = xr.concat([prices, prices], "seed")
    made: Any = SimpleNamespace(scenarios=(load("hyesan"),), base_prices=both, place="hyesan")
    found, expected = base_forecast(made), weekly_bands(reported, dataset)
    for name, band in expected.items():
        xr.testing.assert_allclose(found.bands[name].high.drop_attrs(), band.high.drop_attrs())
    assert found.data_end == reported.data_end and found.words.endswith(NO_DIFFERENCE)
    assert base_forecast(SimpleNamespace(**{**vars(made), "place": "chongjin"})).bands == {}  # type: ignore[arg-type]
