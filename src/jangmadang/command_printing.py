"""What the `jangmadang` command shows: progress and tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.compiled_cache import is_compiled

if TYPE_CHECKING:
    from jangmadang.results.compare import Comparison

Progress = Callable[[int, int], None]
PIPED_WIDTH = 140


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on standard error while the block runs; say so if equations must be compiled first."""
    if not is_compiled():
        click.echo("Compiling the equations, once after each change of them: about a minute ...", err=True)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_summary(summary: dict[str, Any], folder: Path) -> None:
    """Print the short table of a run."""
    from rich.console import Console
    from rich.table import Table

    from jangmadang.report.wording import number, percent

    words = folder / "answer.txt"
    if words.exists():
        click.echo(words.read_text("utf-8"))
    table = Table(title=f"{summary['scenario']}: Hyesan, last four weeks of {summary['weeks']}", title_justify="left")
    table.add_column("indicator")
    table.add_column("unit")
    for heading in ("now", "90 % of runs", "change on a year"):
        table.add_column(heading, justify="right")
    for row in summary["table"]:
        change = row["change"]
        spoken = percent if "share" in row["indicator"].lower() else number
        now, low, high = (spoken(row[key]) for key in ("now", "low", "high"))
        unit = "" if row["unit"] == "1" else row["unit"]
        band = f"{low} to {high}" if low != high else ""
        table.add_row(row["indicator"], unit, now, band, "" if change is None else f"{change:+.0%}")
    console = Console()
    console.print(table)
    rate = summary["household_weeks_per_second"]
    speed = f", {rate / 1e6:.1f} million household-weeks a second" if rate else ""
    console.print(
        f"{summary['households']:,} simulated households, {summary['seconds']:.1f} s{speed}; accounts close.",
        f"Results: {folder}",
        sep="\n",
        highlight=False,
        soft_wrap=True,
    )
    if (folder / "report.html").exists():
        console.print(f"Report:  {folder / 'report.html'}", highlight=False, soft_wrap=True)


def print_comparison(found: Comparison, places: Sequence[str], by_year: bool, folder: Path) -> None:
    """Print the answer for each scenario, then a table for each scenario, period and place."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from jangmadang.report.base_forecast import base_forecast
    from jangmadang.report.comparison import blocks
    from jangmadang.report.comparison_answer import answer_of
    from jangmadang.report.palette import place_in_words

    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    base = found.scenarios[0].name
    for other in found.scenarios[1:]:
        answer = answer_of(found, other)
        console.print(f"[bold]{escape(answer.title)}[/]", highlight=False)
        console.print(answer.lead, highlight=False, markup=False, soft_wrap=True)
        why = [f"What moves with it: {answer.why}."] if answer.why else []
        console.print(*why, *answer.windows, "", sep="\n", highlight=False, markup=False, soft_wrap=True)
    for block in blocks(found, places, by_year):
        where = place_in_words(block.place)
        weeks = f"weeks of {block.period.first} to {block.period.last}"
        table = Table(title=f"{block.scenario} less {base}: {where}, {weeks}", title_justify="left")
        table.add_column("indicator", overflow="fold")
        table.add_column("unit", overflow="fold")
        for heading in (base, block.scenario, "difference", "90 % interval", "relative"):
            table.add_column(heading, justify="right", overflow="fold")
        for line in block.lines:
            table.add_row(
                line.indicator, line.unit, line.base, line.other, line.difference, line.interval, line.relative
            )
        console.print(table)
    bands = base_forecast(found).sentence(found)
    notes = (found.statement, *([bands] if bands else []), *found.notes, f"Results: {folder}")
    console.print(*notes, f"Page:    {folder / 'comparison.html'}", sep="\n", highlight=False, soft_wrap=True)


def print_facts(records: list[dict[str, Any]]) -> None:
    """Print what was measured of each fact or response, condition by condition."""
    from rich.console import Console
    from rich.table import Table

    from jangmadang.facts.publishing import counts, published_words

    console = Console()
    for record in records:
        restates = " (mostly restates the given path)" if record["restates_path"] else ""
        verdict = "[green]holds[/]" if record["holds"] else "[red]does not hold[/]"
        console.print(f"\n[bold]{record['id']}[/] {record['statement']} {verdict}{restates}")
        if record["reason"]:
            console.print(f"    {published_words(record)}", style="dim")
        console.print(f"    {record['experiment']}", style="dim")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 4), show_header=False)
        for _ in range(4):
            table.add_column(overflow="fold")
        rows = [(row["what"], row) for row in record["conditions"]]
        if "counter" in record:
            carries = "" if record["counter"]["carries"] else " (does not carry it)"
            rows.append((f"without: {record['counter']['mechanism']}{carries}", record["counter"]))
        for what, row in rows:
            table.add_row(what, _with_interval(row), row["unit"], row["bound"] + ("" if row["holds"] else ": NO"))
        console.print(table)
    held = sum(record["holds"] for record in records)
    console.print(
        f"\n{held} of {len(records)} hold; means over {len(records[0]['seeds'])} seeds with 90 % intervals."
        f" Published: {counts(records)}."
    )


def print_levels(records: list[dict[str, Any]]) -> None:
    """Print reported figures beside the model's."""
    from rich.console import Console
    from rich.table import Table

    from jangmadang.facts.levels import summary, why_not_counted

    console = Console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("id", "what", "reported", "model", "unit", "ratio", "verdict"):
        table.add_column(heading, overflow="fold", justify="right" if heading in ("model", "ratio") else "left")
    for record in records:
        ends = " to ".join("..." if record[end] is None else f"{record[end]:,.6g}" for end in ("low", "high"))
        model, ratio = ("-" if record[name] is None else f"{record[name]:,.3g}" for name in ("model", "ratio"))
        verdict = record["verdict"] + (f" ({why})" if (why := why_not_counted(record)) else "")
        table.add_row(record["id"], record["what"], ends, model, record["unit"], ratio, verdict)
    console.print(table)
    console.print(f"\n{summary(records)} The ratio is to the nearer end of what is reported.")


def _with_interval(row: dict[str, Any]) -> str:
    """A figure with its interval."""
    if row["measured"] is None:
        return "nothing to measure"
    return f"{row['measured']:,.4g} [{row['low']:,.4g}, {row['high']:,.4g}]"


def print_kinds(kinds: list[dict[str, Any]]) -> None:
    """Print the kinds of names and how to go on."""
    for kind in kinds:
        click.echo(f"{kind['list']:<12} {kind['count']:>4}  such as {', '.join(kind['first'])}")
    click.echo("\njangmadang explain KIND lists one, jangmadang explain NAME tells what is known of it,")
    click.echo("and jangmadang explain WORD looks in all meanings.")


def print_explanation(found: dict[str, Any]) -> None:
    """Print an explanation, a line for each of its parts; of a list or a search a line for each name."""
    if "found" in found:
        width = max((len(entry["name"]) for entry in found["found"]), default=0)
        for entry in found["found"]:
            kind = f"{entry['kind']:<10} " if found["kind"] == "search" else ""
            click.echo(f"{entry['name']:<{width}}  {kind}{entry['meaning']}".rstrip())
        return
    for key, value in found.items():
        text = f"{key + ':':<14}{_spoken(value)}"
        click.echo("\n".join(line.rstrip() for line in text.split("\n")))


def _spoken(value: Any) -> str:
    """Write a value of an explanation on one line, or a table of members on one line each."""
    if isinstance(value, dict):
        lines = (f"{member:<22}{_spoken(inner)}" for member, inner in value.items())
        return "".join("\n  " + line.replace("\n", "\n  ") for line in lines)
    if isinstance(value, list):
        numbers = value and all(isinstance(item, float) for item in value)
        return " to ".join(f"{item:g}" for item in value) if numbers else ", ".join(map(str, value)) or "nothing yet"
    return f"{value:g}" if isinstance(value, float) else str(value)
