"""`jangmadang evidence list`, `add`, `fit` and `regimes` as an analyst types them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from jangmadang.commands.main import cli, main
from jangmadang.errors import InputError
from jangmadang.evidence.comparing import comparisons
from jangmadang.evidence.error_bands import Error, prediction_interval, price_errors
from jangmadang.evidence.observations import Observation
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.evidence.table import COLUMNS, read_observations, write_observations
from jangmadang.reading.records.review import decide
from jangmadang.results.store import open_results, write_dataset
from jangmadang.scenario import load
from tests.evidence.test_fit import flat_run, observation
from tests.reading.made import event, fx, keep, price


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    run = flat_run()
    run["exchange_rate_imposed"] = ("week", (np.arange(621) < 560).astype(float))
    run["households"], run["openness"] = 1.0, 1.0
    write_dataset(run, tmp_path / "run" / "data.zarr")
    return tmp_path / "run"


def test_list_filters_the_shipped_table(capsys: pytest.CaptureFixture[str]) -> None:
    rice = ["evidence", "list", "--item", "rice", "--place", "hyesan", "--json"]
    rows = printed([*rice, "--since", "2025-06-01"], capsys)
    assert rows and tuple(rows[0]) == COLUMNS
    assert all(row["item"] == "rice" and "Hyesan" in row["place"] and row["date_end"] >= "2025-06-01" for row in rows)
    assert all(row["date_start"] <= "2025-06-01" for row in printed([*rice, "--until", "2025-06-01"], capsys))
    assert len(printed(["evidence", "list", "--json"], capsys)) == 1508


def test_list_prints_a_table_and_tells_wrong_names(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["evidence", "list", "--item", "cny", "--since", "2025-09-01"]) == 0
    assert "KPW each" in capsys.readouterr().out
    for arguments, message in (
        (["--item", "ricee"], "did you mean 'rice'?"),
        (["--place", "Hyesn"], "did you mean 'Hyesan'?"),
        (["--since", "soon"], "--since: 'soon' is not a date"),
        ([str(tmp_path / "none.csv")], "cannot be read"),
    ):
        assert main(["evidence", "list", *arguments]) == 2
        assert message in capsys.readouterr().err


def test_options_take_the_names_that_files_take(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit = ["evidence", "fit", str(store), "--json"]
    plain = printed([*fit, "--place", "hyesan", "--item", "rice"], capsys)
    assert plain["compared"] > 100
    for place, item in (("Hyesan", "Rice"), ("HYESAN", "rice"), ("혜산", "쌀")):
        assert printed([*fit, "--place", place, "--item", item], capsys) == plain
    assert {row["place"] for row in printed([*fit, "--place", "Ryanggang_Rest"], capsys)["fit"]} == {"ryanggang_rest"}
    nowhere = printed([*fit, "--place", "Unspecified DPRK"], capsys)
    assert nowhere["compared"] == 0 and sum(nowhere["left_out"].values()) > 0
    for option, name, hint in (
        ("--place", "Hyesn", "did you mean 'Hyesan'?"),
        ("--item", "Ricee", "did you mean 'rice'?"),
    ):
        assert main(["evidence", "fit", str(store), option, name]) == 2
        assert hint.casefold() in capsys.readouterr().err.casefold()
    listed = ["evidence", "list", "--json", "--item"]
    rows = printed([*listed, "cooking_oil", "--place", "Hyesan"], capsys)
    assert rows and printed([*listed, "Cooking oil", "--place", "hyesan"], capsys) == rows
    own = tmp_path / "own.csv"
    write_observations(own, [replace(row_of_rice(), item="Rice", place="hyesan")])
    assert len(printed(["evidence", "list", str(own), "--json", "--item", "rice", "--place", "Hyesan"], capsys)) == 1


def row_of_rice() -> Observation:
    """A row of the shipped table."""
    return next(row for row in shipped_prices() if row.item == "rice")


@pytest.mark.parametrize("command", [["list"], ["export", "--hxl", "out.csv"]])
def test_a_span_that_ends_before_it_begins_is_refused(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evidence", *command, "--since", "2025-06-01", "--until", "2025-05-01"]) == 2
    assert "--until 2025-05-01 is before --since 2025-06-01; exchange them" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert main(["evidence", *command, "--since", "2025-06-01", "--until", "2025-06-01"]) == 0


@pytest.mark.parametrize(
    "command", [["export", "--hxl", "own.XLSX"], ["import", "own.csv", "--to", "own.xlsx"], ["add", "--to", "own.ods"]]
)
def test_a_table_is_not_written_under_the_name_of_a_workbook(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(Path("results/reading"), price("price-1"))
    decide(Path("results/reading"), price("price-1"), "accept")
    write_observations(tmp_path / "own.csv", [row_of_rice()])
    before = sorted(tmp_path.rglob("*"))
    assert main(["evidence", *command]) == 2
    assert f"{command[-1]}: what is written is CSV; name it own.csv" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_add_says_what_was_added_left_out_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, table = tmp_path / "reading", tmp_path / "t.csv"
    keep(folder, price("price-1"), fx("fx-1"), price("price-2", per_unit=None))
    for record in (price("price-1"), price("price-2", per_unit=None)):
        decide(folder, record, "accept")
    arguments = ["evidence", "add", str(folder), "--to", str(table)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "1 added, 0 changed, 0 unchanged, 0 removed" in shown and "Hyesan  rice  5,200 KPW per 1 kg" in shown
    assert "left out 1: no unit" in shown and "(price-2)" in shown and "left out 1: not reviewed" in shown
    done = printed([*arguments, "--include-likely", "--json"], capsys)
    assert [row["id"] for row in done["added"]] == ["fx-1"] and done["unchanged"] == 1
    assert [row.id for row in read_observations(table)] == ["price-1", "fx-1"]


def test_add_tells_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "add", str(tmp_path)]) == 2
    assert "read reports first" in capsys.readouterr().err


def test_fit_of_a_run_to_the_shipped_table_and_to_one_s_own(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(["evidence", "fit", str(store), "--json"], capsys)
    assert found["observations"] == ["shipped"] and found["not_counted"]["forced"] > 0
    assert sum(found["not_counted"].values()) + found["compared"] > 1000
    rows = {(r["item"], r["currency"], r["period"], r["forced"]): r for r in found["fit"] if r["place"] == "hyesan"}
    assert rows["rice", "KPW", "all", False]["n"] == 111
    assert rows["cny", "KPW", "all", True]["n"] > rows["cny", "KPW", "all", False]["n"] > 0
    assert found["left_out"]["the run has no such item"] > 100
    covered = {(r["item"], r["weeks_ahead"], r["period"]): r for r in found["coverage"]}
    for item, weeks in (("rice", 0), ("corn", 0), ("cny", 4), ("cny", 13)):
        parts = [row for key, row in covered.items() if key[:2] == (item, weeks)]
        assert sum(part["reports"] for part in parts[:-1]) == parts[-1]["reports"] > 10
        assert all(part["share"] == part["held"] / part["reports"] for part in parts)
    own = [error for error in price_errors_of(store, "rice") if error.day.year >= 2023]
    before = prediction_interval([error for error in price_errors_of(store, "rice") if error.day.year < 2023])
    assert before is not None
    held = sum(before.low <= error.value <= before.high for error in own)
    assert (covered["rice", 0, "2023-2026"]["held"], covered["rice", 0, "2023-2026"]["reports"]) == (held, len(own))

    folder, table = tmp_path / "reading", tmp_path / "t.csv"
    keep(folder, price("price-1"), price("price-2", item_id="meat.pork"))
    assert main(["evidence", "add", str(folder), "--to", str(table), "--include-likely"]) == 0
    capsys.readouterr()
    arguments = ["evidence", "fit", str(store), "--observations", str(table)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "rice" in shown and "Not compared: 1, the run has no such item" in shown and "in sample" not in shown
    both = printed([*arguments, "--observations", "shipped", "--place", "hyesan", "--item", "rice", "--json"], capsys)
    rows = {(r["currency"], r["period"]): r for r in both["fit"]}
    assert rows["KPW", "all"]["n"] == 112 and {r["place"] for r in both["fit"]} == {"hyesan"}


def test_reports_later_than_the_shipped_ones_stand_beside_their_band(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, day = tmp_path / "own.csv", date(2026, 3, 15)
    fit = ["evidence", "fit", str(store), "--observations", str(own)]
    write_observations(own, [observation("rice", day, "Hyesan", 10_000_000.0)])
    assert printed([*fit, "--json"], capsys)["later"] == [], "of a run without a scenario nothing is known"
    (store / "manifest.json").write_text(json.dumps({"scenario": load("hyesan").model_dump(mode="json")}), "utf-8")
    (far,) = printed([*fit, "--json"], capsys)["later"]
    assert (far["day"], far["item"], far["modelled"], far["held"]) == ("2026-03-15", "rice", 5000.0, False)
    assert 0.0 < far["low"] < far["high"] < far["reported"]
    inside = observation("rice", day, "Hyesan", (far["low"] * far["high"]) ** 0.5)
    rest = [(observation("rice", date(2019, 3, 15), "Hyesan", 1.0)), observation("rice", day, "Pyongyang", 1.0)]
    write_observations(own, [replace(one, id=f"X{n}") for n, one in enumerate((inside, *rest))])
    assert main(fit) == 0
    assert "1 of 1 lie inside" in capsys.readouterr().out


def price_errors_of(store: Path, item: str) -> list[Error]:
    """Errors of the run on the shipped reports of an item."""
    dataset = open_results(store)
    forced = [bool(week) for week in dataset["exchange_rate_imposed"].values]
    return price_errors(comparisons(dataset, shipped_prices(), forced), item, "KPW")


def test_fit_prints_how_many_reports_the_bands_held(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "fit", str(store)]) == 0
    shown = capsys.readouterr().out
    assert "Forecast bands of 90 % at Hyesan" in shown and "period left out" in shown
    assert "13 weeks ahead" in shown and "all of them" in shown
    rows = printed(["evidence", "fit", str(store), "--item", "corn", "--json"], capsys)["coverage"]
    assert {row["item"] for row in rows} == {"corn"}
    assert printed(["evidence", "fit", str(store), "--place", "pyongyang", "--json"], capsys)["coverage"] == []


def test_fit_says_what_is_no_evidence_and_what_is_wrong(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "fit", str(store)]) == 0
    shown = capsys.readouterr().out
    assert " imposed" in shown and "its fit to them is no evidence" in shown and "in sample" in shown
    assert "disputed" in shown
    assert main(["evidence", "fit", str(store.parent)]) == 2
    assert "is not a results store" in capsys.readouterr().err
    assert main(["evidence", "fit", str(store), "--item", "gold"]) == 2
    assert "no item 'gold' in the table; no known name is like it" in capsys.readouterr().err


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    folder = tmp_path / "reading"
    stop = event("event-1", "trade_suspended", "2026-05-04", sentence="Customs trade stopped on May 4.")
    keep(folder, stop, event("event-2", "lockdown", "2026-05-05"), price("price-1"))
    decide(folder, stop, "accept")
    return folder


def test_regimes_writes_only_what_is_confirmed(accepted: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    arguments = ["evidence", "regimes", str(accepted), "--scenario", "hyesan", "--to", str(new)]
    asked = CliRunner().invoke(cli, arguments, input="n\n", standalone_mode=False)
    assert '+  # "Customs trade stopped on May 4."' in asked.output and "Nothing was written" in asked.output
    asked = CliRunner().invoke(cli, arguments, input="", standalone_mode=False)
    assert isinstance(asked.exception, InputError) and "--yes writes without asking" in str(asked.exception)
    assert not new.exists()
    asked = CliRunner().invoke(cli, arguments, input="y\n", standalone_mode=False)
    assert f"Wrote {new}" in asked.output
    (layer,) = load(new).changes
    assert [(change.path, str(change.from_day), change.set_to) for change in layer] == [
        ("openness[customs,*]", "2026-05-04", 0)
    ]


def test_regimes_for_scripts(accepted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "new.yaml"
    arguments = ["evidence", "regimes", str(accepted), "--scenario", "border-closed", "--to", str(new), "--yes"]
    assert main(arguments) == 0 and not new.exists()
    captured = capsys.readouterr()
    assert "the scenario has it so already" in captured.err and "No change to propose" in captured.out
    arguments[4] = "hyesan"
    assert main(arguments) == 0 and new.exists()
    assert main(arguments) == 0
    assert "says this already" in capsys.readouterr().out
    again = ["evidence", "regimes", str(accepted), "--scenario", str(new), "--to", str(new), "--yes"]
    assert main(again) == 2
    assert "write to another file" in capsys.readouterr().err


def test_a_table_that_cannot_be_read_stops_the_command_before_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path / "reading", price("price-1"))
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    assert main(["evidence", "add", str(tmp_path / "reading"), "--to", str(table), "--include-likely"]) == 2
    assert "t.csv: is no observation table" in capsys.readouterr().err
    assert table.read_text("utf-8") == "a,b\n1,2\n"
    write_observations(table, [])
    assert main(["evidence", "list", str(table)]) == 0


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    heavy = ("numpy", "openpyxl", "pandas", "xarray", "yaml", "rich", "pydantic")
    code = f"import sys, jangmadang.commands.main; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
