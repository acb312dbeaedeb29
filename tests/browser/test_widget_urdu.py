"""The panel on an Urdu page, and Urdu questions on an English one."""

from collections.abc import Iterator

import pytest
from conftest import BUILDER
from double import REPLIES, Double, free_port
from playwright.sync_api import Page, expect
from reader import Chat, Guard, build_site
from test_widget_axe import PALETTES, paint, violations


@pytest.fixture(scope="module")
def urdu_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Double]:
    folder, port = tmp_path_factory.mktemp("urdu") / "guide", free_port()
    with Double(build_site(BUILDER, folder, port, language="ur"), port) as double:
        yield double


@pytest.fixture
def urdu(page: Page, urdu_site: Double) -> Chat:
    urdu_site.down = False
    chat = Chat(page, urdu_site.url)
    chat.panel = page.get_by_role("dialog", name="گائیڈ سے پوچھیں")
    chat.input = chat.panel.get_by_label("آپ کا سوال")
    chat.log = chat.panel.get_by_role("log")
    chat.open()
    return chat


def test_an_urdu_page_has_urdu_words_from_right_to_left(urdu: Chat) -> None:
    expect(urdu.panel).to_have_css("direction", "rtl")
    urdu.input.fill("Who owns the code?")
    urdu.panel.get_by_role("button", name="بھیجیں").click()
    quote = urdu.log.get_by_role("blockquote").locator("p")
    expect(quote).to_have_css("direction", "ltr")
    expect(urdu.panel.locator(".status")).to_contain_text("جواب تیار ہے")


def test_what_is_english_on_an_urdu_page_says_so(urdu: Chat) -> None:
    expect(urdu.panel.locator(".pick").first).to_have_attribute("lang", "en")
    article = urdu.ask("Who owns the code?")
    expect(article.get_by_role("blockquote").locator("p")).to_have_attribute("lang", "en")
    expect(article.locator("a.cite").first).to_have_attribute("lang", "en")
    expect(article.get_by_role("link", name="صفحے پر کھولیں")).not_to_have_attribute("lang", "en")


def test_an_urdu_page_without_examples_of_its_own_shows_none(urdu: Chat) -> None:
    expect(urdu.panel.locator(".pick")).to_have_count(3)
    urdu.page.goto(urdu.url + "skills/")
    expect(urdu.panel.get_by_text("خودکار جوابات")).to_be_visible()
    expect(urdu.panel.locator(".pick")).to_have_count(0)
    expect(urdu.panel.get_by_text("مثال کے طور پر")).to_have_count(0)


@pytest.mark.parametrize("palette", PALETTES)
def test_axe_finds_nothing_on_an_urdu_page(urdu: Chat, guard: Guard, palette: str) -> None:
    guard.allow("Failed to load resource")
    paint(urdu, palette)
    assert violations(urdu) == "", "empty"
    for question in ("Who owns the code?", "nothing?", "which one?", "broken?"):
        expect(urdu.ask(question).locator(".card").first).to_be_visible()
        urdu.panel.locator(".go[title=بھیجیں]").wait_for()
        assert violations(urdu) == "", question
    urdu.article("Who owns the code?").get_by_role("button", name="مفید نہیں").click()
    assert violations(urdu) == "", "feedback form"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("nothing?", "یہ مجھے گائیڈ میں نہیں ملا"),
        ("outside?", "یہ سوال اس سے باہر لگتا ہے"),
        ("declined?", "میں صرف اس گائیڈ کا اقتباس دیتا ہوں"),
        ("which one?", "آپ کی مراد کون سا ہے؟"),
        ("hello", "السلام علیکم!"),
    ],
)
def test_what_has_no_answer_is_said_in_urdu(urdu: Chat, question: str, words: str) -> None:
    card = urdu.ask(question).locator(".card")
    expect(card).to_contain_text(words)
    english = REPLIES[question]["text"]
    if english:
        expect(card).not_to_contain_text(english)


def test_errors_and_feedback_are_in_urdu(urdu: Chat, urdu_site: Double, guard: Guard) -> None:
    guard.allow("Failed to load resource")
    urdu.ask("Who owns the code?").get_by_role("button", name="مفید نہیں").click()
    expect(urdu.panel.get_by_text("کیا غلط تھا؟")).to_be_visible()
    urdu_site.down = True
    alert = urdu.ask("databases?").get_by_role("alert")
    expect(alert).to_contain_text("جواب کی سروس تک رسائی نہیں ہو سکی")


def test_an_urdu_question_stands_from_right_to_left_on_an_english_page(chat: Chat) -> None:
    chat.open()
    article = chat.ask("کوڈ کس کا ہے؟")
    expect(article.get_by_text("کوڈ کس کا ہے؟").first).to_have_css("direction", "rtl")
    expect(article.get_by_text("You asked")).to_have_css("direction", "ltr")
    expect(article.get_by_role("blockquote").locator("p")).to_have_css("direction", "ltr")
