"""Votes, reasons and suggested questions: sent once, kept when they fail, gone where unwanted."""

from double import Double
from playwright.sync_api import Route, expect
from reader import Chat, Guard

FAILED = "Failed to load resource"


def test_thumbs_send_a_vote_without_the_question(chat: Chat, double: Double) -> None:
    chat.open()
    article = chat.ask("Who owns the code?")
    up = article.get_by_role("button", name="Helpful", exact=True)
    expect(up).to_have_attribute("aria-pressed", "false")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    assert len(double.feedback[0].pop("id")) == 36
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
    expect(chat.panel.get_by_text("Feedback was not sent.")).to_have_count(1)
    expect(chat.panel.locator(".status")).to_have_text("Feedback was not sent. Try again.")
    expect(article.get_by_label("Note (optional)")).to_have_value("write to me@example.com")
    double.down = False
    article.get_by_role("button", name="Send feedback").click()
    expect(article.get_by_label("Note (optional)")).to_have_count(0)
    assert double.feedback[0]["reasons"] == ["outdated"]
    assert double.feedback[0]["note"] == "write to [e-mail]"
    assert double.feedback[0]["question"] == "Who owns the code?"


def test_a_second_press_sends_no_second_vote(chat: Chat, double: Double) -> None:
    chat.open()
    article = chat.ask("Who owns the code?")
    up = article.get_by_role("button", name="Helpful", exact=True)
    up.dblclick()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(chat.panel.get_by_text("Thank you.")).to_be_visible()
    up.click()
    chat.page.wait_for_timeout(200)
    assert [vote["vote"] for vote in double.feedback] == ["up"]


def test_a_question_is_suggested_once(chat: Chat, double: Double) -> None:
    chat.open()
    suggest = chat.ask("nothing?").get_by_role("button", name="Suggest this question")
    suggest.click()
    expect(chat.panel.get_by_text("The editors will see this question.")).to_be_visible()
    suggest.click()
    chat.page.wait_for_timeout(200)
    assert len(double.feedback) == 1


def test_the_open_form_says_so_and_leaves_the_focus_in_the_panel(chat: Chat) -> None:
    chat.open()
    article = chat.ask("Who owns the code?")
    down = article.get_by_role("button", name="Not helpful")
    down.click()
    expect(down).to_have_attribute("aria-expanded", "true")
    article.get_by_role("button", name="Send feedback").click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(down).to_have_attribute("aria-expanded", "false")
    expect(down).to_be_focused()


def test_a_form_being_filled_survives_the_next_question(chat: Chat) -> None:
    chat.open()
    first = chat.ask("Who owns the code?")
    first.get_by_role("button", name="Not helpful").click()
    first.get_by_label("Note (optional)").fill("half a note")
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    expect(first.get_by_label("Note (optional)")).to_have_value("half a note")


def test_a_service_that_takes_no_feedback_is_asked_once(
    chat: Chat, guard: Guard, double: Double
) -> None:
    guard.allow(FAILED)
    double.takes_feedback = False
    chat.open()
    article = chat.ask("Who owns the code?")
    article.get_by_role("button", name="Helpful", exact=True).click()
    expect(chat.panel.get_by_text("This guide takes no feedback.")).to_be_visible()
    expect(chat.input).to_be_focused()
    expect(article.get_by_role("button", name="Helpful", exact=True)).to_be_hidden()
    nothing = chat.ask("nothing?")
    expect(nothing.get_by_role("link", name="Skills")).to_be_visible()
    expect(nothing.get_by_role("button", name="Suggest this question")).to_be_hidden()
    chat.page.reload()
    expect(chat.article("nothing?")).to_be_visible()
    expect(article.get_by_role("button", name="Helpful", exact=True)).to_be_hidden()


def test_feedback_refused_late_leaves_the_focus_in_the_page(
    chat: Chat, guard: Guard, double: Double
) -> None:
    guard.allow(FAILED)
    double.takes_feedback = False
    held: list[Route] = []
    chat.page.route("**/api/feedback", lambda route: held.append(route))
    chat.open()
    helpful = chat.ask("Who owns the code?").get_by_role("button", name="Helpful", exact=True)
    with chat.page.expect_request("**/api/feedback"):
        helpful.press("Enter")
    chat.page.evaluate("document.querySelector('faq-chat').shadowRoot.activeElement.blur()")
    held[0].continue_()
    expect(chat.panel.get_by_text("This guide takes no feedback.")).to_be_visible()
    assert chat.page.evaluate("document.activeElement.localName") == "body"


def test_a_question_stays_suggested_after_a_reload(chat: Chat, double: Double) -> None:
    chat.open()
    suggest = chat.ask("nothing?").get_by_role("button", name="Suggest this question")
    suggest.click()
    thanks = chat.panel.get_by_text("The editors will see this question.")
    expect(thanks).to_be_visible()
    chat.page.reload()
    suggest.click()
    expect(thanks).to_be_visible()
    assert len(double.feedback) == 1


def test_a_page_may_switch_feedback_off(chat: Chat) -> None:
    chat.visit()
    chat.add_meta("feedback", "off")
    chat.page.keyboard.press("Control+i")
    article = chat.ask("Who owns the code?")
    expect(article.get_by_role("blockquote")).to_be_visible()
    expect(article.get_by_role("button", name="Helpful", exact=True)).to_be_hidden()
