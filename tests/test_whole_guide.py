"""All pages on one."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from chatbot.errors import SiteError
from chatbot.whole_guide import write_whole_guide

NAV = """<div class="md-sidebar md-sidebar--primary"><nav>
<a class="md-nav__link" href="..">Home</a> <a class="md-nav__link" href="../pay/">Pay</a>
<a class="md-nav__link" href="../how/">How</a> <a class="md-nav__link" href="../pay/">Pay</a>
<a class="md-nav__link" href="https://elsewhere.example/">Elsewhere</a></nav></div>"""
PAGES = {
    "index.html": """<h1 id="top">Home</h1><p>Read <a href="pay/#fees">the fees</a>, <a href="pay/">
        pay</a>, <a href="how/#steps">how</a> and <a href="https://a.example/">a source</a>.</p>""",
    "pay/index.html": """<a class="md-content__button" href="edit">Edit</a>
        <h1 id="top">Pay<a class="headerlink" href="#top">¶</a></h1>
        <h2 id="fees">Fees</h2><p>Ten.<sup id="fnref:1"><a href="#fn:1">1</a></sup></p>
        <img src="../assets/pay.svg" alt="Pay" aria-describedby="top fees">
        <div class="tool"><form><input></form></div><nav><a href="..">Related</a></nav>
        <div class="footnote"><li id="fn:1">A source<a href="#fnref:1">back</a></li></div>
        <p class="guide-checked md-source-file">Last checked: May</p>""",
    "how/index.html": """<h1 id="top">How</h1>""",
    "print/index.html": """<h1 id="top">The whole guide<a class="headerlink" href="#top">¶</a></h1>
        <p>Nothing yet.</p>""",
}


def _write(site: Path, name: str, article: str) -> None:
    meta = '<meta name="answers" content="exclude">' if name[:3] in ("how", "pri") else ""
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<!doctype html><html><head>{meta}</head><body>{NAV}"
        f'<article class="md-content__inner md-typeset">{article}</article></body></html>',
        encoding="utf-8",
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, article in PAGES.items():
        _write(tmp_path, name, article)
    return tmp_path


@pytest.fixture
def whole(site: Path) -> LexborHTMLParser:
    assert write_whole_guide(site) == 2
    return LexborHTMLParser((site / "print/index.html").read_text(encoding="utf-8"))


def _all(tree: LexborHTMLParser, selector: str, key: str) -> list[str]:
    return [node.attributes[key] or "" for node in tree.css(selector)]


def test_pages_follow_the_nav_and_excluded_ones_are_left_out(whole: LexborHTMLParser) -> None:
    assert _all(whole, "section.guide-part", "id") == ["home", "pay"]
    assert _all(whole, "ol.guide-parts a", "href") == ["#home", "#pay"]
    assert "Nothing yet" not in (whole.html or "")


def test_ids_are_unique_and_every_anchor_exists(whole: LexborHTMLParser) -> None:
    ids = _all(whole, "article [id]", "id")
    assert len(ids) == len(set(ids))
    anchors = [it[1:] for it in _all(whole, "article a[href]", "href") if it.startswith("#")]
    assert set(anchors) <= set(ids)
    assert {"pay--fees", "pay--fn:1", "pay--fnref:1"} <= set(anchors)


def test_links_lead_within_the_page_or_where_they_led(whole: LexborHTMLParser) -> None:
    assert _all(whole, "#home p a", "href") == [
        "#pay--fees", "#pay", "../how/#steps", "https://a.example/",
    ]  # fmt: skip
    assert _all(whole, "img", "src") == ["../assets/pay.svg"]
    assert _all(whole, "img", "aria-describedby") == ["pay--top pay--fees"]


def test_headings_move_down_under_one_title(whole: LexborHTMLParser) -> None:
    headings = [(node.tag, node.text()) for node in whole.css("article :is(h1, h2, h3)")]
    assert headings == [("h1", "The whole guide"), ("h2", "Home"), ("h2", "Pay"), ("h3", "Fees")]


def test_what_needs_a_screen_is_left_out(whole: LexborHTMLParser) -> None:
    assert whole.css("article :is(form, nav, .tool, .headerlink, .md-content__button)") == []
    assert "Last checked: May" in (whole.html or "")


def test_a_site_without_a_print_page_stays_as_it_is(tmp_path: Path) -> None:
    _write(tmp_path, "index.html", PAGES["index.html"])
    assert write_whole_guide(tmp_path) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_filling_the_page_twice_gives_the_same(site: Path) -> None:
    write_whole_guide(site)
    first = (site / "print/index.html").read_bytes()
    write_whole_guide(site)
    assert (site / "print/index.html").read_bytes() == first


def test_a_print_page_of_another_theme_is_refused(site: Path) -> None:
    (site / "print/index.html").write_text("<main><h1>Print</h1></main>", encoding="utf-8")
    with pytest.raises(SiteError, match="expected a page of the theme"):
        write_whole_guide(site)


def test_a_nav_that_leads_nowhere_is_named(site: Path) -> None:
    (site / "pay/index.html").unlink()
    with pytest.raises(SiteError, match="leads to 'pay/', which was not built"):
        write_whole_guide(site)
