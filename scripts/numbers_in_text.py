"""Read the numbers out of a line of text, in one normal form.

What counts as a number: anything written in digits, with its currency (`PKR`, `Rs`, `$`, `US$`,
`€`, `£`), its size (`k`, `m`, `bn`, thousand, lakh, million, billion) and its percent sign; also
a clock time (`19:00`). Numbers in words ("three months") do not count.

What is left out, because it is a name or an order and not a quantity:

* digits glued to a letter before them, or by a hyphen (`EC2`, `IPv4`, `UTF-8`, `C-172`);
* digits glued to a capital after them (`10Pearls`, `2Africa`); ordinals (`1st`); `24/7`;
* the year in a law's title ("Labour Code 2026", "Act IX of 2026", "1969 Ordinance").

In a range the currency carries to the right, the percent sign and the size to the left, so "PKR
60,000 to 100,000" holds two rupee sums and "8-20%" two percentages; a dash may be a hyphen or an
en dash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

SIZES = {
    "k": 1_000,
    "thousand": 1_000,
    "lakh": 100_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
CURRENCIES = {
    "PKR": "PKR",
    "Rs": "PKR",
    "Rs.": "PKR",
    "US$": "$",
    "USD": "$",
    "$": "$",
    "EUR": "€",
    "€": "€",
    "GBP": "£",
    "£": "£",
}

NUMBER = re.compile(
    r"""(?<!\w)(?<!\d\.)(?<![A-Za-z]-)
    (?:(?P<currency>PKR|Rs\.?|US\$|USD|\$|EUR|€|GBP|£)\s?)?
    (?>(?P<clock>\d{1,2}:\d{2})
      |(?P<years>(?:19|20)\d\d[-\u2013]\d\d)(?!\d|,\d)
      |(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+))
    (?:(?P<size>k|m|bn)\b|\s(?P<word>thousand|lakh|million|billion)\b)?
    (?P<percent>\s?%|\s(?:per\scent|percent)\b)?
    (?![A-Z\d])(?!(?:st|nd|rd|th)\b)""",
    re.VERBOSE,
)
LAW_TITLE = re.compile(
    r"\b(?:Code|Act|Ordinance|Order|Rules|Convention)(?:\s[IVXL]+)?(?:,?\sof)?\s(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d(?=\s(?:\w+\s)?(?:Code|Act|Ordinance|Order|Rules|Convention)\b)"
)
ROUND_THE_CLOCK = re.compile(r"\b24/7\b")
FISCAL_YEAR = re.compile(r"\bFY(?=\d)")
RANGE_JOINT = re.compile(r"\+?\s?[-\u2013]\s?|\+?\sto\s")


@dataclass(frozen=True)
class Number:
    """One number: `value` in plain digits (or a clock time), `unit` `%`, a currency or empty."""

    value: str
    unit: str
    as_written: str

    @property
    def is_year(self) -> bool:
        return not self.unit and re.fullmatch(r"(?:19|20)\d\d", self.as_written[:4]) is not None

    def matches(self, other: Number) -> bool:
        """Whether both say the same; a bare number may stand for a sum, never for a percentage."""
        if self.value != other.value:
            return False
        return self.unit == other.unit or (
            "%" not in (self.unit, other.unit) and self._is_bare(other)
        )

    def _is_bare(self, other: Number) -> bool:
        return not self.unit or not other.unit


def read_numbers(text: str) -> list[Number]:
    """Return the numbers of one line, left to right."""
    line = FISCAL_YEAR.sub("FY ", ROUND_THE_CLOCK.sub(" ", LAW_TITLE.sub(" ", text)))
    matches = list(NUMBER.finditer(line))
    numbers = [_number(match) for match in matches]
    for left, (match, after) in enumerate(pairwise(matches)):
        if RANGE_JOINT.fullmatch(line[match.end() : after.start()]):
            numbers[left], numbers[left + 1] = _join_range(match, after, numbers[left : left + 2])
    return numbers


def _number(match: re.Match[str], size: str | None = None) -> Number:
    as_written = match.group().strip()
    unit = "%" if match["percent"] else CURRENCIES.get(match["currency"] or "", "")
    if match["clock"]:
        return Number(match["clock"].lstrip("0") or "0", unit, as_written)
    if match["years"]:
        return Number(match["years"][:4], unit, as_written)
    factor = SIZES.get(size or match["size"] or match["word"] or "", 1)
    value = Decimal(match["digits"].replace(",", "")) * factor
    return Number(f"{value.normalize():f}", unit, as_written)


def _join_range(left: re.Match[str], right: re.Match[str], ends: list[Number]) -> list[Number]:
    """Carry size and percent sign from right to left, currency from left to right."""
    first, second = ends
    right_size = right["size"] or right["word"]
    if right_size and left["digits"] and not (left["size"] or left["word"]):
        first = replace(_number(left, right_size), unit=first.unit)
    if second.unit == "%" and not first.unit and not first.is_year:
        first = replace(first, unit="%")
    if first.unit not in ("", "%") and not second.unit:
        second = replace(second, unit=first.unit)
    return [first, second]
