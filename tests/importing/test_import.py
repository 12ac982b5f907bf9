"""Price tables as others publish them, with figures of our own: every layout, encoding and way of writing numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jangmadang.commands.main import main
from jangmadang.errors import InputError
from jangmadang.evidence.cells import read_cells
from jangmadang.evidence.observations import Observation, amount_in_words, each_place
from jangmadang.evidence.table import read_observations, write_observations
from jangmadang.importing.days import days_of
from jangmadang.importing.figures import number_of, unit_of
from jangmadang.importing.hxl import write_hxl
from jangmadang.importing.merging import merge_into
from jangmadang.importing.table import import_table

WFP = """\
date,admin1,admin2,market,market_id,latitude,longitude,category,commodity,commodity_id,unit,priceflag,pricetype,currency,price,usdprice
#date,#adm1+name,#adm2+name,#loc+market+name,#loc+market+code,#geo+lat,#geo+lon,#item+type,#item+name,#item+code,#item+unit,#item+price+flag,#item+price+type,#currency,#value,#value+usd
2026-02-15,Ryanggang,Hyesan,Hyesan,1,41.4,128.2,cereals and tubers,Rice,52,KG,actual,Retail,KPW,19500,0.6
2026-02-15,Ryanggang,Hyesan,Hyesan,1,41.4,128.2,cereals and tubers,Maize (white),51,50 KG,actual,Wholesale,KPW,280000,8
2026-02-15,Pyongyang,Pyongyang,Pyongyang,2,39.0,125.8,cereals and tubers,Rice,52,KG,forecast,Retail,KPW,19800,0.6
2026-02-15,Pyongyang,Pyongyang,Pyongyang,2,39.0,125.8,cereals and tubers,Rice,52,KG,actual,Retail,EUR,0.5,0.6
"""
FEWS = """\
source_organization,source_document,country,market,admin_1,product,product_source,unit,unit_type,currency,price_type,period_date,value,common_unit_price
FEWS NET,Bulletin,"Korea, DPR",Sinuiju,North Pyongan,Rice,Local,kg,Weight,KPW,Retail,2026-02-28,19000,0.6
FEWS NET,Bulletin,"Korea, DPR",Sinuiju,North Pyongan,Maize Grain (White),Local,kg,Weight,KPW,Retail,2026-02-28,5600,0.2
FEWS NET,Bulletin,Kenya,Nairobi,Nairobi,Rice,Local,kg,Weight,KES,Retail,2026-02-28,190,1.4
"""
FPMA_LONG = """\
Country,Location,Commodity,Source,MarketType,Currency,Date,PriceLCKg
Democratic People's Republic of Korea,Pyongyang,Rice,Daily NK,Retail,KPW,2026-02,19800
"""
FPMA_WIDE = """\
Date-Monthly;{country}, Retail, Pyongyang, Rice (KPW/kg);{country}, Retail, Hyesan, Maize (KPW/kg)
2026-01;19100;5500
2026-02;19800;
""".format(country="Democratic People's Republic of Korea")
KOREAN = """\
날짜,평양 쌀,혜산 쌀,혜산 옥수수,혜산 환율,혜산 위안
2026-02-08,"19,800","19,500","5,600","34,000","4,900"
2026년 2월 22일,"20,100",-,"5,700","34,500","4,950"
"""
DAILY_NK = """\
Won,Pyongyang,Sinuiju,Hyesan
Exchange Rate,"34,000","34,100","34,050"
Rice Price,"19,800","19,000","19,500"
"""
PLAIN = """\
Date;Place;Item;Price;Unit;Currency
08.02.2026;Hyesan;rice;19.500,0;kg;won
22.02.2026;hyesan;Corn;4,5;kg;yuan
"""
Row = tuple[str, str, str, float, str, float, str]


def table(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def short(rows: list[Observation]) -> list[tuple[Any, ...]]:
    return [(str(o.date_start), str(o.date_end), o.place, o.item, o.low, o.currency, o.per_qty, o.unit) for o in rows]


def test_wfp_with_its_tags(tmp_path: Path) -> None:
    found = import_table(table(tmp_path, WFP))
    assert found.layout == "wfp"
    assert short(found.observations) == [
        ("2026-02-01", "2026-02-28", "Hyesan", "rice", 19500, "KPW", 1, "kg"),
        ("2026-02-01", "2026-02-28", "Hyesan", "corn_wholesale", 280000, "KPW", 50, "kg"),
    ]
    first = found.observations[0]
    assert (first.publisher, first.source, first.basis) == ("WFP (HDX)", "table.csv", "month")
    assert "row 3" in first.note and "actual" in first.note
    assert [number for number, _ in found.left_out] == [5, 6]
    assert "forecast" in found.left_out[0][1] and "EUR" in found.left_out[1][1]


def test_wfp_by_its_tags_alone(tmp_path: Path) -> None:
    lines = WFP.splitlines()
    lines[0] = ",".join(f"c{number}" for number in range(16))
    found = import_table(table(tmp_path, "\n".join(lines)))
    assert short(found.observations)[0][2:5] == ("Hyesan", "rice", 19500)


@pytest.mark.parametrize(
    ("rate", "taken"),
    [("Exchange rate (unofficial),1,USD/LCU", True), ("Exchange rate (parallel),1,LCU/USD", True),
     ("Exchange rate (official),1,USD/LCU", False)],
)  # fmt: skip
def test_rates_of_wfp_are_those_of_markets(rate: str, taken: bool, tmp_path: Path) -> None:
    row = f"2026-02-15,Ryanggang,Hyesan,Hyesan,1,41.4,128.2,non-food,{rate},actual,Retail,KPW,34000,1\n"
    found = short(import_table(table(tmp_path, WFP + row)).observations)
    usd = [("2026-02-01", "2026-02-28", "Hyesan", "usd", 34000, "KPW", 1, "each")]
    assert [figures for figures in found if figures[3] == "usd"] == usd * taken


def test_fews_net(tmp_path: Path) -> None:
    found = import_table(table(tmp_path, FEWS))
    assert found.layout == "fews"
    assert short(found.observations) == [
        ("2026-02-01", "2026-02-28", "Sinuiju", "rice", 19000, "KPW", 1, "kg"),
        ("2026-02-01", "2026-02-28", "Sinuiju", "corn", 5600, "KPW", 1, "kg"),
    ]
    assert found.observations[0].source == "Bulletin" and found.left_out == [(4, "of another country (Kenya)")]


@pytest.mark.parametrize("text", [FPMA_LONG, FPMA_WIDE])
def test_fao_fpma(text: str, tmp_path: Path) -> None:
    found = import_table(table(tmp_path, text))
    assert found.layout == "fpma" and not found.left_out
    rows = short(found.observations)
    assert ("2026-02-01", "2026-02-28", "Pyongyang", "rice", 19800, "KPW", 1, "kg") in rows
    assert len(rows) == (1 if text is FPMA_LONG else 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_korean_table_with_a_column_for_each_place_and_good(encoding: str, tmp_path: Path) -> None:
    found = import_table(table(tmp_path, KOREAN, encoding))
    assert not found.left_out
    rows = [(row[0], *row[2:5], row[7]) for row in short(found.observations)]
    assert rows == [
        ("2026-02-08", "Pyongyang", "rice", 19800, "kg"),
        ("2026-02-08", "Hyesan", "rice", 19500, "kg"),
        ("2026-02-08", "Hyesan", "corn", 5600, "kg"),
        ("2026-02-08", "Hyesan", "usd", 34000, "each"),
        ("2026-02-08", "Hyesan", "cny", 4900, "each"),
        ("2026-02-22", "Pyongyang", "rice", 20100, "kg"),
        ("2026-02-22", "Hyesan", "corn", 5700, "kg"),
        ("2026-02-22", "Hyesan", "usd", 34500, "each"),
        ("2026-02-22", "Hyesan", "cny", 4950, "each"),
    ]
    assert "currency assumed" in found.observations[0].note


def test_a_row_for_each_good_and_a_column_for_each_place(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("values: {date: 2026-02-22, unit: kg}\npublisher: Daily NK\n")
    found = import_table(table(tmp_path, DAILY_NK), mapping)
    assert {(o.place, o.item, o.low) for o in found.observations} == {
        ("Pyongyang", "usd", 34000), ("Sinuiju", "usd", 34100), ("Hyesan", "usd", 34050),
        ("Pyongyang", "rice", 19800), ("Sinuiju", "rice", 19000), ("Hyesan", "rice", 19500),
    }  # fmt: skip
    assert {(str(o.date), o.publisher, o.series) for o in found.observations} == {
        ("2026-02-22", "Daily NK", "daily_nk")
    }


def test_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("dates: day-first\n")
    found = import_table(table(tmp_path, PLAIN), mapping)
    assert short(found.observations) == [
        ("2026-02-08", "2026-02-08", "Hyesan", "rice", 19500, "KPW", 1, "kg"),
        ("2026-02-22", "2026-02-22", "Hyesan", "corn", 4.5, "CNY", 1, "kg"),
    ]
    without = import_table(table(tmp_path, PLAIN))
    assert [number for number, why in without.left_out if "day or month first?" in why] == [2]


def test_a_line_that_names_the_separator(tmp_path: Path) -> None:
    text = "sep=|\nDate|Place|Item|Price|Currency|Unit\n2026-02-08|Hyesan|rice|19500|KPW|kg\n"
    assert len(import_table(table(tmp_path, text)).observations) == 1


def workbook(tmp_path: Path, rows: list[list[Any]], *merged: str) -> Path:
    """Save rows as the first of two sheets."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.create_sheet("other").append(["not", "this"])
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


HEADING = ["날짜", "장소", "품목", "가격", "단위", "통화"]


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 2, 8), date(2026, 2, 22)),
        (datetime(2026, 2, 8, 9, 30), datetime(2026, 2, 22, 23, 59)),
        ("2026-02-08", "2026년 2월 22일"),
    ],
)
def test_a_workbook(days: tuple[Any, Any], tmp_path: Path) -> None:
    rows = [HEADING, [days[0], "혜산", "쌀", 19500, "kg", "원"], [], [days[1], "혜산", " 옥수수 ", 5600.5, "kg", "원"]]
    found = import_table(workbook(tmp_path, rows))
    assert short(found.observations) == [
        ("2026-02-08", "2026-02-08", "Hyesan", "rice", 19500, "KPW", 1, "kg"),
        ("2026-02-22", "2026-02-22", "Hyesan", "corn", 5600.5, "KPW", 1, "kg"),
    ]


MERGED = [
    HEADING,
    [date(2026, 2, 8), "혜산", "쌀", 19500, "kg", "원"],
    [None, None, "옥수수", 5600, None, "원"],
    [None, "평양", "쌀", 19800, None, "원"],
    [date(2026, 2, 22), "혜산", "쌀", None, None, "원"],
]


def test_merged_cells_say_the_same_of_every_row_they_reach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path, MERGED, "A2:A4", "B2:B3", "E2:E5", "D4:D5")
    assert read_cells(path).rows[2] == ["", "", "옥수수", "5600", "", "원"]
    found = import_table(path)
    assert short(found.observations) == [
        ("2026-02-08", "2026-02-08", "Hyesan", "rice", 19500, "KPW", 1, "kg"),
        ("2026-02-08", "2026-02-08", "Hyesan", "corn", 5600, "KPW", 1, "kg"),
        ("2026-02-08", "2026-02-08", "Pyongyang", "rice", 19800, "KPW", 1, "kg"),
    ], "a price is of its own row alone"
    assert found.filled == ["날짜", "장소", "단위"] and len(found.left_out) == 1
    assert main(["evidence", "import", str(path), "--preview"]) == 0
    assert "filled down: merged cells of column '날짜', '장소', '단위'" in capsys.readouterr().out


def test_cells_that_are_empty_and_not_merged_stay_empty(tmp_path: Path) -> None:
    found = import_table(workbook(tmp_path, MERGED, "B2:B3"))
    assert len(found.observations) == 1 and found.filled == ["장소"]
    assert [why for _, why in found.left_out][0].startswith("no date")


def test_what_a_workbook_hides_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    draft: Any = book.active
    draft.title, draft.sheet_state = "draft", "hidden"
    draft.append(["Date", "Hyesan rice"])
    draft.append([date(2026, 2, 8), 19000])
    sheet: Any = book.create_sheet("prices")
    sheet.append(["Date", "Place", "Rice", "Corn", "Currency"])
    for day, price in ((1, 19100), (8, 19200), (8, 19200), (15, 19300)):
        sheet.append([date(2026, 2, day), "Hyesan", price, 5600, "KPW"])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("D", "E", hidden=True)
    path = tmp_path / "t.xlsx"
    book.save(path)
    found = import_table(path)
    assert [(row.item, row.low) for row in found.observations] == [("rice", 19100), ("rice", 19200)]
    assert (found.sheet, found.unread, found.hidden) == ("prices", ["draft"], ["Place", "Currency"])
    assert [number for number, _ in found.left_out] == [1, 3, 5]
    assert main(["evidence", "import", str(path), "--preview"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "left out 2: hidden in the workbook; show the row there to import it (row 3, 5)" in shown
    assert "column 'Corn': hidden in the workbook" in shown
    assert "read though the workbook hides it: column 'Place', 'Currency'" in shown
    sheet.sheet_state = "hidden"
    book.create_sheet("notes")
    book.save(path)
    with pytest.raises(InputError, match="hidden sheets alone"):
        import_table(path)


def test_days_counted_from_1904_and_a_wrong_size_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADING, [date(2026, 2, 8), "혜산", "쌀", 19500, "kg", "원"]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    day = (date(2026, 2, 8) - date(1904, 1, 1)).days
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<v>46061</v>" in sheet and '<dimension ref="A1:F2"' in sheet
    sheet = sheet.replace("<v>46061</v>", f"<v>{day}</v>").replace('<dimension ref="A1:F2"', '<dimension ref="A1"')
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    book_part = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = re.sub("<workbookPr ?/>", '<workbookPr date1904="1" />', book_part).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert read_cells(path).rows[1] == ["2026-02-08", "혜산", "쌀", "19500", "kg", "원"]


@pytest.mark.parametrize("part", [None, "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_broken_workbook_is_one_message_and_exit_2(
    part: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path, [HEADING, [date(2026, 2, 8), "혜산", "쌀", 19500, "kg", "원"]])
    if part is None:
        path.write_bytes(path.read_bytes()[:-400])
    else:
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        with zipfile.ZipFile(path, "w") as book:
            for name, content in parts.items():
                book.writestr(name, content[:60] if name == part else content)
    assert main(["evidence", "import", str(path), "--preview"]) == 2
    said = capsys.readouterr().err
    assert "is no Excel workbook that can be read; save the table as CSV" in said and len(said.splitlines()) == 1


def test_an_empty_sheet_is_said(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(InputError, match="holds no rows"):
        import_table(tmp_path / "empty.xlsx")


TITLES = "혜산 시장 가격표\n\n2026년 2월, 데일리\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("text", [KOREAN, FPMA_WIDE, WFP, PLAIN.replace("Date", "날짜")])
def test_titles_and_blank_lines_may_stand_above_the_heading(text: str, encoding: str, tmp_path: Path) -> None:
    plain = import_table(table(tmp_path, text))
    found = import_table(table(tmp_path, f"{TITLES}{text}출처: 데일리, 2026\n", encoding, "titled.csv"))
    assert short(found.observations) == short(plain.observations) and found.observations
    assert found.layout == plain.layout and found.heading_row == 4
    assert found.observations[0].note.startswith("imported from titled.csv, row ")
    rows = [int(o.note.split("row ")[1].partition(";")[0]) for o in (plain.observations[0], found.observations[0])]
    assert rows[1] - rows[0] == 3


def test_a_title_as_wide_as_its_table(tmp_path: Path) -> None:
    text = "\n".join(["Prices in Hyesan;;;;;", ";;;;;", *PLAIN.splitlines()])
    assert len(import_table(table(tmp_path, text)).observations) == 1


def test_an_unknown_heading_below_a_title_is_found_by_its_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, "혜산 시장 가격표\nWann,Wo,Was,Kosten\n2026-02-08,Hyesan,rice,19500\n")
    assert main(["evidence", "import", "table.csv", "--new-mapping", "map.yaml"]) == 0
    assert "#   Kosten" in Path("map.yaml").read_text() and "가격표" not in Path("map.yaml").read_text()
    assert main(["evidence", "import", "table.csv"]) == 2
    assert "(its columns: 'Wann', 'Wo', 'Was', 'Kosten')" in capsys.readouterr().err
    mapping = Path("map.yaml")
    mapping.write_text("columns: {date: Wann, place: Wo, item: Was, price: Kosten}\n")
    assert len(import_table(Path("table.csv"), mapping).observations) == 1
    mapping.write_text("columns: {date: Wan}\n")
    with pytest.raises(InputError, match="no column 'Wan'; did you mean 'Wann'"):
        import_table(Path("table.csv"), mapping)
    mapping.write_text("values: {date: 2026-02-08, item: rice}\n")  # the title alone names a place
    table(tmp_path, "혜산 시장 가격표\n장소,가격\n평양,19500\n")
    assert [o.place for o in import_table(Path("table.csv"), mapping).observations] == ["Pyongyang"]


def test_a_workbook_with_a_cover_and_a_second_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    cover: Any = book.active
    cover.title = "표지"
    cover.append(["혜산 시장 가격표"])
    cover.append(["날짜", "2026-02-22"])
    for name, price in (("2월", 19500), ("3월", 19900)):
        sheet: Any = book.create_sheet(name)
        sheet.append(["혜산 시장 가격표"])
        sheet.merge_cells("A1:F1")
        sheet.append([])
        sheet.append(HEADING)
        sheet.append([date(2026, 2, 8), "혜산", "쌀", price, "kg", "원"])
    book.create_sheet("빈")
    book.save(tmp_path / "t.xlsx")
    found = import_table(tmp_path / "t.xlsx")
    assert short(found.observations) == [("2026-02-08", "2026-02-08", "Hyesan", "rice", 19500, "KPW", 1, "kg")]
    assert (found.sheet, found.heading_row, found.unread) == ("2월", 3, ["표지", "3월"])
    assert found.observations[0].note.startswith("imported from t.xlsx, sheet 2월, row 4;")
    assert main(["evidence", "import", str(tmp_path / "t.xlsx"), "--preview"]) == 0
    shown = capsys.readouterr().out
    assert "not read: '표지', '3월'; to import another sheet, save it as a file of its own" in shown
    assert "heading in row 3" in shown


def test_a_template_without_rows_does_not_stand_for_the_table(tmp_path: Path) -> None:
    book = Workbook()
    first: Any = book.active
    first.append(HEADING)
    second: Any = book.create_sheet("2월")
    second.append(HEADING)
    second.append([date(2026, 2, 8), "혜산", "쌀", 19500, "kg", "원"])
    book.save(tmp_path / "t.xlsx")
    assert import_table(tmp_path / "t.xlsx").sheet == "2월"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"PK\x03\x04 no book", "no Excel workbook that can be read"),
        (b"%PDF-1.7", "is a PDF"),
        (b"", "holds no rows"),
        (b"Date,Place,Item,Price\n", "holds a heading and no rows"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        import_table(path)


def test_an_unknown_layout_names_its_columns_and_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, "Wann,Wo,Was,Kosten\n2026-02-08,Hjesan,Reis,19500\n")
    assert main(["evidence", "import", "table.csv"]) == 2
    message = capsys.readouterr().err
    assert "the date, item, place, price" in message and "'Kosten'" in message and "--new-mapping" in message
    assert main(["evidence", "import", "table.csv", "--new-mapping", "map.yaml"]) == 0
    assert (
        "Kosten" in Path("map.yaml").read_text()
        and main(["evidence", "import", "table.csv", "--mapping", "map.yaml"]) == 2
    )
    Path("map.yaml").write_text(
        "columns: {date: Wann, place: Wo, item: Was, price: Kosten}\nvalues: {unit: kg, currency: KPW}\n"
        "items: {Reis: rice}\nplaces: {Hjesan: Hyesan}\nsource: https://example.org/x\n"
    )
    capsys.readouterr()
    assert main(["evidence", "import", "table.csv", "--mapping", "map.yaml", "--json", "--to", "mine.csv"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    row = read_observations(Path("mine.csv"))[0]
    assert (row.place, row.item, row.low, row.source) == ("Hyesan", "rice", 19500, "https://example.org/x")
    Path("map.yaml").write_text("columns: {prize: Kosten}\n")
    assert main(["evidence", "import", "table.csv", "--mapping", "map.yaml"]) == 2
    assert "did you mean 'price'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-02-08,Atlantis,rice,19500,kg,KPW", "no place that is known (Atlantis)"),
        ("2026-02-08,Hyesan,moon cheese,19500,kg,KPW", "no item that is known ('moon cheese')"),
        ("2026-02-30,Hyesan,rice,19500,kg,KPW", "no day '2026-02-30'"),
        ("2026-02-08,Hyesan,rice,19500,bushel,KPW", "no unit that is known ('bushel')"),
        ("2026-02-08,Hyesan,rice,19500,kg,EUR", "in EUR; a table takes KPW, CNY, USD"),
        ("2026-02-08,Hyesan,rice,0,kg,KPW", "no positive number '0'"),
        ("2026-02-08,Hyesan,rice,dear,kg,KPW", "no positive number 'dear'"),
        ("2026-02-08,Hyesan,rice,195,kg,KPW", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,rice,19500,t,KPW", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,rice,4500,kg,CNY", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,rice,45000,kg,CNY", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,rice,450,kg,USD", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,rice,0.001,kg,CNY", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,gasoline,3000000,litre,KPW", "is far from all reports of its years"),
        ("2026-02-08,Hyesan,exchange rate,12,each,KPW", "of the yuan or the dollar?"),
    ],
)
def test_what_is_left_out_is_told_by_row(row: str, why: str, tmp_path: Path) -> None:
    found = import_table(table(tmp_path, f"Date,Place,Item,Price,Unit,Currency\n{row}\n"))
    assert not found.observations
    assert found.left_out[0][0] == 2 and why in found.left_out[0][1]


@pytest.mark.parametrize(
    ("price", "why"),
    [
        ("4000000", "4,000,000 KPW per kg of rice is far"),
        ("2137456", "2,137,456 KPW per kg of rice is far"),
        ("0.25", "0.25 KPW per kg of rice is far"),
    ],
)
def test_what_is_left_out_is_told_with_its_figures_in_full(price: str, why: str, tmp_path: Path) -> None:
    text = f"Date,Place,Item,Price,Unit,Currency\n2026-02-08,Hyesan,rice,{price},kg,KPW\n"
    assert why in import_table(table(tmp_path, text)).left_out[0][1]
    both = "Date,Place,Item,Low,High,Unit,Currency\n2026-02-08,Hyesan,rice,4000000,2000000,kg,KPW\n"
    assert "the low 4,000,000 is above the high 2,000,000" in import_table(table(tmp_path, both)).left_out[0][1]
    rate = "Date,Place,Item,Price\n2026-02-08,Hyesan,exchange rate,4000000\n"
    assert "an exchange rate of 4,000,000 won" in import_table(table(tmp_path, rate)).left_out[0][1]


@pytest.mark.parametrize(
    ("value", "words"),
    [(4e6, "4,000,000"), (123456789012.0, "123,456,789,012"), (390.5, "390.5"), (1 / 3, "0.333333333"), (100, "100")],
)
def test_amounts_have_no_exponent(value: float, words: str) -> None:
    assert amount_in_words(value) == words


@pytest.mark.parametrize("price", ["4.5,kg,CNY", "0.6,kg,USD", "30000,kg,KPW"])
def test_a_likely_price_in_any_money_is_taken(price: str, tmp_path: Path) -> None:
    found = import_table(table(tmp_path, f"Date,Place,Item,Price,Unit,Currency\n2026-02-08,Hyesan,rice,{price}\n"))
    assert len(found.observations) == 1 and not found.left_out


@pytest.mark.parametrize("price", ["195,kg,KPW", "4500,kg,CNY"])
def test_an_unlikely_price_can_be_kept_as_disputed(price: str, tmp_path: Path) -> None:
    text = f"Date,Place,Item,Price,Unit,Currency\n2026-02-08,Hyesan,rice,{price}\n"
    kept = import_table(table(tmp_path, text), keep_unlikely=True).observations
    assert [row.use for row in kept] == ["disputed"]


def test_importing_again_changes_only_what_changed(tmp_path: Path) -> None:
    to = tmp_path / "mine.csv"
    assert len(merge_into(to, import_table(table(tmp_path, WFP)).observations).added) == 2
    before = to.read_bytes()
    again = merge_into(to, import_table(table(tmp_path, WFP)).observations)
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 2) and to.read_bytes() == before
    merged = merge_into(to, import_table(table(tmp_path, WFP.replace("KPW,19500", "KPW,19600"))).observations)
    assert [row.low for row in merged.changed] == [19600] and len(read_observations(to)) == 2


def test_a_copy_under_another_name_adds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "mine.csv"
    sellers = [line + end for line, end in zip(KOREAN.splitlines(), [",판매자", ",1", ",1"], strict=True)]
    twice = "\n".join([*sellers, sellers[1][:-1] + "2\n"])  # two sellers of one price
    assert main(["evidence", "import", str(table(tmp_path, twice)), "--to", str(to)]) == 0
    before = to.read_bytes()
    assert len(read_observations(to)) == 14
    copy = table(tmp_path, twice, name="table (1).csv")
    capsys.readouterr()
    assert main(["evidence", "import", str(copy), "--to", str(to)]) == 0
    assert "0 added, 0 changed, 0 unchanged, 14 there already, from elsewhere" in capsys.readouterr().out
    assert to.read_bytes() == before
    longer = table(tmp_path, twice + sellers[1][:-1] + '3\n2026-03-08,-,"21,000",-,-,-,1\n', name="table (2).csv")
    merged = merge_into(to, import_table(longer).observations)
    assert (len(merged.added), len(merged.there_already)) == (6, 14)  # a third seller, and another day
    other = merge_into(to, import_table(copy, publisher="Daily NK").observations)
    assert (len(other.added), len(other.there_already)) == (14, 0)


def test_a_preview_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, WFP)
    assert main(["evidence", "import", "table.csv", "--preview"]) == 0
    output = capsys.readouterr().out
    assert "layout wfp" in output and "left out 1" in output and "Nothing was written." in output
    assert [path.name for path in Path().iterdir()] == ["table.csv"]


def test_what_is_exported_is_read_back(tmp_path: Path) -> None:
    rows = import_table(table(tmp_path, KOREAN)).observations
    assert write_hxl(tmp_path / "out.csv", rows) == len(rows)
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0].startswith("date,admin1,admin2,market,latitude,longitude,category,commodity,unit,priceflag")
    assert lines[1].startswith("#date,#adm1+name,#adm2+name,#loc+market+name")
    back = import_table(tmp_path / "out.csv")
    assert not back.left_out
    assert [(o.place, o.item, o.low, o.currency, o.unit) for o in back.observations] == [
        (o.place, o.item, o.low, o.currency, o.unit) for o in rows
    ]


def test_the_shipped_table_is_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "rice.csv"
    assert main(["evidence", "export", "--item", "rice", "--place", "Hyesan", "--hxl", str(to)]) == 0
    assert len(to.read_text().splitlines()) > 20


def test_an_export_writes_over_a_file_only_if_told_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "mine.csv"
    to.write_text("mine")
    arguments = ["evidence", "export", "--item", "rice", "--hxl", str(to)]
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and to.read_text() == "mine"
    kept = f"jangmadang: {to} exists already: give another --hxl to keep it, or --replace to write over it\n"
    assert said.err == kept
    assert main([*arguments, "--replace"]) == 0 and to.read_text().startswith("date,")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_an_observation_table_is_read_however_it_was_saved(encoding: str, separator: str, tmp_path: Path) -> None:
    rows = import_table(table(tmp_path, WFP)).observations
    path = tmp_path / "mine.csv"
    write_observations(path, rows)
    written = list(csv.reader(path.read_text("utf-8").replace("table.csv", "혜산").splitlines()))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(written)
    path.write_bytes(text.getvalue().encode(encoding))
    read = read_observations(path)
    assert [row.low for row in read] == [19500, 280000] and "혜산" in read[0].source


def test_another_layout_is_pointed_to_the_import(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="jangmadang evidence import wfp.csv"):
        read_observations(table(tmp_path, WFP, name="wfp.csv"))


def test_places_and_items_are_known_whatever_their_capitals(tmp_path: Path) -> None:
    row = import_table(table(tmp_path, WFP)).observations[0]
    used = each_place([replace(row, place="hyesan", item="Rice"), replace(row, place="chongjin / PYONGYANG")])
    assert [(o.model_place, o.item) for o in used] == [("hyesan", "rice"), ("chongjin", "rice"), ("pyongyang", "rice")]


@pytest.mark.parametrize(
    ("text", "decimal", "won", "value"),
    [
        ("21,400", "", True, 21400), ("21.400", "", True, 21400), ("21.400", "", False, 21.4),
        ("4.5", "", False, 4.5), ("4,5", "", False, 4.5), ("21 400", "", True, 21400),
        ("1.250.000", "", False, 1250000), ("1.250,5", "", True, 1250.5),
        ("1,250.5", "", True, 1250.5), ("21.400", ",", True, 21400), ("4,5", ",", False, 4.5),
        ("21,400", ".", False, 21400),
        ("21.400", ".", True, 21.4), ("21,400원", "", True, None), ("about 5", "", True, None), ("", "", True, None),
        ("1,2,3", "", True, None), ("21400 21500", "", True, None),
    ],
)  # fmt: skip
def test_numbers(text: str, decimal: str, won: bool, value: float | None) -> None:
    assert number_of(text, decimal, won) == value


@pytest.mark.parametrize(
    ("text", "order", "first", "last"),
    [
        ("2026-02-08", "", (2026, 2, 8), (2026, 2, 8)), ("2026.2.8", "", (2026, 2, 8), (2026, 2, 8)),
        ("20260208", "", (2026, 2, 8), (2026, 2, 8)), ("2026-02", "", (2026, 2, 1), (2026, 2, 28)),
        ("8-Feb-26", "", (2026, 2, 8), (2026, 2, 8)), ("8 February 2026", "", (2026, 2, 8), (2026, 2, 8)),
        ("February 8, 2026", "", (2026, 2, 8), (2026, 2, 8)), ("2026년 2월", "", (2026, 2, 1), (2026, 2, 28)),
        ("28/02/2026", "", (2026, 2, 28), (2026, 2, 28)), ("02/28/2026", "", (2026, 2, 28), (2026, 2, 28)),
        ("8th February 2026", "", (2026, 2, 8), (2026, 2, 8)), ("Feb 8 2026", "", (2026, 2, 8), (2026, 2, 8)),
        ("03/02/2026", "day", (2026, 2, 3), (2026, 2, 3)), ("2026-02-08T00:00:00", "", (2026, 2, 8), (2026, 2, 8)),
    ],
)  # fmt: skip
def test_days(text: str, order: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days_of(text, order) == (date(*first), date(*last))


def test_what_is_no_day() -> None:
    texts = ("03/02/2026", "2026-02-30", "soon", "", "2026-13", "Mar 15", "Mar-15", "2025.1", "46096", "True")
    assert [days_of(text, "") for text in texts] == [None] * len(texts)
    assert days_of("Mar-15", "", monthly=True) == (date(2015, 3, 1), date(2015, 3, 31))


def test_units() -> None:
    assert [unit_of(text) for text in ("KG", "50 kg", "won/kg", "500 g", "MT", "L", "개", "bushel")] == [
        (1, "kg"), (50, "kg"), (1, "kg"), (0.5, "kg"), (1000, "kg"), (1, "litre"), (1, "each"), None,
    ]  # fmt: skip
    more = ("1/2 kg", "50_kg", "1,000 kg", "0,5 kg", "yuan per kg", "1.000 kg", "EUR/kg")
    assert [unit_of(text) for text in more] == [
        (0.5, "kg"), (50, "kg"), (1000, "kg"), (0.5, "kg"), (1, "kg"), None, None,
    ]  # fmt: skip


def test_other_commands_point_to_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, WFP)
    for command in (["evidence", "add", "table.csv"], ["read", "table.csv"], ["evidence", "list", "table.csv"]):
        assert main(command) != 0
        assert "jangmadang evidence import table.csv" in capsys.readouterr().err
