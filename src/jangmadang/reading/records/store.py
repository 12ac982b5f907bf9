"""Where readings are kept: records, ledger and the texts they cite, in one folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from jangmadang.errors import InputError
from jangmadang.files import write_whole
from jangmadang.reading.records.records import Reading, Record, Unread

RECORDS, UNREAD, TEXTS = "records.jsonl", "unread.jsonl", "texts"
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def write_readings(folder: Path, readings: Sequence[Reading], texts: dict[str, str]) -> None:
    """Write what was read; earlier readings of the same texts are replaced, those of others stay.

    Parameters
    ----------
    folder : Path
        Where to.
    readings : sequence of Reading
        What was read.
    texts : mapping of SHA-256 to text
        The texts themselves: every offset is an offset into one of them.
    """
    names = {reading.report for reading in readings}
    hashes = {reading.text_sha256 for reading in readings}
    records = [r for r in read_records(folder) if r.text_sha256 not in hashes and r.report not in names]
    unread = [entry for entry in read_unread(folder) if entry.report not in names]
    try:
        (folder / TEXTS).mkdir(parents=True, exist_ok=True)
        for sha, text in texts.items():
            _replace(folder / TEXTS / f"{sha[:16]}.txt", text)
        everything = [*records, *(record for reading in readings for record in reading.records)]
        _replace(folder / RECORDS, _lines(record.model_dump(mode="json") for record in everything))
        entries = [*unread, *(entry for reading in readings for entry in reading.unread)]
        _replace(folder / UNREAD, _lines(entry.model_dump(mode="json") for entry in entries))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror or error}); give another --out") from None


def read_records(folder: Path) -> list[Record]:
    """Return the records kept in a folder.

    Parameters
    ----------
    folder : Path
        A folder that `jangmadang read` wrote, or one that does not exist yet.
    """
    return [_valid(line, folder / RECORDS, number) for number, line in numbered(folder / RECORDS)]


def read_unread(folder: Path) -> list[Unread]:
    """Return the ledger kept in a folder."""
    return [Unread.model_validate(json.loads(line)) for _, line in numbered(folder / UNREAD)]


def _valid(line: str, path: Path, number: int) -> Record:
    try:
        return _RECORD.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}, line {number}, field {field}: {first['msg']}; read the reports again") from None


def numbered(path: Path) -> Iterable[tuple[int, str]]:
    """Lines of a file that are not blank, with their numbers; none if there is no such file."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError(f"{path}: cannot be read ({reason}); give another folder") from None
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    write_whole(path, lambda file: file.write(text.encode()))
