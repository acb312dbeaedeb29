"""GET /answer: every state as a page without JavaScript."""

import html
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from service_support import INLINE, QUOTE, make_settings, running
from starlette.testclient import TestClient
from test_site_files import hash_of

from chatbot.service.security import script_hashes


def page_of(client: TestClient, question: str, status: int = 200) -> LexborHTMLParser:
    response = client.get("/answer", params={"q": question})
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return LexborHTMLParser(response.text)


def text_of(page: LexborHTMLParser, selector: str = "article") -> str:
    node = page.css_first(selector)
    assert node is not None
    return " ".join(node.text().split())


def links_of(page: LexborHTMLParser) -> list[str]:
    return [str(link.attributes["href"]) for link in page.css("article a")]


def test_answer_quotes_and_links_inside_the_sites_own_frame(client: TestClient) -> None:
    page = page_of(client, "who owns the code?")
    assert text_of(page, "title") == "Answer: who owns the code?"
    assert text_of(page, "h1") == "Answer"
    quote = page.css_first("blockquote")
    assert quote is not None
    assert quote.text().strip() == QUOTE, "verbatim, and never read as HTML"
    assert text_of(page, "mark") == "You own the code <b>once</b> you have paid."
    assert links_of(page) == [
        "./faq/#who-owns-the-code:~:text=You%20own%20the%20code%20%3Cb%3Eonce%3C%2Fb%3E%20you%20have"
        "%20paid.,so%20in%20the%20contract."
    ]
    assert "not legal, tax, medical" not in text_of(page)
    assert "FAQ › Who owns the code?" in text_of(page)
    assert "OLD TEXT" not in text_of(page, "body")
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert page.css_first("link[rel=canonical]") is None
    assert page.css_first("meta[name=description]") is None


def test_addresses_of_the_frame_count_from_the_root(client: TestClient) -> None:
    page = page_of(client, "who owns the code?")
    assert page.css_first("link[rel=stylesheet]").attributes["href"].startswith("./assets/main")
    assert [link.attributes["href"] for link in page.css("nav a")] == ["./", "./ask/"]
    assert page.css_first("a.md-skip").attributes["href"] == "#answer"
    assert '"base": "."' in page.css_first("#__config").text()
    assert 'new URL(".",location)' in page.html


def test_policy_names_each_inline_script_of_the_page(client: TestClient) -> None:
    response = client.get("/answer", params={"q": "code"})
    policy = response.headers["content-security-policy"]
    hashes = script_hashes(response.text)
    assert len(hashes) == 2
    assert all(value in policy for value in hashes)
    assert hash_of(INLINE) in policy
    assert "script-src 'self' 'unsafe" not in policy


def test_clarification_links_ask_again(client: TestClient) -> None:
    links = links_of(page_of(client, "which?"))
    assert "./answer?h=which%3F&q=Who+owns+the+code%3F" in links
    assert client.get(links[0].removeprefix(".")).status_code == 200
    assert "./" in links, "the home page's own location is empty"


def test_none_of_the_choices_leads_elsewhere(tmp_path: Path) -> None:
    with running(tmp_path, contact_url="mailto:guide@example.org") as client:
        page = page_of(client, "which?")
        assert text_of(page, "details summary") == "None of these"
        assert "I did not find this in the guide." in text_of(page, "details")
        assert page.css_first("details a").attributes["href"] == "mailto:guide@example.org"


def test_places_to_look_are_those_that_the_site_has(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    ask, whole = settings.site_dir / "ask/index.html", settings.site_dir / "print/index.html"
    with running(tmp_path) as client:
        assert links_of(page_of(client, "what of tax & more?")) == ["./"], "the nearest section"
        whole.parent.mkdir()
        whole.write_text("<html><body>All of it</body></html>")
        field = '<input data-md-component="search-query"></body>'
        ask.write_text(ask.read_text().replace("</body>", field))
        links = links_of(page_of(client, "what of tax & more?"))
        assert links == ["./", "./?q=what+of+tax+%26+more%3F", "./print/"]


def test_corrected_question_can_be_asked_as_it_was_typed(client: TestClient) -> None:
    page = client.get("/answer", params={"q": "cdoe & code", "h": "first"})
    link = links_of(LexborHTMLParser(page.text))[0]
    assert link == "./answer?h=first&q=cdoe+%26+code&exact=1"
    assert text_of(LexborHTMLParser(page.text), "mark").startswith("You own the code")
    exact = LexborHTMLParser(client.get(link.removeprefix(".")).text)
    assert "Showing results" not in text_of(exact)
    assert text_of(exact, "h1") == "Answer"
    other = client.get("/answer", params={"q": "cdoe & code", "exact": "perhaps"})
    assert "Showing results" in other.text


def test_questions_of_law_are_told_what_a_quotation_is_not(client: TestClient) -> None:
    words = "A quotation is not legal, tax, medical or personal advice."
    assert words in text_of(page_of(client, "may I sue over the code?"))
    assert words not in text_of(page_of(client, "hire a nurse by law"))


def test_answer_from_another_index_says_so(tmp_path: Path) -> None:
    ask = make_settings(tmp_path).site_dir / "ask/index.html"
    with running(tmp_path) as client:
        for index_id, is_said in (("index-1", False), ("index-0", True)):
            meta = f'<meta name="chat:index" content="{index_id}"><link rel="canonical"'
            ask.write_text(re.sub('(<meta name="chat:index"[^>]*>)?<link rel="canonical"', meta,
                                  ask.read_text()))  # fmt: skip
            page = page_of(client, "code")
            assert ("Answered from another version" in text_of(page)) is is_said


def test_form_is_one_that_the_widget_masks(client: TestClient) -> None:
    form = page_of(client, "code").css_first("form")
    assert form.attributes["class"] == "ask-box"
    assert form.css_first("[name=q]").tag == "textarea"


@pytest.mark.parametrize(
    ("question", "heading", "words"),
    [
        ("weak code", "Closest passage", "Closest passage in the guide"),
        ("what of tax?", "Not in the guide", "Not found."),
        ("hire a nurse", "Not in the guide", "Outside."),
        ("judge him", "Not answered", "I can't help with that."),
        ("hello", "Hello", "Hello!"),
        ("cdoe code", "Answer", "Showing results for who owns the code"),
    ],
)
def test_every_state_has_its_words(
    client: TestClient, question: str, heading: str, words: str
) -> None:
    page = page_of(client, question)
    assert text_of(page, "h1") == heading
    assert words in text_of(page)
    assert page.css_first("form[action='./answer'] textarea[name=q]") is not None


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "The question is empty."),
        ('<b>&"' + "x" * 500, "The question has 505 characters; the limit is 500."),
        ("a\x07b", "The question holds the control character U+0007"),
    ],
)
def test_refused_question_stays_in_the_form(
    client: TestClient, question: str, message: str
) -> None:
    page = page_of(client, question, status=422)
    assert message in text_of(page, "[role=alert]")
    assert page.css_first("textarea").text().strip() == question.replace("\x07", "")


def test_question_of_500_characters_after_trimming_is_answered(client: TestClient) -> None:
    for space in ("", "  \n"):
        page_of(client, space + "code " * 99 + "codes" + space)
        page_of(client, space + "code " * 99 + "codes!" + space, status=422)


def test_refused_earlier_question_refuses_the_page(client: TestClient) -> None:
    response = client.get("/answer", params={"q": "code", "h": ["first", "a\x07b"]})
    assert response.status_code == 422
    assert "U+0007" in text_of(LexborHTMLParser(response.text), "[role=alert]")


def test_page_without_a_question_is_the_form(client: TestClient) -> None:
    response = client.get("/answer")
    assert response.status_code == 200
    assert text_of(LexborHTMLParser(response.text), "h1") == "Ask"
    assert client.head("/answer?q=code").status_code == 200


def test_follow_ups_carry_the_earlier_questions(client: TestClient) -> None:
    page = client.get("/answer", params={"q": "and the code?", "h": ["one", "two", "three"]})
    tree = LexborHTMLParser(page.text)
    assert "Understood as: one / two / three /" in text_of(tree)
    carried = [node.attributes["value"] for node in tree.css("input[name=h]")]
    assert carried == ["two", "three", "and the code?"]


@pytest.mark.parametrize("attack", ["</title><script>alert(1)</script>", '"><img src=x onerror=1>'])
def test_question_is_never_parsed_as_html(client: TestClient, attack: str) -> None:
    for query in ({"q": attack}, {"q": attack + "x" * 600}, {"q": "code", "h": attack}):
        response = client.get("/answer", params=query)
        assert attack not in response.text
        if response.status_code == 200 or "x" * 600 in response.text:
            assert html.escape(attack, quote=False)[:12] in response.text.replace("&#34;", '"')


def test_same_question_gives_the_same_page(client: TestClient) -> None:
    assert client.get("/answer?q=code").content == client.get("/answer?q=code").content


def test_site_without_an_ask_page_gets_a_bare_frame(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    with running(tmp_path, contact_url="mailto:guide@example.org") as client:
        (settings.site_dir / "ask/index.html").unlink()
        page = page_of(client, "what of tax?")
        assert text_of(page, "h1") == "Not in the guide"
        assert "mailto:guide@example.org" in links_of(page)
        assert re.search("<main>", page.html)
