"""What `jangmadang outlook` says of news: what moved each median since an earlier day, and what further tables did."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from jangmadang.commands.tables import print_prose, print_table
from jangmadang.outlook.ahead import NOW, Ahead, SeriesAhead
from jangmadang.outlook.news import AHEAD, Account, Moved, News
from jangmadang.outlook.predictive import MOST
from jangmadang.outlook.weekly import monday_of

#: Reports named under each series, and the horizon that stands beside "now".
MOST_NAMED, QUARTER = 3, 13
NEWS_NOTE = (
    "news: the reports that moved a median most. Surprise: what was reported against what was expected when all before "
    "it were known; then what that moved. Per cents of parts multiply; see docs/outlook.md."
)
_HEADINGS = ("report", "week of", "reported", "expected, 90 % interval", "surprise", "now", f"{QUARTER} weeks")
_DIGITS = 3


class Told(NamedTuple):
    """The news to tell: since when, and of the further tables, with the outlook without them; None without any."""

    since: date
    account: Account
    of_tables: Account | None = None
    without: Sequence[SeriesAhead] = ()


def amount(price: float) -> str:
    """A price to three figures."""
    return f"{float(f'{price:.{_DIGITS}g}'):,.0f}"


def percent(log_change: float) -> str:
    """A change of a logarithm in per cent."""
    return f"{round(100.0 * math.expm1(log_change), 1) + 0.0:+.1f} %"


def print_news(told: Told, series: SeriesAhead) -> None:
    """Print what moved one series since the earlier day, and what further tables changed."""
    moved = moved_of(told.account, series)
    if moved is None:
        print_prose(f"  Too few reports by {told.since} to say what moved it since.")
    else:
        others = "".join(
            f", {name} {percent(values[AHEAD.index(NOW)])}"
            for name, values in (("new parameters", moved.parameters), ("reports of long ago", moved.long_ago))
            if abs(values[AHEAD.index(NOW)]) >= 5e-4
        )
        changes = "; ".join(_change(moved, weeks) for weeks in (NOW, QUARTER))
        title = f"Since {told.since}, {changes}. Of the first, time passing {percent(moved.passing[0])}{others}"
        _print_reports(told.account, moved, f"{title}, news {percent(float(moved.news[:, 0].sum()))}.")
    if told.of_tables is not None:
        _print_tables(told, series)


def _change(moved: Moved, weeks: int) -> str:
    n = AHEAD.index(weeks)
    was, now = (amount(math.exp(logs[n])) for logs in (moved.before, moved.after))
    when = "now" if weeks == NOW else f"{weeks} weeks ahead"
    return f"{when} from {was} to {now} ({percent(moved.after[n] - moved.before[n])})"


def _print_reports(account: Account, moved: Moved, title: str) -> None:
    """A title, and the reports behind it that moved the median of now most."""
    rows = [_row(account.news[n], moved, n) for n in moved.largest(MOST_NAMED)]
    if rows:
        print_table(title, _HEADINGS, rows, figures=(*_HEADINGS[2:3], *_HEADINGS[4:]))
    else:
        print_prose(f"{title} No report moved it.")


def _row(news: News, moved: Moved, n: int) -> tuple[str, ...]:
    report, expected = news.report, news.expected_for(moved.city, moved.item)
    middle, low, high = (amount(math.exp(expected.quantile(level))) for level in (0.5, *_ends()))
    effects = (percent(moved.news[n, AHEAD.index(weeks)]) for weeks in (NOW, QUARTER))
    return (
        f"{report.item}, {report.city}",
        str(monday_of(report.week)),
        amount(math.exp(report.log_price)),
        f"{middle}, {low} to {high}",
        percent(report.log_price - expected.middle),
        *effects,
    )


def _print_tables(told: Told, series: SeriesAhead) -> None:
    """What further tables changed: medians and intervals without and with them, and the reports that did most."""
    assert told.of_tables is not None
    without = next(one for one in told.without if (one.city, one.item) == (series.city, series.item))
    moved = moved_of(told.of_tables, series)
    if moved is None:
        print_prose(f"  Without the further tables {series.item} is withheld: {without.why_withheld}.")
        return
    if not (moved.largest(1) or moved.long_ago.any()):
        print_prose(f"The further tables hold no report that moves {series.item}, {series.city}.")
        return
    headings = ("weeks", "median without", "90 % interval without", "median with", "90 % interval with", "change")
    rows = [
        (_weeks(with_.weeks), *_said(old), *_said(with_), percent(with_.log_price.middle - old.log_price.middle))
        for old, with_ in zip(_all(without), _all(series), strict=True)
    ]
    title = f"What the further tables change, {series.item}, {series.city}:"
    print_table(title, headings, rows, figures=(*headings[:2], headings[3], headings[5]))
    long_ago = moved.long_ago[AHEAD.index(NOW)]
    others = f" Reports of long ago and withdrawn ones: {percent(long_ago)}." if abs(long_ago) >= 5e-4 else ""
    _print_reports(told.of_tables, moved, f"Of their reports, these moved it most.{others}")


def _all(series: SeriesAhead) -> list[Ahead]:
    return [*([series.now] if series.now else []), *series.ahead]


def _weeks(weeks: int) -> str:
    return "now" if weeks == NOW else str(weeks)


def _said(ahead: Ahead) -> tuple[str, str]:
    return amount(ahead.price(0.5)), " to ".join(map(amount, ahead.interval(MOST)))


def _ends() -> tuple[float, float]:
    return 0.5 - MOST / 2.0, 0.5 + MOST / 2.0


def moved_of(account: Account, series: SeriesAhead) -> Moved | None:
    """What moved a series; None where too little was known before."""
    return next((one for one in account.series if (one.city, one.item) == (series.city, series.item)), None)


def news_json(told: Told) -> dict[str, Any]:
    """The news as JSON."""
    found: dict[str, Any] = {"news": {"since": str(told.since), "series": _account_json(told.account)}}
    if told.of_tables is not None:
        without = [
            {
                "item": ahead.item,
                "place": ahead.city,
                "weeks": ahead.weeks,
                "median": round(ahead.price(0.5), 2),
                "interval_90": [round(end, 2) for end in ahead.interval(MOST)],
            }
            for series in told.without
            for ahead in _all(series)
        ]
        found["further_tables"] = {"without": without, "series": _account_json(told.of_tables)}
    return found


def _account_json(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "item": moved.item,
            "place": moved.city,
            "horizons": [_horizon_json(moved, n, weeks) for n, weeks in enumerate(AHEAD)],
            "reports": [_report_json(news, moved, n) for n, news in enumerate(account.news)],
        }
        for moved in account.series
    ]


def _horizon_json(moved: Moved, n: int, weeks: int) -> dict[str, Any]:
    parts = {"time": moved.passing, "parameters": moved.parameters, "long_ago": moved.long_ago}
    return {
        "weeks": weeks,
        "median_before": round(math.exp(moved.before[n]), 2),
        **{f"{name}_percent": _percent(values[n]) for name, values in parts.items()},
        "reports_percent": _percent(float(moved.news[:, n].sum())),
        "median": round(math.exp(moved.after[n]), 2),
    }


def _report_json(news: News, moved: Moved, n: int) -> dict[str, Any]:
    report, expected = news.report, news.expected_for(moved.city, moved.item)
    return {
        "item": report.item,
        "place": report.city,
        "week": str(monday_of(report.week)),
        "known_on": str(report.known_on),
        "reported": round(math.exp(report.log_price), 2),
        "expected": round(math.exp(expected.middle), 2),
        "expected_interval_90": [round(math.exp(expected.quantile(level)), 2) for level in _ends()],
        "surprise_percent": _percent(report.log_price - expected.middle),
        "effect_percent": {str(weeks): _percent(moved.news[n, k]) for k, weeks in enumerate(AHEAD)},
    }


def _percent(log_change: float) -> float:
    return round(100.0 * math.expm1(log_change), 3) + 0.0
