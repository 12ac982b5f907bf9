"""Scenarios compared: pairs share draws and past, intervals have their closed form, mistakes are named."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import xarray as xr

import jangmadang as jm
from jangmadang.engine.branching import Branch, parting_week, run_branches
from jangmadang.engine.run import simulate
from jangmadang.errors import InputError
from jangmadang.report.base_forecast import base_forecast
from jangmadang.report.comparison_answer import answer_of, found_row, partly_in_window, side_by_side
from jangmadang.report.wording import signed_percent
from jangmadang.results import INDICATORS, to_dataset
from jangmadang.results.compare import Comparison, compare
from jangmadang.results.comparison_periods import Period
from jangmadang.results.indicators import compute
from jangmadang.results.intervals import difference_interval, drawn_effect, half_width_of_one, mean_interval
from jangmadang.results.kept_pairs import Found
from jangmadang.results.labels_aside import mean_weeks, side_by_side_along, with_sum_in_front
from jangmadang.results.prices_index import basis_of
from jangmadang.results.store import write_comparison
from jangmadang.scenario import Scenario, load, shipped_scenarios

CHANGE = datetime.date(2015, 8, 3)
PACKAGED = [name for name in shipped_scenarios() if name not in ("hyesan", "baseline")]
MOVES = {
    "border-closed": ("import_value", -1),
    "import-only": ("export_value", -1),
    "both-ways": ("export_value", 1),
    "won-collapse": ("exchange_rate", 1),
    "chinese-inspection": ("border_price", -1),
    "state-channel-stop": ("export_value", -1),
    "luxury-boom": ("clothing_price", -1),
    "medicine-scare": ("medicine_stock", 1),
    "food-aid": ("food_aid", 1),
    "cash-transfer": ("household_cny", 1),
    "closure-rate-free": ("unexplained_inflow", -1),
}  # what each shipped scenario moves at once, and which way


@pytest.fixture(scope="module")
def base() -> Scenario:
    """One year."""
    return load("hyesan").with_changes(end="2016-01-04")


@pytest.fixture(scope="module")
def shut(base: Scenario) -> Scenario:
    """All that crosses the border stops in August, here and elsewhere, and the exchange rate answers."""
    stops = {"openness[*,*]": 0, "other_gateways_openness": 0.1, "other_gateways_inflow": 0.2}
    changes = [{"path": path, "from": CHANGE.isoformat(), "set": value} for path, value in stops.items()]
    return base.with_changes(name="shut", changes=changes, exchange_rate={"endogenous_from": CHANGE.isoformat()})


@pytest.fixture(scope="module")
def found(base: Scenario, shut: Scenario) -> Comparison:
    """The year, the year shut, and the same year under another name."""
    return compare(base, shut, base.with_changes(name="same"), draws=False, runs=3, seed=5, threads=2)


def _row(found: Comparison, scenario: str, indicator: str, member: str = "", period: str = "window") -> Any:
    table = found.table
    at_home = table["place"].isin(["hyesan", "country"])
    rows = table[at_home & (table["scenario"] == scenario) & (table["indicator"] == indicator)]
    return rows[(rows["class"] == member) & (rows["period"] == period)].iloc[0]


def test_a_scenario_does_not_differ_from_itself(found: Comparison) -> None:
    same = found.table[found.table["scenario"] == "same"]
    assert set(same["indicator"]) == {indicator.name for indicator in INDICATORS}
    known = same["difference"].notna()
    assert known.mean() > 0.9
    assert (same.loc[known, ["difference", "low", "high"]] == 0).all(axis=None)
    assert (same.loc[known, "base"] == same.loc[known, "other"]).all()
    assert "same: the same as hyesan in every week." in found.notes


def test_a_change_that_ends_has_its_own_windows(base: Scenario) -> None:
    stop = {"path": "openness[*,*]", "from": "2015-08-03", "until": "2015-09-06", "set": 0}
    stopped = base.with_changes(name="stopped", changes=[stop])
    from jangmadang.results.compare import _plan

    plan, _ = _plan((base, stopped), "calibration", (None, None))
    spans = {period.name: period[1:] for period in plan.periods}
    assert spans["while stopped lasts"] == (datetime.date(2015, 8, 3), datetime.date(2015, 8, 31))
    assert spans["after stopped"] == (datetime.date(2015, 9, 7), datetime.date(2015, 12, 28))
    for_good = base.with_changes(name="for_good", changes=[{**stop, "until": None}])
    plan, _ = _plan((base, for_good), "calibration", (None, None))
    assert [period.name for period in plan.periods] == ["window", "2015"]


def test_each_answer_is_of_the_weeks_in_which_its_own_change_acts(base: Scenario, shut: Scenario) -> None:
    later = [{"path": "openness[*,*]", "from": "2015-10-05", "set": 0}]
    found = compare(base, shut, base.with_changes(name="later", changes=later), draws=False, runs=2)
    window, own = found.answered("shut"), found.answered("later")
    assert window.name == "window" and window.first == CHANGE
    assert own == ("since later began", datetime.date(2015, 10, 5), datetime.date(2015, 12, 28))
    alone = compare(base, base.with_changes(name="later", changes=later), draws=False, runs=2)
    lead = answer_of(found, found.scenarios[2]).lead
    assert lead.startswith("In its first 13 weeks from 2015-10-05, ")
    assert lead.partition(", ")[2] == answer_of(alone, alone.scenarios[1]).lead.partition(", ")[2]
    assert answer_of(found, found.scenarios[2]).windows[0].text.startswith("Over the weeks of 2015-08-03 to 2015-12-28")
    assert partly_in_window(found) == [
        "“later” acts in 13 of these 22 weeks; its answer above is of the weeks from its first on, "
        "2015-10-05 to 2015-12-28."
    ]


@pytest.mark.parametrize(
    ("window", "own"),
    [
        ((None, None), ("2015-10-05", "2015-12-28")),
        (("2015-09-07", "2015-11-02"), ("2015-10-05", "2015-10-26")),
        (("2015-11-02", None), None),
        (("2015-08-03", "2015-10-05"), None),
    ],
)
def test_weeks_of_its_own_lie_in_a_window_that_is_asked_for(
    base: Scenario, shut: Scenario, window: tuple[str | None, str | None], own: tuple[str, str] | None
) -> None:
    from jangmadang.results.compare import _plan

    later = base.with_changes(name="later", changes=[{"path": "openness[*,*]", "from": "2015-10-05", "set": 0}])
    plan, _ = _plan((base, shut, later), "calibration", window)
    spans = {period.name: (str(period.first), str(period.last)) for period in plan.periods}
    assert spans.get("since later began") == own


def test_a_change_of_one_week_has_that_week(base: Scenario) -> None:
    from jangmadang.results.compare import _plan

    stop = {"path": "openness[*,*]", "from": "2015-08-03", "until": "2015-08-09", "set": 0}
    plan, _ = _plan((base, base.with_changes(name="stopped", changes=[stop])), "calibration", (None, None))
    assert {period.name: period[1:] for period in plan.periods}["while stopped lasts"] == (CHANGE, CHANGE)


def test_an_interval_ends_where_a_figure_can_go_no_further() -> None:
    base, other = (xr.DataArray(values, dims="seed") for values in ([0.2, 0.6], [0.5, 0.1]))
    assert [float(end) for end in mean_interval(other - base)][1] < -0.4, "two pairs bound nothing"
    assert [float(end) for end in difference_interval(base, other, ceiling=1.0)] == pytest.approx([-0.1, -0.4, 0.6])
    wide = [float(end) for end in difference_interval(base, other, floor=-np.inf)]
    assert wide == pytest.approx([float(end) for end in mean_interval(other - base)])


def test_no_row_of_two_pairs_says_what_cannot_be(base: Scenario, shut: Scenario, coarse_world: None) -> None:
    found = compare(base, shut, runs=2, draws=True)
    rows = found.table[(found.table["indicator"] != "trader_profit_median") & found.table["difference"].notna()]
    assert (rows["base"] + rows["low"] >= -1e-9 * rows["base"]).all()
    keys = ["period", "place", "class"]
    names = ("short_of_staples_share_all", "short_of_staples_people")
    share, count = (found.table[found.table["indicator"] == name].set_index(keys) for name in names)
    assert (share["base"] + share["high"] <= 1 + 1e-9).all()
    told = share["base"] > 0
    np.testing.assert_allclose((count["low"] / count["base"])[told], (share["low"] / share["base"])[told], rtol=1e-6)
    np.testing.assert_allclose((count["high"] / count["base"])[told], (share["high"] / share["base"])[told], rtol=1e-6)
    assert "So few pairs bound little: an interval is about 8 times as wide as that of ten" in found.statement


def test_intervals_by_what_is_assumed_are_of_one_more_draw(base: Scenario, shut: Scenario, coarse_world: None) -> None:
    with_draws, without = (compare(base, shut, runs=3, draws=draws) for draws in (True, False))
    assert with_draws.drawn is not None and without.drawn is None
    keys = ["period", "indicator", "place", "class"]
    wide, narrow = (found.table.set_index(keys) for found in (with_draws, without))
    for name in ("base", "other", "difference"):
        pd.testing.assert_series_equal(wide[name], narrow[name])
    drawn = with_draws.drawn["imports"].sel(channel="").mean("week")
    effects = drawn.isel(scenario=1) - drawn.isel(scenario=0)
    values = effects.values
    half = scipy.stats.t.ppf(0.95, 2) * values.std(ddof=1) * np.sqrt(1 + 1 / 3)
    assert float(half_width_of_one(effects)) == pytest.approx(half)
    row = wide.loc[("window", "rice_price", "hyesan", "")]
    assert row["high"] - row["low"] > narrow.loc[row.name, "high"] - narrow.loc[row.name, "low"]


def test_what_ends_in_every_draw_ends_for_sure() -> None:
    known = {indicator.name: indicator for indicator in INDICATORS}
    base, level = xr.DataArray([10.0, 20.0, 60.0], dims="seed"), xr.DataArray(30.0)
    gone = drawn_effect(known["imports"], base, 0.0 * base, level)
    assert gone.values.tolist() == [-30.0] * 3 and float(half_width_of_one(gone)) == 0.0
    assert drawn_effect(known["imports"], 0.0 * base, base, level).values.tolist() == base.values.tolist()
    for name in ("short_of_staples_share_all", "short_of_staples_people"):
        assert drawn_effect(known[name], base, 1.5 * base, level).values.tolist() == [5.0, 10.0, 30.0], "in points"


def test_a_window_while_it_lasts_holds_whole_weeks_alone(base: Scenario) -> None:
    from jangmadang.results.compare import _plan

    stop = {"path": "openness[*,*]", "from": "2015-08-07", "until": "2015-09-09", "set": 0}  # Friday to Wednesday
    plan, _ = _plan((base, base.with_changes(name="stopped", changes=[stop])), "calibration", (None, None))
    spans = {period.name: period[1:] for period in plan.periods}
    assert spans["while stopped lasts"] == (datetime.date(2015, 8, 10), datetime.date(2015, 8, 31))
    assert spans["after stopped"][0] == datetime.date(2015, 9, 14)


def test_where_nothing_differs_the_answer_says_why(base: Scenario, found: Comparison) -> None:
    same = answer_of(found, found.scenarios[2])
    assert same.lead == "Nothing differs in any week: “same” changes nothing of “Hyesan, 2015 to 2026”."
    stop = {"path": "openness[customs,import]", "from": "2015-11-30", "set": 0}
    late = compare(
        base, base.with_changes(name="late", changes=[stop]), draws=False, runs=2, window=("2015-06-01", "2015-07-01")
    )
    said = answer_of(late, late.scenarios[1]).lead
    assert said.startswith("Nothing differs in the weeks of 2015-06-01 to 2015-06-29: the first week that does")
    assert "2015-11-30" in said


def test_the_answer_is_of_the_place_asked_for(base: Scenario, shut: Scenario, found: Comparison) -> None:
    there = compare(base, shut, draws=False, runs=3, seed=5, threads=2, place="chongjin")
    assert "Chongjin's households" in answer_of(there, there.scenarios[1]).lead
    assert "Hyesan's households" in answer_of(found, found.scenarios[1]).lead
    people = there.table.query("place == 'chongjin' and indicator == 'short_of_staples_people' and `class` == ''")
    assert found_row(there, "shut", "window", "short_of_staples_people")["other"] == people.iloc[0]["other"]
    assert "Imports at Hyesan, all channels" not in {row.name for row in side_by_side(there, base_forecast(there))}
    assert "Imports at Hyesan, all channels" in {row.name for row in side_by_side(found, base_forecast(found))}
    with pytest.raises(InputError, match="no place named 'chonjin'"):
        compare(base, shut, draws=False, runs=2, place="chonjin")


def test_a_relative_difference_has_a_relative_interval(found: Comparison) -> None:
    row = found_row(found, "shut", "window", "real_income_median_all")
    cell = next(row for row in side_by_side(found, base_forecast(found)) if row.name == "Median real income").cells[0]
    assert cell.interval == " to ".join(signed_percent(row[end] / row["base"]) for end in ("low", "high"))


def test_runs_share_the_past_and_differ_as_separate_runs_do(base: Scenario, shut: Scenario, found: Comparison) -> None:
    assert found.parting == CHANGE and found.seeds == (5, 6, 7)
    separate = [to_dataset(simulate(item, 6, "calibration", threads=1)) for item in (base, shut)]
    for number, dataset in enumerate(separate):
        expected = compute(dataset, basis=basis_of(separate[0])).sel(place="hyesan", week=found.weekly["week"])
        mine = found.weekly.isel(scenario=number, seed=1)
        for name in ("turnover_constant_prices", "real_income_median", "rice_price"):
            np.testing.assert_array_equal(mine[name], expected[name])
        np.testing.assert_array_equal(
            mine["imports"].sel(channel="customs"), expected["imports"].sel(channel="customs")
        )
    before = found.weekly["rice_price"].sel(week=slice(None, np.datetime64(CHANGE) - 1))
    assert before.sizes["week"] > 20
    np.testing.assert_array_equal(before.isel(scenario=1), before.isel(scenario=0))


def test_a_shut_border_lowers_trade_turnover_and_confidence(found: Comparison) -> None:
    for indicator, member in (
        ("imports", ""),
        ("imports", "customs"),
        ("exports", ""),
        ("turnover_constant_prices", ""),
        ("real_income_median_all", ""),
        ("confidence", "ordinary"),
    ):
        row = _row(found, "shut", indicator, member)
        assert row["high"] < 0, indicator
        assert row["low"] <= row["difference"] <= row["high"]
        assert row["difference"] == pytest.approx(row["other"] - row["base"])
        assert row["relative"] == pytest.approx(row["difference"] / row["base"])


def test_weekly_series_have_units_and_seeds(found: Comparison) -> None:
    for series in (found.weekly, found.base_prices):
        assert series["rice_price"].attrs == {"units": "KPW/kg", "long_name": "Retail price of rice"}
        assert series["seed"].values.tolist() == list(found.seeds)
    assert all(one.attrs["units"] and one.attrs["long_name"] for one in found.weekly.values())


def test_rows_say_what_they_are_means_of(found: Comparison) -> None:
    window, year = found.periods
    assert (window.first, window.last) == (CHANGE, datetime.date(2015, 12, 28))
    assert (year.name, year.first) == ("2015", datetime.date(2015, 1, 5))
    row = _row(found, "shut", "imports", "customs")
    weeks = found.weekly["imports"].sel(channel="customs", week=slice(np.datetime64(window.first), None))
    means = weeks.mean("week")
    assert row["base"] == pytest.approx(float(means.isel(scenario=0).mean()))
    expected = [float(end) for end in difference_interval(means.isel(scenario=0), means.isel(scenario=1))]
    assert [row["difference"], row["low"], row["high"]] == pytest.approx(expected)
    total = sum(_row(found, "shut", "imports", channel)["base"] for channel in ("customs", "private_smuggling"))
    assert _row(found, "shut", "imports")["base"] == pytest.approx(total)
    assert (row["unit"], row["first_week"]) == ("CNY/week", "2015-08-03")
    assert set(found.table.loc[found.table["place"] == "country", "indicator"]) == {"exchange_rate"}
    whole = _row(found, "shut", "imports", "customs", "2015")
    assert whole["difference"] == pytest.approx(row["difference"] * 22 / 52)


def test_a_kept_pair_is_read_as_it_was(found: Comparison, tmp_path: Any) -> None:
    weekly, prices = found.weekly.isel(seed=0, drop=True), found.base_prices.isel(seed=0, drop=True)
    own = Found(weekly.mean("week"), weekly, prices)
    kept = found.kept_in(tmp_path)
    kept[5] = pair = own, Found(own.means * 2, own.weekly * 2, own.base_prices)
    kept[6] = own, None
    for one, other in zip(kept[5], pair, strict=True):
        assert one is not None and other is not None
        for read, written in zip(one, other, strict=True):
            xr.testing.assert_identical(read, written)
    assert kept[6][1] is None and 7 not in kept
    assert 5 not in replace(found, resolution="full").kept_in(tmp_path), "other questions are not taken"
    (kept.folder / "seed-5.zip").write_bytes(b"PK")
    with pytest.raises(InputError, match="seed-5.zip is damaged"):
        kept[5]


def test_pairs_are_kept_afterwards_as_they_are_on_the_way(
    base: Scenario, shut: Scenario, found: Comparison, tmp_path: Any
) -> None:
    found.keep_in(tmp_path / "afterwards")
    scenarios = base, shut, base.with_changes(name="same")
    on_the_way = compare(*scenarios, draws=False, runs=3, seed=5, threads=2, folder=tmp_path / "on the way")
    one, other = found.kept_in(tmp_path / "afterwards"), on_the_way.kept_in(tmp_path / "on the way")
    assert [*one] == [*other] == list(found.seeds) and one.folder.name == other.folder.name
    for seed in found.seeds:
        for kept, meant in zip(one[seed][0], other[seed][0], strict=True):
            xr.testing.assert_identical(kept, meant)


def test_the_executor_does_not_matter(base: Scenario, shut: Scenario, found: Comparison) -> None:
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as executor:
        again = compare(
            base, shut, draws=False, runs=2, seed=5, executor=executor, progress=lambda *done: seen.append(done)
        )
    assert seen == [(1, 2), (2, 2)]
    xr.testing.assert_equal(again.weekly, found.weekly.isel(scenario=[0, 1], seed=[0, 1]))


def test_datasets_lie_side_by_side_as_xarray_lays_them() -> None:
    one = xr.Dataset({"a": ("week", [1.0, 2.0]), "b": ("place", [3.0])}, {"week": [1, 2], "place": ["hyesan"]})
    both = side_by_side_along([one, one + 1.0], "seed")
    assert both.identical(xr.concat([one, one + 1.0], "seed", join="exact"))
    with pytest.raises(ValueError, match="different labels"):
        side_by_side_along([one, one.assign_coords(week=[2, 3])], "seed")


def test_means_of_periods_are_those_of_xarray_known_or_not() -> None:
    weeks = np.datetime64("2020-01-06") + 7 * np.arange(8).astype("timedelta64[D]")
    values = np.random.default_rng(1).normal(size=(8, 2))
    values[2, 0] = values[4:, 1] = np.nan
    series = xr.DataArray(values, {"week": weeks, "place": ["hyesan", "sinuiju"]}, ("week", "place"))
    days = [("2020-01-06", "2020-01-27"), ("2020-02-03", "2020-02-24"), ("2030-01-07", "2030-01-14")]
    periods = [Period(f"p{n}", *map(datetime.date.fromisoformat, ends)) for n, ends in enumerate(days)]
    found = mean_weeks(series.variable, weeks, periods)
    for number, (first, last) in enumerate(days):
        expected = series.sel(week=slice(first, last)).mean("week").values
        np.testing.assert_array_equal(found.values[number], expected)  # NaN where nothing is known
    assert np.isnan(found.values[1, 1]) and np.isnan(found.values[2]).all() and found.dims == ("period", "place")


def test_a_sum_stands_in_front_of_its_parts() -> None:
    parts = xr.DataArray([[1.0, 2.0], [np.nan, 4.0]], {"week": [1, 2], "channel": ["a", "b"]}, ("week", "channel"))
    found = with_sum_in_front(xr.Dataset({"parts": parts, "other": parts.isel(channel=0, drop=True)}), "channel", "")
    assert found["channel"].values.tolist() == ["", "a", "b"] and found["other"].dims == ("week",)
    np.testing.assert_array_equal(found["parts"], [[3.0, 1.0, 2.0], [4.0, np.nan, 4.0]])


def test_interval_of_two_values_has_a_closed_form() -> None:
    mean, low, high = mean_interval(xr.DataArray([3.0, 5.0], dims="seed"))
    half = math.tan(0.45 * math.pi)  # quantile 0.95 of Student's t with one degree of freedom, times half the distance
    assert [float(mean), float(low), float(high)] == pytest.approx([4.0, 4.0 - half, 4.0 + half])
    assert [float(end) for end in mean_interval(xr.DataArray([2.0, 2.0, 2.0], dims="seed"))] == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("others", "options", "words"),
    [
        ((), {}, "at least one other"),
        (("shutt",), {}, "no scenario named 'shutt'"),
        (("border-close",), {}, "did you mean 'border-closed'"),
        (("border-closed", "border-closed"), {}, "two of the scenarios are named 'border-closed'"),
        (("border-closed",), {"runs": 1}, "runs is a whole number from 2 to 10000, not 1"),
        (("border-closed",), {"window": ("2026-09-07", "2026-06-01")}, "ends on 2026-06-01; choose a day after"),
        (("border-closed",), {"window": ("2027-12-06", None)}, "outside the runs; choose a day from 2015-01-05"),
        (("border-closed",), {"window": (None, "2029-01-01")}, "at most 2027-11-22"),
        (("border-closed",), {"window": ("2026-09-08", "2026-09-13")}, "no week starts"),
        (("border-closed",), {"window": ("soon", None)}, "'soon' is not a date"),
        (("border-closed",), {"draws": False, "posterior": "shipped"}, "without draws it does nothing"),
    ],
)
def test_what_cannot_be_compared_is_refused(others: tuple[str, ...], options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        jm.compare("hyesan", *others, **options)


def test_scenarios_without_a_common_past_are_compared_at_their_end(base: Scenario, shut: Scenario) -> None:
    from jangmadang.results.compare import _notes, _plan

    other = base.with_changes(name="other", parameters={"buffer_weeks": {"labourer": 10}})
    plan, parting = _plan((base, other), "calibration", (None, None))
    assert (parting, plan.parting) == (None, (0,))
    assert plan.periods[0][1:] == (datetime.date(2015, 1, 5), datetime.date(2015, 12, 28))
    assert "shares no past" in _notes((base, other), plan)[0]
    longer = shut.with_changes(end="2017-01-02")
    plan, parting = _plan((base, longer), "calibration", (None, None))
    assert parting == CHANGE and {item.end.year for item in plan.scenarios} == {2017}
    assert [period.name for period in plan.periods] == ["window", "2015", "2016"]
    assert plan.periods[0].last == datetime.date(2016, 7, 25)
    assert _notes((base, longer), plan) == ("hyesan: run on to 2017-01-02, paths hold their last values.",)


def test_written_whole_or_not_at_all(found: Comparison, tmp_path: Any) -> None:
    out = write_comparison(found, tmp_path / "one", lambda _: {"picture": b"drawn"})
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "picture", "table.csv"]
    assert len((out / "table.csv").read_text().splitlines()) == len(found.table) + 1

    def stopped(_: Comparison) -> dict[str, bytes]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_comparison(found, tmp_path / "two", stopped)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def weeks_shown(name: str) -> int:
    """Weeks in which a scenario shows; yuan from abroad hold the rate only once the state's own are spent."""
    return 52 if name == "closure-rate-free" else 6


@pytest.fixture(scope="module")
def branches(made_once: Callable[..., Any]) -> dict[str, xr.Dataset]:
    """Some weeks of every shipped scenario after it parts from the history."""
    found: dict[str, xr.Dataset] = made_once("shipped-scenarios", branched)
    return found


def branched() -> dict[str, xr.Dataset]:
    """Run the history and all that parts from it."""
    history = load("hyesan").with_changes(end="2027-11-22")
    parting = {}
    for name in PACKAGED:
        scenario = load(name)
        week = parting_week(history, scenario, history.weeks)
        since = history.start + datetime.timedelta(weeks=week)
        parting[name] = Branch(scenario, since, since + datetime.timedelta(weeks=weeks_shown(name)))
    first = max(branch.since for branch in parting.values())
    main, found = run_branches(history, parting, resolution="calibration", until=first + datetime.timedelta(weeks=6))
    moved = sorted({variable for variable, _ in MOVES.values()})
    return {name: to_dataset(run)[moved] for name, run in {"hyesan": main, **found}.items()}


def test_shipped_scenarios_are_those_promised() -> None:
    assert set(PACKAGED) == {
        "border-closed", "import-only", "both-ways", "won-collapse", "chinese-inspection", "state-channel-stop",
        "luxury-boom", "medicine-scare", "food-aid", "cash-transfer", "closure-rate-free",
    }  # fmt: skip


@pytest.mark.parametrize("name", PACKAGED)
def test_shipped_scenario_acts_from_its_day(name: str, branches: dict[str, xr.Dataset]) -> None:
    scenario = load(name)
    assert scenario.name == name and scenario.title and scenario.question.endswith("?")
    closure = name == "closure-rate-free"  # asks about the past, by the exchange rate alone
    assert scenario.end == (datetime.date(2024, 1, 1) if closure else datetime.date(2027, 11, 22))
    other, base = branches[name], branches["hyesan"]
    weeks = other["week"].values[-weeks_shown(name) :]
    day = scenario.exchange_rate.endogenous_from if closure else scenario.changes[-1][0].from_day
    assert day == weeks[0].astype("datetime64[D]").item()
    variable, sign = MOVES[name]
    difference = other[variable].sel(week=weeks).sum() - base[variable].sel(week=weeks).sum()
    assert np.sign(float(difference)) == sign
