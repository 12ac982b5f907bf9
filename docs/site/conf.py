"""The documentation site, `make site`: the pages of this repository, and one for every module from its docstrings."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
API = "docs/api"

project = "Jangmadang"
author = "The Jangmadang developers"
copyright = "2026, the Jangmadang developers, Apache-2.0"
version = release = PACKAGE["version"]

root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/**/*.md",
    "docs/**/*.ipynb",
    "docs/**/*.rst",
    "benchmarks/peers/*.md",
    "src/jangmadang/evidence/data/*.md",
]
exclude_patterns = [".*", "build", "results", "tests"]
extensions = ["autoapi.extension", "sphinx.ext.napoleon", "myst_nb"]

suppress_warnings = [
    "autoapi.python_import_resolution",  # of names that a tuple is unpacked into
    "myst.header",  # odd.md goes from parts straight to mechanisms
    "misc.highlighting_failure",  # no one colours CSV
    "ref.python",  # members of several classes bear one name
    "toc.not_included",  # modules have their own list, or every page would carry all of them at its side
]

myst_heading_anchors = 4
nb_execution_mode = "off"  # tests execute the notebooks

autoapi_dirs = [str(ROOT / "src")]
autoapi_root = API
autoapi_add_toctree_entry = False
napoleon_use_param = napoleon_use_rtype = False  # what stands after an argument's name are words, not types
napoleon_use_ivar = True  # attributes of a docstring are told once, where the class is
autoapi_options = ["members", "undoc-members", "show-module-summary"]

html_theme = "furo"
html_title = f"Jangmadang {version}"
html_extra_path = ["start"]  # index.html, which opens the first page

CONTENTS = f"""
Code: [the public names](/{API}/jangmadang/index.rst), {{ref}}`every module <modindex>`, {{ref}}`every name <genindex>`.

```{{toctree}}
:hidden:
:glob:

/README
/CONTRIBUTING
/CHANGELOG
*
evidence/*
notebooks/*
/benchmarks/peers/README
/src/jangmadang/evidence/data/README
```
"""
CODE = re.compile(r"\]\((?:\.\./)*src/(jangmadang(?:/\w+)*?)(?:/__init__)?(?:\.py|/)\)")
MARKUP = re.compile(r"[|*]|_(?!\w)")


def read(app: Any, name: str, source: list[str]) -> None:
    """Give the first page the list of all, and let links to code lead to its page."""
    if name == root_doc:
        source[0] += CONTENTS
    source[0] = CODE.sub(rf"](/{API}/\1/index.rst)", source[0])


def plain(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings are plain text: |x| is an absolute value, * times."""
    lines[:] = [MARKUP.sub(r"\\\g<0>", line) for line in lines]


def skip(app: Any, what: str, name: str, obj: Any, skip: bool, options: Any) -> bool | None:
    """A constant that its module gives twice, for two meanings, is left out."""
    return True if name == "jangmadang.world.tables.YEAR_WEEKS" else None


def setup(app: Any) -> None:
    """Add what this site needs to Sphinx."""
    app.connect("autodoc-process-docstring", plain, priority=400)  # before numpy's sections are read
    app.connect("autoapi-skip-member", skip)
    app.connect("source-read", read)
