"""What every published page tells search engines, previews and programs that read along."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SITE_URL = "https://guide.test/"
NOT_IN_NAV = ["print.md"]


class _Config(yaml.SafeLoader):
    """mkdocs.yml with `!ENV` read as its default."""


_Config.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])
CONFIG: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=_Config)


def _nav(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for child in entry.values() if isinstance(entry, dict) else entry:
        if not isinstance(entry, str):
            yield from _nav(child)


NAV = list(_nav(CONFIG["nav"]))
PAGES = NAV + NOT_IN_NAV
on_every_page = pytest.mark.parametrize("source", PAGES)


def _location(source: str) -> str:
    return re.sub(r"(^|/)index\.md$", r"\1", source).replace(".md", "/")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "site"
    environment = {"GUIDE_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def page(site: Path, source: str) -> LexborHTMLParser:
    path = site / _location(source) / "index.html"
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def _meta(page: LexborHTMLParser, name: str) -> str:
    nodes = page.css(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(nodes) == 1, f"{len(nodes)} of meta {name}"
    return nodes[0].attributes["content"] or ""


def _structured(page: LexborHTMLParser, kind: str) -> dict[str, Any]:
    blocks = [json.loads(it.text()) for it in page.css('script[type="application/ld+json"]')]
    found = [block for block in blocks if block["@type"] == kind]
    assert len(found) == 1
    assert found[0]["@context"] == "https://schema.org"
    return dict(found[0])


def test_every_page_is_in_the_nav() -> None:
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert written == set(PAGES)
    assert len(NAV) == len(set(NAV))


@on_every_page
def test_front_matter_is_yaml_for_every_builder(source: str) -> None:
    """MkDocs reads broken front matter in another way; Zensical refuses it."""
    _, front_matter, _ = (DOCS / source).read_text("utf-8").split("---\n", 2)
    assert yaml.safe_load(front_matter)["description"]


@on_every_page
def test_page_has_one_title_one_heading_and_a_description(
    page: LexborHTMLParser, source: str
) -> None:
    title = page.css_first("title").text()
    assert CONFIG["site_name"] in title or source == "index.md"
    assert len(page.css("h1")) == 1
    description = _meta(page, "description")
    assert 50 <= len(description) <= 165, f"{len(description)} characters"
    assert description.endswith(".")


def test_titles_and_descriptions_are_unlike_each_other(site: Path) -> None:
    pages = [
        LexborHTMLParser((site / _location(source) / "index.html").read_text("utf-8"))
        for source in PAGES
    ]
    assert len({page.css_first("title").text() for page in pages}) == len(PAGES)
    assert len({_meta(page, "description") for page in pages}) == len(PAGES)


@on_every_page
def test_page_has_what_a_preview_shows(page: LexborHTMLParser, source: str, site: Path) -> None:
    url = SITE_URL + _location(source)
    assert page.css_first("link[rel=canonical]").attributes["href"] == url
    assert _meta(page, "og:url") == url
    assert _meta(page, "og:title") == _meta(page, "twitter:title")
    assert _meta(page, "og:description") == _meta(page, "description")
    image = _meta(page, "og:image")
    assert image == _meta(page, "twitter:image")
    assert (site / image.removeprefix(SITE_URL)).is_file()
    assert _meta(page, "og:image:alt")


@on_every_page
def test_page_says_where_it_stands(page: LexborHTMLParser, source: str) -> None:
    if source == "index.md":
        return  # a way from Home to Home says nothing
    items = _structured(page, "BreadcrumbList")["itemListElement"]
    assert [it["position"] for it in items] == [1, 2]
    assert [it["item"] for it in items] == [SITE_URL, SITE_URL + _location(source)]
    assert all(it["name"] for it in items)


def test_faq_is_told_as_questions_with_the_answers_of_the_page(site: Path) -> None:
    page = LexborHTMLParser((site / "faq/index.html").read_text("utf-8"))
    questions = _structured(page, "FAQPage")["mainEntity"]
    headings = [it.text(deep=False).strip() for it in page.css("article h2")]
    assert [it["name"] for it in questions] == headings
    assert len(questions) == 4
    text = " ".join(page.css_first("article").text().split())
    assert all(it["acceptedAnswer"]["text"] in text for it in questions)


def test_sitemap_has_every_page_but_the_one_that_repeats_them(site: Path) -> None:
    urls = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert sorted(urls) == sorted(SITE_URL + _location(source) for source in NAV)


def test_the_page_that_repeats_all_others_is_neither_found_nor_quoted(site: Path) -> None:
    page = LexborHTMLParser((site / "print/index.html").read_text("utf-8"))
    assert _meta(page, "robots") == "noindex"
    assert _meta(page, "answers") == "exclude"
    search = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert not [it for it in search["docs"] if it["location"].startswith("print/")]


def test_llms_txt_lists_every_page_once_and_nothing_else(site: Path) -> None:
    text = (site / "llms.txt").read_text("utf-8")
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", text, re.MULTILINE)
    own = [it for it in NAV if it != "index.md"]
    assert sorted(listed) == sorted(_location(source) for source in own)
    assert text.startswith(f"# {CONFIG['site_name']}\n\n> ")


def test_robots_txt_names_the_sitemap_of_the_address_in_mkdocs_yml(site: Path) -> None:
    lines = (site / "robots.txt").read_text("utf-8").splitlines()
    assert f"Sitemap: {urljoin(CONFIG['site_url'], 'sitemap.xml')}" in lines


def test_every_link_and_anchor_holds_and_no_page_loads_from_elsewhere(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/check_links.py", str(site)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
