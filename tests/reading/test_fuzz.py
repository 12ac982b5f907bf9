"""No text and no bytes crash the reader; every offset holds in whatever it is given."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jangmadang.errors import InputError
from jangmadang.reading.reader import read_text
from jangmadang.reading.text.documents import document_of
from jangmadang.reading.text.html_text import text_of_html
from jangmadang.reading.text.text_view import matching_view

PIECES = st.sampled_from(
    [
        "rice", "corn prices", "5,200 won", "¥4.5", "KPW 12,800", "from 4 to 6 RMB", "between 500 and 1,200 yuan",
        " per kg",
        "in Hyesan", "Ryanggang province", "rose", "fell by", "30%", "(9,000 won)", "→", "|", "\n", "\n\n", "\t",
        ". ", ", ",
        " and ", "respectively", "smuggling", "was suspended", "exported to China", "100 yuan", "the dollar", "=",
        "1 kg of",
        "May 32", "last week", "2025-13-45", "mid-9,000 won", "half a million won", "0 won", "won", "$", "$1",
        "nine-point-",
        "if", "not", "<b>", "“", "’s", "ŏ", "ﬃ", "İ", "\u202e", "𝟓 won", "１０００ won", "٥٠٠ won", "²", "½ kg",
    ]
)  # fmt: skip
SENTENCES = st.lists(PIECES, max_size=40).map(" ".join)
CALM = settings(max_examples=150)


def check(text: str) -> None:
    reading = read_text(text)
    assert len(matching_view(text)) == len(text)
    for record in reading.records:
        assert all(text[e.start : e.end] == e.exact and e.start < e.end for e in record.evidence)
    assert all(text[entry.start : entry.end] == entry.exact for entry in reading.unread)
    assert len({record.id for record in reading.records}) == len(reading.records)


@CALM
@given(SENTENCES)
def test_made_up_sentences(text: str) -> None:
    check(text)


@CALM
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    check(text)


@CALM
@given(st.binary(max_size=600))
def test_any_bytes(data: bytes) -> None:
    try:
        document = document_of("fuzz.txt", data, None)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        check(document.text)


@CALM
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<table>", "<td", ">", "<!--", "-->", "&amp;", "&#0;", "<script>", "5 won", "x", '"']
        ),
        max_size=40,
    )
)
def test_any_markup(parts: list[str]) -> None:
    text, _ = text_of_html("".join(parts))
    check(text)
