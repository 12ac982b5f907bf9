"""Runs: what waits, what runs and what ran, with the results of each."""

from __future__ import annotations

from datetime import datetime

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jangmadang.serve.forms import text_of, with_form
from jangmadang.serve.jobs.progress import progress_in_words, stream
from jangmadang.serve.jobs.table import DONE, Job
from jangmadang.serve.rendering import jobs_of, page, worker_of

SEE_OTHER, MINUTE = 303, 60


def show(request: Request) -> Response:
    """The page."""
    jobs = jobs_of(request).all()
    newest = {job.folder: job.id for job in reversed(jobs)}
    return page(
        request,
        "pages/jobs.html",
        active=[(job, progress_in_words(job)) for job in reversed(jobs) if job.is_active],
        ended=[
            (job, progress_in_words(job), _when(job), job.state != DONE and newest[job.folder] == job.id)
            for job in jobs
            if not job.is_active
        ],
    )


def events(request: Request) -> Response:
    """How far the runs are, for as long as a browser listens."""
    return stream(jobs_of(request), request.app.state.ending.is_set)


def cancel(request: Request, form: FormData) -> Response:
    """Take a run back; what it has finished is kept."""
    job = _job(request, form)
    jobs_of(request).cancel(job.id)
    worker_of(request).wake()
    return _back(form, job)


def again(request: Request, form: FormData) -> Response:
    """Queue a run once more that ended without results."""
    job = _job(request, form)
    jobs_of(request).again(job.id)
    worker_of(request).wake()
    return _back(form, job)


def _job(request: Request, form: FormData) -> Job:
    number = text_of(form, "job")
    job = jobs_of(request).job(int(number)) if number.isascii() and number[:18].isdecimal() else None
    if job is None:
        raise HTTPException(404, "There is no such run; it may be of another results folder.")
    return job


def _back(form: FormData, job: Job) -> Response:
    """Back to where the button was: the page of the results, or the list."""
    return RedirectResponse(job.address if text_of(form, "from") == "page" else "/jobs", SEE_OTHER)


def _when(job: Job) -> str:
    """When a run ended, and how long it took."""
    said = job.ended.replace("T", " ").removesuffix("+00:00") + " UTC"
    if not job.began:
        return said
    seconds = (datetime.fromisoformat(job.ended) - datetime.fromisoformat(job.began)).total_seconds()
    return f"{said}, after {seconds:.0f} s" if seconds < MINUTE else f"{said}, after {seconds / MINUTE:.0f} min"


ROUTES = [
    Route("/jobs", show),
    Route("/jobs/events", events),
    Route("/jobs/cancel", with_form(cancel), methods=["POST"]),
    Route("/jobs/again", with_form(again), methods=["POST"]),
]
