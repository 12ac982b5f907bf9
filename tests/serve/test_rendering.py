"""Answers that are kept: made once for as long as what they are made from stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from jangmadang.serve.rendering import MOST_KEPT, KeptAnswers, unparted


def request(path: str, query: str = "") -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    return Request({**scope, "scheme": "http", "server": ("127.0.0.1", 8600), "root_path": ""})


@pytest.mark.parametrize(
    "whole",
    [
        "2026-03-01",
        "2025-Q4",
        "2016-2019",
        "82 %",
        "-13 %",
        "16,000 won",
        "1.24 million yuan",
        "5,000 t",
        "+2.1 points",
    ],
)
def test_no_line_parts_a_day_or_a_figure_from_its_unit(whole: str) -> None:
    assert unparted(f"<p>In {whole}, so.</p>") == f'<p>In <span class="whole">{whole}</span>, so.</p>'
    left_alone = (
        f'<input value="{whole}">',
        f"<option>{whole}</option>",
        f"<textarea>\n{whole}\n</textarea>",
        f"<title>{whole}</title>",
        f"<svg><text>{whole}</text></svg>",
        f"<code>--from {whole}</code>",
    )
    for alone in left_alone:
        assert unparted(f"{alone}<p>so</p>") == f"{alone}<p>so</p>"


@pytest.mark.parametrize(
    "left", ["R7", "18 of 34", "https://a.example/2024-02-22/x", "E0058-1", "in 2019, 12", "2 kg/week"]
)
def test_what_may_be_parted_stays_as_it_is(left: str) -> None:
    assert unparted(f"<td>{left}</td>") == f"<td>{left}</td>"


def test_an_answer_is_made_anew_only_when_its_address_or_what_it_is_made_from_changes() -> None:
    answers, made = KeptAnswers(), []

    def make() -> Response:
        made.append(len(made))
        return JSONResponse(made[-1])

    def body(query: str, made_from: object) -> bytes:
        return answers.answer(request("/now", query), made_from, make).body  # type: ignore[arg-type, return-value]

    assert [body("", 1), body("", 1), body("item=rice", 1), body("", 2), body("", 1)] == [b"0", b"0", b"1", b"2", b"0"]
    for n in range(MOST_KEPT):
        body(f"n={n}", 1)
    assert body("", 1) == str(MOST_KEPT + 3).encode()  # the oldest goes


def test_who_asks_while_it_is_being_made_waits_for_it_and_an_error_keeps_nothing() -> None:
    answers, go, made = KeptAnswers(), Event(), []

    def make() -> Response:
        go.wait(5)
        made.append(1)
        if len(made) == 1:
            raise OSError("a full disk")
        return JSONResponse(len(made))

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(answers.answer, request("/now"), 1, make) for _ in range(3)]
        go.set()
        failed = [one for one in asked if one.exception()]
        assert len(failed) == 1 and {one.result().body for one in asked if one not in failed} == {b"2"}
