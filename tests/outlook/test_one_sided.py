"""The rate as it was known: later reports change nothing, and a report counts from the week after it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from jangmadang.outlook.one_sided import one_sided_rate
from jangmadang.outlook.weekly import monday_of
from tests.outlook.made_reports import a_report

MONDAYS = [monday_of(week) for week in range(240, 260)]
REPORTS = [a_report(week, math.log(1000.0 + 10 * week), item="cny") for week in (243, 247, 250, 255)]


def test_later_reports_change_nothing() -> None:
    changed = [replace(report, log_price=1.0) if report.week >= 250 else report for report in REPORTS]
    one, other = one_sided_rate(REPORTS, MONDAYS), one_sided_rate(changed, MONDAYS)
    np.testing.assert_array_equal(one[:11], other[:11])
    assert (one[11:] != other[11:]).all()


def test_a_report_counts_from_the_week_after_it() -> None:
    rate = one_sided_rate(REPORTS, MONDAYS)
    assert np.isnan(rate[:4]).all()
    assert rate[4] == rate[7] == np.exp(REPORTS[0].log_price)
    assert rate[7] < rate[8]
