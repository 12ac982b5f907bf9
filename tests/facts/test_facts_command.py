"""The `facts` command and its page: exit codes, files, refusals, nothing half-written; and the committed table."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from made_verdicts import made_fact, made_verdict, shifted

from jangmadang.commands.main import facts, main
from jangmadang.errors import NotWrittenError
from jangmadang.facts import running
from jangmadang.facts.experiment import Bound
from jangmadang.facts.publishing import published, reason
from jangmadang.facts.records import as_record, from_record, shipped_records
from jangmadang.facts.running import FACTS, GROUPS, Verdict
from jangmadang.report import facts_page
from jangmadang.report.facts_page import carrier, measured_words, without
from jangmadang.report.facts_page import facts_page as page_of
from jangmadang.report.figures.facts import fact_figure, reach

RISE, LEVEL = Bound(low=0.05, no_effect=0.0), Bound(1.0, 3.0)
HOLDS = made_verdict(made_fact(LEVEL, RISE, aim=1), [[2.0, 2.1, 2.2], [0.30, 0.31, 0.32]], [0.01, 0.0, -0.01])
FAILS = shifted(HOLDS, 5.0)
LOOSE = made_verdict(made_fact(RISE, restates=True, name="S1"), [[0.30, 0.31, 0.32]], [0.3, 0.3, 0.31])
GONE = made_verdict(made_fact(RISE, name="S2"), [[0.30, 0.31, 0.32]], [math.nan] * 3)
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Verdict]:
    """What a stand-in for the runs finds; work in an empty folder."""
    verdicts = [HOLDS]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "run_facts", lambda names, **options: verdicts)
    return verdicts


def test_code_is_0_if_all_hold_and_1_if_one_does_not(found: list[Verdict], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "c3"]) == 0
    assert "1 of 1 hold" in capsys.readouterr().out
    found.append(FAILS)
    assert main(["facts"]) == 1
    assert "1 of 2 hold" in capsys.readouterr().out
    assert not list(Path().iterdir())


def test_out_writes_page_and_figures_and_replaces_older_ones(
    found: list[Verdict], capsys: pytest.CaptureFixture[str]
) -> None:
    for verdicts in ([FAILS], [HOLDS, LOOSE]):
        found[:] = verdicts
        code = main(["facts", "--out", "here/facts", "--json"])
        assert code == (0 if all(verdict.holds for verdict in verdicts) else 1)
        records = json.loads(capsys.readouterr().out)
        assert json.loads(Path("here/facts/facts.json").read_text("utf-8")) == records
    assert sorted(path.name for path in Path("here").rglob("*")) == [
        "facts", "facts.html", "facts.json", "manifest.json",
    ]  # fmt: skip
    assert json.loads(Path("here/facts/manifest.json").read_text("utf-8"))["seeds"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["C88"], ["C88", "did you mean 'C8'"]),
        (["C8", "l71"], ["l71 is a level", "give --levels with it"]),
        (["--seeds", "1"], ["--seeds"]),
        (["--resolution", "fine"], ["fine", "calibration"]),
        (["--out", "taken"], ["taken", "in the way"]),
        (["--replace"], ["--replace", "--out FOLDER"]),
        (["--levels", "--replace"], ["--replace", "--out FOLDER"]),
        (["--threads", "2", "--executor", "dask://host:1"], ["--threads does nothing"]),
        (["--seed-base", "-1"], ["--seed-base"]),
        (["--executor", "processes:two"], ["no executor 'processes:two'", "processes:N"]),
    ],
)
def test_bad_input_ends_with_2(
    arguments: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("mine")
    assert main(["facts", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == "" and "Traceback" not in output.err
    for word in words:
        assert word in output.err
    assert [path.name for path in Path().iterdir()] == ["taken"]


def test_what_stops_half_way_leaves_nothing(found: list[Verdict], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(facts_page, "facts_page", stopped)
    assert main(["facts", "--out", "out"]) == 130
    assert not list(Path().iterdir())


def test_runs_are_kept_when_it_stops_or_cannot_be_written_and_are_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = list[int]()

    def figures(
        scenarios: Any, facts: tuple[str, ...], resolution: str, counters: bool, wanted: tuple[str, int]
    ) -> Any:
        if wanted[1] == 2 and stops:
            raise KeyboardInterrupt
        made.append(wanted[1])
        return {(name, False): [math.nan, 0.1 * wanted[1]][: len(FACTS[name].conditions)] for name in facts}

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "_run_wanted", figures)
    monkeypatch.setattr(facts_page, "facts_page", lambda _: "drawn elsewhere")
    asked = ["facts", "C4", "--seeds", "2", "--threads", "1", "--out", "here", "--json"]
    stops = True
    assert main(asked) == 130
    assert "finished runs are kept in here.unfinished" in capsys.readouterr().err and made == [1]
    stops = False
    with monkeypatch.context() as full:

        def no_space(*_: Any) -> None:
            raise NotWrittenError("here could not be written: No space left on device")

        full.setattr(facts_page, "write_facts", no_space)
        assert main(asked) == 1
    told = capsys.readouterr()
    assert "The runs are kept in here.unfinished" in told.err and "No space left" in told.err and made == [1, 2]
    main([*asked[:-2], "elsewhere", "--json"])
    assert made == [1, 2, 1, 2] and capsys.readouterr().out == told.out
    main(asked)
    assert made == [1, 2, 1, 2] and capsys.readouterr().out == told.out
    assert sorted(path.name for path in Path().iterdir()) == ["elsewhere", "here"]


def test_page_is_self_contained_and_says_what_carries_each_fact() -> None:
    page = page_of([HOLDS, LOOSE, GONE])
    assert page.count("data:image/png;base64,") == 3 and "://" not in page
    assert "Of 3 facts and responses 2 hold, 1 is not earned" in page and "Prices &amp; wages rise." in page
    assert "share &lt;sold&gt;, change 1" in page
    assert "it carries the fact" in page and "it does not carry the fact" in page
    assert "nothing to measure" in page
    bare = page_of([made_verdict(made_fact(LEVEL), [[5.0, 5.1]])])
    assert "shown only" in page_of([made_verdict(made_fact(Bound()), [[5.0, 5.1]])])
    assert (
        "Of 1 facts and responses 1 is not earned" in bare
        and "does not hold" in bare
        and "without the mechanism" not in bare
    )


def test_carrier_follows_the_figures() -> None:
    record = as_record(HOLDS)
    assert carrier(record) == "goods <are> wanted"
    assert without(record).startswith("Taken away: goods <are> wanted. Then ")
    assert without(record).endswith("is 0 [-0.0169, 0.0169] instead of 0.310 [0.293, 0.327]: it carries the fact.")
    assert carrier(as_record(made_verdict(made_fact(RISE), [[0.3, 0.3]], [0.3, 0.3]))).startswith("not shown: ")
    assert carrier(as_record(LOOSE)) == "restates the given path"
    assert carrier(as_record(made_verdict(made_fact(RISE), [[0.3, 0.3]]))) == "counter-experiment not run"
    assert measured_words({"measured": 0.25, "low": 0.2, "high": 0.3, "unit": "1"}) == "0.250 [0.200, 0.300]"
    assert measured_words({"measured": 2.0, "low": 1.0, "high": 3.0, "unit": "CNY"}) == "2.00 [1.00, 3.00] yuan"


def test_a_row_of_the_picture_shows_all_but_far_counter_experiments() -> None:
    level, rise = HOLDS.conditions
    low, high = reach(level)
    assert low < 1.0 and high > 3.0
    low, high = reach(rise, HOLDS.counter)
    assert low < -0.01 and high > 0.32
    far = made_verdict(made_fact(RISE), [[0.3, 0.31]], [90.0, 91.0]).counter
    assert 0.31 < reach(rise, far)[1] < 3.0
    assert reach(rise, GONE.counter) == pytest.approx(reach(rise))
    assert [len(fact_figure(verdict).axes) for verdict in (HOLDS, LOOSE, GONE)] == [2, 1, 1]


def test_committed_table_lists_all_facts() -> None:
    records = shipped_records()
    assert [record["id"] for record in records] == list(FACTS)
    for record, fact in zip(records, FACTS.values(), strict=True):
        assert (record["statement"], record["restates_path"]) == (fact.statement, fact.restates_path)
        assert [row["what"] for row in record["conditions"]] == [item.what for item in fact.conditions]
        assert [row["bound"] for row in record["conditions"]] == [str(item.bound) for item in fact.conditions]
        assert (record.get("counter") or {}).get("mechanism") == (fact.counter and fact.counter.mechanism)
        assert [row["source"] for row in record["conditions"]] == [item.source for item in fact.conditions]
        assert (record["published"], record["reason"]) == (published(from_record(record)), reason(from_record(record)))
        assert len(record["seeds"]) >= 10


def test_docs_name_known_options_and_facts() -> None:
    page = (DOCS / "facts.md").read_text("utf-8")
    known = {name for option in facts.params for name in option.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", page)) <= known
    commands = re.findall(r"^jangmadang facts((?: [CSR]\d*)*)", page, re.M)
    assert len(commands) == 4 and {name for names in commands for name in names.split()} <= {*FACTS, *GROUPS}


def test_docs_say_what_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS.parent / "scripts" / "docs"))
    import blocks_of_facts

    monkeypatch.setattr("jangmadang.facts.publishing.reasons", dict)
    carried, loose, failing = (as_record(verdict) for verdict in (HOLDS, LOOSE, FAILS))
    monkeypatch.setattr(blocks_of_facts, "records", lambda: [carried])
    assert blocks_of_facts.facts_summary().startswith("Of 1 facts and responses 1 holds: means over seeds 1 to 3 at")
    assert "Not earned" not in blocks_of_facts.facts_summary()
    monkeypatch.setattr(blocks_of_facts, "records", lambda: [carried, loose, {**failing, "id": "C4"}])
    summary = blocks_of_facts.facts_summary()
    assert summary.startswith("Of 3 facts and responses 1 holds, 2 are not earned: ")
    assert "- S1. No reason is given yet. Taken away: " in summary and "- C3." not in summary
    assert "- C4. No reason is given yet. Share <sold>, change 0 is 7.10 " in summary
    assert "| **not earned** |" in blocks_of_facts.facts_table()
    assert "| **no** |" in blocks_of_facts.facts_conditions()


def test_the_page_of_the_shipped_facts_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(("first", "second"))
    monkeypatch.setattr(facts_page, "kept_folder", lambda: tmp_path)
    monkeypatch.setattr(facts_page, "facts_page", lambda *_: next(drawn))
    assert [facts_page.shipped_facts_page() for _ in range(2)] == ["first", "first"]
    kept = tmp_path / "facts_page.html"
    kept.write_text(kept.read_text().replace("<!-- ", "<!-- of another state "))
    assert facts_page.shipped_facts_page() == "second"
