"""The commands `jangmadang read` and `jangmadang review`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.commands.language_model import NAME as LANGUAGE_MODEL
from jangmadang.commands.language_model import ModelOptions, model_options
from jangmadang.errors import InputError
from jangmadang.output import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jangmadang.reading.records.records import Reading, Record
    from jangmadang.reading.text.documents import Document

FOLDER = Path("results") / "reading"
LEAD = 5  # of them name a record
_KINDS = ("price", "fx", "flow", "change", "event")
_HELP = "[a]ccept  [e]dit FIELD=VALUE  [r]eject  [t]each item|place WORDS=ID  [s]kip  [q]uit"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--published", metavar="DATE", help="Day of publication (YYYY-MM-DD); without it relative dates stay so.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True, help="Folder of the records."
)
@click.option(
    "--second-reader",
    "model",
    metavar="auto|off|llm|MODEL",
    default="auto",
    show_default=True,
    help="spaCy, or llm: a language model you name.",
)
@model_options
@click.option("--dry-run", is_flag=True, help="Say what would be sent to the language model and where; send nothing.")
@click.option("--unread", is_flag=True, help="Also print what was not read.")
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON.")
@click.option("--score", is_flag=True, help="FILE are folders of annotated reports: print how well they are read.")
@click.option(
    "--second-annotation", "other", type=click.Path(path_type=Path), help="Of the same reports: how far the two agree."
)
def read(
    files: tuple[str, ...],
    published: str | None,
    out: Path,
    model: str,
    llm: ModelOptions,
    dry_run: bool,
    unread: bool,
    as_json: bool,
    score: bool,
    other: Path | None,
) -> int:
    """Read reports into records of prices, rates, flows, changes and events, each with the words it came from.

    FILE is a plain text, a saved web page, a folder of them, or - for standard input. Writes records.jsonl,
    unread.jsonl (what was not read) and the texts that offsets count in. With --score nothing is written: the reports
    of a folder (NAME.txt with NAME.json, what was marked by hand) are read and compared.

    Example: jangmadang read report.txt --published 2025-05-15
    """
    from jangmadang.commands.scores_shown import print_scores_of
    from jangmadang.reading.grammar.dependency_reader import asked_second_reader
    from jangmadang.reading.keeping import read_into
    from jangmadang.reading.language_model.telling import became_of_it
    from jangmadang.reading.records.review import read_decisions, reviewed
    from jangmadang.reading.text.documents import load_documents

    if dry_run and model != LANGUAGE_MODEL:
        raise InputError("--dry-run says what a language model would be sent; give --second-reader llm with it")
    language_model = llm.reader(out) if model == LANGUAGE_MODEL else None
    second_reader, note = (None, "") if language_model else asked_second_reader(model)
    if score:
        print_scores_of(list(map(Path, files)), other, second_reader, language_model, unread, as_json)
        click.echo(note, err=True, nl=bool(note))
        return 0
    given = list(load_documents(files, _day(published), sys.stdin.buffer))
    failed = [error for error in given if isinstance(error, InputError)]
    for error in failed:
        click.echo(f"jangmadang: {error}", err=True)
    documents = [document for document in given if not isinstance(document, InputError)]
    if not documents:
        return 2
    if dry_run:
        _print_what_would_be_sent(out, documents, llm, as_json)
        return 2 if failed else 0
    readings = read_into(out, documents, second_reader, language_model)
    decisions = read_decisions(out)
    ids = {record.id for reading in readings for record in reading.records}
    records = reviewed([record for reading in readings for record in reading.records], decisions)
    records = [record for record in records if record.id in ids]
    if as_json:
        click.echo(json_text([r.model_dump(mode="json") for r in records]))
    else:
        _print_records(records)
        _print_ledger(readings, unread)
        click.echo(f"Records: {out / 'records.jsonl'}   Not read: {out / 'unread.jsonl'}\nNext:    jangmadang review")
    for line in became_of_it(language_model) if language_model else [note] if note else []:
        click.echo(line, err=as_json or not language_model)
    return 2 if failed else 0


def _print_what_would_be_sent(out: Path, documents: Sequence[Document], llm: ModelOptions, as_json: bool) -> None:
    """Print what a language model would be asked, in numbers or every word."""
    from jangmadang.commands.language_model import kept_in
    from jangmadang.reading.keeping import tables_of
    from jangmadang.reading.language_model.telling import would_send, would_send_in_words

    asked = would_send(documents, tables_of(out), llm.where(), kept_in(out))
    if as_json:
        click.echo(json_text({"endpoint": llm.endpoint, "model": llm.model, "messages": asked}))
    else:
        click.echo("\n".join(would_send_in_words(asked, llm.where(), llm.budget())))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"--published {text}: is no date; write YYYY-MM-DD") from None


def _print_records(records: Sequence[Record]) -> None:
    from jangmadang.commands.tables import print_table
    from jangmadang.reading.records.wording import HEADINGS, row_of

    ordered = sorted(records, key=lambda r: (r.report, _KINDS.index(r.type)))
    print_table(f"{len(records)} records", HEADINGS, [row_of(record) for record in ordered], lead=LEAD)


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
    from jangmadang.reading.records.review import reviewed_records

    records = {record.id: record for record in reviewed_records(folder)}
    if not records and not lessons:
        raise InputError(f"{folder}: no records here; read reports first: jangmadang read FILE...")
    asked = [*(("a", name, "") for name in accepted), *(("r", name, "") for name in rejected)]
    asked += [("e", name, text) for name, text in edits]
    for letter, name, text in asked:
        records[name] = _decide(folder, _record(records, name), letter, text)
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

    from jangmadang.commands.tables import print_table, terminal_width
    from jangmadang.reading.records.wording import HEADINGS, cues_of, row_of

    text = Text(record.sentence)
    text.highlight_words(cues_of(record), style="bold reverse")
    Console().print(text, soft_wrap=terminal_width() is None)
    print_table(f"{number} of {count}: {record.id} ({record.report})", HEADINGS, [row_of(record)], lead=LEAD)
    if record.flags:
        click.echo(f"Look at: {', '.join(record.flags)}")


def _decide(folder: Path, record: Record, letter: str, text: str) -> Record:
    from jangmadang.reading.records.review import decide

    if letter == "e":
        return decide(folder, record, "edit", **_assignments(text))
    return decide(folder, record, "accept" if letter == "a" else "reject")


def _assignments(text: str) -> dict[str, Any]:
    """Read FIELD=VALUE FIELD=VALUE."""
    fields = dict(part.split("=", 1) for part in text.split() if "=" in part)
    if not fields or len(fields) != len(text.split()):
        raise InputError(f"'{text}' is no edit; write FIELD=VALUE, such as item_id=grain.corn low=4000")
    return fields


def _teach(folder: Path, text: str) -> None:
    from jangmadang.reading.records.review import teach

    kind, _, lesson = text.strip().partition(" ")
    words, _, concept = lesson.partition("=")
    if kind not in ("item", "place") or not words.strip() or not concept.strip():
        raise InputError(f"'{text}' is no lesson; write item WORDS=ID, such as item sticky rice=grain.rice")
    alias = teach(folder, kind, words, concept.strip())  # type: ignore[arg-type]
    click.echo(f"Taught: '{alias.words}' is {alias.id}; read the reports again to use it.")
