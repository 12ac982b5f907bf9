"""What if: a base and up to three scenarios, asked by a form, run in pairs, hunger and incomes side by side."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from jangmadang.axes import AXES
from jangmadang.errors import InputError
from jangmadang.labels import place_in_words
from jangmadang.results.replacing import check_writable
from jangmadang.scenario import shipped_scenarios
from jangmadang.serve import question_fields as fields
from jangmadang.serve import what_if_view as view
from jangmadang.serve.address import query_of, question_of
from jangmadang.serve.asked import LETTERS, Asked, scenarios_of, shipped_title
from jangmadang.serve.forms import in_words_of_forms, text_of, with_form
from jangmadang.serve.jobs.progress import progress_in_words
from jangmadang.serve.jobs.table import ANSWER, WEEKLY
from jangmadang.serve.known import stamp_of
from jangmadang.serve.question import MOST_SCENARIOS, OPERATIONS, REGIMES, Question
from jangmadang.serve.question_form import done, question_in
from jangmadang.serve.rendering import jobs_of, kept_answer, looker_of, page, settings_of, worker_of
from jangmadang.serve.settings import Settings
from jangmadang.serve.what_if_charts import panel_named, spec_of, weekly_of

#: Words of the address that ask nothing of the model.
SHOWN = ("find", "into")
SEE_OTHER = 303
#: Files of an answer that can be taken along, and what they are.
FILES = {
    "comparison.html": "report",
    "comparison.xlsx": "workbook (XLSX)",
    "table.csv": "all figures (CSV)",
    WEEKLY: "weeks (CSV)",
    "comparison.png": "picture (PNG)",
    "comparison.svg": "picture (SVG)",
}
#: A report has its style and pictures in it, and no script.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox allow-popups"
)


def warm(_: Settings) -> None:
    """Read the shipped scenarios."""
    view.starts()


def show(request: Request) -> Response:
    """The page: the answer if it is kept, how far it is if it is being made, and the form."""
    looker_of(request).get_ready()
    shown, asked = _asked(request)
    problem = _problem(asked.question)
    answer = None if problem else view.answered(asked)
    job = None if problem or asked.is_answered else jobs_of(request).latest_of(asked.folder)
    first, last = fields.span_of(asked.question)
    return page(
        request,
        "pages/what_if.html",
        asked=asked,
        question=asked.question,
        problem=problem,
        answer=answer,
        job=job,
        progress=progress_in_words(job) if job else "",
        changes=view.told_changes(asked),
        forms=fields.forms_of(asked.question),
        letters=["base", *(letter.upper() for letter in LETTERS[1:])],
        starts=view.starts(),
        shipped=[(name, shipped_title(name)) for name in shipped_scenarios()],
        offered=fields.offered(),
        offered_whole=fields.offered_whole(),
        regimes=list(REGIMES.items()),
        places=[(place, place_in_words(place)) for place in AXES["place"]],
        place=place_in_words(asked.question.place),
        operations=list(OPERATIONS.items()),
        most=MOST_SCENARIOS,
        find=shown.get("find", ""),
        into=shown.get("into", str(len(asked.question.scenarios) - 1)),
        found=fields.found(shown.get("find", "")),
        first=first,
        days=(last - first).days,
        bar=lambda one: fields.bar_of(one, first, last),
        ticks=fields.ticks_of(first, last),
        files=[(name, words) for name, words in FILES.items() if answer and (asked.folder / name).is_file()],
    )


def edit(request: Request, form: FormData) -> Response:
    """The question after a button of the form, as an address."""
    what, into = text_of(form, "do"), text_of(form, "into")
    verb, _, number = what.partition(" ")
    if verb == "add-dated":
        what = f"add-change {number} {text_of(form, f'add.{number}')}"
    if verb == "add-weeks":
        what = f"add-weekly {number} {text_of(form, f'add.{number}')}"
    if verb == "add-whole":
        what = f"add-setting {number} {text_of(form, f'whole.{number}')}"
    question = done(question_in(form), what.replace(" into ", f" {into} "))
    shown = {"find": text_of(form, "find"), "into": into} if verb == "find" else {}
    place = "found" if verb == "find" else "question"
    more = f"&{urlencode(shown)}" if shown else ""
    return RedirectResponse(f"/what-if?{query_of(question)}{more}#{place}", SEE_OTHER)


def check(_: Request, form: FormData) -> Response:
    """The query that the form's fields are, and what is wrong with them; a script keeps the address so."""
    question = question_in(form)
    return JSONResponse({"query": query_of(question), "problem": _problem(question)})


def run(request: Request, form: FormData) -> Response:
    """Queue the runs of a question, unless its answer is kept."""
    asked = Asked(question_in(form), settings_of(request).results)
    if len(asked.question.scenarios) < 2:
        raise InputError("there is nothing to compare yet; add a scenario to the base first")
    titles = [scenario.title for scenario in asked.scenarios[1:]]
    if not asked.is_answered:
        check_writable(asked.folder)
        asked.write_files()
        looker_of(request).look(asked.query)  # before it is queued, for a run waits for looks
        jobs_of(request).add("; ".join(titles), asked.command(), asked.folder, asked.address, asked.question.runs)
        worker_of(request).wake()
    return RedirectResponse(asked.address, SEE_OTHER)


def chart_spec(request: Request) -> Response:
    """The specification of a chart of the answer."""
    _, asked = _asked(request)
    panel = panel_named(request.path_params["number"])

    if (folder := asked.shown) is None:
        raise HTTPException(404)

    def make() -> Response:
        answer = view.answered(asked)
        if answer is None:
            raise HTTPException(404)
        return JSONResponse(spec_of(weekly_of(stamp_of(folder / WEEKLY)), panel, view.told_of(answer.record)))

    return kept_answer(request, stamp_of(folder / ANSWER), make)


def file(request: Request) -> Response:
    """A file of the answer."""
    _, asked = _asked(request)
    name = request.path_params["name"]
    if name not in FILES or not (asked.folder / name).is_file():
        raise HTTPException(404)
    is_page = name.endswith(".html")
    headers = {"content-security-policy": REPORT_POLICY} if is_page else {}
    path = asked.folder / name
    return FileResponse(path, headers=headers, filename=None if is_page else f"what-if-{asked.key}-{name}")


def document(request: Request) -> Response:
    """A scenario of the question as a file for the command line."""
    _, asked = _asked(request)
    number = request.path_params["number"]
    if number >= len(asked.question.scenarios):
        raise HTTPException(404)
    name = asked.scenarios[number].name
    headers = {"content-disposition": f'attachment; filename="{name}.yaml"'}
    return Response(asked.document(number), media_type="application/yaml", headers=headers)


def _asked(request: Request) -> tuple[dict[str, str], Asked]:
    """What the address shows beside the question, and the question."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    shown = {name: text for name, text in pairs if name in SHOWN}
    question = question_of(urlencode([pair for pair in pairs if pair[0] not in SHOWN]))
    return shown, Asked(question, settings_of(request).results)


def _problem(question: Question) -> str:
    """Why the question cannot be run; empty if it can."""
    try:
        scenarios_of(question)
    except InputError as error:
        return in_words_of_forms(str(error))
    return ""


ROUTES = [
    Route("/what-if", show),
    Route("/what-if/edit", with_form(edit), methods=["POST"]),
    Route("/what-if/check", with_form(check), methods=["POST"]),
    Route("/what-if/run", with_form(run), methods=["POST"]),
    Route("/what-if/charts/{number}.json", chart_spec),
    Route("/what-if/files/{name}", file),
    Route("/what-if/scenarios/{number:int}.yaml", document),
]
