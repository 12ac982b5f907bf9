"""Forms that are posted: read without holding others up, handled like any request, and answered in their own words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

#: Bytes of a field that is no file, such as a report pasted into a page.
MOST_TEXT_BYTES = 4_000_000
MOST_FILES, MOST_FIELDS = 20, 500

#: What messages say to who types a command, and what to who fills in a form: the fields of the pages by their labels.
_IN_FORMS = tuple(
    (re.compile(typed), said)
    for typed, said in (
        (r"^--set ", ""),
        (r"outside its range \[([^\[\],]+), ([^\[\],]+)\]", r"outside its range, \1 to \2"),
        (r"write it under 'changes' of a file, or use --shock", "add it with dates"),
        (r"to set one alone: .* typed$", "to set one alone, choose it beside the name"),
        (r"read the report again with --published", "read the report again with “Published on”"),
        (r"^time=", "day "),
        (r"give it per_qty and per_unit", "give it “for how many” and “of which unit”"),
        (r"--include-likely takes it", "accept it first"),
        (r"--keep-unlikely takes it as disputed", "“Take prices far from all reports, as disputed” does"),
        (r", then --mapping map\.yaml", ", then choose map.yaml as “Mapping file”"),
        (r"take its prices with: jangmadang evidence import .*", "take its prices on page Evidence, “Add your own”"),
        (r"([Cc]hoose|give) another --out\b", r"\1 another folder of results when the page is started"),
    )
)

Handler = Callable[[Request, FormData], Response]


def with_form(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Give a handler the form that is posted; it runs in a thread, as those of pages do."""

    async def endpoint(request: Request) -> Response:
        limits = {"max_files": MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": MOST_TEXT_BYTES}
        async with request.form(**limits) as form:
            return await run_in_threadpool(handler, request, form)

    return endpoint


def in_words_of_forms(message: str) -> str:
    """A message that commands and pages share, with the fields of a form where it names options of a command."""
    for typed, said in _IN_FORMS:
        message = typed.sub(said, message)
    return message


def text_of(form: FormData, name: str) -> str:
    """A field as text without spaces around it; empty where it is not there."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def file_of(form: FormData, name: str) -> UploadFile | None:
    """A file that was chosen; None where none was."""
    value = form.get(name)
    return value if isinstance(value, UploadFile) and value.filename else None
