"""Every way to the panel, on every kind of screen, and without JavaScript."""

import pytest
from conftest import BUILDER
from double import Double
from playwright.sync_api import expect
from reader import Chat, Guard


def test_before_first_use_only_the_loader_is_fetched(chat: Chat) -> None:
    fetched: list[str] = []
    chat.page.on("request", lambda request: fetched.append(request.url))
    chat.visit()
    chat.page.wait_for_timeout(300)
    chat_files = [url for url in fetched if "/assets/chat/" in url]
    assert [url.rsplit("/", 1)[1] for url in chat_files] == ["loader.js"]
    chat.page.get_by_role("link", name="Ask", exact=True).first.hover()
    expect(chat.page.locator("faq-chat")).to_be_attached()
    assert any(url.endswith("panel.js") for url in fetched)


def test_the_shortcut_toggles_and_leaves_other_fields_alone(chat: Chat) -> None:
    chat.visit("ask/")
    chat.page.keyboard.press("Control+i")
    expect(chat.input).to_be_focused()
    chat.page.keyboard.press("Control+i")
    expect(chat.panel).to_be_hidden()
    chat.page.locator("#ask-q").focus()
    chat.page.keyboard.press("Control+i")
    expect(chat.panel).to_be_hidden()


def test_the_shortcut_leaves_a_field_in_a_shadow_root_alone(chat: Chat) -> None:
    chat.visit()
    chat.page.evaluate(
        "() => { const host = document.body.appendChild(document.createElement('div'));"
        " const input = document.createElement('input');"
        " host.attachShadow({ mode: 'open' }).append(input); input.focus(); }"
    )
    chat.page.keyboard.press("Control+i")
    chat.page.wait_for_timeout(200)
    expect(chat.panel).to_be_hidden()
    chat.search_field().press("Control+i")
    chat.page.wait_for_timeout(200)
    expect(chat.panel).to_be_hidden()


def test_the_shortcut_works_on_a_keyboard_of_another_script(chat: Chat) -> None:
    chat.visit()
    chat.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'ی', code: 'KeyI', ctrlKey: true, bubbles: true }))"
    )
    expect(chat.panel).to_be_visible()


def test_without_its_modules_the_form_is_sent_as_a_form(chat: Chat, guard: Guard) -> None:
    guard.allow("Failed to load resource")
    chat.page.route("**/panel.js", lambda route: route.abort())
    chat.visit("ask/")
    chat.page.locator("#ask-q").fill("Who owns the code?")
    chat.page.locator("#ask-q").press("Enter")
    chat.page.wait_for_url("**/answer?q=Who*")


def test_a_link_fills_the_question_and_waits_for_a_press(chat: Chat, double: Double) -> None:
    chat.visit("?ask=Who%20owns%20the%20code%3F")
    expect(chat.input).to_have_value("Who owns the code?")
    expect(chat.panel.get_by_text("Press Send to ask this.")).to_be_visible()
    assert double.asked == []
    assert chat.page.url == chat.url
    chat.panel.get_by_role("button", name="Send").click()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()


def test_the_search_offers_to_ask_a_question(chat: Chat, double: Double) -> None:
    chat.visit()
    field = chat.search_field()
    field.press_sequentially("contracts")
    row = chat.page.locator(".chat-row")
    expect(row).to_have_count(0)
    field.fill("")
    field.press_sequentially("who owns the code")
    expect(row).to_have_text("Ask: “who owns the code”")
    field.press("ArrowDown" if BUILDER == "mkdocs" else "Tab")
    expect(row).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.article("who owns the code").locator(".card")).to_be_visible()
    assert double.asked[0]["question"] == "who owns the code"


def test_selected_text_can_be_asked_about(chat: Chat, double: Double) -> None:
    chat.visit("skills/")
    chat.page.get_by_text("Skills are shown, not told.").click(click_count=3)
    chat.page.get_by_role("button", name="Ask about this").click()
    chip = "Remove: “Skills are shown, not told.”"
    expect(chat.panel.get_by_role("button", name=chip)).to_be_visible()
    chat.ask("weak?")
    expect(chat.article("weak?").locator(".card")).to_be_visible()
    assert double.asked[0]["history"] == [{"question": "Skills are shown, not told."}]


def test_opening_by_shortcut_quotes_the_selection(chat: Chat) -> None:
    chat.visit("skills/")
    chat.page.evaluate("getSelection().selectAllChildren(document.querySelector('article p'))")
    chat.page.keyboard.press("Control+i")
    expect(chat.panel.get_by_text("“Skills are shown, not told.”")).to_be_visible()
    chat.page.reload()
    expect(chat.panel.get_by_text("“Skills are shown, not told.”")).to_be_visible()


def test_the_form_of_the_ask_page_opens_the_panel(chat: Chat) -> None:
    chat.visit("ask/")
    chat.page.locator("#ask-q").fill("Who owns the code?")
    chat.page.locator("#ask-q").press("Enter")
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()


def test_a_keyboard_alone_goes_the_whole_way(chat: Chat, double: Double) -> None:
    chat.visit("skills/")
    keys = chat.page.keyboard
    keys.press("Control+i")
    expect(chat.input).to_be_focused()
    keys.type("Who owns the code?")
    keys.press("Enter")
    article = chat.article("Who owns the code?")
    expect(article.get_by_role("blockquote")).to_be_visible()
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    expect(chat.panel.get_by_role("button", name="Go to answer")).to_be_focused()
    keys.press("Enter")
    expect(article.get_by_role("heading")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    chat.page.wait_for_url("**/contracts/**")
    expect(chat.marks.first).to_be_focused()
    keys.press("Escape")
    heading = chat.article("Who owns the code?").get_by_role("heading")
    expect(heading).to_be_focused()
    helpful = chat.panel.get_by_role("button", name="Helpful", exact=True)
    for _ in range(8):
        keys.press("Tab")
        if helpful.evaluate("it => it.getRootNode().activeElement === it"):
            break
    keys.press("Space")
    expect(helpful).to_have_attribute("aria-pressed", "true")
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert len(double.feedback) == 1


def test_escape_acts_only_while_focus_is_in_the_panel(chat: Chat) -> None:
    chat.open("contracts/")
    chat.page.get_by_role("link", name="Skills").first.focus()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_without_javascript_the_button_leads_to_the_form(chat: Chat) -> None:
    chat.page.goto(chat.url)
    chat.page.get_by_role("link", name="Ask", exact=True).first.click()
    chat.page.wait_for_url("**/ask/")
    form = chat.page.locator("form.ask-box")
    assert form.get_attribute("method") == "get"
    assert str(form.get_attribute("action")).endswith("answer")


OBSERVE = """() => {
  window.shift = 0;
  window.long = [0];
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) shift += entry.value; });
  watch("longtask", (entry) => long.push(entry.duration));
}"""


def test_opening_moves_nothing_and_blocks_for_50_ms_at_most(chat: Chat) -> None:
    longest = []
    # A long task is long because of the widget or because other programs hold the processor. What
    # the widget does for long it does every time, so the best of five is its own; one slow run
    # says nothing. A run with a sleep of 60 ms on opening fails all five.
    for _ in range(5):
        chat.visit("contracts/")
        chat.page.evaluate(OBSERVE)
        chat.page.keyboard.press("Control+i")
        expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
        # The page makes room for the panel; a browser counts that if opening took over 0.5 s.
        assert chat.page.evaluate("shift") < 0.01
        longest.append(max(chat.page.evaluate("long")))
        if longest[-1] <= 50:
            break
        chat.page.evaluate("sessionStorage.clear()")
    assert min(longest) <= 50, longest
