"""Figures of finished runs in a file of lines, which a call that goes on after a stop reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from jangmadang.errors import InputError

T = TypeVar("T")


def keep_line(path: Path, record: Mapping[str, Any]) -> None:
    """Add a run's figures to a file of JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def kept_lines(path: Path | None, run_of: Callable[[dict[str, Any]], T]) -> list[T]:
    """The runs that a file of JSON Lines keeps; a line that was cut short is left out, and its run is made again.

    Parameters
    ----------
    path : Path or None
        The file; one that is not there keeps nothing.
    run_of : callable
        Makes a run of the record of a line.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines() if path else []
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; choose another folder") from None
    found = []
    for line in lines:
        try:
            found.append(run_of(json.loads(line)))
        except (ValueError, KeyError):
            continue
    return found
