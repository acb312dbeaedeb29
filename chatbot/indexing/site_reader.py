"""A built site → its pages, theme chrome taken away. Only this module knows the theme's HTML.

It reads what Material for MkDocs and Zensical build, with or without directory URLs, and makes
the best of other HTML. Where something with text of its own is taken out, `<wbr data-cut>` stays
behind, so that no quotation runs across the gap.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatbot.errors import SiteError
from chatbot.indexing.decoding import decode_html
from chatbot.indexing.headings import collapsed, heading_title
from chatbot.passages import Page

MAX_PAGE_BYTES: Final = 20_000_000

_ARTICLES: Final = ("article.md-content__inner", "[role=main]", "main", "article", "body")
_HEADING: Final = "h1,h2,h3,h4,h5,h6"
_CHROME: Final = ",".join(
    (
        "script,style,template,noscript,iframe,object,embed,audio,video,canvas,svg",
        "nav,form,button,input,select,textarea,[hidden],[role=navigation],[role=search]",
        "[style*='display:none'],[style*='display: none']",
        "a.headerlink,.md-content__button,.md-source-file,.md-feedback,.md-tags,#__comments",
        "div.footnote,section.footnotes,.footnote-backref,td.linenos,.linenodiv,.mermaid",
        f"[data-search-exclude]:not({_HEADING}),[data-answers=exclude]:not({_HEADING})",
    )
)
_CHROME_OF_BODY: Final = "header,footer,aside,[role=banner],[role=contentinfo]"
_LISTINGS: Final = ".md-post--excerpt,h1 .md-tag,h2 .md-tag,h3 .md-tag"
_SKIPPED_NAMES: Final = ("404.html", "search.html", "search/index.html")
_DATES: Final = (
    ".git-revision-date-localized-plugin",
    ".md-source-file time[datetime],.md-source-file [datetime]",
    ".md-sidebar--post time[datetime]",
)
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_ISO_DATE: Final = re.compile(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_LONG_DATE: Final = re.compile(rf"({'|'.join(_MONTHS)})[a-z]* ([0-3]?\d), (\d{{4}})")


@dataclass(frozen=True, slots=True)
class SiteReading:
    """The pages of a site by location, and what an editor should know of them."""

    pages: tuple[Page, ...]
    warnings: tuple[str, ...]


def read_site(site_dir: Path) -> SiteReading:
    """Read every page that readers see.

    Left out: 404 and search pages, redirects, lists of tags or blog excerpts, and pages whose
    `robots` meta says noindex or whose `answers` meta says exclude.

    Raises:
        SiteError: the folder is missing, is not a folder, or holds no HTML page.
    """
    pages: dict[str, Page] = {}
    warnings: list[str] = []
    for path in _html_files(site_dir):
        name = path.relative_to(site_dir).as_posix()
        try:
            if path.stat().st_size > MAX_PAGE_BYTES:
                limit = MAX_PAGE_BYTES // 1_000_000
                warnings.append(f"{name}: larger than {limit} MB; left out. Split the page.")
                continue
            html, warning = decode_html(path.read_bytes())
        except OSError as error:
            warnings.append(f"{name}: cannot be read ({error.strerror}); left out.")
            continue
        if warning:
            warnings.append(f"{name}: {warning}")
        location = _location(name)
        page = read_page(html, location)
        if page:
            pages[location] = page
    if not pages:
        raise SiteError(
            f"'{site_dir}' holds no HTML page that may be quoted; expected a site built by MkDocs "
            "or Zensical. Run `guide build`, or name the folder the site was built into."
        )
    return SiteReading(tuple(pages[location] for location in sorted(pages)), tuple(warnings))


def read_page(html: str, location: str) -> Page | None:
    """Read one page; None where it is not meant to be quoted."""
    tree = LexborHTMLParser(html)
    if _is_left_out(tree):
        return None
    found = (tree.css_first(selector) for selector in _ARTICLES)
    article = next((node for node in found if node is not None), None)
    if article is None:
        return None
    updated = _updated(tree)
    head_title = _head_title(tree)
    _remove(article, _CHROME)
    if article.tag == "body":
        _remove(article, _CHROME_OF_BODY)
    h1 = article.css_first("h1")
    title = heading_title(h1) if h1 else ""
    return Page(location, title or head_title or location or "Home", article.html or "", updated)


def _html_files(site_dir: Path) -> list[Path]:
    if not site_dir.exists():
        raise SiteError(f"No site in '{site_dir}': there is no such folder. Run `guide build`.")
    if not site_dir.is_dir():
        raise SiteError(f"'{site_dir}' is a file; expected the folder that a site was built into.")
    return sorted(
        path
        for path in site_dir.rglob("*.html")
        if path.is_file() and path.name != "404.html" and not _is_skipped(path, site_dir)
    )


def _is_skipped(path: Path, site_dir: Path) -> bool:
    return path.relative_to(site_dir).as_posix() in _SKIPPED_NAMES


def _location(name: str) -> str:
    return name.removesuffix("index.html") if name.split("/")[-1] == "index.html" else name


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[name="{name}" i]')
    return (node.attributes.get("content") or "") if node else ""


def _is_left_out(tree: LexborHTMLParser) -> bool:
    if tree.css_first('meta[http-equiv="refresh" i]') or tree.css_first(_LISTINGS):
        return True
    robots = _meta(tree, "robots").lower()
    return "noindex" in robots or robots == "none" or _meta(tree, "answers").strip() == "exclude"


def _remove(article: LexborNode, selector: str) -> None:
    """Take out the outermost matches: freeing a node frees what is inside it, too."""
    chosen: dict[int, LexborNode] = {}
    for node in article.css(selector):
        if node.mem_id == article.mem_id:
            continue
        above = node.parent
        while above is not None and above.mem_id != article.mem_id and above.mem_id not in chosen:
            above = above.parent
        if above is None or above.mem_id == article.mem_id:
            chosen[node.mem_id] = node
    for node in chosen.values():
        if node.text(strip=True):
            mark = node.parser.create_node("wbr")
            mark.attrs["data-cut"] = ""
            node.insert_before(mark)
        node.decompose()


def _head_title(tree: LexborHTMLParser) -> str:
    """The `<title>` without the site's name, as the theme appends it."""
    node = tree.css_first("head > title")
    title = collapsed(node.text()) if node else ""
    for selector in (".md-header__title .md-ellipsis", "a.md-logo"):
        name_node = tree.css_first(selector)
        name = (
            (name_node.attributes.get("title") or collapsed(name_node.text())) if name_node else ""
        )
        for separator in (" - ", " | ", " — ", " – "):
            if name and title.endswith(separator + name):
                return title.removesuffix(separator + name).strip()
    return title


def _updated(tree: LexborHTMLParser) -> str | None:
    """The ISO date that the page states of its last change, if it does."""
    stated = [_meta(tree, "guide:updated")]
    for selector in _DATES:
        for node in tree.css(selector):
            attributes = node.attributes
            stated += [
                attributes.get("datetime") or "",
                collapsed(node.text()),
                attributes.get("title") or "",
            ]
    for text in stated:
        if match := _ISO_DATE.search(text):
            return match[0]
        if match := _LONG_DATE.search(text):
            return f"{match[3]}-{_MONTHS.index(match[1]) + 1:02}-{int(match[2]):02}"
    return None
