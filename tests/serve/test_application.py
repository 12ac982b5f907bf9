"""Who is let in, what every page carries, and what is said when something is wrong."""

from __future__ import annotations

import hashlib
import itertools
import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from jangmadang.errors import CheckError, InputError
from jangmadang.report import palette
from jangmadang.serve import charts
from jangmadang.serve.application import make_application
from jangmadang.serve.rendering import NAVIGATION
from jangmadang.serve.security import HEADERS, MOST_BYTES
from jangmadang.serve.settings import LOCAL, Settings, new_settings, own_address

STATIC = Path(charts.__file__).with_name("static")
TEMPLATES = Path(charts.__file__).with_name("templates")
LIGHT = "/static/site.css"


def at(settings: Settings, host: str) -> TestClient:
    return TestClient(make_application(settings), f"http://{host}", follow_redirects=False)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8600", 200),
        ("localhost:8600", 200),
        ("[::1]:8600", 200),
        ("evil.example:8600", 421),  # a name of elsewhere that was made to point here
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example:8600", 421),
        ("192.168.1.2:8600", 421),
        ("[", 421),
        ("", 421),
    ],
)
def test_only_this_machine_s_own_names_are_answered(ask: TestClient, host: str, status: int) -> None:
    assert ask.get(LIGHT, headers={"host": host}).status_code == status


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:3000", "null", "file://", ""])
def test_a_form_of_another_site_changes_nothing(ask: TestClient, origin: str) -> None:
    assert ask.post("/now", headers={"origin": origin}).status_code == 403
    assert ask.request("DELETE", "/now", headers={"origin": origin}).status_code == 403


def test_a_form_of_ours_gets_as_far_as_its_page(ask: TestClient) -> None:
    assert ask.post("/now").status_code == 405


def test_beyond_this_machine_a_token_is_needed(results: Path) -> None:
    settings = new_settings(results, "0.0.0.0", 8600, "")
    browser = at(settings, "192.168.1.2:8600")
    assert len(settings.token) >= 43 and settings.address.endswith(f":8600/?token={settings.token}")
    assert browser.get("/missing").status_code == 401
    assert browser.get("/missing?token=" + "x" * 43).status_code == 401
    assert browser.get("/missing", headers={"cookie": f"jangmadang-8600={settings.token[:-1]}"}).status_code == 401
    assert browser.post("/missing", headers={"origin": "http://192.168.1.2:8600"}).status_code == 401
    shown = browser.get(f"/missing?a=1&token={settings.token}&b=%26")
    assert (shown.status_code, shown.headers["location"]) == (303, "/missing?a=1&b=%26")
    assert "httponly" in shown.headers["set-cookie"].lower() and "samesite=lax" in shown.headers["set-cookie"].lower()
    assert "secure" not in shown.headers["set-cookie"].lower()
    assert browser.get("/missing").status_code == 404  # with the cookie
    proxied = at(settings, "192.168.1.2:8600").get(f"/?token={settings.token}", headers={"x-forwarded-proto": "https"})
    assert "secure" in proxied.headers["set-cookie"].lower()
    assert at(settings, "192.168.1.2:8600").get(LIGHT).status_code == 200


@pytest.mark.parametrize(
    ("host", "own", "printed", "here"),
    [
        ("0.0.0.0", "192.168.1.2", "192.168.1.2", "127.0.0.1"),
        ("::", "fd00::2", "[fd00::2]", "[::1]"),
        ("192.168.1.2", "10.0.0.1", "192.168.1.2", "192.168.1.2"),
        ("Analyst", "10.0.0.1", "Analyst", "Analyst"),
        ("127.0.0.1", "10.0.0.1", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_addresses_that_are_printed_can_be_opened(
    results: Path, monkeypatch: pytest.MonkeyPatch, host: str, own: str, printed: str, here: str
) -> None:
    monkeypatch.setattr("jangmadang.serve.settings.own_address", lambda family: own)
    settings = new_settings(results, host, 8600, "")
    token = f"?token={settings.token}" if settings.token else ""
    assert settings.address == f"http://{printed}:8600/{token}"
    assert settings.local_address == f"http://{here}:8600/{token}"
    for address in (settings.address, settings.local_address):
        first = at(settings, urlsplit(address).netloc).get(f"/missing{token}")
        assert first.status_code == (303 if token else 404)


def test_a_machine_in_no_network_names_itself() -> None:
    for family, local in LOCAL.items():
        found = ip_address(own_address(family))
        assert found == ip_address(local) or not found.is_loopback
        assert not found.is_unspecified


def test_a_token_in_the_address_leads_to_no_other_host(results: Path) -> None:
    settings = new_settings(results, "0.0.0.0", 8600, "")
    shown = at(settings, "10.0.0.1").get(f"http://10.0.0.1//evil.example?token={settings.token}")
    assert shown.headers["location"] == "/evil.example"


def test_behind_a_proxy_its_name_is_answered_and_a_token_needed(results: Path) -> None:
    settings = new_settings(results, "127.0.0.1", 8600, "Observatory.example")
    assert settings.token
    assert at(settings, "observatory.example").get("/missing").status_code == 401
    assert at(settings, "evil.example").get("/missing").status_code == 421
    assert not new_settings(results, "localhost", 0, "").token


def test_every_answer_carries_the_headers(results: Path) -> None:
    def fail(_: Request) -> Response:
        raise RuntimeError("secret of the machine")

    application = make_application(Settings(results))
    application.router.routes.append(Route("/fail", fail))
    browser = TestClient(application, "http://127.0.0.1", raise_server_exceptions=False)
    for address, status in ((LIGHT, 200), ("/missing", 404), ("/fail", 500)):
        answer = browser.get(address)
        assert answer.status_code == status
        assert all(answer.headers[name] == value for name, value in HEADERS.items()), address
        assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_more_than_may_be_sent_is_refused_with_and_without_its_length(ask: TestClient) -> None:
    def pieces() -> object:
        for _ in range(MOST_BYTES // 1_000_000 + 1):
            yield b"x" * 1_000_000

    async def read(request: Request) -> Response:
        return Response(str(len(await request.body())))

    application = ask.app
    assert isinstance(application, Starlette)
    application.router.routes.append(Route("/read", read, methods=["POST"]))
    assert ask.post("/read", content=b"x" * 1000).text == "1000"
    assert ask.post("/read", headers={"content-length": str(MOST_BYTES + 1)}, content=b"x").status_code == 413
    assert ask.post("/read", content=pieces()).status_code == 413


def test_what_is_wrong_is_said_in_one_message(ask: TestClient) -> None:
    def bad(_: Request) -> Response:
        raise InputError("<b>prices.csv</b>, row 3: no day; write YYYY-MM-DD")

    def failed(_: Request) -> Response:
        raise CheckError("accounts do not close")

    application = ask.app
    assert isinstance(application, Starlette)
    application.router.routes[:0] = [Route("/bad", bad), Route("/bad.json", bad), Route("/failed", failed)]
    said = ask.get("/bad")
    assert said.status_code == 400 and "&lt;b&gt;prices.csv&lt;/b&gt;, row 3" in said.text and "<nav" in said.text
    assert ask.get("/bad.json").json() == {"error": "<b>prices.csv</b>, row 3: no day; write YYYY-MM-DD"}
    assert ask.get("/failed").status_code == 500 and "accounts do not close" in ask.get("/failed").text


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py"])
def test_nothing_beside_the_static_files_is_served(ask: TestClient, path: str) -> None:
    assert ask.get(path).status_code == 404


def test_vendored_files_are_those_that_were_taken() -> None:
    lines = (STATIC / "vendor" / "hashes.txt").read_text("utf-8").splitlines()
    known = {name: sum_ for sum_, name in (line.split() for line in lines)}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "vendor").glob("*.js")}
    assert found == known and len(known) == 4
    licences = (STATIC / "vendor" / "LICENSES.txt").read_text("utf-8")
    assert all(name in licences for name in ("vega 6", "vega-lite 6", "vega-embed 7", "vega-interpreter 2", "d3-scale"))


def test_no_template_or_script_of_ours_asks_elsewhere_or_writes_code_into_a_page() -> None:
    for path in (*TEMPLATES.rglob("*.html"), *STATIC.glob("*.js"), *STATIC.glob("*.css")):
        text = path.read_text("utf-8")
        assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//|url\(|@import|\sstyle=|\son\w+=""", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)|\beval\(|innerHTML", text), path


def test_the_page_s_light_colours_are_the_report_s() -> None:
    rules = (STATIC / "site.css").read_text("utf-8")
    light = dict(re.findall(r"--([\w-]+): (#\w{6})", rules[: rules.index("@media")]))
    differs = {palette.MUTED}  # darker, for text on a screen
    assert all(light[name].lower() == of.lower() for of, name in charts.VARIABLES.items() if of not in differs)


def test_every_page_of_the_navigation_is_served(ask: TestClient) -> None:
    for address in NAVIGATION:
        said = ask.get(address)
        assert said.status_code == 200, address
        assert said.text.count("<h1") == 1 and f'<a href="{address}" aria-current="page">' in said.text
        levels = [int(level) for level in re.findall(r"<h([1-6])", said.text)]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), address
        inputs = re.findall(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*>', said.text)
        labels = set(re.findall(r'<label[^>]* for="([^"]+)"', said.text))
        assert all((found := re.search(r' id="([^"]+)"', one)) and found[1] in labels for one in inputs), address
    assert '<a href="/now" aria-current="page">' in ask.get("/").text
