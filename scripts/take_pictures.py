"""Take the pictures of docs/observatory.md: pages as Chromium shows them, in few colours.

Needs results/hyesan (`make run`) and the browser of `make test-browser`: python scripts/take_pictures.py [RESULTS]
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT))

from benchmarks.serving import served  # noqa: E402

WIDTH, HEIGHT, COLOURS, MOST_BYTES = 1280, 900, 64, 150_000
ANSWER_MS = 600_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Pictures by name: the page, and what is brought to its upper edge.
PAGES = {
    "now": ("/now", "h1"),
    "facts": ("/facts/R1", "h1"),
    "evidence": ("/evidence", "#over"),
    "money": ("/money", "#flows"),
    "map": ("/map", "h1"),
}


def keep(name: str, page: Any) -> None:
    """Write what a page shows now."""
    page.wait_for_timeout(1500)  # charts are drawn as they come into sight
    picture = Image.open(io.BytesIO(page.screenshot())).quantize(COLOURS, dither=Image.Dither.NONE)
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    if len(content.getvalue()) > MOST_BYTES:
        raise SystemExit(f"{name} takes {len(content.getvalue()):,} bytes, more than {MOST_BYTES:,}")
    (IMAGES / f"observatory_{name}.png").write_bytes(content.getvalue())
    print(f"{name}: {len(content.getvalue()):,} bytes")


def ask(page: Any, home: str) -> None:
    """Ask what a closed border does, by two pairs of runs, and keep the answer."""
    page.goto(f"{home}/what-if")
    page.locator("ul.starts a").first.click()
    page.get_by_label("Pairs of runs").fill("2")
    page.locator("form#question").get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector(".answer .lead", timeout=ANSWER_MS)
    page.wait_for_selector("[data-job]", state="detached", timeout=ANSWER_MS)


def show(page: Any, upper: str) -> None:
    """Bring a part of a page to its upper edge."""
    page.locator(upper).first.evaluate("(one) => one.scrollIntoView()")


def main() -> None:
    """Take all pictures."""
    results = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "results"
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright, served(results) as (home, _):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(ANSWER_MS)
        for name, (address, upper) in PAGES.items():
            page.goto(f"{home}{address}")
            show(page, upper)
            keep(name, page)
        ask(page, home)
        keep("what_if", page)
        show(page, "#weeks")
        keep("what_if_weeks", page)
        show(page, "#asked")
        keep("what_if_form", page)
        browser.close()


if __name__ == "__main__":
    main()
