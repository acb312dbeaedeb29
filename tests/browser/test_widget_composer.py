"""What is typed, hidden, remembered and sent."""

import json

from double import Double
from playwright.sync_api import expect
from reader import ROOT, Chat

MASKING = ROOT / "tests/data/masking.json"


def test_theme_shortcuts_stay_text_in_the_composer(chat: Chat) -> None:
    chat.open()
    chat.input.press_sequentially("s f / n p . ,")
    expect(chat.input).to_have_value("s f / n p . ,")
    expect(chat.input).to_be_focused()
    assert chat.page.url == chat.url


def test_the_box_is_a_line_high_before_anything_is_typed(chat: Chat) -> None:
    chat.open()
    before = chat.input.bounding_box()
    chat.input.fill("x")
    assert before is not None
    assert before == chat.input.bounding_box()
    assert before["height"] > 30


def test_the_counter_appears_late_and_too_much_is_not_sent(chat: Chat, double: Double) -> None:
    chat.open()
    counter = chat.panel.locator(".count")
    chat.input.fill("x" * 399)
    expect(counter).to_have_text("")
    chat.input.fill("x" * 501)
    expect(counter).to_have_text("501 / 500")
    chat.input.press("Enter")
    expect(
        chat.panel.get_by_text("The question has 501 characters; the limit is 500.")
    ).to_be_visible()
    chat.input.fill("   ")
    chat.input.press("Enter")
    expect(chat.panel.get_by_text("Write a question first.")).to_be_visible()
    assert double.asked == []


def test_shift_enter_breaks_the_line_and_arrow_up_recalls(chat: Chat, double: Double) -> None:
    chat.open()
    chat.input.press_sequentially("one")
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("two")
    expect(chat.input).to_have_value("one\ntwo")
    chat.input.press("Enter")
    expect(chat.log.get_by_role("article").locator(".card")).to_be_visible()
    chat.input.press("ArrowUp")
    expect(chat.input).to_have_value("one\ntwo")
    assert [body["question"] for body in double.asked] == ["one\ntwo"]


def test_composing_a_character_never_sends(chat: Chat, double: Double) -> None:
    chat.open()
    chat.input.fill("کون")
    chat.input.evaluate(
        "it => it.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Enter', isComposing: true, bubbles: true, composed: true }))"
    )
    expect(chat.input).to_have_value("کون")
    assert double.asked == []


def test_personal_data_is_hidden_before_sending(chat: Chat, double: Double) -> None:
    chat.open()
    chat.input.fill("mail ali@example.com")
    chat.input.press("Enter")
    expect(chat.log.get_by_role("article").locator(".card")).to_be_visible()
    assert double.asked[0]["question"] == "mail [e-mail]"
    assert "ali@" not in chat.page.evaluate("sessionStorage.getItem('faq-chat')")


def test_selected_text_is_masked_and_cut_between_letters(chat: Chat, double: Double) -> None:
    chat.visit("skills/")
    chat.page.evaluate(
        "text => { const it = document.querySelector('article p'); it.textContent = text;"
        " getSelection().selectAllChildren(it); }",
        "ali@example.com " + "\U0001f9ea" * 600,
    )
    chat.page.keyboard.press("Control+i")
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    (quoted,) = double.asked[0]["history"]
    assert quoted["question"] == "[e-mail] " + "\U0001f9ea" * 491


def test_the_limit_is_that_of_what_is_sent(chat: Chat, double: Double) -> None:
    chat.open()
    chat.input.fill("x " * 244 + "0300-1234567")
    chat.input.press("Enter")
    expect(chat.panel.get_by_text("The question has 502 characters")).to_be_visible()
    expect(chat.input).not_to_have_value("")
    assert double.asked == []


def test_what_is_hidden_and_what_stays(chat: Chat) -> None:
    rows = json.loads(MASKING.read_text(encoding="utf-8"))
    chat.visit()
    script = (
        "async (texts) => { const { mask } = await import('/assets/chat/mask.js');"
        " return texts.map((text) => mask(text).text); }"
    )
    masked = chat.page.evaluate(script, [row["text"] for row in rows])
    assert masked == [row["masked"] for row in rows]


def test_hiding_can_be_undone(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("call 0300-1234567")
    expect(chat.panel.get_by_text("We hid a phone number before sending.")).to_be_visible()
    chat.panel.get_by_role("button", name="Undo").click()
    expect(chat.article("call 0300-1234567").locator(".card")).to_be_visible()
    assert double.asked[-1] == {"question": "call 0300-1234567", "history": [], "page": ""}


def test_the_conversation_survives_a_reload_and_new_clears_it(chat: Chat, double: Double) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.reload()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.get_by_role("link", name="Skills").first.click()
    chat.page.wait_for_url("**/skills/")
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.ask("databases?")
    expect(chat.article("databases?").get_by_role("blockquote")).to_be_visible()
    assert double.asked[-1]["history"] == [{"question": "Who owns the code?"}]
    chat.panel.get_by_role("button", name="New conversation").click()
    expect(chat.log.get_by_role("article")).to_have_count(0)
    chat.page.reload()
    expect(chat.panel.get_by_text("No person reads along")).to_be_visible()


def test_the_about_chip_can_be_removed_with_its_history(chat: Chat, double: Double) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    name = "Remove: About: Contracts › Who owns the code?"
    chat.panel.get_by_role("button", name=name).click()
    expect(chat.input).to_be_focused()
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    assert double.asked[-1]["history"] == []


def test_a_bare_yes_asks_the_first_related_question(chat: Chat, double: Double) -> None:
    chat.open()
    expect(chat.ask("which points?").get_by_text("Related")).to_be_visible()
    chat.ask("yes")
    expect(chat.article("Rates").locator(".card")).to_be_visible()
    assert double.asked[-1]["question"] == "Rates"
