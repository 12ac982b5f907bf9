"""What `jangmadang read --score` prints: how well annotated reports are read, by each reader that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jangmadang.commands.scoring_tables import print_scores, scores_as_json
from jangmadang.output import json_text
from jangmadang.reading.grammar.merging import SecondReader
from jangmadang.reading.language_model.checking import READER
from jangmadang.reading.language_model.model_reader import LanguageModelReader
from jangmadang.reading.language_model.telling import became_of_it
from jangmadang.reading.marks import Annotated, annotated_reports
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Reading
from jangmadang.reading.scoring import Scores, score_annotation, score_reader

RULES = "grammar"
#: Whose records each table counts: those that all of these readers found.
_TABLES = {"rules": (RULES,), "language model": (READER,), "both agree": (RULES, READER), "either": ()}


def print_scores_of(
    folders: Sequence[Path],
    other: Path | None,
    second_reader: SecondReader | None,
    language_model: LanguageModelReader | None,
    errors: bool,
    as_json: bool,
) -> None:
    """Print how well the reports of folders are read, and how far another annotation agrees.

    Parameters
    ----------
    folders : sequence of Path
        Pairs of NAME.txt and NAME.json.
    other : Path or None
        A second annotation of the same reports.
    second_reader, language_model : callable or None, LanguageModelReader or None
        See `reader.read_text`; with a language model each is scored apart, and both together.
    errors : bool
        Print each error too.
    as_json : bool
        Print JSON.
    """
    reports = [report for folder in folders for report in annotated_reports(folder)]
    scores = (
        _side_by_side(reports, language_model)
        if language_model
        else {"reader": score_reader(reports, lambda one: _read(one, second_reader))}
    )
    if other:
        scores["second annotation"] = score_annotation(reports, other)
    if as_json:
        click.echo(json_text({name: scores_as_json(one) for name, one in scores.items()}))
        return
    for name, one in scores.items():
        click.echo("\n".join(one.errors) + "\n" if errors and one.errors else "", nl=False)
        print_scores(name, one)
    for line in became_of_it(language_model) if language_model else ():
        click.echo(line)


def _read(report: Annotated, second: SecondReader | None, model: LanguageModelReader | None = None) -> Reading:
    return read_text(report.text, report.name, report.published, second_reader=second, language_model=model)


def _side_by_side(reports: Sequence[Annotated], model: LanguageModelReader) -> dict[str, Scores]:
    """Scores of the rules, of the model, of what both found, and of what either did; each report is read once."""
    readings = {id(report): _read(report, None, model) for report in reports}
    return {
        name: score_reader(reports, lambda one, wanted=wanted: _found_by(readings[id(one)], wanted))  # type: ignore[misc]
        for name, wanted in _TABLES.items()
    }


def _found_by(reading: Reading, wanted: Sequence[str]) -> Reading:
    """A reading with only the records that all of some readers found."""
    records = [record for record in reading.records if set(wanted) <= set(record.confidence.readers)]
    return reading.model_copy(update={"records": records})
