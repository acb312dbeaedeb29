"""While an answer is waited for: what moves when, what is queued, and what comes too late."""

from double import Double
from playwright.sync_api import Route, expect
from reader import ASK, Chat, Guard

FAILED = "Failed to load resource"
HANGING = "**/offline.json"


def test_nothing_moves_before_300_ms_and_nothing_is_said_before_800(chat: Chat) -> None:
    chat.open()
    clock = chat.page.clock
    clock.install()
    clock.pause_at(chat.page.evaluate("Date.now()") + 1000)
    article = chat.ask("wait 3 seconds")
    expect(article).to_be_visible()
    skeleton, status = article.locator(".skeleton"), chat.panel.locator(".status")
    clock.run_for(290)
    assert skeleton.count() == 0
    clock.run_for(20)
    expect(skeleton).to_be_visible()
    clock.run_for(480)
    assert status.text_content() == ""
    clock.run_for(20)
    expect(status).to_have_text("Searching the guide…")


def test_a_quick_answer_shows_no_skeleton(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate(
        "() => { window.grey = 0; const root = document.querySelector('faq-chat').shadowRoot;"
        " new MutationObserver(() => { grey += root.querySelectorAll('.skeleton').length; })"
        ".observe(root, { subtree: true, childList: true }); }"
    )
    expect(chat.ask("wait 0.05 seconds").get_by_role("blockquote")).to_be_visible()
    assert chat.page.evaluate("grey") == 0


def test_the_top_of_a_new_answer_comes_into_view(chat: Chat) -> None:
    chat.open()
    for question in ("Who owns the code?", "which points?", "databases?"):
        article = chat.ask(question)
        expect(article.get_by_role("blockquote")).to_be_visible()
        box, log = article.bounding_box(), chat.log.bounding_box()
        assert box is not None
        assert log is not None
        assert abs(box["y"] - log["y"]) < 4


def test_a_reader_who_scrolls_is_not_pulled_back(chat: Chat) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    article = chat.ask("wait 1 second")
    expect(article).to_be_visible()
    chat.log.evaluate("it => it.scrollTo(0, 0)")
    expect(article.get_by_role("blockquote")).to_be_attached()
    assert chat.log.evaluate("it => it.scrollTop") == 0


def test_after_twenty_questions_a_new_conversation_is_suggested(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate(ASK, [19, "databases?"])
    articles = chat.log.get_by_role("article")
    expect(articles).to_have_count(19)
    expect(chat.panel.get_by_text("This conversation is long.")).to_have_count(0)
    chat.page.evaluate(ASK, [2, "databases?"])
    expect(articles).to_have_count(20)
    full = chat.log.locator("p", has_text="This conversation is long.")
    full.get_by_role("button", name="New conversation").click()
    expect(articles).to_have_count(0)
    expect(chat.input).to_be_focused()


def test_a_copy_that_does_not_come_blocks_nothing(chat: Chat, guard: Guard, double: Double) -> None:
    guard.allow(FAILED)
    chat.page.route(HANGING, lambda _: None)
    chat.open()
    double.down = True
    article = chat.ask("Who owns the code?")
    retry = article.get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    double.down = False
    retry.click()
    expect(article.get_by_role("blockquote")).to_be_visible()
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()


def test_a_copy_that_comes_late_belongs_to_its_own_question(
    chat: Chat, guard: Guard, double: Double
) -> None:
    guard.allow(FAILED)
    held: list[Route] = []
    chat.page.route(HANGING, lambda route: held.append(route))
    chat.open()
    double.down = True
    expect(chat.ask("Who owns the code?").get_by_role("alert")).to_be_visible()
    chat.panel.get_by_role("button", name="New conversation").click()
    double.down = False
    article = chat.ask("databases?")
    expect(article.get_by_role("blockquote")).to_have_count(1)
    chat.page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    chat.page.wait_for_timeout(500)
    expect(article.get_by_role("blockquote")).to_have_count(1)
    expect(article.get_by_role("blockquote")).to_contain_text("query plan")


def test_an_answer_after_new_is_dropped(chat: Chat) -> None:
    chat.open()
    chat.ask("wait 0.7 seconds")
    chat.panel.get_by_role("button", name="New conversation").click()
    article = chat.ask("Who owns the code?")
    expect(article.get_by_role("blockquote")).to_contain_text("The code belongs")
    chat.page.wait_for_timeout(900)
    expect(chat.log.get_by_role("article")).to_have_count(1)
    expect(article.get_by_role("blockquote")).to_have_count(1)


def test_a_question_on_its_way_survives_a_reload(chat: Chat) -> None:
    chat.open()
    article = chat.ask("wait 3 seconds")
    expect(article).to_be_visible()
    assert "wait 3 seconds" in chat.page.evaluate("sessionStorage.getItem('faq-chat')")
    chat.page.reload()
    expect(article.get_by_role("button", name="Retry")).to_be_visible()


def test_all_that_is_asked_meanwhile_is_answered_in_turn(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("wait 1 second")
    chat.ask("Who owns the code?")
    chat.ask("databases?")
    chat.ask("which points?")
    expect(chat.panel.get_by_text("Next: Who owns the code? · databases?")).to_be_visible()
    chat.panel.get_by_role("button", name="Remove", exact=True).click()
    expect(chat.article("databases?").get_by_role("blockquote")).to_be_visible()
    asked = [body["question"] for body in double.asked]
    assert asked == ["wait 1 second", "Who owns the code?", "databases?"]


def test_a_draft_survives_what_is_asked_otherwise(chat: Chat) -> None:
    chat.open()
    chat.input.fill("half a question")
    chat.panel.get_by_role("button", name="Who owns the code?").click()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    expect(chat.input).to_have_value("half a question")
    chat.page.evaluate("faqChat.ask('databases?')")
    expect(chat.article("databases?").get_by_role("blockquote")).to_be_visible()
    expect(chat.input).to_have_value("half a question")


def test_a_refused_question_is_not_sent_along_with_the_next(
    chat: Chat, guard: Guard, double: Double
) -> None:
    guard.allow(FAILED)
    chat.open()
    expect(chat.ask("refused?").get_by_role("alert")).to_be_visible()
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    assert double.asked[-1]["history"] == []


def test_a_time_to_wait_may_be_a_date(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open()
    alert = chat.ask("dated busy?").get_by_role("alert")
    expect(alert).to_contain_text("Try again in")
    seconds = int((alert.text_content() or "").split("Try again in ")[1].split(" ")[0])
    assert 20 <= seconds <= 30


def test_undo_keeps_the_selection_that_went_along(chat: Chat, double: Double) -> None:
    chat.visit("skills/")
    chat.page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
    chat.page.keyboard.press("Control+i")
    chat.ask("call 0300-1234567")
    chat.panel.get_by_role("button", name="Undo").click()
    expect(chat.article("call 0300-1234567").locator(".card")).to_be_visible()
    quoted = [{"question": "Skills are shown, not told."}]
    assert [body["history"] for body in double.asked] == [quoted, quoted]


def test_a_removed_context_stays_removed(chat: Chat, double: Double) -> None:
    chat.open()
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    chat.panel.get_by_role("button", name="Remove: About").click()
    chat.page.reload()
    expect(chat.article("Who owns the code?")).to_be_visible()
    expect(chat.panel.get_by_role("button", name="Remove: About")).to_have_count(0)
    expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    assert double.asked[-1]["history"] == []
