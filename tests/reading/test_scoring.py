"""The scorer counts as the contract says: one to one, equal fields, overlapping evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jangmadang.errors import InputError
from jangmadang.reading.scoring import Marked, main, pair_up, score_folder

TEXT = "In Hyesan a kilogram of rice cost 5,200 won. If the border opens, prices may fall."


def annotate(folder: Path, low: float, modality: str = "hypothetical") -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    at = TEXT.index("5,200")
    price = {
        "type": "price",
        "span": [at, at + 9],
        "modality": "asserted",
        "item_id": "grain.rice",
        "low": low,
        "high": low,
        "currency": "KPW",
    }
    fall = TEXT.index("prices may fall")
    change = {"type": "change", "span": [fall, fall + 15], "modality": modality, "target": "price", "direction": "down"}
    annotation = {
        "published": None,
        "amounts": [{"span": [at, at + 9], "low": low, "high": low, "bound": "exact", "unit": "KPW"}],
        "items": [{"span": [TEXT.index("rice"), TEXT.index("rice") + 4], "item_id": "grain.rice"}],
        "records": [price, change],
    }
    (folder / "a.json").write_text(json.dumps(annotation), "utf-8")


def test_a_right_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotate(tmp_path, 5200)
    scores = score_folder(tmp_path)
    assert all(scores.counts[kind].right == 1 for kind in ("price", "amount", "item"))
    assert (scores.counts["change"].wrong, scores.counts["change"].missed) == (0, 0)
    assert (scores.confirmed["price"].right, scores.silent, scores.prices) == (1, 0, 1)
    assert main([str(tmp_path), "--errors"]) == 0 and "price" in capsys.readouterr().out


def test_a_wrong_value_is_both_wrong_and_missed(tmp_path: Path) -> None:
    annotate(tmp_path, 5300)
    count = score_folder(tmp_path).counts["price"]
    assert (count.right, count.wrong, count.missed, count.f1) == (0, 1, 1, 0)


def test_a_fact_read_as_a_hypothesis_is_missed(tmp_path: Path) -> None:
    annotate(tmp_path, 5200, "asserted")
    count = score_folder(tmp_path).counts["change"]
    assert (count.right, count.wrong, count.missed) == (0, 0, 1)


def test_pairs_are_one_to_one() -> None:
    gold = [Marked("change", ((0, 10),), ("price", "up"))]
    read = [Marked("change", ((0, 5),), ("price", "up")), Marked("change", ((0, 9),), ("price", "up"))]
    assert pair_up(gold, read) == [(gold[0], read[1])]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pairs"):
        score_folder(tmp_path)
