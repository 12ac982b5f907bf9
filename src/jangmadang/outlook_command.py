"""`jangmadang outlook`: prices and rates of the weeks to come, and how far to trust them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jangmadang.command_options import EXECUTORS
from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence_commands import SHIPPED
from jangmadang.output import json_text

if TYPE_CHECKING:
    from datetime import date

    from jangmadang.evidence.observations import Observation
    from jangmadang.outlook.weekly import Report

ALL, HOME = "all", "Hyesan"


@click.command()
@click.option("--origin", metavar="DATE", help="Know nothing later than this day; default: the newest report's.")
@click.option("--place", metavar="PLACE|all", default=HOME, show_default=True, help="Hyesan, Pyongyang or Sinuiju.")
@click.option("--item", "items", metavar="ITEM", multiple=True, help="rice, corn, cny or usd; default: all of them.")
@click.option("--observations", "tables", metavar="FILE.csv", multiple=True, help="A table; default: shipped.")
@click.option("--csv", "path", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write a hubverse table too.")
@click.option("--replace", is_flag=True, help="Write over a file of that name.")
@click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
@click.option(
    "--economy", is_flag=True, help="Say instead what the economy makes of these prices: hunger, incomes, trade."
)
@click.option(
    "--executor", metavar=EXECUTORS, default="processes", show_default=True, help="Makes the runs of --economy."
)
def outlook(
    origin: str | None,
    place: str,
    items: tuple[str, ...],
    tables: tuple[str, ...],
    path: Path | None,
    replace: bool,
    as_json: bool,
    economy: bool,
    executor: str,
) -> None:
    """Say what reports of prices and rates 1 to 26 weeks ahead will say, with the measured skill of past forecasts.

    Only what was known by the origin is used. It is statistics of the reports, not a run of the economy; with --economy
    runs are made on such prices and rates. Several tables are taken together; `shipped` names the shipped one.

    Example: jangmadang outlook --origin 2025-06-30 --item rice
    """
    from jangmadang.command_settings import asked_day
    from jangmadang.evidence.observations import each_place
    from jangmadang.outlook.ahead import outlook as outlook_from
    from jangmadang.outlook.weekly import usable_reports
    from jangmadang.outlook_printing import hub_table, outlook_json, print_outlook

    if path and path.is_file() and not replace:
        raise InputError(f"{path} exists already: give another --csv to keep it, or --replace to write over it")
    if replace and not path:
        raise InputError("--replace is about a file; say which with --csv FILE")
    if economy and (items or path or place != HOME):
        raise InputError("--economy is about Hyesan and the country; leave out --place, --item and --csv")
    observations = each_place(_rows(tables or (SHIPPED,)))
    chosen = [(city, item) for city in _asked_cities(place, observations) for item in _asked_items(items, observations)]
    reports = usable_reports(observations)
    day = _origin(asked_day("--origin", origin), reports)
    if economy:
        from jangmadang.outlook_economy_printing import print_economy

        return print_economy(reports, day, executor, as_json)
    found = outlook_from(reports, day, chosen)
    if not any(series.ahead for series in found):
        why = "; ".join(f"{series.item} at {series.city}: {series.why_withheld}" for series in found)
        raise InputError(f"nothing can be said from {day}: {why}; take a later --origin or add reports")
    if path:
        _write(path, hub_table(day, found))
    click.echo(json_text(outlook_json(day, found))) if as_json else print_outlook(day, found)
    if path and not as_json:
        click.echo(f"Wrote {path}.")


def _rows(names: Sequence[str]) -> list[Observation]:
    """The rows of several tables, each once."""
    from jangmadang.evidence.observations import shipped_rows
    from jangmadang.evidence.table import read_observations

    tables = (shipped_rows() if name == SHIPPED else read_observations(Path(name)) for name in names)
    return list(dict.fromkeys(row for rows in tables for row in rows))


def _asked_cities(asked: str, observations: Sequence[Observation]) -> tuple[str, ...]:
    """The cities that an option names."""
    from jangmadang.evidence.observations import MODEL_PLACES, known_place
    from jangmadang.importing.words import place_of
    from jangmadang.outlook.weekly import CITIES

    if asked.casefold() == ALL:
        return tuple(CITIES)
    names = [known_place(asked), place_of(asked) or ""]
    for name in names:
        if name in CITIES:
            return (name,)
    known = {*MODEL_PLACES, *(row.place for row in observations)}
    if known.intersection(names):
        raise InputError(f"--place {asked}: too few reports for an outlook; there is one for {', '.join(CITIES)}")
    raise InputError(f"--place: no place named '{asked}'; {nearest_name(asked, (*CITIES, ALL))}")


def _asked_items(asked: Sequence[str], observations: Sequence[Observation]) -> list[str]:
    """The items that options name, by any of the names that files may have; all without any."""
    from jangmadang.importing.words import item_of
    from jangmadang.outlook.weekly import ITEMS

    found = []
    for name in asked:
        names = [name.casefold(), item_of(name) or ""]
        item = next((candidate for candidate in names if candidate in ITEMS), None)
        if item is None and {row.item for row in observations}.intersection(names):
            raise InputError(f"--item {name}: too few reports for an outlook; there is one for {', '.join(ITEMS)}")
        if item is None:
            raise InputError(f"--item: no item named '{name}'; {nearest_name(name, ITEMS)}")
        found.append(item)
    return list(dict.fromkeys(found)) or list(ITEMS)


def _origin(asked: date | None, reports: Sequence[Report]) -> date:
    """The day asked for, or the newest report's."""
    if not reports:
        raise InputError("no report of rice, corn, cny or usd in won at Hyesan, Pyongyang or Sinuiju in these tables")
    first, last = min(report.known_on for report in reports), max(report.known_on for report in reports)
    if asked and asked < first:
        raise InputError(f"--origin {asked}: no report was known by then; the first was known on {first}")
    return asked or last


def _write(path: Path, text: str) -> None:
    from jangmadang.files import write_whole

    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
