"""The schema by which editors complete and check scenarios: fresh, and it says of a file what the model says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jangmadang.commands.asking import NEW_SCENARIO, SCHEMA, write_new_scenario
from jangmadang.errors import InputError
from jangmadang.scenario import load
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.scenario.yaml_files import parse_yaml, read_yaml

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
EXAMPLES = [text for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.S) if "extends:" in text]
HEAD = "extends: hyesan\nend: 2027-12-27\n"
#: Nothing that either takes.
WRONG = [
    "ends: 2026-01-05",
    "parameters: {staple_need: 13}",
    "parameters: {staple_need_kg: 1000}",
    "parameters: {staple_need_kg: much}",
    "parameters: {buffer_weeks: {labourers: 10}}",
    "parameters: {buffer_weeks: 30}",
    "theories: {budget: thumb}",
    "switches: {sample: off}",
    "switches: {samples: 0}",
    "resolution: 0",
    "resolution: fine",
    "seed: -1",
    "start: 2015-1-5",
    "changes: [{path: opennes, from: 2026-03-16, set: 0}]",
    'changes: [{path: "openness[customs,imports]", from: 2026-03-16, set: 0}]',
    "changes: [{path: market_lockdown, from: 2026-03-16}]",
    "changes: [{path: market_lockdown, from: 2026-03-16, set: 0, add: 1}]",
    "changes: [{path: market_lockdown, set: 0}]",
    "changes: [{shock: border-shut, from: 2026-03-16}]",
    "changes: [{border: shut, from: 2026-03-16}]",
    "paths: {market_lockdown: [{from: 2026-03-16}]}",
    "series: {market_lockdwn: {2026-03-16: 1}}",
    "exchange_rate: {mode: free}",
]
#: What both take.
RIGHT = [
    "parameters: {buffer_weeks: {labourer: 10}, staple_need_kg: 13}",
    "parameters: {illness_hazard: 0.02}",
    "switches: {samples: off}",
    "changes:",
    'changes: [{path: "openness[state_smuggling, *]", from: 2026-03-16, set: 0, over_weeks: 4}]',
    "changes: [{border: closed, from: 2026-03-16, until: 2026-06-01}]",
    "resolution: 12",
    'paths: {"openness[customs,import,hyesan]": [{from: 2026-03-16, value: 0, source: assumed}]}',
    'series: {"staple_price_shock[rice]": {2026-11-30: 1.02}}',
]


@pytest.fixture(scope="module")
def check() -> Any:
    """A validator of the shipped schema."""
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))


def test_it_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_scenario_schema.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_a_schema(check: Any) -> None:
    check.check_schema(check.schema)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_follow_it(check: Any, name: str) -> None:
    check.validate(read_yaml(shipped_scenarios()[name]))


def test_examples_follow_it(check: Any) -> None:
    assert len(EXAMPLES) >= 5
    for text in EXAMPLES:
        check.validate(parse_yaml(text, "an example"))


def test_a_new_scenario_follows_it_and_names_it(check: Any, tmp_path: Path) -> None:
    path = write_new_scenario("mine", tmp_path)
    check.validate(read_yaml(path))
    assert NEW_SCENARIO.startswith("# yaml-language-server: $schema=")
    first, _, _ = path.read_text("utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema={SCHEMA.as_uri()}"


@pytest.mark.parametrize("line", WRONG)
def test_what_the_model_refuses_it_marks(check: Any, tmp_path: Path, line: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(HEAD + line + "\n", "utf-8")
    with pytest.raises(InputError):
        load(path)
    assert not check.is_valid(read_yaml(path))


@pytest.mark.parametrize("line", RIGHT)
def test_what_the_model_takes_it_does_not_mark(check: Any, tmp_path: Path, line: str) -> None:
    path = tmp_path / "right.yaml"
    path.write_text(HEAD + line + "\n", "utf-8")
    load(path)
    check.validate(read_yaml(path))
