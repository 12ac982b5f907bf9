"""Ask the ten questions of docs/questions.yaml as an analyst would; write what is printed to docs/questions.json.

Beside the answers stands how the model that was asked behaves, so that a test sees when the page is of an older one.
Numbers as arguments ask these questions alone; the other answers, and what is told of the model, then stay.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from math import isclose, nan
from pathlib import Path
from typing import Any

import yaml

import jangmadang as jm

DOCS = Path(__file__).resolve().parents[1] / "docs"
QUESTIONS, FILES, TARGET = DOCS / "questions.yaml", DOCS / "questions", DOCS / "questions.json"
MODEL = "model"  # key of what the model asked does
SAME = 0.005  # of a mean, within which a model is the same: the page gives three figures
#: Hunger, prices, incomes and trade tell one model from another.
TOLD = (
    "short_of_staples_share_all", "rice_price", "exchange_rate", "income_median_all", "import_value", "export_value",
)  # fmt: skip
#: A year in which all that the questions ask of happens: what only shocks set in motion moves nothing in the history.
SHOCKS = (
    {"path": "food_aid[hyesan,rice]", "from": "2015-03-02", "until": "2015-03-29", "set": 339},
    {"path": "cash_transfer_cny[hyesan,*]", "from": "2015-05-04", "until": "2015-05-31", "set": 23},
    {"path": "inspection_strictness", "from": "2015-06-01", "set": 0.58},
    {"path": "openness[*,*]", "from": "2015-08-03", "until": "2015-11-01", "set": 0},
    {"path": "other_gateways_inflow", "from": "2015-08-03", "until": "2015-11-01", "set": 0.2},
    {"path": "exchange_rate_multiplier", "from": "2015-11-02", "multiply": 2, "over_weeks": 4},
)


def asked(command: str, folder: Path) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", "jangmadang", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"jangmadang {command}: {done.stderr}")
    return done.stdout


def shown(printed: str, wanted: Sequence[str]) -> list[str]:
    """The lines that a page shows, in their order, each once."""
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    if wanted:
        lines = [line for line in lines if any(re.search(pattern, line) for pattern in wanted)]
    return list(dict.fromkeys(lines))


def behaviour() -> dict[str, dict[str, float]]:
    """How the model behaves at coarse resolution: means at Hyesan by year of its history, and of a year of shocks.

    Unlike a hash of its files this stays the same when they are only written better.
    """
    history = jm.load("hyesan")
    shocked = history.with_changes(end="2016-01-04", changes=SHOCKS, exchange_rate={"endogenous_from": "2015-11-02"})
    found: dict[str, dict[str, float]] = {}
    for name, scenario in (("", history), ("shocks ", shocked)):
        run = jm.run(scenario, seed=1, resolution="calibration")
        for indicator in TOLD:
            series = run[indicator].sel(place="hyesan") if "place" in run[indicator].dims else run[indicator]
            weekly = series.sum([dim for dim in series.dims if dim != "week"])
            means = weekly.groupby("week.year").mean()
            for year, mean in zip(means["year"].values, means.values, strict=True):
                found.setdefault(f"{name}{year}", {})[indicator] = float(f"{mean:.4g}")
    return found


def moved(kept: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> dict[str, list[str]]:
    """Indicators that a model moves from those that are kept, by year."""
    found = {
        year: [name for name in TOLD if not isclose(kept.get(year, {}).get(name, nan), means[name], rel_tol=SAME)]
        for year, means in now.items()
    }
    return {year: names for year, names in found.items() if names}


def main(numbers: Sequence[str]) -> None:
    """Ask all questions or those of some numbers, in one folder, a command only once."""
    questions: dict[int, dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    chosen = {number: questions[number] for number in map(int, numbers or questions)}
    answers: dict[str, Any] = json.loads(TARGET.read_text("utf-8")) if numbers else {MODEL: behaviour()}
    printed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path in FILES.iterdir():
            shutil.copy(path, folder)
        for number, item in chosen.items():
            for command in (*item.get("after", ()), *item["commands"]):
                if command not in printed:
                    print(f"jangmadang {command}", file=sys.stderr, flush=True)
                    printed[command] = asked(command, folder)
            answers[str(number)] = shown("\n".join(printed[command] for command in item["commands"]), item["show"])
    new = TARGET.with_suffix(".new")
    new.write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(TARGET)


if __name__ == "__main__":
    main(sys.argv[1:])
