"""Sites built by MkDocs Material and by Zensical, read, cut and compared."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from chatbot.indexing.sections import split_page
from chatbot.indexing.site_reader import read_site
from chatbot.indexing.splitting import split_section
from chatbot.passages import Passage, Section

SiteBuilder = Callable[..., Path]
# Zensical takes `data-search-exclude` out of the page that it publishes.
MKDOCS_ONLY = "hidden"


def sections_of(site: Path) -> list[Section]:
    return [section for page in read_site(site).pages for section in split_page(page).sections]


def passages_of(site: Path) -> list[Passage]:
    return [
        passage
        for section in sections_of(site)
        for passage in split_section(section, lambda text: len(text.split()), max_tokens=60)
    ]


def comparable(site: Path) -> list[Section]:
    return [s for s in sections_of(site) if not s.location.startswith(MKDOCS_ONLY)]


def section_at(site: Path, location: str) -> Section:
    return next(section for section in sections_of(site) if section.location == location)


def texts_at(site: Path, location: str) -> list[str]:
    return [unit.text for unit in section_at(site, location).units]


def squeezed(text: str) -> str:
    return "".join(text.split())


def published(site: Path, location: str) -> str:
    page = location.split("#")[0]
    file = site / page if page.endswith(".html") else site / page / "index.html"
    article = LexborHTMLParser(file.read_text(encoding="utf-8")).css_first("article")
    assert article is not None
    return squeezed(article.text())


@pytest.mark.parametrize("directory_urls", [True, False])
def test_both_builders_give_the_same_sections(
    build_site: SiteBuilder, directory_urls: bool
) -> None:
    mkdocs = build_site("mkdocs", directory_urls=directory_urls)
    zensical = build_site("zensical", directory_urls=directory_urls)
    assert comparable(mkdocs) == comparable(zensical)


def test_both_builders_give_the_same_passages(build_site: SiteBuilder) -> None:
    mkdocs, zensical = (
        [p for p in passages_of(build_site(name)) if not p.location.startswith(MKDOCS_ONLY)]
        for name in ("mkdocs", "zensical")
    )
    assert mkdocs == zensical


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_pages_without_directory_urls_are_cited_by_their_file(
    build_site: SiteBuilder, builder: str
) -> None:
    site = build_site(builder, directory_urls=False)
    assert [page.location for page in read_site(site).pages] == [
        "",
        "guide/constructs.html",
        "guide/footnotes.html",
        "guide/headless.html",
        "guide/long.html",
        "hidden.html",
        "languages.html",
        "raw.html",
    ]


def test_directory_urls_change_nothing_but_locations(build_site: SiteBuilder) -> None:
    plain = sections_of(build_site("mkdocs", directory_urls=False))
    assert [(s.breadcrumb, s.units) for s in plain] == [
        (s.breadcrumb, s.units) for s in sections_of(build_site("mkdocs"))
    ]


def test_every_unit_stands_in_the_published_page(built_site: Path) -> None:
    for section in sections_of(built_site):
        page = published(built_site, section.location)
        for unit in section.units:
            assert squeezed(unit.text) in page


def test_every_sentence_run_of_one_block_stands_in_the_published_page(built_site: Path) -> None:
    for section in sections_of(built_site):
        page = published(built_site, section.location)
        for block in {unit.block for unit in section.units}:
            run = [u.text for u in section.units if u.block == block and u.kind == "sentence"]
            assert squeezed("".join(run)) in page


def test_every_piece_of_a_passage_stands_in_the_published_page(built_site: Path) -> None:
    for passage in passages_of(built_site):
        page = published(built_site, passage.location)
        assert all(squeezed(line) in page for line in passage.text.split("\n"))


def test_every_location_leads_to_an_anchor_of_the_published_page(built_site: Path) -> None:
    for section in sections_of(built_site):
        page, _, anchor = section.location.partition("#")
        html = (built_site / page / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in html


def test_no_chrome_is_quoted(built_site: Path) -> None:
    text = "\n".join(unit.text for s in comparable(built_site) for unit in s.units)
    for chrome in ("¶", "Never read", "Send", "graph LR", "Hidden text", "The first source"):
        assert chrome not in text


def test_a_heading_marked_with_data_answers_takes_its_section_out(built_site: Path) -> None:
    breadcrumbs = [section.breadcrumb for section in sections_of(built_site)]
    assert not any("Left out" in breadcrumb for breadcrumb in breadcrumbs)
    assert any(breadcrumb[-1] == "Below the left out" for breadcrumb in breadcrumbs)


def test_data_search_exclude_is_honoured_where_it_is_published(build_site: SiteBuilder) -> None:
    site = build_site("mkdocs")
    found = [s for s in sections_of(site) if s.location.startswith(MKDOCS_ONLY)]
    assert [s.title for s in found] == ["Left out of search", "Unmarked heading"]
    assert [unit.text for unit in found[1].units] == ["Words after."]


def test_a_nested_item_is_a_unit_of_its_own(built_site: Path) -> None:
    texts = texts_at(built_site, "guide/constructs/#lists")
    assert "two with code and bold" in texts
    assert "nested under two" in texts


def test_a_footnote_mark_ends_the_run_of_sentences(built_site: Path) -> None:
    units = section_at(built_site, "guide/footnotes/#notes-and-sources").units
    assert [unit.text for unit in units[:2]] == ["Costs rose by 5%.", "Next year they may fall."]
    assert units[0].block != units[1].block


def test_a_page_without_h1_is_named_by_the_theme(built_site: Path) -> None:
    (section,) = [s for s in sections_of(built_site) if s.location.startswith("guide/headless/")]
    assert section.breadcrumb == ("Without a heading",)


def test_urdu_and_chinese_sentences_are_told_apart(built_site: Path) -> None:
    assert len(texts_at(built_site, "languages/#_1")) == 3
    assert len(texts_at(built_site, "languages/#_3")) == 3


def test_a_heading_without_an_anchor_is_warned_of(built_site: Path) -> None:
    warnings = [w for page in read_site(built_site).pages for w in split_page(page).warnings]
    assert warnings == [
        "raw/: heading 'Heading without an anchor' has no anchor; "
        "its text will cite the page's top."
    ]


def test_thirty_pages_are_cut_in_well_under_a_second(built_site: Path) -> None:
    pages = read_site(built_site).pages
    started = time.perf_counter()
    for _ in range(4):
        read_site(built_site)
        for page in pages:
            split_page(page)
    assert time.perf_counter() - started < 0.9
