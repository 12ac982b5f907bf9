"""Weekly super-observations: what counts as a report, what a week of several says, and what was known when."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from jangmadang.evidence.observations import each_place
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.weekly import (
    CITIES,
    FIRST_MONDAY,
    ITEMS,
    known_by,
    monday_of,
    usable_reports,
    week_of,
    weekly_series,
)
from tests.outlook.made_reports import a_report, an_observation


def test_weeks_begin_on_monday() -> None:
    assert FIRST_MONDAY.weekday() == 0
    assert week_of(FIRST_MONDAY + timedelta(days=6)) == 0
    assert week_of(FIRST_MONDAY + timedelta(days=7)) == 1
    assert monday_of(week_of(date(2024, 5, 15))) == date(2024, 5, 13)


@pytest.mark.parametrize(
    "fields",
    [
        {"use": "disputed"},
        {"low": None, "bound": "upper"},
        {"high": None, "bound": "lower"},
        {"currency": "CNY"},
        {"unit": "each"},
        {"item": "pork"},
        {"place": "Chongjin"},
        {"date_start": date(2011, 5, 1), "date_end": date(2011, 5, 1)},
    ],
)
def test_what_is_no_report_is_left_out(fields: dict[str, object]) -> None:
    assert usable_reports([an_observation()])
    assert usable_reports([an_observation(**fields)]) == []


def test_a_range_counts_with_its_middle_for_one_unit() -> None:
    (report,) = usable_reports([an_observation(low=5000.0, high=7000.0, bound="range", per_qty=2.0)])
    assert report.log_price == pytest.approx(math.log(3000.0))


def test_one_figure_for_the_city_and_its_province_counts_once() -> None:
    reports = usable_reports(each_place([an_observation(place="Hyesan/Ryanggang")]))
    assert [(report.city, report.stands_in) for report in reports] == [("Hyesan", False)]


def test_one_figure_for_several_cities_counts_for_each_with_more_noise() -> None:
    alone, shared = (usable_reports(each_place([an_observation(place=p)])) for p in ("Hyesan", "Hyesan/Pyongyang"))
    assert [report.city for report in shared] == ["Hyesan", "Pyongyang"]
    assert shared[0].noise > alone[0].noise


def test_a_week_is_the_mean_by_precision_with_the_least_noise() -> None:
    series = weekly_series([a_report(3, 8.0, noise=0.04), a_report(3, 9.0, noise=0.08)], "Hyesan", "rice")
    assert series.weeks.tolist() == [3]
    assert series.log_price[0] == pytest.approx((8.0 * 4 + 9.0) / 5)
    assert series.noise[0] == pytest.approx(0.04)


def test_the_province_stands_in_only_where_the_city_has_none() -> None:
    own, province = an_observation(), an_observation(id="made row 2", place="Ryanggang", low=9e3, high=9e3)
    later = an_observation(
        id="made row 3", place="Ryanggang", low=8e3, high=8e3, date_start=date(2024, 5, 22), date_end=date(2024, 5, 22)
    )
    series = weekly_series(usable_reports([own, province, later]), "Hyesan", "rice")
    assert series.log_price.tolist() == pytest.approx([math.log(6000.0), math.log(8000.0)])


def test_only_what_was_known_is_known() -> None:
    early, late = a_report(3, 8.0), a_report(4, 9.0)
    assert known_by([early, late], early.known_on) == [early]
    assert known_by([early, late], early.known_on - timedelta(days=1)) == []


def test_shipped_evidence_gives_series_for_every_city_and_item() -> None:
    reports = usable_reports(shipped_prices())
    assert all(len(weekly_series(reports, city, item)) >= 20 for city in CITIES for item in ITEMS)
    assert all(report.known_on >= monday_of(report.week) for report in reports)
