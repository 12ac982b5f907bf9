"""Prices that Korean sentences and tables state plainly are read; all else of them is in the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from jangmadang.importing.words import item_of, place_of
from jangmadang.reading.mentions.korean import value_of
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Record
from jangmadang.reading.text.documents import document_of

PUBLISHED = date(2026, 5, 15)


def priced(text: str) -> list[tuple[object, ...]]:
    """What each price or rate of a text is of, its ends, what it buys, and where."""
    return [said(record) for record in read_text(text, published=PUBLISHED).records]


def said(record: Record) -> tuple[object, ...]:
    place = record.place.id.rpartition(".")[2] if record.place else None
    if record.type == "fx":
        return record.base, record.low, record.high, place
    assert record.type == "price"
    return record.item_id.rpartition(".")[2], record.low, record.high, record.currency, record.per_unit, place


@pytest.mark.parametrize(
    ("figure", "value"),
    [("21,400", 21400), ("2만1천", 21000), ("2만 1,400", 21400), ("5천2백", 5200), ("12만", 120000), ("8.5", 8.5)],
)
def test_figures(figure: str, value: float) -> None:
    assert value_of(figure) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("혜산 장마당에서 쌀 1kg은 2만1천원에 거래되고 있다.", [("rice", 21000, 21000, "KPW", "kg", "hyesan")]),
        ("양강도 혜산시에서 설탕 1㎏이 약 80위안에 팔린다.", [("sugar", 80, 80, "CNY", "kg", "hyesan")]),
        ("쌀 1kg 2만1천~2만2천원", [("rice", 21000, 22000, "KPW", "kg", None)]),
        (
            "옥수수는 1kg 당 평양 5,000원, 신의주 5,100원이다.",
            [("corn", 5000, 5000, "KPW", "kg", "pyongyang"), ("corn", 5100, 5100, "KPW", "kg", "sinuiju")],
        ),
        (
            "1달러는 평양 38,000원, 1위안은 혜산 5,300원이다.",
            [("USD", 38000, 38000, "pyongyang"), ("CNY", 5300, 5300, "hyesan")],
        ),
        ("100위안에 53만원", [("CNY", 5300, 5300, None)]),
        ("평양과 혜산에서 쌀 1kg은 2만원이다.", [("rice", 20000, 20000, "KPW", "kg", None)]),
        ("중국 장백에서 쌀 1kg은 5위안이다.", [("rice", 5, 5, "CNY", "kg", None)]),
    ],
)
def test_plain_sentences(text: str, expected: list[tuple[object, ...]]) -> None:
    assert priced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "쌀값이 2천원 올랐다.",  # a difference
        "쌀과 옥수수는 5천원이다.",  # which of the two
        "휘발유와 경유는 각각 1만5천원, 1만4천원이다.",
        "쌀 가격은 2만원까지 오를 전망이다.",  # a forecast
        "노동자 월급 3천원으로 쌀을 산다.",  # a wage
        "쌀 1kg은 수천원이다.",
        "5,000원권 지폐가 쌀 시장에 나왔다.",  # a banknote
        "장마당 단속이 심해졌다.",
    ],
)
def test_the_rest_goes_to_the_ledger(text: str) -> None:
    reading = read_text(text, published=PUBLISHED)
    assert not reading.records
    assert ("Korean sentence", text) in {(entry.kind, entry.exact) for entry in reading.unread}


def test_before_and_after_and_the_day() -> None:
    before, after = read_text("12일 현재 쌀값은 kg당 2만원에서 2만1천원으로 올랐다.", published=PUBLISHED).records
    assert (before.type, after.type) == ("price", "price")
    assert before.phase == "before" and after.phase == "current"  # type: ignore[union-attr]
    assert after.time and after.time.start == date(2026, 5, 12)
    assert {record.confidence.level for record in (before, after)} == {"likely"}


def test_tables() -> None:
    table = (
        "5월 12일 시장 가격 (원/kg)\n품목 | 평양 | 신의주 | 혜산\n쌀 | 20,000 | - | 21,400\n"
        "달러 환율 | 38,000 | 38,100 | 38,200\n기타 | 1 | 2 | 3\n"
    )
    assert priced(table) == [
        ("rice", 20000, 20000, "KPW", "kg", "pyongyang"),
        ("rice", 21400, 21400, "KPW", "kg", "hyesan"),
        ("USD", 38000, 38000, "pyongyang"),
        ("USD", 38100, 38100, "sinuiju"),
        ("USD", 38200, 38200, "hyesan"),
    ]


def test_a_korean_report_is_taken_and_english_beside_it_too() -> None:
    document = document_of(
        "a.txt", "쌀 1kg 2만1천원\n\nIn Hyesan corn cost 5,200 won a kilogram.\n".encode(), PUBLISHED
    )
    records = read_text(document.text, published=PUBLISHED).records
    assert [record.low for record in records if record.type == "price"] == [21000, 5200]
    assert all(document.text[e.start : e.end] == e.exact for record in records for e in record.evidence)


def test_tables_of_prices_know_the_same_words() -> None:
    assert [item_of(word) for word in ("쌀", "찹쌀", "옥수수값", "휘발유")] == [
        "rice",
        "rice_glutinous",
        "corn",
        "gasoline",
    ]
    assert [place_of(word) for word in ("혜산시", "평안북도", "라선")] == ["Hyesan", "N.Pyongan", "Rason"]
