"""Where a name is used: the source files that read it or call it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

READERS = ("accounting", "engine", "mechanisms", "report", "results", "world")
MADE = ("dtypes.py", "rows.py")  # files that only repeat what is declared


def calls_of(function: str) -> list[str]:
    """Return the package's source files that call a function."""
    pattern = re.compile(rf"(?<!def )\b{re.escape(function)}\(")
    return [name for name, text in _sources().items() if function in text and pattern.search(text)]


def called_at(function: str) -> list[str]:
    """Each file that calls a function, with all lines where it does: one of them may be a rival theory's."""
    call, found = re.compile(rf"(?<!def )\b{re.escape(function)}\("), []
    for name in calls_of(function):
        lines = [number for number, line in enumerate(_sources()[name].splitlines(), 1) if call.search(line)]
        found.append(f"{name}:{', '.join(map(str, lines))}")
    return found


def users(name: str) -> list[str]:
    """Return the package's source files that read a name, as an attribute or as quoted text."""
    pattern = re.compile(rf"\.{re.escape(name)}\b|['\"]{re.escape(name)}['\"]")
    return [path for path, text in _sources().items() if name in text and pattern.search(text)]


@cache
def _sources() -> dict[str, str]:
    """Texts of the package's source files in which a name may be read, by their path."""
    root = Path(str(files("jangmadang")))
    found = (path for folder in READERS for path in sorted((root / folder).rglob("*.py")))
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in found if path.name not in MADE}
