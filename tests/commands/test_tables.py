"""Tables of the commands in a terminal of 80 columns: every word whole, and all that a pipe is given."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jangmadang.commands import sensitivity as sensitivity_command
from jangmadang.commands import tables
from jangmadang.commands.main import main
from jangmadang.commands.printing import print_comparison, print_facts, print_levels, print_summary
from jangmadang.commands.tables import MOST_LINES, folded, table_text, terminal_width
from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.records import as_record, shipped_verdicts
from jangmadang.results.compare import compare
from jangmadang.results.sensitivity import Question, Sensitivity
from jangmadang.results.store import write_dataset
from jangmadang.scenario import load
from tests.evidence.test_fit import flat_run

COLUMNS = 80
REPORT = (
    "In Hyesan a kilogram of rice cost 5,200 won last week, and corn 2,300 won. In Sinuiju, North Pyongan province, "
    "the yuan was traded at 1,250 won, and herbs were exported by state smuggling. 혜산시 장마당\n"
)
PRICES = (
    "Date,Place,Item,Price,Currency,Unit\n2025-03-01,Hyesan,rice,8500,KPW,kg\n2025-04-01,Pyongsong,corn,3900,KPW,kg\n"
)
#: Headings of the cells that a block begins with, which speak for themselves.
NOT_IN_BLOCKS = {"condition", "indicator", "unit", "id", "what", "kind", "value", "place", "time", "dates", "item"}
Shown = tuple[str, str]


@pytest.fixture
def shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Callable[[], object]], Shown]:
    """What a command prints in a terminal, and in a pipe."""

    def both(command: Callable[[], object]) -> Shown:
        printed = []
        for width in (COLUMNS, None):
            monkeypatch.setattr(tables, "terminal_width", lambda width=width: width)
            capsys.readouterr()
            command()
            printed.append(capsys.readouterr().out)
        return printed[0], printed[1]

    return both


def words(text: str) -> set[str]:
    """Words, without the rules under headings and the commas between the parts of a block."""
    found = {word.rstrip(",;:") for word in text.split()}
    return {word for word in found if word.strip("-")}


def assert_whole(printed: Shown) -> None:
    """No line is longer than the terminal, no word is broken, none is missing."""
    narrow, piped = printed
    assert narrow.strip() and piped.strip()
    for line in narrow.splitlines():
        assert len(line) <= COLUMNS or " " not in line.strip(), line
    assert words(narrow) <= words(piped)
    assert words(piped) - words(narrow) <= NOT_IN_BLOCKS


def test_facts_and_levels(shown: Callable[[Callable[[], object]], Shown]) -> None:
    facts, levels = [as_record(verdict) for verdict in shipped_verdicts()], list(shipped_level_records())
    assert_whole(shown(lambda: print_facts(facts)))
    narrow, piped = shown(lambda: print_levels(levels))
    assert_whole((narrow, piped))
    lines = piped.splitlines()
    assert len(lines) == len(levels) + 4, "a line each in a pipe, between a heading with its rule and a summary"
    for record in levels:
        (line,) = [line for line in lines if line.startswith(f"{record['id']} ")]
        assert record["what"] in line and record["verdict"] in line


def test_a_comparison(shown: Callable[[Callable[[], object]], Shown]) -> None:
    base = load("hyesan").with_changes(end="2015-06-01", name="short")
    cut = base.with_changes(name="shorter-and-cut", changes=[{"path": "openness[*,*]", "from": "2015-03-02", "set": 0}])
    found = compare(base, cut, runs=2, draws=False, threads=1)
    printed = shown(lambda: print_comparison(found, ("hyesan",), False, Path("results/x")))
    assert_whole(printed)
    assert "90 % interval" in printed[1] and "Market turnover in constant prices, won of 2019/week" in printed[1]
    heading = next(line for line in printed[0].splitlines() if line.startswith("indicator"))
    assert heading.split() == ["indicator", "base", "other", "difference", "90", "%", "interval", "relative"]


def test_a_run(shown: Callable[[Callable[[], object]], Shown], tmp_path: Path) -> None:
    rows = [
        {"indicator": "Share of households short of staples", "unit": "1", "now": 0.1, "low": 0.1, "high": 0.2},
        {"indicator": "Market turnover in constant prices", "unit": "KPW of 2019/week", "now": 3.57e9, "low": 3.5e9,
         "high": 3.6e9},
    ]  # fmt: skip
    units = ("points", "%")
    summary = {
        "scenario": "hyesan", "weeks": 620, "households": 9959, "seconds": 1.9, "household_weeks_per_second": 3.2e6,
        "table": [{**row, "change": -2.9, "change_unit": unit} for row, unit in zip(rows, units, strict=True)],
    }  # fmt: skip
    (tmp_path / "answer.txt").write_text("Households short of staples: 11 %\n" + "a long line of an answer " * 9)
    printed = shown(lambda: print_summary(summary, tmp_path))
    assert_whole(tuple(part.replace(str(tmp_path), "") for part in printed))  # type: ignore[arg-type]
    assert "3,500 to 3,600 million" in printed[0] and "-2.9 points" in printed[0] and "-3 %" in printed[0]


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_screening(shown: Callable[[Callable[[], object]], Shown], method: str) -> None:
    columns = ["effect", "half_width", "total", "total_half_width", "first_order", "first_order_half_width"]
    table = pd.DataFrame(np.full((2, 6), 0.2), columns=columns)
    table["parameter"] = ["buffer_weeks[stallholder]", "the_longest_name_of_a_parameter_that_anybody[wrote]"]
    question = Question("short_of_staples_people_by_class")
    found = Sensitivity(load("hyesan"), question, table, np.ones(2), method)
    assert_whole(shown(lambda: sensitivity_command._print(found)))


def test_the_fit_of_a_run(shown: Callable[[Callable[[], object]], Shown], tmp_path: Path) -> None:
    run = flat_run()
    run["exchange_rate_imposed"] = ("week", (np.arange(621) < 560).astype(float))
    run["households"], run["openness"] = 1.0, 1.0
    write_dataset(run, tmp_path / "data.zarr")
    for chosen in ([], ["--place", "hyesan"]):
        printed = shown(lambda chosen=chosen: main(["evidence", "fit", str(tmp_path), *chosen]))
        assert_whole(tuple(part.replace(str(tmp_path), "") for part in printed))  # type: ignore[arg-type]
    assert "mean |log error|" in printed[1] and "Hyesan  2015-2019" in printed[0], "side by side"


def test_observations_imported_prices_and_records(
    shown: Callable[[Callable[[], object]], Shown], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(REPORT, "utf-8")
    Path("p.csv").write_text(PRICES, "utf-8")
    assert_whole(shown(lambda: main(["evidence", "list"])))
    assert_whole(shown(lambda: main(["evidence", "import", "p.csv", "--preview"])))
    read = ["read", "a.txt", "--published", "2025-05-15", "--out", "o", "--second-reader", "off"]
    printed = shown(lambda: main(read))
    assert_whole(printed)
    assert "grain.rice" in printed[0] and "5,200 KPW per 1 kg" in printed[0]


@pytest.mark.parametrize(
    "asked",
    [["scenarios"], ["explain"], ["explain", "parameters"], ["explain", "equations"], ["explain", "hunger"],
     ["explain", "buffer_weeks"], ["explain", "rice_price"]],
)  # fmt: skip
def test_lists_and_explanations(shown: Callable[[Callable[[], object]], Shown], asked: list[str]) -> None:
    assert_whole(shown(lambda: main(asked)))


def test_figures_are_not_folded_and_text_is_at_spaces_alone() -> None:
    rows = [("a place with a name of many words", "1,000 to 2,000"), ("  indented", "3")]
    narrow = table_text(("where it is", "won a kilogram"), rows, ("won a kilogram",), 30)
    assert narrow.splitlines() == [
        "where it is     won a kilogram",
        "--------------  --------------",
        "a place with a  1,000 to 2,000",
        "name of many",
        "words",
        "  indented                   3",
    ]
    assert table_text(("where it is", "won a kilogram"), rows, ("won a kilogram",)).splitlines()[2:] == [
        "a place with a name of many words  1,000 to 2,000",
        "  indented                                      3",
    ]


def test_what_would_be_too_narrow_or_too_tall_becomes_a_block() -> None:
    rows = [("hyesan", "rice", "21,300", "-848 to -833", "a note")]
    block = table_text(("place", "item", "won/kg", "interval", "note"), rows, ("won/kg", "interval"), 32)
    assert block.splitlines() == ["hyesan, rice", "    won/kg 21,300;", "    interval -848 to -833;", "    note a note"]
    tall = [("x", "word " * 10 * MOST_LINES)]
    assert table_text(("", ""), tall, (), 40).startswith("x\n    word word")


def test_numbers_keep_their_sign_of_per_cent_and_a_long_word_stays_whole() -> None:
    assert folded("it rose by 24 % on a year", 14) == "it rose by\n24 % on a year"
    assert folded("see https://an.address/that-is-long now", 12).splitlines()[1] == "https://an.address/that-is-long"
    assert folded("혜산시 장마당", 8) == "혜산시\n장마당", "Korean letters are two columns wide"


def test_the_width_is_that_of_a_terminal_and_none_of_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "93")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert terminal_width() == 93
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert terminal_width() is None


def test_json_is_not_folded(shown: Callable[[Callable[[], object]], Shown]) -> None:
    narrow, piped = shown(lambda: main(["scenarios", "--json"]))
    assert narrow == piped and json.loads(narrow)
