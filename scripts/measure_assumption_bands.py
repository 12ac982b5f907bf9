"""Measure headline figures as parameters move: near the shipped ones, or over the shipped posterior.

For `make assumption-bands`, and with `--posterior` for `make posterior-levels`.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import Any

from rich.progress import Progress

import jangmadang as jm
from jangmadang.files import write_whole
from jangmadang.results import assumption_bands, posterior_levels
from jangmadang.results.assumption_bands import headline_means

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the draws, which a stopped call keeps under build/, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=60)
    parser.add_argument("--posterior", action="store_true", help="draws of the shipped posterior")
    asked = parser.parse_args()
    made: dict[str, Any] = {"posterior": "shipped", "resolution": "calibration"} if asked.posterior else {"draws": True}
    table: Any = posterior_levels if asked.posterior else assumption_bands
    with Progress() as progress:
        bar = progress.add_task("draws", total=asked.draws)
        runs = jm.ensemble(
            "hyesan",
            asked.draws,
            folder=ROOT / "build" / Path(table.FILE).stem,
            progress=lambda done, _: progress.update(bar, completed=done),
            **made,
        )
    means = [headline_means(runs.isel(seed=k)) for k in range(asked.draws)]
    rows = posterior_levels.posterior_rows(means) if asked.posterior else assumption_bands.measured_rows(means)
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(table.COLUMNS)
    written.writerows([*row[:3], *(f"{value:.4g}" for value in row[3:])] for row in rows)
    target = ROOT / "src" / "jangmadang" / "results" / table.FILE
    write_whole(target, lambda file: file.write(text.getvalue().encode()))


if __name__ == "__main__":
    main()
