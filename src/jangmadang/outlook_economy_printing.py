"""What `jangmadang outlook --economy` shows: figures with bands, why they change, and what must be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import click

from jangmadang.command_tables import print_prose, print_table
from jangmadang.economy_outlook.answer import (
    BORDER,
    CHINA,
    GATE,
    RATE,
    SEASON,
    STAPLE_PRICES,
    TOGETHER,
    EconomyOutlook,
    Part,
    Pushing,
    Told,
)
from jangmadang.economy_outlook.asking import economy_outlook
from jangmadang.economy_outlook.figures import ALL, INDEX, PEOPLE, SHARE, TITLES
from jangmadang.economy_outlook.record import as_record, evidence_of_shipped, shipped_economy_outlook
from jangmadang.outlook.shipped import evidence_hash
from jangmadang.outlook.weekly import Report
from jangmadang.output import json_text
from jangmadang.results.summary import COUNTRY

WORDS = {
    RATE: "the won against the yuan, staples as dear in yuan",
    STAPLE_PRICES: "rice and corn in yuan",
    SEASON: "season, harvest and what is under way",
    TOGETHER: "won and staples together, beyond each alone",
    BORDER: "the border as now, not as over the past year",
    CHINA: "China's demand and prices as now, not as over the past year",
}
UNITS = {SHARE: "%", PEOPLE: "people", INDEX: "past year = 100"}
PLACES = {COUNTRY: "the country"}
#: Figures whose change is explained in print; JSON has all.
EXPLAINED = (
    ("short_of_staples", "hyesan", ALL),
    ("short_of_staples", COUNTRY, ALL),
    ("real_income", "hyesan", "labourer"),
    ("throughput", "hyesan", ALL),
)
STATEMENT = (
    "Model output under stated assumptions, never scored: if prices and the rate went as the outlook of their reports "
    "has them, and the border and China stayed as in the origin's week, the economy would be so. Bands hold 50 and "
    "90 % of {members} members, each with parameters near the shipped ones, a sampled path of prices, and dice."
)
MINUTES = "Running {members} members: about four minutes on two cores."


def print_economy(reports: Sequence[Report], origin: date, executor: str, as_json: bool) -> None:
    """Print the shipped answer where it is of these reports and this origin, else make one."""
    answer = shipped_economy_outlook() if evidence_hash(reports) == evidence_of_shipped() else None
    if answer is None or answer.origin != origin:
        with _progress() as progress:
            answer = economy_outlook(reports, origin, executor=executor, progress=progress)
    click.echo(json_text(as_record(answer))) if as_json else _print(answer)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def progress(done: int, total: int) -> None:
            if not bar.task_ids:
                bar.console.print(MINUTES.format(members=total), highlight=False)
                bar.add_task("members")
            bar.update(bar.task_ids[0], completed=done, total=total)

        yield progress


def _print(answer: EconomyOutlook) -> None:
    weeks = [band.weeks for band in answer.shown[0].bands]
    headings = ("", *("now" if not n else f"{n} weeks" if n > 1 else "1 week" for n in weeks))
    for name in TITLES:
        rows: list[tuple[str, ...]] = []
        for told in (one for one in answer.shown if one.figure.name == name):
            rows += [
                (whose(told), *(amount(told, band.median) for band in told.bands)),
                ("  50 %", *(between(told, band.low_half, band.high_half) for band in told.bands)),
                ("  90 %", *(between(told, band.low, band.high) for band in told.bands)),
            ]
        if rows:
            print_table(f"{TITLES[name]}, {UNITS[told.figure.unit]}", headings, rows, figures=headings[1:])
            print_prose("")
    for told in answer.shown:
        if told.figure[:3] in EXPLAINED:
            _print_why(told)
    print_prose(f"Origin {answer.origin}: nothing reported later is used; now is the mean of the four weeks to it.")
    print_prose(STATEMENT.format(members=answer.members))
    for one in answer.pushing:
        print_prose(pushing_in_words(one, answer.members))
    if not answer.gate_holds:
        print_prose(caution(answer))
    if answer.ended:
        print_prose(f"{answer.ended} members ended by an error of their accounts and are left out.")


def _print_why(told: Told) -> None:
    """The parts of a figure's changes."""
    headings = ("", *(f"{why.weeks} weeks" for why in told.why))
    rows = [
        ("change since now", *(part_of(told, why.change) for why in told.why)),
        *((f"  {WORDS[name]}", *(part_of(told, why.parts[name]) for why in told.why)) for name in told.why[0].parts),
        *(
            (f"beside it: {WORDS[name]}", *(part_of(told, why.held[name]) for why in told.why))
            for name in told.why[0].held
        ),
    ]
    unit = "points" if told.figure.unit in (SHARE, INDEX) else UNITS[told.figure.unit]
    print_table(f"Why: {title_of(told)} (mean and 90 % interval, {unit})", headings, rows, figures=headings[1:])
    print_prose("")


def pushing_in_words(one: Pushing, members: int) -> str:
    """Whether the model stands where reports of a staple are by itself."""
    weekly = f"{100.0 * one.weekly:+.1f} % a week in the median member"
    return (
        f"To keep to reported {one.staple} over the past year {one.down} of {members} members had to be pushed down "
        f"and {one.up} up by more than {GATE} standard errors ({weekly}). "
        f"Members keep to sampled prices within {100.0 * one.gap:.1f} %."
    )


def caution(answer: EconomyOutlook) -> str:
    """What a gate that fails means for the figures."""
    if answer.withheld:
        return (
            "By itself the model is not where reports of staples are, and hardly a member is: hunger and incomes are "
            "withheld."
        )
    hunger = answer.of("short_of_staples")
    now, ahead = (f"{100.0 * hunger.unpushed[n]:.0f} %" for n in (0, -1))
    return (
        "By itself most of the model's members would not be where reports of staples are: take levels of hunger and "
        f"incomes as indications. In the {answer.unpushed} members that need no push, hunger at Hyesan is {now} now "
        f"and {ahead} {hunger.bands[-1].weeks} weeks ahead, in the median."
    )


def title_of(told: Told) -> str:
    """A figure with its place, class and unit."""
    return f"{TITLES[told.figure.name]}, {whose(told)}, {UNITS[told.figure.unit]}"


def whose(told: Told) -> str:
    """Place and class of a figure."""
    place = PLACES.get(told.figure.place, told.figure.place.title())
    return place if told.figure.household_class == ALL else f"{place}, {told.figure.household_class}"


def amount(told: Told, value: float) -> str:
    """A value in the unit of its title."""
    if told.figure.unit == PEOPLE:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{float(f'{100.0 * value:.2g}'):g}" if told.figure.unit == SHARE else f"{value:.0f}"


def between(told: Told, low: float, high: float) -> str:
    """Ends of an interval."""
    return f"{amount(told, low)} to {amount(told, high)}"


def part_of(told: Told, part: Part) -> str:
    """A part of a change with its interval, in points or people."""
    times = 100.0 if told.figure.unit == SHARE else 1.0
    return f"{times * part.mean:+z.1f} [{times * part.low:z.1f}, {times * part.high:z.1f}]"
