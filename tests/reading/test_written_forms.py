"""Every way of writing an amount with every way of saying what it buys and what it was before."""

from __future__ import annotations

from itertools import product

import pytest

from jangmadang.reading.mentions.mentions import read_mentions
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.reader import read_text

MONEY = {
    "KPW": ["{} won", "{} North Korean won", "{}won", "{} KPW", "KPW {}", "{} NK won", "NKW {}", "{} KWP", "{}-won",
            "₩{}"],
    "CNY": ["{} yuan", "{} Chinese yuan", "{} RMB", "RMB {}", "¥{}", "{} renminbi", "CNY {}", "{}yuan"],
    "USD": ["${}", "{} dollars", "USD {}", "{} US dollars", "US${}", "{} USD", "{} U.S. dollars"],
}  # fmt: skip
STYLES = [(currency, style) for currency, styles in MONEY.items() for style in styles]
RANGES = ["{}-{}", "{} - {}", "{}–{}", "{} to {}", "{}~{}"]
BUYS = {
    "per kilogram": "kg", "per kg": "kg", "a kilo": "kg", "/kg": "kg", "per kilo": "kg", "a kilogram": "kg",
    "for one kilogram": "kg", "for 1kg": "kg", "per liter": "l", "a bottle": "bottle", "per pair": "pair",
    "each": "piece",
}  # fmt: skip
COMPARISONS = [
    ("rose from {before} to {now}", "up"),
    ("climbed from {before} to {now}", "up"),
    ("went from {before} to {now}", "up"),
    ("cost {now}, up from {before}", "up"),
    ("rose to {now} from {before}", "up"),
    ("was {before} last month but is now {now}", None),
    ("sold for {now}, compared with {before} a month ago", None),
    ("previously cost {before}, but has risen to {now}", "up"),
    ("used to be {before} and is now {now}", None),
]


def one_price(text: str) -> tuple[float, float, str]:
    prices = [record for record in read_text(text).records if record.type == "price"]
    assert len(prices) == 1, [(p.low, p.high, p.currency) for p in prices]
    return prices[0].low, prices[0].high, prices[0].currency


def money_of(text: str) -> list[tuple[float, float, str]]:
    report = read_mentions("forms", text, None, load_tables())
    return [(amount.low, amount.high, amount.unit) for amount in report.amounts if amount.is_money]


@pytest.mark.parametrize(("currency", "style"), STYLES)
@pytest.mark.parametrize("figure", ["5,200", "5200", "950", "4.5"])
def test_an_amount(currency: str, style: str, figure: str) -> None:
    value = float(figure.replace(",", ""))
    assert money_of(f"Rice costs {style.format(figure)} in Hyesan.") == [(value, value, currency)]
    assert one_price(f"In Hyesan rice costs {style.format(figure)}.") == (value, value, currency)


@pytest.mark.parametrize(("currency", "style"), STYLES)
@pytest.mark.parametrize("form", RANGES)
def test_a_range(currency: str, style: str, form: str) -> None:
    written = style.format(form.format("200", "350"))
    assert money_of(f"Rice costs {written} in Hyesan.") == [(200, 350, currency)]


@pytest.mark.parametrize(("currency", "style"), STYLES)
def test_between(currency: str, style: str) -> None:
    twice = f"Rice costs between {style.format('200')} and {style.format('350')}."
    assert money_of(twice) == [(200, 350, currency)]
    if style.startswith("{}"):
        assert money_of(f"Rice costs between 200 and {style.format('350')}.") == [(200, 350, currency)]


@pytest.mark.parametrize(("currency", "style"), [pair for pair in STYLES if "-" not in pair[1]])
@pytest.mark.parametrize(("buys", "unit"), BUYS.items())
def test_what_it_buys(currency: str, style: str, buys: str, unit: str) -> None:
    joined = f"{style.format('5,200')}{'' if buys.startswith('/') else ' '}{buys}"
    prices = [r for r in read_text(f"In Hyesan, soybean oil sells for {joined}.").records if r.type == "price"]
    assert [(p.low, p.currency, p.per_unit, p.per_qty) for p in prices] == [(5200, currency, unit, 1)]


@pytest.mark.parametrize(
    ("frame", "order"), list(product(["{verb} {amount}", "{amount} for rice"], ["In Hyesan, {}.", "{} in Hyesan."]))
)
@pytest.mark.parametrize("currency", ["KPW", "CNY", "USD"])
def test_orders(frame: str, order: str, currency: str) -> None:
    amount = MONEY[currency][0].format("5,200")
    clause = f"rice costs {amount}" if "verb" in frame else f"people pay a price of {amount} for rice"
    prices = [r for r in read_text(order.format(clause)).records if r.type == "price"]
    assert [(p.item_id, p.low, p.currency, p.place.id) for p in prices if p.place] == [
        ("grain.rice", 5200, currency, "KP.ryanggang.hyesan")
    ]


@pytest.mark.parametrize("asked", ["was asked", "is being asked", "had been charged", "was quoted", "changed hands"])
@pytest.mark.parametrize("kind", ["", "A credit price of "])
@pytest.mark.parametrize(("per", "unit"), [("", None), (" a kilogram", "kg"), (" per kilogram", "kg")])
def test_asking_in_the_passive_voice(asked: str, kind: str, per: str, unit: str | None) -> None:
    records = read_text(f"{kind}20,000 won{per} {asked} for rice in Hyesan.").records
    (price,) = (record for record in records if record.type == "price")
    assert (price.item_id, price.low, price.per_unit) == ("grain.rice", 20_000, unit)
    assert price.price_type == ("credit" if kind else "unspecified")


@pytest.mark.parametrize(
    "text",
    [
        "A fee of 20,000 won was charged for rice at the checkpoint in Hyesan.",
        "A bribe of 20,000 won was asked for rice that had been seized in Hyesan.",
        "In Hyesan 20,000 won was paid for carrying rice.",
        "In Hyesan 20,000 won was not asked for rice.",
    ],
)
def test_what_is_asked_for_something_else_is_no_price(text: str) -> None:
    assert not [record for record in read_text(text).records if record.type == "price"]


@pytest.mark.parametrize(("comparison", "direction"), COMPARISONS)
@pytest.mark.parametrize(("currency", "style"), [pair for pair in STYLES if "-" not in pair[1]])
def test_before_and_after(comparison: str, direction: str | None, currency: str, style: str) -> None:
    said = comparison.format(before=style.format("4,100"), now=style.format("5,200"))
    records = read_text(f"In Hyesan, the price of rice {said}.").records
    phases = {(r.low, r.currency): r.phase for r in records if r.type == "price"}
    assert phases == {(4100, currency): "before", (5200, currency): "current"}
    pairs = {r.pair_id for r in records if r.type == "price"}
    assert len(pairs) == 1 and None not in pairs
    if direction:
        assert {(r.target, r.direction) for r in records if r.type == "change"} == {("price", direction)}


@pytest.mark.parametrize("currency_first", ["4,100 to 5,200 won", "KPW 4,100 to 5,200"])
def test_a_currency_written_once_holds_for_both(currency_first: str) -> None:
    assert money_of(f"The price rose from {currency_first}.") == [(4100, 4100, "KPW"), (5200, 5200, "KPW")]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12 thousand won", 12_000),
        ("1.5 million won", 1_500_000),
        ("half a million won", 500_000),
        ("ten thousand won", 10_000),
    ],
)
def test_written_out(written: str, value: float) -> None:
    assert money_of(f"It costs {written}.") == [(value, value, "KPW")]


@pytest.mark.parametrize(
    "text", ["On May 25, 2021 it rained.", "COVID-19", "at 4 p.m.", "the 8th congress", "300 people", "No. 5"]
)
def test_what_is_no_amount(text: str) -> None:
    assert money_of(text) == []
