"""What a reader of the observatory waits for: its first page, an answer after a changed setting, pages among others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import numpy as np

READERS, PAGES_EACH = 50, 20
#: Pages that need no run.
PAGES = ("/now", "/facts", "/evidence", "/mechanisms", "/what-if", "/reports")
PATIENCE_S, LOOK_S = 300.0, 0.2
#: What a page has that shows an answer, or the first look at it.
ANSWERED = 'class="answer"'


@contextmanager
def served(results: Path) -> Iterator[tuple[str, float]]:
    """A server of some results: its address, and the seconds from its command to that."""
    command = [sys.executable, "-m", "jangmadang", "serve", "--no-open", "--port", "0", "--results", str(results)]
    began = time.perf_counter()
    unbuffered = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=unbuffered) as server:
        assert server.stdout
        address = server.stdout.readline().split()[-1].rstrip("/")
        try:
            yield address, time.perf_counter() - began
        finally:
            server.terminate()


def text_of(address: str, sent: Sequence[tuple[str, str]] | None = None) -> str:
    """A page; with fields, what a form that sends them leads to."""
    origin = "/".join(address.split("/")[:3])
    body = None if sent is None else urlencode(sent).encode()
    with urlopen(Request(address, body, {"Origin": origin}), timeout=PATIENCE_S) as answer:
        return str(answer.read().decode("utf-8"))


def readers_seconds(home: str, readers: int = READERS, each: int = PAGES_EACH) -> list[float]:
    """Seconds of every page of many who read at once, each of whom asks for one page after another."""
    waited: list[float] = []

    def read(first: int) -> None:
        for number in range(each):
            waited.append(seconds_of(partial(text_of, f"{home}{PAGES[(first + number) % len(PAGES)]}")))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def changed_setting_seconds(home: str, changes: int = 3) -> list[float]:
    """Seconds from the button to the first look at an answer, of a closure whose last day is moved week by week.

    The first change warms what is kept, and is not told.
    """
    from jangmadang.serve.address import query_of
    from jangmadang.serve.question_form import example

    asked = example()
    base, closed = asked.scenarios
    (border,) = closed.dated
    assert border.last
    text_of(f"{home}/what-if")  # who opens the page gets it ready
    waited = []
    for week in range(changes + 1):
        moved = replace(closed, dated=(replace(border, last=border.last - timedelta(weeks=week)),))
        address = f"{home}/what-if?{query_of(replace(asked, scenarios=(base, moved)))}"
        fields = fields_of(text_of(address))
        began = time.perf_counter()
        text_of(f"{home}/what-if/run", fields)
        while ANSWERED not in text_of(address) and time.perf_counter() - began < PATIENCE_S:
            time.sleep(LOOK_S)
        waited.append(time.perf_counter() - began)
        cancel_all(home)
    return waited[1:]


def fields_of(page: str) -> list[tuple[str, str]]:
    """Fields of the form of a question, as a browser sends them."""

    class Fields(HTMLParser):
        found: dict[str, str] = {}
        is_in, select = False, ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = dict(attrs)
            self.is_in = self.is_in or told.get("id") == "question"
            name = told.get("name") or ""
            if self.is_in and tag == "input" and name:
                self.found[name] = told.get("value") or ""
            if tag == "select":
                self.select = name
            if self.is_in and tag == "option" and (self.select not in self.found or "selected" in told):
                self.found[self.select] = told.get("value") or ""

    parser = Fields()
    parser.found = {}
    parser.feed(page)
    return [*parser.found.items()]


def cancel_all(home: str) -> None:
    """Take back the runs under way, so that the next question is measured alone."""
    for number in re.findall(r'name="job" value="(\d+)"', text_of(f"{home}/jobs")):
        text_of(f"{home}/jobs/cancel", [("job", number)])


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of doing something once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def serving() -> dict[str, float]:
    """What a reader waits for.

    Returns
    -------
    `start_s`, from the command to the address; `first_page_s`, the first page then; `changed_setting_s`, from a changed
    setting to the first look at its answer, the longest of three; `readers_p95_s`, of 50 who read at once, the time
    within which 95 of 100 pages come.
    """
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (home, start):
        first = seconds_of(lambda: text_of(home))
        changed = max(changed_setting_seconds(home))
        for page in PAGES:
            text_of(f"{home}{page}")
        readers = float(np.percentile(readers_seconds(home), 95))
    return {"start_s": start, "first_page_s": first, "changed_setting_s": changed, "readers_p95_s": readers}
