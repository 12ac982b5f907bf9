"""The words a language model is asked with: instructions that never change with the report, and the report as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import resources

from jangmadang.reading.language_model.endpoint import Message
from jangmadang.reading.language_model.statements import answer_schema
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.tables import Tables

#: The longest stretch of a report in one question.
LONGEST_STRETCH = 6_000
_PLACES = "KP"


def messages_for(stretch: str, tables: Tables) -> list[Message]:
    """The messages that ask for the statements of a stretch of a report.

    The marks around it are made from the stretch itself, so that no report can hold the one that ends it.
    """
    mark = hashlib.sha256(stretch.encode("utf-8", "replace")).hexdigest()[:16]
    sent = stretch.encode("utf-8", "replace").decode()
    return [
        {"role": "system", "content": instructions(tables)},
        {"role": "user", "content": f"BEGIN REPORT {mark}\n{sent}\nEND REPORT {mark}"},
    ]


def instructions(tables: Tables) -> str:
    """The instructions, with the goods and places of the tables: the same for all reports."""
    text = (resources.files("jangmadang.reading.language_model") / "prompt.md").read_text("utf-8")
    places = sorted(name for name in tables.place_ids if name.startswith(_PLACES))
    return text.format(items=", ".join(sorted(tables.item_ids)), places=", ".join(places))


def prompt_hash(tables: Tables) -> str:
    """What the instructions and the form of the answer are known by."""
    asked = instructions(tables) + json.dumps(answer_schema(), sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def stretches_of(report: Report) -> Iterator[tuple[int, int]]:
    """The stretches a report is asked about, of whole sentences: mostly one."""
    start = end = 0
    for sentence in report.sentences:
        if sentence.end - start > LONGEST_STRETCH and end > start:
            yield start, end
            start = sentence.start
        end = sentence.end
    if report.text[start:end].strip():
        yield start, end
