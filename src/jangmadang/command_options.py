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
    kept = click.option("--replace", is_flag=True, help="Write over the results of another question.")
    folder = click.option("--out", type=click.Path(path_type=Path), help=f"Folder of the results; default: {default}.")
    return lambda command: folder(kept(command))


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
    plain = click.option("--json", "as_json", is_flag=True, help="Print figures as JSON.")
    return lambda command: counted(named(plain(command)))
