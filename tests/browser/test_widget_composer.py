"""What is typed, hidden, remembered and sent."""

import json

from double import Double
from playwright.sync_api import expect
from reader import ROOT, Chat, Guard

MASKING = ROOT / "tests/data/masking.json"


def test_theme_shortcuts_stay_text_in_the_composer(chat: Chat) -> None:
    chat.open()
    chat.input.press_sequentially("s f / n p . ,")
    expect(chat.input).to_have_value("s f / n p . ,")
    expect(chat.input).to_be_focused()
    assert chat.page.url == chat.url


def test_the_counter_appears_late_and_too_much_is_not_sent(chat: Chat, double: Double) -> None:
    chat.open()
    counter = chat.panel.locator(".count")
    chat.input.fill("x" * 399)
    expect(counter).to_have_text("")
    chat.input.fill("x" * 501)
    expect(counter).to_have_text("501 of 500 characters")
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
    chat.open("contracts/")
    expect(chat.ask("which points?").get_by_text("Related")).to_be_visible()
    chat.ask("yes")
    expect(chat.article("Rates").locator(".card")).to_be_visible()
    assert double.asked[-1]["question"] == "Rates"


def test_thumbs_send_a_vote_without_the_question(chat: Chat, double: Double) -> None:
    chat.open()
    article = chat.ask("Who owns the code?")
    up = article.get_by_role("button", name="Helpful", exact=True)
    expect(up).to_have_attribute("aria-pressed", "false")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    assert double.feedback == [
        {
            "vote": "up",
            "reasons": [],
            "note": "",
            "question": None,
            "share_question": False,
            "index_id": "8f3c2a9d00",
            "location": "contracts/#who-owns-the-code",
        }
    ]


def test_a_failed_feedback_keeps_the_form(chat: Chat, guard: Guard, double: Double) -> None:
    guard.allow("Failed to load resource")
    chat.open()
    article = chat.ask("Who owns the code?")
    article.get_by_role("button", name="Not helpful").click()
    article.get_by_label("Outdated").check()
    article.get_by_label("Note (optional)").fill("write to me@example.com")
    article.get_by_label("Include my question").check()
    double.down = True
    article.get_by_role("button", name="Send feedback").click()
    expect(article.get_by_text("Feedback was not sent.")).to_be_visible()
    expect(article.get_by_label("Note (optional)")).to_have_value("write to me@example.com")
    double.down = False
    article.get_by_role("button", name="Send feedback").click()
    expect(article.get_by_label("Note (optional)")).to_have_count(0)
    assert double.feedback[0]["reasons"] == ["outdated"]
    assert double.feedback[0]["note"] == "write to [e-mail]"
    assert double.feedback[0]["question"] == "Who owns the code?"


def test_events_carry_states_and_never_the_question(chat: Chat) -> None:
    chat.visit()
    chat.page.evaluate(
        "() => { window.seen = []; for (const name of ['open', 'answer', 'abstain', 'error'])"
        " document.addEventListener(`ask:${name}`, (e) => seen.push([name, e.detail])); }"
    )
    chat.page.evaluate("faqChat.ask('Who owns the code?')")
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.evaluate("faqChat.ask('nothing?')")
    expect(chat.article("nothing?").locator(".card")).to_be_visible()
    seen = chat.page.evaluate("seen")
    assert [name for name, _ in seen] == ["open", "answer", "abstain"]
    assert seen[1][1]["locations"][0] == "contracts/#who-owns-the-code"
    assert "owns the code?" not in str(seen)
    chat.page.evaluate("faqChat.close()")
    expect(chat.panel).to_be_hidden()
    chat.page.evaluate("faqChat.destroy()")
    expect(chat.page.locator("faq-chat")).to_have_count(0)


def test_copy_and_link_give_the_source_and_the_permalink(chat: Chat, guard: Guard) -> None:
    guard.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.open()
    article = chat.ask("databases?")
    article.get_by_role("button", name="Copy").click()
    expect(chat.panel.get_by_text("Copied.", exact=True)).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()") == (
        f"A mid-level engineer reads a query plan.\n{chat.url}skills/#databases"
        ":~:text=A%20mid%2Dlevel%20engineer%20reads%20a%20query%20plan."
    )
    article.get_by_role("button", name="Link").click()
    expect(chat.panel.get_by_text("Link copied.")).to_be_visible()
    link = chat.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{chat.url}answer?q=databases%3F"
