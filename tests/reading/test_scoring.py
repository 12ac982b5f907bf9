"""The scorer counts as the contract says: one to one, equal claims, overlapping evidence, fields apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jangmadang.commands.reading import read
from jangmadang.errors import InputError
from jangmadang.reading.marks import Annotated, Marked, annotated_reports, marked_by_hand
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Reading
from jangmadang.reading.scoring import Count, Scores, pair_up, score_annotation, score_reader

TEXT = (
    "In Hyesan a kilogram of rice cost 5,200 won. If the border opens, prices may fall. Smugglers sold gold in China."
)


def mark(words: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"span": [start, start + len(words)], **fields}


def annotate(folder: Path, low: float = 5200, modality: str = "hypothetical", **flow: Any) -> list[Annotated]:
    place = {"value": "KP.ryanggang.hyesan", "basis": "stated"}
    price = {"type": "price", "item_id": "grain.rice", "low": low, "high": low, "currency": "KPW", "place": place}
    fall = {"type": "change", "modality": modality, "target": "price", "direction": "down"}
    gold = {"type": "flow", "direction": "export", "item_id": "metal.gold", "channel": None, "status": None, **flow}
    annotation = {
        "published": None,
        "amounts": [mark("5,200 won", low=low, high=low, unit="KPW")],
        "items": [mark("rice", item_id="grain.rice"), mark("gold", item_id="metal.gold")],
        "records": [mark("5,200 won", **price), mark("prices may fall", **fall), mark("sold gold in China", **gold)],
    }
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "a.json").write_text(json.dumps(annotation), "utf-8")
    return annotated_reports(folder)


def reading_of(report: Annotated) -> Reading:
    return read_text(report.text, report.name, report.published)


def counts(scores: Scores, row: str) -> tuple[int, int, int]:
    count = scores.counts[row]
    return count.right, count.wrong, count.missed


def test_a_right_reading(tmp_path: Path) -> None:
    stated = {"value": "private_smuggling", "basis": "stated"}
    scores = score_reader(annotate(tmp_path, channel=stated, status="occurred"), reading_of)
    rows = ("price", "price place", "price whole", "flow", "flow channel", "flow whole", "amount")
    assert {row: counts(scores, row) for row in rows} == dict.fromkeys(rows, (1, 0, 0))
    assert counts(scores, "change") == (0, 0, 0) and counts(scores, "item") == (2, 0, 0)
    assert (scores.confirmed["price"].right, scores.silent, scores.prices) == (1, 0, 1)
    assert scores.all_confirmed.precision == 1


def test_a_field_beside_the_claim_is_counted_apart(tmp_path: Path) -> None:
    scores = score_reader(annotate(tmp_path, channel="customs"), reading_of)
    assert counts(scores, "flow") == (1, 0, 0)
    assert counts(scores, "flow channel") == (0, 1, 1)
    assert counts(scores, "flow whole") == (0, 1, 1)
    assert any("private_smuggling for customs" in line for line in scores.errors)


def test_what_is_carried_counts_as_not_stated_but_of_prices(tmp_path: Path) -> None:
    carried = {"value": "customs", "basis": "carried"}
    annotate(tmp_path, channel=carried)
    (price, flow, *_) = marked_by_hand(json.loads((tmp_path / "a.json").read_text("utf-8")))
    assert (price.beside["place"], flow.beside["channel"]) == ("KP.ryanggang.hyesan", None)
    several = {"records": [{"type": "fx", "span": [0, 9], "base": "USD", "places": ["KP.pyongyang", "KP"]}]}
    assert [one.beside["place"] for one in marked_by_hand(several)] == ["KP.pyongyang", None]


def test_a_wrong_value_is_both_wrong_and_missed(tmp_path: Path) -> None:
    count = score_reader(annotate(tmp_path, 5300), reading_of).counts["price"]
    assert (count.right, count.wrong, count.missed, count.f1) == (0, 1, 1, 0)


def test_a_fact_read_as_a_hypothesis_is_missed(tmp_path: Path) -> None:
    assert counts(score_reader(annotate(tmp_path, modality="asserted"), reading_of), "change") == (0, 0, 1)


def test_two_annotations_are_compared_as_readers_are(tmp_path: Path) -> None:
    annotate(tmp_path / "b", 5300)
    scores = score_annotation(annotate(tmp_path / "a"), tmp_path / "b")
    assert (counts(scores, "price"), counts(scores, "flow")) == ((0, 1, 1), (1, 0, 0))


def test_pairs_are_one_to_one_and_the_likest_first() -> None:
    gold = [Marked("change", ((0, 10),), ("price", "up"))]
    marks = [Marked("change", ((0, 5),), ("price", "up")), Marked("change", ((0, 9),), ("price", "up"))]
    assert pair_up(gold, marks) == [(gold[0], marks[1])]
    here, there = ({"place": place} for place in ("KP.pyongyang", "KP.ryanggang"))
    gold = [Marked("fx", ((0, 9),), ("USD", 8000.0), one) for one in (here, there)]
    marks = [Marked("fx", ((0, 9),), ("USD", 8000.0), one) for one in (there, here)]
    assert [other.beside for _, other in pair_up(gold, marks)] == [here, there]


def test_intervals_draw_whole_reports() -> None:
    alike = Count([(1, 1, 1)] * 9)
    assert alike.f1_interval() == (0.5, 0.5) and alike.f1 == 0.5
    assert Count([(4, 0, 0), (0, 4, 4), (4, 0, 0), (0, 4, 4)]).f1_interval() == (0, 1)
    assert str(Count([(0, 0, 0)]).precision_interval()[0]) == "nan"


def test_the_command_prints_both(tmp_path: Path) -> None:
    annotate(tmp_path / "b", channel="customs")
    annotate(tmp_path / "a")
    given = [str(tmp_path / "a"), "--score", "--second-annotation", str(tmp_path / "b"), "--second-reader", "off"]
    table = CliRunner().invoke(read, [*given, "--unread"], standalone_mode=False)
    assert table.exception is None and "second annotation: 1 reports" in table.output
    assert "customs for None" in table.output
    told = json.loads(CliRunner().invoke(read, [*given, "--json"], standalone_mode=False).output)
    assert told["reader"]["rows"]["price place"]["right"] == 1
    assert told["second annotation"]["rows"]["flow channel"]["wrong"] == 1


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pairs"):
        annotated_reports(tmp_path)
    (tmp_path / "a.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match="is no annotation"):
        annotated_reports(tmp_path)
