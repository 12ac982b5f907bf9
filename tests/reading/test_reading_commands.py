"""`jangmadang read` and `jangmadang review` as an analyst types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jangmadang.commands.main import cli, main
from jangmadang.reading.records.review import read_decisions
from jangmadang.reading.records.store import read_records

TEXT = "In Hyesan a kilogram of rice cost 5,200 won last week, and the price is rising.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_read_prints_json_and_writes_lines(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert (
        main(["read", str(report), "--published", "2025-05-15", "--json", "--out", str(out), "--second-reader", "off"])
        == 0
    )
    printed = json.loads(capsys.readouterr().out)
    price = next(record for record in printed if record["type"] == "price")
    assert (price["low"], price["currency"], price["time"]["start"]) == (5200, "KPW", "2025-05-05")
    assert price["confidence"]["level"] == "confirmed"
    lines = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    assert lines == printed


def test_read_prints_a_table(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report), "--out", str(tmp_path / "out"), "--unread"]) == 0
    shown = capsys.readouterr().out
    assert "grain.rice" in shown and "5,200 KPW per 1 kg" in shown and "Not read:" in shown


@pytest.mark.parametrize("arguments", [["n" * 300], ["REPORT", "--out", "n" * 300]])
def test_a_name_that_no_file_can_have(
    arguments: list[str], report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(report) if word == "REPORT" else word for word in arguments]
    assert main(["read", *(given if "--out" in given else [*given, "--out", str(tmp_path / "out")])]) == 2
    assert "cannot be read (File name too long)" in capsys.readouterr().err


def test_standard_input(tmp_path: Path) -> None:
    arguments = ["read", "-", "--json", "--out", str(tmp_path), "--second-reader", "off"]
    result = CliRunner().invoke(cli, arguments, input=TEXT, standalone_mode=False)
    assert "grain.rice" in result.output


def test_bad_files_are_told_and_the_others_read(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\x00\x01")
    out = str(tmp_path / "out")
    assert main(["read", str(bad), str(report), "--json", "--out", out, "--second-reader", "off"]) == 2
    captured = capsys.readouterr()
    assert "bad.txt: is not UTF-8" in captured.err and json.loads(captured.out)
    assert main(["read", str(bad), "--out", out]) == 2
    assert main(["read", str(report), "--published", "soon", "--out", out]) == 2


def test_review_without_asking(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    main(["read", str(report), "--out", out, "--json", "--second-reader", "off"])
    ids = [record["id"] for record in json.loads(capsys.readouterr().out)]
    assert main(["review", out, "--accept", ids[0], "--reject", ids[1], "--json"]) == 0
    states = {record["id"]: record["review"] for record in json.loads(capsys.readouterr().out)}
    assert (states[ids[0]], states[ids[1]]) == ("accepted", "rejected")
    assert main(["review", out, "--accept", "price-0"]) == 2
    assert main(["review", str(tmp_path / "none")]) == 2


def test_a_later_decision_keeps_what_was_edited(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    main(["read", str(report), "--out", out])
    name = read_records(Path(out))[0].id

    def shown(*arguments: str) -> tuple[str, str, float, str]:
        capsys.readouterr()
        assert main(["review", out, *arguments, "--json"]) == 0
        record = next(record for record in json.loads(capsys.readouterr().out) if record["id"] == name)
        return record["review"], record["item_id"], record["low"], record["place"]["id"]

    first, second = ["--edit", name, "item_id=grain.corn low=5100"], ["--edit", name, "low=5150 place=KP.ryanggang"]
    assert shown(*first, *second) == ("edited", "grain.corn", 5150, "KP.ryanggang")
    assert shown("--accept", name) == ("accepted", "grain.corn", 5150, "KP.ryanggang")
    assert shown("--reject", name)[0] == "rejected"
    main(["read", str(report), "--out", out])  # decisions are laid over a new reading
    assert shown("--edit", name, "low=5000") == ("edited", "grain.corn", 5000, "KP.ryanggang")


def test_review_asks_record_by_record(report: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    main(["read", str(report), "--out", out, "--second-reader", "off"])
    answers = "x\nt item white gold=grain.rice\ne low=5300 high=5300\nr\nq\n"
    result = CliRunner().invoke(cli, ["review", out], input=answers, standalone_mode=False)
    assert "cost 5,200 won last week" in result.output and "Taught: 'white gold' is grain.rice" in result.output
    assert [decision.action for decision in read_decisions(Path(out))] == ["teach", "edit", "reject"]
