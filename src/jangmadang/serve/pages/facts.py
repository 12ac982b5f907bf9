"""Facts: which statements, responses and levels the model earns, what was measured, and what carries each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jangmadang.facts.publishing import HOLDS, NOT_EARNED, RESTATED, counts
from jangmadang.facts.running import FACTS, GROUPS
from jangmadang.report.facts_page import levels_words, nearby_words, robust_words
from jangmadang.report.figures.facts import verdict_words
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.serve import facts_charts, facts_view
from jangmadang.serve.charts import Link
from jangmadang.serve.facts_view import Asked, Record
from jangmadang.serve.rendering import kept_answer, page
from jangmadang.serve.settings import Settings

Cell = str | Link | list[str | Link]

STATEMENT_HEADINGS = ("id", "statement", "must show", "measured [90 %]", "verdict", "carried by", "holds nearby [90 %]")
LEVEL_HEADINGS = (
    "id", "what, unit", "reported", "model", "ratio", "verdict", "draws within 1.5 [90 %]", "sources",
)  # fmt: skip
CONDITION_HEADINGS = ("condition", "must show", "measured [90 %]", "verdict", "source of the limits")


def warm(_: Settings) -> None:
    """Read the verdicts."""
    facts_view.records()


def show(request: Request) -> Response:
    """All statements and levels, or those of a group or a verdict."""
    asked = Asked.of(request.query_params)

    def make() -> Response:
        rows, levels = facts_view.statements(asked), facts_view.asked_levels(asked)
        query = urlencode({"group": asked.group, "verdict": asked.verdict})
        everything = list(facts_view.records().values())
        return page(
            request,
            "pages/facts.html",
            asked=asked,
            groups=facts_view.GROUP_NAMES.items(),
            verdicts=facts_view.VERDICTS.items(),
            count=len(everything),
            counts=counts(everything),
            robust=robust_words(),
            cards=[_card(letter, title) for letter, title in GROUPS.items()],
            level_count=len(facts_view.level_records()),
            level_summary=levels_words(list(facts_view.level_records().values())),
            headings=STATEMENT_HEADINGS,
            tables=[
                (title, [_statement_row(row) for row in rows if row["id"][0] == letter])
                for letter, title in GROUPS.items()
            ],
            shown=len(rows),
            chart=facts_charts.robust_chart(rows, query) if rows else None,
            level_headings=LEVEL_HEADINGS,
            levels=[_level_row(row) for row in levels],
            levels_chart=facts_charts.levels_chart(levels, query) if levels else None,
        )

    return kept_answer(request, (), make)


def show_one(request: Request) -> Response:
    """One statement or level."""
    name = request.path_params["name"]
    if name in facts_view.level_records():
        return kept_answer(request, (), lambda: _level_page(request, facts_view.level_records()[name]))
    if name not in facts_view.records():
        raise HTTPException(404)
    return kept_answer(request, (), lambda: _statement_page(request, facts_view.records()[name]))


def list_spec(request: Request) -> Response:
    """The picture of how robust statements are, or of levels beside reports."""
    asked, query = Asked.of(request.query_params), request.url.query

    def make() -> Response:
        if request.path_params["kind"] == "robust":
            return JSONResponse(facts_charts.robust_spec(facts_view.statements(asked), query))
        return JSONResponse(facts_charts.levels_spec(facts_view.asked_levels(asked), query))

    if request.path_params["kind"] not in ("robust", "levels"):
        raise HTTPException(404)
    return kept_answer(request, (), make)


def one_spec(request: Request) -> Response:
    """The picture of a condition, or of a level."""
    name, position = request.path_params["name"], request.path_params["position"]
    if name in facts_view.level_records():
        return kept_answer(request, (), lambda: JSONResponse(facts_charts.level_spec(facts_view.level_records()[name])))
    verdict = facts_view.verdicts().get(name)
    if verdict is None or position >= len(verdict.conditions):
        raise HTTPException(404)
    return kept_answer(request, (), lambda: JSONResponse(facts_charts.condition_spec(verdict, position)))


def _statement_page(request: Request, record: Record) -> Response:
    verdict = facts_view.verdicts()[record["id"]]
    fact = FACTS[record["id"]]
    taken_away = [(name, mechanisms()[name]) for name in facts_view.countering(fact)]
    return page(
        request,
        "pages/fact.html",
        record=record,
        group=GROUPS[record["id"][0]],
        earned=record["published"] != NOT_EARNED,
        verdict=facts_view.STATEMENT_VERDICTS[record["published"]],
        until=fact.runs.until,
        since=fact.runs.since,
        arms=facts_view.arm_rows(fact),
        charts=[facts_charts.condition_chart(verdict, n) for n in range(len(verdict.conditions))],
        headings=CONDITION_HEADINGS,
        conditions=[
            _condition_row(row, verdict_words(item))
            for row, item in zip(record["conditions"], verdict.conditions, strict=True)
        ],
        without=facts_view.left_without(record) if "counter" in record else "",
        taken_away=taken_away,
        nearby=nearby_words(record["id"]),
        neighbours=facts_view.neighbours(record["id"]),
    )


def _level_page(request: Request, row: Record) -> Response:
    found = facts_charts.level_mean(row)
    return page(
        request,
        "pages/level.html",
        row=row,
        verdict=facts_view.LEVEL_VERDICTS[row["verdict"]].removeprefix("level "),
        unit=facts_charts.unit_in_words(row["unit"]),
        chart=facts_charts.level_chart(row) if found or row["values"] else None,
        mean=facts_charts.level_chart(row).rows[1][1],
        documents=facts_view.documents(row["sources"]),
        restated=row["restated_by"],
        seeds=len(row["values"]),
        neighbours=facts_view.neighbours(row["id"]),
    )


def _card(letter: str, title: str) -> dict[str, Any]:
    """How a group fares."""
    rows = [row for name, row in facts_view.records().items() if name[0] == letter]
    by_verdict = {v: [row["id"] for row in rows if row["published"] == v] for v in (HOLDS, RESTATED, NOT_EARNED)}
    others = ((RESTATED, "restate the given path"), (NOT_EARNED, "not"))
    told = "; ".join(f"{words}: {', '.join(by_verdict[v])}" for v, words in others if by_verdict[v])
    return {"letter": letter, "title": title, "level": f"{len(by_verdict[HOLDS])} of {len(rows)} earned", "told": told}


def _statement_row(row: Record) -> list[Cell]:
    link = Link(row["id"], f"/facts/{row['id']}")
    robust = facts_view.robust_cell(row["id"])
    published = facts_view.STATEMENT_VERDICTS[row["published"]]
    return [link, row["statement"], row["expected"], row["figure"], published, row["carrier"], robust]


def _level_row(row: Record) -> list[Cell]:
    link = Link(row["id"], f"/facts/{row['id']}")
    why = row["why"].partition(" by ")[0]  # the page of the level names the parameters
    verdict = f"{row['verdict']} ({why})" if why else row["verdict"]
    what = f"{row['what']}, {facts_charts.unit_in_words(row['unit'])}"
    sources: Cell = facts_view.documents(row["sources"]) or ", ".join(row["sources"])
    return [link, what, row["printed"], row["figure"], row["near"], verdict, row["often"], sources]


def _condition_row(row: Record, verdict: str) -> list[Cell]:
    source = row["source"] or "the statement itself"
    sources: Cell = [source, *facts_view.sources_within(source)]
    return [row["what"], row["bound"], facts_view.measured(row), verdict, sources]


ROUTES = [
    Route("/facts", show),
    Route("/facts/{kind}.json", list_spec),
    Route("/facts/{name}", show_one),
    Route("/facts/{name}/{position:int}.json", one_spec),
]
