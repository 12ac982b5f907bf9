"""Weekly series: where they lie among a path's values, how a table is read, and what each mistake is told."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from jangmadang.commands.main import main
from jangmadang.engine.branching import parting_week
from jangmadang.errors import InputError
from jangmadang.scenario import Scenario, load

JUNE = datetime.date(2015, 6, 1)
TABLE = 'week,capacity_tonnes,"openness[customs,import]"\n2015-06-01,7,0.25\n2015-06-08,,0.5\n2015-06-15,9.5,\n'


@pytest.fixture
def beside(tmp_path: Path, packs: Path) -> Callable[[str], Scenario]:
    """Write a table beside a scenario that names it, and load the scenario."""

    def load_with(table: str) -> Scenario:
        (tmp_path / "drawn.csv").write_text(table, "utf-8")
        (tmp_path / "asked.yaml").write_text("extends: base\nseries: drawn.csv\n", "utf-8")
        return load(tmp_path / "asked.yaml", packs)

    return load_with


def test_a_week_has_its_value_and_the_others_what_they_had(beside: Callable[[str], Scenario]) -> None:
    weekly = beside(TABLE).weekly_paths(datetime.date(2015, 5, 25), 5)
    assert weekly.capacity_tonnes.tolist() == [100, 7, 100, 9.5, 100]
    assert weekly.openness[:, 0, 0].tolist() == [1, 0.25, 0.5, 1, 1]
    assert (weekly.openness[:, :, 1] == 1).all() and (weekly.openness[:, 1:] == 1).all()


def test_inline_in_python_and_from_a_table_are_one(beside: Callable[[str], Scenario], base: Scenario) -> None:
    rows = list(csv.DictReader(TABLE.splitlines()))
    given = {
        target: {datetime.date.fromisoformat(row["week"]): float(row[target]) for row in rows if row[target]}
        for target in ("capacity_tonnes", "openness[customs,import]")
    }
    assert base.with_changes(series=given).content_hash() == beside(TABLE).content_hash() != base.content_hash()


def test_series_lie_over_dated_values_and_under_changes(base: Scenario) -> None:
    week = {"from": "2015-06-01", "until": "2015-06-14"}
    scenario = base.with_changes(
        paths={"capacity_tonnes": [{**week, "value": 50}]},
        series={"capacity_tonnes": {"2015-06-08": 10, "2015-06-15": 20}},
        changes=[{"path": "capacity_tonnes", "from": "2015-06-15", "multiply": 2}],
    )
    assert scenario.weekly_paths(JUNE, 4).capacity_tonnes.tolist() == [50, 10, 40, 200]


def test_the_specific_target_and_the_later_file_win(base: Scenario) -> None:
    first = base.with_changes(series={"openness[customs,import]": {JUNE: 0.5}, "openness": {JUNE: 0.25}})
    assert first.weekly_paths(JUNE, 1).openness[0].tolist() == [[0.5, 0.25], [0.25, 0.25], [0.25, 0.25]]
    later = first.with_changes(series={"openness": {JUNE: 0.125}})
    assert (later.weekly_paths(JUNE, 1).openness == 0.125).all()


def test_scenarios_part_where_their_series_do(base: Scenario) -> None:
    week = {base.start + datetime.timedelta(weeks=9): 60}
    assert parting_week(base, base.with_changes(series={"capacity_tonnes": week}), 20) == 9


def test_a_thousand_weeks_are_kept_in_full(base: Scenario) -> None:
    weeks = {base.start + datetime.timedelta(weeks=k): 10.0 + k / 7.0 for k in range(104)}
    scenario = base.with_changes(series={"capacity_tonnes": weeks})
    found = scenario.weekly_paths(base.start, 104).capacity_tonnes
    np.testing.assert_array_equal(found, list(weeks.values()))
    assert Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True)).series == scenario.series


TABLES = {
    "no Monday": (TABLE.replace("06-08", "06-09"), ["2015-06-09", "no Monday", "2015-06-08"]),
    "twice": (TABLE + "2015-06-01,8,0\n", ["line 5", "2015-06-01", "line 2"]),
    "no number": (TABLE.replace("9.5", "lots"), ["line 4", "capacity_tonnes", "'lots'"]),
    "infinite": (TABLE.replace("9.5", "inf"), ["line 4", "'inf'"]),
    "no day": (TABLE.replace("2015-06-08", "June"), ["line 3", "June", "YYYY-MM-DD"]),
    "no such path": (TABLE.replace("capacity_tonnes", "capacity_tons"), ["'capacity_tonnes'"]),
    "no such member": (TABLE.replace("customs", "custom"), ["custom", "'customs'"]),
    "a result": (TABLE.replace("capacity_tonnes", "rice_price"), ["rice_price", "result"]),
    "outside its range": (TABLE.replace("0.25", "1.25"), ["openness", "2015-06-01", "1.25", "[0, 1]"]),
    "outside the run": (TABLE.replace("2015", "2020"), ["2020-06-01", "outside the run", "2015-01-05"]),
    "no head": (TABLE.partition("\n")[2], ["first line", "week"]),
    "two columns of a name": ("week,openness,openness\n", ["first line"]),
    "a comma without quotes": (TABLE.replace('"', ""), ["line 2", "3 cells under 4 names", "quotes"]),
    "empty": ("", ["first line"]),
}


@pytest.mark.parametrize("mistake", TABLES)
def test_a_mistake_in_a_table_names_the_place(mistake: str, beside: Callable[[str], Scenario]) -> None:
    table, words = TABLES[mistake]
    with pytest.raises(InputError) as caught:
        beside(table)
    message = str(caught.value)
    assert message.startswith("asked.yaml: series") and "\n" not in message
    for word in words:
        assert word in message


INLINE = {
    "overlap": (
        "{'openness[customs,*]': {2015-06-01: 1}, 'openness[*,import]': {2015-06-01: 1}}",
        ["openness[customs,*]", "2015-06-01"],
    ),
    "text": ("{capacity_tonnes: {2015-06-01: wide}}", ["capacity_tonnes", "wide"]),
    "day": ("{capacity_tonnes: {week one: 3}}", ["week one", "YYYY-MM-DD"]),
    "list": ("[1, 2]", ["series"]),
    "written twice": ("{capacity_tonnes: {2015-06-01: 1, 2015-06-01: 2}}", ["2015-06-01", "twice"]),
    "no file": ("absent.csv", ["no file", "absent.csv", "relative to the scenario"]),
    "a folder": (".", ["cannot be read"]),
}


@pytest.mark.parametrize("mistake", INLINE)
def test_a_mistake_in_the_scenario_names_the_place(mistake: str, loaded: Callable[[str], Scenario]) -> None:
    text, words = INLINE[mistake]
    with pytest.raises(InputError) as caught:
        loaded(f"extends: base\nseries: {text}\n")
    for word in words:
        assert word in str(caught.value)


def test_the_command_line_stops_with_the_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text("extends: hyesan\nseries: absent.csv\n", "utf-8")
    assert main(["run", str(path)]) == 2
    assert "absent.csv" in capsys.readouterr().err
