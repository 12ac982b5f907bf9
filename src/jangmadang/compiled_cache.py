"""Where compiled code is kept: by module and the state of all source it calls, so that changing an equation recompiles
that equation and its callers, and nothing else.

Numba's own cache looks only at the file of the function called, not at the equations it calls.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

KEPT = 400  # folders of compiled modules and of source states that are kept, the latest
COMPILED = (
    "accounting",
    "axes.py",
    "compiling.py",
    "elementary.py",
    "engine",
    "mechanisms",
    "randomness.py",
    "shapes",
    "world",
)
ROOT = Path(__file__).parent
COLUMNS = ROOT / "world" / "columns.py"  # says how households lie in memory for all that is compiled for a block
DOCSTRING = re.compile(r'^( *)"""(?s:.*?)"""$', re.M)
COMMENT = re.compile(r"^ *(?:#.*)?(?:\n|\Z)", re.M)  # that has a line, or an empty one
OTHER_PLACES = ("InTreeCacheLocator", "UserWideCacheLocator", "IPythonCacheLocator", "ZipCacheLocator")


class SourceAndCallees:
    """Place and freshness of the compiled code of one function, as Numba asks for them."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line

    @classmethod
    def from_function(cls, function: Any, path: str) -> SourceAndCallees | None:
        """Return the place for a function of this package; None for any other."""
        source = Path(path)
        if not source.is_relative_to(ROOT):
            return None
        place = cls(source, function.__code__.co_firstlineno)
        try:
            place.ensure_cache_path()
        except OSError:
            return None
        return place

    def ensure_cache_path(self) -> None:
        """Make the folder and mark it as in use, or raise an OSError."""
        folder = Path(self.get_cache_path())
        folder.mkdir(parents=True, exist_ok=True)
        folder.touch()

    def get_cache_path(self) -> str:
        """Return the folder of this module in its present state."""
        module = ".".join(self.path.relative_to(ROOT).with_suffix("").parts)
        return str(kept_folder() / f"{module}-{self.get_source_stamp()}")

    def get_source_stamp(self) -> str:
        """Return the hash of the module, of columns, and of every module of this package that they import."""
        return _hash_of(_with_imports(self.path) | _with_imports(COLUMNS))

    def get_disambiguator(self) -> str:
        """Tell functions of one name apart."""
        return str(self.line)


@cache
def source_hash() -> str:
    """Hash of what every Python file does that compiled code lies in or calls, whatever its words say."""
    digest = hashlib.sha256()
    files = {path for room in COMPILED for path in ROOT.glob(room if room.endswith(".py") else f"{room}/**/*.py")}
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(without_words(path.read_text("utf-8")).encode())
    return digest.hexdigest()[:16]


def without_words(source: str) -> str:
    """Return a module's text with `...` for docstrings, without comments that have a line and empty lines."""
    return COMMENT.sub("", DOCSTRING.sub(r"\1...", source))


def folder_of_source() -> Path:
    """Return the folder of this source state, for what is costly to make again."""
    base = kept_folder()
    try:
        folder = base / source_hash()
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(base, folder)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"jangmadang-{source_hash()}"
    return folder


def is_compiled() -> bool:
    """Whether the week, the last that is compiled, has been compiled in its present state."""
    week = SourceAndCallees(ROOT / "engine" / "schedule.py", 0)
    return any(Path(week.get_cache_path()).glob("schedule.close_week-*.nbi"))


def choose_folder() -> None:
    """Let Numba ask `SourceAndCallees` first: no other place sees that an equation that is called has changed."""
    ours = f"{__name__}.{SourceAndCallees.__name__}"
    theirs = os.environ.get("NUMBA_CACHE_LOCATOR_CLASSES") or ",".join(OTHER_PLACES)
    places = theirs if ours in theirs.split(",") else f"{ours},{theirs}"
    os.environ["NUMBA_CACHE_LOCATOR_CLASSES"] = places
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_LOCATOR_CLASSES = places


def kept_folder() -> Path:
    """Folder of all that is kept between runs: where the environment says, or where the system keeps such things."""
    if chosen := os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "jangmadang"
    return user_cache_path("jangmadang", appauthor=False)


@cache
def _with_imports(path: Path) -> frozenset[Path]:
    """A module of this package with all that it imports of it, directly or not."""
    found, waiting = {path}, [path]
    while waiting:
        for imported in _imports(waiting.pop()):
            if imported not in found:
                found.add(imported)
                waiting.append(imported)
    return frozenset(found)


@cache
def _imports(path: Path) -> frozenset[Path]:
    """Modules of this package that a module imports by name, with the packages they lie in."""
    names = set()
    for node in _statements(ast.parse(path.read_bytes()).body):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("jangmadang."):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.startswith("jangmadang.")}
    places = {ROOT.joinpath(*name.split(".")[1:]) for name in names}
    files = {place.with_suffix(".py") for place in places} | {place / "__init__.py" for place in places}
    return frozenset(file for file in files if file.exists())


def _statements(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Statements with those inside them; expressions, of which there are many times more, hold no imports."""
    for node in nodes:
        yield node
        for part in ("body", "orelse", "handlers", "finalbody", "cases"):
            inner = getattr(node, part, None)
            if isinstance(inner, list):
                yield from _statements(inner)


@cache
def _hash_of(paths: frozenset[Path]) -> str:
    """Hash of some files of this package and their places in it."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _forget_old(base: Path, current: Path) -> None:
    """Remove all but the latest folders."""
    folders = sorted((path for path in base.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    for path in folders[: -KEPT or None]:
        shutil.rmtree(path, ignore_errors=True)
