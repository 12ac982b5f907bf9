"""Which rooms assign each column of state, read from their source."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jangmadang

ROOT = Path(jangmadang.__file__).parent
TABLES = {
    "households": "HOUSEHOLD",
    "markets": "MARKET",
    "traders": "TRADER",
    "nation": "NATION",
    "tallies": "TALLY",
    "border": "BORDER_TALLY",
}
ROWS = {"".join(word.capitalize() for word in table.split("_")): table for table in TABLES.values()}
FILES = {
    **{
        room.name: sorted(path for path in room.glob("*.py") if path.name not in ("__init__.py", "equations.py"))
        for room in sorted(ROOT.glob("mechanisms/[a-z]*"))
    },
    "engine": [ROOT / "engine" / f"{name}.py" for name in ("schedule", "market_week", "measuring")],
    "accounting": [ROOT / "accounting" / f"{name}.py" for name in ("payments", "closure")],
}


class Room:
    """The columns one module assigns.

    Attributes
    ----------
    written : columns by table.
    unknown : assigned attributes of rows whose table is not to be seen, as `line: text`.
    """

    def __init__(self, source: str) -> None:
        self.written: dict[str, set[str]] = defaultdict(set)
        self.unknown: list[str] = []
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                self._read(node)

    def _read(self, function: ast.FunctionDef) -> None:
        """Collect what a function assigns."""
        rows: dict[str, str] = {}
        views: dict[str, tuple[str, str]] = {}
        for argument in function.args.args:
            name = ast.unparse(argument.annotation).strip("'\"") if argument.annotation else ""
            rows[argument.arg] = ROWS.get(name, "")
        for node in ast.walk(function):
            for name, value in _named(node):
                rows.setdefault(name, _table_of(value, rows))
                if isinstance(value, ast.Attribute) and _table_of(value.value, rows):
                    views[name] = (_table_of(value.value, rows), value.attr)
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                each = node.iter if isinstance(node.iter, ast.Subscript) else ast.Subscript(node.iter, ast.Constant(0))
                rows.setdefault(node.target.id, _table_of(each, rows))
        for target in _targets(function):
            whole = target
            if isinstance(target, ast.Subscript):
                target = target.value
                if isinstance(target, ast.Name) and target.id in views:
                    table, column = views[target.id]
                    self.written[table].add(column)
            if not isinstance(target, ast.Attribute):
                continue
            table = _table_of(target.value, rows)
            if table:
                self.written[table].add(target.attr)
            elif ast.unparse(target.value) != "w":  # flows and goods have no columns
                self.unknown.append(f"{target.lineno}: {ast.unparse(whole)}")


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names that an assignment gives, each with its value: `market = w.markets[m]`, or several at once."""
    if not isinstance(node, ast.Assign):
        return
    target, value = node.targets[0], node.value
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    yield from ((one.id, given) for one, given in pairs if isinstance(one, ast.Name))


def _table_of(node: ast.AST, rows: dict[str, str]) -> str:
    """Table of a row: a name known to be one, or a row of a table of the world."""
    if isinstance(node, ast.Name):
        return rows.get(node.id, "")
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
        return TABLES.get(node.value.attr, "")
    return ""


def _targets(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """All that a function assigns to."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from target.elts if isinstance(target, ast.Tuple) else [target]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            yield node.target


def rooms() -> dict[str, list[Room]]:
    """Every room with what its modules write."""
    return {room: [Room(path.read_text("utf-8")) for path in paths] for room, paths in FILES.items()}


def writers() -> dict[str, dict[str, tuple[str, ...]]]:
    """Rooms that assign each column, by table."""
    found: dict[str, dict[str, tuple[str, ...]]] = {table: {} for table in TABLES.values()}
    for room, modules in rooms().items():
        written = {
            (table, column) for module in modules for table in module.written for column in module.written[table]
        }
        for table, column in sorted(written):
            found[table][column] = (*found[table].get(column, ()), room)
    return found
