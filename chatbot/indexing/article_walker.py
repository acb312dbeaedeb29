"""Walks the HTML of an article and reports its headings and units in page order."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final, Literal, Protocol

from selectolax.lexbor import LexborNode

from chatbot.indexing.code_blocks import code_texts
from chatbot.indexing.headings import swallowed_content
from chatbot.indexing.sentences import split_sentences
from chatbot.indexing.text_run import TextRun
from chatbot.passages import UnitKind

# Where the walk stands: in running text, in a list, in a table between rows, in a table's row.
Mode = Literal["text", "list", "table", "row"]

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_SKIPPED: Final = """
    script style template noscript iframe object embed audio video canvas svg nav button input
    select textarea title head
"""
_BLOCKS: Final = """
    address article aside blockquote body center dialog fieldset figcaption figure footer form
    h5 h6 header hgroup hr html legend main p search section summary optgroup option
    thead tbody tfoot td th
"""
_KEPT_WHOLE: Final = ("code", "kbd", "samp", "math")
_MAX_DEPTH: Final = 120


class Outline(Protocol):
    """Takes what the walk finds."""

    def open_section(self, heading: LexborNode, level: int) -> None: ...

    def add_unit(self, text: str, kind: UnitKind, block: int) -> None: ...


class ArticleWalker:
    """One walk over one article."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._run = TextRun()
        self._mode: Mode = "text"
        self._numbers = count()
        self._block = 0
        self._last_term = ""
        self._by_tag: dict[str, Callable[[LexborNode, int], None]] = {
            "a": self._reference,
            "br": self._line_break,
            "caption": self._caption,
            "dd": self._definition,
            "details": self._aside,
            "div": self._div,
            "dl": self._list,
            "dt": self._definition,
            "li": self._item,
            "menu": self._list,
            "ol": self._list,
            "pre": self._code,
            "span": self._span,
            "sup": self._reference,
            "table": self._table,
            "tr": self._row,
            "ul": self._list,
            "wbr": self._mark,
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(_BLOCKS.split(), self._plain_block),
            **dict.fromkeys(_KEPT_WHOLE, self._whole),
            **dict.fromkeys(_SKIPPED.split(), self._skip),
        }

    def walk(self, article: LexborNode) -> None:
        """Report the headings and units of an article."""
        self._children(article, 0)
        self._flush()

    def _children(self, node: LexborNode, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._run.add(node.text())
            return
        self._nodes(node.iter(include_text=True), depth)

    def _nodes(self, nodes: Iterable[LexborNode], depth: int) -> None:
        for child in nodes:
            if child.is_text_node:
                self._run.add(child.text_content or "")
                continue
            tag = child.tag or ""
            if act := self._by_tag.get(tag):
                act(child, depth + 1)
            else:
                self._children(child, depth + 1)

    def _flush(self, kind: UnitKind | None = None) -> None:
        """Report the text gathered so far as units."""
        pieces = [] if self._run.is_empty else self._run.pieces()
        self._run.clear()
        for piece in pieces:
            if kind or self._mode == "list":
                self._outline.add_unit(piece.text, kind or "item", self._block)
                continue
            block = next(self._numbers)
            for start, end in split_sentences(piece.text, piece.kept_whole):
                self._outline.add_unit(piece.text[start:end], "sentence", block)

    def _break(self) -> None:
        """End a paragraph; within an item or a row only a space."""
        if self._mode in ("text", "table"):
            self._flush()
        else:
            self._run.separate()

    @contextmanager
    def _within(self, mode: Mode) -> Iterator[None]:
        outer, outer_block = self._mode, self._block
        self._flush()
        self._mode = mode
        if mode != "text" and mode != outer:
            self._block = next(self._numbers)
        yield
        self._flush()
        self._mode, self._block = outer, outer_block

    def _plain_block(self, node: LexborNode, depth: int) -> None:
        self._break()
        self._children(node, depth)
        self._break()

    def _skip(self, node: LexborNode, _depth: int) -> None:
        if node.text(strip=True):
            self._run.cut()

    def _whole(self, node: LexborNode, depth: int) -> None:
        start = self._run.position
        self._children(node, depth)
        self._run.keep_whole(start)

    def _heading(self, node: LexborNode, depth: int) -> None:
        if self._mode == "row":
            self._plain_block(node, depth)
            return
        self._flush()
        self._outline.open_section(node, _HEADINGS[node.tag or "h1"])
        self._nodes(swallowed_content(node), depth)

    def _aside(self, node: LexborNode, depth: int) -> None:
        """What stands for itself even within a list: an admonition, details."""
        if self._mode == "row":
            self._plain_block(node, depth)
            return
        with self._within("text"):
            self._children(node, depth)

    def _div(self, node: LexborNode, depth: int) -> None:
        classes = (node.attributes.get("class") or "").split()
        if "arithmatex" in classes:
            self._break()
            self._whole(node, depth)
            self._break()
        elif "tabbed-alternate" in classes and self._mode != "row":
            self._tabs(node, depth)
        elif "admonition" in classes:
            self._aside(node, depth)
        else:
            self._plain_block(node, depth)

    def _tabs(self, node: LexborNode, depth: int) -> None:
        """Each tab's label, then its content: on the page all labels come first."""
        parts = {_first_class(child): child for child in node.iter()}
        labels, content = parts.get("tabbed-labels"), parts.get("tabbed-content")
        with self._within("text"):
            if labels is None or content is None:
                self._children(node, depth)
                return
            names, blocks = list(labels.iter()), list(content.iter())
            for position in range(max(len(names), len(blocks))):
                for part in (names[position : position + 1], blocks[position : position + 1]):
                    for found in part:
                        self._children(found, depth + 3)
                        self._flush()

    def _list(self, node: LexborNode, depth: int) -> None:
        if self._mode == "row":
            self._plain_block(node, depth)
            return
        with self._within("list"):
            self._children(node, depth)

    def _item(self, node: LexborNode, depth: int) -> None:
        if self._mode != "list":
            self._list(node, depth)
            return
        self._flush()
        self._children(node, depth)
        self._flush()

    def _definition(self, node: LexborNode, depth: int) -> None:
        """A term and its first meaning are one item, further meanings items of their own."""
        if self._mode != "list":
            self._list(node, depth)
            return
        if self._last_term == "dt" and not self._run.is_empty:
            self._run.separate()
        else:
            self._flush()
        self._last_term = ""
        self._children(node, depth)
        self._last_term = node.tag or ""
        if self._last_term == "dd":
            self._flush()

    def _table(self, node: LexborNode, depth: int) -> None:
        if self._mode == "row":
            self._plain_block(node, depth)
            return
        numbered = node.css("span.filename,td.code pre")
        with self._within("text" if numbered else "table"):
            if not numbered:
                self._children(node, depth)
            for part in numbered:
                if part.tag == "pre":
                    self._code(part, depth)
                else:
                    self._plain_block(part, depth)

    def _caption(self, node: LexborNode, depth: int) -> None:
        if self._mode == "table":
            self._aside(node, depth)
        else:
            self._plain_block(node, depth)

    def _row(self, node: LexborNode, depth: int) -> None:
        if self._mode != "table":
            self._plain_block(node, depth)
            return
        self._flush()
        above = node.parent
        is_head = (above is not None and above.tag == "thead") or node.css_first("td") is None
        self._mode = "row"
        self._children(node, depth)
        self._flush("header" if is_head else "row")
        self._mode = "table"

    def _code(self, node: LexborNode, depth: int) -> None:
        if self._mode == "row":
            self._plain_block(node, depth)
            return
        self._flush()
        for text in code_texts(node):
            self._outline.add_unit(text, "code", next(self._numbers))

    def _span(self, node: LexborNode, depth: int) -> None:
        if _first_class(node) == "arithmatex":
            self._whole(node, depth)
        else:
            self._children(node, depth)

    def _reference(self, node: LexborNode, depth: int) -> None:
        link = node.css_first("a.footnote-ref,a[role=doc-noteref]")
        if link is not None:
            self._run.mark_footnote(node.text())
        else:
            self._children(node, depth)

    def _line_break(self, _node: LexborNode, _depth: int) -> None:
        self._run.separate()

    def _mark(self, node: LexborNode, _depth: int) -> None:
        if "data-cut" in node.attributes:
            self._run.cut()


def _first_class(node: LexborNode) -> str:
    return ((node.attributes.get("class") or "").split() or [""])[0]
