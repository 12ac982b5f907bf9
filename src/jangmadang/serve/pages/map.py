"""Map: places, their prices and hunger, and goods from and to Hyesan, in a week of a kept run."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jangmadang.serve.kept_run import MANIFEST, KeptRun, kept_names, kept_run
from jangmadang.serve.known import stamp_of
from jangmadang.serve.map_drawing import drawing_of
from jangmadang.serve.map_figures import FIGURES, FLOWS
from jangmadang.serve.map_view import Asked, Week, week_of
from jangmadang.serve.map_wording import (
    BORDER_HEADINGS,
    border_rows,
    headings,
    legend,
    map_rows,
    sentences,
)
from jangmadang.serve.rendering import kept_answer, page, settings_of
from jangmadang.serve.settings import Settings


def warm(settings: Settings) -> None:
    """Read the run that is shown first."""
    if names := kept_names(settings.results):
        week_of(kept_run(settings.results, names[0]), Asked())


def show(request: Request) -> Response:
    """The page."""
    return _answer(request, "pages/map.html")


def week(request: Request) -> Response:
    """The map of a week and its table alone, which the page puts in as the slider moves."""
    return _answer(request, "pages/map_week.html")


def _answer(request: Request, template: str) -> Response:
    settings = settings_of(request)
    names = kept_names(settings.results)
    made_from = (tuple(names), *(stamp_of(settings.results / name / MANIFEST) for name in names))

    def make() -> Response:
        asked = Asked.of(request.query_params)
        if not names:
            return page(request, template, week=None, folder=settings.results)
        run = kept_run(settings.results, asked.run or names[0])
        return page(request, template, asked=asked, names=names, figures=FIGURES, flows=FLOWS, **_context(run, asked))

    return kept_answer(request, made_from, make)


def _context(run: KeptRun, asked: Asked) -> dict[str, Any]:
    """What the templates say of a week of a run."""
    found: Week = week_of(run, asked)
    return {
        "week": found,
        "run": run.name,
        "title": run.scenario.title,
        "weeks": len(run.dataset["week"]),
        "drawing": drawing_of(found),
        "sentences": sentences(found),
        "legend": legend(found),
        "headings": headings(found),
        "rows": map_rows(found),
        "border_headings": BORDER_HEADINGS,
        "border_rows": border_rows(found),
        "statement": run.bands.statement,
    }


ROUTES = [Route("/map", show), Route("/map/week", week)]
