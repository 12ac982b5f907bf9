"""The application: the routes of all pages, what guards them, and what they answer when something is wrong."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from jangmadang.errors import CheckError, InputError, NotWrittenError, RunLostError
from jangmadang.serve.forms import in_words_of_forms
from jangmadang.serve.jobs.looker import Looker
from jangmadang.serve.jobs.table import Jobs
from jangmadang.serve.jobs.worker import Worker
from jangmadang.serve.rendering import NAVIGATION, KeptAnswers, page
from jangmadang.serve.security import HEADERS, MOST_BYTES, Guard
from jangmadang.serve.settings import Settings
from jangmadang.serve.uploads import Uploads

BAD_INPUT, NOT_FOUND, FAILED = 400, 404, 500
UNFORESEEN = "Something went wrong that should not have; the terminal in which the page was started says what."


def make_application(settings: Settings) -> Starlette:
    """The application that serves the pages of `rendering.NAVIGATION`; `/` shows the first of them."""
    modules = [module_of(address) for address in NAVIGATION]
    application = Starlette(
        routes=[
            Route("/", modules[0].show),
            *(route for module in modules for route in module.ROUTES),
            Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
        ],
        middleware=[
            Middleware(Guard, settings=settings),
            Middleware(RequestBodyLimitMiddleware, max_body_size=MOST_BYTES),
        ],
        exception_handlers={
            InputError: _bad_input,
            **dict.fromkeys((CheckError, NotWrittenError, RunLostError), _failed),
            HTTPException: _refused,
            Exception: _unforeseen,
        },
        lifespan=_warming(settings, modules),
    )
    application.state.settings, application.state.ending = settings, threading.Event()
    application.state.answers, application.state.uploads = KeptAnswers(), Uploads()
    application.state.jobs, application.state.looker = Jobs(settings.results), Looker(settings.results)
    application.state.worker = Worker(application.state.jobs, let_go_first=application.state.looker.wait)
    return application


def module_of(address: str) -> ModuleType:
    """The module of a page: that of `/what-if` is `pages.what_if`."""
    return import_module(f"jangmadang.serve.pages.{address.strip('/').replace('-', '_')}")


def _warming(
    settings: Settings, modules: Sequence[ModuleType]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Get ready what takes long of pages that have a `warm`: the first before any request, the others beside them."""

    def warm(chosen: Sequence[ModuleType]) -> None:
        for module in chosen:
            with suppress(InputError):  # the page says so itself when it is asked for
                getattr(module, "warm", lambda _: None)(settings)

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(warm, modules[:1])
        threading.Thread(target=warm, args=(modules[1:],), daemon=True).start()
        application.state.worker.start()
        application.state.looker.start()
        yield
        await run_in_threadpool(application.state.looker.close)
        await run_in_threadpool(application.state.worker.close)
        application.state.uploads.close()

    return lifespan


def _bad_input(request: Request, error: Exception) -> Response:
    return _error(request, BAD_INPUT, "That cannot be used", in_words_of_forms(str(error)))


def _failed(request: Request, error: Exception) -> Response:
    return _error(request, FAILED, "That did not work", str(error))


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else FAILED
    if status == NOT_FOUND:
        return _error(request, status, "Not here", f"There is no page {request.url.path}.")
    return _error(request, status, "Not possible", str(getattr(error, "detail", error)))


def _unforeseen(request: Request, _: Exception) -> Response:
    response = _error(request, FAILED, "That did not work", UNFORESEEN)
    response.headers.update(HEADERS)  # it does not pass the guard on its way out
    return response


def _error(request: Request, status: int, title: str, message: str) -> Response:
    """A message as a page, or as JSON to who asks for that."""
    if request.url.path.endswith(".json") or "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": message}, status_code=status)
    return page(request, "error.html", status=status, title=title, message=message)
