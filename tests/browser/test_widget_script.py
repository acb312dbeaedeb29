"""What other scripts of the page may do with the panel, and what it tells them."""

from playwright.sync_api import expect
from reader import Chat, Guard

LISTEN = """() => {
  window.seen = [];
  for (const name of ["open", "answer", "abstain", "error", "feedback"])
    document.addEventListener(`ask:${name}`, (event) => seen.push([name, event.detail]));
}"""


def test_events_carry_states_and_never_the_question(chat: Chat, guard: Guard) -> None:
    guard.allow("Failed to load resource")
    chat.visit()
    chat.page.evaluate(LISTEN)
    chat.page.evaluate("faqChat.ask('Who owns the code?')")
    owner = chat.article("Who owns the code?")
    owner.get_by_role("button", name="Helpful", exact=True).click()
    expect(chat.panel.get_by_text("Thank you.")).to_be_visible()
    chat.page.evaluate("faqChat.ask('nothing?')")
    expect(chat.article("nothing?").locator(".card")).to_be_visible()
    chat.page.evaluate("faqChat.ask('broken?')")
    expect(chat.article("broken?").get_by_role("alert")).to_be_visible()
    seen = chat.page.evaluate("seen")
    assert [name for name, _ in seen] == ["open", "answer", "feedback", "abstain", "error"]
    assert seen[1][1]["locations"][0] == "contracts/#who-owns-the-code"
    assert seen[2][1] == {"vote": "up", "location": "contracts/#who-owns-the-code"}
    assert seen[4][1] == {"code": "away"}
    assert "owns the code?" not in str(seen)


def test_reset_empties_the_conversation_and_destroy_leaves_nothing(chat: Chat) -> None:
    chat.visit()
    chat.page.evaluate("faqChat.ask('Who owns the code?')")
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.evaluate("faqChat.reset()")
    expect(chat.log.get_by_role("article")).to_have_count(0)
    # The panel hears of its closing only after it was taken away.
    chat.page.evaluate("Promise.all([faqChat.close(), faqChat.destroy()])")
    expect(chat.page.locator("faq-chat")).to_have_count(0)
    chat.page.wait_for_timeout(100)
    expect(chat.page.locator("html")).not_to_have_attribute("data-faq-chat", "")
    kept = chat.page.evaluate("Object.keys(sessionStorage)")
    assert [key for key in kept if key.startswith("faq-chat")] == []
    chat.page.get_by_role("link", name="Skills").first.click()
    chat.page.wait_for_url("**/skills/")
    expect(chat.page.locator("faq-chat")).to_have_count(0)
    chat.search_field().press_sequentially("who owns the code")
    chat.page.wait_for_timeout(200)
    expect(chat.page.locator(".chat-row")).to_have_count(0)


def test_what_was_destroyed_can_be_opened_again(chat: Chat) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.page.evaluate("faqChat.destroy()")
    expect(chat.page.locator("faq-chat")).to_have_count(0)
    expect(chat.page.locator("html")).not_to_have_attribute("data-faq-chat", "")
    chat.page.evaluate("faqChat.open()")
    expect(chat.panel).to_be_visible()
    expect(chat.log.get_by_role("article")).to_have_count(0)
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()


def test_update_changes_the_examples_and_the_service(chat: Chat, guard: Guard) -> None:
    guard.allow("Failed to load resource")
    chat.open()
    chat.page.evaluate("faqChat.update({ questions: ['Ours?'], endpoint: '/elsewhere' })")
    expect(chat.panel.get_by_role("button", name="Ours?")).to_be_visible()
    with chat.page.expect_request("**/elsewhere/api/ask"):
        chat.ask("Who owns the code?")
    expect(chat.article("Who owns the code?").get_by_role("alert")).to_be_visible()


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
    expect(chat.panel.get_by_text("Copied.", exact=True)).to_be_visible()
    link = chat.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{chat.url}answer?q=databases%3F"


def test_the_link_of_a_follow_up_carries_the_question_before_it(chat: Chat, guard: Guard) -> None:
    guard.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.open()
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    article = chat.ask("and why?")
    article.get_by_role("button", name="Link").click()
    expect(chat.panel.get_by_text("Copied.", exact=True)).to_be_visible()
    link = chat.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{chat.url}answer?q=and+why%3F&h=databases%3F"
    expect(chat.panel.get_by_role("button", name="Go to answer")).to_be_visible()


def test_the_link_of_the_copy_leads_to_the_question(chat: Chat, guard: Guard) -> None:
    guard.allow("Failed to load resource")
    guard.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.open()
    with chat.page.expect_response("**/offline.json"):
        expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    guard.context.set_offline(True)
    chat.ask("how long is the trial").get_by_role("button", name="Link").click()
    expect(chat.panel.get_by_text("Copied.", exact=True)).to_be_visible()
    link = chat.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{chat.url}?ask=how+long+is+the+trial"
