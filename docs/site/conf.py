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
highlight_language = "text"  # a block without a language is what a terminal shows
nb_execution_mode = "off"  # tests execute the notebooks

autoapi_dirs = [str(ROOT / "src")]
autoapi_root = API
autoapi_add_toctree_entry = False
napoleon_use_param = napoleon_use_rtype = False  # what stands after an argument's name are words, not types
napoleon_use_ivar = True  # attributes of a docstring are told once, where the class is
autoapi_options = ["members", "undoc-members", "show-module-summary"]

html_theme = "furo"
html_title = f"Jangmadang {version}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_extra_path = ["start"]  # index.html, which opens the first page

CODE_PAGES = f"""
Code: [the public names](python.md), [every module](/{API}/jangmadang/index.rst), {{ref}}`by name <modindex>`,
{{ref}}`every function <genindex>`.
"""
#: The list at the side: heading of a group, and pages that the first page does not name.
MORE_PAGES = {
    "Start": ["/README", "/CONTRIBUTING", "/CHANGELOG"],
    "Data and peers": ["/src/jangmadang/evidence/data/README", "/benchmarks/peers/README"],
}
LISTED = re.compile(r"^\| (\[.+?) \| (\w+)", re.M)
PAGE = re.compile(r"\]\(([\w/]+)\.(?:md|ipynb)\)")
FILE_NAME = re.compile(r"\[[\w/]+\.(?:md|ipynb)\]\(((?:\.\./)*[\w/]+\.(?:md|ipynb))\)")
CODE = re.compile(r"\]\((?:\.\./)*src/(jangmadang(?:/\w+)*?)(?:/__init__)?(?:\.py|/)\)")
MARKUP = re.compile(r"[|*]|_(?!\w)")


def contents(first_page: str) -> str:
    """Lists of all pages for the side, by the readers whom the first page names first."""
    groups = {"Start": list(MORE_PAGES["Start"])}
    for pages, reader in LISTED.findall(first_page):
        groups.setdefault(f"For {reader}", []).extend(PAGE.findall(pages))
    groups["Data and peers"] = MORE_PAGES["Data and peers"]
    trees = (f":caption: {title}\n\n" + "\n".join(pages) for title, pages in groups.items())
    return "".join(f"\n```{{toctree}}\n:hidden:\n{tree}\n```\n" for tree in trees)


def read(app: Any, name: str, source: list[str]) -> None:
    """Give the first page the list of all; links to code lead to its page, links to pages bear their titles."""
    if name == root_doc:
        source[0] += CODE_PAGES + contents(source[0])
    source[0] = FILE_NAME.sub(r"[](\1)", source[0])
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
