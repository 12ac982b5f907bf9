"""Reports read and kept, with the words that were taught into the same folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jangmadang.reading.grammar.merging import SecondReader
from jangmadang.reading.language_model.model_reader import LanguageModelReader
from jangmadang.reading.mentions.tables import Tables, load_tables
from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import Reading
from jangmadang.reading.records.review import read_decisions, taught_aliases
from jangmadang.reading.records.store import write_readings
from jangmadang.reading.text.documents import Document


def read_into(
    folder: Path,
    documents: Sequence[Document],
    second_reader: SecondReader | None = None,
    language_model: LanguageModelReader | None = None,
) -> list[Reading]:
    """Read reports and keep what they gave; earlier readings of the same reports are replaced.

    Parameters
    ----------
    folder : Path
        The folder of the readings; made if it is not there.
    documents : sequence of Document
        The reports.
    second_reader, language_model : callable or None, LanguageModelReader or None
        See `reader.read_text`.
    """
    tables = tables_of(folder)
    readings, texts = [], {}
    for document in documents:
        reading = read_text(document.text, document.name, document.published, tables, second_reader, language_model)
        readings.append(reading)
        texts[reading.text_sha256] = document.text
    write_readings(folder, readings, texts)
    return readings


def tables_of(folder: Path) -> Tables:
    """The shipped tables with the words that were taught into a folder."""
    return load_tables(taught_aliases(read_decisions(folder)))
