"""Ask the economy at the newest shipped report and write what is shipped of it: `make outlook-economy`."""

from __future__ import annotations

import argparse

from rich.progress import Progress

from jangmadang.economy_outlook.asking import MEMBERS, economy_outlook
from jangmadang.economy_outlook.record import write_shipped
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.weekly import usable_reports


def main() -> None:
    """Run the members and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=MEMBERS)
    asked = parser.parse_args()
    reports = usable_reports(shipped_prices())
    with Progress() as progress:
        bar = progress.add_task("members", total=asked.members)
        answer = economy_outlook(
            reports,
            max(report.known_on for report in reports),
            members=asked.members,
            executor="processes",
            progress=lambda done, _: progress.update(bar, completed=done),
        )
    write_shipped(answer)


if __name__ == "__main__":
    main()
