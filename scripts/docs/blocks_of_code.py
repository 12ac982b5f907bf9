"""Parts of the pages made from source code: state tables, schedule, submodels, equation index."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from pathlib import Path

from jangmadang.world.declared import Declared, declared_columns

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jangmadang"
LABEL = re.compile(r"\((?P<label>[A-Z]{2}-\d+)\)\s+(?P<formula>.*)", re.S)
ROOMS = (
    "border currency staples state local_circulation budget confidence collecting trading_companies concealment "
    "imported_goods clothing_demand clothing_trade samples wholesale illness medicine_trade"
).split()
STATE = {
    "HOUSEHOLD": "Household row",
    "MARKET": "Market",
    "TRADER": "Trader row",
    "NATION": "Nation (one row)",
    "TALLY": "Measured in a market",
    "BORDER_TALLY": "Measured at the border and of the nation (one row)",
}
STAGES = (
    ("Before the markets open", "engine/schedule.py", "before_markets"),
    ("In each market", "engine/market_week.py", "market_week"),
    ("After the markets close", "engine/schedule.py", "after_markets"),
)


@dataclass(frozen=True)
class Equation:
    """One equation: a function of a room's equations.py, read from its docstring."""

    label: str
    name: str
    room: str
    sentence: str
    formula: str
    arguments: str
    returns: str
    source: str
    users: tuple[str, ...]

    @property
    def rival_of(self) -> str:
        """Label of the equation this is a rival theory of, or nothing."""
        found = re.search(r"rival of ([A-Z]{2}-\d+)", self.sentence)
        return found[1] if found else ""

    @property
    def link(self) -> str:
        """Link to its file from a page."""
        return f"[`{self.room}/equations.py`](../src/jangmadang/mechanisms/{self.room}/equations.py)"


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> list[ast.FunctionDef]:
    """Functions of a file, in order."""
    return [node for node in parsed(path).body if isinstance(node, ast.FunctionDef)]


def first_sentence(node: ast.FunctionDef | ast.Module) -> str:
    """First paragraph of a docstring, on one line."""
    return " ".join(cleandoc(ast.get_docstring(node) or "").split("\n\n")[0].split())


def rooms() -> list[str]:
    """The mechanism rooms, in the order in which the pages tell of them."""
    found = [path.parent.name for path in sorted((SOURCE / "mechanisms").glob("*/equations.py"))]
    return sorted(found, key=lambda room: (ROOMS.index(room) if room in ROOMS else len(ROOMS), room))


@cache
def equations() -> tuple[Equation, ...]:
    """Every equation, by room and label.

    Raises
    ------
    ValueError
        If a docstring lacks its label, formula or source, or two equations share a label.
    """
    found: list[Equation] = []
    for room in rooms():
        path = SOURCE / "mechanisms" / room / "equations.py"
        found += [read_equation(node, room) for node in functions(path) if not node.name.startswith("_")]
    labels = [equation.label for equation in found]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise ValueError(f"labels used twice: {', '.join(twice)}")
    return tuple(found)


def read_equation(node: ast.FunctionDef, room: str) -> Equation:
    """Read one equation from its function."""
    where = f"mechanisms/{room}/equations.py: {node.name}"
    parts = cleandoc(ast.get_docstring(node) or "").split("\n\n")
    formula = next((match for match in map(LABEL.match, parts) if match), None)
    source = next((part for part in parts if part.startswith("Source:")), "")
    if formula is None or not source:
        raise ValueError(f"{where} needs a line '(XX-1) formula' and a line 'Source: ...' in its docstring")
    arguments = next((part for part in parts if part.startswith("Parameters")), "")
    returns = next((part for part in parts if part.startswith("Returns:")), "")
    return Equation(
        label=formula["label"],
        name=node.name,
        room=room,
        sentence=" ".join(parts[0].split()),
        formula=" ".join(formula["formula"].split()),
        arguments=re.sub(r"^Parameters\n-+\n", "", arguments),
        returns=returns.removeprefix("Returns:").strip(),
        source=" ".join(source.removeprefix("Source:").split()),
        users=callers(room, node.name),
    )


@cache
def callers(room: str, name: str) -> tuple[str, ...]:
    """Functions of the package that call an equation of a room, as `file: function`."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if name not in path.read_text("utf-8") or not imports(path, f"jangmadang.mechanisms.{room}.equations", name):
            continue
        for function in functions(path):
            called = {node.func.id for node in ast.walk(function) if _is_named_call(node)}  # type: ignore[attr-defined]
            if name in called:
                found.append(f"{path.parent.name}/{path.name}: {function.name}")
    return tuple(found)


def _is_named_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def imports(path: Path, module: str, name: str) -> bool:
    """Whether a file imports a name from a module."""
    return origin_of(path).get(name) == module


@cache
def origin_of(path: Path) -> dict[str, str]:
    """Module each imported name of a file comes from."""
    return {
        alias.asname or alias.name: node.module or ""
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def cell(text: str) -> str:
    """Text that may stand in a table cell."""
    return " ".join(text.split()).replace("|", "\\|")


def table(headings: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *[[cell(item) for item in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spoken(name: str) -> str:
    """A name in words: `local_circulation` as 'Local circulation'."""
    return name.replace("_", " ").capitalize()


def equation_index() -> str:
    """One table of all equations by label."""
    rows = [
        [f"[{e.label}](#{e.label.lower()})", f"`{e.name}`", e.sentence, spoken(e.room), f"rival of {e.rival_of}"]
        if e.rival_of
        else [f"[{e.label}](#{e.label.lower()})", f"`{e.name}`", e.sentence, spoken(e.room), ""]
        for e in sorted(equations(), key=lambda e: (e.label[:2], int(e.label[3:])))
    ]
    return table(["label", "name", "computes", "folder", ""], rows)


def equation_pages() -> str:
    """Each equation in full, by room."""
    parts = []
    for room in rooms():
        parts.append(f"## {spoken(room)}")
        parts += [_in_full(equation) for equation in equations() if equation.room == room]
    return "\n\n".join(parts)


def _in_full(e: Equation) -> str:
    """One equation with formula, arguments, source, users and file."""
    arguments = f"\n```text\n{e.arguments}\n```\n" if e.arguments else ""
    users = ", ".join(f"`{user}`" for user in e.users) or "nothing yet"
    return (
        f"### {e.label}\n\n`{e.name}`: {e.sentence}\n\n    {e.formula}\n{arguments}\n"
        f"Returns: {e.returns}  \nSource: {e.source}  \nUsed by: {users}  \nFile: {e.link}"
    )


def schedule() -> str:
    """The week in order: every step with its sentence."""
    parts = []
    for title, file, name in STAGES:
        path = SOURCE / file
        body = next(function for function in functions(path) if function.name == name)
        calls = [node.value.func.id for node in body.body if _is_step(node)]  # type: ignore[attr-defined]
        lines = [f"{n}. {_step(path, call)}" for n, call in enumerate(calls, start=1)]
        parts.append(f"**{title}** (`{file}`: `{name}`)\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _is_step(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and _is_named_call(node.value)


def _step(path: Path, call: str) -> str:
    """One step: name, room and sentence."""
    module = origin_of(path).get(call)
    home = SOURCE.parent / Path(*module.split(".")).with_suffix(".py") if module else path
    function = next(function for function in functions(home) if function.name == call)
    room = home.parent.name if home.parent.parent.name == "mechanisms" else "engine"
    return f"`{call}` ({spoken(room).lower()}): {first_sentence(function)}"


def submodels() -> str:
    """Each room: what it is about, its steps and its equations."""
    return "\n\n".join(_submodel(room) for room in rooms())


def _submodel(room: str) -> str:
    folder = SOURCE / "mechanisms" / room
    about = cleandoc(ast.get_docstring(parsed(folder / "__init__.py")) or "").replace("\n\n", " ").replace("\n", " ")
    files = [folder / "step.py", *sorted(set(folder.glob("*.py")) - {folder / "step.py", folder / "equations.py"})]
    steps = [f for file in files for f in functions(file) if "w" in {argument.arg for argument in f.args.args}]
    lines = [f"- `{step.name}`: {first_sentence(step)}" for step in steps]
    rows = [
        [f"[{e.label}](equations.md#{e.label.lower()})", f"`{e.formula}`", e.sentence]
        for e in equations()
        if e.room == room
    ]
    return f"#### {spoken(room)}\n\n{about}\n\n" + "\n".join(lines) + "\n\n" + table(["", "equation", ""], rows)


def state_tables() -> str:
    """The columns of state, a table for each kind of row."""
    return "\n\n".join(_state_table(STATE[name], columns) for name, columns in declared_columns().items())


def _state_table(title: str, columns: Mapping[str, Declared]) -> str:
    rows = [
        [f"`{name}`", column.meaning, column.unit, ", ".join(column.axes), ", ".join(column.writers)]
        for name, column in columns.items()
    ]
    body = table(["column", "meaning", "unit", "by", "written by"], rows)
    return f"<details><summary>{title}: {len(rows)} columns</summary>\n\n{body}\n\n</details>"


def refuse_lost_labels(page: str) -> None:
    """Refuse to drop a label that a page has: labels are permanent.

    Raises
    ------
    ValueError
        If a heading `### XX-1` of the old page has no equation now and the page does not name it as retired.
    """
    headed = set(re.findall(r"^### ([A-Z]{2}-\d+)$", page, re.M))
    retired = set(re.findall(r"^- ([A-Z]{2}-\d+):", page, re.M))
    lost = sorted(headed - retired - {equation.label for equation in equations()})
    if lost:
        raise ValueError(
            f"equations {', '.join(lost)} are gone from the code; labels are permanent: keep them, or write "
            f"'- {lost[0]}: why it is retired' under Retired labels in docs/equations.md"
        )


BLOCKS = {
    "equation_index": equation_index,
    "equation_pages": equation_pages,
    "schedule": schedule,
    "submodels": submodels,
    "state_tables": state_tables,
}
