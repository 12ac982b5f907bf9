"""The commands `jangmadang read` and `jangmadang review`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.errors import InputError
from jangmadang.output import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jangmadang.reading.merging import SecondReader
    from jangmadang.reading.records import Reading, Record

FOLDER = Path("results") / "reading"
HEADINGS = ("kind", "what", "value", "place", "time", "trust", "words")
LEAD = 5  # of them name a record
_KINDS = ("price", "fx", "flow", "change", "event")
_HELP = "[a]ccept  [e]dit FIELD=VALUE  [r]eject  [t]each item|place WORDS=ID  [s]kip  [q]uit"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--published", metavar="DATE", help="Day of publication (YYYY-MM-DD); without it relative dates stay so.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True, help="Folder of the records."
)
@click.option("--second-reader", "model", metavar="auto|off|MODEL", default="auto", show_default=True, help="spaCy.")
@click.option("--unread", is_flag=True, help="Also print what was not read.")
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON.")
def read(files: tuple[str, ...], published: str | None, out: Path, model: str, unread: bool, as_json: bool) -> int:
    """Read reports into records of prices, rates, flows, changes and events, each with the words it came from.

    FILE is a plain text, a saved web page, a folder of them, or - for standard input. Writes records.jsonl,
    unread.jsonl (what was not read) and the texts that offsets count in.

    Example: jangmadang read report.txt --published 2025-05-15
    """
    from jangmadang.reading.documents import load_documents
    from jangmadang.reading.reader import read_text
    from jangmadang.reading.review import read_decisions, reviewed, taught_aliases
    from jangmadang.reading.store import write_readings
    from jangmadang.reading.tables import load_tables

    day = _day(published)
    second_reader, note = _second_reader(model)
    decisions = read_decisions(out)
    tables = load_tables(taught_aliases(decisions))
    readings: list[Reading] = []
    texts: dict[str, str] = {}
    failed = 0
    for document in load_documents(files, day, sys.stdin.buffer):
        if isinstance(document, InputError):
            click.echo(f"jangmadang: {document}", err=True)
            failed += 1
            continue
        reading = read_text(document.text, document.name, document.published, tables, second_reader)
        readings.append(reading)
        texts[reading.text_sha256] = document.text
    if not readings:
        return 2
    write_readings(out, readings, texts)
    ids = {record.id for reading in readings for record in reading.records}
    records = reviewed([record for reading in readings for record in reading.records], decisions)
    records = [record for record in records if record.id in ids]
    if as_json:
        click.echo(json_text([r.model_dump(mode="json") for r in records]))
    else:
        _print_records(records)
        _print_ledger(readings, unread)
        click.echo(f"Records: {out / 'records.jsonl'}   Not read: {out / 'unread.jsonl'}\nNext:    jangmadang review")
    if note:
        click.echo(note, err=True)
    return 2 if failed else 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"--published {text}: is no date; write YYYY-MM-DD") from None


def _second_reader(model: str) -> tuple[SecondReader | None, str]:
    """Load the second reader; if it was not asked for by name and is not there, say so and go on without it."""
    if model == "off":
        return None, ""
    from jangmadang.reading.dependency_reader import DEFAULT_MODEL, load_second_reader

    try:
        return load_second_reader(DEFAULT_MODEL if model == "auto" else model), ""
    except InputError as error:
        if model != "auto":
            raise
        return None, f"Read with one reader: {error}"


def _print_records(records: Sequence[Record]) -> None:
    from jangmadang.command_tables import print_table

    ordered = sorted(records, key=lambda r: (r.report, _KINDS.index(r.type)))
    print_table(f"{len(records)} records", HEADINGS, [_row(record) for record in ordered], lead=LEAD)


def _row(record: Record) -> tuple[str, ...]:
    """A record as a line of the table."""
    words = max(_cues(record), key=len, default="")
    kind = record.type if record.modality == "asserted" else f"{record.type} ({record.modality})"
    trust = record.confidence.level if record.review == "unreviewed" else record.review
    place = record.place.id if record.place else ""
    time = (record.time.value or record.time.text) if record.time else ""
    return kind, _what(record), _value(record), place, time, trust, " ".join(words.split())


def _cues(record: Record) -> list[str]:
    """The words a record rests on, without the clause around them."""
    cues = [evidence.exact for evidence in record.evidence if evidence.role != "clause"]
    return cues or [evidence.exact for evidence in record.evidence]


def _what(record: Record) -> str:
    if record.type == "price":
        return record.item_id
    if record.type == "fx":
        return record.base
    if record.type == "flow":
        return f"{record.direction} {record.item_id or ''}".strip()
    if record.type == "change":
        return f"{record.target} {record.item_id or ''}".strip()
    return record.event_type


def _value(record: Record) -> str:
    from jangmadang.evidence.observations import amount_in_words

    if record.type == "price" or record.type == "fx":
        amount = " to ".join(amount_in_words(end) for end in dict.fromkeys((record.low, record.high)))
        bound = {"min": "at least ", "max": "at most ", "about": "about "}.get(record.bound, "")
        phase = "" if record.phase == "current" else f" ({record.phase})"
        if record.type == "fx":
            return f"{bound}{amount} KPW{phase}"
        per = f" per {amount_in_words(record.per_qty)} {record.per_unit}" if record.per_unit and record.per_qty else ""
        return f"{bound}{amount} {record.currency}{per}{phase}"
    if record.type == "flow":
        return f"{record.channel}, {record.status}"
    return record.direction if record.type == "change" else record.status


def _print_ledger(readings: Sequence[Reading], in_full: bool) -> None:
    """Print how much was not read, and in full what."""
    counts: dict[str, int] = {}
    for reading in readings:
        for entry in reading.unread:
            counts[entry.kind] = counts.get(entry.kind, 0) + 1
            if in_full:
                click.echo(
                    f"not read, {entry.kind}: {' '.join(entry.exact.split())[:100]}  ({entry.report} at {entry.start})"
                )
    told = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items()) or "nothing"
    click.echo(f"Not read: {told}{'' if in_full or not counts else '; --unread prints them'}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--accept", "accepted", metavar="ID", multiple=True, help="Accept this record and do not ask.")
@click.option("--reject", "rejected", metavar="ID", multiple=True, help="Reject this record and do not ask.")
@click.option("--edit", "edits", metavar="ID FIELD=VALUE", nargs=2, multiple=True, help="Edit this record, do not ask.")
@click.option("--teach", "lessons", metavar="item|place WORDS=ID", nargs=2, multiple=True, help="Teach a word.")
@click.option("--all", "again", is_flag=True, help="Also show records decided before.")
@click.option("--json", "as_json", is_flag=True, help="Print the records with their decisions as JSON.")
def review(
    folder: Path,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    edits: tuple[tuple[str, str], ...],
    lessons: tuple[tuple[str, str], ...],
    again: bool,
    as_json: bool,
) -> None:
    """Go through the records of FOLDER, each beside its sentence: accept, edit, reject, or teach a word.

    Decisions are added to decisions.jsonl, go by the record's id and hold when the reports are read again.

    Example: jangmadang review results/reading
    """
    from jangmadang.reading.review import reviewed_records

    records = {record.id: record for record in reviewed_records(folder)}
    if not records and not lessons:
        raise InputError(f"{folder}: no records here; read reports first: jangmadang read FILE...")
    asked = [*(("a", name, "") for name in accepted), *(("r", name, "") for name in rejected)]
    asked += [("e", name, text) for name, text in edits]
    for letter, name, text in asked:
        _decide(folder, _record(records, name), letter, text)
    for kind, text in lessons:
        _teach(folder, f"{kind} {text}")
    if as_json:
        shown = [record.model_dump(mode="json") for record in reviewed_records(folder)]
        click.echo(json_text(shown))
    elif not asked and not lessons:
        _ask_about(folder, [record for record in records.values() if again or record.review == "unreviewed"])


def _record(records: dict[str, Record], name: str) -> Record:
    from jangmadang.errors import nearest_name

    if name not in records:
        raise InputError(f"no record '{name}'; {nearest_name(name, records)}")
    return records[name]


def _ask_about(folder: Path, records: Sequence[Record]) -> None:
    """Show each record and ask, until the last one or `q`."""
    if not records:
        click.echo("Nothing left to review; --all shows the records decided before.")
    for number, record in enumerate(records, 1):
        _show(record, number, len(records))
        while True:
            answer = click.prompt(_HELP, default="s", show_default=False)
            letter, _, rest = answer.strip().partition(" ")
            if letter == "q":
                return
            try:
                if letter == "t":
                    _teach(folder, rest)
                    continue
                if letter in ("a", "r", "e"):
                    _decide(folder, record, letter, rest)
                elif letter != "s":
                    raise InputError(f"'{letter}' is none of a, e, r, t, s, q")
            except InputError as error:
                click.echo(f"jangmadang: {error}", err=True)
                continue
            break


def _show(record: Record, number: int, count: int) -> None:
    """Print a record beside its sentence, the words it rests on in bold."""
    from rich.console import Console
    from rich.text import Text

    from jangmadang.command_tables import print_table, terminal_width

    text = Text(record.sentence)
    text.highlight_words(_cues(record), style="bold reverse")
    Console().print(text, soft_wrap=terminal_width() is None)
    print_table(f"{number} of {count}: {record.id} ({record.report})", HEADINGS, [_row(record)], lead=LEAD)
    if record.flags:
        click.echo(f"Look at: {', '.join(record.flags)}")


def _decide(folder: Path, record: Record, letter: str, text: str) -> None:
    from jangmadang.reading.review import decide

    if letter == "e":
        decide(folder, record, "edit", **_assignments(text))
    else:
        decide(folder, record, "accept" if letter == "a" else "reject")


def _assignments(text: str) -> dict[str, Any]:
    """Read FIELD=VALUE FIELD=VALUE."""
    fields = dict(part.split("=", 1) for part in text.split() if "=" in part)
    if not fields or len(fields) != len(text.split()):
        raise InputError(f"'{text}' is no edit; write FIELD=VALUE, such as item_id=grain.corn low=4000")
    return fields


def _teach(folder: Path, text: str) -> None:
    from jangmadang.reading.review import teach

    kind, _, lesson = text.strip().partition(" ")
    words, _, concept = lesson.partition("=")
    if kind not in ("item", "place") or not words.strip() or not concept.strip():
        raise InputError(f"'{text}' is no lesson; write item WORDS=ID, such as item sticky rice=grain.rice")
    alias = teach(folder, kind, words, concept.strip())  # type: ignore[arg-type]
    click.echo(f"Taught: '{alias.words}' is {alias.id}; read the reports again to use it.")
