"""Personal data replaced by its name. The widget masks before sending; this is the second lock."""

import re
from collections.abc import Callable


def _passes_luhn(text: str) -> bool:
    digits = [int(char) for char in reversed(text) if char.isdecimal()]
    doubled = [
        value if n % 2 == 0 else sum(divmod(value * 2, 10)) for n, value in enumerate(digits)
    ]
    return sum(doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


# In the order of docs/assets/chat/mask.js, which masks the same in the browser.
_KINDS: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
    (re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "[e-mail]", _always),
    (re.compile(r"(?<!\d)\d{5}[- ]?\d{7}[- ]?\d(?!\d)"), "[identity number]", _always),
    (re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)"), "[card number]", _passes_luhn),
    (
        re.compile(r"(?<![\d.,])(?:\+|0)\d(?:[ ().-]{0,2}\d){8,13}(?!\d)"),
        "[phone number]",
        _always,
    ),
)


def mask(text: str) -> str:
    """E-mail addresses, Pakistani identity numbers, card and phone numbers made unreadable."""
    for pattern, name, is_meant in _KINDS:
        text = pattern.sub(
            lambda found, name=name, is_meant=is_meant: (  # type: ignore[misc]
                name if is_meant(found.group()) else found.group()
            ),
            text,
        )
    return text
