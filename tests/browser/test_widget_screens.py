"""The panel on every kind of screen: small, enlarged, with a keyboard up, without motion."""

from typing import Any

import pytest
from playwright.sync_api import expect
from reader import Chat

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.mark.parametrize("context_options", [PHONE])
def test_a_phone_shows_the_panel_in_full_and_folds_it_to_a_bar(chat: Chat) -> None:
    chat.visit("skills/")
    chat.page.get_by_role("link", name="Ask", exact=True).first.tap()
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    expect(chat.input).not_to_be_focused()
    assert chat.input.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 16
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").tap()
    chat.page.wait_for_url("**/contracts/**")
    expect(chat.panel).to_be_hidden()
    expect(chat.marks.first).to_be_in_viewport()
    chat.page.reload()
    expect(chat.marks.first).to_be_in_viewport()
    chat.bar.get_by_role("button", name="Back to answer").tap()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()


def test_the_panel_widens_by_a_button_and_stays_wide(chat: Chat) -> None:
    chat.open()
    chat.panel.get_by_role("button", name="Wider panel").click()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["width"] == 580
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["width"] == 580


def test_a_site_may_show_a_button_in_the_corner(chat: Chat) -> None:
    fetched: list[str] = []
    chat.page.on("request", lambda request: fetched.append(request.url))
    chat.visit()
    corner = chat.page.get_by_role("link", name="Ask the guide")
    expect(corner).to_have_count(0)
    chat.visit("corner/")
    chat.page.wait_for_timeout(300)
    assert [url for url in fetched if url.endswith("panel.js")] == []
    box = corner.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    corner.click()
    expect(chat.input).to_be_focused()
    assert any(url.endswith("panel.js") for url in fetched)
    expect(corner).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(corner).to_be_focused()


def test_the_button_in_the_corner_covers_nothing_at_the_end_of_the_page(chat: Chat) -> None:
    chat.visit("corner/")
    corner = chat.page.get_by_role("link", name="Ask the guide")
    expect(corner).to_be_visible()
    chat.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    footer, button = chat.page.locator(".md-footer").bounding_box(), corner.bounding_box()
    assert footer is not None
    assert button is not None
    assert footer["y"] + footer["height"] <= button["y"]


CUT_OFF = """() => [...document.querySelector("faq-chat").shadowRoot.querySelectorAll("*")]
  .filter((it) => !it.closest(".sr") && it.getBoundingClientRect().right > innerWidth + 1)
  .map((it) => it.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(
    "context_options",
    [{"viewport": {"width": 320, "height": 480}}, {"viewport": {"width": 640, "height": 400}}],
    ids=["320 pixels", "1280 by 800 at 200 %"],
)
def test_on_a_small_screen_nothing_is_cut_off_or_left_out(chat: Chat) -> None:
    chat.open("contracts/")
    expect(chat.panel.get_by_text("Your question is not stored.")).to_be_in_viewport()
    expect(chat.panel.get_by_role("link", name="How it works")).to_be_in_viewport()
    chat.ask("Who owns the code?").get_by_role("button", name="Not helpful").click()
    assert chat.page.evaluate(CUT_OFF) == []
    log = chat.log.bounding_box()
    assert log is not None
    assert log["height"] > 120


@pytest.mark.parametrize("context_options", [PHONE, {}])
def test_targets_are_large_enough(chat: Chat) -> None:
    chat.open("contracts/")
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    small = chat.page.evaluate(
        "() => [...document.querySelector('faq-chat').shadowRoot.querySelectorAll('button, a')]"
        ".map((it) => [it.textContent, it.getBoundingClientRect()])"
        ".filter(([, box]) => box.height && Math.min(box.height, box.width) < 24)"
    )
    assert [name for name, _ in small] == []


KEYBOARD_UP = """() => {
  Object.defineProperty(visualViewport, "height", { value: 400, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


@pytest.mark.parametrize("context_options", [PHONE])
def test_with_the_keyboard_up_the_panel_ends_above_it(chat: Chat) -> None:
    chat.open("skills/")
    chat.input.tap()
    chat.page.evaluate(KEYBOARD_UP)
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["height"] == 400
    send = chat.panel.get_by_role("button", name="Send").bounding_box()
    assert send is not None
    assert send["y"] + send["height"] <= 400
    expect(chat.panel.get_by_text("Your question is not stored.")).to_be_hidden()


@pytest.mark.parametrize("context_options", [PHONE])
def test_with_the_keyboard_up_the_button_in_the_corner_hides(chat: Chat) -> None:
    chat.visit("corner/")
    corner = chat.page.get_by_role("link", name="Ask the guide")
    expect(corner).to_be_visible()
    corner.focus()
    expect(chat.page.locator("faq-chat")).to_be_attached()
    chat.page.evaluate(KEYBOARD_UP)
    expect(corner).to_be_hidden()


@pytest.mark.parametrize("context_options", [PHONE])
def test_looking_closer_changes_nothing(chat: Chat) -> None:
    chat.open("skills/")
    client = chat.page.context.new_cdp_session(chat.page)
    client.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    chat.page.wait_for_function("visualViewport.scale > 1.9")
    chat.page.wait_for_timeout(200)
    height = "document.querySelector('faq-chat').shadowRoot.querySelector('dialog').offsetHeight"
    assert chat.page.evaluate(height) == 780


def test_nothing_moves_where_motion_is_to_be_reduced(chat: Chat) -> None:
    chat.page.emulate_media(reduced_motion="reduce")
    chat.open()
    skeleton = chat.ask("wait 2 seconds").locator(".skeleton")
    expect(skeleton).to_be_visible()
    expect(skeleton).to_have_css("animation-name", "none")
