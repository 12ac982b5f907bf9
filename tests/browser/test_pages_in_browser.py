"""Every page as a browser shows it: on a desk and on a phone, by day and by night, for who cannot see it too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jangmadang.serve.rendering import NAVIGATION
from tests.browser.conftest import PICTURES, Tab

FORMS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
CLOSED = "/what-if?of=hyesan&of=hyesan&end=2028-03-27&shock=border-closed~2027-01-01~2027-03-31"
#: Pages behind the pages: an address, or a link of the page that leads there.
BEHIND = {
    "what-if-asked": CLOSED,
    "what-if-search": f"{CLOSED}&find=storage&into=1",
    "what-if-wrong": "/what-if?of=hyesan&of=nowhere",
    "not-here": "/nowhere",
}
LINKED = {"/facts": "/facts/", "/mechanisms": "/mechanisms/"}
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(("width", "scheme"), FORMS)
@pytest.mark.parametrize("address", [*NAVIGATION, *BEHIND.values()])
def test_a_page_reads_well(tab_of: Callable[..., Tab], address: str, width: int, scheme: str) -> None:
    tab = tab_of(width, scheme)
    tab.open(address)
    reads_well(tab, name_of(address), width, scheme)


@pytest.mark.parametrize(("width", "scheme"), [FORMS[0], FORMS[3]])
@pytest.mark.parametrize("address", LINKED)
def test_what_it_links_to_reads_well(tab_of: Callable[..., Tab], address: str, width: int, scheme: str) -> None:
    tab = tab_of(width, scheme)
    tab.open(address)
    tab.follow(tab.page.locator(f'main a[href^="{LINKED[address]}"]').first)
    reads_well(tab, f"{name_of(address)}-one", width, scheme)


def reads_well(tab: Tab, name: str, width: int, scheme: str) -> None:
    """No finding of weight, no word in the console, no request elsewhere, nothing beyond the edge."""
    from axe_playwright_python.sync_playwright import Axe

    tab.see_all()
    PICTURES.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, "it can be scrolled sideways"
    tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    answer = Axe().run(tab.page).response
    assert len(answer["passes"]) > 10, "it was not looked at"
    told = [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in answer["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]
    assert not told, "\n".join(told)
    if name == "not-here":
        tab.said = [text for text in tab.said if "404" not in text]
    tab.check()


def name_of(address: str) -> str:
    """What its pictures are called."""
    return next((name for name, behind in BEHIND.items() if behind == address), address.strip("/"))
