"""Generated pages match code and data, links lead somewhere, every column of state is explained."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import build
import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def test_pages_are_fresh_and_the_script_says_so_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["build.py", "--check"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(build.__file__, run_name="__main__")
    assert (ended.value.code, capsys.readouterr()) == (0, ("", "")), "refresh the pages with: make docs"


def test_every_block_stands_on_a_page() -> None:
    used = re.findall(r"<!-- begin (\w+) -->", "".join(page.read_text("utf-8") for page in PAGES))
    assert sorted(used) == sorted(build.BLOCKS)


def test_check_finds_a_stale_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.md").write_text("<!-- begin headline_table -->\nold\n<!-- end headline_table -->\n", "utf-8")
    monkeypatch.setattr(build, "DOCS", tmp_path)
    assert build.stale_pages() == ["page.md"]
    assert build.main(["--check"]) == 1
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0
    assert "rice_price" in (tmp_path / "page.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(aim.read_text("utf-8")), f"{page.name}: {target}"


def anchors(text: str) -> set[str]:
    """Anchors of a page's headings, as the hosts of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_index_names_every_page() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    for page in PAGES:
        name = page.relative_to(DOCS).as_posix()
        assert name == "index.md" or f"({name})" in index, f"docs/index.md does not name {name}"
