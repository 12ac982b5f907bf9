"""What a table says that is no plain price: never stored as one, and told with the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation, each_place
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.evidence.table import read_observations
from jangmadang.files import LOCK, write_whole
from jangmadang.importing import merging
from jangmadang.importing.hxl import write_hxl
from jangmadang.importing.merging import merge_into
from jangmadang.importing.table import Imported, import_table
from jangmadang.importing.words import is_this_country
from jangmadang.results.replacing import replacing

HEADING = "Date,Place,Item,Price"


def imported(tmp_path: Path, text: str, mapping: str | None = None) -> Imported:
    (tmp_path / "f.csv").write_text(text, "utf-8")
    if mapping is not None:
        (tmp_path / "map.yaml").write_text(mapping, "utf-8")
    return import_table(tmp_path / "f.csv", tmp_path / "map.yaml" if mapping is not None else None)


def said(found: Imported) -> str:
    return "; ".join(why for _, why in found.left_out)


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("Hyesan rice", "rice"), ("Hyesan rice wholesale", "rice_wholesale"), ("혜산 쌀 도매", "rice_wholesale"),
        ("혜산 쌀 국정가격", "rice_state"), ("혜산 쌀(원/kg)", "rice"), ("Hyesan rice(won/kg)", "rice"),
        ("DPRK, Hyesan, Rice, Wholesale, KPW/kg", "rice_wholesale"), ("Hyesan rice change", None),
        ("Hyesan rice last year", None), ("Hyesan rice forecast", None), ("Hyesan rice %", None),
        ("혜산 쌀 전월대비", None), ("Hyesan rice (KRW/kg)", None), ("Hyesan rice (EUR/kg)", None),
        ("DPRK, Hyesan, Rice, Retail, KRW/kg", None), ("Hyesan and Musan rice", None), ("China, Dandong, Rice", None),
    ],
)  # fmt: skip
def test_a_heading_is_taken_only_if_all_its_words_are_known(heading: str, item: str | None, tmp_path: Path) -> None:
    found = imported(tmp_path, f'Date,"{heading}",Pyongyang rice\n2026-03-15,21400,21500\n')
    at_hyesan = [o.item for o in found.observations if o.place == "Hyesan"]
    assert at_hyesan == ([item] if item else []) and len(found.observations) == 1 + bool(item)
    assert [number for number, _ in found.left_out] == [1] * (item is None)
    assert item or f"column '{heading}'" in said(found)


@pytest.mark.parametrize(
    ("heading", "price", "currency", "per_qty"),
    [
        ("Hyesan rice (yuan per kg)", "4.5", "CNY", 1), ("Hyesan rice (USD/tonne)", "600", "USD", 1000),
        ("Hyesan rice", "21400", "KPW", 1),
    ],
)  # fmt: skip
def test_a_heading_says_money_and_unit(heading: str, price: str, currency: str, per_qty: float, tmp_path: Path) -> None:
    for first in ("Date", "Date-Monthly"):
        row = imported(tmp_path, f"{first},{heading}\n2026-03,{price}\n").observations[0]
        assert (row.currency, row.per_qty, row.unit) == (currency, per_qty, "kg")
    told = imported(tmp_path, "Date,Place,Item,Price USD\n2026-03-15,Hyesan,rice,0.6\n").observations[0]
    assert (told.item, told.currency) == ("rice", "USD")


@pytest.mark.parametrize(
    ("row", "currency", "unit"),
    [
        ("lingzhi,500 yuan,,", "CNY", (1, "kg")), ("copper,CNY 60,,", "CNY", (1, "kg")),
        ("rice,21400원,,", "KPW", (1, "kg")), ("rice,4.5 yuan/kg,,", "CNY", (1, "kg")),
        ("rice,10700,KPW,1/2 kg", "KPW", (0.5, "kg")),
        ("Rice (50 kg),1070000,,", "KPW", (50, "kg")), ("egg,1150,,", "KPW", (1, "each")),
        ("rice,21400 CNY,KPW,", None, None), ("Rice (50 kg),1070000,,kg", None, None), ("rice,0.5,,EUR/kg", None, None),
        ("rice,21400*,,", None, None), ("rice,0.5 EUR,,", None, None), ("dollar,1450,,KRW/USD", None, None),
    ],
)  # fmt: skip
def test_money_and_unit_of_any_cell_count_and_may_not_differ(
    row: str, currency: str | None, unit: tuple[float, str] | None, tmp_path: Path
) -> None:
    found = imported(tmp_path, f"Date,Place,Item,Price,Currency,Unit\n2026-03-15,Hyesan,{row}\n")
    assert [(o.currency, (o.per_qty, o.unit)) for o in found.observations] == ([(currency, unit)] if currency else [])
    assert len(found.left_out) == (currency is None)


@pytest.mark.parametrize(
    ("title", "figure"),
    [
        ("Prices in won per 500 g", ("rice", "KPW", (0.5, "kg"))), ("(단위: 원/500g)", ("rice", "KPW", (0.5, "kg"))),
        ("시장 물가, 500g 기준", ("rice", "KPW", (0.5, "kg"))), ("Prices,,won/500g,", ("rice", "KPW", (0.5, "kg"))),
        ("Wholesale prices", ("rice_wholesale", "KPW", (1, "kg"))), ("도매가격", ("rice_wholesale", "KPW", (1, "kg"))),
        ("Rice prices and the rate of the yuan 2026", ("rice", "KPW", (1, "kg"))),
        ("State of the market, in 3 tables", ("rice", "KPW", (1, "kg"))),
        ("Forecast of prices", None), ("Prices per 500 g (per kg from May)", None), ("Prices (won/kg) (yuan/kg)", None),
    ],
)  # fmt: skip
def test_titles_say_what_holds_for_all_prices(title: str, figure: tuple[Any, ...] | None, tmp_path: Path) -> None:
    found = imported(tmp_path, f"{title}\n{HEADING}\n2026-03-15,Hyesan,rice,10700\n")
    assert [(o.item, o.currency, (o.per_qty, o.unit)) for o in found.observations] == ([figure] if figure else [])
    assert figure or len(found.left_out) == 1
    said_in_the_row = imported(tmp_path, f"{title}\n{HEADING},Unit,Type\n2026-03-15,Hyesan,rice,21400 won,kg,retail\n")
    assert title.startswith("Forecast") or [o.per_qty for o in said_in_the_row.observations] == [1]


def test_a_note_below_says_the_unit_and_a_note_of_a_row_that_it_is_no_price(tmp_path: Path) -> None:
    rows = "2026-03-15,Hyesan,rice,10700,\n2026-03-15,Hyesan,corn,3100,estimated from Musan\n"
    found = imported(tmp_path, f"{HEADING},Note\n{rows}Note: prices per 500 g; * wholesale prices,,,,\n")
    assert [(o.item, o.per_qty) for o in found.observations] == [("rice", 0.5)]
    assert "by its note (estimated from Musan)" in said(found)


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ("Date,Place,Rice,Corn\n,,won/500g,won/kg\n2026-03-15,Hyesan,10700,6100", [("rice", 0.5), ("corn", 1)]),
        ("Date,Place,Rice,\n,,Retail,Wholesale\n2026-03-15,Hyesan,21400,20000", [("rice", 1), ("rice_wholesale", 1)]),
        (",Rice,,Corn,\nDate,Hyesan,Musan,Hyesan,Musan\n2026-03-15,21400,21000,6100,6000",
         [("rice", 1), ("rice", 1), ("corn", 1), ("corn", 1)]),
        ("Date,Place,Item,Price\n(year-month-day),,,(won/500g)\n2026-03-15,Hyesan,rice,10700", [("rice", 0.5)]),
        ("Date,Place,Item,Price\n,,,last year\n2026-03-15,Hyesan,rice,17000", []),
        ("Date,Place,Rice,Rice\n,,2025,2026\n2026-03-15,Hyesan,17000,21400", []),
        ("Date,Place,Rice,Corn\nRyanggang,,,\n2026-03-15,Hyesan,21400,n/a", [("rice", 1)]),
    ],
)  # fmt: skip
def test_two_rows_of_headings_are_one(rows: str, taken: list[tuple[str, float]], tmp_path: Path) -> None:
    found = imported(tmp_path, f"{rows}\n")
    assert [(o.item, o.per_qty) for o in found.observations] == taken


def test_of_two_columns_of_one_name_none_is_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column says the price"):
        imported(tmp_path, f"{HEADING},Price\n2026-03-15,Hyesan,rice,17000,21400\n")
    found = imported(tmp_path, "Date,Hyesan rice,rice in Hyesan,Hyesan corn\n2026-03-15,17000,21400,6100\n")
    assert [o.item for o in found.observations] == ["corn"] and said(found).count("says the same as column") == 2


@pytest.mark.parametrize(
    ("column", "value", "mapping", "per_qty"),
    [
        ("Quantity", "2", None, None), ("Quantity", "1", None, 1), ("수량", "", None, 1),
        ("Quantity", "2", "columns: {per_qty: Quantity}", 2),
    ],
)  # fmt: skip
def test_for_how_many_a_price_is(
    column: str, value: str, mapping: str | None, per_qty: float | None, tmp_path: Path
) -> None:
    found = imported(tmp_path, f"{HEADING},{column}\n2026-03-15,Hyesan,rice,42800,{value}\n", mapping)
    assert [o.per_qty for o in found.observations] == ([per_qty] if per_qty else [])
    assert per_qty or "so many sold?" in said(found)


def test_columns_of_which_nothing_is_taken_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "2026-03-15,Hyesan,rice,15400,broken,actual\n2026-03-15,Hyesan,rice,21400,,forecast\n"
    found = imported(tmp_path, f"{HEADING},Quality,Status\n{rows}")
    assert found.unused == ["Quality"] and [o.low for o in found.observations] == [15400]
    assert main(["evidence", "import", str(tmp_path / "f.csv"), "--preview"]) == 0
    assert "not used: column 'Quality'" in capsys.readouterr().out
    assert main(["evidence", "import", str(tmp_path / "f.csv"), "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["columns_not_used"] == ["Quality"]


@pytest.mark.parametrize(
    ("tags", "low"),
    [
        ("#value+change,#value", 21400), ("#value+last_year,#value+lcu", 21400), ("#meta,#value", 21400),
        ("#meta,#value+cny", None), ("#meta,#value+change", None),
    ],
)  # fmt: skip
def test_a_tag_is_taken_only_if_its_attributes_are_known(tags: str, low: float | None, tmp_path: Path) -> None:
    rows = f"Day,Market,Good,Other,Price\n#date,#loc+name,#item+name,{tags}\n2026-03-15,Hyesan,rice,15000,21400\n"
    if low is None:
        with pytest.raises(InputError, match="no column says the price"):
            imported(tmp_path, rows)
    else:
        assert [o.low for o in imported(tmp_path, rows).observations] == [low]


def test_a_code_of_a_country_or_of_money_counts(tmp_path: Path) -> None:
    tags = "#date,#country+code,#loc+town+main,#loc+code,#item+name,#currency+code,#value"
    heading = "date,countryiso3,market,market id,commodity,currency,price"
    rows = "2026-03-15,PRK,Hyesan,7,lingzhi,CNY,500\n2026-03-15,CHN,Hyesan,7,lingzhi,CNY,600\n"
    found = imported(tmp_path, f"{heading}\n{tags}\n{rows}")
    assert [(o.place, o.currency, o.low) for o in found.observations] == [("Hyesan", "CNY", 500)]
    assert "another country" in said(found)


def test_a_year_and_a_month_have_tags_of_their_own(tmp_path: Path) -> None:
    tags = "#date+year,#date+month,#loc+name,#item+name,#value"
    row = imported(tmp_path, f"a,b,c,d,e\n{tags}\n2026,3,Hyesan,rice,21400\n").observations[0]
    assert (str(row.date_start), str(row.date_end)) == ("2026-03-01", "2026-03-31")


@pytest.mark.parametrize(
    ("price", "number_format", "currency"),
    [
        (500, '"\u00a5"#,##0', "CNY"), (500, "[$\u00a5-804]#,##0.00", "CNY"), (900000, '#,##0"\uc6d0"', "KPW"),
        (500, "#,##0.00", "KPW"), (500, '"$"#,##0_);("$"#,##0)', "KPW"), (0.05, "0%", None),
        (500, "[$\u20ac-2] #,##0", None),
    ],
)  # fmt: skip
def test_the_format_of_a_cell_says_money(
    price: float, number_format: str, currency: str | None, tmp_path: Path
) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEADING.split(","))
    sheet.append([date(2026, 3, 1), "Hyesan", "lingzhi", price])
    sheet["A2"].number_format, sheet["D2"].number_format = "mmm-yy", number_format
    book.save(tmp_path / "f.xlsx")
    found = import_table(tmp_path / "f.xlsx").observations
    assert [o.currency for o in found] == ([currency] if currency else [])
    assert [(str(o.date_start), str(o.date_end)) for o in found] == [("2026-03-01", "2026-03-31")] * len(found)


def test_a_point_that_may_group_thousands_is_not_guessed(tmp_path: Path) -> None:
    rows = "2026-03-15,Hyesan,lingzhi,1.250,CNY\n2026-03-15,Hyesan,rice,4.125,CNY\n"
    found = imported(tmp_path, f"{HEADING},Currency\n{rows}")
    assert [o.low for o in found.observations] == [4.125] and "'1.250': a point before decimals or" in said(found)
    found = imported(tmp_path, f"{HEADING},Currency\n{rows}", 'decimal: ","')
    assert [o.low for o in found.observations] == [1250]


def test_a_price_counts_where_only_one_end_stands_beside_it(tmp_path: Path) -> None:
    found = imported(
        tmp_path, f"{HEADING},Low,High\n2026-03-15,Hyesan,rice,21000,20000,\n2026-03-16,Hyesan,rice,20,20,\n"
    )
    assert [(o.low, o.high) for o in found.observations] == [(21000, 21000)]
    row = imported(tmp_path, f"{HEADING},Low,High\n2026-03-16,Hyesan,rice,20000,20000,\n").observations[0]
    assert (row.low, row.high, row.bound) == (20000, None, "lower")


@pytest.mark.parametrize("heading", ["Price (thousand won)", "가격(천원)", "Price index", "Preis %", "Kosten"])
def test_a_mapping_makes_no_prices_of_thousands(heading: str, tmp_path: Path) -> None:
    rows = f"Date,Place,Item,{heading}\n2026-03-15,Hyesan,lingzhi,900\n"
    found = imported(tmp_path, rows, f"columns: {{price: '{heading}'}}")
    assert [o.low for o in found.observations] == ([900] if heading == "Kosten" else [])
    assert heading == "Kosten" or "write its prices in full" in said(found)


def test_the_money_that_is_priced_is_not_what_it_is_paid_in(tmp_path: Path) -> None:
    found = imported(
        tmp_path, f"{HEADING}\n2026-03-15,Hyesan,중국환율(1元),5100\n2026-03-15,Hyesan,달러환율(1$),35000\n"
    )
    assert [(o.item, o.currency, o.low) for o in found.observations] == [("cny", "KPW", 5100), ("usd", "KPW", 35000)]


@pytest.mark.parametrize(
    ("item", "kind", "name"),
    [
        ("Rice", "Farm Gate", "rice_purchase"), ("Rice", "Producer", "rice_purchase"),
        ("Rice", "도매", "rice_wholesale"), ("Rice", "국정가격", "rice_state"), ("Rice", "소매", "rice"),
        ("Rice", "외상", "rice_credit"), ("rice_credit", "Credit", "rice_credit"),
        ("Rice (wholesale)", "", "rice_wholesale"),
        ("State rice", "", "rice_state"), ("rice_wholesale", "Wholesale", "rice_wholesale"),
        ("Maize Grain (White)", "Retail", "corn"), ("lingzhi", "Farm Gate", "lingzhi"),
        ("glutinous rice", "", "rice_glutinous"), ("Rice (imported)", "", "rice_imported"),
        ("exchange rate (USD)", "", "usd"), ("Rice", "Export", None), ("Rice", "FOB", None),
        ("Rice", "Import parity", None),
        ("Rice (wholesale)", "Retail", None), ("rice price index", "", None), ("official exchange rate", "", None),
        ("liquefied gas", "", None), ("rice bran", "", None), ("paddy rice", "", None),
        ("Rice (low quality)", "", None), ("corn oil", "", None), ("Corn husks", "", None),
        ("egg plant", "", None), ("fuel", "", None),
    ],
)  # fmt: skip
def test_goods_and_kinds_of_price(item: str, kind: str, name: str | None, tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADING},Price type\n2026-03-15,Hyesan,{item},21400,{kind}\n")
    assert [o.item for o in found.observations] == ([name] if name else [])
    assert bool(found.left_out) == (name is None)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Hyesan market", "Hyesan"), ("양강도 혜산시", "Hyesan"), ("Hyesan, Ryanggang Province", "Hyesan"),
        ("Average of Pyongyang, Sinuiju and Hyesan", "Pyongyang/Sinuiju/Hyesan"),
        ("평양/신의주/혜산", "Pyongyang/Sinuiju/Hyesan"), ("Hyesan and Musan", None), ("not Hyesan", None),
        ("Changbai across from Hyesan", None), ("outside Hyesan", None), ("Dandong opposite Sinuiju", None),
    ],
)  # fmt: skip
def test_places(place: str, name: str | None, tmp_path: Path) -> None:
    found = imported(tmp_path, f'{HEADING}\n2026-03-15,"{place}",rice,21400\n')
    assert [o.place for o in found.observations] == ([name] if name else [])
    assert name or "no place that is known" in said(found)


@pytest.mark.parametrize(
    ("name", "is_here"),
    [
        ("KP", True), ("Korea (Democratic People's Republic of)", True), ("Dem. People's Rep. Korea", True),
        ("Republic of Korea", False), ("China", False),
    ],
)  # fmt: skip
def test_this_country(name: str, is_here: bool) -> None:
    assert is_this_country(name) == is_here


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (("Mar 15", ""), "without a year"), (("2025.1", ""), "write 2025-01 or 2025-10"),
        (("46096", ""), "shows as a number"), (("", ""), "no date (where cells"), (("True", ""), "write it as"),
        (("03/04/2026", ""), "day or month first?"),
        (("2020-01-01", "2026-03-15"), "a month at most"), (("2026-03-15", "2026-03-01"), "the first before the last"),
        ((str(date.today() + timedelta(days=2)), ""), "in the future"),
    ],
)  # fmt: skip
def test_dates_are_not_guessed(days: tuple[str, str], why: str, tmp_path: Path) -> None:
    found = imported(tmp_path, f"From,To,Place,Item,Price\n{','.join(days)},Hyesan,rice,21400\n")
    assert not found.observations and why in said(found)


@pytest.mark.parametrize("parts", ["2026,March", "2026,Mar", "2026년,3월", "2026,3", ",2026-03"])
def test_year_and_month_in_columns_of_their_own(parts: str, tmp_path: Path) -> None:
    row = imported(tmp_path, f"Year,Month,Place,Item,Price\n{parts},Hyesan,rice,21400\n").observations[0]
    assert (str(row.date_start), str(row.date_end), row.basis) == ("2026-03-01", "2026-03-31", "month")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ("2025,,2026-03-15", "its year is '2025', its date 2026-03-15"),
        ("25년,,2026-03", "its year is '25년', its dates 2026-03-01 to 2026-03-31"),
        ("2026,May,2026-03-15", "its month is 'May', its date 2026-03-15"),
        ("2026,5월,2026-03-15", "its month is '5월', its date 2026-03-15"),
        ("2026,March,2026-03-15", ""), ("26,3,2026-03", ""),
    ],
)  # fmt: skip
def test_a_year_or_month_beside_a_date_must_be_that_of_the_date(parts: str, why: str, tmp_path: Path) -> None:
    found = imported(tmp_path, f"Year,Month,Date,Place,Item,Price\n{parts},Hyesan,rice,21400\n")
    assert len(found.observations) == (not why) and why in said(found)


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("1", ("2026-02-01", "2026-02-07")), ("week 2", ("2026-02-08", "2026-02-14")),
        ("3rd", ("2026-02-15", "2026-02-21")), ("4주", ("2026-02-22", "2026-02-28")), ("5", None), ("9", None),
    ],
)  # fmt: skip
def test_a_week_of_a_month_is_seven_days_of_it(week: str, days: tuple[str, str] | None, tmp_path: Path) -> None:
    found = imported(tmp_path, f"Year,Month,Week,Place,Item,Price\n2026,2,{week},Hyesan,rice,21400\n")
    if days is None:
        assert not found.observations and f"no week of 2026-02 ('{week}'" in said(found)
        return
    row = found.observations[0]
    assert (str(row.date_start), str(row.date_end), row.basis) == (*days, "week")


def test_a_week_says_nothing_beside_a_day(tmp_path: Path) -> None:
    row = imported(tmp_path, "Date,Week,Place,Item,Price\n2026-03-15,11,Hyesan,rice,21400\n").observations[0]
    assert str(row.date_start) == str(row.date_end) == "2026-03-15"


@pytest.mark.parametrize(("flag", "taken"), [("actual", True), ("E", False), ("projected", False), ("exclude", False)])
def test_flags(flag: str, taken: bool, tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADING},Flag\n2026-03-15,Hyesan,rice,21400,{flag}\n")
    assert len(found.observations) == taken and len(found.left_out) == (not taken)


@pytest.mark.parametrize(
    ("mapping", "outcome"),
    [
        ("values: {per_qty: 5, unit: kg}", (5, "Hyesan")), ("values: {place: 혜산}", (1, "Hyesan")),
        ("values: {item: corn}", "its item is 'rice', the mapping says 'corn'"),
        ("values: {place: Pyongyang}", "its place is 'Hyesan', the mapping says 'Pyongyang'"),
        ("values: {per_qty: many}", "per_qty is no positive number"),
    ],
)  # fmt: skip
def test_what_a_mapping_says_of_all_rows_counts(mapping: str, outcome: str | tuple[float, str], tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADING}\n2026-03-15,Hyesan,rice,21400\n", mapping)
    assert [(o.per_qty, o.place) for o in found.observations] == ([outcome] if isinstance(outcome, tuple) else [])
    assert isinstance(outcome, tuple) or outcome in said(found)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("- 1", "expected settings"), ("items: {Reis: rise}", "no item is called 'rise'; did you mean 'rice'"),
        ("places: {Hjesan: Hyesn}", "no place is called 'Hyesn'; did you mean 'Hyesan'"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused(mapping: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why):
        imported(tmp_path, f"{HEADING}\n2026-03-15,Hyesan,rice,21400\n", mapping)


def test_the_shipped_table_comes_back_from_its_export(tmp_path: Path) -> None:
    def figures(rows: list[Observation]) -> list[Observation]:
        same: dict[str, Any] = {"id": "", "known_on": date.min, "series": "", "note": "", "basis": "day"}
        return sorted((replace(row, **same, bound="exact", shared_by=1) for row in rows), key=repr)

    rows = [*shipped_rows(), replace(shipped_rows()[0], id="p", item="rice_purchase", unit="kg", low=9e3, high=9e3)]
    write_hxl(tmp_path / "out.csv", rows)
    back = import_table(tmp_path / "out.csv", keep_unlikely=True)
    assert not back.left_out and figures(back.observations) == figures(each_place(rows))


def test_rows_of_one_id_go_by_their_figures(tmp_path: Path) -> None:
    def laid(*prices: int) -> list[float | None]:
        rows = "".join(f"2026-03-15,Hyesan,rice,{price}\n" for price in prices)
        merge_into(tmp_path / "to.csv", imported(tmp_path, f"{HEADING}\n{rows}").observations)
        return [row.low for row in read_observations(tmp_path / "to.csv")]

    assert laid(21000, 22000) == [21000, 22000]
    assert laid(22000) == [21000, 22000]
    assert laid(22000, 21500) == [21500, 22000]
    assert laid(20000) == [21500, 22000, 20000]


def test_a_row_that_is_there_twice_is_one_report(tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADING}\n" + "2026-03-15,Hyesan,rice,21400\n" * 3)
    assert len(found.observations) == 1
    assert found.left_out == [(3, "the same as row 2 in every cell"), (4, "the same as row 2 in every cell")]


def test_tables_of_one_name_and_other_sources_stand_beside_each_other(tmp_path: Path) -> None:
    for folder, price in (("a", 21400), ("b", 18000)):
        path = tmp_path / folder / "prices.csv"
        path.parent.mkdir()
        path.write_text(f"{HEADING}\n2026-03-15,Hyesan,rice,{price}\n")
        merge_into(tmp_path / "to.csv", import_table(path, source=f"https://{folder}").observations)
    assert [row.low for row in read_observations(tmp_path / "to.csv")] == [21400, 18000]


def test_words_of_a_table_are_no_formulas_where_it_is_opened(tmp_path: Path) -> None:
    found = imported(tmp_path, f'{HEADING},publisher,source\n2026-03-15,Hyesan,rice,21400,"=HYPERLINK(1)",@SUM(A1)\n')
    assert [(row.publisher, row.source) for row in found.observations] == [("HYPERLINK(1)", "SUM(A1)")]


def test_tables_imported_at_the_same_time_are_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = merging.read_observations
    monkeypatch.setattr(merging, "read_observations", lambda path: [read(path), time.sleep(0.05)][0])
    days = range(1, 5)
    tables = [imported(tmp_path, f"{HEADING}\n2026-03-0{day},Hyesan,rice,21400\n").observations for day in days]
    with ThreadPoolExecutor(len(tables)) as workers:
        list(workers.map(lambda rows: merge_into(tmp_path / "to.csv", rows), tables))
    assert {row.date_start.day for row in read_observations(tmp_path / "to.csv")} == set(days)
    assert not (tmp_path / LOCK).exists()


def test_the_file_behind_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_whole(tmp_path / "link.csv", lambda file: file.write(b"new"))
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "real.csv").read_bytes() == b"new"
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with replacing(tmp_path / "link") as folder:
        (folder / "manifest.json").write_text("{}")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real" / "manifest.json").is_file()
    with pytest.raises(OSError, match="in the way"):
        write_whole(Path(os.devnull), lambda file: file.write(b"new"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that never ends")
def test_a_target_that_never_ends_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADING}\n2026-03-15,Hyesan,rice,21400\n")
    assert main(["evidence", "import", str(tmp_path / "f.csv"), "--to", "/dev/full"]) == 2
    assert "larger than a table may be" in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--json",), ("--preview",)])
def test_a_table_of_which_nothing_is_taken_is_an_error(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADING}\n2026-03-15,Hyesan,risotto,21400\n")
    to = tmp_path / "to.csv"
    code = main(["evidence", "import", str(tmp_path / "f.csv"), "--to", str(to), *options])
    output = capsys.readouterr()
    assert code == (0 if "--preview" in options else 2) and not to.exists() and "risotto" in output.out
    assert ("no price could be taken" in output.err) == (code == 2)
    assert "--json" not in options or json.loads(output.out)["left_out"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body><table>", r"is a web page \(HTML\)"),
        ("日期,地点,商品,价格\n2026-03-15,惠山,大米,21400\n".encode("gbk"), "these words look wrong, it is not CP"),
        ("日付,場所,品目,価格\n2026-03-15,恵山,米,21400\n".encode("shift-jis"), "these words look wrong, it is not CP"),
    ],
)  # fmt: skip
def test_what_a_file_is_not(data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "f.xls").write_bytes(data)
    with pytest.raises(InputError, match=why):
        import_table(tmp_path / "f.xls")


def test_rows_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    assert imported(tmp_path, f"sep=,\n{HEADING}\n2026-03-15,Atlantis,rice,21400\n").left_out[0][0] == 3


def test_the_name_of_a_file_is_kept_in_any_locale(tmp_path: Path) -> None:
    (tmp_path / "가격.csv").write_text(f"{HEADING}\n2026-03-15,Hyesan,rice,21400\n")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "jangmadang", "evidence", "import", "가격.csv", "--to", "to.csv"]
    subprocess.run(command, cwd=tmp_path, env=os.environ | plain, check=True, capture_output=True)
    row = read_observations(tmp_path / "to.csv")[0]
    assert row.source == "가격.csv" and "가격.csv, row 2" in row.note


@pytest.mark.parametrize("option", [("--preview",), ("--to", "x.csv"), ("--publisher", "WFP"), ("--json",)])
def test_a_new_mapping_goes_alone(option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADING}\n2026-03-15,Hyesan,rice,21400\n")
    command = ["evidence", "import", str(tmp_path / "f.csv"), "--new-mapping", str(tmp_path / "map.yaml")]
    assert main([*command, *option]) == 2 and not (tmp_path / "map.yaml").exists()
    assert f"does nothing with {option[0]}" in capsys.readouterr().err
