"""The command: what it prints, what it refuses, and that it knows nothing later than its origin."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jangmadang.commands.main import main
from jangmadang.commands.outlook_news_printing import MOST_NAMED
from jangmadang.commands.outlook_printing import HUB_COLUMNS
from jangmadang.evidence.shipped import shipped_prices, shipped_rows
from jangmadang.evidence.table import write_observations
from jangmadang.outlook.ahead import FEWEST_SCORED, outlook
from jangmadang.outlook.evaluation import HORIZONS
from jangmadang.outlook.predictive import LEVELS
from jangmadang.outlook.weekly import CITIES, ITEMS, usable_reports

ORIGIN = "2024-06-30"


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    assert main(["outlook", *arguments]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What the command prints as JSON."""
    found: dict[str, Any] = json.loads(printed(capsys, "--json", *arguments))
    return found


def test_it_prints_intervals_with_their_record(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--origin", ORIGIN, "--item", "rice")
    assert "rice, Hyesan, KPW/kg: newest report to" in text
    assert "90 % interval" in text and "held" in text and "gain" in text
    assert f"Origin {ORIGIN}" in text
    assert len([line for line in text.splitlines() if " to " in line and " and " in line]) >= len(HORIZONS)


def test_json_holds_23_quantiles_in_order_and_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "--origin", ORIGIN, "--item", "rice", "--item", "cny")
    assert found["origin"] == ORIGIN
    assert [(s["item"], s["weeks"]) for s in found["series"]] == [(i, w) for i in ("rice", "cny") for w in HORIZONS]
    for series, skill in zip(found["series"], found["skill"], strict=True):
        values = list(series["quantiles"].values())
        assert list(series["quantiles"]) == [f"{level:g}" for level in LEVELS]
        assert values == sorted(values)
        assert (skill["item"], skill["weeks"]) == (series["item"], series["weeks"])
        assert skill["enough"] == (skill["gain"] is not None) == (skill["forecasts"] >= FEWEST_SCORED)
    assert {s["unit"] for s in found["series"]} == {"KPW/kg", "KPW/CNY"}


def test_intervals_never_narrow_with_the_horizon() -> None:
    reports = usable_reports(shipped_prices())
    for series in outlook(reports, date(2025, 3, 30), [(city, item) for city in CITIES for item in ITEMS]):
        spreads = [ahead.log_price.spread for ahead in series.ahead]
        assert spreads == sorted(spreads)


def test_what_became_known_later_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    early = [row for row in shipped_rows() if row.known_on <= date.fromisoformat(ORIGIN)]
    wrong = [
        replace(row, low=2 * row.low, high=2 * row.high)
        for row in shipped_rows()
        if row.known_on > date.fromisoformat(ORIGIN) and row.low and row.high
    ]
    write_observations(Path("other.csv"), [*early, *wrong])
    asked = ("--origin", ORIGIN, "--place", "all")
    assert as_json(capsys, *asked, "--observations", "other.csv") == as_json(capsys, *asked)


def test_own_reports_count(capsys: pytest.CaptureFixture[str]) -> None:
    row = next(row for row in shipped_rows() if row.id == "prices_press row 1500" or row.item == "rice")
    day = date(2024, 6, 28)
    own = replace(
        row, id="own 1", place="Hyesan", item="rice", low=9900.0, high=9900.0, bound="exact", currency="KPW",
        per_qty=1.0, unit="kg", date_start=day, date_end=day, known_on=day, use="",
    )  # fmt: skip
    write_observations(Path("own.csv"), [own])
    tables = ("--observations", "shipped", "--observations", "own.csv")
    before, after = (as_json(capsys, "--origin", ORIGIN, "--item", "rice", *t) for t in ((), tables))
    assert after["series"][0]["quantiles"]["0.5"] > 1.1 * before["series"][0]["quantiles"]["0.5"]


def test_the_default_origin_is_the_newest_reports(capsys: pytest.CaptureFixture[str]) -> None:
    newest = max(report.known_on for report in usable_reports(shipped_prices()))
    assert as_json(capsys)["origin"] == str(newest)


def test_csv_is_a_hub_table_and_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "--origin", ORIGIN, "--item", "rice", "--csv", "ahead.csv")
    with Path("ahead.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HUB_COLUMNS
    assert len(rows) == len(HORIZONS) * len(LEVELS)
    assert {row["output_type"] for row in rows} == {"quantile"}
    assert main(["outlook", "--csv", "ahead.csv"]) == 2
    assert "exists already" in capsys.readouterr().err
    printed(capsys, "--origin", ORIGIN, "--item", "rice", "--csv", "ahead.csv", "--replace")


def test_names_as_the_model_and_other_files_have_them(capsys: pytest.CaptureFixture[str]) -> None:
    one = as_json(capsys, "--origin", ORIGIN, "--place", "hyesan", "--item", "Rice")
    assert one == as_json(capsys, "--origin", ORIGIN, "--place", "Hyesan", "--item", "rice")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--place", "Hyesn"), "did you mean 'Hyesan'?"),
        (("--place", "Chongjin"), "too few reports for an outlook"),
        (("--item", "ryce"), "did you mean 'rice'?"),
        (("--item", "gasoline"), "too few reports for an outlook"),
        (("--origin", "2010-01-01"), "no report was known by then; the first was known on 2012"),
        (("--origin", "yesterday"), "write YYYY-MM-DD"),
        (("--origin", "2012-03-01"), "only 3 weeks with reports by 2012-03-01; 10 are needed"),
        (("--since", "2026-02-01"), "news are of the time up to the origin, 2026-02-01; take an earlier day"),
        (("--replace",), "say which with --csv FILE"),
        (("--observations", "nowhere.csv"), "nowhere.csv"),
        (("--csv", "/proc/nowhere/ahead.csv"), "cannot be written"),
        (("--csv", "ahead.xlsx"), "--csv ahead.xlsx: what is written is CSV; name it ahead.csv"),
    ],
)
def test_bad_input_ends_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert main(["outlook", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert message in output.err
    assert output.err.count("\n") == 1
    assert not list(Path().iterdir())


def test_too_few_reports_are_withheld_beside_what_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--origin", "2016-01-10", "--item", "rice", "--item", "corn")
    found = as_json(capsys, *asked)
    assert {s["item"] for s in found["series"]} == {"rice"}
    assert [w["item"] for w in found["withheld"]] == ["corn"]
    assert "corn, Hyesan: withheld, only" in printed(capsys, *asked)


def test_now_stands_first_and_is_not_scored(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--origin", ORIGIN, "--item", "rice")
    (now,) = as_json(capsys, *asked)["nowcast"]
    assert (now["weeks"], now["date"], list(now["quantiles"])) == (0, ORIGIN, [f"{level:g}" for level in LEVELS])
    rows = [line for line in printed(capsys, *asked).splitlines() if line.strip().startswith(("now ", "1 "))]
    assert "not scored" in rows[0] and rows[1].strip().startswith("1 ")


def test_news_in_json_multiply_to_the_change(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "--origin", ORIGIN, "--since", "2024-03-31", "--item", "rice")
    assert found["news"]["since"] == "2024-03-31"
    (series,) = found["news"]["series"]
    assert series["reports"]
    for horizon in series["horizons"]:
        parts = [horizon[f"{name}_percent"] for name in ("time", "parameters", "long_ago")]
        parts += [report["effect_percent"][str(horizon["weeks"])] for report in series["reports"]]
        change = horizon["median"] / horizon["median_before"]
        assert math.prod(1.0 + part / 100.0 for part in parts) == pytest.approx(change, rel=1e-3)
    now = found["nowcast"][0]["quantiles"]["0.5"]
    assert series["horizons"][0]["median"] == pytest.approx(now, rel=1e-6)


def test_few_of_many_news_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--origin", ORIGIN, "--since", "2024-01-28", "--item", "rice")
    heading = next(n for n, line in enumerate(text.splitlines()) if line.startswith("report "))
    named = text.splitlines()[heading + 2 : heading + 6]
    assert "Since 2024-01-28, now from" in text
    assert sum(" to " in line for line in named) == MOST_NAMED


def test_what_own_tables_changed(capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2024, 6, 28)
    row = replace(
        shipped_rows()[0], id="own 1", place="Sinuiju", item="usd", low=20000.0, high=20000.0, bound="exact",
        currency="KPW", per_qty=1.0, unit="each", date_start=day, date_end=day, known_on=day, use="",
    )  # fmt: skip
    write_observations(Path("own.csv"), [row])
    tables = ("--observations", "shipped", "--observations", "own.csv")
    asked = ("--origin", ORIGIN, "--item", "rice", *tables)
    alone, found = as_json(capsys, *asked[:4]), as_json(capsys, *asked)
    assert "further_tables" not in alone
    changed = found["further_tables"]
    before = [*alone["nowcast"], *alone["series"]]
    assert [one["median"] for one in changed["without"]] == [one["quantiles"]["0.5"] for one in before]
    (series,) = changed["series"]
    assert [(report["item"], report["place"]) for report in series["reports"]] == [("usd", "Sinuiju")]
    assert all(horizon["median"] > horizon["median_before"] for horizon in series["horizons"])
    text = printed(capsys, *asked)
    assert "What the further tables change, rice, Hyesan:" in text
    assert "Of their reports, these moved it most." in text


def test_a_copy_of_the_shipped_table_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write_observations(Path("copy.csv"), shipped_rows())
    tables = ("--observations", "shipped", "--observations", "copy.csv")
    text = printed(capsys, "--origin", ORIGIN, "--item", "corn", *tables)
    assert "The further tables hold no report that moves corn, Hyesan." in text
    assert "median without" not in text


def test_two_rows_of_one_id_that_differ_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    row = next(row for row in shipped_rows() if row.item == "rice" and row.low and row.high)
    write_observations(Path("copy_of_one.csv"), [replace(row, low=2.0 * (row.low or 0), high=2.0 * (row.high or 0))])
    assert main(["outlook", "--observations", "shipped", "--observations", "copy_of_one.csv"]) == 2
    said = capsys.readouterr().err
    assert f"two rows of shipped and copy_of_one.csv have the id {row.id} and differ" in said
