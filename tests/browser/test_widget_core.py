"""Open, ask, read, follow, come back, close."""

from double import Double
from playwright.sync_api import expect
from reader import Chat


def test_the_header_button_opens_the_panel_with_the_input_focused(chat: Chat) -> None:
    chat.open()
    expect(chat.input).to_be_focused()
    expect(chat.panel.get_by_text("No person reads along")).to_be_visible()
    assert chat.panel.locator(".pick").all_text_contents() == [
        "Who owns the code?",
        "Which skills matter?",
        "How long is the trial?",
    ]


def test_an_answer_is_the_quotation_with_its_sources(chat: Chat, double: Double) -> None:
    chat.open("skills/")
    article = chat.ask("Who owns the code?")
    quote = article.get_by_role("blockquote")
    expect(quote).to_have_text(
        "The code belongs to the client once it is paid for. Write it in the contract."
    )
    expect(quote.locator("mark")).to_contain_text("The code belongs to the client")
    lead = article.get_by_role("link", name="1, Contracts, Who owns the code?")
    fragment = (
        ":~:text=The%20code%20belongs%20to%20the%20client%20once%20it,it%20in%20the%20contract."
    )
    expect(lead).to_have_attribute("href", f"{double.url}contracts/#who-owns-the-code{fragment}")
    expect(article.get_by_text("Updated Nov 3, 2026 · index 8f3c2a")).to_be_visible()
    expect(article.get_by_role("link", name="2, Skills, Databases")).to_be_visible()
    expect(chat.panel.locator(".status")).to_have_text("Answer ready, 1 quotation, 3 sources.")
    expect(chat.input).to_be_focused()
    assert double.asked == [{"question": "Who owns the code?", "history": [], "page": "skills/"}]


def test_a_citation_on_another_page_marks_the_sentence_and_leads_back(chat: Chat) -> None:
    chat.open("skills/")
    article = chat.ask("Who owns the code?")
    article.get_by_role("link", name="Open in page").click()
    chat.page.wait_for_url("**/contracts/#who-owns-the-code")
    expect(chat.marks.first).to_be_in_viewport()
    chat.expect_marked(
        "The code belongs to the client once it is paid for. Write it in the contract."
    )
    expect(chat.marks.first).to_be_focused()
    chat.bar.get_by_role("button", name="Back to answer").click()
    expect(chat.article("Who owns the code?").get_by_role("heading")).to_be_focused()
    expect(chat.marks).to_have_count(0)


def test_escape_closes_the_panel_and_returns_focus_to_the_button(chat: Chat) -> None:
    chat.open()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.page.get_by_role("link", name="Ask", exact=True).first).to_be_focused()
