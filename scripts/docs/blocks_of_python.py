"""The part of python.md that is made from the docstrings of the public names."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from blocks_of_code import table

import jangmadang

SOURCE = Path(__file__).resolve().parents[2] / "src"
_ARGUMENT = re.compile(r"^(\w[\w, ]*?) : (.+)$")


def public_names() -> str:
    """Each public name with what it takes and what it does."""
    return "\n\n".join(_told(name) for name in jangmadang.__all__ if not name.startswith("_"))


def _told(name: str) -> str:
    thing = getattr(jangmadang, name)
    sentences, *parts = re.split(r"\n\n(?=(?:Parameters|Raises|Returns)\n-+\n)", inspect.getdoc(thing) or "")
    rows = [row for part in parts if part.startswith("Parameters") for row in _arguments(part)]
    home = (SOURCE / Path(*thing.__module__.split("."))).with_suffix(".py").relative_to(SOURCE.parent)
    code = f"Code: [{thing.__module__}](../{home.as_posix()})."
    call = [] if inspect.isclass(thing) else [f"`{_call(name, thing)}`"]
    told = [table(("argument", "meaning"), rows)] if rows else []
    if inspect.isclass(thing) and (methods := _methods(thing)):
        told.append(table(("method", "does"), methods))
    return "\n\n".join([f"## `jm.{name}`", *call, " ".join(sentences.split()), *told, code])


def _methods(kind: type) -> list[tuple[str, str]]:
    """Methods of a class that are its own, with their first sentences."""
    own = (
        (name, found)
        for name, found in vars(kind).items()
        if inspect.isfunction(found) and not name.startswith(("_", "model_"))
    )
    return [(f"`{name}`", " ".join((inspect.getdoc(found) or "").split("\n\n")[0].split())) for name, found in own]


def _call(name: str, thing: Any) -> str:
    """How it is called, without types, and what it gives."""
    found = []
    for argument in inspect.signature(thing).parameters.values():
        if argument.kind is argument.KEYWORD_ONLY and not any(name.startswith("*") for name in found):
            found.append("*")
        star = "*" if argument.kind is argument.VAR_POSITIONAL else ""
        default = "" if argument.default is argument.empty else f"={argument.default!r}"
        found.append(f"{star}{argument.name}{default}")
    gives = str(inspect.signature(thing).return_annotation)
    return f"jm.{name}({', '.join(found)}) -> {gives}"


def _arguments(part: str) -> list[tuple[str, str]]:
    """Arguments and their meanings; a meaning may go on, indented, under its line."""
    rows: list[tuple[str, str]] = []
    for line in part.splitlines()[2:]:
        if match := _ARGUMENT.match(line):
            rows.append((f"`{match[1]}`", _named(match[2])))
        elif line.strip() and rows:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {_named(line.strip())}")
    return rows


def _named(text: str) -> str:
    """A text whose commands are named only: between ticks they would be examples, which a test runs."""
    return re.sub(r"`(jangmadang [^`]+)`", r"*\1*", text)


BLOCKS = {"public_names": public_names}
