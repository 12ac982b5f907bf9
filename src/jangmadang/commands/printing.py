"""What the `jangmadang` command shows: progress, what is kept when it stops, and tables."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.commands.tables import INDENT, print_prose, print_table
from jangmadang.compiled_cache import is_compiled
from jangmadang.output import PROGRESS

if TYPE_CHECKING:
    from jangmadang.report.comparison import Line
    from jangmadang.results.compare import Comparison

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on standard error while the block runs; say so if equations must be compiled first.

    Where the environment's `PROGRESS` is `json`, it is a line of JSON for each step, for a program to read.
    """
    if not is_compiled():
        click.echo("Compiling the equations, once after each change of them: about a minute ...", err=True)
    if os.environ.get(PROGRESS) == "json":
        yield lambda done, total: click.echo(json.dumps({"what": what, "done": done, "total": total}), err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def kept_runs_named(folder: Path, kept: str, unwritten: str) -> Iterator[None]:
    """Note on what interrupts the block that finished runs are kept, where there are any.

    Parameters
    ----------
    folder : Path
        Where the results go.
    kept : str
        Pattern of the files in it that keep runs.
    unwritten : str
        What the runs are made for.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception) and any(folder.glob(kept)):
            error.add_note(
                f"no {unwritten} was written; finished runs are kept in {folder}: the same command goes on there"
            )
        raise


def print_summary(summary: dict[str, Any], folder: Path) -> None:
    """Print the short table of a run."""
    from jangmadang.report.wording import number, percent, spanned

    words = folder / "answer.txt"
    if words.exists():
        print_prose(words.read_text("utf-8"))
    rows = []
    for row in summary["table"]:
        spoken = percent if "share" in row["indicator"].lower() else number
        now, low, high = (spoken(row[key]) for key in ("now", "low", "high"))
        unit = "" if row["unit"] == "1" else row["unit"]
        band = spanned(low, high) if low != high else ""
        rows.append((row["indicator"], unit, now, band, _change(row["change"], row["change_unit"])))
    title = f"{summary['scenario']}: Hyesan, last four weeks of {summary['weeks']}"
    figures = ("now", "90 % of runs", "change on a year")
    print_table(title, ("indicator", "unit", *figures), rows, figures)
    rate = summary["household_weeks_per_second"]
    speed = f", {rate / 1e6:.1f} million household-weeks a second" if rate else ""
    print_prose(f"{summary['households']:,} simulated households, {summary['seconds']:.1f} s{speed}; accounts close.")
    click.echo(f"Results: {folder}")
    if (folder / "report.html").exists():
        click.echo(f"Report:  {folder / 'report.html'}")


def _change(value: float | None, unit: str) -> str:
    """A change on a year in its unit, as the report says it; empty for none."""
    from jangmadang.report.wording import signed_level, signed_percent, signed_points

    if value is None:
        return ""
    if unit == "%":
        return signed_percent(value / 100)
    return f"{signed_points(value / 100)} {unit}" if unit == "points" else f"{signed_level(value, unit)} {unit}"


def print_comparison(found: Comparison, places: Sequence[str], by_year: bool, folder: Path | None) -> None:
    """Print the answer for each scenario, a table for each scenario, period and place, and where it was written."""
    from jangmadang.labels import place_in_words
    from jangmadang.report.base_forecast import base_forecast
    from jangmadang.report.comparison import blocks
    from jangmadang.report.comparison_answer import answer_of, partly_in_window

    base = found.scenarios[0].name
    for other in found.scenarios[1:]:
        answer = answer_of(found, other)
        click.secho(answer.title, bold=True)
        why = [f"What moves with it: {answer.why}."] if answer.why else []
        print_prose("\n".join((answer.lead, *why, *(told.text for told in answer.windows), "")))
    for block in blocks(found, places, by_year):
        weeks = f"weeks of {block.period.first} to {block.period.last}"
        title = f"{block.scenario} less {base}: {place_in_words(block.place)}, {weeks}"
        figures = ("base", "other", "difference", "90 % interval", "relative")
        print_table(title, ("indicator", *figures), [_compared(line) for line in block.lines], figures)
        click.echo()
    bands = base_forecast(found).sentence(found)
    read_as = f"Base: {base}; other: the scenario that a table is headed by; M: million."
    print_prose(
        "\n".join((read_as, found.statement, *([bands] if bands else []), *found.notes, *partly_in_window(found)))
    )
    if folder:
        click.echo(f"Results: {folder}\nPage:    {folder / 'comparison.html'}")


def _compared(line: Line) -> tuple[str, ...]:
    """A difference as cells that fit side by side into a narrow terminal: M for million."""
    name = f"{line.indicator}, {line.unit}" if line.unit else line.indicator
    cells = (line.base, line.other, line.difference, line.interval, line.relative)
    return name, *(cell.replace(" million", " M") for cell in cells)


def print_facts(records: list[dict[str, Any]]) -> None:
    """Print what was measured of each fact or response, condition by condition."""
    from jangmadang.facts.publishing import counts, published_words

    for record in records:
        restates = " (mostly restates the given path)" if record["restates_path"] else ""
        verdict = "holds" if record["holds"] else "does not hold"
        click.echo()
        print_prose(f"{record['id']} {record['statement']}{restates}", INDENT)
        click.secho(INDENT + verdict, fg="green" if record["holds"] else "red")
        if record["reason"]:
            print_prose(INDENT + published_words(record))
        print_prose(INDENT + record["experiment"])
        rows = [(row["what"], row) for row in record["conditions"]]
        if "counter" in record:
            carries = "" if record["counter"]["carries"] else " (does not carry it)"
            rows.append((f"without: {record['counter']['mechanism']}{carries}", record["counter"]))
        cells = [
            (what, _with_interval(row), row["unit"], row["bound"] + ("" if row["holds"] else ": NO"))
            for what, row in rows
        ]
        print_table("", ("condition", "measured", "unit", "asked"), cells, ("measured",))
    held = sum(record["holds"] for record in records)
    print_prose(
        f"\n{held} of {len(records)} hold; means over {len(records[0]['seeds'])} seeds with 90 % intervals."
        f" Published: {counts(records)}."
    )


def print_levels(records: list[dict[str, Any]]) -> None:
    """Print reported figures beside the model's."""
    from jangmadang.facts.levels import summary, why_not_counted

    rows = []
    for record in records:
        ends = " to ".join("..." if record[end] is None else f"{record[end]:,.6g}" for end in ("low", "high"))
        model, ratio = ("-" if record[name] is None else f"{record[name]:,.3g}" for name in ("model", "ratio"))
        verdict = record["verdict"] + (f" ({why})" if (why := why_not_counted(record)) else "")
        rows.append((record["id"], record["what"], ends, model, record["unit"], ratio, verdict))
    figures = ("reported", "model", "ratio")
    print_table("", ("id", "what", "reported", "model", "unit", "ratio", "verdict"), rows, figures)
    print_prose(f"\n{summary(records)} The ratio is to the nearer end of what is reported.")


def _with_interval(row: dict[str, Any]) -> str:
    """A figure with its interval."""
    if row["measured"] is None:
        return "nothing to measure"
    return f"{row['measured']:,.4g} [{row['low']:,.4g}, {row['high']:,.4g}]"


def print_kinds(kinds: list[dict[str, Any]]) -> None:
    """Print the kinds of names and how to go on."""
    rows = [(kind["list"], str(kind["count"]), f"such as {', '.join(kind['first'])}") for kind in kinds]
    print_table("", ("", "", ""), rows)
    print_prose(
        "\njangmadang explain KIND lists one, jangmadang explain NAME tells what is known of it, "
        "and jangmadang explain WORD looks in all meanings."
    )


def print_explanation(found: dict[str, Any]) -> None:
    """Print an explanation, a line for each of its parts; of a list or a search a line for each name."""
    if "found" in found:
        search = found["kind"] == "search"
        rows = [
            (entry["name"], *([entry["kind"]] if search else []), entry["meaning"].rstrip()) for entry in found["found"]
        ]
        print_table("", ("",) * (3 if search else 2), rows, lead=2 if search else 1)
        return
    for key, value in found.items():
        text = f"{key + ':':<14}{_spoken(value)}"
        print_prose("\n".join(line.rstrip() for line in text.split("\n")), " " * 14)


def _spoken(value: Any) -> str:
    """Write a value of an explanation on one line, or a table of members on one line each."""
    if isinstance(value, dict):
        lines = (f"{member:<22}{_spoken(inner)}" for member, inner in value.items())
        return "".join("\n  " + line.replace("\n", "\n  ") for line in lines)
    if isinstance(value, list):
        numbers = value and all(isinstance(item, float) for item in value)
        return " to ".join(f"{item:g}" for item in value) if numbers else ", ".join(map(str, value)) or "nothing yet"
    return f"{value:g}" if isinstance(value, float) else str(value)
