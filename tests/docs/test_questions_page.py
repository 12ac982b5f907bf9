"""The ten questions: commands that the command line takes, scenarios that load, and lines that answer."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml

from jangmadang.commands.main import cli
from jangmadang.scenario import load

ROOT = Path(__file__).parents[2]
QUESTIONS: dict[int, dict[str, Any]] = yaml.safe_load((ROOT / "docs" / "questions.yaml").read_text("utf-8"))
COMMANDS = [command for item in QUESTIONS.values() for command in item["commands"]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that asks."""
    spec = importlib.util.spec_from_file_location("ask_questions", ROOT / "scripts" / "ask_questions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_ten_of_at_most_two_commands() -> None:
    assert list(QUESTIONS) == list(range(1, 11))
    assert all(1 <= len(item["commands"]) <= 2 for item in QUESTIONS.values())


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_the_command_line_takes_it(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "docs" / "questions")
    taken: click.Command = cli
    words = shlex.split(command)
    while isinstance(taken, click.Group):
        taken = taken.commands[words.pop(0)]
    context = taken.make_context(taken.name, list(words))
    named = [context.params.get("scenario"), context.params.get("base"), *(context.params.get("others") or ())]
    for name in filter(None, named):
        load(name)


def test_shown_lines_are_those_that_match(script: ModuleType) -> None:
    assert script.shown("a 1\n\nb 2\na 1\n", ["^a"]) == ["a 1"]
    assert script.shown("a\n\nb \n", []) == ["a", "b"]


def test_every_question_is_answered() -> None:
    answers = json.loads((ROOT / "docs" / "questions.json").read_text("utf-8"))
    assert all(answers[str(number)] for number in QUESTIONS)
    for number, item in QUESTIONS.items():
        for pattern in item["show"]:
            assert any(re.search(pattern, line) for line in answers[str(number)]), f"{number}: nothing shows {pattern}"


def test_the_page_was_asked_of_the_model_as_it_is(script: ModuleType) -> None:
    kept = json.loads((ROOT / "docs" / "questions.json").read_text("utf-8"))[script.MODEL]
    moved = script.moved(kept, script.behaviour())
    assert not moved, f"docs/ten_questions.md was asked of an older model (it moves {moved}): run `make questions`"


def test_a_model_that_moves_a_mean_by_a_hundredth_is_another(script: ModuleType) -> None:
    kept = {"2025": dict.fromkeys(script.TOLD, 100.0), "shocks 2015": dict.fromkeys(script.TOLD, 2.0)}
    now = {**kept, "2025": {**kept["2025"], "rice_price": 101.0, "import_value": 100.1}}
    assert script.moved(kept, kept) == {} and script.moved(kept, now) == {"2025": ["rice_price"]}
    assert set(script.moved({}, now)) == set(now), "one of other years, or none, is another"
