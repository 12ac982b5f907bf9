"""The notebooks run, with few pairs of a coarse world; `make notebooks` runs them whole and keeps what they show."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from tests.coarse import begin_later

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[str]:
    """The code of a notebook, cell by cell."""
    return [
        "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_later(monkeypatch.setattr, "2026-06-01")
    shown: list[int] = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(len(plt.gcf().axes)))
    names: dict[str, object] = {"__name__": "__main__"}
    for code in cells(path):
        assert code.count("RUNS = 10") == (code == cells(path)[0])
        exec(code.replace("RUNS = 10", "RUNS = 2"), names)
    plt.close("all")
    assert shown and all(shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shows_what_it_gave(path: Path) -> None:
    """A reader who runs nothing sees a figure and a table, no warning, and nothing of the machine that ran it."""
    kept = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    outputs = [output for cell in kept for output in cell["outputs"]]
    shown = {kind for output in outputs for kind in output.get("data", {})}
    assert {"image/png", "text/html"} <= shown
    assert not [output for output in outputs if output.get("name") == "stderr" or output["output_type"] == "error"]
    assert "site-packages" not in json.dumps(outputs)
