"""What the page on comparing says works: its Python runs, its commands name shipped scenarios and known options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jangmadang.commands.main import compare
from jangmadang.scenario import shipped_scenarios
from tests.coarse import begin_later

PAGE = (Path(__file__).parents[2] / "docs" / "compare.md").read_text("utf-8")


def test_python_works(coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_later(monkeypatch.setattr, "2025-09-01")
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    assert "runs=10" in block
    names: dict[str, object] = {}
    exec(block.replace("runs=10", "runs=2, draws=False"), names)  # draws of their own: test_compare.py
    table = names["found"].table  # type: ignore[attr-defined]
    row = table[(table["indicator"] == "exchange_rate") & (table["period"] == "window")].iloc[0]
    assert 0.1 < row["relative"] < 0.3 and row["low"] > 0


def test_commands_and_keys_exist() -> None:
    known = {name for option in compare.params for name in (*option.opts, *option.secondary_opts)}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= known
    commands = re.findall(r"(?:^jangmadang compare |^\| [^|]+ \| `)([a-z_ -]+)", PAGE, re.M)
    named = {name for command in commands for name in command.split() if not name.startswith("--")}
    assert len(named) > 4 and named - {"my_question"} <= set(shipped_scenarios())
