"""Readers compared on a folder of annotated reports: the rules, a language model, what both or either found."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from jangmadang.commands.reading import read
from tests.reading.scripted_model import says, scripted
from tests.reading.test_language_model import FLOW, PRICE, TEXT


def test_each_reader_is_scored_apart_and_both_together(tmp_path: Path) -> None:
    flow = {name: FLOW[name] for name in ("type", "direction", "item_id")}
    start = TEXT.index("Sugar")
    price = {name: PRICE[name] for name in ("type", "item_id", "low", "high", "currency")}
    records = [flow | {"span": [start, start + 20]}, price | {"span": [0, 45], "place": PRICE["place_id"]}]
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text(json.dumps({"records": records, "amounts": [], "items": []}))
    wrong = PRICE | {"item_id": "grain.corn"}
    with scripted(says([FLOW, PRICE, wrong])) as script:
        asked = ["--second-reader", "llm", "--llm-endpoint", script.url, "--llm-model", "small", "--out", str(tmp_path)]
        done = CliRunner().invoke(read, [str(tmp_path), "--score", "--json", *asked], catch_exceptions=False)
        shown = CliRunner().invoke(read, [str(tmp_path), "--score", *asked], catch_exceptions=False)
    assert len(script.asked) == 1
    scores = json.loads(done.output)
    counts = {
        name: [(row["right"], row["wrong"], row["missed"]) for row in (one["rows"]["price"], one["rows"]["flow"])]
        for name, one in scores.items()
    }
    assert counts == {
        "rules": [(1, 0, 0), (0, 0, 1)],
        "language model": [(1, 1, 0), (1, 0, 0)],
        "both agree": [(1, 0, 0), (0, 0, 1)],
        "either": [(1, 1, 0), (1, 0, 0)],
    }
    assert all(name in shown.output for name in counts)
    assert "3 statements, 1 as the rules, 1 otherwise" in shown.output
