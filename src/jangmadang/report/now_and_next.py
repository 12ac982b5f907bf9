"""Now and next: what reports of prices and rates at Hyesan say and would say, beside a run and without it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from jangmadang.evidence.observations import Observation
from jangmadang.labels import label
from jangmadang.outlook.ahead import LATELY, NOW, OLD_WEEKS, Ahead, SeriesAhead, outlook
from jangmadang.outlook.evaluation import HORIZONS
from jangmadang.outlook.fitted import shipped_years
from jangmadang.outlook.news import AHEAD, Account, News, news_between
from jangmadang.outlook.predictive import MOST, Predictive
from jangmadang.outlook.weekly import ITEMS, Report, known_by, monday_of, usable_reports
from jangmadang.report.economy_ahead import economy_context
from jangmadang.report.wording import joined, number, percent, signed_percent

CITY = "Hyesan"
WHAT = {"rice": "Rice", "corn": "Corn", "cny": "Yuan", "usd": "Dollar"}
#: What the sentence is about; the table has the rest.
LEADING = ("rice", "cny")
SHOWN_WEEKS = (NOW, 4, 13, 26)
KEPT = "\u00a0"  # a space at which no line is folded
NEWS_SINCE, MOST_NEWS = timedelta(weeks=13), 8
MARKED_SINCE = timedelta(weeks=104)
SKILL_HEADINGS = [f"{weeks} weeks" if weeks > 1 else "1 week" for weeks in HORIZONS]


class NewsRow(NamedTuple):
    """A report that surprised, in words."""

    report: str
    week: str
    reported: str
    expected: str
    surprise: str
    moved: list[str]


@dataclass(frozen=True)
class NowAndNext:
    """The outlook beside a run.

    Attributes
    ----------
    origin : nothing known later is used.
    since : the day since when news are told.
    series : of each item at Hyesan.
    account : what moved them since then.
    marks : reports of the last two years.
    """

    origin: date
    since: date
    series: list[SeriesAhead]
    account: Account
    marks: list[Report]

    @property
    def shown(self) -> list[SeriesAhead]:
        """The series that are not withheld."""
        return [series for series in self.series if series.ahead]


def now_and_next(dataset: xr.Dataset, observations: Sequence[Observation]) -> NowAndNext | None:
    """The outlook from the newest report that a run reaches; None where too little was known by then."""
    reports = usable_reports(observations)
    end = dataset["week"].values[-1].astype("datetime64[D]").item() + timedelta(days=6)
    origin = min(end, max((report.known_on for report in reports), default=date.min))
    return known_by_reports(reports, origin, NEWS_SINCE)


def known_by_reports(reports: Sequence[Report], origin: date, news_since: timedelta) -> NowAndNext | None:
    """The outlook from a day, with the news of a time before it; None where too little was known by then."""
    if origin.year < min(shipped_years()):
        return None
    places = [(CITY, item) for item in ITEMS]
    found = outlook(reports, origin, places)
    if not any(series.ahead for series in found):
        return None
    since = origin - news_since
    account = news_between(reports, since, origin, places)
    marks = [
        report
        for report in known_by(reports, origin)
        if report.city == CITY and monday_of(report.week) >= origin - MARKED_SINCE
    ]
    return NowAndNext(origin, since, found, account, marks)


def shown_at(series: SeriesAhead, weeks: int) -> Ahead:
    """The forecast of a series that is not withheld at a horizon."""
    return next(ahead for ahead in (series.now, *series.ahead) if ahead and ahead.weeks == weeks)


def sentence(found: NowAndNext) -> str:
    """Where the price of rice and the yuan stand and would go, in a sentence."""
    parts = []
    for series in [one for one in found.shown if one.item in LEADING] or found.shown:
        now, later = shown_at(series, NOW), shown_at(series, 13)
        parts.append(
            f"{_name(series.item)} at {number(now.price(0.5))} won ({_ends(now)}) and 13 weeks later at "
            f"{number(later.price(0.5))} ({_ends(later)})"
        )
    return f"By the reports to {found.origin} alone, a report from {CITY} of that week would put {joined(parts)}."


def answer_line(found: NowAndNext | None) -> str:
    """The outlook as a line of the answer; empty without one."""
    if found is None:
        return ""
    return (
        f"Now and next: {sentence(found)} Brackets: {MOST * 100:.0f} % of reports; statistics of reports, not this run."
    )


def as_context(found: NowAndNext, picture: str) -> dict[str, Any]:
    """What the template shows, with the figure's address."""
    return {
        "origin": found.origin,
        "since": found.since,
        "sentence": sentence(found),
        "picture": picture,
        "headings": headings(found.origin),
        "figures": figure_rows(found),
        "withheld": withheld(found),
        "gates": gates(found),
        "changes": changes(found),
        "moved": [WHAT[moved.item].lower() for moved in found.account.series],
        "news": news_rows(found),
        "skill_headings": SKILL_HEADINGS,
        "skills": skill_rows(found),
        "economy": economy_context(found.origin, headings(found.origin)),
    }


def headings(origin: date) -> list[str]:
    """Heads of the columns of figures: a reader's now is later than the newest report."""
    return [str(origin) if weeks == NOW else f"{weeks} weeks later" for weeks in SHOWN_WEEKS]


def figure_rows(found: NowAndNext) -> list[tuple[str, str, list[str]]]:
    """Each series: its name, the age of its newest report, and its figures at the horizons shown."""
    return [
        (WHAT[series.item], _age(series), [_figure(shown_at(series, weeks)) for weeks in SHOWN_WEEKS])
        for series in found.shown
    ]


def withheld(found: NowAndNext) -> list[str]:
    """What is withheld, and why."""
    return [f"{WHAT[series.item]}: withheld, {series.why_withheld}." for series in found.series if not series.ahead]


def skill_rows(found: NowAndNext) -> list[tuple[str, list[str]]]:
    """Each series: gain over the local level and share of reports held, at each scored horizon."""
    return [(WHAT[series.item], [_skill(ahead) for ahead in series.ahead]) for series in found.shown]


def gates(found: NowAndNext) -> str:
    """Which intervals held too few or too many of the last reports, in words."""
    tried = f"Of the last {LATELY} reports scored, or all where there are fewer, intervals of 90 % held"
    told = [f"{erred}: {of}" for erred in ("too few", "too many") if (of := _held(found, erred))]
    unknown = _held(found, "unknown")
    judged = f"{tried} {', and '.join(told) or '85 to 95 %'}."
    return judged + (f" Too few forecasts are scored to judge {unknown}." if unknown else "")


def _held(found: NowAndNext, erred: str) -> str:
    """The series and horizons whose intervals held so many, with the shares they held."""
    parts = []
    for series in found.shown:
        of = [one for one in series.ahead if one.skill.interval_held == erred]
        if of:
            weeks = joined([str(one.weeks) for one in of])
            shares = joined([percent(held) for one in of if (held := one.skill.held_lately) is not None] or [""])
            ahead = "week ahead" if weeks == "1" else "weeks ahead"
            parts.append(f"{_name(series.item)} {weeks} {ahead}" + (f" ({shares})" if shares else ""))
    return "; ".join(parts)


def news_rows(found: NowAndNext) -> list[NewsRow]:
    """The reports of the last quarter that surprised most, in order of becoming known."""
    news = found.account.news
    largest = sorted(range(len(news)), key=lambda n: -abs(_surprise(news[n])))[:MOST_NEWS]
    return [_news_row(found.account, n) for n in sorted(largest)]


def changes(found: NowAndNext) -> str:
    """How each median of now moved over the last quarter, and by what."""
    n = AHEAD.index(NOW)
    told = []
    for moved in found.account.series:
        other = moved.passing[n] + moved.parameters[n] + moved.long_ago[n]
        news = float(moved.news[:, n].sum())
        told.append(
            f"{_name(moved.item)} {_percent(moved.after[n] - moved.before[n])} ({_percent(news)} by reports, "
            f"{_percent(other)} by passing time and new parameters)"
        )
    return f"From {found.since} to {found.origin} the medians moved: {joined(told)}." if told else ""


def _news_row(account: Account, n: int) -> NewsRow:
    news = account.news[n]
    report, expected = news.report, _expected(news)
    middle, low, high = (number(math.exp(expected.quantile(0.5 + part * MOST / 2.0))) for part in (0.0, -1.0, 1.0))
    return NewsRow(
        f"{_name(report.item)}, {report.city}",
        str(monday_of(report.week)),
        number(math.exp(report.log_price)),
        _bracketed(middle, f"{low} to {high}"),
        _percent(_surprise(news)),
        [_percent(moved.news[n, AHEAD.index(NOW)]) for moved in account.series],
    )


def _expected(news: News) -> Predictive:
    """What was expected of a report, as far as it bears on its item at Hyesan."""
    return news.expected_for(CITY, news.report.item)


def _surprise(news: News) -> float:
    return news.report.log_price - _expected(news).middle


def _bracketed(value: str, ends: str) -> str:
    """A figure with its interval, which is not broken."""
    return f"{value} [{ends.replace(' ', KEPT)}]"


def _name(item: str) -> str:
    return {"cny": "the yuan", "usd": "the dollar"}.get(item, label(item))


def _age(series: SeriesAhead) -> str:
    old = ", old" if series.age_weeks > OLD_WEEKS else ""
    return f"{series.newest} ({series.age_weeks} weeks{old})"


def _figure(ahead: Ahead) -> str:
    erred = ahead.skill.interval_held
    short = {"too few": "; held too few", "too many": "; held too many", "unknown": "; record too short"}
    return _bracketed(number(ahead.price(0.5)), _ends(ahead)) + (short.get(erred, "") if ahead.weeks else "")


def _ends(ahead: Ahead) -> str:
    return " to ".join(number(end) for end in ahead.interval(MOST))


def _skill(ahead: Ahead) -> str:
    skill = ahead.skill
    if skill.gain is None or skill.held_most is None:
        return f"too few ({skill.forecasts})"
    return f"{signed_percent(skill.gain)}; {percent(skill.held_most)} of {skill.forecasts}"


def _percent(log_change: float) -> str:
    return signed_percent(float(np.expm1(log_change)))
