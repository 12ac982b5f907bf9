"""Pages from templates: what every page is given, and the list of all pages."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from jangmadang import __version__
from jangmadang.serve.jobs.looker import Looker
from jangmadang.serve.jobs.table import Jobs
from jangmadang.serve.jobs.worker import Worker
from jangmadang.serve.settings import Settings
from jangmadang.serve.uploads import Uploads

#: Pages in the order of the navigation, by address; the first is shown at `/`. A module in `pages/` serves each.
NAVIGATION = {
    "/now": "Now",
    "/what-if": "What if",
    "/facts": "Facts",
    "/evidence": "Evidence",
    "/reports": "Reports",
    "/mechanisms": "Mechanisms",
    "/money": "Money and goods",
    "/map": "Map",
    "/jobs": "Runs",
}

#: The body and the media type of an answer, and how many are kept.
Answer = tuple[bytes, str | None]
MOST_KEPT = 100

#: What a line may not part: a day, a month or quarter, a span of years, and a figure with its unit.
_WHOLE = re.compile(
    r"(?<![\w./-])(?:\d{4}-(?:\d\d-\d\d|\d{4}|\d\d|Q\d)"
    r"|[-+]?\d[\d,.]*(?: (?:million|thousand))?(?: (?:%|won|yuan|KPW|CNY|USD|kg|t|points))?)(?![\w/-])"
)
#: A tag, or an element whose text has no tags or is quoted as it is.
_TAG = re.compile(r"(<(title|option|textarea|script|style|svg|math|code|pre)\b.*?</\2>|<[^>]*>)", re.DOTALL)

_environment = Environment(
    loader=PackageLoader("jangmadang.serve"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(navigation=NAVIGATION, version=__version__)


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page from its template; `context` is what it says.

    Parameters
    ----------
    request : what it answers.
    template : its name below `templates/`, such as `pages/now.html`.
    status : of HTTP.
    context : by the names that the template uses.
    """
    text = unparted(_environment.get_template(template).render(request=request, **context))
    return HTMLResponse(text, status_code=status)


@lru_cache(maxsize=32)  # many read the same page at once, and it takes up to ten milliseconds
def unparted(page: str) -> str:
    """A page whose lines part no day and no figure from its unit."""
    pieces = _TAG.split(page)  # text, tag, its name where its text is left alone, text, ...
    pieces[::3] = (_WHOLE.sub(_kept_whole, text) for text in pieces[::3])
    return "".join(piece or "" for number, piece in enumerate(pieces) if number % 3 != 2)


def _kept_whole(found: re.Match[str]) -> str:
    """What is found, in an element that does not wrap if it could."""
    return f'<span class="whole">{found[0]}</span>' if " " in found[0] or "-" in found[0][1:] else found[0]


class KeptAnswers:
    """The last answers to requests whose answer is the same as long as what it is made from is."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def answer(self, request: Request, made_from: Hashable, make: Callable[[], Response]) -> Response:
        """The answer to a request, made only if none is kept.

        Parameters
        ----------
        request : its path and query are part of what an answer is kept by.
        made_from : all else that shapes the answer, such as stamps of the files it tells of.
        make : makes it.
        """
        key = (request.url.path, request.url.query, made_from)
        if (kept := self._kept(key)) is None:
            with self._lock:
                making = self._making.setdefault(key, Lock())
            try:
                with making:  # who asks for the same meanwhile waits for it
                    if (kept := self._kept(key)) is None:
                        made = make()
                        kept = self._keep(key, (bytes(made.body), made.media_type))
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return Response(kept[0], media_type=kept[1])

    def _kept(self, key: Hashable) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: Hashable, answer: Answer) -> Answer:
        with self._lock:
            self._answers[key] = answer
            if len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return answer


def kept_answer(request: Request, made_from: Hashable, make: Callable[[], Response]) -> Response:
    """See `KeptAnswers.answer`; of the page that a request came to."""
    return cast(KeptAnswers, request.app.state.answers).answer(request, made_from, make)


def settings_of(request: Request) -> Settings:
    """The settings of the page that a request came to."""
    return cast(Settings, request.app.state.settings)


def uploads_of(request: Request) -> Uploads:
    """The files that were sent and wait for a word."""
    return cast(Uploads, request.app.state.uploads)


def jobs_of(request: Request) -> Jobs:
    """The long runs that were asked for."""
    return cast(Jobs, request.app.state.jobs)


def looker_of(request: Request) -> Looker:
    """What makes first looks at their answers."""
    return cast(Looker, request.app.state.looker)


def worker_of(request: Request) -> Worker:
    """What makes them."""
    return cast(Worker, request.app.state.worker)
