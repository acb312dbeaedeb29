"""What the service may not say: the panel checks before it shows."""

import pytest
from double import HOSTILE, OWNER, Double
from playwright.sync_api import expect
from reader import Chat, Guard


@pytest.mark.parametrize(
    "question",
    ["malformed?", "bad date?", "no title?", "path in one piece?", "odd key?", "hostile landing?"]
    + [f"hostile {n}?" for n in range(len(HOSTILE))],
)
def test_an_answer_of_unknown_shape_is_logged_and_never_shown(
    chat: Chat, guard: Guard, question: str
) -> None:
    guard.allow("unknown shape")
    chat.open()
    article = chat.ask(question)
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(article.get_by_role("link")).to_have_count(0)
    chat.panel.get_by_role("button", name="Send").wait_for()
    assert any("unknown shape" in message for message in guard.messages)


def test_an_answer_that_cannot_be_drawn_counts_as_not_found(chat: Chat, double: Double) -> None:
    """`toLocaleDateString` throws on a page whose `lang` is no language."""
    chat.visit()
    chat.page.evaluate("document.documentElement.lang = 'en_US'")
    chat.page.keyboard.press("Control+i")
    article = chat.ask("Who owns the code?")
    chat.ask("hello")
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(chat.article("hello").get_by_text("I quote this guide")).to_be_visible()
    expect(chat.log).to_have_attribute("aria-busy", "false")
    assert len(double.asked) == 2


def test_a_quotation_is_shown_whole_whatever_its_key_is(chat: Chat) -> None:
    chat.open()
    quote = chat.ask("foreign key?").get_by_role("blockquote")
    expect(quote).to_have_text(OWNER["quote"])
    expect(quote.locator("mark")).to_have_count(0)


def test_a_quotation_that_its_page_does_not_hold_is_not_shown(chat: Chat, guard: Guard) -> None:
    guard.allow("not on its page")
    chat.open("skills/")
    article = chat.ask("not said?")
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(article.get_by_role("blockquote")).to_have_count(0)


def test_of_another_version_of_the_guide_it_is_shown_with_a_note(chat: Chat) -> None:
    chat.visit("skills/")
    chat.add_meta("index", "another")
    chat.page.keyboard.press("Control+i")
    article = chat.ask("not said?")
    expect(article.get_by_role("blockquote")).to_have_text("Tests are skipped.")
    expect(article.get_by_text("Answered from another version of the guide.")).to_be_visible()


@pytest.mark.parametrize("question", ["which points?", "what does a senior cost?", "salary?"])
def test_words_across_cells_lists_and_tabs_are_found_on_the_page(chat: Chat, question: str) -> None:
    chat.open("contracts/")
    expect(chat.ask(question).get_by_role("blockquote")).to_be_visible()


@pytest.mark.parametrize(
    "context_options",
    [{"timezone_id": "America/Los_Angeles"}, {"timezone_id": "Asia/Karachi"}],
    ids=["west", "east"],
)
def test_every_citation_has_its_date_whatever_the_time_zone(chat: Chat) -> None:
    chat.open()
    article = chat.ask("two quotations?")
    expect(article.get_by_text("Updated Nov 3, 2026")).to_have_count(3)
    expect(chat.panel.locator(".status")).to_have_text("Answer ready, 2 quotations, 3 sources.")


def test_advice_that_is_asked_for_is_not_given(chat: Chat) -> None:
    chat.open()
    article = chat.ask("should i sue?")
    expect(article.get_by_text("A quotation is not legal, tax, medical")).to_be_visible()
    expect(chat.ask("databases?").get_by_text("A quotation is not")).to_have_count(0)


@pytest.mark.parametrize("question", ["nothing?", "outside?"])
def test_a_contact_is_offered_where_the_page_names_one(chat: Chat, question: str) -> None:
    chat.visit()
    chat.add_meta("contact", "mailto:editors@example.com")
    chat.page.keyboard.press("Control+i")
    link = chat.ask(question).get_by_role("link", name="Contact")
    expect(link).to_have_attribute("href", "mailto:editors@example.com")
