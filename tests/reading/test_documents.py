"""What can be dropped in, and what is said of what cannot be read."""

from __future__ import annotations

import base64
import io
import json
import plistlib
import quopri
from datetime import date
from pathlib import Path

import pytest

from jangmadang.errors import InputError
from jangmadang.reading.reader import read_text
from jangmadang.reading.text.documents import LARGEST, document_of, document_paths, load_document, load_documents
from jangmadang.reading.text.html_text import text_of_html

PAGE = """<!DOCTYPE html><html><head><title>x</title>
<meta property="article:published_time" content="2025-05-15T08:00:00">
<script>var price = "9,999 won";</script></head><body><nav>Home | 1,111 won</nav><article><h1>Prices rise</h1>
<p>A kilogram of rice sold for 5,200&nbsp;won in <b>Hyesan</b>.</p>
<table><tr><th></th><th>Hyesan</th><th>Sinuiju</th></tr><tr><td>Corn</td><td>2,100</td><td>2,000</td></tr>
<tr><td>Pork</td><td>14,000</td><td>13,500</td></tr></table>
<p>Prices are in won per kilogram. More of what traders said of the market and its prices stands here.</p></article>
<footer>Copyright 2025, 5,555 won</footer></body></html>"""

BAD = [
    (b"", "holds no text"),
    (b"  \n\t ", "holds no text"),
    (b"%PDF-1.7 ...", "is a PDF"),
    (b"PK\x03\x04 ...", "office document"),
    (b"\x00\x01\x02\x03\x04\x05" * 30, "is binary"),
    ("Preis 5 €".encode("latin-1", "ignore") + b"\xb0\xe9", "is not UTF-8"),
    ("ارتفعت الأسعار في السوق هذا الأسبوع".encode(), "mostly in Arabic letters"),
    ("המחירים עלו בשוק".encode(), "mostly in Hebrew letters"),
    (b"<html><body><script>var a</script></body></html>", "holds no text"),
    (b"!!! ... ???", "holds no words"),
    (b"a" * (LARGEST + 1), "than a report may be"),
]


@pytest.mark.parametrize(("data", "said"), BAD, ids=[said for _, said in BAD])
def test_bad_input_gets_one_clear_message(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        document_of("report.txt", data, None)
    assert "\n" not in str(error.value) and str(error.value).startswith("report.txt: ")


def test_a_file_of_50_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match="50 MB is more than a report may be"):
        load_document(str(path), None)


def test_a_saved_page_gives_its_article_and_its_day() -> None:
    document = document_of("page.html", PAGE.encode(), None)
    assert document.published == date(2025, 5, 15)
    assert "9,999" not in document.text and "1,111" not in document.text and "5,555" not in document.text
    prices = {(r.item_id, r.low, r.place.id) for r in read_text(document.text).records if r.type == "price" and r.place}
    assert prices == {
        ("grain.rice", 5200, "KP.ryanggang.hyesan"),
        ("grain.corn", 2100, "KP.ryanggang.hyesan"),
        ("grain.corn", 2000, "KP.north_pyongan.sinuiju"),
        ("meat.pork", 14000, "KP.ryanggang.hyesan"),
        ("meat.pork", 13500, "KP.north_pyongan.sinuiju"),
    }


@pytest.mark.parametrize("name", ["page.xhtml", "page.txt", "page"])
@pytest.mark.parametrize("prolog", ['<?xml version="1.0" encoding="utf-8"?>\n', "<!-- saved from url=(0020)x -->\n"])
def test_a_page_is_known_by_what_it_holds(name: str, prolog: str) -> None:
    document = document_of(name, f"{prolog}{PAGE}".encode(), None)
    assert document.published == date(2025, 5, 15) and "9,999" not in document.text


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    soup = "<html><p>Rice costs <b>5,200 won</i></span> per kg in Hyesan.<table><tr><td>x</p><<<>&&#xZZ;&nope;</html"
    assert "Rice costs 5,200 won per kg in Hyesan." in document_of("soup.html", soup.encode(), None).text


def test_offsets_of_a_plain_text_count_in_the_file_as_it_is() -> None:
    text = "Prices\r\n\r\nA kilogram of rice cost 5,200 won in Hyesan’s market.\r\n"
    record = next(r for r in read_text(document_of("a.txt", text.encode(), None).text).records if r.type == "price")
    assert all(text[e.start : e.end] == e.exact for e in record.evidence)


def test_a_folder_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Rice costs 5 yuan.", "utf-8")
    (tmp_path / "a.html").write_text("<p>Corn costs 3 yuan.</p>", "utf-8")
    (tmp_path / "c.csv").write_text("1,2", "utf-8")
    assert [Path(path).name for path in document_paths([str(tmp_path)])] == ["a.html", "b.txt"]
    read = list(load_documents(["-", str(tmp_path / "no.txt")], None, io.BytesIO(b"Rice costs 5 yuan.")))
    assert not isinstance(read[0], InputError) and isinstance(read[1], InputError)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no reports in this folder"):
        document_paths([str(tmp_path / "empty")])


def test_right_to_left_marks_in_an_english_text_do_no_harm() -> None:
    text = "\u200fA kilogram of rice cost 5,200 won in Hyesan.\u200e"
    records = read_text(document_of("marks.txt", text.encode(), None).text).records
    assert [(r.low, r.item_id) for r in records if r.type == "price"] == [(5200, "grain.rice")]


ARTICLE = (
    '<html><head><meta charset="{charset}"><meta property="article:published_time" content="2026-05-05">'
    "</head><body><article><p>{words}</p><p>A kilogram of rice cost 19,500 won in Hyesan on May 2, and more was said "
    "of the town’s market and those who sell there, in words that fill the page.</p></article>"
    "<script>var x = 'Rice cost 1 won in Hyesan.'</script></body></html>"
)


def prices_of(name: str, data: bytes) -> list[tuple[float, date | None]]:
    document = document_of(name, data, None)
    found = read_text(document.text, name, document.published).records
    return [(r.low, r.time.start if r.time else None) for r in found if r.type == "price"]


@pytest.mark.parametrize(
    ("charset", "words"),
    [("euc-kr", "시장"), ("windows-1252", "Café"), ("gb2312", "市场"), ("shift_jis", "市場"), ("utf-8", "시장")],
)
def test_a_page_is_read_in_the_charset_that_it_declares(charset: str, words: str) -> None:
    page = ARTICLE.format(charset=charset, words=words).replace("’", "'" if charset != "windows-1252" else "’")
    data = page.encode({"gb2312": "gb18030"}.get(charset, charset))
    assert words in document_of("page.html", data, None).text
    assert prices_of("page.html", data) == [(19500, date(2026, 5, 2))]


def test_a_page_that_declares_nothing_is_not_guessed() -> None:
    with pytest.raises(InputError, match="names no other charset"):
        document_of("page.html", "<html><p>Café".encode("latin-1"), None)


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_page_in_one_file_is_read(transfer: str, newline: str) -> None:
    page = ARTICLE.format(charset="utf-8", words="Prices").encode()
    coded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[transfer](page)
    head = "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=XX\n\n--XX\n"
    head += f"Content-Type: text/html\nContent-Transfer-Encoding: {transfer}\n\n"
    whole = (head.encode() + coded + b"\n--XX--\n").replace(b"\r\n", b"\n").replace(b"\n", newline.encode())
    assert prices_of("page.mhtml", whole) == [(19500, date(2026, 5, 2))]


def test_a_web_archive_is_read() -> None:
    page = ARTICLE.format(charset="utf-8", words="Prices").encode()
    archive = plistlib.dumps({"WebMainResource": {"WebResourceData": page}}, fmt=plistlib.FMT_BINARY)
    assert prices_of("page.webarchive", archive) == [(19500, date(2026, 5, 2))]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("a kilo-\ngram of rice", "a kilogram of rice"),
        ("in Hye-\r\n  san, while", "in Hyesan, while"),
        ("a kilo\u00adgram", "a kilogram"),
        ("Hye\u200bsan and Sin\u2060uiju", "Hyesan and Sinuiju"),
        ("the state-\nrun shop", "the state-run shop"),
        ("Sino-\nKorean", "Sino-Korean"),
        ("a price -\nnot a word", "a price -\nnot a word"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_one_word(broken: str, whole: str) -> None:
    assert document_of("a.txt", broken.encode(), None).text == whole


REPORT = "<p>On June 4 a kilogram of rice cost 21,400 won in Hyesan.</p>"
ELSEWHERE = "<h3>Related</h3><div>More</div><p>Rice cost 8,500 won in Hyesan on March 3, a trader said.</p>"


@pytest.mark.parametrize(
    "hidden",
    [f'<div class="sidebar">{ELSEWHERE}</div>', f'<div id="comments">{ELSEWHERE}</div>',
     f'<section class="x related-posts">{ELSEWHERE}</section>', f'<div role="complementary">{ELSEWHERE}</div>',
     f'<div style="display: none">{ELSEWHERE}</div>', f"<div hidden>{ELSEWHERE}</div>",
     '<p style="display:none">Rice cost 1,500 won.'],
)  # fmt: skip
def test_what_stands_beside_a_report_is_not_read(hidden: str) -> None:
    page = f'<html><body class="sidebar-right"><div class="content">{REPORT}</div>{hidden}<p>The end.</p></body></html>'
    assert text_of_html(page)[0] == "On June 4 a kilogram of rice cost 21,400 won in Hyesan.\nThe end.\n"


def test_a_report_in_a_class_of_what_stands_beside_is_read() -> None:
    page = f'<html><body><div class="widget-area">{REPORT * 3}</div><p>Home</p></body></html>'
    assert text_of_html(page)[0].count("21,400 won") == 3


@pytest.mark.parametrize(
    ("days", "published"),
    [(["2026-06-10T08:00+09:00"], date(2026, 6, 10)), (["2026-06-10", "2026-06-11"], date(2020, 1, 1))],
)
def test_the_day_of_publication_in_linked_data(days: list[str], published: date) -> None:
    data = [{"@type": "NewsArticle", "datePublished": day} for day in days]
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert text_of_html(f'{head}<time datetime="2020-01-01">x</time>{REPORT}')[1] == published


def test_a_charset_that_does_not_fit_is_named() -> None:
    page = ARTICLE.format(charset="utf-8", words="\ud61c\uc0b0").encode("cp949")
    with pytest.raises(InputError, match=r"page.html: is not UTF-8 \(.*\) though it declares it; save it as UTF-8"):
        document_of("page.html", page, None)
