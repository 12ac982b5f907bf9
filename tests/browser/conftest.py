"""A browser before the real page: Playwright with the system's Chromium, a server of its own, a coarse run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ASKED_FOR = "JANGMADANG_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ALONE = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
PATIENCE_MS = 300_000
#: Pictures of what was seen, to be looked at.
PICTURES = Path(__file__).parents[2] / "results" / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these out unless `make test-browser` asks for them."""
    if ASKED_FOR not in os.environ:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="make test-browser"))


@dataclass
class Tab:
    """A page of a browser, and what it should not have said or asked.

    Attributes
    ----------
    page : of Playwright.
    home : address of the server.
    said : warnings and errors of the console, those of the content-security policy too.
    outside : requests that went elsewhere.
    """

    page: Any
    home: str
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note what the page says and asks from now on."""

        def heard(message: Any) -> None:
            if message.type in ("error", "warning"):
                self.said.append(f"{message.type}: {message.text}")

        def asked(request: Any) -> None:
            if not request.url.startswith((self.home, "data:", "blob:")):
                self.outside.append(request.url)

        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", asked)

    def open(self, address: str) -> Any:
        """Go to an address of the server."""
        return self.page.goto(f"{self.home}{address}", wait_until="load")

    def follow(self, link: Any) -> None:
        """Click a link and wait for its page: a busy machine may still show the one before."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()

    def see_all(self) -> None:
        """Scroll through the page, so that every chart is drawn, and wait until they are."""
        self.page.evaluate(
            "async () => { for (let y = 0; y < document.documentElement.scrollHeight; y += 500) {"
            " scrollTo(0, y); await new Promise((done) => setTimeout(done, 40)); } scrollTo(0, 0); }"
        )
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('figure.chart')].filter((one) => one.checkVisibility())"
            ".every((one) => one.querySelector('svg, canvas'))"
        )

    def tab_to(self, selector: str) -> None:
        """Press Tab until what a selector names has the focus."""
        for _ in range(400):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(named) => document.activeElement?.matches(named) ?? false", selector):
                return
        raise AssertionError(f"the keyboard does not come to {selector}")

    def check(self) -> None:
        """Nothing was said, and nothing asked of others."""
        assert not self.said, self.said
        assert not self.outside, self.outside


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results with a coarse run of the standard scenario."""
    folder = tmp_path_factory.mktemp("results")
    asked = ["run", "hyesan", "--runs", "2", "--resolution", "calibration", "--out", str(folder / "hyesan")]
    subprocess.run([sys.executable, "-m", "jangmadang", *asked], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def home(results: Path) -> Iterator[str]:
    """Address of a server of these results."""
    command = [sys.executable, "-m", "jangmadang", "serve", "--no-open", "--port", "0", "--results", str(results)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as it:
        assert it.stdout
        yield it.stdout.readline().split()[-1].rstrip("/")
        it.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium; Playwright's own where there is none."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ALONE)
        yield opened
        opened.close()


@pytest.fixture
def tab_of(browser: Any, home: str) -> Iterator[Callable[..., Tab]]:
    """Opens tabs of a width and a colour scheme, each with cookies of its own."""
    contexts: list[Any] = []

    def made(width: int = 1280, scheme: str = "light") -> Tab:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        tab = Tab(context.new_page(), home)
        tab.listen()
        return tab

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def tab(tab_of: Callable[..., Tab]) -> Tab:
    """A tab of a desk's width."""
    return tab_of()
