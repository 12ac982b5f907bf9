"""The scenarios of the page load, and are as short as it says."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from jangmadang.scenario import load
from jangmadang.scenario.schema import ScenarioFile
from jangmadang.scenario.yaml_files import parse_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
(TABLE,) = re.findall(r"^```csv\n(.*?)^```", PAGE, re.M | re.S)
(NAME,) = re.findall(r"^series: (.*)$", "".join(BLOCKS), re.M)


@pytest.fixture(autouse=True)
def table(tmp_path: Path) -> None:
    """The table that one of the scenarios names."""
    (tmp_path / NAME).write_text(TABLE, "utf-8")


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
    drawn = loaded["rate_as_drawn"]
    weekly = drawn.weekly_paths(drawn.end - datetime.timedelta(weeks=6), 6)
    assert weekly.exchange_rate_reported_kpw_per_cny[1:4].tolist() == [8400, 8650, 8500]
    assert (weekly.exchange_rate_imposed == 1).all()
    assert weekly.staple_price_shock[:, 0].tolist() == [1, 1.02, 0.99, 1.01, 1, 1]
    assert weekly.openness[2:4, 0, 0, 0].tolist() == [0.5, 0.5]
    record = loaded["other_assumptions"].parameter_record()
    assert record.theory_budget == 1 and record.use_samples == 0 and record.buffer_weeks[0] == 10


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", PAGE.partition("What the keys mean")[2]))
    assert set(ScenarioFile.model_fields) <= explained
