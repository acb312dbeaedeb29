"""The pages of a built site → one page to print or to read in one go, in the order of the nav.

The page is an ordinary one (`docs/print.md`), so that links to it hold in every build. It must say
`answers: exclude`, for all that it holds is indexed where it came from. Its article is replaced by
those of the others: ids get the name of their page, links between the pages become links within the
page, headings move one level down.
"""

import re
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatbot.errors import SiteError

PRINT_PAGE: Final = "print/index.html"
_ROOT: Final = "https://site.invalid/"
_HERE: Final = urljoin(_ROOT, "print/")
_ARTICLE: Final = "article.md-content__inner"
_NAV_LINKS: Final = ".md-sidebar--primary a.md-nav__link[href]"
_LEFT_OUT: Final = (
    "script,style,form,.tool,nav,a.headerlink,.md-content__button"
    ",.md-source-file:not(.guide-checked)"
)
_ID_LISTS: Final = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_HEADING: Final = re.compile(r"<(/?)h([1-5])(?=[\s>])")
_OWN_ARTICLE: Final = re.compile(
    r"""(<article\b[^>]*>(?:\s*<a id="__skip"[^>]*>(?:</a>)?)?).*?(</article>)""", re.DOTALL
)


def write_whole_guide(site_dir: Path) -> int:
    """Fill the site's print page; returns how many pages it holds.

    Pages that are not meant to be quoted (`answers: exclude`) are left out. A site without a print
    page stays as it is.

    Raises:
        SiteError: the print page is not one that the theme built, or its nav leads nowhere.
    """
    path = site_dir / PRINT_PAGE
    if not path.is_file():
        return 0
    html = path.read_text(encoding="utf-8")
    shell = LexborHTMLParser(html)
    title = shell.css_first(f"{_ARTICLE} h1")
    if title is None or not _OWN_ARTICLE.search(html):
        raise SiteError(f"'{path}' has no article with a heading; expected a page of the theme.")
    articles = {at: _article(site_dir, at) for at in _locations(shell)}
    joined = {at: article for at, article in articles.items() if article is not None}
    body = "\n".join(_section(at, article, set(joined)) for at, article in joined.items())
    heading = f'<h1 id="{title.id or "the-whole-guide"}">{escape(_text(title))}</h1>'
    whole = f"\n{heading}\n{_contents(joined)}\n{body}\n"
    path.write_text(
        _OWN_ARTICLE.sub(lambda found: found[1] + whole + found[2], html, count=1),
        encoding="utf-8",
    )
    return len(joined)


def _locations(shell: LexborHTMLParser) -> list[str]:
    """Where the nav leads, in its order, each place once: `""`, `faq/` …"""
    links = (urldefrag(urljoin(_HERE, node.attrs["href"]))[0] for node in shell.css(_NAV_LINKS))
    own = (url.removeprefix(_ROOT) for url in links if url.startswith(_ROOT) and url != _HERE)
    return list(dict.fromkeys(own))


def _article(site_dir: Path, location: str) -> LexborNode | None:
    path = site_dir / (location if location.endswith(".html") else f"{location}index.html")
    if not path.is_file():
        raise SiteError(f"The nav of '{PRINT_PAGE}' leads to '{location}', which was not built.")
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    if tree.css_first('meta[name="answers"][content="exclude"]'):
        return None
    return tree.css_first(_ARTICLE)


def _section(location: str, article: LexborNode, joined: set[str]) -> str:
    while (found := article.css_first(_LEFT_OUT)) is not None:
        found.decompose()  # one by one: freeing a node frees what is inside it
    name = _name(location)
    for node in article.css("*"):
        attributes = node.attributes
        if own := attributes.get("id"):
            node.attrs["id"] = f"{name}--{own}"
        for key in _ID_LISTS:
            if words := attributes.get(key):
                node.attrs[key] = " ".join(f"{name}--{word}" for word in words.split())
        for key in ("href", "src"):
            if (url := attributes.get(key)) is not None:
                node.attrs[key] = _moved(url, location, joined)
    text = _HEADING.sub(lambda it: f"<{it[1]}h{int(it[2]) + 1}", article.inner_html or "")
    return f'<section class="guide-part" id="{name}">\n{text.strip()}\n</section>'


def _moved(url: str, location: str, joined: set[str]) -> str:
    """`url`, found on the page at `location`, as it has to stand on the print page."""
    target, anchor = urldefrag(urljoin(_ROOT + location, url))
    if not target.startswith(_ROOT):
        return url
    at = target.removeprefix(_ROOT)
    if at in joined:
        return f"#{_name(at)}--{anchor}" if anchor else f"#{_name(at)}"
    return f"../{at}" + (f"#{anchor}" if anchor else "")


def _contents(joined: dict[str, LexborNode]) -> str:
    rows = []
    for location, article in joined.items():
        heading = article.css_first("h1")
        text = escape(_text(heading)) if heading else _name(location)
        rows.append(f'<li><a href="#{_name(location)}">{text}</a></li>')
    return f'<ol class="guide-parts">{"".join(rows)}</ol>'


def _text(heading: LexborNode) -> str:
    return heading.text(deep=True).replace("¶", "").strip()


def _name(location: str) -> str:
    return location.removesuffix(".html").strip("/").replace("/", "-") or "home"
