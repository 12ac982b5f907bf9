"""Keep the results of a bench run in `history/`, for `docs/speed.md` to set releases side by side.

`make bench` does so; by hand: `python -m benchmarks.keeping bench.json`. A run under other programs (BUSY), a quick one
and one of code that is no commit's are not kept.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).with_name("history")
LEFT_OUT = ("peer_timings", "peer_checks")  # long; `peers` has their ratios
DIGITS = 4


def why_not(found: dict[str, Any]) -> str:
    """Why a run is not kept; empty if it is."""
    commit = found["model"]["commit"]
    if found["machine"]["busy"]:
        return "other programs were running"
    if "default_run_s" not in found:
        return "it was a quick one"
    return "" if commit and not commit.endswith("+") else "its code is not that of a commit"


def file_name(found: dict[str, Any]) -> str:
    """Name by date, commit and machine."""
    machine = found["machine"]
    called = re.sub(r"[^a-z0-9]+", "-", f"{machine['processor']} {machine['cores']} cores".lower())
    return f"{machine['date']}_{found['model']['commit']}_{called}.json"


def rounded(value: Any) -> Any:
    """The same with every float to a few digits."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def keep(found: dict[str, Any], folder: Path) -> Path:
    """Write what is kept of a run; return where."""
    folder.mkdir(exist_ok=True)
    path = folder / file_name(found)
    kept = {name: value for name, value in found.items() if name not in LEFT_OUT}
    path.write_text(json.dumps(rounded(kept), indent=1) + "\n", "utf-8")
    return path


def main(bench: Path, folder: Path = HISTORY) -> None:
    """Keep a run, or say why not."""
    found = json.loads(bench.read_text("utf-8"))
    reason = why_not(found)
    where = "in benchmarks/history"
    print(f"Not kept {where}: {reason}" if reason else f"Kept {where}: {keep(found, folder).name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
