"""New scenario files: how they name the one they extend, their difference from what is there, and writing them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.files import write_whole
from jangmadang.scenario.reading import shipped_scenarios


def extends_name(asked: str, new: Path) -> str:
    """Return how a new file names the scenario it extends: a shipped name, or a path from its own folder.

    Parameters
    ----------
    asked : str
        The scenario, as typed: a shipped name or a file.
    new : Path
        The file to be written.
    """
    if new.suffix not in (".yaml", ".yml"):
        raise InputError(f"{new}: a scenario's file ends in .yaml; give such a name")
    if asked in shipped_scenarios():
        return asked
    if Path(asked).resolve() == new.resolve():
        raise InputError(f"{new} is the scenario itself; write to another file")
    try:
        return Path(os.path.relpath(Path(asked).resolve(), new.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return Path(asked).resolve().as_posix()


def unified_diff(path: Path, text: str) -> str:
    """Return how a text differs from what a file holds; from nothing if there is no such file.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        What it would hold.
    """
    try:
        before = path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); write to another file") from None
    lines = before.splitlines(keepends=True), text.splitlines(keepends=True)
    return "".join(difflib.unified_diff(*lines, str(path) if before else "/dev/null", str(path)))


def write_scenario(path: Path, text: str) -> None:
    """Write a scenario's file, whole or not at all.

    Parameters
    ----------
    path : Path
        The file; one that is there is replaced.
    text : str
        What it is to hold.
    """
    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}); give another --to") from None
