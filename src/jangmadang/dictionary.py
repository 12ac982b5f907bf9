"""Every name that can be explained, with its kind and meaning; what a plain word finds among them."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError
from jangmadang.evidence.observations import MODEL_PLACES
from jangmadang.evidence.run_series import run_series
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.scenario.shocks import shocks
from jangmadang.scenario.yaml_files import read_yaml
from jangmadang.world.declared import Declared, declared_columns

#: Kinds in the order in which they are listed; each is also the word that lists them.
KINDS = {
    "scenario": "scenarios",
    "shock": "shocks",
    "indicator": "indicators",
    "path": "paths",
    "parameter": "parameters",
    "mechanism": "mechanisms",
    "theory": "theories",
    "equation": "equations",
    "series": "series",
    "column": "columns",
    "place": "places",
    "item": "items",
}
_OTHER_WORDS = {"switches": "mechanism", "results": "indicator", "goods": "item", "state": "column", "units": "column"}
LISTS = {plural: kind for kind, plural in KINDS.items()} | _OTHER_WORDS
#: Words of a reader, and those that the model uses for the same.
SYNONYMS = {
    "hunger": ("short of", "staples eaten", "shortfall"), "hungry": ("short of", "staples eaten"),
    "famine": ("short of", "staples eaten"), "starvation": ("short of", "staples eaten"),
    "smuggling": ("smuggling", "channel"), "border": ("border", "openness", "gateway"), "dollar": ("dollar", "foreign"),
    "sanctions": ("openness", "entitlement"), "aid": ("food aid", "cash"), "wage": ("wage",), "salary": ("wage",),
    "poverty": ("poor", "income"), "inequality": ("income", "wealth"), "inflation": ("consumer price", "price"),
    "drought": ("harvest",), "yuan": ("yuan", "cny"), "maize": ("corn",), "clothes": ("garment", "clothing"),
    "bribe": ("bribe",), "mushroom": ("lingzhi",), "closure": ("openness", "closes", "closed"),
}  # fmt: skip
MOST = 25
_LABEL = re.compile(r"^\s*\(([A-Z]{2}-\d+)\)\s*(.+?)(?=\n\s*\n|\Z)", re.M | re.S)


@dataclass(frozen=True)
class Entry:
    """A name with its kind and meaning in one line; a search looks last in `more`, what else is known of it.

    `function` is what an equation is called in the code: a second name.
    """

    name: str
    kind: str
    meaning: str
    more: str = ""
    function: str = ""

    def shown(self) -> dict[str, str]:
        """What a list shows of it."""
        return {"name": self.name, "kind": self.kind, "meaning": self.meaning}


@dataclass(frozen=True)
class Equation:
    """An equation as its docstring tells it."""

    label: str
    function: str
    meaning: str
    formula: str
    symbols: str
    returns: str
    source: str
    room: str
    line: int


@cache
def equations() -> Mapping[str, Equation]:
    """Every labelled equation by its label, in the order of rooms and files."""
    found = {}
    root = Path(str(files("jangmadang"))) / "mechanisms"
    for path in sorted(root.glob("*/equations.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            match = _LABEL.search(text or "")
            if match and text and isinstance(node, ast.FunctionDef):
                found[match[1]] = Equation(
                    match[1],
                    node.name,
                    _line(text.split("\n\n")[0]),
                    _line(match[2]),
                    _part(text, "Parameters"),
                    _line(text.partition("Returns:")[2].partition("\n\n")[0]),
                    _line(text.partition("Source:")[2]),
                    path.parent.name,
                    node.lineno,
                )
    return found


def _part(text: str, heading: str) -> str:
    """A part of a docstring, up to the next blank line that nothing indented follows."""
    after = re.split(rf"{heading}\n-+\n", text)
    lines = after[1].split("\n\n")[0].splitlines() if len(after) > 1 else []
    return "; ".join(line.strip() for line in lines)


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@cache
def columns() -> Mapping[str, Mapping[str, Declared]]:
    """Columns of state by name and table; a tally that is recorded as it is, is explained as a series."""
    found: dict[str, dict[str, Declared]] = {}
    for table, declared in declared_columns().items():
        for name, column in declared.items():
            if table != "BORDER_TALLY" and not column.series:
                found.setdefault(name, {})[table] = column
    return found


def by_table(said: Mapping[str, str]) -> str:
    """What is said of columns of one name, once if all their tables say the same."""
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{table}: {words}" for table, words in said.items() if words)


@cache
def places(packs: Path) -> Mapping[str, Mapping[str, Any]]:
    """The places of the model by their ids."""
    path = packs / "places.yaml"
    return {str(place["id"]): place for place in read_yaml(path)} if path.exists() else {}


def entries(packs: Path) -> Iterator[Entry]:
    """Every name that can be explained, by kind."""
    from jangmadang.results.indicators import INDICATORS
    from jangmadang.results.variables import VARIABLES

    for name, path in shipped_scenarios(packs).items():
        data = read_yaml(path) or {}
        said = [str(data[key]).strip() for key in ("title", "question") if data.get(key)]
        yield Entry(name, "scenario", ". ".join(said))
    yield from (Entry(name, "shock", f"{shock.title}. {shock.meaning}") for name, shock in shocks(packs).items())
    yield from (Entry(item.name, "indicator", item.long_name) for item in INDICATORS)
    yield from (Entry(name, "path", item.meaning) for name, item in paths(packs).items())
    yield from (Entry(name, "parameter", item.meaning) for name, item in parameters(packs).items())
    yield from (Entry(name, "mechanism", f"{item.title}: {item.meaning}") for name, item in mechanisms(packs).items())
    for room, names in theories(packs).items():
        yield from (Entry(name, "theory", f"One of the rival theories of {room}") for name in names)
    for label, item in equations().items():
        more = f"{item.formula} {item.symbols} {item.source} {item.room}"
        yield Entry(label, "equation", f"{item.meaning} ({item.function})", more, item.function)
    yield from (Entry(item.name, "series", item.long_name) for item in VARIABLES)
    for name, tables in columns().items():
        yield Entry(name, "column", ". ".join(dict.fromkeys(column.meaning for column in tables.values())))
    for name, place in places(packs).items():
        yield Entry(name, "place", f"{place['name']}, {place['province']}")
    yield from (Entry(name, "item", f"Compared with {item.series} of a run") for name, item in run_series().items())


def listed(kind: str, packs: Path) -> list[Entry]:
    """Every name of a kind."""
    return list({(entry.name): entry for entry in entries(packs) if entry.kind == kind}.values())


def found_by_meaning(words: str, packs: Path, kinds: Collection[str] = tuple(KINDS)) -> list[Entry]:
    """Names of some kinds that hold some words, or whose meaning does, the nearest first.

    Where nothing has all words, what has most of them is found: a paper's "competitive storage" is storage here.

    Raises
    ------
    InputError
        If there are none.
    """
    asked = [word for word in re.findall(r"\w+", words.lower()) if len(word) > 1]
    scored = []
    for number, entry in enumerate(entries(packs)):
        scores = [score for word in asked if (score := _score(word, entry))] if entry.kind in kinds else []
        if scores:
            scored.append((-len(scores), -sum(scores), list(KINDS).index(entry.kind), number, entry))
    most = min((item[0] for item in scored), default=0)
    nearest = sorted((item for item in scored if item[0] == most), key=lambda item: item[:4])
    unique = {(entry.name, entry.kind): entry for *_, entry in nearest}
    if not unique:
        raise InputError(f"nothing is named '{words}', and no meaning says it")
    return list(unique.values())[:MOST]


def _score(word: str, entry: Entry) -> int:
    """How well a word fits an entry; 0 if not at all."""
    name, meaning = entry.name.lower(), entry.meaning.lower().replace("_", " ")
    if name == word:
        return 8
    if word in re.split(r"[_.\-\s]", f"{name} {entry.function}"):
        return 5
    if re.search(rf"\b{re.escape(word)}", meaning):
        return 3
    if any(
        re.search(rf"\b{re.escape(other)}", f"{name.replace('_', ' ')} {meaning}") for other in SYNONYMS.get(word, ())
    ):
        return 2
    if len(word) > 3 and word in name:
        return 1
    known = f"{meaning} {entry.more.lower().replace('_', ' ')}"
    return 1 if re.search(rf"\b(?:{re.escape(word)}|{re.escape(_root(word))})", known) else 0


def _root(word: str) -> str:
    """A word without its ending: lenders, lending and lends are of one root; short words stay."""
    return re.sub(r"(?<=\w{4})(ers|ings|er|ing|s)$", "", word)


def model_places_of(name: str) -> list[str]:
    """Places of the evidence that a place of the model stands for."""
    return [place for place, model in MODEL_PLACES.items() if model == name]
