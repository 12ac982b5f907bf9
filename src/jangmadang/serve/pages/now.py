"""Now: what reports say of prices and rates, how old they are, what moved, the border, and who is short of staples."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from jangmadang.economy_outlook.answer import SEASON, EconomyOutlook
from jangmadang.economy_outlook.asking import MEMBERS
from jangmadang.economy_outlook.record import (
    HISTORY,
    evidence_of_shipped,
    kept_economy_outlook,
    model_of,
    shipped_economy_outlook,
)
from jangmadang.economy_outlook.telling import EXPLAINED, part_of, title_of, unit_of_change
from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.sources import Reference
from jangmadang.evidence.wording import dates_in_words, price_in_words
from jangmadang.labels import item_in_words
from jangmadang.observation_tables import SHIPPED
from jangmadang.outlook.ahead import NOW
from jangmadang.outlook.shipped import evidence_hash
from jangmadang.outlook.weekly import CITIES, Report, usable_reports
from jangmadang.report import economy_ahead
from jangmadang.report import now_and_next as reports
from jangmadang.report.assumptions import ChannelState, channel_states, given_openness
from jangmadang.report.evidence_age import LastReport, last_reports
from jangmadang.report.footnotes import references_behind
from jangmadang.report.now_and_next import CITY, NowAndNext
from jangmadang.results.replacing import check_writable
from jangmadang.scenario import load
from jangmadang.serve import outlook_charts
from jangmadang.serve.charts import Chart, Link, Spec
from jangmadang.serve.forms import with_form
from jangmadang.serve.jobs.progress import progress_in_words
from jangmadang.serve.jobs.table import ANSWER
from jangmadang.serve.known import Stamp, known_observations, linked, made_once, source_of, stamp_of
from jangmadang.serve.rendering import jobs_of, kept_answer, page, settings_of, worker_of
from jangmadang.serve.settings import Settings

NEWS_SINCE = timedelta(weeks=4)
LATER_WEEKS, MOST_OBSERVATIONS = 13, 12
ECONOMY_ADDRESS, SEE_OTHER = "/now#stress", 303
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
    """What the page says on a day, of one state of the evidence; the template has the words around it.

    Attributes
    ----------
    found : the outlook by the reports alone, with its news.
    age_weeks : of the newest report.
    cards, charts, specs : of each series; specifications of all charts by name.
    channels, last_week : how open each channel is in the last week of the history, and what says so.
    economy, stress, figures, season : what the economy makes of it; None or empty unless an answer is there for it.
    ages, newest : the last report of each kind, and the observations that became known last.
    """

    found: NowAndNext
    age_weeks: int
    cards: list[Card]
    charts: list[Chart]
    specs: dict[str, Spec]
    channels: list[list[Cell]]
    last_week: date
    economy: dict[str, Any] | None
    stress: list[Chart]
    figures: list[list[str]]
    season: tuple[list[str], list[list[str]]] | None
    ages: list[list[Cell]]
    newest: list[list[Cell]]


@made_once
def now_of(stamp: Stamp, today: date, kept: Stamp) -> Now:
    """What the page says on a day, from an evidence file beside the shipped table and the economy's kept answer.

    Raises
    ------
    InputError
        If the reports are too few for an outlook.
    """
    observations, usable = known_observations(stamp), _usable(stamp)
    found = reports.known_by_reports(usable, max(report.known_on for report in usable), NEWS_SINCE)
    if found is None:
        raise InputError(TOO_FEW)
    history, answer = load(HISTORY), _answer_of(usable, found.origin, kept.path)
    told = answer is not None and not answer.withheld
    near = [row for row in observations if row.place in CITIES[CITY]]
    near.sort(key=lambda row: (row.known_on, row.date), reverse=True)
    economy = economy_ahead.as_context(answer, reports.headings(found.origin)) if answer else None
    return Now(
        found=found,
        age_weeks=_weeks_between(found.origin, today),
        cards=[_card(found, n, today) for n in range(len(found.shown))],
        charts=[outlook_charts.price_chart(found, series) for series in found.shown],
        specs={
            **{series.item: outlook_charts.price_spec(found, series) for series in found.shown},
            **(outlook_charts.economy_specs(answer) if answer and told else {}),
        },
        channels=[_channel_row(state) for state in channel_states(history, given_openness(history))],
        last_week=history.end - timedelta(weeks=1),
        economy=economy,
        stress=outlook_charts.economy_charts(answer) if answer and told else [],
        figures=[[name, *cells] for name, cells in economy["figures"]] if economy else [],
        season=_season(answer) if answer else None,
        ages=[_age_row(age, today) for age in last_reports(history, observations)],
        newest=[_observation_row(row) for row in near[:MOST_OBSERVATIONS]],
    )


def warm(settings: Settings) -> None:
    """Get the page ready before it is asked for."""
    now_of(*_made_from(settings))


def _made_from(settings: Settings) -> tuple[Stamp, date, Stamp]:
    """The evidence, the day, and the economy's kept answer to it."""
    evidence = stamp_of(settings.evidence)
    return evidence, date.today(), stamp_of(_economy_folder(settings, evidence) / ANSWER)


def show(request: Request) -> Response:
    """The page."""
    settings = settings_of(request)
    evidence, today, kept = _made_from(settings)
    answer = stamp_of(settings.results / HISTORY / "answer.txt")
    job = jobs_of(request).latest_of(_economy_folder(settings, evidence))

    def make() -> Response:
        now = now_of(evidence, today, kept)
        return page(
            request,
            "pages/now.html",
            now=now,
            found=now.found,
            reports=reports,
            skills=[[name, *cells] for name, cells in reports.skill_rows(now.found)],
            news=_news(now.found),
            job=job,
            members=MEMBERS,
            progress=progress_in_words(job) if job else "",
            kept_answer=answer.path.read_text("utf-8").strip().split("\n\n") if answer.size else [],
        )

    return kept_answer(request, (evidence, answer, today, kept, job), make)


def chart_spec(request: Request) -> Response:
    """The specification of a chart."""
    made_from = _made_from(settings_of(request))
    specs = now_of(*made_from).specs
    if (name := request.path_params["name"]) not in specs:
        raise HTTPException(404)
    return kept_answer(request, made_from, lambda: JSONResponse(specs[name]))


def ask_economy(request: Request, _: FormData) -> Response:
    """Queue the members that tell what the economy makes of this page's evidence."""
    settings = settings_of(request)
    evidence = stamp_of(settings.evidence)
    folder = _economy_folder(settings, evidence)
    check_writable(folder)
    tables = ["--observations", SHIPPED, *(["--observations", str(evidence.path)] if evidence.size else [])]
    command = ["outlook", "--economy", *tables, "--json", "--keep", str(folder / ANSWER), "--replace"]
    jobs_of(request).add("What the economy makes of the newest reports", command, folder, ECONOMY_ADDRESS, MEMBERS)
    worker_of(request).wake()
    return RedirectResponse(ECONOMY_ADDRESS, SEE_OTHER)


@made_once
def _usable(evidence: Stamp) -> Sequence[Report]:
    """The reports that an outlook is of."""
    return usable_reports(known_observations(evidence))


@made_once
def _economy_key(evidence: Stamp) -> str:
    """Hash of the reports and of the model that answers."""
    return hashlib.sha256(f"{evidence_hash(_usable(evidence))}\n{model_of(load(HISTORY))}".encode()).hexdigest()[:16]


def _economy_folder(settings: Settings, evidence: Stamp) -> Path:
    """Where the economy's answer to some evidence is kept."""
    return settings.results / f"economy-outlook-{_economy_key(evidence)}"


def _answer_of(usable: Sequence[Report], origin: date, kept: Path) -> EconomyOutlook | None:
    """What the economy makes of the outlook: the shipped answer where it is of these reports and this model, or a kept.

    None where neither is.
    """
    shipped = shipped_economy_outlook() if evidence_hash(usable) == evidence_of_shipped() else None
    answer = shipped or kept_economy_outlook(kept, usable)
    return answer if answer and answer.origin == origin else None


def _news(found: NowAndNext) -> tuple[list[str], list[list[str]]]:
    """The largest surprises: heads and rows."""
    moved = [f"moved {reports.WHAT[one.item].lower()}" for one in found.account.series]
    headings = ["report", "week of", "reported, won", "expected [90 %]", "surprise", *moved]
    return headings, [[*row[:-1], *row.moved] for row in reports.news_rows(found)]


def _weeks_between(day: date, today: date) -> int:
    return max(0, (today - day).days // 7)


def _card(found: NowAndNext, n: int, today: date) -> Card:
    """The figures of one series."""
    name, _, cells = reports.figure_rows(found)[n]
    now, later = (cells[reports.SHOWN_WEEKS.index(weeks)] for weeks in (NOW, LATER_WEEKS))
    newest = found.shown[n].newest
    age = f"newest report {newest}, {_weeks_between(newest, today)} weeks ago" if newest else ""
    return Card(f"{name} at {CITY}, won", now, f"{LATER_WEEKS} weeks later: {later}", age)


def _age_row(age: LastReport, today: date) -> list[Cell]:
    return [age.kind, f"{age.day}, {age.weeks_before(today)} weeks ago", age.says, _links(age.references)]


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


def _season(answer: EconomyOutlook) -> tuple[list[str], list[list[str]]] | None:
    """What season, harvest and what is under way would add to each figure explained, all else held: heads and rows."""
    explained = [told for told in answer.shown if told.figure[:3] in EXPLAINED]
    if not explained:
        return None
    headings = ["", *(f"by {why.weeks} weeks later" for why in explained[0].why)]
    rows = [
        [title_of(told), *(f"{part_of(told, why.parts[SEASON])} {unit_of_change(told)}" for why in told.why)]
        for told in explained
    ]
    return headings, rows


ROUTES = [
    Route("/now", show),
    Route("/now/economy", with_form(ask_economy), methods=["POST"]),
    Route("/now/{name}.json", chart_spec),
]
