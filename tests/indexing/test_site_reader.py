"""Which files of a site are pages, and what is said of bad ones."""

from pathlib import Path

import pytest

from chatbot.errors import SiteError
from chatbot.indexing.decoding import decode_html
from chatbot.indexing.sections import split_page
from chatbot.indexing.site_reader import read_site

PAGE = "<title>T</title><main><h1 id='t'>Title</h1><p>Text.</p></main>"


def write(site: Path, name: str, html: str = PAGE) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def locations(site: Path) -> list[str]:
    return [page.location for page in read_site(site).pages]


def test_missing_folder_is_a_site_error(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="there is no such folder"):
        read_site(tmp_path / "absent")


def test_a_file_is_not_a_site(tmp_path: Path) -> None:
    write(tmp_path, "page.html")
    with pytest.raises(SiteError, match="is a file; expected the folder"):
        read_site(tmp_path / "page.html")


def test_a_folder_without_pages_is_a_site_error(tmp_path: Path) -> None:
    write(tmp_path, "feed.xml")
    write(tmp_path, "404.html")
    with pytest.raises(SiteError, match="holds no HTML page"):
        read_site(tmp_path)


def test_locations_are_site_relative_and_sorted(tmp_path: Path) -> None:
    for name in ("index.html", "guide/x/index.html", "guide/y.html", "guide/index.html"):
        write(tmp_path, name)
    assert locations(tmp_path) == ["", "guide/", "guide/x/", "guide/y.html"]


def test_search_pages_and_missing_page_notices_are_skipped(tmp_path: Path) -> None:
    for name in ("a.html", "404.html", "en/404.html", "search.html", "search/index.html"):
        write(tmp_path, name)
    assert locations(tmp_path) == ["a.html"]


def test_lists_of_blog_excerpts_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, "a.html")
    write(tmp_path, "blog/index.html", "<article class='md-post--excerpt'><p>x</p></article>")
    assert locations(tmp_path) == ["a.html"]


@pytest.mark.parametrize(
    ("html", "updated"),
    [
        ('<meta name="guide:updated" content="2026-02-28">', "2026-02-28"),
        ('<p class="md-source-file"><time datetime="2025-12-01T10:00">x</time></p>', "2025-12-01"),
        ('<span class="git-revision-date-localized-plugin">March 5, 2026</span>', "2026-03-05"),
        ('<meta name="guide:updated" content="soon">', None),
    ],
)
def test_the_date_that_a_page_states_is_read(
    tmp_path: Path, html: str, updated: str | None
) -> None:
    write(tmp_path, "a.html", html + PAGE)
    (page,) = read_site(tmp_path).pages
    assert page.updated == updated


def test_a_five_megabyte_page_is_read(tmp_path: Path) -> None:
    paragraph = f"<p>{'A long sentence of many words, ' * 16}it ends.</p>"
    write(tmp_path, "a.html", PAGE.replace("</main>", paragraph * 10_000))
    assert (tmp_path / "a.html").stat().st_size > 5_000_000
    (page,) = read_site(tmp_path).pages
    assert len(split_page(page).sections[0].units) == 10_001


def test_a_page_beyond_the_limit_is_left_out_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.indexing.site_reader.MAX_PAGE_BYTES", 1_000_000)
    write(tmp_path, "a.html")
    write(tmp_path, "big.html", PAGE + " " * 1_000_001)
    reading = read_site(tmp_path)
    assert [page.location for page in reading.pages] == ["a.html"]
    assert reading.warnings == ("big.html: larger than 1 MB; left out. Split the page.",)


def test_no_cut_is_left_where_nothing_was_said(tmp_path: Path) -> None:
    write(tmp_path, "a.html", PAGE.replace("Text.", "Te<svg></svg>xt."))
    (page,) = read_site(tmp_path).pages
    assert "data-cut" not in page.article


@pytest.mark.parametrize(
    ("content", "text", "is_warned"),
    [
        ("Lahore لاہور".encode(), "Lahore لاہور", False),
        (b"\xef\xbb\xbfLahore", "Lahore", False),
        ("Lahore é".encode("utf-16"), "Lahore é", True),
        (b'<meta charset="windows-1252">\x93', '<meta charset="windows-1252">“', True),
        (b'<meta charset="unicode_escape">\xff', '<meta charset="unicode_escape">\ufffd', True),
        (b'<meta charset="no-such">\xff', '<meta charset="no-such">\ufffd', True),
    ],
)
def test_bytes_are_decoded_as_browsers_do(content: bytes, text: str, is_warned: bool) -> None:
    decoded, warning = decode_html(content)
    assert decoded == text
    assert (warning is not None) == is_warned
