"""What the page on ensembles says works: its Python runs, its commands have known options and executors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jangmadang.commands.main import run
from jangmadang.engine.executors import _parsed

PAGE = (Path(__file__).parents[2] / "docs" / "ensembles.md").read_text("utf-8")


def test_python_works(tmp_path: Path, coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    shorter = {
        "runs=100": "runs=2",
        "processes:4": "threads:2",
        'jm.load("hyesan")': 'jm.load("hyesan").with_changes(end="2015-03-02")',
    }
    for said, less in shorter.items():
        assert said in block
        block = block.replace(said, less)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    exec(block, names)
    assert dict(names["runs"].sizes)["seed"] == 2 and len(list(Path("runs").rglob("*.nc"))) == 2  # type: ignore[attr-defined]


def test_commands_exist() -> None:
    known = {name for option in run.params for name in option.opts}
    commands = re.findall(r"^jangmadang run .*", PAGE, re.M)
    assert len(commands) > 4 and set(re.findall(r"--[a-z][a-z-]+", " ".join(commands))) <= known
    for executor in re.findall(r"--executor (\S+)", PAGE):
        _parsed(executor)
