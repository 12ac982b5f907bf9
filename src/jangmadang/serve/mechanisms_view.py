"""What the page Mechanisms says of each part of the model: switches, equations, parameters, state."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import cleandoc
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from jangmadang.axes import AXES
from jangmadang.dictionary import Equation, by_table, columns, equations
from jangmadang.evidence.sources import ASSUMED
from jangmadang.explaining.uses import calls_of
from jangmadang.facts.records import as_record
from jangmadang.labels import label
from jangmadang.report.footnotes import references_behind
from jangmadang.report.wording import joined, unit_in_words
from jangmadang.results.indicators import INDICATORS
from jangmadang.scenario.mechanisms import Mechanism, mechanisms
from jangmadang.scenario.members import Floats
from jangmadang.scenario.parameters import Parameter, parameters
from jangmadang.serve.charts import Link
from jangmadang.serve.facts_view import left_without, records, testing
from jangmadang.serve.known import linked
from jangmadang.serve.mathml import typeset, typeset_names, with_letters

#: A parameter with more numbers than these is told by its least and greatest.
MOST_NUMBERS = 6
OTHER_ROWS = ("p", "x")  # of parameters and of what is given from outside, which are no state
_FACT = re.compile(r"\b[CSR]\d+\b")
Cell = str | Link | list[str | Link]


@dataclass(frozen=True)
class Shown:
    """An equation as the page shows it; without `math` it could not be typeset and stands as text."""

    told: Equation
    math: Markup | None
    symbols: list[tuple[str, Markup | None, str]]
    source: str
    used_by: str


@dataclass(frozen=True)
class Switch:
    """A mechanism that can be switched off, and the statements that were tried without it."""

    name: str
    told: Mechanism
    indicator: str
    tried: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the model: a folder of mechanisms.

    Attributes
    ----------
    name : of the folder.
    about, reads : what it does, and what it reads and writes, in its own words.
    facts : statements that its own words name.
    switches : mechanisms of it that can be switched off.
    steps : what it does in a week, in order of its files: name and sentence.
    equations : its equations.
    parameters : those that it reads.
    read, written : columns of state that it reads only, and those that it writes: name, table, unit and meaning.
    """

    name: str
    about: str
    reads: str
    facts: list[str]
    switches: list[Switch]
    steps: list[tuple[str, str]]
    equations: list[Shown]
    parameters: list[Parameter]
    read: list[list[str]]
    written: list[list[str]]

    @property
    def title(self) -> str:
        """Its name in words."""
        return spoken(self.name)


def spoken(name: str) -> str:
    """A folder's name in words."""
    return name.replace("_", " ").capitalize()


@cache
def parts() -> Mapping[str, Part]:
    """All parts by the names of their folders, those with a switch in the order of the switches first."""
    folders = sorted(path.parent for path in _root().glob("*/equations.py"))
    order = list(dict.fromkeys(one.room for one in mechanisms().values()))
    folders.sort(key=lambda folder: order.index(folder.name) if folder.name in order else len(order))
    return {folder.name: _part(folder) for folder in folders}


def _root() -> Path:
    return Path(str(files("jangmadang"))) / "mechanisms"


def _part(folder: Path) -> Part:
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(folder.glob("*.py"))}
    about, _, reads = cleandoc(ast.get_docstring(trees["__init__"]) or "").partition("\n\n")
    working = [tree for name, tree in trees.items() if name not in ("__init__", "equations")]
    named = {node.attr for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    written = {name for tree in working for name in _written(tree)}
    read = {name for tree in working for name in _state_names(tree)} - written
    known = [name for name in _FACT.findall(about) if name in records()]
    return Part(
        name=folder.name,
        about=re.sub(r"\s*\([^()]*\b[CSR]\d+[^()]*\)", "", " ".join(about.split())),
        reads=" ".join(reads.split()),
        facts=known,
        switches=[_switch(name, one) for name, one in mechanisms().items() if one.room == folder.name],
        steps=[step for tree in working for step in _steps(tree)],
        equations=[_shown(one) for one in equations().values() if one.room == folder.name],
        parameters=[one for name, one in parameters().items() if name in named],
        read=[_column(name) for name in columns() if name in read],
        written=[_column(name) for name in columns() if name in written],
    )


def _switch(name: str, told: Mechanism) -> Switch:
    """A switch with what the counter-experiments that use it found."""
    found = next((one.long_name for one in INDICATORS if one.name == told.indicator), told.indicator)
    tried = [(one.fact.name, left_without(as_record(one))) for one in testing(name)]
    return Switch(name, told, found, tried)


def _shown(told: Equation) -> Shown:
    users = [one for one in calls_of(told.function) if not one.endswith("equations.py")]
    math = typeset(told.formula)
    symbols = [
        (name, *(typeset_names(says, told.formula) if math else (None, says)))
        for name, says in symbols_of(told.symbols)
    ]
    source = with_letters(told.source, told.formula) if math else told.source
    return Shown(told, math, symbols, source, ", ".join(users) or "nothing yet")


def symbols_of(text: str) -> list[tuple[str, str]]:
    """Arguments of an equation and what the docstring says of each; a line without a name goes on with the one before.

    Parameters
    ----------
    text : as `dictionary.Equation.symbols` has it.
    """
    found: list[tuple[str, str]] = []
    for piece in text.split("; "):
        name, colon, says = piece.partition(" : ")
        if colon and re.fullmatch(r"[a-z_0-9, ]+", name):
            found.append((name, says))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1].rstrip(';')}; {piece}")
    return [(name.replace("_", " "), says.rstrip(".")) for name, says in found]


def _steps(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions that work on the world."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(one.arg == "w" for one in node.args.args):
            says = cleandoc(ast.get_docstring(node) or "").split("\n\n")[0]
            yield node.name.lstrip("_").replace("_", " "), " ".join(says.split())


def _state_names(tree: ast.AST) -> Iterator[str]:
    """Columns of state that a file names, written or read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in columns():
            if not (isinstance(node.value, ast.Name) and node.value.id in OTHER_ROWS):
                yield node.attr


def _written(tree: ast.AST) -> Iterator[str]:
    """Columns of state that a file sets."""
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            while isinstance(target, ast.Subscript):
                target = target.value
            if isinstance(target, ast.Attribute) and target.attr in columns():
                yield target.attr


def _column(name: str) -> list[str]:
    tables = {table.lower().replace("_", " "): column for table, column in columns()[name].items()}
    unit = by_table({table: column.unit for table, column in tables.items()})
    return [name, ", ".join(tables), unit, by_table({table: column.meaning for table, column in tables.items()})]


def parameter_row(one: Parameter) -> list[Cell]:
    """A parameter as a row: name, meaning, value, range, unit, sources."""
    found = {ref.address: linked(ref.publisher, ref.address) for ref in references_behind(one.source)}
    assumed: list[str | Link] = [ASSUMED] if ASSUMED in one.source else []
    meaning = f"{one.meaning} ({one.reason})" if one.reason else one.meaning
    return [one.name, meaning, value_in_words(one), range_in_words(one), unit_of(one), [*assumed, *found.values()]]


def unit_of(one: Parameter) -> str:
    """Unit of a parameter in words."""
    return "number" if one.unit == "1" else unit_in_words(one.unit)


def value_in_words(one: Parameter) -> str:
    """The number; each by its member if they are few, else the least and the greatest."""
    if not one.axes:
        return f"{float(one.value):g}"
    if one.value.size > MOST_NUMBERS or len(one.axes) > 1:
        axes = joined([axis.replace("_", " ") for axis in one.axes])
        return f"{_between(one.value)}, {one.value.size} numbers by {axes}"
    return ", ".join(f"{label(name)} {value:g}" for name, value in zip(AXES[one.axes[0]], one.value, strict=True))


def range_in_words(one: Parameter) -> str:
    """The plausible range; over all members if they have their own."""
    low, high = np.unique(one.low), np.unique(one.high)
    if low.size == high.size == 1:
        return f"{low[0]:g} to {high[0]:g}"
    return f"{low[0]:g} to {high[-1]:g} over all"


def _between(values: Floats) -> str:
    low, high = float(np.min(values)), float(np.max(values))
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def found_by(words: str) -> dict[str, list[Any]]:
    """Switches, equations and parameters whose name, label or meaning has all of some words."""
    asked = words.lower().split()

    def has(*texts: str) -> bool:
        text = " ".join(texts).lower().replace("_", " ")
        return all(word.replace("_", " ") in text for word in asked)

    every = parts().values()
    return {
        "switches": [
            (part, one)
            for part in every
            for one in part.switches
            if has(one.name, one.told.title, one.told.meaning, part.name, one.indicator)
        ],
        "equations": [
            (part, one)
            for part in every
            for one in part.equations
            if asked and has(one.told.label, one.told.function, one.told.meaning, one.told.symbols)
        ],
        "parameters": [
            (part, one) for part in every for one in part.parameters if asked and has(one.name, one.meaning)
        ],
    }
