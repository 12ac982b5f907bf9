"""The reader's scores on the reports of this folder are those of `scores.json`: better or worse, they are told.

To renew them: python tests/reading/test_scores.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from jangmadang.reading.marks import Annotated
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Reading
from jangmadang.reading.scoring import Scores, score_reader

HERE = Path(__file__).parent
KEPT = HERE / "scores.json"
ROWS = {
    "prices": ("price", ("item_id", "low", "high", "currency", "per_unit", "place", "phase")),
    "fx": ("fx", ("base", "low", "high", "place", "phase")),
    "flows": ("flow", ("direction", "item_id", "channel")),
    "changes": ("change", ("target", "direction")),
    "events": ("event", ("event_type", "status", "place")),
}


def annotated(folder: str) -> Iterator[Annotated]:
    """The reports of a folder; what is marked stands somewhere in its text."""
    for path in sorted((HERE / folder).glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            records = [
                {"type": kind, "span": [0, len(entry["text"])], **dict(zip(names, map(basis, row), strict=True))}
                for key, (kind, names) in ROWS.items()
                for row in entry.get(key, ())
            ]
            kinds = ["price", "fx", *(kind for key, (kind, _) in ROWS.items() if key in entry)]
            known = {"published": str(entry.get("published") or ""), "records": records, "kinds": kinds}
            yield Annotated(entry["id"], entry["text"], known)


def basis(value: Any) -> Any:
    carried = isinstance(value, str) and value.startswith("~")
    return {"value": value[1:], "basis": "carried"} if carried else value


def read(report: Annotated) -> Reading:
    """Read a report; only kinds of records count of which the list is complete."""
    reading = read_text(report.text, report.name, report.published)
    kept = [record for record in reading.records if record.type in report.annotation["kinds"]]
    return reading.model_copy(update={"records": kept})


def scores(folder: str) -> Scores:
    return score_reader(annotated(folder), read)


def counted() -> dict[str, dict[str, list[int]]]:
    """Right, wrong and missed by row, and of confirmed records right and wrong; by folder."""
    told = {}
    for folder in ("corpus", "scored"):
        found = scores(folder)
        rows = {row: [count.right, count.wrong, count.missed] for row, count in found.counts.items()}
        sure = found.all_confirmed
        told[folder] = {row: rows[row] for row in rows if row.split()[0] in dict(ROWS.values())}
        told[folder] |= {"confirmed": [sure.right, sure.wrong], "silent": [found.silent, found.prices]}
    return told


def test_the_reader_scores_as_it_did() -> None:
    assert counted() == json.loads(KEPT.read_text("utf-8"))


def test_nothing_confirmed_is_wrong_and_no_price_is_lost() -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    assert all(kept[folder]["confirmed"][1] == 0 and kept[folder]["silent"][0] == 0 for folder in kept)


if __name__ == "__main__":
    lines = [
        f'"{folder}": {{\n' + ",\n".join(f' "{row}": {json.dumps(counts)}' for row, counts in rows.items()) + "\n}"
        for folder, rows in counted().items()
    ]
    KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
