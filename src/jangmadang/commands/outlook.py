"""`jangmadang outlook`: prices and rates of the weeks to come, and how far to trust them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jangmadang.commands.options import EXECUTORS, json_option, replace_option, tables_option
from jangmadang.errors import InputError, nearest_name
from jangmadang.observation_tables import SHIPPED, rows_of
from jangmadang.output import json_text

if TYPE_CHECKING:
    from datetime import date

    from jangmadang.commands.outlook_news_printing import Told
    from jangmadang.evidence.observations import Observation
    from jangmadang.outlook.weekly import Report

ALL, HOME = "all", "Hyesan"
USUAL_SINCE = timedelta(weeks=4)


@click.command()
@click.option("--origin", metavar="DATE", help="Know nothing later than this day; default: the newest report's.")
@click.option("--since", metavar="DATE", help="Tell the news since this day; default: four weeks before the origin.")
@click.option("--place", metavar="PLACE|all", default=HOME, show_default=True, help="Hyesan, Pyongyang or Sinuiju.")
@click.option("--item", "items", metavar="ITEM", multiple=True, help="rice, corn, cny or usd; default: all of them.")
@tables_option()
@click.option("--csv", "path", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write a hubverse table too.")
@click.option(
    "--keep", "kept_in", type=click.Path(path_type=Path), metavar="FILE.json", help="Keep the answer of --economy too."
)
@replace_option("a file of that name")
@json_option("figures")
@click.option(
    "--economy", is_flag=True, help="Say instead what the economy makes of these prices: hunger, incomes, trade."
)
@click.option("--executor", metavar=EXECUTORS, help="Makes the runs of --economy; default: processes.")
def outlook(
    origin: str | None,
    since: str | None,
    place: str,
    items: tuple[str, ...],
    tables: tuple[str, ...],
    path: Path | None,
    kept_in: Path | None,
    replace: bool,
    as_json: bool,
    economy: bool,
    executor: str | None,
) -> None:
    """Say what reports of prices and rates 1 to 26 weeks ahead will say, with the measured skill of past forecasts.

    Only what was known by the origin is used. It is statistics of the reports, not a run of the economy; with --economy
    runs are made on such prices and rates. Several tables are taken together; `shipped` names the shipped one, and what
    the others change is told where it is among them.

    Example: jangmadang outlook --origin 2025-06-30 --item rice
    """
    from jangmadang.commands.asking import check_csv
    from jangmadang.commands.outlook_printing import hub_table, outlook_json, print_outlook
    from jangmadang.evidence.observations import each_place
    from jangmadang.outlook.ahead import outlook as outlook_from
    from jangmadang.outlook.weekly import usable_reports
    from jangmadang.typed_settings import asked_day

    if path:
        check_csv("--csv", path)
    for option, file in (("--csv", path), ("--keep", kept_in)):
        if file and file.is_file() and not replace:
            raise InputError(f"{file} exists already: give another {option} to keep it, or --replace to write over it")
    if replace and not (path or kept_in):
        raise InputError("--replace is about a file; say which with --csv FILE, or with --keep FILE and --economy")
    if kept_in and not economy:
        raise InputError("--keep keeps the answer of --economy; give both or neither")
    if economy and (items or path or since or place != HOME):
        raise InputError("--economy is about Hyesan and the country; leave out --since, --place, --item and --csv")
    if executor and not economy:
        raise InputError("--executor makes the runs of --economy; give both or neither")
    observations = each_place(rows_of(tables or (SHIPPED,)))
    chosen = [(city, item) for city in _asked_cities(place, observations) for item in _asked_items(items, observations)]
    reports = usable_reports(observations)
    day = _origin(asked_day("--origin", origin), reports)
    if economy:
        from jangmadang.commands.outlook_economy_printing import print_economy

        return print_economy(reports, day, executor or "processes", as_json, kept_in)
    found = outlook_from(reports, day, chosen)
    if not any(series.ahead for series in found):
        why = "; ".join(f"{series.item} at {series.city}: {series.why_withheld}" for series in found)
        raise InputError(f"nothing can be said from {day}: {why}; take a later --origin or add reports")
    told = _news(_since(asked_day("--since", since), day), day, reports, chosen, tables)
    if path:
        _write(path, hub_table(day, found))
    click.echo(json_text(outlook_json(day, found, told))) if as_json else print_outlook(day, found, told)
    if path and not as_json:
        click.echo(f"Wrote {path}.")
    return None


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


def _since(asked: date | None, origin: date) -> date:
    """The day asked for, or the usual one."""
    if asked and asked >= origin:
        raise InputError(f"--since {asked}: news are of the time up to the origin, {origin}; take an earlier day")
    return asked or origin - USUAL_SINCE


def _news(
    since: date, origin: date, reports: Sequence[Report], chosen: Sequence[tuple[str, str]], tables: Sequence[str]
) -> Told:
    """What moved the outlook since a day, and what tables beside the shipped one changed."""
    from jangmadang.commands.outlook_news_printing import Told
    from jangmadang.evidence.shipped import shipped_prices
    from jangmadang.outlook.ahead import outlook as outlook_from
    from jangmadang.outlook.news import news_between, news_of_tables
    from jangmadang.outlook.weekly import usable_reports

    account = news_between(reports, since, origin, chosen)
    if SHIPPED not in tables or not set(tables).difference([SHIPPED]):
        return Told(since, account)
    shipped = usable_reports(shipped_prices())
    of_tables = news_of_tables(shipped, reports, origin, chosen)
    return Told(since, account, of_tables, outlook_from(shipped, origin, chosen))


def _write(path: Path, text: str) -> None:
    from jangmadang.files import write_whole

    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
