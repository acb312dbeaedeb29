"""Following a citation lands on the quoted words, wherever they stand."""

import pytest
from double import REPLIES, Double, free_port
from playwright.sync_api import expect
from reader import Chat, Guard, build_site

WHERE = {
    "Who owns the code?": "across inline markup",
    "what does a senior cost?": "across the cells of a row",
    "which points?": "across list items",
    "last words?": "far down, in several scripts",
    "salary?": "in a tab that is not shown",
    "when is payment due?": "in details that are closed",
}


@pytest.mark.parametrize("question", WHERE, ids=list(WHERE.values()))
@pytest.mark.parametrize("start", ["skills/", "contracts/"])
def test_exactly_the_quoted_words_are_marked(chat: Chat, question: str, start: str) -> None:
    chat.open(start)
    chat.ask(question).get_by_role("link", name="Open in page").click()
    chat.page.wait_for_url("**/contracts/#**")
    expect(chat.marks.first).to_be_in_viewport()
    expect(chat.marks.first).to_be_focused()
    quote = REPLIES[question.casefold()]["citations"][0]["quote"]
    chat.expect_marked(quote)
    below = chat.page.locator(".md-header").evaluate("it => it.getBoundingClientRect().bottom")
    assert chat.marks.first.evaluate("it => it.getBoundingClientRect().top") > below


def test_a_quotation_that_is_gone_leads_to_its_section_and_says_so(chat: Chat) -> None:
    chat.open("skills/")
    chat.ask("what is gone?").get_by_role("link", name="Open in page").click()
    chat.page.wait_for_url("**/contracts/#rates")
    expect(chat.bar).to_contain_text("The page has changed since")
    expect(chat.page.locator("#rates")).to_be_in_viewport()
    expect(chat.marks).to_have_count(0)


def test_following_a_citation_keeps_the_page_loaded(chat: Chat) -> None:
    chat.open("skills/")
    chat.page.evaluate("window.same = true")
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_in_viewport()
    assert chat.page.evaluate("window.same") is True


def test_lines_out_of_order_and_one_in_another_are_marked(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("out of order?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_focused()
    first, last = "Names such as Зоя", "stay as they are."
    chat.expect_marked(first + last)


@pytest.mark.parametrize("start", ["skills/", "contracts/"])
def test_a_full_storage_keeps_no_quotation_from_being_marked(chat: Chat, start: str) -> None:
    chat.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
    )
    chat.open(start)
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_focused()
    chat.bar.get_by_role("button", name="Back to answer").click()
    expect(chat.article("Who owns the code?").get_by_role("heading")).to_be_focused()


def test_a_second_citation_replaces_the_first_mark(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_focused()
    chat.ask("what does a senior cost?").get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_have_text("Senior")
    chat.expect_marked("SeniorPKR 600,000two months")


def test_the_way_back_stands_beside_the_panel(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").click()
    expect(chat.bar).to_be_visible()
    box = chat.bar.bounding_box()
    assert box is not None
    # The gutter that a theme may keep for a scroll bar moves the middle by half its width.
    assert abs(box["x"] + box["width"] / 2 - (1280 - 384) / 2) < 9


def test_leaving_the_page_takes_the_mark_and_the_bar_away(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").click()
    expect(chat.bar).to_be_visible()
    chat.page.get_by_role("link", name="Skills").first.click()
    chat.page.wait_for_url("**/skills/")
    expect(chat.bar).to_be_hidden()


def test_a_cite_link_marks_its_words(chat: Chat) -> None:
    chat.visit("contracts/?cite=Notice%20is%20thirty%20days.#points-to-have")
    expect(chat.marks.first).to_be_in_viewport()
    chat.expect_marked("Notice is thirty days.")
    assert chat.page.url == f"{chat.url}contracts/#points-to-have"
    chat.page.reload()
    expect(chat.marks.first).to_be_in_viewport()


def test_the_widget_works_on_a_site_built_by_zensical(
    chat: Chat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, port = tmp_path_factory.mktemp("zensical") / "guide", free_port()
    with Double(build_site("zensical", folder, port), port) as double:
        chat.url = double.url
        chat.open("skills/")
        chat.input.press_sequentially("s f / n p .")
        expect(chat.input).to_have_value("s f / n p .")
        article = chat.ask("Who owns the code?")
        article.get_by_role("link", name="Open in page").click()
        chat.page.wait_for_url("**/contracts/#who-owns-the-code")
        expect(chat.marks.first).to_be_in_viewport()
        chat.bar.get_by_role("button", name="Back to answer").click()
        expect(chat.article("Who owns the code?").get_by_role("heading")).to_be_focused()
        chat.page.keyboard.press("Escape")
        chat.page.locator(".md-search__button").first.click()
        expect(chat.page.locator("input:focus")).to_be_visible()
        chat.page.keyboard.type("who owns the code")
        chat.page.get_by_text("Ask: “who owns the code”").click()
        expect(chat.log.get_by_role("article")).to_have_count(2)
        expect(chat.log.get_by_role("article").last.locator(".card")).to_be_visible()


@pytest.mark.parametrize(
    "context_options",
    [{"viewport": {"width": 1280, "height": 600}}, {"viewport": {"width": 390, "height": 600}}],
    ids=["desktop", "phone"],
)
@pytest.mark.parametrize("question", ["which points?", "last words?", "salary?"])
def test_the_whole_quotation_stands_between_the_header_and_the_bar(
    chat: Chat, question: str
) -> None:
    chat.open("skills/")
    chat.ask(question).get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_focused()
    chat.page.wait_for_timeout(200)
    first, last = chat.marks.first.bounding_box(), chat.marks.last.bounding_box()
    header, bar = chat.page.locator(".md-header").bounding_box(), chat.bar.bounding_box()
    assert first is not None
    assert last is not None
    assert header is not None
    assert bar is not None
    assert first["y"] >= header["y"] + header["height"]
    assert last["y"] + last["height"] <= bar["y"]


def test_a_cite_link_from_elsewhere_offers_no_way_back(chat: Chat) -> None:
    chat.visit("contracts/?cite=Notice%20is%20thirty%20days.#points-to-have")
    expect(chat.marks.first).to_be_focused()
    expect(chat.bar.get_by_role("button", name="Back to answer")).to_have_count(0)
    chat.page.keyboard.press("Escape")
    expect(chat.bar).to_be_hidden()
    expect(chat.marks).to_have_count(0)
    assert chat.page.url == f"{chat.url}contracts/#points-to-have"


def test_an_anchor_that_is_no_encoding_is_taken_as_it_is(chat: Chat, guard: Guard) -> None:
    guard.allow("URI malformed")  # Zensical's own script decodes it too
    chat.visit("contracts/?cite=Notice%20is%20thirty%20days.#100%")
    expect(chat.marks.first).to_be_in_viewport()
    chat.expect_marked("Notice is thirty days.")


def test_a_citation_opened_in_another_tab_leaves_this_one_alone(chat: Chat) -> None:
    chat.visit()
    chat.page.evaluate(
        "() => { const it = document.createElement('a'); it.href = 'skills/';"
        " it.dataset.chatQuote = 'Skills'; it.textContent = 'Quoted';"
        " document.querySelector('article').append(it); }"
    )
    with chat.page.context.expect_page() as other:
        chat.page.get_by_role("link", name="Quoted").click(modifiers=["ControlOrMeta"])
    other.value.close()
    assert chat.page.evaluate("sessionStorage.getItem('faq-chat-mark')") is None
