"""The results store: complete or absent, and readable."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from jangmadang.errors import InputError, NotWrittenError
from jangmadang.report.answer import cards, class_rows
from jangmadang.report.wording import signed_level
from jangmadang.results import HEADLINE, Bands, reduced, to_dataset, write_run
from jangmadang.results import store as store_module
from jangmadang.results.store import open_results, write_dataset
from jangmadang.results.summary import summary_json, summary_rows
from jangmadang.results.tables import COLUMNS, quoted


@pytest.fixture(scope="module")
def written(run: Any, replicates: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store written once."""
    out, pages = tmp_path_factory.mktemp("store") / "result", {"report.html": "<html></html>"}
    return write_run(run, map(reduced, replicates), out, lambda *_: pages)


def test_zarr_round_trip(written: Path, dataset: xr.Dataset) -> None:
    xr.testing.assert_identical(open_results(written), dataset)


@pytest.mark.parametrize("unit", ["KPW/kg", "KPW, of 2019", 'so-called "won"', '"', ","])
def test_a_field_is_read_as_it_was(unit: str) -> None:
    assert next(csv.reader([f"before,{quoted(unit)},after"])) == ["before", unit, "after"]


def test_tables_open_in_a_spreadsheet(written: Path, bands: Bands) -> None:
    assert {path.stem for path in (written / "tables").glob("*.csv")} == {indicator.name for indicator in HEADLINE}
    for path in (written / "tables").glob("*.csv"):
        frame = pd.read_csv(path)
        assert tuple(frame.columns) == COLUMNS, path.name
        assert (frame["low"] <= frame["high"] + 1e-9).all()
    frame = pd.read_csv(written / "tables" / "imports.csv")
    row = frame[(frame["date"] == "2019-01-07") & (frame["class"] == "customs")].iloc[0]
    assert row["place"] == "hyesan" and row["unit"] == "CNY/week"
    assert row["value"] == pytest.approx(float(bands.main["imports"].isel(week=1).sel(channel="customs")), rel=1e-5)


def test_ledger_is_whole(written: Path, run: Any) -> None:
    flows = pd.read_parquet(written / "ledger" / "flows.parquet")
    assert flows["amount_hundredths"].sum() == run.ledger["flows"].sum()
    balances = pd.read_parquet(written / "ledger" / "balances.parquet")
    assert len(balances) == run.ledger["balances"].size
    kpw = balances[(balances["currency"] == "kpw") & (balances["sector"] == "farms")]
    np.testing.assert_array_equal(kpw["balance_hundredths"], run.ledger["balances"][:, 0, 5])


def test_manifest_and_summary(written: Path, run: Any, dataset: xr.Dataset, bands: Bands) -> None:
    manifest = json.loads((written / "manifest.json").read_text())
    assert manifest["scenario"]["name"] == "hyesan" and manifest["seed"] == 1
    assert [item["seed"] for item in manifest["replicates"]] == [2, 3, 4]
    assert {"python", "numpy", "numba"} <= set(manifest["versions"]) and manifest["host"]["system"]
    summary = json.loads((written / "summary.json").read_text())
    expected = {"scenario", "seed", "weeks", "households", "seconds", "household_weeks_per_second", "ledger", "store"}
    assert expected | {"indicators"} <= set(summary)
    assert set(summary["ledger"]) == {"kpw", "cny", "goods"}
    last_year = float(dataset["rice_price"].isel(week=slice(-52, None), place=0).mean())
    assert summary_json(run, bands.main, written)["indicators"]["rice_price"]["hyesan"] == pytest.approx(last_year)
    for row in summary_rows(dataset, bands):
        assert row.low <= row.now <= row.high, row.indicator
        assert row.change is None or row.change_low <= row.change_high


def test_a_change_on_a_year_is_told_as_in_the_report(dataset: xr.Dataset, bands: Bands) -> None:
    rows = {row.indicator: row for row in summary_rows(dataset, bands)}
    share, people = rows["Share of households short of staples"], rows["People in households short of staples"]
    figures = bands.main["short_of_staples_share_all"].sel(place="hyesan").values
    assert share.change == pytest.approx(100 * (figures[-4:].mean() - figures[-56:-52].mean()))
    assert (share.change_unit, people.change_unit) == ("points", "people")
    card = cards(bands, {})[0]
    assert card.change.startswith(f"{share.change:+.1f} points on a year ({share.change_low:+.1f} to")
    assert class_rows(bands, dataset)[-1].change.startswith(signed_level(people.change or 0.0, "people"))
    rice, row = bands.main["rice_price"].sel(place="hyesan").values, rows["Retail price of rice"]
    assert row.change_unit == "%" and row.change == pytest.approx(100 * (rice[-4:].mean() / rice[-56:-52].mean() - 1))


def test_interruption_leaves_the_old_result(run: Any, written: Path, tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_run(run, [], out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def interrupted(*_: Any) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_run(run, [], out, interrupted)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_interruption_leaves_nothing_new(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(store_module, "write_ledger", full)
    with pytest.raises(NotWrittenError, match="could not be written: no space"):
        write_run(run, [], tmp_path / "result")
    assert list(tmp_path.iterdir()) == []


def test_old_result_is_replaced(run: Any, replicates: list[Any], tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_run(run, [], out)
    write_run(replicates[0], [], out)
    assert json.loads((out / "manifest.json").read_text())["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_bad_places_are_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="file of that name"):
        write_run(run, [], tmp_path / "file")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        write_run(run, [], tmp_path / "photos")
    with pytest.raises(InputError, match="Cannot write results"):
        write_run(run, [], tmp_path / "file" / "below")
    for name in ("photos", "n" * 300):
        with pytest.raises(InputError, match="not a results store"):
            open_results(tmp_path / name)


def test_damaged_data_are_refused_in_one_line(tmp_path: Path, dataset: xr.Dataset) -> None:
    write_dataset(dataset, tmp_path / "data.zarr")
    chunk = max((tmp_path / "data.zarr" / "rice_price").glob("[0-9]*"), key=lambda path: path.stat().st_size)
    chunk.write_bytes(chunk.read_bytes()[:20] + b"\xff" * 40)
    with pytest.raises(InputError, match="data.zarr cannot be read, for it is damaged or not whole; make the run"):
        open_results(tmp_path)


def test_a_store_of_another_version_is_refused_in_one_line(tmp_path: Path, dataset: xr.Dataset) -> None:
    write_dataset(dataset.drop_vars("exchange_rate_imposed"), tmp_path / "data.zarr")
    with pytest.raises(
        InputError, match="written by another version, without exchange_rate_imposed; make the run again"
    ):
        open_results(tmp_path)


def test_a_run_without_a_title_is_known_by_its_name(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert to_dataset(run).attrs["title"] == run.scenario.title
    monkeypatch.setattr(type(run.scenario), "title", "")
    assert to_dataset(run).attrs["title"] == run.scenario.name
