"""Where the focus goes, and what is announced: neither gets lost, nothing is said twice."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from reader import Chat, Guard

FAILED = "Failed to load resource"
LISTEN = """() => {
  window.said = [];
  const note = (it) => {
    if (it?.textContent && !it.closest("[aria-hidden=true]")) said.push(it.textContent);
  };
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      if (element?.closest("[aria-hidden=true]")) continue;
      note(element?.closest("[role=status], [role=alert]"));
      for (const it of addedNodes)
        if (it instanceof Element)
          for (const alert of [it, ...it.querySelectorAll("*")])
            if (alert.matches("[role=alert]")) note(alert);
    }
  }).observe(document.querySelector("faq-chat").shadowRoot,
    { subtree: true, childList: true, characterData: true });
}"""


COPY = "Meanwhile, from the copy in your browser:"


def said(chat: Chat) -> list[str]:
    found: list[str] = chat.page.evaluate("said")
    return found


def press(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def test_every_button_of_the_log_leaves_the_focus_in_the_panel(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open("contracts/")
    press(chat.panel.get_by_role("button", name="Who owns the code?"))
    expect(chat.input).to_be_focused()
    expect(chat.log.locator(".card")).to_be_visible()
    press(chat.ask("which one?").get_by_role("button", name="None of these"))
    expect(chat.input).to_be_focused()
    retry = chat.ask("busy?").get_by_role("button", name="Retry")
    expect(retry).to_be_enabled()
    press(retry)
    expect(chat.input).to_be_focused()
    expect(chat.article("busy?").get_by_role("blockquote")).to_be_visible()
    press(chat.ask("which points?").get_by_role("button", name="Rates"))
    expect(chat.input).to_be_focused()
    chat.ask("call 0300-1234567")
    press(chat.panel.get_by_role("button", name="Undo"))
    expect(chat.input).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_after_a_choice_escape_still_closes(chat: Chat) -> None:
    chat.open()
    press(chat.ask("which one?").get_by_role("button", name="Contracts › Rates"))
    expect(chat.article("Rates").locator(".card")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_dismissing_the_bar_leaves_the_focus_at_the_quotation(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("which points?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_focused()
    press(chat.bar.get_by_role("button", name="Remove"))
    expect(chat.bar).to_be_hidden()
    focused = chat.page.locator(":focus")
    expect(focused).to_contain_text("Confidentiality lasts two years.")


def test_escape_returns_to_where_the_shortcut_was_pressed(chat: Chat) -> None:
    chat.visit()
    link = chat.page.get_by_role("link", name="Skills").first
    link.focus()
    chat.page.keyboard.press("Control+i")
    expect(chat.input).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_a_page_that_loads_with_the_panel_open_keeps_the_focus_and_its_place(chat: Chat) -> None:
    chat.open("contracts/")
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.reload()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    expect(chat.input).not_to_be_focused()
    assert chat.page.evaluate("document.activeElement.localName") != "faq-chat"
    shift = """() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((it) => (sum += it.value)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 300);
    })"""
    assert chat.page.evaluate(shift) < 0.01


def test_another_page_brings_its_own_examples_and_no_focus(chat: Chat) -> None:
    chat.open()
    examples = chat.panel.locator(".pick")
    expect(examples.nth(1)).to_have_text("Which skills matter?")
    link = chat.page.get_by_role("link", name="Contracts").first
    link.focus()
    link.press("Enter")
    chat.page.wait_for_url("**/contracts/")
    expect(examples.nth(1)).to_contain_text("Which skills matter most?")
    expect(chat.input).not_to_be_focused()


def test_widening_keeps_the_focus_and_is_a_state(chat: Chat) -> None:
    chat.open()
    wider = chat.panel.get_by_role("button", name="Wider panel")
    expect(wider).to_have_attribute("aria-pressed", "false")
    press(wider)
    expect(wider).to_be_focused()
    expect(wider).to_have_attribute("aria-pressed", "true")


def test_an_answer_is_announced_once(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate(LISTEN)
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.wait_for_timeout(200)
    assert said(chat) == ["Answer ready, 1 quotation, 3 sources."]


def test_an_error_is_an_alert_once(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open()
    chat.page.evaluate(LISTEN)
    for question, n in (("broken?", 3), ("refused?", 1), ("databases?", 1)):
        expect(chat.ask(question).locator(".card")).to_have_count(n)
        chat.panel.locator(".go:not([aria-label=Stop])").wait_for()
    chat.page.wait_for_timeout(300)
    assert [re.sub(r"(?<=\.)Retry$", "", it) for it in said(chat)] == [
        "The answer service cannot be reached.",
        f"{COPY} I did not find this in the guide.",
        "The question has a control character.",
        "Answer ready, 1 quotation, 1 source.",
    ]
    chat.page.reload()
    expect(chat.article("broken?").get_by_role("button", name="Retry")).to_be_visible()
    expect(chat.panel.get_by_role("alert")).to_have_count(0)


def test_stop_is_an_alert_once(chat: Chat) -> None:
    chat.open()
    article = chat.ask("wait 3 seconds")
    chat.panel.get_by_role("button", name="Stop").click()
    expect(article.get_by_role("alert")).to_contain_text("Stopped.")
    chat.page.reload()
    expect(article.get_by_text("Stopped.")).to_be_visible()
    expect(chat.panel.get_by_role("alert")).to_have_count(0)


def test_without_a_copy_nothing_is_said_of_one(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.page.route("**/offline.js*", lambda route: route.abort())
    chat.open()
    guard.context.set_offline(True)
    expect(chat.ask("databases?").get_by_role("alert")).to_have_text("You are offline.Retry")
    guard.context.set_offline(False)


def test_the_seconds_that_pass_are_not_announced(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open()
    chat.page.evaluate(LISTEN)
    expect(chat.ask("busy?").get_by_role("button", name="Retry")).to_be_enabled()
    announced = said(chat)
    assert len(announced) == 3, announced
    assert announced[0].startswith("Too many questions for the moment. Try again in 2 s.")
    assert announced[2] == "You can ask again now."


TOUCH: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.mark.parametrize("context_options", [TOUCH])
def test_on_a_touch_screen_no_keyboard_comes_up_by_itself(chat: Chat) -> None:
    chat.visit("?ask=Who%20owns%20the%20code%3F")
    expect(chat.input).to_have_value("Who owns the code?")
    expect(chat.input).not_to_be_focused()
    chat.panel.get_by_role("button", name="Send").tap()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.panel.get_by_role("button", name="New conversation").tap()
    chat.panel.get_by_role("button", name="Who owns the code?").tap()
    expect(chat.panel.get_by_role("button", name="Send")).to_be_focused()
