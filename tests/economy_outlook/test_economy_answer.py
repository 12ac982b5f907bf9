"""The answer: parts add up, bands are quantiles, the gate counts, what is shipped is of the shipped evidence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jangmadang.commands.main import main
from jangmadang.economy_outlook import record
from jangmadang.economy_outlook.answer import (
    FEWEST,
    GATE,
    PARTS,
    RATE,
    SEASON,
    STAPLE_PRICES,
    TOGETHER,
    answer_from,
    standard_errors,
)
from jangmadang.economy_outlook.figures import OF_TRADE
from jangmadang.economy_outlook.record import (
    answer_of,
    as_record,
    evidence_of_shipped,
    kept_economy_outlook,
    shipped_economy_outlook,
)
from jangmadang.errors import InputError
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.shipped import evidence_hash
from jangmadang.outlook.weekly import usable_reports
from tests.economy_outlook.made_members import LAST_WEEK, ORIGIN, a_member, an_answer

UNPUSHED, MANY = [0.0] * FEWEST, [GATE + 1.0] * (FEWEST + 5)


def test_the_parts_add_up_to_the_change() -> None:
    for told in an_answer(*UNPUSHED).told:
        for why in told.why:
            assert list(why.parts) == list(PARTS)
            assert sum(part.mean for part in why.parts.values()) == pytest.approx(why.change.mean)


def test_parts_are_differences_of_paired_futures() -> None:
    """Where staples alone matter, all of the change but the season is theirs."""
    members = [a_member(seed) for seed in range(FEWEST)]
    for one in members:
        one.values[:] = one.values[3]  # all held
        one.values[[0, 1, 4, 5], :, 1:] += 0.5  # as sampled, with the rate held, and beside it: staples on their paths
    why = answer_from(ORIGIN, LAST_WEEK, members).told[0].why[0]
    assert why.parts[STAPLE_PRICES].mean == pytest.approx(0.5)
    assert (why.parts[STAPLE_PRICES].low, why.parts[STAPLE_PRICES].high) == pytest.approx((0.5, 0.5))
    assert [why.parts[name].mean for name in (RATE, TOGETHER)] == pytest.approx([0.0, 0.0])
    assert why.parts[SEASON].mean == pytest.approx(why.change.mean - 0.5)
    assert [part.mean for part in why.held.values()] == pytest.approx([0.0, 0.0])


def test_bands_are_nested_quantiles_of_the_members() -> None:
    members = [a_member(seed) for seed in range(30)]
    told = answer_from(ORIGIN, LAST_WEEK, members).told[3]
    for n, band in enumerate(told.bands):
        assert band.low <= band.low_half <= band.median <= band.high_half <= band.high
        assert band.median == np.median([one.values[0, 3, n] for one in members])


def test_the_gate_counts_members_that_need_a_push() -> None:
    assert standard_errors(np.array([1.0, 2.0, 3.0])) == pytest.approx(2.0 / (1.0 / np.sqrt(3)))
    calm, pushed = an_answer(*UNPUSHED, -3.0), an_answer(*UNPUSHED, *MANY, -3.0)
    assert calm.gate_holds and (calm.pushing[0].down, calm.pushing[0].up) == (1, 0)
    assert calm.unpushed == FEWEST and not calm.withheld
    assert not pushed.gate_holds and (pushed.pushing[0].down, pushed.pushing[0].up) == (1, len(MANY))
    assert not pushed.withheld and pushed.shown == pushed.told
    assert len(pushed.told[0].unpushed) == len(pushed.told[0].bands)


def test_hunger_and_incomes_are_withheld_where_hardly_a_member_stands_where_reports_are() -> None:
    answer = an_answer(*MANY, *UNPUSHED[1:])
    assert answer.withheld and answer.told[0].unpushed == ()
    assert {told.figure.name for told in answer.shown} == set(OF_TRADE)
    assert {entry["figure"] for entry in as_record(answer)["figures"]} == set(OF_TRADE)


def test_members_that_ended_are_left_out_and_few_have_no_band() -> None:
    members = [a_member(seed) for seed in range(FEWEST)]
    found = answer_from(ORIGIN, LAST_WEEK, [*members, a_member(99, error="accounts do not close")])
    assert (found.members, found.ended) == (FEWEST, 1)
    with pytest.raises(InputError, match="accounts do not close"):
        answer_from(ORIGIN, LAST_WEEK, [*members[1:], a_member(99, error="accounts do not close")])


def test_a_record_reads_back_as_it_is_written() -> None:
    written = as_record(an_answer(*UNPUSHED, *MANY))
    assert as_record(answer_of(json.loads(json.dumps(written)))) == written


def test_the_shipped_record_is_of_the_shipped_evidence() -> None:
    reports = usable_reports(shipped_prices())
    assert evidence_of_shipped() == evidence_hash(reports), "the evidence has changed: make outlook-economy"
    answer = record.recorded_answer()
    assert answer is not None and answer.origin == max(report.known_on for report in reports)
    for why in (why for told in answer.shown for why in told.why):
        parts = sum(part.mean for part in why.parts.values())
        assert parts == pytest.approx(why.change.mean, rel=1e-3, abs=1e-4)


def test_a_record_of_another_model_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {**as_record(an_answer(*UNPUSHED)), "evidence": record._evidence(), "model": "this"}
    monkeypatch.setattr(record, "_shipped", lambda: kept)
    monkeypatch.setattr(record, "model_of", lambda _: "this")
    assert as_record(shipped_economy_outlook()) == as_record(an_answer(*UNPUSHED))  # type: ignore[arg-type]
    monkeypatch.setattr(record, "model_of", lambda _: "another")
    assert shipped_economy_outlook() is None


def test_the_record_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    record.write_shipped(an_answer(*UNPUSHED))
    kept = json.loads((tmp_path / record.FILE).read_text("utf-8"))
    assert kept["evidence"] == record._evidence() and as_record(answer_of(kept)).items() <= kept.items()


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped answer of this model at the newest report, and no members to run."""
    newest = max(report.known_on for report in usable_reports(shipped_prices()))
    answer = replace(an_answer(*UNPUSHED, *MANY), origin=newest)
    monkeypatch.setattr("jangmadang.commands.outlook_economy_printing.shipped_economy_outlook", lambda: answer)
    monkeypatch.setattr("jangmadang.commands.outlook_economy_printing.evidence_of_shipped", record._evidence)


@pytest.mark.usefixtures("shipped")
def test_the_command_prints_the_shipped_answer_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlook", "--economy"]) == 0
    text = capsys.readouterr().out
    for said in ("Households short of staples, %", "Hyesan, labourer", "Why: ", "never scored"):
        assert said in text
    assert "had to be pushed" in text and f"In the {FEWEST} members that need no push" in text
    assert main(["outlook", "--economy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["members"] == FEWEST + len(MANY)


@pytest.mark.usefixtures("shipped")
def test_the_command_keeps_the_answer_for_who_asks_with_the_same_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, reports = tmp_path / "new" / "answer.json", usable_reports(shipped_prices())
    assert main(["outlook", "--economy", "--json", "--keep", str(kept)]) == 0
    printed, found = json.loads(capsys.readouterr().out), kept_economy_outlook(kept, reports)
    assert found is not None and as_record(found) == printed
    assert kept_economy_outlook(kept, reports[1:]) is None
    assert main(["outlook", "--economy", "--keep", str(kept)]) == 2
    assert "or --replace to write over it" in capsys.readouterr().err
    kept.write_text("{}", "utf-8")
    assert kept_economy_outlook(kept, reports) is None
    assert main(["outlook", "--economy", "--keep", str(kept), "--replace"]) == 0
    assert kept_economy_outlook(kept, reports) == found
    assert main(["outlook", "--keep", str(tmp_path / "prices.json")]) == 2
    assert "--keep keeps the answer of --economy" in capsys.readouterr().err


@pytest.mark.usefixtures("shipped")
def test_an_answer_that_cannot_be_kept_is_printed_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["outlook", "--economy", "--keep", str(tmp_path / "file" / "answer.json")]) == 1
    out, err = capsys.readouterr()
    assert "Households short of staples, %" in out and "cannot be written" in err


@pytest.mark.parametrize("more", [["--item", "rice"], ["--place", "Pyongyang"], ["--csv", "f.csv"]])
def test_the_command_refuses_what_is_of_prices_alone(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlook", "--economy", *more]) == 2
    assert "--economy is about Hyesan and the country" in capsys.readouterr().err


def test_the_command_refuses_an_origin_without_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlook", "--economy", "--origin", "2016-06-30"]) == 2
    assert "give an --origin from 2017-07-03 on" in capsys.readouterr().err
