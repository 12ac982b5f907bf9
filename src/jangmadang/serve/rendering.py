"""Pages from templates: what every page is given, and the list of all pages."""

from __future__ import annotations

from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from jangmadang import __version__
from jangmadang.serve.settings import Settings
from jangmadang.serve.uploads import Uploads

#: Pages in the order of the navigation, by address; the first is shown at `/`. A module in `pages/` serves each.
NAVIGATION = {
    "/now": "Now",
    "/evidence": "Evidence",
}

_environment = Environment(
    loader=PackageLoader("jangmadang.serve"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(navigation=NAVIGATION, version=__version__)
_templates = Jinja2Templates(env=_environment)


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page from its template; `context` is what it says.

    Parameters
    ----------
    request : what it answers.
    template : its name below `templates/`, such as `pages/now.html`.
    status : of HTTP.
    context : by the names that the template uses.
    """
    return _templates.TemplateResponse(request, template, context, status_code=status)


def settings_of(request: Request) -> Settings:
    """The settings of the page that a request came to."""
    return cast(Settings, request.app.state.settings)


def uploads_of(request: Request) -> Uploads:
    """The files that were sent and wait for a word."""
    return cast(Uploads, request.app.state.uploads)
