"""Now: what reports say of prices and rates, how old they are, what moved, the border, and who is short of staples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jangmadang.economy_outlook.answer import SEASON, EconomyOutlook
from jangmadang.economy_outlook.record import HISTORY, evidence_of_shipped, shipped_economy_outlook
from jangmadang.economy_outlook.telling import EXPLAINED, part_of, title_of, unit_of_change
from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.sources import Reference
from jangmadang.evidence.wording import dates_in_words, price_in_words
from jangmadang.labels import item_in_words
from jangmadang.outlook.ahead import NOW
from jangmadang.outlook.shipped import evidence_hash
from jangmadang.outlook.weekly import CITIES, usable_reports
from jangmadang.report import economy_ahead
from jangmadang.report import now_and_next as reports
from jangmadang.report.assumptions import ChannelState, channel_states, given_openness
from jangmadang.report.evidence_age import LastReport, last_reports
from jangmadang.report.footnotes import references_behind
from jangmadang.report.now_and_next import CITY, NowAndNext
from jangmadang.scenario import load
from jangmadang.serve import outlook_charts
from jangmadang.serve.charts import Chart, Link, Spec
from jangmadang.serve.known import Stamp, known_observations, linked, made_once, source_of, stamp_of
from jangmadang.serve.rendering import page, settings_of
from jangmadang.serve.settings import Settings

NEWS_SINCE = timedelta(weeks=4)
LATER_WEEKS, MOST_OBSERVATIONS = 13, 12
TOO_FEW = "too few reports of rice, corn, the yuan and the dollar at Hyesan for an outlook; add some under Evidence"

Cell = str | Link | Sequence[str | Link]


class Card(NamedTuple):
    """A figure and its interval, at the newest report and later."""

    name: str
    now: str
    later: str
    newest: str


@dataclass(frozen=True)
class Now:
    """What the page says, of one state of the evidence.

    Attributes
    ----------
    found : the outlook by the reports alone, with its news.
    answer : what the economy makes of it; None unless an answer for this evidence is there.
    ages : the last report of each kind.
    channels : how open each is in the last week of the history, and what says so.
    newest : the observations that became known last.
    """

    found: NowAndNext
    answer: EconomyOutlook | None
    ages: list[LastReport]
    channels: list[ChannelState]
    newest: list[Observation]
    last_week: date


@made_once
def now_of(stamp: Stamp) -> Now:
    """What the page says, from an evidence file beside the shipped table.

    Raises
    ------
    InputError
        If the reports are too few for an outlook.
    """
    observations = known_observations(stamp)
    usable = usable_reports(observations)
    origin = max(report.known_on for report in usable)
    found = reports.known_by_reports(usable, origin, NEWS_SINCE)
    if found is None:
        raise InputError(TOO_FEW)
    answer = shipped_economy_outlook() if evidence_hash(usable) == evidence_of_shipped() else None
    history = load(HISTORY)
    near = [row for row in observations if row.place in CITIES[CITY]]
    return Now(
        found,
        answer if answer and answer.origin == origin else None,
        last_reports(history, observations),
        channel_states(history, given_openness(history)),
        sorted(near, key=lambda row: (row.known_on, row.date), reverse=True)[:MOST_OBSERVATIONS],
        history.end - timedelta(weeks=1),
    )


def warm(settings: Settings) -> None:
    """Get the page ready before it is asked for."""
    now_of(stamp_of(settings.evidence))


def kept_answer(settings: Settings) -> list[str]:
    """What the kept run of the standard scenario answers, paragraph by paragraph; nothing without one."""
    path = settings.results / HISTORY / "answer.txt"
    return path.read_text("utf-8").strip().split("\n\n") if path.is_file() else []


def show(request: Request) -> Response:
    """The page."""
    now = _asked(request)
    found, answer = now.found, now.answer
    return page(
        request,
        "pages/now.html",
        now=now,
        found=found,
        sentence=reports.sentence(found),
        age_weeks=(date.today() - found.origin).days // 7,
        cards=[_card(found, n) for n in range(len(found.shown))],
        charts=[outlook_charts.price_chart(found, series) for series in found.shown],
        withheld=reports.withheld(found),
        gates=reports.gates(found),
        skill_headings=reports.SKILL_HEADINGS,
        skills=reports.skill_rows(found),
        changes=reports.changes(found),
        news=[
            (row.report, row.week, row.reported, row.expected, row.surprise, *row.moved)
            for row in reports.news_rows(found)
        ],
        news_headings=_news_headings(found),
        ages=[_age_row(age) for age in now.ages],
        channels=[_channel_row(state) for state in now.channels],
        newest=[_observation_row(row) for row in now.newest],
        economy=economy_ahead.as_context(answer, reports.headings(found.origin)) if answer else None,
        stress=_stress_charts(answer),
        season=_season(answer),
        kept_answer=kept_answer(settings_of(request)),
    )


def series_spec(request: Request) -> Response:
    """The specification of a chart."""
    now, name = _asked(request), request.path_params["name"]
    specs = {series.item: outlook_charts.price_spec(now.found, series) for series in now.found.shown}
    if now.answer and not now.answer.withheld:
        specs |= {
            "hunger": outlook_charts.hunger_spec(now.answer),
            "classes": outlook_charts.class_spec(now.answer),
        }
    if name not in specs:
        raise HTTPException(404)
    spec: Spec = specs[name]
    return JSONResponse(spec)


def _asked(request: Request) -> Now:
    return now_of(stamp_of(settings_of(request).evidence))


def _card(found: NowAndNext, n: int) -> Card:
    """The figures of one series."""
    name, _, cells = reports.figure_rows(found)[n]
    now, later = (cells[reports.SHOWN_WEEKS.index(weeks)] for weeks in (NOW, LATER_WEEKS))
    newest = found.shown[n].newest
    weeks = (date.today() - newest).days // 7 if newest else 0
    return Card(
        f"{name} at {CITY}, won",
        now,
        f"{LATER_WEEKS} weeks later: {later}",
        f"newest report {newest}, {weeks} weeks ago",
    )


def _news_headings(found: NowAndNext) -> list[str]:
    moved = [f"moved {reports.WHAT[one.item].lower()}" for one in found.account.series]
    return ["report", "week of", "reported, won", "expected [90 %]", "surprise", *moved]


def _age_row(age: LastReport) -> list[Cell]:
    return [age.kind, f"{age.day}, {age.weeks_before(date.today())} weeks ago", age.says, _links(age.references)]


def _channel_row(state: ChannelState) -> list[Cell]:
    sources = _links(references_behind(state.sources))
    return [f"{state.channel}, {state.direction}", state.state, state.since, state.basis, sources]


def _links(references: Sequence[Reference]) -> list[str | Link]:
    """The documents behind something, by publisher."""
    return [linked(one.publisher, one.address) for one in references]


def _observation_row(row: Observation) -> list[Cell]:
    return [
        str(row.known_on),
        dates_in_words(row),
        row.place,
        item_in_words(row.item),
        price_in_words(row),
        source_of(row),
    ]


def _stress_charts(answer: EconomyOutlook | None) -> list[Chart]:
    """Charts of hunger, where it is told."""
    if answer is None or answer.withheld:
        return []
    return [outlook_charts.hunger_chart(answer), outlook_charts.class_chart(answer)]


def _season(answer: EconomyOutlook | None) -> tuple[list[str], list[list[str]]] | None:
    """What season, harvest and what is under way would add to each figure explained, all else held: heads and rows."""
    if answer is None:
        return None
    explained = [told for told in answer.shown if told.figure[:3] in EXPLAINED]
    if not explained:
        return None
    headings = ["", *(f"by {why.weeks} weeks later" for why in explained[0].why)]
    rows = [
        [title_of(told), *(f"{part_of(told, why.parts[SEASON])} {unit_of_change(told)}" for why in told.why)]
        for told in explained
    ]
    return headings, rows


ROUTES = [Route("/now", show), Route("/now/{name}.json", series_spec)]
