"""The text of a code block, as it would be copied."""

from typing import Final

from selectolax.lexbor import LexborNode

_CUT: Final = "\ufdd0"  # a noncharacter: it stands in no published text


def code_texts(node: LexborNode) -> list[str]:
    """Line breaks and indentation kept; cut where line numbers stand within."""
    for gap in node.css("wbr[data-cut],span.linenos"):
        if gap.tag == "wbr" or gap.text(strip=True):
            gap.replace_with(_CUT)
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    texts = (part.replace("\r\n", "\n") for part in node.text().split(_CUT))
    return [text.rstrip().strip("\n") for text in texts if text.strip()]
