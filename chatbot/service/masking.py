"""Personal data replaced by its name. The widget masks before sending; this is the second lock.

The cases are in tests/data/masking.json, which the widget's own mask (docs/assets/chat/mask.js)
is held to as well.
"""

import re
import unicodedata
from collections.abc import Iterator

_E_MAIL = "[e-mail]"
_IDENTITY = "[identity number]"
_CARD = "[card number]"
_PHONE = "[phone number]"

_APART = r"(?<!\d)(?<!\d[.,])"  # not inside a longer number or after its decimal point
_FULL_DATE = r"\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}(?!\d)"
_MONTH = r"(?:0[1-9]|1[0-2])[ ./-](?:19|20)\d{2}(?!\d)"
_HOURS = r"[012]\d[.:]?[0-5]\d ?- ?[012]\d[.:]?[0-5]\d(?!\d)"
_CARD_LENGTHS = (16, 15, 19, 18, 17, 14, 13)  # the usual first: what follows is no part of it

# In this order. What has one shape only comes before what takes many.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_E_MAIL, re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    (_IDENTITY, re.compile(r"(?<!\d)(?!97[89])\d{5} ?-? ?\d{7} ?-? ?\d(?!\d)")),
    (_IDENTITY, re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")),
    (_CARD, re.compile(rf"{_APART}(?:2[2-7]|[3-6]\d)\d\d(?:[ .-]{{0,3}}\d{{4}}){{3}}(?!\d)")),
    *(
        (_CARD, re.compile(rf"{_APART}(?:2[2-7]|[3-6]\d)(?:[ -]{{0,3}}\d){{{n - 2}}}(?!\d)"))
        for n in _CARD_LENGTHS
    ),
    # a mobile number of Pakistan; a round one is an amount
    (
        _PHONE,
        re.compile(
            rf"{_APART}(?:(?:\+|00)?92[ .-]?(?:\(0\) ?)?|0)?3(?!\d*0{{5}}(?!\d))\d{{2}}"
            r"[ .-]?\d{3}[ .-]?\d{4}(?!\d)"
        ),
    ),
    (_PHONE, re.compile(rf"{_APART}0\d{{2,3}}/\d{{7,8}}(?!\d)")),
    (
        _PHONE,
        re.compile(
            rf"{_APART}(?:\+?1[ .-])?(?:\([2-9]\d{{2}}\) ?|[2-9]\d{{2}}[ .-])[2-9]\d{{2}}"
            r"[ .-]\d{4}(?!\d)"
        ),
    ),
    (
        _PHONE,
        re.compile(
            rf"{_APART}(?<!\d-)(?<!UTC)(?<!GMT)(?<!\+)(?!{_FULL_DATE}|{_MONTH}|{_HOURS})"
            r"(?:\(0\d{2,4}\)(?:[ .-]{0,2}\d){6,10}|(?:\+|0)\d(?:[ ().-]{0,2}\d){8,13})(?!\d)"
        ),
    ),
)


def mask(text: str) -> str:
    """E-mail addresses, identity, card and phone numbers made unreadable."""
    while (masked := _mask_once(text)) != text:
        text = masked  # a number may have hidden behind the end of another
    return text


def _mask_once(text: str) -> str:
    for name, pattern in _KINDS:
        for start, end in reversed(list(_spans(pattern, _plain(text), name))):
            text = text[:start] + name + text[end:]
    return text


def _plain(text: str) -> str:
    """The text character by character: digits of every script, dashes and spaces made ASCII."""
    return text if text.isascii() else "".join(map(_plain_char, text))


def _plain_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    if category in ("Zs", "Cf"):
        return " "
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _spans(pattern: re.Pattern[str], text: str, name: str) -> Iterator[tuple[int, int]]:
    """Start and end of each match; a number that is no card may begin one a little later."""
    at = 0
    while found := pattern.search(text, at):
        if name == _CARD and not _passes_luhn(found.group()):
            at = found.start() + 1
            continue
        yield found.span()
        at = found.end()


def _passes_luhn(text: str) -> bool:
    digits = [int(char) for char in reversed(text) if char.isdecimal()]
    doubled = [
        value if n % 2 == 0 else sum(divmod(value * 2, 10)) for n, value in enumerate(digits)
    ]
    return sum(doubled) % 10 == 0
