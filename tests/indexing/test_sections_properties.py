"""Any HTML gives sections, and every quotation stands in the page word for word."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from chatbot.indexing.sections import split_page
from chatbot.indexing.site_reader import read_page
from chatbot.passages import Page

TAGS = """
p div span b code pre ul ol li dl dt dd table thead tbody tr td th h1 h2 h3 h4 h5 sup a br hr wbr
details summary figure figcaption blockquote section article main body svg script style template
nav form button label noscript img input em kbd caption select option textarea math iframe title
""".split()
ATTRIBUTES = [
    "",
    " id=a",
    " id=b",
    " class=headerlink",
    " class=footnote-ref",
    " class=linenos",
    " class=admonition",
    " class='tabbed-set tabbed-alternate'",
    " class=tabbed-labels",
    " class=tabbed-content",
    " class=tabbed-block",
    " class=highlighttable",
    " class=code",
    " class=arithmatex",
    " data-search-exclude",
    " data-answers=exclude",
    " hidden",
]
WORDS = st.sampled_from(
    [
        "One. ",
        "two",
        " ",
        "Three! Four",
        "5%",
        ".",
        "?) ",
        "\n",
        "e.g. ",
        "拉。",
        "&nbsp;",
        "(",
        "é",
    ]
)
OPENED = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
CLOSED = st.builds("</{}>".format, st.sampled_from(TAGS))
MARK = st.just('<sup><a class="footnote-ref">1</a></sup>')
HTML = st.lists(st.one_of(WORDS, OPENED, CLOSED, WORDS, MARK), max_size=40).map("".join)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def squeezed(text: str) -> str:
    return "".join(text.split())


def published(html: str) -> str:
    body = LexborHTMLParser(html).body
    return squeezed(body.text()) if body is not None else ""


@FEW
@given(HTML)
def test_every_unit_stands_in_the_page(html: str) -> None:
    page = read_page(f"<body><main>{html}", "x/")
    if page is None:
        return
    text = published(f"<body><main>{html}")
    for section in split_page(page).sections:
        for unit in section.units:
            assert unit.text.strip()
            assert squeezed(unit.text) in text


@FEW
@given(HTML)
def test_every_run_of_sentences_of_one_block_stands_in_the_page(html: str) -> None:
    page = read_page(f"<body><main>{html}", "x/")
    if page is None:
        return
    text = published(f"<body><main>{html}")
    for section in split_page(page).sections:
        for block in {unit.block for unit in section.units if unit.kind == "sentence"}:
            run = [unit.text for unit in section.units if unit.block == block]
            assert squeezed("".join(run)) in text


@FEW
@given(HTML)
def test_locations_are_unique_and_parents_exist(html: str) -> None:
    sections = split_page(Page("x/", "T", html)).sections
    locations = [section.location for section in sections]
    assert len(set(locations)) == len(locations)
    assert all(s.parent in locations for s in sections if s.parent is not None)
    assert sections[0].parent is None


@FEW
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    page = read_page(text, "x/")
    assert page is None or split_page(page).sections


def test_ten_thousand_nested_elements_are_read() -> None:
    for tag in ("div", "span", "li", "blockquote", "b", "details", "table><tr><td"):
        page = read_page(f"<main><h1 id=t>T</h1>{f'<{tag}>' * 10_000}Deep words.", "x/")
        assert page is not None
        assert "Deep words." in split_page(page).sections[0].units[-1].text
