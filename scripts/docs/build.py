"""Write the generated parts of the pages in this folder: `make docs`.

A page keeps its hand-written text; what stands between `<!-- begin NAME -->` and `<!-- end NAME -->` is made from code
and data. `python scripts/docs/build.py --check` writes nothing and fails if a page is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import blocks_of_code
import blocks_of_data
import blocks_of_facts
import blocks_of_inference
import blocks_of_outlook
import blocks_of_python

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCKS: dict[str, Callable[[], str]] = {
    **blocks_of_code.BLOCKS,
    **blocks_of_data.BLOCKS,
    **blocks_of_facts.BLOCKS,
    **blocks_of_inference.BLOCKS,
    **blocks_of_outlook.BLOCKS,
    **blocks_of_python.BLOCKS,
}
MARKED = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.S)


def filled(text: str) -> str:
    """The text of a page with every marked part made anew."""
    return MARKED.sub(lambda found: f"{found[1]}{BLOCKS[found[2]]().strip()}\n{found[3]}", text)


def pages() -> list[Path]:
    """The pages with generated parts."""
    return [page for page in sorted(DOCS.glob("*.md")) if MARKED.search(page.read_text("utf-8"))]


def stale_pages() -> list[str]:
    """Names of the pages whose generated parts no longer match code and data."""
    return [page.name for page in pages() if filled(page.read_text("utf-8")) != page.read_text("utf-8")]


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check only say which are stale."""
    if "--check" in arguments:
        stale = stale_pages()
        if stale:
            print(f"stale: {', '.join(stale)}; refresh with: make docs")
        return 1 if stale else 0
    for page in pages():
        old = page.read_text("utf-8")
        blocks_of_code.refuse_lost_labels(old)
        new = filled(old)
        page.write_text(new, "utf-8")
        print(f"{page.name}: {'unchanged' if new == old else 'written'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
