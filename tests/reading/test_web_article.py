"""Pages read by trafilatura and htmldate, and by our own rules where those are not installed."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from jangmadang.reading.reader import read_text
from jangmadang.reading.text.documents import document_of

REPORT = (
    "<p>In Hyesan rice cost 21,400 won a kilogram on May 12, a source in Ryanggang told us on Monday.</p>"
    "<table><tr><th>Good</th><th>Hyesan</th><th>Pyongyang</th></tr>"
    "<tr><td>Corn</td><td>5,200 won</td><td>4,900 won</td></tr></table>"
    "<p>Traders expect it to rise further before the harvest, the source said, since little comes over the river.</p>"
)
PAGE = f"""<html><head><title>x</title><meta name="pubdate" content="2026-05-14"></head><body>
<div class="teasers"><h4>Read on</h4><ul><li><a href="/1">Gold costs 11 won</a></li>
<li><a href="/2">Silver costs 12 won</a></li></ul></div><div class="content"><h1>Dear rice</h1>{REPORT}
<p style="DISPLAY : none">Rice cost 1 won in Musan.</p><div hidden><p>Rice cost 2 won in Musan.</p></div>
</div></body></html>"""


@pytest.fixture(params=["trafilatura", "own"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read pages with the libraries, or as if they were not installed."""
    if request.param == "own":
        for name in ("trafilatura", "htmldate"):
            monkeypatch.setitem(sys.modules, name, None)
    else:
        for name in ("trafilatura", "htmldate"):
            pytest.importorskip(name)
    return str(request.param)


def test_the_article_is_read_and_what_is_hidden_is_not(way: str) -> None:
    document = document_of("page.html", PAGE.encode(), None)
    assert "In Hyesan rice cost 21,400 won a kilogram" in document.text
    assert "Corn | 5,200 won | 4,900 won\n" in document.text
    assert "Musan" not in document.text
    assert document.published == date(2026, 5, 14)
    assert ("Gold" in document.text) == (way == "own")


def test_offsets_count_in_the_text_of_the_article(way: str) -> None:
    document = document_of("page.html", PAGE.encode(), None)
    records = read_text(document.text, published=document.published).records
    assert {21400.0, 5200.0, 4900.0} <= {record.low for record in records if record.type == "price"}
    for record in records:
        assert all(document.text[e.start : e.end] == e.exact for e in record.evidence)


def test_a_page_that_only_guesses_name_a_day_of_has_none(way: str) -> None:
    page = f"<html><head></head><body><main>{REPORT}<footer>Copyright 2011</footer></main></body></html>"
    assert document_of("page.html", page.encode(), None).published is None


def test_a_page_without_an_article_is_read_all_the_same(way: str) -> None:
    assert "Rice costs 5,200 won" in document_of("page.html", b"<html><p>Rice costs 5,200 won.", None).text
