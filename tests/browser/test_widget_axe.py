"""axe finds nothing, whatever the panel shows."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from reader import ASK, Chat, Guard

FAILED = "Failed to load resource"
PALETTES = ["light", "dark", "forced"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(chat: Chat, within: str = "faq-chat") -> str:
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    results = Axe().run(chat.page, context={"include": [[within]]}, options=options)
    return "\n".join(
        f"{found['id']}: {node['html']} {node['failureSummary']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    )


def paint(chat: Chat, palette: str) -> None:
    chat.page.emulate_media(
        color_scheme="dark" if palette == "dark" else "light",
        forced_colors="active" if palette == "forced" else "none",
    )


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_in_any_reply(chat: Chat, guard: Guard, palette: str) -> None:
    guard.allow(FAILED)
    paint(chat, palette)
    chat.open("contracts/")
    assert violations(chat) == "", "empty"
    for question in (
        "Who owns the code?", "which points?", "weak?", "behavioral?", "and why?", "which one?",
        "nothing?", "outside?", "declined?", "hello", "broken?", "busy?",
    ):  # fmt: skip
        card = chat.ask(question).locator(".card").first
        expect(card).to_be_visible()
        chat.panel.locator(".go:not([aria-label=Stop])").wait_for()
        assert violations(chat) == "", question
        if palette != "light":
            chat.panel.get_by_role("button", name="New conversation").click()
    article = chat.ask("databases?")
    article.get_by_role("button", name="Not helpful").click()
    assert violations(chat) == "", "feedback form"
    article.get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_in_viewport()
    assert violations(chat) == "", "cited"


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_while_asking(chat: Chat, guard: Guard, palette: str) -> None:
    guard.allow(FAILED)
    paint(chat, palette)
    chat.visit("skills/")
    chat.page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
    chat.page.keyboard.press("Control+i")
    expect(chat.panel.get_by_text("“Skills are shown, not told.”")).to_be_visible()
    assert violations(chat) == "", "selection"
    chat.input.fill("x" * 501)
    chat.input.press("Enter")
    assert violations(chat) == "", "too long"
    article = chat.ask("wait 9 seconds")
    expect(article.locator(".skeleton")).to_be_visible()
    chat.ask("databases?")
    assert violations(chat) == "", "loading and queued"
    chat.panel.get_by_role("button", name="Remove", exact=True).click()
    chat.panel.get_by_role("button", name="Stop").click()
    expect(article.get_by_text("Stopped.")).to_be_visible()
    assert violations(chat) == "", "stopped"
    chat.ask("call 0300-1234567")
    expect(chat.panel.get_by_role("button", name="Undo")).to_be_visible()
    assert violations(chat) == "", "masked"
    expect(chat.ask("refused?").get_by_role("alert")).to_be_visible()
    assert violations(chat) == "", "refused"


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_without_the_service(chat: Chat, guard: Guard, palette: str) -> None:
    guard.allow(FAILED)
    paint(chat, palette)
    chat.open("skills/")
    with chat.page.expect_response("**/offline.json"):
        expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    guard.context.set_offline(True)
    article = chat.ask("how long is the trial")
    expect(article.get_by_role("blockquote").first).to_be_visible()
    assert violations(chat) == "", "offline"
    guard.context.set_offline(False)
    chat.ask("what is gone?").get_by_role("link", name="Open in page").click()
    expect(chat.bar).to_contain_text("The page has changed since")
    assert violations(chat) == "", "gone"


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_in_what_stands_outside_the_panel(chat: Chat, palette: str) -> None:
    paint(chat, palette)
    chat.visit("corner/")
    expect(chat.page.get_by_role("link", name="Ask the guide")).to_be_visible()
    assert violations(chat, ".chat-corner") == "", "corner"
    chat.visit("skills/")
    chat.page.get_by_text("Skills are shown, not told.").click(click_count=3)
    expect(chat.page.get_by_role("button", name="Ask about this")).to_be_visible()
    assert violations(chat, ".faq-chat-select") == "", "selection"


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_in_the_row_that_offers_to_ask(chat: Chat, palette: str) -> None:
    paint(chat, palette)
    chat.visit("skills/")
    chat.search_field().press_sequentially("who owns the code")
    expect(chat.page.locator(".chat-row")).to_be_visible()
    assert violations(chat, ".chat-row") == ""


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_while_and_after_a_slow_service(chat: Chat, palette: str) -> None:
    paint(chat, palette)
    chat.open("skills/")
    article = chat.ask("wait 5.8 for the trial weeks")
    expect(chat.panel.locator(".status")).to_have_text("Searching the guide…")
    assert violations(chat) == "", "searching"
    expect(article.get_by_role("alert")).to_contain_text("The answer service is slow.")
    expect(article.get_by_text("from the copy in your browser")).to_be_visible()
    assert violations(chat) == "", "slow"


def test_axe_finds_nothing_in_a_conversation_of_twenty_questions(chat: Chat) -> None:
    chat.open("contracts/")
    chat.page.evaluate(ASK, [20, "which points?"])
    expect(chat.log.get_by_role("article")).to_have_count(20)
    expect(chat.log.get_by_text("This conversation is long.")).to_be_visible()
    assert violations(chat) == ""


PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.mark.parametrize("context_options", [PHONE])
@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_on_a_phone(chat: Chat, palette: str) -> None:
    paint(chat, palette)
    chat.open("skills/")
    assert violations(chat) == "", "empty"
    article = chat.ask("Who owns the code?")
    article.get_by_role("button", name="Not helpful").tap()
    expect(article.get_by_text("What was wrong?")).to_be_visible()
    assert violations(chat) == "", "feedback form"
    article.get_by_role("link", name="Open in page").tap()
    expect(chat.marks.first).to_be_in_viewport()
    assert violations(chat) == "", "cited"
