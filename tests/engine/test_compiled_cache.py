"""Compiled code is kept by the state of all source it comes from."""

import ast
import io
import os
import pickletools
from pathlib import Path

import numba
from platformdirs import user_cache_path

import jangmadang
from jangmadang.compiled_cache import (
    COLUMNS,
    COMPILED,
    OTHER_PLACES,
    ROOT,
    SourceAndCallees,
    _with_imports,
    choose_folder,
    is_compiled,
    kept_folder,
    without_words,
)
from jangmadang.engine import schedule
from jangmadang.engine.passing import compile_ends
from jangmadang.engine.run import simulate
from jangmadang.mechanisms.collecting.step import gather
from jangmadang.scenario import load

PACKAGE = Path(jangmadang.__file__).parent
COMPILERS = {"compiled", "njit"}


def _names(path: Path) -> set[str]:
    """Names that a file uses as decorators or calls."""
    tree = ast.parse(path.read_text())
    decorators = [d for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for d in node.decorator_list]
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {node.id for node in decorators + called if isinstance(node, ast.Name)}


def test_every_compiled_file_counts():
    compiled = {path for path in PACKAGE.rglob("*.py") if _names(path) & COMPILERS}
    assert len(compiled) > 20
    assert {path.relative_to(PACKAGE).parts[0] for path in compiled} <= set(COMPILED)


def test_compiled_code_depends_on_what_it_calls_and_on_nothing_else():
    sources = _with_imports(PACKAGE / "mechanisms" / "collecting" / "step.py")
    assert PACKAGE / "mechanisms" / "collecting" / "equations.py" in sources
    assert PACKAGE / "shapes" / "__init__.py" in sources
    assert PACKAGE / "mechanisms" / "border" / "step.py" not in sources
    assert sources < _with_imports(PACKAGE / "engine" / "market_week.py")


def test_words_do_not_count_and_all_else_does():
    paths = [path for room in COMPILED for path in PACKAGE.glob(room if room.endswith(".py") else f"{room}/**/*.py")]
    assert len(paths) > 100
    for path in paths:
        kept = without_words(path.read_text())
        assert _code(kept) == _code(path.read_text()), path
        assert not any(line.lstrip().startswith(("#", '"""')) for line in kept.splitlines()), path


def _code(source: str) -> str:
    """What a module's source means, texts that are statements aside."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(body := getattr(node, "body", None), list):
            node.body = [
                one for one in body if not isinstance(one, ast.Expr) or not isinstance(one.value, ast.Constant)
            ]
    return ast.dump(tree)


def _modules_of_types(index: Path) -> set[Path]:
    """Files of this package that hold the types in which kept code was asked for."""
    stream, found = io.BytesIO(index.read_bytes()), set()
    for _ in ("version", "signatures"):
        for _, name, _ in pickletools.genops(stream):
            if isinstance(name, str) and name.startswith("jangmadang."):
                found.add(ROOT.joinpath(*name.split(".")[1:]).with_suffix(".py"))
    return found


def test_kept_code_is_of_a_state_of_all_files_that_its_types_lie_in():
    """Otherwise code kept by a state in which a type's file was, crashes one in which it is not."""
    simulate(load("hyesan").with_changes(end="2015-01-12"), 1, "calibration", threads=1)
    seen = set()
    for source in PACKAGE.rglob("*.py"):
        for index in Path(SourceAndCallees(source, 0).get_cache_path()).glob("*.nbi"):
            types = _modules_of_types(index)
            assert types <= _with_imports(source) | _with_imports(COLUMNS), index
            seen |= types
    assert PACKAGE / "world" / "tables.py" in seen


def test_functions_of_others_are_kept_where_numba_keeps_them():
    assert SourceAndCallees.from_function(gather.py_func, str(PACKAGE / "mechanisms" / "collecting" / "step.py"))
    assert SourceAndCallees.from_function(gather.py_func, __file__) is None


def test_ours_is_asked_first_whatever_the_environment_says(monkeypatch):
    ours = "jangmadang.compiled_cache.SourceAndCallees"
    monkeypatch.setattr(numba.config, "CACHE_LOCATOR_CLASSES", "")
    for theirs, places in (("", OTHER_PLACES), ("a.B,c.D", ("a.B", "c.D")), (f"a.B,{ours}", ())):
        monkeypatch.setenv("NUMBA_CACHE_DIR", "/elsewhere")
        monkeypatch.setenv("NUMBA_CACHE_LOCATOR_CLASSES", theirs)
        choose_folder()
        assert os.environ["NUMBA_CACHE_LOCATOR_CLASSES"] == (",".join((ours, *places)) if places else theirs)
    assert kept_folder() == Path("/elsewhere/jangmadang")


def test_the_environment_or_the_system_says_where_it_is_kept(monkeypatch, tmp_path):
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert kept_folder() == user_cache_path("jangmadang", appauthor=False) and kept_folder().is_relative_to(Path.home())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert kept_folder() == tmp_path / "cache" / "jangmadang"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "code"))
    assert kept_folder() == tmp_path / "code" / "jangmadang"


def test_a_folder_without_the_week_is_not_compiled(monkeypatch, tmp_path):
    simulate(load("hyesan").with_changes(end="2015-01-12"), 1, "calibration", threads=1)
    assert is_compiled()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert not is_compiled()


def test_ends_of_the_week_compiled_ahead_are_those_that_runs_call():
    simulate(load("hyesan").with_changes(end="2015-01-12"), 1, "calibration", threads=1)
    called = [list(function.signatures) for function in (schedule.open_week, schedule.close_week)]
    compile_ends()
    assert called == [list(function.signatures) for function in (schedule.open_week, schedule.close_week)]
    assert [len(signatures) for signatures in called] == [1, 1]
