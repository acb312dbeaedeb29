"""Pages without JavaScript: an answer in the site's own dress, and the description of the API."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatbot.answering.composer import Reply
from chatbot.service import marking
from chatbot.service.schemas import MAX_QUESTION_CHARS
from chatbot.service.security import script_hashes
from chatbot.service.site import Site
from chatbot.whole_guide import PRINT_PAGE

Page = tuple[str, tuple[str, ...]]  # HTML and the hashes of its inline scripts
ASK_PAGES = ("ask/", "ask.html")
MAX_CARRIED = 3
_WHOLE_GUIDE = PRINT_PAGE.removesuffix("index.html")
_ROOT = "https://site.invalid/"
_URL_ATTRIBUTES = ("href", "src", "action", "poster")
_LEFT_OUT = (
    "link[rel=canonical], link[rel=prev], link[rel=next], link[rel=alternate], "
    "meta[name=description], meta[name=robots], meta[property^='og:'], meta[name^='twitter:'], "
    "script[type='application/ld+json'], nav.md-nav--secondary > *, label[for=__toc]"
)
# Material takes "?q=" for a search to open. It reads the address once, while the page loads.
_HIDE_QUERY = (
    "<script>{const a=location.href,u=new URL(a);u.searchParams.delete('q');"
    "history.replaceState(history.state,'',u);document.addEventListener('DOMContentLoaded',"
    "()=>history.replaceState(history.state,'',a))}</script>"
)
_HEAD = '<meta name="robots" content="noindex">' + _HIDE_QUERY

_templates = Environment(
    loader=PackageLoader("chatbot.service"), autoescape=True, undefined=StrictUndefined
)
_api_templates = _templates.overlay(undefined=Undefined)
_api_templates.filters["pretty"] = lambda value: json.dumps(value, indent=2, ensure_ascii=False)


@dataclass(frozen=True)
class Chrome:
    """A page of the site without its title and article, as pieces to put text between.

    `index_id` is the index that the page was published with, "" where it does not say;
    `has_search` is whether a link with "?q=" opens the theme's search; `takes_feedback` is whether
    the page lets the widget send some.
    """

    before_title: str
    before_article: str
    after_article: str
    hashes: tuple[str, ...]
    index_id: str = ""
    has_search: bool = False
    takes_feedback: bool = True

    def page(self, title: str, article: str) -> str:
        """`title` and `article` are HTML."""
        return "".join((self.before_title, title, self.before_article, article, self.after_article))


class AnswerPages:
    """Draws answers in the frame of the site's Ask page, or in a bare one."""

    def __init__(self, site: Site, *, contact_url: str = "", takes_feedback: bool = False) -> None:
        self._site = site
        self._contact_url = contact_url
        self._takes_feedback = takes_feedback
        self._chrome: tuple[str, Chrome] | None = None

    def chrome(self) -> Chrome:
        """The frame, cut anew when the Ask page has changed."""
        for location in ASK_PAGES:
            if file := self._site.find(location):
                if self._chrome is None or self._chrome[0] != file.etag:
                    self._chrome = file.etag, cut_chrome(file.body.decode(), location)
                return self._chrome[1]
        return cut_chrome(_templates.get_template("page.html").render(), "")

    def answer(self, question: str, reply: Reply, history: Sequence[str]) -> Page:
        """The page of one reply, every state of it; `history` holds the earlier questions."""
        heading = {"answer": "Answer", "clarification": "Which do you mean?"}.get(reply.kind)
        if reply.kind == "abstention":
            heading = "Not answered" if reply.reason == "declined" else "Not in the guide"
        if reply.is_weak:
            heading = "Closest passage"
        read = reply.corrected_question or question
        return self._draw(
            f"Answer: {question}",
            heading=heading or "Hello",
            question=question,
            reply=asdict(reply),
            citations=[
                asdict(citation)
                | {
                    "landing": marking.landing(citation.location, citation.quote),
                    "pieces": marking.key_span(citation.quote, read),
                }
                for citation in reply.citations
            ],
            choices=[
                asdict(link) | {"again": _ask_url(link.title, [question])} for link in reply.choices
            ],
            exact_url=_ask_url(question, history, exact=True),
            is_advice=marking.asks_for_advice(read),
            history=[*history, question][-MAX_CARRIED:],
        )

    def form(self, *, kept: str = "", error: str | None = None, said: str = "") -> Page:
        """The form alone; `error` is what is wrong with what was typed, `said` what was done."""
        return self._draw("Ask", heading="Ask", kept=kept, error=error, said=said)

    def _draw(self, title: str, **values: Any) -> Page:
        chrome = self.chrome()
        blank: dict[str, Any] = {
            "question": "",
            "reply": None,
            "citations": [],
            "choices": [],
            "exact_url": "",
            "is_advice": False,
            "history": [],
            "kept": "",
            "error": None,
            "said": "",
            "contact_url": self._contact_url,
            "has_search": chrome.has_search,
            "takes_feedback": self._takes_feedback and chrome.takes_feedback,
            "published_id": chrome.index_id,
            "whole_guide": _WHOLE_GUIDE if self._site.find(_WHOLE_GUIDE) else "",
            "limit": MAX_QUESTION_CHARS,
        }
        article = _templates.get_template("answer.html").render(blank | values)
        escaped = _templates.from_string("{{ title }}").render(title=title)
        return chrome.page(escaped, article), chrome.hashes


def cut_chrome(page: str, location: str) -> Chrome:
    """Empty a page's article and title; its addresses then count from the site's root."""
    tree = LexborHTMLParser(page)
    article = tree.css_first("article") or tree.css_first("main") or tree.body
    if tree.head is None or article is None:  # the parser makes both where they are missing
        raise ValueError("not an HTML page")
    index = tree.css_first('meta[name="chat:index"]')
    feedback = tree.css_first('meta[name="chat:feedback"]')
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    for node in tree.css("[href], [src], [action], [poster]"):
        _rebase(node, location)
    for node in tree.css("script:not([src])"):
        if node.attributes.get("id") == "__config":
            _rebase_config(node, location)
    for node in tree.css("a.md-skip"):
        node.attrs["href"] = "#answer"
    marks = [f"@@{name}:{id(tree)}@@" for name in ("title", "article", "head")]
    for node in tree.css("title"):
        node.decompose()
    for child in list(article.iter(include_text=True)):
        child.decompose()
    article.insert_child(marks[1])
    tree.head.insert_child(marks[0] + marks[2])
    html = tree.html or ""
    html = re.sub(r'new URL\("(\.\.?/?)+",\s*location\)', 'new URL(".",location)', html)
    html = html.replace(marks[0] + marks[2], f"<title>{marks[0]}</title>{marks[2]}")
    html = _head_first(html.replace(marks[2], ""), _HEAD)
    before_title, _, rest = html.partition(marks[0])
    before_article, _, after_article = rest.partition(marks[1])
    return Chrome(
        before_title,
        before_article,
        after_article,
        script_hashes(html),
        index_id="" if index is None else index.attributes.get("content") or "",
        takes_feedback=feedback is None or feedback.attributes.get("content") != "off",
        has_search=tree.css_first("[data-md-component=search-query]") is not None,
    )


def api_page(schema: Mapping[str, Any]) -> str:
    """OpenAPI as one page: no script, nothing from another host."""
    return _api_templates.get_template("api.html").render(
        info=schema["info"], paths=schema["paths"], schemas=schema["components"]["schemas"]
    )


def _ask_url(question: str, history: Sequence[str], *, exact: bool = False) -> str:
    query = [("h", earlier) for earlier in history] + [("q", question)]
    return "./answer?" + urlencode(query + [("exact", "1")] * exact)


def _rebase(node: LexborNode, location: str) -> None:
    for name in _URL_ATTRIBUTES:
        value = node.attributes.get(name)
        if value is not None and not value.startswith(("#", "/")):
            node.attrs[name] = _relative(value, location)


def _relative(value: str, location: str) -> str:
    """A relative address on the page at `location`, from the site's root. Others stay."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value):
        return value
    return "./" + urljoin(_ROOT + location, value).removeprefix(_ROOT)


def _rebase_config(node: LexborNode, location: str) -> None:
    """Material's own configuration: where the root and the search worker are."""
    try:
        config = json.loads(node.text())
        config["base"] = "."
        config["search"] = _relative(config["search"], location)
    except (ValueError, KeyError, TypeError):
        return
    for child in list(node.iter(include_text=True)):
        child.decompose()
    node.insert_child(json.dumps(config).replace("</", "<\\/"))


def _head_first(html: str, text: str) -> str:
    """Put text at the start of the head."""
    return re.sub(r"<head\b[^>]*>", lambda found: found[0] + text, html, count=1)
