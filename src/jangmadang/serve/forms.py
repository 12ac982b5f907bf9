"""Forms that are posted: read without holding others up, then handled like any request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

#: Bytes of a field that is no file, such as a report pasted into a page.
MOST_TEXT_BYTES = 4_000_000
MOST_FILES, MOST_FIELDS = 20, 500

Handler = Callable[[Request, FormData], Response]


def with_form(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Give a handler the form that is posted; it runs in a thread, as those of pages do."""

    async def endpoint(request: Request) -> Response:
        limits = {"max_files": MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": MOST_TEXT_BYTES}
        async with request.form(**limits) as form:
            return await run_in_threadpool(handler, request, form)

    return endpoint


def text_of(form: FormData, name: str) -> str:
    """A field as text without spaces around it; empty where it is not there."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def file_of(form: FormData, name: str) -> UploadFile | None:
    """A file that was chosen; None where none was."""
    value = form.get(name)
    return value if isinstance(value, UploadFile) and value.filename else None
