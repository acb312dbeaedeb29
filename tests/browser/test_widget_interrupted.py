"""What comes between a question and its answer: a closed panel, another page, another question."""

import pytest
from double import Double
from playwright.sync_api import Locator, expect
from reader import Chat, Guard

OFFER = "async () => (await import('/assets/chat/panel.js')).chat().offer()"


def hint(chat: Chat, text: str) -> Locator:
    return chat.panel.locator("form").get_by_text(text)


def test_a_question_that_waited_leaves_a_closed_panel_closed(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("wait 0.7 seconds")
    chat.ask("Who owns the code?")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.page.locator("faq-chat blockquote")).to_have_count(2)
    expect(chat.panel).to_be_hidden()
    assert chat.page.evaluate("document.activeElement.localName") != "faq-chat"
    chat.page.evaluate("faqChat.open()")
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    assert len(double.asked) == 2


def test_an_answer_is_shown_while_another_page_is_on_its_way(chat: Chat) -> None:
    chat.open("contracts/")
    article = chat.ask("wait 0.5 seconds")
    chat.page.evaluate("history.pushState(null, '', '/skills/')")
    expect(article.get_by_role("blockquote")).to_contain_text("query plan")


def test_the_page_that_came_is_the_one_that_is_looked_at(chat: Chat, guard: Guard) -> None:
    guard.allow("not on its page")
    chat.open("contracts/")
    chat.page.get_by_role("link", name="Skills").first.click()
    expect(chat.page.get_by_role("heading", name="Databases")).to_be_visible()
    article = chat.ask("not said?")
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()


def test_undo_leaves_another_question_that_is_asked_again(chat: Chat, double: Double) -> None:
    chat.open()
    first = chat.ask("wait 1 second")
    chat.panel.get_by_role("button", name="Stop").click()
    chat.ask("call 0300-1234567")
    expect(chat.article("call [phone number]").locator(".card")).to_be_visible()
    first.get_by_role("button", name="Retry").click()
    hint(chat, "We hid a phone number").get_by_role("button", name="Undo").click()
    expect(hint(chat, "Next: call 0300-1234567")).to_be_visible()
    expect(chat.article("call [phone number]")).to_have_count(0)
    expect(first.get_by_role("blockquote")).to_be_visible()
    expect(chat.article("call 0300-1234567").locator(".card")).to_be_visible()
    assert [body["question"] for body in double.asked][2:] == ["wait 1 second", "call 0300-1234567"]


def test_undo_of_a_question_on_its_way_asks_it_at_once(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("wait 1 second, 0300-1234567")
    chat.ask("databases?")
    hint(chat, "We hid a phone number").get_by_role("button", name="Undo").click()
    expect(chat.article("databases?").get_by_role("blockquote")).to_be_visible()
    expect(chat.log.get_by_role("article")).to_have_count(2)
    asked = [body["question"] for body in double.asked]
    assert asked[1:] == ["wait 1 second, 0300-1234567", "databases?"]


def test_undo_and_what_waits_survive_typing_and_each_other(chat: Chat) -> None:
    chat.open()
    chat.ask("wait 1 second, 0300-1234567")
    chat.ask("databases?")
    chat.input.press("x")
    expect(hint(chat, "We hid a phone number")).to_be_visible()
    expect(hint(chat, "Next: databases?")).to_be_visible()
    expect(chat.article("databases?").get_by_role("blockquote")).to_be_visible()
    expect(hint(chat, "We hid a phone number")).to_be_visible()
    expect(hint(chat, "Next: ")).to_have_count(0)
    expect(chat.ask("which points?").get_by_role("blockquote")).to_be_visible()
    expect(hint(chat, "We hid a phone number")).to_have_count(0)


def test_the_context_removed_meanwhile_is_what_was_before(chat: Chat, double: Double) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    article = chat.ask("wait 0.5 seconds")
    chat.panel.get_by_role("button", name="Remove: About").click()
    expect(article.get_by_role("blockquote")).to_be_visible()
    expect(chat.panel.get_by_role("button", name="Remove: About: Skills")).to_be_visible()
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    assert double.asked[-1]["history"] == [{"question": "wait 0.5 seconds"}]


def test_a_selection_that_went_along_is_no_longer_offered(chat: Chat) -> None:
    chat.visit("skills/")
    chat.page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
    chat.page.keyboard.press("Control+i")
    chip = chat.panel.get_by_role("button", name="Remove: “Skills are shown")
    expect(chip).to_be_visible()
    chat.ask("wait 3 seconds")
    expect(chip).to_have_count(0, timeout=2000)


@pytest.mark.parametrize("kind", [".faq-chat-select", ".chat-row"])
def test_destroy_takes_away_what_stands_in_the_page(chat: Chat, kind: str) -> None:
    chat.visit()
    if kind == ".chat-row":
        chat.search_field().press_sequentially("who owns the code")
    else:
        chat.page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
        chat.page.evaluate(OFFER)
    offered = chat.page.locator(kind)
    expect(offered).to_be_visible()
    chat.page.evaluate("faqChat.destroy()")
    expect(offered).to_have_count(0)


def test_a_panel_that_is_in_no_page_opens_nothing(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate("import('/assets/chat/panel.js').then((it) => (window.it = it.chat()))")
    chat.page.evaluate("faqChat.destroy()")
    chat.page.evaluate("window.it.open()")
    expect(chat.page.locator("html")).not_to_have_attribute("data-faq-chat", "")


def test_text_selected_just_before_destroy_is_not_asked_about(chat: Chat) -> None:
    chat.visit()
    words = chat.page.locator("article p").first
    words.click(click_count=3)
    chat.page.evaluate("faqChat.destroy()")
    chat.page.wait_for_timeout(500)
    expect(chat.page.locator("faq-chat, .faq-chat-select")).to_have_count(0)
