"""The brief builder: a brief in Markdown, and what is still missing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reader import Guard
from tools_site import faults, on_every_screen

pytest_plugins = ["tools_site"]
BRIEF = """# Brief: Booking service

## Scope

**In scope:**

- Guests book rooms
- Guests cancel <b>bookings</b>

## Revision rounds

**How many rounds are included, and at which price further ones:** Two rounds
"""


@pytest.fixture
def builder(tool_page: Page, tools_url: str) -> Page:
    tool_page.goto(f"{tools_url}brief-builder/")
    expect(tool_page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    return tool_page


def fill(page: Page) -> None:
    page.get_by_label("Name of the project").fill("Booking service")
    page.get_by_label("In scope").fill("Guests book rooms\n\n - Guests cancel <b>bookings</b>\n")
    page.get_by_label("How many rounds are included").fill("Two rounds")


def test_the_answers_become_a_markdown_brief(builder: Page) -> None:
    fill(builder)
    assert builder.get_by_role("region", name="The brief as Markdown").text_content() == BRIEF
    with builder.expect_download() as waiting:
        builder.get_by_role("button", name="Download the brief").click()
    assert waiting.value.suggested_filename == "brief.md"
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == BRIEF


def test_the_brief_can_be_copied(builder: Page, guard: Guard) -> None:
    guard.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(builder)
    builder.get_by_role("button", name="Copy the brief").click()
    expect(builder.get_by_role("status")).to_have_text("The brief is copied.")
    assert builder.evaluate("navigator.clipboard.readText()") == BRIEF


def test_what_is_missing_leads_to_its_field(builder: Page) -> None:
    checks = builder.get_by_role("group", name="Check")
    expect(checks).to_contain_text("21 of 21 points are open.")
    fill(builder)
    expect(checks).to_contain_text("18 of 21 points are open.")
    expect(checks.get_by_role("button", name="what is in scope")).to_have_count(0)
    missing = checks.get_by_role("button", name="what is out of scope")
    missing.focus()
    builder.keyboard.press("Enter")
    expect(builder.get_by_label("Out of scope")).to_be_focused()


def test_the_brief_survives_a_reload(builder: Page) -> None:
    fill(builder)
    builder.reload()
    expect(builder.get_by_label("Name of the project")).to_have_value("Booking service")
    assert builder.get_by_role("region", name="The brief as Markdown").text_content() == BRIEF


def test_print_shows_the_brief_without_the_questions_and_marks(builder: Page) -> None:
    fill(builder)
    builder.emulate_media(media="print")
    expect(
        builder.get_by_role("heading", name="Brief: Booking service", exact=True)
    ).to_be_visible()
    expect(
        builder.get_by_role("listitem").get_by_text("Guests cancel <b>bookings</b>")
    ).to_be_visible()
    expect(builder.get_by_role("region", name="The brief as Markdown")).to_be_hidden()
    expect(builder.get_by_label("Name of the project")).to_be_hidden()
    expect(builder.get_by_role("button", name="Export", exact=True)).to_be_hidden()


def test_the_print_button_prints_the_brief_alone(builder: Page) -> None:
    fill(builder)
    # In print the page's words are gone while its own command is at work, and back afterwards.
    builder.evaluate("window.print = () => {}")
    builder.get_by_role("button", name="Print", exact=True).click()
    builder.emulate_media(media="print")
    words = builder.get_by_role("heading", name="What the brief contains")
    expect(words).to_be_hidden()
    expect(builder.get_by_role("heading", name="Brief builder", exact=True)).to_be_hidden()
    expect(
        builder.get_by_role("heading", name="Brief: Booking service", exact=True)
    ).to_be_visible()
    builder.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(words).to_be_visible()


@on_every_screen
def test_axe_finds_nothing_in_the_builder(builder: Page) -> None:
    fill(builder)
    assert faults(builder) == []
