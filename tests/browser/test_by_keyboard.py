"""The main paths without a mouse: a setting changed, run and taken back; a report's records decided on."""

from __future__ import annotations

from tests.browser.conftest import Tab
from tests.browser.test_pages_in_browser import CLOSED

REPORT = (
    "A source in Hyesan told Daily NK that a kilogram of rice cost 15,200 won last week. Corn cost 4,100 won a "
    "kilogram in Hyesan. The yuan traded at 5,900 won in Hyesan."
)


def test_a_setting_is_changed_run_and_taken_back(tab: Tab) -> None:
    tab.open(CLOSED)
    tab.tab_to('[name="last.1.0"]')
    tab.page.locator('[name="last.1.0"]').evaluate("(one) => { one.dataset.before = one.value; }")
    tab.page.keyboard.press("ArrowUp")  # the first part of the date, the month or the day
    tab.tab_to("svg.timeline .handle.last")
    tab.page.keyboard.press("PageUp")
    last = tab.page.locator('[name="last.1.0"]').input_value()
    assert last > "2027-03-31"
    tab.page.wait_for_url(f"**~{last}*")  # on the way there a month up may be no day, and the address has none
    tab.tab_to('[name="runs"]')
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("40")
    tab.tab_to('button[formaction="/what-if/run"]')
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("[data-job] progress")
    tab.tab_to('form[action="/jobs/cancel"] button')
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("h2:text-is('Cancelled')")
    assert f"~{last}" in tab.page.url and "runs=40" in tab.page.url
    tab.check()


def test_a_timeline_is_dragged_as_well_as_typed(tab: Tab) -> None:
    tab.open(CLOSED)
    handle = tab.page.locator("svg.timeline .handle.last")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    tab.page.mouse.move(box["x"] + 5, box["y"] + 10)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 150, box["y"] + 10, steps=5)
    tab.page.mouse.up()
    dragged = tab.page.locator('[name="last.1.0"]').input_value()
    assert dragged > "2027-04-30"
    tab.page.wait_for_url(f"**~{dragged}*")
    width = float(tab.page.locator("svg.timeline .bar").get_attribute("width").rstrip("%"))
    tab.page.locator('[name="last.1.0"]').fill("2027-02-28")
    assert float(tab.page.locator("svg.timeline .bar").get_attribute("width").rstrip("%")) < width
    tab.page.locator('[name="runs"]').focus()
    tab.page.wait_for_url("**~2027-02-28*")
    tab.check()


def test_records_of_a_report_are_decided_on(tab: Tab) -> None:
    tab.open("/reports")
    tab.tab_to('[name="text"]')
    tab.page.keyboard.type(REPORT)
    tab.tab_to('[name="name"]')
    tab.page.keyboard.type("by keyboard")
    tab.tab_to('[name="published"]')
    tab.page.keyboard.type("05152026")
    tab.tab_to("main form button.main")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("h2#now")
    while "unread" in heading(tab) or "figure" in heading(tab):
        follow(tab, "j")
    follow(tab, "a")
    tab.page.keyboard.press("e")
    tab.page.wait_for_selector("#edit[open]")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#edit:not([open])", state="attached")
    tab.page.keyboard.press("e")
    tab.tab_to("#edit button.main")
    follow(tab, "Enter")
    follow(tab, "r")
    tab.open("/reports")
    row = tab.page.locator("tr", has_text="by keyboard").inner_text()
    assert [int(part) for part in row.split() if part.isdigit()][-3:-1] == [2, 1], row
    tab.check()


def heading(tab: Tab) -> str:
    return str(tab.page.locator("h2#now").inner_text())


def follow(tab: Tab, key: str) -> None:
    """Press a key that leads to a page, and wait for it."""
    with tab.page.expect_navigation():
        tab.page.keyboard.press(key)
