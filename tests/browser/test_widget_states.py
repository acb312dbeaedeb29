"""Every state of an answer and of an error, with what the reader can do in it."""

import re

import pytest
from double import INDEX_ID, Double
from playwright.sync_api import expect
from reader import Chat, Guard

from chatbot.service.marking import asks_for_advice, landing

FAILED = "Failed to load resource"


def test_a_weak_answer_is_not_called_an_answer(chat: Chat) -> None:
    chat.open()
    article = chat.ask("weak?")
    expect(article.get_by_text("Closest passage in the guide:")).to_be_visible()
    expect(article.get_by_text("Answer", exact=True)).to_have_count(0)


def test_a_corrected_question_is_asked_again_as_it_is_spelt(chat: Chat, double: Double) -> None:
    chat.open()
    article = chat.ask("behavioral?")
    expect(article.get_by_text("Showing results for behavioural?", exact=True)).to_be_visible()
    article.get_by_role("button", name="Search instead for behavioral?").click()
    again = chat.article("behavioral?").last
    expect(again.get_by_role("blockquote")).to_contain_text("Names such as")
    assert [body.get("exact") for body in double.asked] == [None, True]
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    again.get_by_role("button", name="Link", exact=True).click()
    expect(chat.panel.get_by_text("Copied.", exact=True)).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{chat.url}answer?q=behavioral%3F&h=behavioral%3F&exact=1"


def test_what_is_not_found_can_be_searched_for(chat: Chat) -> None:
    chat.open()
    chat.ask("nothing?").get_by_role("button", name="Search for “nothing?”").click()
    expect(chat.panel).to_be_hidden()
    expect(chat.searched()).to_have_value("nothing?")


def test_two_sections_equally_near_are_offered_once(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("which one?").get_by_role("button", name="Contracts › Rates").click()
    article = chat.article("Rates")
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(article.get_by_role("link", name="Skills")).to_be_visible()
    assert double.asked[1] == {
        "question": "Rates",
        "history": [{"question": "which one?"}],
        "page": "contracts/#rates",
    }


def test_none_of_these_leads_to_the_places_to_look(chat: Chat) -> None:
    chat.open()
    article = chat.ask("which one?")
    article.get_by_role("button", name="None of these").click()
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(article.get_by_role("link", name="Contracts › Rates")).to_be_visible()


def test_what_is_not_found_names_the_nearest_sections(chat: Chat, double: Double) -> None:
    chat.open()
    article = chat.ask("nothing?")
    expect(article.get_by_text("I did not find this in the guide.")).to_be_visible()
    expect(article.get_by_role("link", name="Contracts › Rates")).to_be_visible()
    article.get_by_role("button", name="Suggest this question").click()
    expect(chat.panel.get_by_text("The editors will see this question.")).to_be_visible()
    assert double.feedback[0]["question"] == "nothing?"
    assert double.feedback[0]["share_question"] is True


def test_out_of_scope_links_to_no_unrelated_page(chat: Chat) -> None:
    chat.open()
    article = chat.ask("outside?")
    expect(article.get_by_text("That question looks outside it.")).to_be_visible()
    expect(article.get_by_role("link")).to_have_count(0)


def test_what_the_service_says_is_never_parsed_as_html(chat: Chat) -> None:
    chat.open()
    article = chat.ask("html?")
    expect(article.get_by_text("<img src=x onerror=alert(1)><b>bold</b>")).to_be_visible()
    expect(article.locator("img, b")).to_have_count(0)


@pytest.mark.parametrize("published", ["", INDEX_ID, "0123456789ab"])
def test_an_answer_from_another_version_of_the_guide_says_so(chat: Chat, published: str) -> None:
    """`guide build` names the index in each page; a site built otherwise does not."""
    chat.visit()
    if published:
        tag = f'<meta name="chat:index" content="{published}">'
        chat.page.evaluate("tag => document.head.insertAdjacentHTML('beforeend', tag)", tag)
    chat.page.keyboard.press("Control+i")
    article = chat.ask("Who owns the code?")
    expect(article.get_by_role("blockquote")).to_be_visible()
    note = article.get_by_text("Answered from another version of the guide.")
    expect(note).to_have_count(0 if published in {"", INDEX_ID} else 1)


def test_a_failing_service_leaves_retry_and_the_copy_in_the_browser(
    chat: Chat, guard: Guard, double: Double
) -> None:
    guard.allow(FAILED)
    chat.open()
    double.down = True
    article = chat.ask("Who owns the code?")
    expect(article.get_by_role("alert")).to_contain_text("The answer service cannot be reached.")
    expect(article.get_by_text("from the copy in your browser")).to_be_visible()
    expect(article.get_by_role("blockquote")).to_contain_text("The code belongs to the client")
    double.down = False
    article.get_by_role("button", name="Retry").click()
    expect(article.get_by_role("alert")).to_have_count(0)
    expect(article.get_by_text("index 8f3c2a")).to_be_visible()


def test_offline_answers_come_from_the_copy(chat: Chat, guard: Guard, double: Double) -> None:
    chat.open()
    with chat.page.expect_response("**/offline.json"):
        expect(chat.ask("databases?").get_by_role("blockquote")).to_be_visible()
    guard.context.set_offline(True)
    article = chat.ask("how long is the trial")
    expect(article.get_by_role("alert")).to_contain_text("You are offline.")
    quote = article.get_by_role("blockquote").first
    expect(quote).to_contain_text("A paid trial lasts two weeks.")
    guard.context.set_offline(False)
    assert len(double.asked) == 1


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("who owns teh coed", "The code belongs"),
        ("intellectual property", "The code belongs"),
        ("datab", "query plan"),
        ("which dtabase indexes?", "query plan"),
        ("how do I bake bread?", None),
        ("hire a nurse in Karachi", None),
        ("", None),
    ],
)
def test_the_copy_tolerates_a_typo_and_refuses_the_unrelated(
    chat: Chat, question: str, found: str | None
) -> None:
    chat.visit()
    script = "async (q) => (await import('/assets/chat/offline.js')).search(q)"
    reply = chat.page.evaluate(script, question)
    if found:
        assert found in reply["citations"][0]["quote"]
    else:
        assert reply["citations"] == []


@pytest.mark.parametrize(
    ("question", "is_advice"),
    [("who owns the code", False), ("should i sue for the code?", True), ("query plan", False)],
)
def test_the_copy_adds_to_a_quotation_what_the_service_does(
    chat: Chat, question: str, is_advice: bool
) -> None:
    chat.visit()
    script = "async (q) => (await import('/assets/chat/offline.js')).search(q)"
    reply = chat.page.evaluate(script, question)
    assert reply["is_advice"] is asks_for_advice(question) is is_advice
    assert reply["citations"] != []
    for it in reply["citations"]:
        assert it["landing"] == landing(it["location"], it["quote"])
        assert it["key"] != it["quote"]
        assert it["key"] in it["quote"]


def test_the_copy_says_what_stands_beside_the_answer(chat: Chat) -> None:
    chat.visit()
    script = "async (q) => (await import('/assets/chat/offline.js')).search(q)"
    reply = chat.page.evaluate(script, "query plan")
    assert reply["related"]
    page = reply["citations"][0]["location"].partition("#")[0]
    assert all(link["location"].startswith(f"{page}#") for link in reply["related"])


def test_too_many_questions_counts_down_to_retry(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open()
    article = chat.ask("busy?")
    expect(article.get_by_role("alert")).to_contain_text(
        re.compile(r"Too many questions for the moment\. Try again in \d s\.")
    )
    retry = article.get_by_role("button", name="Retry")
    expect(retry).to_be_disabled()
    expect(retry).to_be_enabled()
    retry.click()
    expect(article.get_by_role("blockquote")).to_contain_text("query plan")


def test_a_slow_service_is_given_up_after_five_seconds(chat: Chat) -> None:
    chat.open()
    article = chat.ask("wait 5.8 for the trial weeks")
    expect(article.locator(".skeleton")).to_be_visible()
    expect(chat.panel.locator(".status")).to_have_text("Searching the guide…")
    expect(chat.log).to_have_attribute("aria-busy", "true")
    expect(article.get_by_role("alert")).to_contain_text("The answer service is slow.")
    expect(chat.log).to_have_attribute("aria-busy", "false")


def test_stop_ends_the_wait_and_keeps_the_question(chat: Chat) -> None:
    chat.open()
    article = chat.ask("wait 3 seconds")
    chat.panel.get_by_role("button", name="Stop").click()
    expect(article.get_by_text("Stopped.")).to_be_visible()
    expect(article.get_by_role("button", name="Retry")).to_be_visible()


def test_a_question_asked_meanwhile_waits_its_turn(chat: Chat, double: Double) -> None:
    chat.open()
    chat.ask("wait 1 second")
    chat.ask("Who owns the code?")
    expect(chat.panel.get_by_text("Next: Who owns the code?")).to_be_visible()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    assert [body["question"] for body in double.asked] == ["wait 1 second", "Who owns the code?"]


def test_a_refused_question_says_why(chat: Chat, guard: Guard) -> None:
    guard.allow(FAILED)
    chat.open()
    article = chat.ask("refused?")
    expect(article.get_by_role("alert")).to_have_text("The question has a control character.")
