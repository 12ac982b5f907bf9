"""Plain statements of all kinds: which good, amount, place and time a report gives, and what it does not say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jangmadang.reading.reader import read_text

PUBLISHED = date(2026, 6, 15)


def records(text: str, kind: str) -> list[Any]:
    return [record for record in read_text(text, published=PUBLISHED).records if record.type == kind]


def town(record: Any) -> str | None:
    """The last part of the id of a place, with a ~ where it is not stated."""
    if record.place is None:
        return None
    name = str(record.place.id).rsplit(".", 1)[-1]
    return name if record.place.basis == "stated" else f"~{name}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The price of rice at stalls that sell corn rose to 21,400 won a kilogram in Hyesan.",
         ["grain.rice 21400 KPW kg current hyesan likely"]),
        ("Rice sold with corn cost 21,400 won a kilogram in Hyesan.",
         ["grain.rice 21400 KPW kg current hyesan likely"]),
        ("In Hyesan a shop offered a $690 mink coat.", ["apparel.coat 690 USD None current hyesan likely"]),
        ("In Hyesan vendors ask 1,500 won for a notebook.",
         ["household.stationery 1500 KPW None current hyesan likely"]),
        ("Notebooks are sold in Hyesan. They cost 1,500 won.",
         ["household.stationery 1500 KPW None current ~hyesan weak"]),
        ("Rice rose from 18,000 won last year to 21,400 won a kilogram in Hyesan.",
         ["grain.rice 18000 KPW kg before hyesan confirmed", "grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("Rice rose to 21,400 won a kilogram in Hyesan, from 18,000 won in May.",
         ["grain.rice 21400 KPW kg current hyesan confirmed", "grain.rice 18000 KPW kg before hyesan confirmed"]),
        ("Pork cost 43,000 won a kilogram last month. It now costs 45,000 won in Hyesan.",
         ["meat.pork 43000 KPW kg current None likely", "meat.pork 45000 KPW None current hyesan weak"]),
        ("Rice in Hyesan cost 21,400 won ($2.60) a kilogram.", ["grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("A kilogram of rice cost 21,400 won, or 2.60 dollars, in Hyesan.",
         ["grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("Rice in Hyesan cost $2.18 per kg ($2.92 per liter).", ["grain.rice 2.18 USD kg current hyesan confirmed"]),
        ("Rice in Hyesan cost 21,400 won a kilogram, 2,000 won more than in May.",
         ["grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("Rice costs more in Pyongyang than in Hyesan, at 21,400 won a kilogram.",
         ["grain.rice 21400 KPW kg current pyongyang confirmed"]),
        ("Hyesan saw rice at 21,400 won a kilogram, while in Pyongyang it was 20,900 won.",
         ["grain.rice 21400 KPW kg current hyesan confirmed", "grain.rice 20900 KPW kg current pyongyang likely"]),
        ("In the markets of Hyesan, 20,000 won was asked for rice and 6,000 won for corn.",
         ["grain.rice 20000 KPW None current hyesan likely", "grain.corn 6000 KPW None current hyesan likely"]),
        ("Sugar cost 9,000 won a kilogram in Hyesan. In Pyongyang, where shops are full, it was 18,000 won.",
         ["sugar 9000 KPW kg current hyesan confirmed", "sugar 18000 KPW None current pyongyang weak"]),
        ("The kilogram price of rice was 21,400 won in Hyesan.", ["grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("Rice (1 kg) cost 21,400 won in Hyesan.", ["grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("A bottle of cooking oil sold for 15,000 won in Hyesan, and a pair of shoes for 90,000 won.",
         ["oil.cooking 15000 KPW bottle current hyesan confirmed", "footwear 90000 KPW pair current hyesan confirmed"]),
        ("In Hyesan gasoline cost 15,000 won, diesel 12,000 won and rice 21,400 won per kilogram.",
         ["fuel.gasoline 15000 KPW kg current hyesan confirmed", "fuel.diesel 12000 KPW kg current hyesan confirmed",
          "grain.rice 21400 KPW kg current hyesan confirmed"]),
        ("In Hyesan and Musan rice is scarce. It costs 21,400 won a kilogram in both towns.",
         ["grain.rice 21400 KPW kg current ~hyesan weak", "grain.rice 21400 KPW kg current ~musan weak"]),
        ("Rice costs 21,400 won a kilogram everywhere but Hyesan.", ["grain.rice 21400 KPW kg current None likely"]),
        ("Rice now costs about 21,000 won a kilogram in Hyesan.", ["grain.rice 21000 KPW kg current hyesan likely"]),
        ("At least 21,000 won a kilogram is asked for rice in Hyesan.",
         ["grain.rice 21000 KPW kg current hyesan likely"]),
    ],
)  # fmt: skip
def test_prices(text: str, expected: list[str]) -> None:
    found = [
        f"{p.item_id} {p.low:g} {p.currency} {p.per_unit} {p.phase} {town(p)} {p.confidence.level}"
        for p in records(text, "price")
    ]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "In Hyesan rice passed the 20,000 won mark for the first time.",
        "Rice in Hyesan rose by 300 won and 200 won in two weeks.",
        "Traders paid 50,000 won in fines in Hyesan.",
        "Officials in Hyesan took 100 yuan as a bribe.",
        "Workers in Hyesan earn 3,000 won a month.",
        "A 5,000-won banknote is scarce in Hyesan.",
        "Rice sellers in Hyesan face 50,000 won in fines.",
        "For the first time rice in Hyesan exceeded 20,000 won a kilogram.",
    ],
)
def test_money_that_is_no_price(text: str) -> None:
    assert not records(text, "price")


def test_an_average_over_towns_is_the_price_of_none() -> None:
    text = "The average price of rice in three cities (Pyongyang, Sinuiju and Hyesan) was 21,000 won a kilogram."
    (price,) = records(text, "price")
    assert price.place is None and price.confidence.level == "likely"


def test_an_amount_that_is_set_right_is_denied() -> None:
    prices = records("Rice costs 21,400 won, not 25,000 won, a kilogram in Hyesan.", "price")
    assert [(price.low, price.modality) for price in prices] == [(21_400, "asserted"), (25_000, "negated")]


def test_a_time_behind_what_is_compared_is_its_alone() -> None:
    prices = records("Rice in Hyesan cost 21,400 won a kilogram, up from 18,000 won in May.", "price")
    assert [price.time and price.time.start for price in prices] == [None, date(2026, 5, 1)]


def test_what_is_up_from_an_earlier_price_is_none_itself() -> None:
    prices = records(
        "Rice in Hyesan cost 21,400 won a kilogram last week, up from 20,000 won the week before.", "price"
    )
    assert [(price.low, price.phase) for price in prices] == [(21_400, "current"), (20_000, "before")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("State shops in Hyesan sell rice at 10,000 won a kilogram, while at markets it costs 21,400 won.",
         ["state", "unspecified"]),
        ("Wholesale rice was 20,000 won and retail 21,400 won a kilogram in Hyesan.", ["wholesale", "unspecified"]),
    ],
)  # fmt: skip
def test_kinds_of_price(text: str, kinds: list[str]) -> None:
    assert [price.price_type for price in records(text, "price")] == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The yuan stood at 5,100 won in Hyesan and the dollar at 29,500 won.",
         ["CNY 5100 current hyesan confirmed", "USD 29500 current hyesan confirmed"]),
        ("100 yuan cost 510,000 won in Hyesan.", ["CNY 5100 current hyesan confirmed"]),
        ("One dollar traded for 29,500 won in Pyongyang, up from 28,000 won a week earlier.",
         ["USD 29500 current pyongyang confirmed", "USD 28000 before pyongyang confirmed"]),
    ],
)  # fmt: skip
def test_rates(text: str, expected: list[str]) -> None:
    found = [f"{r.base} {r.low:g} {r.phase} {town(r)} {r.confidence.level}" for r in records(text, "fx")]
    assert found == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Rice (1 kg)\nPyongyang 20,900 won\nSinuiju 21,050 won\nHyesan 21,400 won",
         ["grain.rice 20900 kg pyongyang", "grain.rice 21050 kg sinuiju", "grain.rice 21400 kg hyesan"]),
        ("Prices in Hyesan per kilogram in won\nRice | 21,400\nCorn | 6,150\nTrampoline | 90,000 | 95,000",
         ["grain.rice 21400 kg hyesan", "grain.corn 6150 kg hyesan"]),
        ("Market | Pyongyang | Hyesan\nRice (won per kg) | 20,900 | 21,400\nNotebook | 1,500 | 1,600",
         ["grain.rice 20900 kg pyongyang", "grain.rice 21400 kg hyesan",
          "household.stationery 1500 None pyongyang", "household.stationery 1600 None hyesan"]),
        ("Diesel costs 15,000 won for 1 kg.\nPyongyang 14,000 won\nSinuiju 14,500 won", ["fuel.diesel 15000 kg None"]),
        ("Rice: 20,000 won \u2192 21,400 won\nCorn: 6,000 won \u2192 6,150 won",
         ["grain.rice 20000 None None", "grain.rice 21400 None None",
          "grain.corn 6000 None None", "grain.corn 6150 None None"]),
    ],
)  # fmt: skip
def test_rows_of_figures(table: str, expected: list[str]) -> None:
    prices = records(table, "price")
    assert [f"{price.item_id} {price.low:g} {price.per_unit} {town(price)}" for price in prices] == expected
    assert all(("no_unit" in price.flags) == (price.per_unit is None) for price in prices)


def test_a_figure_and_the_one_before_it_are_a_pair() -> None:
    prices = records("Rice: 20,000 won \u2192 21,400 won\nCorn: 6,000 won \u2192 6,150 won", "price")
    assert [price.phase for price in prices] == ["before", "current"] * 2
    assert prices[0].pair_id == prices[1].pair_id != prices[2].pair_id == prices[3].pair_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Traders smuggled gold out of Hyesan.", ["export metal.gold private_smuggling occurred"]),
        ("Traders in Hyesan smuggled out copper.", ["export metal.copper private_smuggling occurred"]),
        ("Traders in Hyesan bought corn and smuggled it to China.", ["export grain.corn private_smuggling occurred"]),
        ("Rice, flour and cooking oil were smuggled into Hyesan.",
         ["import grain.rice private_smuggling occurred", "import grain.wheat_flour private_smuggling occurred",
          "import oil.cooking private_smuggling occurred"]),
        ("North Korea exported goods such as coal and iron ore.",
         ["export fuel.coal None occurred", "export metal.iron_ore None occurred"]),
        ("Smuggling of gold at Hyesan has stopped.", ["export metal.gold private_smuggling ceased"]),
        ("Traders in Hyesan receive shoes, coats and medicine from China.",
         ["import footwear None None", "import apparel.coat None None", "import med None None"]),
        ("Large amounts of corn flour are being brought in from China.", ["import grain.corn_flour None ongoing"]),
        ("Rice imports have stopped.", ["import grain.rice None ceased"]),
        ("The traders bought medicine in China and brought it to Hyesan.", ["import med None occurred"]),
        ("Traders plan to import rice from China.", ["import grain.rice.imported None planned"]),
        ("Russian firms exported flour to North Korea.", ["import grain.wheat_flour None occurred"]),
        ("Traders in Hyesan smuggled out rice.", ["export grain.rice private_smuggling occurred"]),
        ("Smuggled copper from China was sold in Hyesan.", []),
        ("Traders smuggled copper from China.", ["import metal.copper private_smuggling occurred"]),
        ("Coal exports through Nampo fell.", []),
        ("Imported medicine is dear in Hyesan.", []),
        ("The state banned imports of rice.", []),
        ("No rice was imported this month.", []),
    ],
)  # fmt: skip
def test_flows(text: str, expected: list[str]) -> None:
    found = [
        f"{f.direction} {f.item_id} {f.channel and f.channel.value} {f.status and f.status.value}"
        for f in records(text, "flow")
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rice prices rose in Hyesan and fell in Pyongyang.",
         ["price up grain.rice hyesan", "price down grain.rice pyongyang"]),
        ("The price of rice rose sharply. The increase surprised vendors.",
         ["price up grain.rice None", "price up grain.rice None"]),
        ("Rice prices rose in May, and fell again in June.",
         ["price up grain.rice None", "price down grain.rice None"]),
        ("Rice prices rose because corn prices rose.", ["price up grain.rice None", "price up grain.corn None"]),
        ("Demand for rice and corn has risen in Hyesan.",
         ["demand up grain.rice hyesan", "demand up grain.corn hyesan"]),
        ("The price of rice, corn and flour has fallen in Hyesan.",
         ["price down grain.rice hyesan", "price down grain.corn hyesan", "price down grain.wheat_flour hyesan"]),
        ("Prices of goods like sugar and salt doubled.", ["price up sugar None", "price up salt None"]),
        ("Sales, which were good in May, have fallen.", ["sales down None None"]),
        ("Rice prices rose this fall.", ["price up grain.rice None"]),
        ("Demand for fall jackets rose in Hyesan.", ["demand up apparel.jacket hyesan"]),
        ("Increased imports of rice lowered prices.", ["trade_volume up grain.rice None", "price down None None"]),
        ("Rice in Hyesan rose sharply again.", ["price up grain.rice hyesan"]),
        ("Rice cost 21,400 won a kilogram, up 6 percent.", ["price up grain.rice None"]),
        ("Rice cost 18,000 won a kilogram in May. It has risen by 20 percent since.", ["price up grain.rice None"]),
        ("The price of the dollar fell.", ["fx_rate down None None"]),
        ("The won fell against the dollar in Pyongyang.", ["fx_rate up None pyongyang"]),
        ("A sharp rise in prices was seen in Hyesan.", ["price up None hyesan"]),
        ("Rising prices worry families in Hyesan.", ["price up None hyesan"]),
        ("Prices are high in Hyesan.", []),
        ("Prices are lower than in Pyongyang.", []),
        ("To lower prices, the state opened shops.", []),
    ],
)  # fmt: skip
def test_changes(text: str, expected: list[str]) -> None:
    assert [f"{c.target} {c.direction} {c.item_id} {town(c)}" for c in records(text, "change")] == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("If rice prices rise, vendors will be happy.", "hypothetical"),
        ("It is rumored that rice prices rose.", "rumoured"),
        ("Rice prices usually rise in spring.", "habitual"),
        ("Vendors say rice prices will rise.", "expected"),
    ],
)
def test_how_a_change_is_meant(text: str, modality: str) -> None:
    assert [change.modality for change in records(text, "change")] == [modality]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lockdown in Hyesan ended on June 4.", ["lockdown ended hyesan asserted"]),
        ("The lockdown of Hyesan has been lifted.", ["lockdown_lifted occurred hyesan asserted"]),
        ("After a two-year closure of the border, traders returned.", ["border_closure ended None asserted"]),
        ("The closure of the border hurts traders. The border has been closed since January.",
         ["border_closure ongoing None asserted"]),
        ("Because of the border closure, traders could not sell.", ["border_closure None None asserted"]),
        ("Traders could not sell because of the border closure.", ["border_closure None None asserted"]),
        ("Traders could not sell due to the border closure.", ["border_closure None None asserted"]),
        ("Chinese customs authorities tightened inspections.", ["inspection occurred CN asserted"]),
        ("Lockdowns in China hurt trade.", ["lockdown None CN asserted"]),
        ("Police in Hyesan and Musan arrested smugglers.",
         ["arrest occurred hyesan asserted", "arrest occurred musan asserted"]),
        ("Markets in Hyesan and Musan were closed.",
         ["market_closure occurred hyesan asserted", "market_closure occurred musan asserted"]),
        ("Heavy floods in North Hamgyong province destroyed fields.", ["disaster None north_hamgyong asserted"]),
        ("The city party committee ordered inspections in Hyesan.", ["policy_order occurred hyesan asserted"]),
        ("Suspected smugglers were arrested in Hyesan. Their arrest was confirmed.",
         ["arrest occurred hyesan asserted"]),
        ("North Korea will reopen its border in June.", ["border_reopening None None expected"]),
        ("Traders expect the border to reopen.", ["border_reopening None None expected"]),
        ("Rumors say that the border will reopen.", ["border_reopening None None rumoured"]),
        ("A border closure is feared.", ["border_closure None None hypothetical"]),
    ],
)  # fmt: skip
def test_events(text: str, expected: list[str]) -> None:
    found = [f"{e.event_type} {e.status and e.status.value} {town(e)} {e.modality}" for e in records(text, "event")]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "level"), [("Police in Hyesan arrested smugglers.", "weak"), ("The border was closed.", "likely")]
)
def test_events_whose_words_often_mean_something_else_are_weak(text: str, level: str) -> None:
    assert [event.confidence.level for event in records(text, "event")] == [level]


def test_a_telephone_and_a_university_are_no_goods_and_places() -> None:
    reading = read_text("A source in Pyongyang told us by phone that rice cost 21,400 won a kilogram near Hyesan.")
    assert not [entry for entry in reading.unread if entry.kind == "item"]
    (price,) = records("Kim Il Sung University is in Pyongyang. Rice costs 20,900 won a kilogram.", "price")
    assert town(price) == "~pyongyang"
