"""The article of a page → its sections, each a heading and the units below it."""

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatbot.indexing.article_walker import ArticleWalker
from chatbot.indexing.headings import heading_title
from chatbot.passages import Page, Section, Unit, UnitKind

_SECTION_HEADINGS: Final = "h1,h2,h3,h4"


@dataclass(frozen=True, slots=True)
class PageSections:
    """The sections of a page in its order, and what an editor should know of them."""

    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A section being filled."""

    location: str
    breadcrumb: tuple[str, ...]
    level: int
    parent: str | None
    units: list[Unit] = field(default_factory=list)

    def finished(self, updated: str | None) -> Section:
        blocks: dict[int, int] = {}
        units = tuple(
            Unit(unit.text, unit.kind, blocks.setdefault(unit.block, len(blocks)))
            for unit in self.units
        )
        return Section(self.location, self.breadcrumb, self.level, units, self.parent, updated)


def split_page(page: Page) -> PageSections:
    """Cut a page at its headings h1 to h4; what stands before the first belongs to the title.

    Sections without content are kept: they are the parents of others. Warns of a page without
    headings, of headings without an anchor, and of anchors that are used twice.
    """
    article = LexborHTMLParser(page.article.encode("utf-8", "replace")).body
    outline = _Outline(page, article)
    if article is not None:
        ArticleWalker(outline).walk(article)
    sections = tuple(draft.finished(page.updated) for draft in outline.drafts.values())
    return PageSections(sections, tuple(outline.warnings))


class _Outline:
    """The sections so far, the one being filled, and the headings that enclose it."""

    def __init__(self, page: Page, article: LexborNode | None) -> None:
        self.page = page
        self.warnings: list[str] = []
        self.n_headings = 0
        self.first = article.css_first("h1") if article is not None else None
        if article is None or not article.css_first(_SECTION_HEADINGS):
            self.warn("has no heading; its text is cited by the page's title")
        location = self._location(self.first) if self.first is not None else page.location
        self.root = _Draft(location, (page.title,), 1, None)
        self.drafts = {location: self.root}
        self.path = [self.root]
        self.current: _Draft | None = self.root
        if self.first is not None and _is_excluded(self.first):
            self.current = None

    def warn(self, message: str) -> None:
        self.warnings.append(f"{self.page.location or 'home page'}: {message}.")

    def add_unit(self, text: str, kind: UnitKind, block: int) -> None:
        """Put a unit into the section being filled."""
        if self.current is not None:
            self.current.units.append(Unit(text, kind, block))

    def open_section(self, heading: LexborNode, level: int) -> None:
        """Start the section of a heading."""
        title = heading_title(heading)
        is_excluded = _is_excluded(heading)
        if self.first is not None and heading.mem_id == self.first.mem_id:
            self.path, self.current = [self.root], self.root
        elif title:
            above = list(takewhile(lambda draft: draft.level < level, self.path[1:]))
            self.path = enclosing = [self.root, *above]
            if is_excluded:
                self.current = None
                return
            breadcrumb = (self.page.title, *(draft.breadcrumb[-1] for draft in above), title)
            draft = _Draft(self._location(heading), breadcrumb, level, enclosing[-1].location)
            self.path = [*enclosing, draft]
            self.current = self._place(draft, heading)
        if is_excluded:
            self.current = None

    def _location(self, heading: LexborNode) -> str:
        anchor = _anchor(heading)
        return f"{self.page.location}#{anchor}" if anchor else self.page.location

    def _place(self, draft: _Draft, heading: LexborNode) -> _Draft:
        """Keep the section, or merge it into the one that its location leads to."""
        title = draft.breadcrumb[-1]
        if not _anchor(heading):
            self.warn(f"heading '{title}' has no anchor; its text will cite the page's top")
        kept = self.drafts.setdefault(draft.location, draft)
        if kept is draft:
            return draft
        if anchor := _anchor(heading):
            self.warn(f"anchor '{anchor}' is used twice; '{title}' is cited by the first")
        pairs = zip(kept.breadcrumb, draft.breadcrumb, strict=False)
        shared = tuple(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if len(shared) < len(kept.breadcrumb):
            kept.units.insert(0, Unit(kept.breadcrumb[-1], "sentence", self._heading_block()))
            kept.breadcrumb = shared
        if len(shared) < len(draft.breadcrumb):
            kept.units.append(Unit(title, "sentence", self._heading_block()))
        return kept

    def _heading_block(self) -> int:
        """A block number that no content has: those count from 0."""
        self.n_headings += 1
        return -self.n_headings


def _is_excluded(heading: LexborNode) -> bool:
    attributes = heading.attributes
    return "data-search-exclude" in attributes or attributes.get("data-answers") == "exclude"


def _anchor(heading: LexborNode) -> str:
    """The heading's id, or that of an anchor in it, or of the section that it opens."""
    if anchor := heading.attributes.get("id"):
        return anchor
    inside = heading.css_first("a[id]")
    if inside is not None:
        return inside.attributes.get("id") or ""
    above = heading.parent
    if above is not None and above.tag == "section" and _is_first_in(above, heading):
        return above.attributes.get("id") or ""
    return ""


def _is_first_in(section: LexborNode, heading: LexborNode) -> bool:
    first = section.css_first(_SECTION_HEADINGS)
    return first is not None and first.mem_id == heading.mem_id
