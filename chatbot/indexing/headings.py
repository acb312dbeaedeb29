"""The words of a heading, also where its tag was never closed."""

from typing import Final

from selectolax.lexbor import LexborNode

_CONTENT: Final = frozenset(("p", "div", "ul", "ol", "dl", "pre", "table", "details", "blockquote"))


def heading_title(heading: LexborNode) -> str:
    """The heading's text with white space collapsed, without content that it swallowed."""
    swallowed = swallowed_content(heading)
    if not swallowed:
        return collapsed(heading.text())
    first = swallowed[0].mem_id
    words = ""
    for child in heading.iter(include_text=True):
        if child.mem_id == first:
            break
        words += (child.text_content or "") if child.is_text_node else child.text()
    return collapsed(words)


def swallowed_content(heading: LexborNode) -> list[LexborNode]:
    """What an unclosed heading holds from its first block on; nothing if that is its title."""
    children = list(heading.iter(include_text=True))
    has_words = False
    for position, child in enumerate(children):
        if child.tag in _CONTENT and has_words:
            return children[position:]
        text = child.text_content if child.is_text_node else child.text()
        has_words = has_words or bool(text and text.strip())
    return []


def collapsed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
