"""The example of docs/evidence.md does what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from jangmadang.commands.main import main

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
TEXTS = re.findall(r"```text\n(.*?)```", PAGE, re.S)
WRITTEN = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
COMMANDS = [line for line in PAGE.splitlines() if line.startswith("jangmadang ") and " fit " not in line]


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    report, added = TEXTS
    (tmp_path / "prices.csv").write_text(re.findall(r"```csv\n(.*?)```", PAGE, re.S)[0], "utf-8")
    (tmp_path / "report.txt").write_text(report, "utf-8")
    assert len(COMMANDS) == 8
    for command in COMMANDS:
        arguments = shlex.split(command)[1:]
        capsys.readouterr()
        assert main([*arguments, "--yes"] if "regimes" in arguments else arguments) == 0, capsys.readouterr().err
        if "add" in arguments:
            assert capsys.readouterr().out == added
    assert (tmp_path / "hyesan_now.yaml").read_text("utf-8") == WRITTEN[0]
