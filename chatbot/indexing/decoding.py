"""Bytes of an HTML file → text, as a browser would read them."""

import codecs
import re
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
_SNIFFED_BYTES: Final = 4096
# Labels that browsers read as another encoding, and codecs of Python that no page is written in.
_BROWSER_NAMES: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
_NOT_OF_THE_WEB: Final = frozenset(
    (
        *("idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "utf-7"),
        *("raw_unicode_escape", "undefined", "mbcs", "oem", "utf-16", "utf-32"),
    )
)


def decode_html(content: bytes) -> tuple[str, str | None]:
    """Decode a page; the second value is a warning unless it is clean UTF-8."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text, None if encoding == "utf-8" else _warning(encoding)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    declared = _declared_encoding(content)
    if declared and declared != "utf-8":
        try:
            return content.decode(declared), _warning(declared)
        except UnicodeDecodeError:
            pass
    return content.decode("utf-8", "replace"), (
        "not UTF-8, and no other encoding is declared that fits; unreadable characters are shown "
        "as '\N{REPLACEMENT CHARACTER}'. Save the page as UTF-8."
    )


def _warning(encoding: str) -> str:
    return f"written in {encoding}, read as such; expected UTF-8. Save the page as UTF-8."


def _declared_encoding(content: bytes) -> str | None:
    match = _CHARSET.search(content[:_SNIFFED_BYTES])
    if match is None:
        return None
    try:
        codec = codecs.lookup(match[1].decode("ascii"))
    except (LookupError, ValueError):
        return None
    if codec.name in _NOT_OF_THE_WEB or not codec._is_text_encoding:
        return None
    return _BROWSER_NAMES.get(codec.name, codec.name)
