"""Forms that look like a price, a place or a date of one and are not: confirmed means right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jangmadang.reading.reader import read_text

PUBLISHED = date(2026, 6, 15)
HYESAN, PYONGYANG, SINUIJU = "KP.ryanggang.hyesan", "KP.pyongyang", "KP.north_pyongan.sinuiju"
NOT_DATED = None
COST = "cost 21,400 won per kilogram in Hyesan"


def prices(text: str) -> list[Any]:
    return [record for record in read_text(text, published=PUBLISHED).records if record.type == "price"]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Rice rose 2,000 won per kilogram in Hyesan on June 4.", []),
        ("Rice fell 1,500 won per kilogram in Hyesan on June 4.", []),
        ("A kilogram of rice cost 21,400 won in Hyesan on June 4, up 2,000 won from a month earlier.", [21_400]),
        ("A kilogram of rice cost 21,400 won in Hyesan, down 2,000 won since May.", [21_400]),
        ("Rice cost 21,400 won per kilogram in Hyesan, up 2,000 won from 19,400 won.", [21_400, 19_400]),
        ("Rice in Hyesan is down 2,000 won a kilogram.", []),
        ("Rice in Hyesan, up 2,000 won, now costs 21,400 won per kilogram.", [21_400]),
        ("In Hyesan rice was up to 21,400 won per kilogram.", [21_400]),
        ("Rice rose to 21,400 won per kilogram in Hyesan.", [21_400]),
        ("Porters in Hyesan get 2,000 won per kilogram of rice.", []),
        ("A porter in Hyesan earns 100 yuan per kilogram of copper.", []),
        ("Smugglers in Hyesan pay a bribe of 500 yuan per kilogram of copper.", []),
        ("Guards in Hyesan demanded 50 yuan for each kilogram of copper.", []),
        ("In Hyesan they are paid 500 won per kilogram of rice carried.", []),
        ("Drivers in Hyesan pay 15,000 won per kilogram of gasoline.", [15_000]),
    ],
)
def test_what_is_a_price(text: str, amounts: list[float]) -> None:
    assert [price.low for price in prices(text)] == amounts


@pytest.mark.parametrize(
    "text",
    ["Rice rose 2,000-3,000 won per kilogram in Hyesan.", "Residents of Hyesan get 2,000 won per kilogram of rice."],
)
def test_what_may_be_no_price_is_not_confirmed(text: str) -> None:
    assert [price.confidence.level for price in prices(text)] == ["likely"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Half a kilogram of rice cost 10,700 won in Hyesan.", 0.5),
        ("In Hyesan half a kilo of pork was 22,000 won.", 0.5),
        ("Rice in Hyesan cost 10,700 won per half kilogram.", 0.5),
        ("A quarter of a kilogram of pork cost 11,000 won in Hyesan.", 0.25),
        ("Two kilograms of rice cost 42,800 won in Hyesan.", 2),
        ("A kilo of rice cost 21,400 won in Hyesan.", 1),
        ("Three quarters of a kilogram of pork cost 33,000 won in Hyesan.", None),
        ("A kilo and a half of rice cost 32,100 won in Hyesan.", None),
        ("In Hyesan rice sold at 32,100 won for a kilo and a half.", None),
        ("One and a half kilos of rice sold at 32,100 won in Hyesan.", None),
    ],
)
def test_parts_of_a_measure(text: str, quantity: float | None) -> None:
    (price,) = prices(text)
    assert price.per_qty == quantity and price.per_unit == ("kg" if quantity else None)
    assert (price.confidence.level == "confirmed") == bool(quantity)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In Pyongyang, Sinuiju and Hyesan rice cost 20,900, 21,050 and 21,400 won per kilogram, respectively.",
            [(20_900, PYONGYANG), (21_050, SINUIJU), (21_400, HYESAN)],
        ),
        (
            "Rice cost 20,900, 21,050 and 21,400 won per kilogram in Pyongyang, Sinuiju and Hyesan, respectively.",
            [(20_900, PYONGYANG), (21_050, SINUIJU), (21_400, HYESAN)],
        ),
        (
            "In Pyongyang and Hyesan rice cost 20,900 and 21,400 won a kilogram.",
            [(20_900, PYONGYANG), (21_400, HYESAN)],
        ),
        ("In Pyongyang, Sinuiju and Hyesan rice cost 20,900 and 21,050 won a kilogram, respectively.", []),
        (
            "Rice and corn in Hyesan and Pyongyang cost 21,400 and 6,150 won, and 20,900 and 6,000 won a kilogram, "
            "respectively.",
            [],
        ),
        ("In Pyongyang and Hyesan rice cost 21,400 won a kilogram.", [(21_400, PYONGYANG), (21_400, HYESAN)]),
    ],
)
def test_a_list_gives_each_amount_its_place(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(price.low, price.place and price.place.id) for price in prices(text)] == expected


def test_a_list_of_goods_and_places_that_can_be_read_in_two_ways_has_no_place() -> None:
    found = prices("Rice and corn in Hyesan and Musan cost 21,400 and 6,150 won a kilogram, respectively.")
    assert [(price.item_id, price.place, "unknown_place" in price.flags) for price in found] == [
        ("grain.rice", None, True), ("grain.corn", None, True),
    ]  # fmt: skip
    assert "confirmed" not in {price.confidence.level for price in found}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (f"Rice {COST}, up from 18,000 won in April.", [NOT_DATED, ("04-01", "04-30")]),
        (f"Rice {COST}, the highest since March 2024.", [NOT_DATED]),
        (f"Rice {COST}, as much as on April 3.", [NOT_DATED]),
        (f"Rice {COST}, 400 won more than in May.", [NOT_DATED]),
        (f"Compared to April, rice {COST}.", [NOT_DATED]),
        (f"Rice {COST}, less than the 22,000 won of May.", [NOT_DATED, ("05-01", "05-31")]),
        (f"In May rice {COST}, down from April's 22,000 won.", [("05-01", "05-31"), ("04-01", "04-30")]),
        (f"In May rice {COST}, below the April average of 22,000 won.", [("05-01", "05-31"), ("04-01", "04-30")]),
        (f"On June 4 rice {COST}, up 7% from April.", [("06-04", "06-04")]),
        (f"Rice {COST} on June 4, twice the price of May.", [("06-04", "06-04")]),
        (
            "In Hyesan rice rose from 18,000 won in April to 21,400 won per kg in May.",
            [("04-01", "04-30"), ("05-01", "05-31")],
        ),
        (
            "In Hyesan rice cost 21,400 won per kg in May and 20,100 won per kg in April.",
            [("05-01", "05-31"), ("04-01", "04-30")],
        ),
        (
            "In Hyesan rice cost 21,400 and 21,300 won a kilo in May and 20,100 and 20,000 won in April.",
            [("05-01", "05-31")] * 2 + [("04-01", "04-30")] * 2,
        ),
        (f"Rice {COST}, not the 18,000 won of April.", [NOT_DATED, ("04-01", "04-30")]),
        (f"Rice {COST}, after 18,000 won in April.", [NOT_DATED, ("04-01", "04-30")]),
        ("In Hyesan rice rose from 18,000 to 21,400 won per kg in May.", [NOT_DATED, ("05-01", "05-31")]),
        (
            "Rice in Hyesan cost 20,900 and 21,400 won per kg in April and May, respectively.",
            [("04-01", "04-30"), ("05-01", "05-31")],
        ),
        (
            "In the 1st week of June rice cost 21,400 won per kg in Hyesan; in the 2nd week 21,800 won.",
            [("06-01", "06-07"), ("06-08", "06-14")],
        ),
        (f"In the last week of May rice {COST}.", [("05-25", "05-31")]),
        (f"For the 2nd week in a row rice {COST}.", [NOT_DATED]),
        (f"Between May 1 and May 10 rice {COST}.", [("05-01", "05-10")]),
        (f"From May 1 to 10 rice {COST}.", [("05-01", "05-10")]),
        (f"On 1-10 May rice {COST}.", [("05-01", "05-10")]),
        (f"From the 1st to the 10th of May rice {COST}.", [("05-01", "05-10")]),
        (f"From April to May rice {COST}.", [("04-01", "05-31")]),
        (f"On the 4th of June rice {COST}.", [("06-04", "06-04")]),
    ],
)
def test_when_a_price_held(text: str, dates: list[tuple[str, str] | None]) -> None:
    found = [price.time and (price.time.start, price.time.end) for price in prices(text)]
    assert found == [ends and (day(ends[0]), day(ends[1])) for ends in dates]


@pytest.mark.parametrize("text", ["Between May 1 and 10, 2025 rice {}.", "From May 1 to May 10, 2025, rice {}."])
def test_the_year_of_one_end_is_that_of_both(text: str) -> None:
    (price,) = prices(text.format(COST))
    assert (price.time.start, price.time.end) == (date(2025, 5, 1), date(2025, 5, 10))


@pytest.mark.parametrize("text", ["Ahead of April 15 rice {}.", "Rice {} before April 15.", "After April 15 rice {}."])
def test_of_a_day_before_or_after_nothing_is_known(text: str) -> None:
    (price,) = prices(text.format(COST))
    assert (price.time.basis, price.time.start, price.flags) == ("unresolved", None, ["unresolved_date"])


@pytest.mark.parametrize(
    "text",
    ["A kilogram of rice cost 21,400 won everywhere but Hyesan.", "Outside Hyesan rice cost 21,400 won per kg.",
     "On June 4 rice cost 6 yuan per kilogram in Dandong.", "Rice cost 6 yuan a kilogram in Changbai."],
)  # fmt: skip
def test_a_place_that_is_left_out_or_abroad_is_unknown(text: str) -> None:
    (price,) = prices(text)
    assert price.place is None and "unknown_place" in price.flags and price.confidence.level != "confirmed"


@pytest.mark.parametrize("beside", ["more than in Hyesan", "compared to Hyesan", "unlike Hyesan"])
def test_a_place_only_compared_with_is_not_that_of_a_price(beside: str) -> None:
    (price,) = prices(f"Rice in Musan cost 21,400 won per kg, {beside}.")
    assert price.place.id == "KP.north_hamgyong.musan"


@pytest.mark.parametrize(
    "text",
    ["Dollars cost 25,000 won and yuan 3,500 won in Hyesan.",
     "The dollar stood at 25,000 won and the yuan at 3,500 won in Hyesan."],
)  # fmt: skip
def test_each_currency_has_its_own_rate(text: str) -> None:
    rates = [record for record in read_text(text, published=PUBLISHED).records if record.type == "fx"]
    assert [(rate.base, rate.low) for rate in rates] == [("USD", 25_000), ("CNY", 3_500)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (f"From early to mid May rice {COST}.", [("05-01", "05-20")]),
        (f"In mid- to late May rice {COST}.", [("05-11", "05-31")]),
        (f"Between early and late May rice {COST}.", [("05-01", "05-31")]),
        (f"In the first half of May rice {COST}.", [("05-01", "05-15")]),
        (f"In the latter half of May rice {COST}.", [("05-16", "05-31")]),
        (f"Until May 20 rice {COST}.", [NOT_DATED]),
        (f"Rice {COST} till early June.", [NOT_DATED]),
        (f"From May 1 until May 20 rice {COST}.", [("05-01", "05-20")]),
        (
            "In early and mid-May rice in Hyesan cost 20,000 and 21,000 won a kilogram, respectively.",
            [("05-01", "05-10"), ("05-11", "05-20")],
        ),
        (
            "On May 5 and 20, rice in Hyesan cost 20,000 and 21,000 won a kilogram, respectively.",
            [("05-05", "05-05"), ("05-20", "05-20")],
        ),
        (
            "Rice in Hyesan cost 20,000 won a kilogram at the beginning of May and 22,000 won at the end of the month.",
            [("05-01", "05-10"), ("05-21", "05-31")],
        ),
        (f"At the end of the month rice {COST}.", [NOT_DATED]),
    ],
)
def test_parts_of_a_month(text: str, dates: list[tuple[str, str] | None]) -> None:
    found = [price.time for price in prices(text)]
    assert [time and time.start and (time.start, time.end) for time in found] == [
        ends and (day(ends[0]), day(ends[1])) for ends in dates
    ]


@pytest.mark.parametrize(
    ("when", "ends"),
    [
        ("on June 3 last year", ("2025-06-03", "2025-06-03")), ("on 3 June last year", ("2025-06-03", "2025-06-03")),
        ("in May of last year", ("2025-05-01", "2025-05-31")), ("in late May last year", ("2025-05-21", "2025-05-31")),
        ("in May this year", ("2026-05-01", "2026-05-31")), ("last June", ("2025-06-01", "2025-06-30")),
        ("last December", ("2025-12-01", "2025-12-31")), ("last March", None), ("in May a year earlier", None),
        ("in May the previous year", None), ("this May", ("2026-05-01", "2026-05-31")),
        ("this August", ("2026-08-01", "2026-08-31")), ("in June, last year's highest", ("2026-06-01", "2026-06-30")),
    ],
)  # fmt: skip
def test_a_year_in_words_is_that_of_its_day(when: str, ends: tuple[str, str] | None) -> None:
    (price,) = prices(f"Rice cost 21,400 won per kilogram in Hyesan {when}.")
    assert (price.time.basis == "unresolved") == (ends is None)
    assert ends is None or (str(price.time.start), str(price.time.end)) == ends


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("no more than", "max"), ("not more than", "max"), ("less than", "max"), ("as much as", "max"),
        ("no less than", "min"), ("not less than", "min"), ("more than", "min"), ("at least", "min"),
    ],
)  # fmt: skip
def test_which_end_of_a_price_is_known(words: str, bound: str) -> None:
    (price,) = prices(f"A kilogram of rice costs {words} 21,400 won in Hyesan.")
    assert price.bound == bound


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Unlike in Pyongyang, where a kilogram of rice cost 20,000 won, in Hyesan it was 21,400 won.",
         [PYONGYANG, HYESAN]),
        ("Rice cost 20,900 won a kilo in Pyongyang and 21,400 won in Hyesan, while corn cost 6,000 and 6,150 won.",
         [PYONGYANG, HYESAN, None, None]),
        ("Rice cost 20,000 won in April and 21,000 won in May per kilogram in Hyesan and Pyongyang, respectively.",
         [None, None]),
        ("In Hyesan rice cost 20,000 won in April and corn 6,000 and 6,150 won.", [HYESAN] * 3),
    ],
)  # fmt: skip
def test_a_place_is_that_of_its_own_amounts(text: str, places: list[str | None]) -> None:
    assert [price.place and price.place.id for price in prices(text)] == places


def test_amounts_that_may_be_of_each_good_before_are_left_to_the_reader() -> None:
    text = (
        "In Hyesan rice was 21,400 won, pork 45,000 won and corn 6,150 won a kilogram, "
        "and in Pyongyang 20,900 won, 44,000 won and 6,000 won."
    )
    reading = read_text(text, published=PUBLISHED)
    assert [record.low for record in reading.records if record.type == "price"] == [21_400, 45_000, 6_150]
    assert {"20,900 won", "44,000 won", "6,000 won"} <= {entry.exact for entry in reading.unread}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The state price of rice in Hyesan is 12,000 won a kilogram while the market price is 21,400 won.",
         ["state", "unspecified"]),
        ("Rice in Hyesan cost 21,400 won a kilogram, while state stores sold it for 12,000 won.",
         ["unspecified", "state"]),
        ("State stores in Hyesan sold rice for 12,000 won a kilo, but it cost 21,400 won.", ["state", "unspecified"]),
        ("Rice in Hyesan sold at 20,000 won wholesale and 21,400 won retail per kilogram.",
         ["wholesale", "unspecified"]),
        ("The wholesale price of rice was 20,000 won per kilogram and that of corn 5,900 won in Hyesan.",
         ["wholesale", "wholesale"]),
        ("The government set the ceiling price of rice at 15,000 won per kilogram in Hyesan.", ["state"]),
        ("Rice cost 12,000 won per kilogram, the official price, in Hyesan.", ["state"]),
        ("Traders in Hyesan sell rice on credit at 25,000 won per kilogram.", ["credit"]),
        ("Rice in Hyesan cost 21,400 won per kilogram, but 25,000 won on credit.", ["unspecified", "credit"]),
        ("In Hyesan rice on credit is 25,000 won a kilogram, in cash 21,400 won.", ["credit", "unspecified"]),
        ("In Hyesan a kilo of rice bought on credit costs 25,000 won, against 21,400 won at the market.",
         ["credit", "unspecified"]),
        ("Rice was sold in Hyesan for deferred payment at 25,000 won per kilogram.", ["credit"]),
        ("In Hyesan rice is sold at 25,000 won per kilogram if paid after the harvest.", ["credit"]),
        ("Rice in Hyesan rose to 21,400 won per kilogram as traders stopped selling on credit.", ["unspecified"]),
        ("Families in Hyesan buy rice on credit because a kilogram costs 21,400 won.", ["unspecified"]),
        ("Nobody in Hyesan sells rice on credit any more, it costs 21,400 won per kilogram.", ["unspecified"]),
    ],
)  # fmt: skip
def test_a_kind_of_price_is_that_of_its_own_amount(text: str, kinds: list[str]) -> None:
    assert [price.price_type for price in prices(text)] == kinds


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("Rice cost 18,000 won and now costs 21,400 won per kilogram in Hyesan.", ["before", "current"]),
        ("Rice in Hyesan was 18,000 won a kilogram but is now 21,400 won.", ["before", "current"]),
        ("Rice in Hyesan costs 21,400 won a kilogram, and corn now costs 6,150 won.", ["current", "current"]),
    ],
)
def test_what_was_so_till_now_is_the_earlier_price(text: str, phases: list[str]) -> None:
    assert [price.phase for price in prices(text)] == phases


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        (
            "In Hyesan rice was 21,400 won a kilo in June and is projected at 25,000 won in July.",
            ["asserted", "expected"],
        ),
        ("In Hyesan rice costs 21,400 won a kilo, not 25,000 won as reported.", ["asserted", "negated"]),
        (f"Rice {COST}, not the 18,000 won of April.", ["asserted", "asserted"]),
    ],
)
def test_what_is_projected_or_set_right_is_no_price(text: str, modalities: list[str]) -> None:
    assert [price.modality for price in prices(text)] == modalities


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Two kilograms of pork and a kilogram of rice cost 110,000 won in Hyesan.", ["likely"]),
        ("Rice and corn together cost 27,500 won per kilogram in Hyesan.", ["likely"]),
        (
            "Rice and corn cost 21,400 won per kilogram and 6,150 won per kilogram in Hyesan.",
            ["confirmed", "confirmed"],
        ),
        ("Demand for corn and rice grew and a kilogram of rice cost 21,400 won in Hyesan.", ["confirmed"]),
    ],
)
def test_what_may_be_the_price_of_several_goods_is_not_confirmed(text: str, levels: list[str]) -> None:
    assert [price.confidence.level for price in prices(text)] == levels


def test_rows_of_a_table_are_of_their_own_day() -> None:
    rows = "| May 5 | 20,000 won | 6,000 won |\n| May 20 | 21,000 won | 6,100 won |\n"
    found = prices(f"Prices per kilogram in Hyesan\n| Date | Rice | Corn |\n|---|---|---|\n{rows}")
    assert [(price.item_id, price.low, price.time.start) for price in found] == [
        ("grain.rice", 20_000, day("05-05")), ("grain.corn", 6_000, day("05-05")),
        ("grain.rice", 21_000, day("05-20")), ("grain.corn", 6_100, day("05-20")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "start"),
    [
        ("Prices at Hyesan market, June 10 (per kilogram):", "06-10"), ("Hyesan, June 10", "06-10"),
        ("Hyesan prices compared with June 10", None), ("Rice in Hyesan was dear on June 10.", None),
    ],
)  # fmt: skip
def test_a_caption_dates_its_table(caption: str, start: str | None) -> None:
    found = prices(f"{caption}\nRice: 21,400 won\nCorn: 6,150 won\n")
    assert [price.time and price.time.start for price in found] == [start and day(start)] * 2


def test_money_that_begins_the_next_line_is_its_label() -> None:
    records = read_text("Hyesan, June 10\nRice 21,400\nCorn 6,150\nYuan 5,100\n", published=PUBLISHED).records
    assert [(record.type, record.low) for record in records] == [("price", 21_400), ("price", 6_150), ("fx", 5_100)]
    (cut,) = prices("In the market of Hyesan a kilogram of rice cost 21,400\nwon on June 4.")
    assert (cut.low, cut.currency) == (21_400, "KPW")


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("Item | State | Market", "Rice | 12,000 won | 21,400 won\nCorn | 4,000 won | 6,150 won"),
        ("Item | Price | Change", "Rice | 21,400 | 1,000\nCorn | 6,150 | 150"),
        ("State prices and market prices", "Rice | 12,000\nCorn | 4,000"),
    ],
)  # fmt: skip
def test_columns_that_are_not_understood_give_no_prices(heading: str, rows: str) -> None:
    reading = read_text(f"Prices in Hyesan per kg, in won\n{heading}\n{rows}\n", published=PUBLISHED)
    assert not [record for record in reading.records if record.type == "price"]
    assert len([entry for entry in reading.unread if entry.kind in ("amount", "numeral")]) == len(rows.split("|")) - 1


@pytest.mark.parametrize(
    ("caption", "kind"), [("Wholesale prices in Hyesan", "wholesale"), ("Prices in Hyesan", "unspecified")]
)
def test_a_caption_says_the_kind_of_its_prices(caption: str, kind: str) -> None:
    found = prices(f"{caption}, won per kg\nRice: 20,000\nCorn: 5,900\n")
    assert [price.price_type for price in found] == [kind] * 2


def test_a_row_between_bars_is_whole() -> None:
    rows = "| Rice (kg) | 20,000 won | 21,000 won |\n| Corn (kg) | 6,000 won | 6,100 won |\n"
    found = prices(f"| Item | May 5 | May 20 |\n|---|---|---|\n{rows}Source: Hyesan market\n")
    assert [price.time.start for price in found] == [day("05-05"), day("05-20")] * 2
