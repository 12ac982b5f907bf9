"""The folder of compiled code is chosen by every file that holds compiled code."""

import ast
from pathlib import Path

import jangmadang
from jangmadang.compiled_cache import COMPILED

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
