"""Workbooks opened again: cells hold what the store holds, days are days, headings stay."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.dates import date2num
from openpyxl import load_workbook
from synthetic_run import SyntheticRun, synthetic_run

from jangmadang.labels import item_in_words
from jangmadang.report.citing import cited_by
from jangmadang.report.comparison import comparison_files, write_workbook
from jangmadang.report.figures.comparison import comparison_figure
from jangmadang.report.first_page import first_page
from jangmadang.report.page import run_pages
from jangmadang.report.reported import reported_beside
from jangmadang.report.run_workbook import run_workbook
from jangmadang.report.workbook import Column, Sheet, Shown, number_format, workbook_bytes
from jangmadang.report.workbook_sheets import changes_sheet
from jangmadang.results import Bands, to_dataset, write_run
from jangmadang.results.indicators import compute as compute_indicators
from jangmadang.scenario import load

SHEETS = [
    "read me", "answer", "by class", "places", "weekly", "weekly by class", "reports", "changes", "bands tried",
    "evidence ages", "sources", "parameters",
]  # fmt: skip


def undrawn(patched: pytest.MonkeyPatch) -> None:
    """Leave pictures out; test_report.py and test_compare_command.py draw them."""
    for module in ("page", "comparison"):
        for picture in ("as_png", "as_svg"):
            patched.setattr(f"jangmadang.report.{module}.{picture}", lambda *_: b"")


@pytest.fixture(scope="module")
def store(run: SyntheticRun, replicates: list[xr.Dataset], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its workbook."""
    out = tmp_path_factory.mktemp("book") / "result"
    pages = partial(run_pages, workbook_of="run hyesan --runs 3 --xlsx")
    with pytest.MonkeyPatch.context() as patched:
        undrawn(patched)
        return write_run(run, replicates, out, pages)


@pytest.fixture(scope="module")
def book(store: Path) -> Any:
    """Its workbook, opened again."""
    return load_workbook(store / "report.xlsx")


def table(book: Any, name: str) -> pd.DataFrame:
    """A sheet under its headings."""
    heading, *rows = book[name].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=heading)


def test_every_sheet_is_there_with_its_heading_kept_in_view(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for page in book.worksheets[1:]:
        assert page.freeze_panes == "B2" and page.auto_filter.ref, page.title
        heading = [cell.value for cell in page[1]]
        assert all(heading) and len(set(heading)) == len(heading), page.title
        assert all(page.column_dimensions[cell.column_letter].width >= 9 for cell in page[1]), page.title


def test_read_me_names_what_was_run(book: Any) -> None:
    said = {row[0]: str(row[1]) for row in book["read me"].iter_rows(max_col=2, values_only=True) if row[0]}
    assert next(iter(said)) == "Made-up history"
    assert said["scenario"].startswith("hyesan, hash") and said["seed"] == "1"
    assert "3, seeds 2 to 4" in said["replicates"] and said["version"].startswith("jangmadang ")
    assert said["command"] == "jangmadang run hyesan --runs 3 --xlsx"
    assert set(SHEETS[1:]) <= set(said)


def test_weekly_cells_are_those_of_the_stored_tables(book: Any, store: Path) -> None:
    weekly, stored = table(book, "weekly"), pd.read_csv(store / "tables" / "rice_price.csv")
    home = stored[stored["place"] == "hyesan"]
    assert weekly["week"].tolist() == [datetime.fromisoformat(day) for day in home["date"]]
    for end in ("value", "low", "high"):
        heading = "Retail price of rice, won/kg" if end == "value" else f"Retail price of rice, {end}, won/kg"
        np.testing.assert_allclose(weekly[heading].astype(float), home[end], rtol=1e-5)
    low, median, high = (
        weekly[f"Retail price of rice, {end}, won/kg"].astype(float) for end in ("low", "median", "high")
    )
    assert (low <= median).all() and (median <= high).all() and not (median == high).all()
    by_class, stored = table(book, "weekly by class"), pd.read_csv(store / "tables" / "imports.csv")
    customs = stored[stored["class"] == "customs"]["value"].to_numpy()
    np.testing.assert_allclose(by_class["Imports at Hyesan: customs, yuan/week"].astype(float), customs, rtol=1e-5)
    everything = stored.groupby("date")["value"].sum().to_numpy()
    found = by_class["Imports at Hyesan: all channels, yuan/week"].astype(float)
    np.testing.assert_allclose(found, everything, rtol=1e-5)


def test_the_answer_is_that_of_the_summary(book: Any, store: Path) -> None:
    rows = json.loads((store / "summary.json").read_text("utf-8"))["table"]
    answer = table(book, "answer")
    assert len(answer) == len(rows)
    np.testing.assert_allclose(answer["last four weeks"], [row["now"] for row in rows])
    np.testing.assert_allclose(answer.iloc[:, 7].astype(float), [row["change"] for row in rows])
    assert list(answer["unit of the change"]) == [row["change_unit"] for row in rows]
    wide = answer["band"] == "forecast band"
    assert set(answer["indicator"][wide]) == {
        "Retail price of rice", "Retail price of corn", "Market exchange rate, won per yuan",
    }  # fmt: skip
    assumed = answer["band"] == "by what is assumed"
    assert set(answer["indicator"][assumed]) >= {
        "Share of households short of staples",
        "Exports at Hyesan, all channels",
    }
    assert (answer["low"][assumed] < answer["last four weeks"][assumed]).all()
    others = ~(wide | assumed)
    assert others.any()
    np.testing.assert_allclose(
        answer["low"][others], [row["low"] for row, other in zip(rows, others, strict=True) if other]
    )


def test_numbers_are_numbers_in_their_formats_and_days_are_days(book: Any) -> None:
    page = book["answer"]
    assert page["C2"].number_format == "0.0%" and 0 < page["C2"].value < 1 and page["B2"].value == "%"
    assert page["C3"].number_format == "#,##0" and page["B3"].value == "person"
    assert book["weekly"]["A2"].is_date and book["weekly"]["A2"].number_format == "yyyy-mm-dd"
    ages = table(book, "evidence ages")
    assert list(ages["last report of the"]) == ["staple price", "exchange rate"]
    assert all(isinstance(day, datetime) for day in ages["date"])
    assert not any(cell.data_type == "f" for page in book.worksheets for row in page.iter_rows() for cell in row)


def test_sources_are_numbered_as_on_the_page(book: Any, store: Path) -> None:
    page = (store / "report.html").read_text("utf-8")
    sources = table(book, "sources")
    assert list(sources["number"]) == list(range(1, len(sources) + 1)) and len(sources) > 50
    for number, address in zip(sources["number"], sources["address"], strict=True):
        entry = page[page.index(f'<li id="source-{number}">') :].partition("</li>")[0]
        assert str(address).replace("&", "&amp;").replace("'", "&#39;") in entry
    reports = table(book, "reports")
    cited = reports[reports["source, number in sources"].notna()]
    assert len(cited) > 200
    for _, row in cited.head(20).iterrows():
        assert sources["address"][int(row["source, number in sources"]) - 1] == row["address"]


def test_parameters_have_values_units_and_sources(book: Any, run: SyntheticRun) -> None:
    found = table(book, "parameters")
    assert (found[["unit", "source", "meaning"]].map(bool)).all().all()
    assert (found["lowest plausible"] <= found["value"]).all() and (found["value"] <= found["highest plausible"]).all()


@pytest.mark.parametrize(
    ("sheet", "words", "ids", "known"),
    [
        ("places", "place", "place id", {"ryanggang_rest": "Ryanggang outside Hyesan"}),
        ("reports", "place", "place id", {"hyesan": "Hyesan"}),
        ("reports", "item", "item id", {"cny": "yuan", "rice": "rice"}),
        ("by class", "class", "class id", {"labourer": "labourers"}),
        ("parameters", "member", "member id", {"customs,lingzhi_high": "customs; lingzhi, high grade"}),
    ],
)
def test_places_and_members_have_names_beside_their_ids(
    book: Any, sheet: str, words: str, ids: str, known: dict[str, str]
) -> None:
    found = table(book, sheet)
    assert not found[words].dropna().str.contains("_").any()
    pairs = found[[words, ids]].dropna().drop_duplicates()
    assert pairs[ids].is_unique and pairs[words].is_unique, "a name for each id"
    assert known.items() <= dict(zip(pairs[ids], pairs[words], strict=True)).items()


def test_an_item_is_named_by_the_parts_of_its_id() -> None:
    assert item_in_words("apparel.padded_coat") == "apparel, padded coat"
    assert item_in_words("med.imported") == "medicine, imported"


def test_changes_are_told_in_words_with_a_row_for_each_member_that_is_set() -> None:
    changed = load("food-aid").with_changes(
        parameters={"buffer_weeks": {"labourer": 10, "donju": 100}, "storage_loss": 0.004}, switches={"samples": "off"}
    )
    sheet = changes_sheet({"food-aid": [change for layer in changed.changes for change in layer]}, [changed])
    heading = [column.heading for column in sheet.columns]
    rows = {str(row[heading.index("name")]): dict(zip(heading, row, strict=True)) for row in sheet.rows}
    assert rows["food_aid[ryanggang_rest,rice]"]["in words"] == "food aid of Ryanggang outside Hyesan, rice"
    assert rows["buffer_weeks[labourer]"]["value"] == 10 and rows["buffer_weeks[donju]"]["value"] == 100
    assert str(rows["buffer_weeks[labourer]"]["in words"]).endswith(": labourers")
    assert rows["storage_loss"]["value"] == 0.004 and rows["samples"]["value"] == "off"


def test_a_run_without_replicates_has_no_ends_of_bands() -> None:
    short = synthetic_run(1, weeks=30, start="2024-01-01")
    dataset = to_dataset(short)
    bands, reported = Bands(compute_indicators(dataset), None), reported_beside(short.scenario, dataset)
    first = first_page(short.scenario, dataset, bands, reported)
    cited = cited_by(short.scenario, reported, first, [])
    book = load_workbook(io.BytesIO(run_workbook(short, dataset, bands, reported, first, cited, "")))
    assert not any("low" in str(cell.value) for cell in book["weekly"][1])
    said = [row[0] for row in book["read me"].iter_rows(max_col=1, values_only=True)]
    assert "command" not in said


def test_what_a_cell_cannot_hold_is_left_blank_and_text_is_no_formula() -> None:
    rows: list[list[Any]] = [
        ["=1+1", float("nan"), np.float64(2.5), np.datetime64("2026-02-01"), "a\x00b"],
        ["-", float("inf"), Shown(0.5, "0.0%"), date(2026, 2, 8), None],
    ]
    columns = [Column(name) for name in "abcde"]
    page = load_workbook(io.BytesIO(workbook_bytes("t", [], [Sheet("s", "", columns, rows)])))["s"]
    first, second = page.iter_rows(min_row=2)
    assert (first[0].value, first[0].data_type) == ("=1+1", "s") and first[1].value is None and first[2].value == 2.5
    assert first[3].value == datetime(2026, 2, 1) and first[4].value == "a b"
    assert second[1].value is None and second[2].number_format == "0.0%" and second[3].is_date


def test_how_numbers_are_shown() -> None:
    assert number_format("1", "short_of_staples_share") == "0.0%"
    assert (
        number_format("KPW/kg", "rice_price", 5000.0) == "#,##0" and number_format("1", "confidence", 0.4) == "#,##0.00"
    )


def test_a_comparison_marks_where_reports_end_and_names_its_sources(
    comparison: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    undrawn(monkeypatch)
    day = np.datetime64("2015-03-15")
    figure = comparison_figure(comparison, day)
    for axis in figure.axes:
        assert date2num(day) in [line.get_xdata()[0] for line in axis.lines if line.is_dashed()]
    assert "the last report of any kind, 2015-03-15" in figure.get_supxlabel()
    assert "reports end" in [text.get_text() for text in figure.legends[0].texts]
    assert "last report" not in comparison_figure(comparison, np.datetime64("2026-02-01")).get_supxlabel()
    page = comparison_files(comparison)["comparison.html"].decode()
    cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    listed = {int(number) for number in re.findall(r'id="source-(\d+)"', page)}
    assert cited <= listed and max(cited) == max(listed) and 'id="evidence"' in page


def test_every_table_of_a_comparison_stacks_on_a_phone_with_each_figure_named(
    comparison: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    undrawn(monkeypatch)
    page = comparison_files(comparison)["comparison.html"].decode()
    tables = re.findall(r"<table.*?</table>", page, re.S)
    assert len(tables) == 4
    for found in tables:
        assert found.startswith('<table class="stack">')
        for cells in re.findall(r"<tr[^>]*>(<td.*?)</tr>", found, re.S):
            unnamed = re.findall(r"<td(?![^>]*data-is)[^>]*>", cells)
            assert unnamed in (["<td>"], unnamed[:1] + ['<td class="text beside">']), "row heading, and unit beside it"


def test_every_table_of_a_report_stacks_on_a_phone_with_each_figure_named(store: Path) -> None:
    page = (store / "report.html").read_text("utf-8")
    tables = re.findall(r"<table.*?</table>", page, re.S)
    assert len(tables) > 8
    for found in tables:
        assert re.match(r'<table class="stack[ "]', found)
        for cells in re.findall(r"<tr[^>]*>(<td.*?)</tr>", found, re.S):
            unnamed = re.findall(r"<td(?![^>]*data-is)[^>]*>(?!</td>)", cells)
            assert set(unnamed[1:]) <= {'<td class="text beside">'}, "row heading, and words beside it"


def test_a_comparison_has_its_workbook(comparison: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    undrawn(monkeypatch)
    assert "comparison.xlsx" not in comparison_files(comparison)
    book = load_workbook(io.BytesIO(comparison_files(comparison, "compare a b --xlsx")["comparison.xlsx"]))
    assert book.sheetnames == [
        "read me", "side by side", "all indicators", "weekly", "changes", "bands tried", "evidence ages", "sources",
        "parameters",
    ]  # fmt: skip
    found = table(book, "all indicators")
    stored = comparison.table[comparison.table["place"].isin(("hyesan", "country"))]
    for heading in ("base", "other", "difference", "low", "high"):
        np.testing.assert_allclose(found[heading].astype(float), stored[heading])
    assert found["first week"].tolist() == [datetime.fromisoformat(day) for day in stored["first_week"]]
    for name in ("indicator", "place", "class"):
        assert found[f"{name} id"].fillna("").tolist() == stored[name].tolist()
    assert set(found["place"]) == {"Hyesan", "country"} and "labourers" in set(found["class"])
    side = table(book, "side by side").set_index("indicator")
    row = stored[(stored["indicator"] == "imports") & (stored["class"] == "") & (stored["period"] == "window")].iloc[0]
    assert side.loc["Imports at Hyesan, all channels", "unit"] == "yuan a week"
    assert side.loc["Imports at Hyesan, all channels", "cut"] == pytest.approx(row["other"])
    assert side.loc["Imports at Hyesan, all channels", "cut: difference, low"] == pytest.approx(row["low"])
    weekly = table(book, "weekly")
    rice = comparison.weekly["rice_price"].mean("seed")
    np.testing.assert_allclose(weekly["Retail price of rice: short, won/kg"].astype(float), rice.isel(scenario=0))
    np.testing.assert_allclose(weekly["Retail price of rice: cut, won/kg"].astype(float), rice.isel(scenario=1))
    (change,) = table(book, "changes").to_dict("records")
    assert (change["scenario"], change["name"], change["value"]) == ("cut", "openness[*,*]", 0)
    assert change["from"] == datetime(2015, 3, 2) and change["until"] is None


def test_a_workbook_is_written_whole_or_not_at_all(
    comparison: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.xlsx"
    write_workbook(comparison, path)
    before = path.read_bytes()
    assert load_workbook(path).sheetnames[0] == "read me"
    monkeypatch.setattr("jangmadang.report.comparison.comparison_workbook", lambda *_: "not bytes")
    with pytest.raises(TypeError):
        write_workbook(comparison, path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
