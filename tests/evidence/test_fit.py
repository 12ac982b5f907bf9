"""The fit of a run to the reports, on flat runs that are off by a known factor, and the held-out episodes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import xarray as xr

from jangmadang.axes import AXES
from jangmadang.evidence.comparing import compare_with, comparisons
from jangmadang.evidence.exchange_rate import shipped_weekly_rate
from jangmadang.evidence.fit import episodes, fit, fit_of, table
from jangmadang.evidence.observations import MODEL_PLACES, Observation
from jangmadang.evidence.run_series import run_series, series_of
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.results.variables import VARIABLES

UNITS = {"each": "piece"}


def flat_run(rice: float = 5000.0, corn: float = 2000.0, rate: float = 1250.0) -> xr.Dataset:
    first, n = date(2015, 1, 5), 621
    weeks = np.array([first + timedelta(weeks=t) for t in range(n)], dtype="datetime64[ns]")
    places, garments, tiers = AXES["place"], AXES["garment"], AXES["tier"]
    return xr.Dataset(
        {
            "exchange_rate": ("week", np.full(n, rate)),
            "rice_price": (("week", "place"), np.full((n, len(places)), rice)),
            "corn_price": (("week", "place"), np.full((n, len(places)), corn)),
            "medicine_price": (("week", "place", "origin"), np.full((n, len(places), 2), 20_000.0)),
            "clothing_price": (
                ("week", "place", "garment", "tier"),
                np.full((n, len(places), len(garments), len(tiers)), 375_000.0),
            ),
        },
        coords={
            "week": weeks,
            "place": list(places),
            "origin": list(AXES["origin"]),
            "garment": list(garments),
            "tier": list(tiers),
        },
    )


def observation(item: str, day: date, place: str, value: float, disputed: bool = False) -> Observation:
    unit = "each" if item == "cny" else "kg"
    name = f"{item} {day} {place}"
    ends, use = (value, value), "disputed" if disputed else ""
    return Observation(
        name, day, day, place, item, *ends, "exact", "KPW", 1.0, unit, day, "u", "p", "s", "day", "", use,
    )  # fmt: skip


def test_bias_and_error_in_won_and_in_yuan_at_the_reports_own_rate() -> None:
    reports = [
        observation("rice", date(2016, 3, 9), "Hyesan", 4000),
        observation("cny", date(2016, 3, 15), "Hyesan", 1000),
        observation("rice", date(2021, 3, 9), "Hyesan", 6250),
    ]
    records = {(r.item, r.currency, r.period): r for r in fit(flat_run(), reports) if r.place == "hyesan"}
    assert records["rice", "KPW", "2015-2019"].bias == pytest.approx(math.log(5000 / 4000))
    assert records["rice", "KPW", "all"].bias == pytest.approx(0, abs=1e-12)
    assert records["rice", "KPW", "all"].mean_abs_log_error == pytest.approx(math.log(1.25))
    assert records["rice", "KPW", "all"].n == 2
    assert records["rice", "CNY", "2015-2019"].bias == pytest.approx(0, abs=1e-12)
    smoothed = shipped_weekly_rate()
    rate = smoothed.kpw_per_cny[smoothed.weeks.index(date(2021, 3, 8))]
    assert records["rice", "CNY", "2020-2022"].bias == pytest.approx(math.log((5000 / 1250) / (6250 / rate)))


def test_province_stands_for_hyesan_only_where_hyesan_is_silent() -> None:
    reports = [
        observation("rice", date(2018, 3, 1), "Hyesan", 5000),
        observation("rice", date(2018, 3, 10), "Ryanggang", 6000),
        observation("rice", date(2018, 6, 1), "Ryanggang", 5000),
    ]
    pairs = [p for p in comparisons(flat_run(), reports) if p.currency == "KPW"]
    assert [(p.date, p.proxy) for p in pairs] == [(date(2018, 3, 1), False), (date(2018, 6, 1), True)]


def test_forced_exchange_rate_and_disputed_reports_do_not_count() -> None:
    reports = [
        observation("cny", date(2018, 3, 1), "Hyesan", 1250),
        observation("cny", date(2026, 3, 2), "Hyesan", 2500),
        observation("rice", date(2025, 10, 10), "Hyesan", 12_100, disputed=True),
    ]
    pairs = comparisons(flat_run(), reports)
    assert [(p.item, p.counted, p.why_not_counted) for p in pairs if p.currency == "KPW"] == [
        ("cny", False, "forced"), ("cny", True, ""), ("rice", False, "disputed"),
    ]  # fmt: skip
    records = [r for r in fit(flat_run(), reports) if r.period == "all"]
    assert [(r.item, r.forced, r.n) for r in records] == [("cny", True, 1), ("cny", False, 1)]
    assert records[1].bias == pytest.approx(math.log(0.5))
    assert all(not r.forced for r in fit(flat_run(), reports, forced=[False] * 621))


def test_fit_to_the_shipped_reports_has_every_period_at_hyesan() -> None:
    frame = table(fit(flat_run(), shipped_prices()))
    for item, currency in (("rice", "KPW"), ("rice", "CNY"), ("corn", "KPW"), ("corn", "CNY"), ("cny", "KPW")):
        rows = frame[(frame["item"] == item) & (frame["currency"] == currency) & (frame["place"] == "hyesan")]
        assert set(rows["period"]) == {"2015-2019", "2020-2022", "2023-2026", "all"}
    assert {"pyongyang", "sinuiju", "chongjin"} <= set(frame["place"])
    assert (frame["mean_abs_log_error"] >= frame["bias"].abs() - 1e-12).all()


def test_episodes_are_ratios_of_the_run() -> None:
    run = flat_run()
    run["medicine_price"].loc[{"week": "2022-05-09", "place": "hyesan", "origin": "imported"}] = 66_000.0
    run["rice_price"].loc[{"week": slice("2022-06-13", None), "place": "hyesan"}] = 6000.0
    run["exchange_rate"].loc[{"week": slice("2026-01-01", None)}] = 2500.0
    medicine, rice, coats = episodes(run)
    assert (medicine.modelled, medicine.observed) == (pytest.approx(3.3), 3.3)
    assert medicine.log_error == pytest.approx(0)
    assert rice.modelled == pytest.approx(1.2) and rice.observed == pytest.approx(6800 / 5200)
    assert coats.modelled == pytest.approx(0.5) and coats.observed == pytest.approx(4 / 3)


def test_episodes_beyond_the_run_are_not_numbers() -> None:
    early = flat_run().isel(week=slice(0, 100))
    assert all(math.isnan(e.modelled) and math.isnan(e.log_error) for e in episodes(early))
    assert len(table(episodes(early))) == 3


def medicine(day: date, value: float, unit: str = "pill") -> Observation:
    return replace(observation("med.cold_medicine", day, "Hyesan", value), unit=unit)


def test_every_item_the_run_answers_is_compared_in_the_report_s_currency() -> None:
    run = flat_run()
    run["farm_gate_price"] = (("week", "export_good"), np.full((621, 7), 600.0))
    run = run.assign_coords(export_good=list(AXES["export_good"]))
    reports = [
        replace(observation("lingzhi", date(2025, 5, 12), "Hyesan", 850), currency="CNY"),
        replace(observation("lingzhi", date(2025, 5, 12), "Hyesan", 750_000)),
        replace(observation("apparel.padded_coat", date(2025, 12, 3), "Hyesan", 300), currency="CNY", unit="each"),
    ]
    yuan, won, coat = comparisons(run, reports)
    assert (yuan.modelled, won.modelled) == (600, 600 * 1250)
    assert coat.modelled == pytest.approx(375_000 / 1250) and coat.log_error == pytest.approx(0)


def test_of_an_item_in_another_unit_only_the_movement_is_compared() -> None:
    run = flat_run()
    run["medicine_price"].loc[{"week": slice("2022-05-01", None)}] = 40_000.0
    reports = [
        medicine(date(2022, 4, 12), 1000),
        medicine(date(2022, 6, 14), 3000),
        medicine(date(2022, 6, 14), 9, "x"),
    ]
    pairs, left_out = compare_with(run, reports)
    assert [pair.modelled for pair in pairs] == [
        pytest.approx(1000 * math.sqrt(1.5)), pytest.approx(3000 / math.sqrt(1.5)),
    ]  # fmt: skip
    assert [entry.why for entry in left_out] == ["a single report of an item of which only movements are compared"]
    (record,) = [r for r in fit_of(pairs) if r.period == "all"]
    assert record.relative and record.bias == pytest.approx(0, abs=1e-12)
    assert record.mean_abs_log_error == pytest.approx(math.log(1.5) / 2)


def test_what_cannot_be_compared_is_listed_with_the_reason() -> None:
    rice = observation("rice", date(2018, 3, 1), "Hyesan", 5000)
    run = flat_run()
    run["rice_price"].loc[{"week": "2019-03-04"}] = 0.0
    reports = {
        "the run has no such item": replace(rice, item="pork"),
        "its place is not in the model": replace(rice, place="northern rural market"),
        "outside the weeks of the run": observation("rice", date(2014, 3, 1), "Hyesan", 5000),
        "in dollars, for which the run has no rate": replace(rice, currency="USD"),
        "only a bound is reported": replace(rice, high=None, bound="lower"),
        "in another unit than the run's": replace(rice, unit="sack"),
        "the run did not record the item": replace(rice, item="gasoline"),
        "a province, with a report of Hyesan itself near": replace(rice, place="Ryanggang"),
        "the run has no price that week": observation("rice", date(2019, 3, 6), "Hyesan", 5000),
    }
    pairs, left_out = compare_with(run, [rice, *reports.values()])
    assert [entry.why for entry in left_out] == list(reports)
    assert len(pairs) == 2


def test_every_series_an_item_is_answered_by_is_one_a_run_records() -> None:
    recorded = {variable.name: variable for variable in VARIABLES}
    for item, series in run_series().items():
        variable = recorded[series.series]
        assert set(series.members) == set(variable.dims) - {"place"}, item
        assert all(set(names) <= set(AXES[axis]) for axis, names in series.members.items())
        assert (
            series.movement
            or variable.unit == f"{series.currency}/{UNITS.get(series.unit, series.unit)}"
            or (series.series == "exchange_rate")
        )
    assert series_of("med.painkiller") is run_series()["med"] and series_of("apparel.skirt") is None


def test_every_place_of_the_evidence_is_one_of_the_model() -> None:
    assert set(MODEL_PLACES.values()) <= set(AXES["place"])
