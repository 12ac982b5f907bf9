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
    kinds = {
        kind
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for out in cell.get("outputs", ())
        for kind in out.get("data", ())
    }
    assert {"image/png", "text/html"} <= kinds, "run them again with: make notebooks"
