"""Every way to the panel, on every kind of screen, and without JavaScript."""

from typing import Any

import pytest
from double import Double, free_port
from playwright.sync_api import Browser, expect
from reader import Chat, Guard, build_site

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}


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
    field = chat.page.get_by_role("textbox", name="Search")
    field.click()
    field.press_sequentially("contracts")
    row = chat.page.locator(".chat-row")
    expect(row).to_have_count(0)
    field.fill("")
    field.press_sequentially("who owns the code")
    expect(row).to_have_text("Ask: “who owns the code”")
    field.press("ArrowDown")
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


@pytest.mark.parametrize("context_options", [PHONE])
def test_a_phone_shows_the_panel_in_full_and_folds_it_to_a_bar(chat: Chat) -> None:
    chat.visit("skills/")
    chat.page.get_by_role("link", name="Ask", exact=True).first.tap()
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    expect(chat.input).not_to_be_focused()
    assert chat.input.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 16
    chat.ask("Who owns the code?").get_by_role("link", name="Open in page").tap()
    chat.page.wait_for_url("**/contracts/**")
    expect(chat.panel).to_be_hidden()
    expect(chat.marks.first).to_be_in_viewport()
    chat.page.reload()
    expect(chat.marks.first).to_be_in_viewport()
    chat.bar.get_by_role("button", name="Back to answer").tap()
    expect(chat.article("Who owns the code?").get_by_role("blockquote")).to_be_visible()


def test_a_site_may_show_a_button_in_the_corner(chat: Chat) -> None:
    chat.visit()
    corner = chat.page.get_by_role("button", name="Ask the guide")
    expect(corner).to_have_count(0)
    chat.page.evaluate("faqChat.update({ button: true })")
    box = corner.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    corner.click()
    expect(chat.input).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(corner).to_be_focused()


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 480}}])
def test_at_320_pixels_nothing_is_cut_off(chat: Chat) -> None:
    chat.open("contracts/")
    chat.ask("Who owns the code?").get_by_role("button", name="Not helpful").click()
    cut = chat.page.evaluate(
        "() => [...document.querySelector('faq-chat').shadowRoot.querySelectorAll('*')]"
        ".filter((it) => !it.closest('.sr') && it.getBoundingClientRect().right > 321)"
        ".map((it) => it.outerHTML.slice(0, 80))"
    )
    assert cut == []


@pytest.mark.parametrize("context_options", [PHONE, {}])
def test_targets_are_large_enough(chat: Chat) -> None:
    chat.open("contracts/")
    expect(chat.ask("Who owns the code?").get_by_role("blockquote")).to_be_visible()
    small = chat.page.evaluate(
        "() => [...document.querySelector('faq-chat').shadowRoot.querySelectorAll('button, a')]"
        ".map((it) => [it.textContent, it.getBoundingClientRect()])"
        ".filter(([, box]) => box.height && Math.min(box.height, box.width) < 24)"
    )
    assert [name for name, _ in small] == []


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_without_javascript_the_button_leads_to_the_form(chat: Chat) -> None:
    chat.page.goto(chat.url)
    chat.page.get_by_role("link", name="Ask", exact=True).first.click()
    chat.page.wait_for_url("**/ask/")
    form = chat.page.locator("form.ask-box")
    assert form.get_attribute("method") == "get"
    assert str(form.get_attribute("action")).endswith("answer")


def test_the_panel_widens_by_a_button_and_stays_wide(chat: Chat) -> None:
    chat.open()
    chat.panel.get_by_role("button", name="Wider panel").click()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["width"] == 580
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["width"] == 580


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
    # What takes long is long every time; what a busy machine adds is not.
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


def test_an_urdu_page_has_urdu_words_from_right_to_left(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, port = tmp_path_factory.mktemp("urdu") / "guide", free_port()
    with Double(build_site("mkdocs", folder, port, language="ur"), port) as double:
        context = browser.new_context()
        guard = Guard(context)
        page = context.new_page()
        page.goto(double.url)
        page.get_by_role("link", name="Ask", exact=True).first.click()
        panel = page.get_by_role("dialog", name="گائیڈ سے پوچھیں")
        expect(panel).to_have_css("direction", "rtl")
        panel.get_by_label("آپ کا سوال").fill("Who owns the code?")
        panel.get_by_role("button", name="بھیجیں").click()
        quote = panel.get_by_role("blockquote").locator("p")
        expect(quote).to_have_css("direction", "ltr")
        guard.check()
        context.close()
