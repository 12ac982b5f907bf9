"""The scenarios of the page load, and are as short as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jangmadang.scenario import load
from jangmadang.scenario.schema import ScenarioFile
from jangmadang.scenario.yaml_files import parse_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)


@pytest.mark.parametrize("text", BLOCKS, ids=lambda text: text.split()[1])
def test_block_loads(text: str, tmp_path: Path) -> None:
    assert len(text.splitlines()) <= 10
    path = tmp_path / "asked.yaml"
    path.write_text(text, "utf-8")
    scenario = load(path)
    assert scenario.name == parse_yaml(text, "page")["name"]
    assert scenario.question


def test_blocks_change_what_they_say(tmp_path: Path) -> None:
    loaded = {}
    for number, text in enumerate(BLOCKS):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, "utf-8")
        scenario = load(path)
        loaded[scenario.name] = scenario
    shut = loaded["channel_stays_shut"]
    assert (shut.weekly_paths(shut.start, shut.weeks).openness[-1, 1] == 0).all()
    falls = loaded["won_falls"]
    assert falls.weekly_paths(falls.start, falls.weeks).exchange_rate_multiplier[-1] == pytest.approx(1.5)
    record = loaded["other_assumptions"].parameter_record()
    assert record.theory_budget == 1 and record.use_samples == 0 and record.buffer_weeks[0] == 10


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", PAGE.partition("What the keys mean")[2]))
    assert set(ScenarioFile.model_fields) <= explained
