"""News: parts add up to the change, what is expected moves nothing, and signs are those of the surprise."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from made_reports import FITTED, LEVELS, a_report, a_true_country

from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.ahead import NOW, outlook
from jangmadang.outlook.fitted import Fitted
from jangmadang.outlook.growing import growing, predicted
from jangmadang.outlook.local_level import filtered_level, forecast_level
from jangmadang.outlook.members import LOCAL_LEVEL, THREE_CITIES, known_at, pool_members
from jangmadang.outlook.news import AHEAD, Account, Basis, account, news_between, news_of_tables
from jangmadang.outlook.three_cities import ThreeCities, forecast_cities
from jangmadang.outlook.weekly import CITIES, ITEMS, Report, known_by, monday_of, usable_reports

SERIES = [(city, item) for city in CITIES for item in ITEMS]
RICE = [("Hyesan", "rice")]
REPORTS = a_true_country(3, 60, share=0.4)
DAY = monday_of(60) + timedelta(days=6)
LATER = DAY + timedelta(weeks=4)


def parts(found: Account) -> list[np.ndarray]:
    """The sum of all parts of each series, less its change."""
    return [
        moved.passing + moved.parameters + moved.long_ago + moved.news.sum(axis=0) - (moved.after - moved.before)
        for moved in found.series
    ]


def with_news(*further: Report, fitted: Fitted = FITTED, day: date = LATER) -> Account:
    """What further reports move."""
    return account(Basis(REPORTS, DAY, FITTED), Basis([*REPORTS, *further], day, fitted), SERIES, ())


def series_of(found: Account, city: str, item: str) -> np.ndarray:
    """What the news moved one series by."""
    return next(moved.news for moved in found.series if (moved.city, moved.item) == (city, item))


@pytest.mark.parametrize(("earlier", "origin"), [((2025, 11, 2), (2026, 2, 1)), ((2023, 1, 1), (2023, 4, 2))])
def test_parts_add_up_to_the_change_of_the_shown_medians(
    earlier: tuple[int, int, int], origin: tuple[int, int, int]
) -> None:
    reports = usable_reports(shipped_prices())
    days = date(*earlier), date(*origin)
    found = news_between(reports, *days, SERIES)
    assert len(found.news) == len(known_by(reports, days[1])) - len(known_by(reports, days[0]))
    assert np.allclose(parts(found), 0.0, atol=1e-10)
    for day, name in zip(days, ("before", "after"), strict=True):
        shown = {(s.city, s.item): s for s in outlook(reports, day, SERIES)}
        for moved in found.series:
            series = shown[moved.city, moved.item]
            assert series.now is not None
            medians = [math.log(ahead.price(0.5)) for ahead in (series.now, *series.ahead)]
            assert np.allclose(getattr(moved, name), medians, atol=1e-10)


def test_parameters_of_a_new_year_have_a_part_of_their_own() -> None:
    reports = usable_reports(shipped_prices())
    over, within = (
        news_between(reports, earlier, date(2025, 3, 2), RICE).series[0]
        for earlier in (date(2024, 12, 1), date(2025, 1, 5))
    )
    assert np.abs(over.parameters).max() > 1e-6
    assert np.all(within.parameters == 0.0)


def test_no_news_no_effect_and_time_alone_passes() -> None:
    found = with_news()
    assert found.news == ()
    assert all(moved.news.shape == (0, len(AHEAD)) and np.all(moved.long_ago == 0.0) for moved in found.series)
    later = known_at(REPORTS, LATER, FITTED)
    for moved in found.series:
        said = pool_members(later, moved.city, moved.item, later.week + 13, 0.04)
        assert moved.before[AHEAD.index(13)] + moved.passing[AHEAD.index(13)] == pytest.approx(
            (said[LOCAL_LEVEL].middle + said[THREE_CITIES].middle) / 2.0
        )


def test_a_report_as_expected_moves_nothing() -> None:
    week = 64
    known = growing(REPORTS, LATER, FITTED, week)
    for city, item in (("Pyongyang", "usd"), ("Sinuiju", "corn")):
        expected = known.expected_by_cities(a_report(week, 0.0, city, item)).middle
        found = with_news(a_report(week, expected, city, item))
        effects = np.array([moved.news[0] for moved in found.series if (moved.city, moved.item) != (city, item)])
        assert np.allclose(effects, 0.0, atol=1e-9)  # only the three cities carry news to other series


def test_surprises_go_their_own_way_and_in_proportion() -> None:
    week = 64
    known = growing(REPORTS, LATER, FITTED, week)
    by_level, by_cities = (
        expected.middle
        for expected in (known.expected_by_level(a_report(week, 0.0)), known.expected_by_cities(a_report(week, 0.0)))
        if expected is not None
    )
    middle, top = (by_level + by_cities) / 2.0, max(by_level, by_cities)
    above = with_news(a_report(week, top + 0.2))
    below = with_news(a_report(week, 2.0 * middle - top - 0.2))
    assert np.all(series_of(above, "Hyesan", "rice") > 0.0)
    assert np.all(series_of(below, "Hyesan", "rice") < 0.0)
    assert np.all(series_of(above, "Pyongyang", "rice") > 0.0)
    assert np.all(series_of(above, "Hyesan", "usd") > 0.0)  # the won is worth less
    twice = with_news(a_report(week, by_cities + 0.2)), with_news(a_report(week, by_cities + 0.4))
    once, double = (series_of(found, "Hyesan", "cny") for found in twice)
    assert np.allclose(double, 2.0 * once, atol=1e-9)
    assert np.all(series_of(above, "Hyesan", "rice") > series_of(above, "Pyongyang", "rice"))


def test_news_come_in_order_of_becoming_known_and_an_old_week_counts() -> None:
    late = replace(a_report(50, LEVELS["rice"] + 3.0), known_on=LATER)
    early = a_report(61, LEVELS["rice"])
    found = with_news(late, early)
    assert [news.report for news in found.news] == [early, late]
    assert np.all(series_of(found, "Hyesan", "rice")[1] > 0.0)
    assert np.allclose(parts(found), 0.0, atol=1e-10)


def test_long_ago_withdrawn_and_new_parameters_are_told_apart() -> None:
    other = Fitted(ThreeCities(*(np.array(FITTED.three_cities) * 0.95)), FITTED.local_levels)
    far = monday_of(260) + timedelta(days=6)
    found = account(Basis(REPORTS, DAY, FITTED), Basis([*REPORTS[1:], a_report(40, 9.0)], far, other), SERIES, ())
    assert found.news == ()
    assert np.allclose(parts(found), 0.0, atol=1e-10)
    assert all(np.abs(moved.parameters).max() > 0.0 for moved in found.series)
    assert max(np.abs(moved.long_ago).max() for moved in found.series) > 0.0


def test_tables_are_compared_at_one_origin() -> None:
    further = a_report(60, LEVELS["usd"] + 1.0, "Sinuiju", "usd")
    origin = date(2016, 3, 6)
    old = [
        replace(report, week=report.week + 150, known_on=report.known_on + timedelta(weeks=150)) for report in REPORTS
    ]
    new = replace(further, week=211, known_on=further.known_on + timedelta(weeks=150))
    found = news_of_tables(old, [*old, new], origin, SERIES, ())
    assert [news.report for news in found.news] == [new]
    for moved in found.series:
        assert np.all(moved.passing == 0.0) and np.all(moved.parameters == 0.0)
        assert np.all(moved.news[0] > 0.0)
        assert moved.largest(3) == [0]


def test_what_is_expected_is_the_forecast_where_the_week_is_to_come() -> None:
    week = 66
    known = growing(REPORTS, DAY, FITTED, 61)
    report = a_report(week, 8.0)
    level = FITTED.level_of("Hyesan", "rice")
    by_level = forecast_level(filtered_level(known.known.series["Hyesan", "rice"], level), level, week, report.noise)
    assert known.known.state is not None
    by_cities = forecast_cities(known.known.state, FITTED.three_cities, "Hyesan", "rice", week, report.noise)
    assert known.expected_by_level(report) == pytest.approx(by_level)
    assert known.expected_by_cities(report) == pytest.approx(by_cities)


def test_a_distribution_is_read_off_its_likelihood() -> None:
    found = predicted(lambda y: -0.5 * ((y - 2.0) / 0.3) ** 2 - 7.0, near=2.4)
    assert found[:2] == pytest.approx((2.0, 0.3))


def test_what_is_expected_of_a_past_week_lies_between_its_neighbours() -> None:
    climb = [a_report(week, 0.1 * week) for week in range(0, 40, 4)]
    known = growing(climb, DAY, FITTED, 18)
    for expected in (known.expected_by_level(a_report(18, 9.0)), known.expected_by_cities(a_report(18, 9.0))):
        assert expected is not None
        assert 1.6 < expected.middle < 2.0


def test_now_has_no_wider_interval_than_next_week() -> None:
    for series in outlook(usable_reports(shipped_prices()), date(2026, 2, 1), SERIES):
        assert series.now is not None and series.now.weeks == NOW
        assert series.now.day == date(2026, 2, 1)
        assert series.now.log_price.spread <= series.ahead[0].log_price.spread
