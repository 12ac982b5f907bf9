"""What `jangmadang outlook --economy` shows: figures with bands, why they change, and what must be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from jangmadang.commands.printing import progress_bar
from jangmadang.commands.tables import print_prose, print_table
from jangmadang.economy_outlook.answer import EconomyOutlook, Told
from jangmadang.economy_outlook.asking import MEMBERS, economy_outlook
from jangmadang.economy_outlook.figures import TITLES
from jangmadang.economy_outlook.record import (
    as_record,
    evidence_of_shipped,
    shipped_economy_outlook,
    write_answer,
)
from jangmadang.economy_outlook.telling import (
    EXPLAINED,
    STATEMENT,
    UNITS,
    WORDS,
    amount,
    between,
    border_in_words,
    caution,
    part_of,
    pushing_in_words,
    title_of,
    unit_of_change,
    whose,
)
from jangmadang.errors import NotWrittenError
from jangmadang.outlook.shipped import evidence_hash
from jangmadang.outlook.weekly import Report
from jangmadang.output import json_text

MINUTES = f"Running {MEMBERS} members: some minutes on two cores."


def print_economy(
    reports: Sequence[Report], origin: date, executor: str, as_json: bool, kept_in: Path | None = None
) -> None:
    """Print the shipped answer where it is of these reports and this origin, else make one; a file may keep it."""
    answer = shipped_economy_outlook() if evidence_hash(reports) == evidence_of_shipped() else None
    if answer is None or answer.origin != origin:
        click.echo(MINUTES, err=True)
        with progress_bar("members") as progress:
            answer = economy_outlook(reports, origin, executor=executor, progress=progress)
    lost = None
    if kept_in:
        try:
            write_answer(answer, reports, kept_in)
        except OSError as error:  # the answer is worth printing all the same
            lost = NotWrittenError(f"{kept_in} cannot be written: {error.strerror or error}; make room for it")
    click.echo(json_text(as_record(answer))) if as_json else _print(answer)
    if lost:
        raise lost


def _print(answer: EconomyOutlook) -> None:
    print_prose(f"Origin {answer.origin}: nothing reported later is used; now is the mean of the four weeks to it.")
    print_prose(border_in_words(answer))
    if not answer.gate_holds:
        print_prose(caution(answer))
    print_prose("")
    weeks = [band.weeks for band in answer.shown[0].bands]
    headings = ("", *("now" if not n else f"{n} weeks" if n > 1 else "1 week" for n in weeks))
    for name, title in TITLES.items():
        shown = [told for told in answer.shown if told.figure.name == name]
        rows: list[tuple[str, ...]] = []
        for told in shown:
            rows += [
                (whose(told), *(amount(told, band.median) for band in told.bands)),
                ("  50 %", *(between(told, band.low_half, band.high_half) for band in told.bands)),
                ("  90 %", *(between(told, band.low, band.high) for band in told.bands)),
            ]
        if shown:
            print_table(f"{title}, {UNITS[shown[0].figure.unit]}", headings, rows, figures=headings[1:])
            print_prose("")
    for told in answer.shown:
        if told.figure[:3] in EXPLAINED:
            _print_why(told)
    print_prose(STATEMENT.format(members=answer.members))
    for one in answer.pushing:
        print_prose(pushing_in_words(one, answer.members))
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
    title = f"Why: {title_of(told)} (mean and 90 % interval, {unit_of_change(told)})"
    print_table(title, headings, rows, figures=headings[1:])
    print_prose("")
