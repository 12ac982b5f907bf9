"""Every equation of every room, found by introspection."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import jangmadang.mechanisms

LABEL = re.compile(r"^\(([A-Z]{2}-\d+)\)", re.MULTILINE)


class Equation(NamedTuple):
    """One equation of a room, as written (not compiled)."""

    room: str
    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def doc(self) -> str:
        """The docstring without its indentation, which Python 3.13 takes away and older ones keep."""
        return inspect.getdoc(self.function) or ""

    @property
    def label(self) -> str:
        """The permanent label, empty where there is none."""
        found = LABEL.search(self.doc)
        return found.group(1) if found else ""

    @property
    def parameters(self) -> list[inspect.Parameter]:
        """The arguments in order."""
        return list(inspect.signature(self.function).parameters.values())


def rooms_with_equations() -> list[str]:
    """Rooms that have an equations module."""
    folder = Path(jangmadang.mechanisms.__file__).parent
    return sorted(path.parent.name for path in folder.glob("*/equations.py"))


def equations() -> list[Equation]:
    """Public functions defined in the equations modules, room by room, in the order of the file."""
    found = []
    for room in rooms_with_equations():
        module = import_module(f"jangmadang.mechanisms.{room}.equations")
        for name, value in vars(module).items():
            function = getattr(value, "py_func", value)
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                found.append(Equation(room, function))
    return found
