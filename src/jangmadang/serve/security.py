"""Who may ask, and what a page may do: hosts and origins, the token, sizes, and headers of every response.

A page of elsewhere that makes its own name point at this machine (DNS rebinding) sends that name as Host, and is
refused; one that posts a form to us (cross-site request forgery) sends its own Origin, and is refused. Neither can read
what we answer, by the browser's same-origin rule and `Cross-Origin-Resource-Policy`.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jangmadang.serve.settings import LOCAL_NAME, Settings, is_address, is_loopback

#: Bytes that a request may hold: a report or a price table.
MOST_BYTES = 32_000_000
TOKEN = "token"
COOKIE_SECONDS = 30 * 24 * 3600
HARMLESS = ("GET", "HEAD")
#: No script, style, picture or request from elsewhere, none written into a page, and nobody may frame it.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser would send no Origin with forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
STATIC = "/static/"


class Guard:
    """Middleware: refuses what must not come in, and sets the headers of what goes out where a page does not."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (self._refusal(scope) or self.app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that goes no further; None for one that does."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not is_our_host(host, self.settings):
            return _refused(421, f"This page is not reached by the name {host!r}; see jangmadang serve --name.")
        if scope["method"] not in HARMLESS and not is_our_origin(headers.get("origin"), host):
            return _refused(403, "Only a page of this server may change anything here.")
        if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST_BYTES:
            return _refused(413, f"That is more than {MOST_BYTES // 1_000_000} MB; send less at once.")
        return self._without_token(scope, headers)

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that shows no token, or has it in its address; None where there is no need of one."""
        token = self.settings.token
        if not token or scope["path"].startswith(STATIC):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = dict(asked).get(TOKEN)
        cookie = f"jangmadang-{self.settings.port}"
        if shown is not None and is_same(shown, token):
            rest = urlencode([(name, value) for name, value in asked if name != TOKEN])
            path = "/" + scope["path"].lstrip("/")  # two slashes would name another host
            response = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
            by_tls = headers.get("x-forwarded-proto") == "https"  # as a proxy says it
            response.set_cookie(cookie, token, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=by_tls)
            return response
        if is_same(_cookie_named(cookie, headers), token):
            return None
        return _refused(401, "Open the address that was printed when the page was started: it ends in ?token=...")


def is_our_host(host: str, settings: Settings) -> bool:
    """Whether a request came by a name of ours: an address never is another's name, a name may be.

    Parameters
    ----------
    host : header of the request, with its port.
    settings : of this page.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in {LOCAL_NAME, settings.name or LOCAL_NAME, settings.host.casefold()}:
        return True
    return is_address(name) and (is_loopback(name) or not is_loopback(settings.host))


def is_our_origin(origin: str | None, host: str) -> bool:
    """Whether a form was sent by a page of the host it was sent to; browsers always say so."""
    return origin in (f"http://{host}", f"https://{host}")


def is_same(shown: str, token: str) -> bool:
    """Whether a shown token is ours, in a time that does not depend on how much of it is."""
    return hmac.compare_digest(shown.encode(), token.encode())


def _cookie_named(name: str, headers: Headers) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _refused(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status_code=status)
