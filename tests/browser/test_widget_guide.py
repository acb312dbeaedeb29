"""The guide's own pages, built as they are published, with answers written in advance."""

from playwright.sync_api import Page, expect
from reader import Chat, Guard
from tools_site import CONTACT

pytest_plugins = ["tools_site"]


def test_the_guide_offers_the_contact_that_it_was_built_with(page: Page, tools_url: str) -> None:
    chat = Chat(page, tools_url)
    chat.open("faq/")
    link = chat.ask("nothing?").get_by_role("link", name="Contact")
    expect(link).to_have_attribute("href", CONTACT["GUIDE_CHAT_CONTACT"])


def test_the_guide_has_the_room_for_an_open_panel_at_once(
    page: Page, guard: Guard, tools_url: str
) -> None:
    guard.allow("Failed to load resource")
    chat = Chat(page, tools_url)
    chat.open("faq/")
    page.route("**/panel.js", lambda route: route.abort())
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("body")).to_have_css("padding-right", "384px")
    page.unroute("**/panel.js")


def test_a_table_that_fits_has_nothing_to_scroll(page: Page, tools_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{tools_url}salaries-and-costs/")
    tables = page.locator(".guide-table")
    expect(tables.first.locator(".md-typeset__scrollwrap")).to_have_count(1)
    tables.evaluate_all("all => all.forEach((one) => (one.style.contentVisibility = 'visible'))")
    hidden = tables.evaluate_all("all => all.map((one) => one.scrollWidth - one.clientWidth)")
    assert hidden == [0] * len(hidden)
    assert hidden
