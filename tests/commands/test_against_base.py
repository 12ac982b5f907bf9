"""`run` of a scenario that others extend: what it does against its base, in the page, in words and as JSON."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from jangmadang.commands.main import main
from jangmadang.report import against_base
from jangmadang.report.wording import percent, whole

SAME = "extends: hyesan\nend: 2015-06-01\n"
CUT = SAME + 'title: A stop\nchanges:\n  - {path: "openness[*,*]", from: 2015-03-02, until: 2015-04-05, set: 0}\n'


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a scenario that changes nothing and one that does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("jangmadang.report.page.as_png", lambda *_: b"")  # drawn in other tests
    monkeypatch.setattr(against_base, "PAIRS", 2)
    Path("same.yaml").write_text(SAME)
    Path("cut.yaml").write_text(CUT)


def against(name: str, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str, str]:
    """What a run says against its base: as JSON, in the text and in the page."""
    assert main(["run", f"{name}.yaml", "--resolution", "calibration", "--json", "--threads", "1"]) == 0
    found = json.loads(capsys.readouterr().out)["against_base"]
    folder = Path("results") / name
    return found, (folder / "answer.txt").read_text("utf-8"), html.unescape((folder / "report.html").read_text("utf-8"))


def test_what_a_change_does_is_in_page_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    found, text, page = against("cut", capsys)
    assert found["text"].startswith("While it lasts, in the 5 weeks from 2015-03-02, ")
    said = f"Against the base: {found['text'][0].lower()}{found['text'][1:]}"
    assert said in text and said in page
    assert found["base"]["scenario"] == "hyesan"
    assert (found["seeds"], found["resolution"]) == ([1, 2], "calibration")
    window = found["windows"][0]
    assert (window["period"], window["first_week"], window["last_week"]) == (
        "while cut lasts", "2015-03-02", "2015-03-30",
    )  # fmt: skip
    assert max(item["last_week"] for item in found["windows"]) < "2015-06-01", "the scenario's own weeks alone"
    figures = window["short_of_staples"]
    assert percent(figures["households"]["other"] / 100) in said and whole(figures["people"]["other"]) in said
    assert found["changes"] == ["openness of all channels, both ways set to 0 from 2015-03-02 until 2015-04-05"]


def test_a_scenario_that_changes_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    found, text, page = against("same", capsys)
    assert found["text"] == "Nothing differs in any week: “same” changes nothing of “Hyesan, 2015 to 2026”."
    said = "Against the base: nothing differs in any week: “same” changes nothing of “Hyesan, 2015 to 2026”."
    assert said in text and said in page and found["changes"] == []
    assert "The standard scenario: nothing is changed" not in page
