"""What several commands share: the help of their options, and the names of executors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

SHOCK_HELP = "Lay a named shock over it, such as border-closed; see: jangmadang explain shocks."
EXECUTORS = "threads|processes:N|dask://HOST:PORT|ray://HOST:PORT"
RESOLUTIONS = "default|calibration|full|N"
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def out_option(default: str) -> Decorator:
    """`--out` and `--replace`."""
    kept = replace_option("the results of another question")
    folder = click.option("--out", type=click.Path(path_type=Path), help=f"Folder of the results; default: {default}.")
    return lambda command: folder(kept(command))


def replace_option(what: str) -> Decorator:
    """`--replace`."""
    return click.option("--replace", is_flag=True, help=f"Write over {what}.")


def json_option(prints: str) -> Decorator:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {prints} as JSON.")


def resolution_option() -> Decorator:
    """`--resolution` of commands that make many runs."""
    return click.option("--resolution", metavar=RESOLUTIONS, default="calibration", show_default=True)


def tables_option() -> Decorator:
    """`--observations`."""
    help_ = "A table; default: shipped."
    return click.option("--observations", "tables", metavar="FILE.csv", multiple=True, help=help_)


def rows_options() -> Decorator:
    """`--item`, `--place`, `--since` and `--until` of a table's rows."""
    item = click.option("--item", metavar="ITEM", help="Only this item, or the dotted ids below it.")
    place = click.option("--place", metavar="PLACE", help="Only this place, as the table writes it.")
    since = click.option("--since", metavar="DATE", help="Only what stands for this day or later (YYYY-MM-DD).")
    until = click.option("--until", metavar="DATE", help="Only what stands for this day or earlier.")
    return lambda command: item(place(since(until(command))))


def posterior_option(does: str) -> Decorator:
    """`--posterior`."""
    return click.option("--posterior", metavar="shipped|FILE", help=f"{does} See: jangmadang calibrate.")


def workbook_option(file: str) -> Decorator:
    """`--xlsx`."""
    return click.option("--xlsx", is_flag=True, help=f"Write an Excel workbook as well, {file} beside the page.")


def asked_command() -> str:
    """The command as it was typed; empty where it is not known."""
    return str(click.get_current_context().find_root().obj or "")


def worker_options(threads: str, makes: str) -> Decorator:
    """`--threads`, `--executor` and `--json`."""
    counted = click.option("--threads", type=click.IntRange(1, 1024), help=threads)
    named = click.option("--executor", metavar=EXECUTORS, default="threads", show_default=True, help=makes)
    return lambda command: counted(named(json_option("figures")(command)))
