"""Score past outlooks at rolling origins and write what is shipped of it: `make evaluate`.

`--extra FILE` takes further reports, such as a denser series that may not be shipped; `--economy SEEDS` gives the pool
a third member, the changes that the economy predicts, as means over so many runs. Of both only figures are written, to
docs/, and nothing of what the outlook itself uses.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from jangmadang.evidence.observations import Observation, each_place
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.importing.table import import_table
from jangmadang.outlook.evaluation import HORIZONS, POOL, EconomyChanges, Scored, evaluate, origins
from jangmadang.outlook.members import LOCAL_LEVEL
from jangmadang.outlook.one_sided import one_sided_rate
from jangmadang.outlook.shipped import evidence_hash, skill_table, write_record
from jangmadang.outlook.skill import ALL, PERIODS, gain_interval, skills
from jangmadang.outlook.weekly import CITIES, Report, usable_reports
from jangmadang.results.changes_ahead import SERIES, changes_ahead
from jangmadang.scenario import load

DOCS = Path(__file__).resolve().parents[1] / "docs"
EXTRA, ECONOMY = DOCS / "outlook_extra.csv", DOCS / "outlook_economy.csv"
HOME = next(iter(CITIES))
#: Cities of the published figures.
SHOWN = (HOME, ALL)
#: Weeks a target may lie beyond the longest horizon.
MARGIN = 2
COLUMNS = (
    "item", "weeks", "period", "forecasts", "gain_without", "gain_with", "difference", "low", "high", "correlation",
)  # fmt: skip


def main() -> int:
    """Evaluate and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", type=Path, metavar="FILE", help="a table of further reports")
    parser.add_argument("--economy", type=int, metavar="SEEDS", help="measure the economy as a third member")
    asked = parser.parse_args()
    rows: list[Observation] = shipped_rows()
    if asked.extra:
        rows += import_table(asked.extra).observations
    reports = usable_reports(each_place(rows))
    print(f"Scoring outlooks on {len(reports)} reports, about a minute ...", file=sys.stderr)
    scored, years = evaluate(reports)
    if asked.economy:
        changes = economy_changes(reports, asked.economy)
        with_it, _ = evaluate(reports, changes)
        write_economy(scored, with_it, changes)
    elif asked.extra:
        EXTRA.write_text(skill_table(skills(scored, SHOWN)), "utf-8")
    else:
        write_record(scored, years, skills(scored, SHOWN), evidence_hash(reports))
    print(f"{len(scored)} forecasts of {len(reports)} reports scored")
    return 0


def economy_changes(reports: Sequence[Report], seeds: int) -> EconomyChanges:
    """What the economy predicts at Hyesan from every origin, means over seeds; the dollar has no series in it."""
    scenario = load("hyesan")
    last = max(report.known_on for report in reports)
    mondays = [scenario.start + timedelta(weeks=n) for n in range(scenario.weeks)]
    rate, weeks = one_sided_rate(reports, mondays), max(HORIZONS) + MARGIN
    days = origins(last)
    runs = [changes_ahead(scenario, rate, days, weeks, seed=seed) for seed in range(1, seeds + 1)]
    return {
        (day, HOME, item): {
            ahead: float(np.mean([run[day, item][ahead - 1] for run in runs])) for ahead in HORIZONS
        }
        for day in days
        for item in SERIES
    }  # fmt: skip


def write_economy(without: Sequence[Scored], with_it: Sequence[Scored], changes: EconomyChanges) -> None:
    """Write what the third member is worth, by item, horizon and period."""
    pairs = [
        (a, b, changes[a.origin, a.city, a.item][a.weeks])
        for a, b in zip(without, with_it, strict=True)
        if (a.origin, a.city, a.item) in changes
    ]
    with ECONOMY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for item in (*SERIES, ALL):
            for weeks in HORIZONS:
                for period, (first, last) in PERIODS.items():
                    chosen = [p for p in pairs if p[0].weeks == weeks and item in (p[0].item, ALL)]
                    chosen = [p for p in chosen if first <= p[0].origin <= last]
                    writer.writerow([item, weeks, period, len(chosen), *map(_written, _worth(chosen))])


def _worth(pairs: Sequence[tuple[Scored, Scored, float]]) -> list[float | None]:
    """Gains over the local level without and with the economy, what it adds with its interval, and its correlation."""
    level, two, three = (
        np.array([scored.by_model[model].crps(scored.observed) for scored in part])
        for part, model in (
            ([a for a, _, _ in pairs], LOCAL_LEVEL),
            ([a for a, _, _ in pairs], POOL),
            ([b for _, b, _ in pairs], POOL),
        )
    )
    errors = [a.observed - a.by_model[LOCAL_LEVEL].middle for a, _, _ in pairs]
    interval = gain_interval([a.origin for a, _, _ in pairs], three, two)
    correlation = float(np.corrcoef(errors, [change for _, _, change in pairs])[0, 1])
    gains = [1.0 - part.sum() / whole.sum() for part, whole in ((two, level), (three, level), (three, two))]
    return [*map(float, gains), *interval, correlation]


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    sys.exit(main())
