"""Score past outlooks at rolling origins and write what is shipped of it: `make evaluate`.

`--extra FILE` takes further reports, such as a denser series that may not be shipped; then only the figures are
written, to docs/outlook_extra.csv, and nothing of what the outlook itself uses.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jangmadang.evidence.observations import Observation, each_place, shipped_rows
from jangmadang.importing.table import import_table
from jangmadang.outlook.evaluation import evaluate
from jangmadang.outlook.shipped import evidence_hash, skill_table, write_record
from jangmadang.outlook.skill import ALL, skills
from jangmadang.outlook.weekly import CITIES, usable_reports

EXTRA = Path(__file__).resolve().parents[1] / "docs" / "outlook_extra.csv"
#: Cities of the published figures.
SHOWN = (next(iter(CITIES)), ALL)


def main() -> int:
    """Evaluate and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", type=Path, metavar="FILE", help="a table of further reports")
    extra = parser.parse_args().extra
    rows: list[Observation] = shipped_rows()
    if extra:
        rows += import_table(extra).observations
    reports = usable_reports(each_place(rows))
    print(f"Scoring outlooks on {len(reports)} reports, about a minute ...", file=sys.stderr)
    scored, years = evaluate(reports)
    measured = skills(scored, SHOWN)
    if extra:
        EXTRA.write_text(skill_table(measured), "utf-8")
    else:
        write_record(scored, years, measured, evidence_hash(reports))
    print(f"{len(scored)} forecasts of {len(reports)} reports scored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
