"""Evidence: observations by item, place, date and publisher over a kept run, and tables and reports taken in."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jangmadang.errors import InputError
from jangmadang.importing.merging import merge_into
from jangmadang.importing.table import Imported, import_table
from jangmadang.labels import item_in_words
from jangmadang.reading.records.review import DECISIONS, usable_records
from jangmadang.serve import evidence_charts
from jangmadang.serve.evidence_rows import HEADINGS, cells_of, left_out_rows
from jangmadang.serve.evidence_view import Asked, choices, view_of
from jangmadang.serve.forms import file_of, text_of, with_form
from jangmadang.serve.kept_run import MANIFEST, kept_names, kept_run
from jangmadang.serve.known import evidence_lock, stamp_of
from jangmadang.serve.rendering import kept_answer, page, settings_of, uploads_of
from jangmadang.serve.settings import Settings

MOST_ROWS, MOST_PREVIEWED = 500, 20
KINDS = ("price", "fx")


def warm(settings: Settings) -> None:
    """Read the run that stands beside the observations."""
    if names := kept_names(settings.results):
        kept_run(settings.results, names[0])


def show(request: Request) -> Response:
    """The page: what is asked for, as a chart and a table."""
    settings = settings_of(request)
    return kept_answer(request, _made_from(request, settings), lambda: _page(request, settings))


def chart_spec(request: Request) -> Response:
    """The specification of the chart."""
    settings = settings_of(request)

    def make() -> Response:
        return JSONResponse(evidence_charts.spec_of(view_of(settings, Asked.of(request.query_params))))

    return kept_answer(request, _made_from(request, settings), make)


def _made_from(request: Request, settings: Settings) -> tuple[object, ...]:
    """The files that the page tells of, as they are now, and the runs to choose from."""
    names, asked = kept_names(settings.results), Asked.of(request.query_params).run
    runs = [settings.results / name / MANIFEST for name in names if name == (asked or names[0])]
    files = (settings.evidence, settings.readings, settings.readings / DECISIONS, *runs)
    return (*names, *map(stamp_of, files))


def _page(request: Request, settings: Settings) -> Response:
    asked = Asked.of(request.query_params)
    view = view_of(settings, asked)
    items, places, publishers = choices(settings)
    return page(
        request,
        "pages/evidence.html",
        asked=asked,
        items=[(item, item_in_words(item)) for item in items],
        places=places,
        publishers=publishers,
        runs=kept_names(settings.results),
        chart=evidence_charts.chart_of(view) if view.drawn else None,
        count=len(view.rows),
        headings=HEADINGS,
        rows=[(evidence_charts.anchor_of(row), cells_of(row)) for row in view.rows[:MOST_ROWS]],
        most=MOST_ROWS,
        file=settings.evidence,
        accepted=_accepted(settings),
    )


def preview(request: Request, form: FormData) -> Response:
    """What a table that was sent would give; nothing is written."""
    uploads = uploads_of(request)
    table, mapping = file_of(form, "table"), file_of(form, "mapping")
    if table is None:
        raise InputError("no table was chosen; choose a file first (CSV or .xlsx)")
    told = {
        "table": uploads.keep(table),
        "mapping": uploads.keep(mapping) if mapping else "",
        "publisher": text_of(form, "publisher"),
        "source": text_of(form, "source"),
        "unlikely": text_of(form, "unlikely"),
    }
    found = _imported(request, told)
    rows = [cells_of(row) for row in found.observations[:MOST_PREVIEWED]]
    name = uploads.path(told["table"]).name
    return page(
        request,
        "pages/evidence_preview.html",
        name=name,
        found=found,
        headings=HEADINGS,
        rows=rows,
        left_out=left_out_rows([(str(number), why) for number, why in found.left_out]),
        told=told,
        file=settings_of(request).evidence,
    )


def take(request: Request, form: FormData) -> Response:
    """Take a table in that was looked at before."""
    told = {name: text_of(form, name) for name in ("table", "mapping", "publisher", "source", "unlikely")}
    found = _imported(request, told)
    if not found.observations:
        raise InputError("no price could be taken from this table; nothing was written")
    path = settings_of(request).evidence
    with evidence_lock:
        merged = merge_into(path, found.observations)
    counts = [(name.replace("_", " "), len(rows)) for name, rows in merged.__dict__.items()]
    return page(request, "pages/evidence_taken.html", counts=counts, file=path, left_out=[])


def _imported(request: Request, told: dict[str, str]) -> Imported:
    """A table that was sent, read as `jangmadang evidence import` reads it."""
    uploads = uploads_of(request)
    mapping = uploads.path(told["mapping"]) if told["mapping"] else None
    return import_table(uploads.path(told["table"]), mapping, told["publisher"], told["source"], bool(told["unlikely"]))


def _accepted(settings: Settings) -> int | None:
    """How many prices and rates of reports are accepted; None where no report was read."""
    if not settings.readings.is_dir():
        return None
    return sum(record.type in KINDS for record in usable_records(settings.readings))


ROUTES = [
    Route("/evidence", show),
    Route("/evidence/chart.json", chart_spec),
    Route("/evidence/preview", with_form(preview), methods=["POST"]),
    Route("/evidence/take", with_form(take), methods=["POST"]),
]
