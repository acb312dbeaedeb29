"""A section → passages that the encoder can read whole; never across a heading."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from chatbot.indexing.sentences import Span, split_sentences
from chatbot.passages import Passage, Section, Unit, join_units

# No encoder's token is longer on average; longer text is not worth counting.
_MAX_CHARS_PER_TOKEN: Final = 20
# Of the tokens at hand, what a repeated header may take, and what a long heading path leaves.
_HEADER_SHARE: Final = 3
_LEFT_BY_HEADINGS: Final = 4
_WORD: Final = re.compile(r"\S+")
_LINE: Final = re.compile(r"[^\n]+")
_Fits = Callable[[str], bool]


def split_section(
    section: Section, count_tokens: Callable[[str], int], *, max_tokens: int = 200
) -> list[Passage]:
    """Cut a section into passages of at most `max_tokens`, its heading path counted in.

    A short section is one passage, an empty one none. Cuts fall between blocks, else between
    units, else (a table's row, a sentence or code longer than a passage) at white space. Pieces
    of a table start with its header, pieces of a list with the short sentence that leads to it.
    A heading path that leaves less than a quarter of the tokens is overrun.
    """
    heading = " > ".join(section.breadcrumb)
    limit = max(max_tokens, count_tokens(heading) + max_tokens // _LEFT_BY_HEADINGS)

    def fits(text: str) -> bool:
        if len(text) > limit * _MAX_CHARS_PER_TOKEN:
            return False
        return count_tokens(f"{heading}\n{text}") <= limit

    def is_short(text: str) -> bool:
        return fits(text) and count_tokens(text) <= max_tokens // _HEADER_SHARE

    drafts: list[Sequence[Unit]] = []
    if section.units and fits(join_units(section.units)):
        drafts = [section.units]
    elif section.units:
        drafts = _Packing(fits, is_short).pack(section.units)
    return [
        Passage(f"{section.location}:{n}", section.location, tuple(units))
        for n, units in enumerate(drafts)
    ]


@dataclass(slots=True)
class _Packing:
    """Fills passages one after the other."""

    fits: _Fits
    is_short: _Fits
    done: list[Sequence[Unit]] = field(default_factory=list)
    current: list[Unit] = field(default_factory=list)
    repeated: list[Unit] = field(default_factory=list)

    def pack(self, units: Sequence[Unit]) -> list[Sequence[Unit]]:
        last: Unit | None = None
        for _, group in groupby(units, key=lambda unit: unit.block):
            block = list(group)
            self.repeated = self._lead_in(last, block[0])
            last = block[-1]
            if self._takes(block):
                self.current += block
            elif self.current and self.fits(join_units([*self.repeated, *block])):
                self._close()
                self.current += block
            else:
                self._pack_block(block)
        return [*self.done, self.current]

    def _takes(self, units: Sequence[Unit]) -> bool:
        return self.fits(join_units([*self.current, *units]))

    def _lead_in(self, last: Unit | None, first: Unit) -> list[Unit]:
        """The sentence that leads to a list or table, if it is short enough to be repeated."""
        if last is None or last.kind != "sentence" or first.kind not in ("item", "row", "header"):
            return []
        return (
            [last]
            if last.text.endswith((":", "\N{FULLWIDTH COLON}")) and self.is_short(last.text)
            else []
        )

    def _pack_block(self, block: Sequence[Unit]) -> None:
        for unit in block:
            if self._takes([unit]):
                self.current.append(unit)
            else:
                self._close()
                pieces = [unit] if self._takes([unit]) else list(self._cut(unit))
                for piece in pieces:
                    if self.current and not self._takes([piece]):
                        self._close()
                    self.current.append(piece)
            if unit.kind == "header" and self.is_short(unit.text):
                self.repeated = [unit]

    def _close(self) -> None:
        """End the passage; the next one starts with what is to be repeated."""
        if self.repeated and self.current[-len(self.repeated) :] == self.repeated:
            del self.current[-len(self.repeated) :]
        if self.current:
            self.done.append(tuple(self.current))
        self.current = list(self.repeated)

    def _cut(self, unit: Unit) -> Iterator[Unit]:
        """A unit that no passage holds, in pieces that stand on the page word for word."""
        start = join_units(self.current) + "\n" if self.current else ""
        for first, last in _pieces(unit.text, lambda text: self.fits(start + text), _LEVELS):
            yield replace(unit, text=unit.text[first:last])


def _lines(text: str) -> list[Span]:
    return [match.span() for match in _LINE.finditer(text)]


def _words(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text)]


def _characters(text: str) -> list[Span]:
    return [(position, position + 1) for position in range(len(text))]


# From the best place to cut to the last resort: a word longer than a passage, or a script
# without white space.
_LEVELS: Final = (_lines, split_sentences, _words, _characters)


def _pieces(
    text: str, fits: _Fits, levels: Sequence[Callable[[str], list[Span]]]
) -> Iterator[Span]:
    """Join neighbouring spans of the first level while they fit; where one fails, go down."""
    if not levels:
        yield 0, len(text)
        return
    spans = levels[0](text)
    position = 0
    while position < len(spans):
        first = spans[position][0]
        n_taken = _n_fitting(text, spans, position, fits)
        if n_taken:
            yield first, spans[position + n_taken - 1][1]
        else:
            last = spans[position][1]
            for start, end in _pieces(text[first:last], fits, levels[1:]):
                yield first + start, first + end
        position += max(1, n_taken)


def _n_fitting(text: str, spans: Sequence[Span], position: int, fits: _Fits) -> int:
    """How many spans from `position` on fit together: doubling, then halving."""
    first, n_left = spans[position][0], len(spans) - position

    def fit(n: int) -> bool:
        return fits(text[first : spans[position + n - 1][1]])

    if not fit(1):
        return 0
    low, high = 1, 2
    while high <= n_left and fit(high):
        low, high = high, high * 2
    high = min(high, n_left + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fit(middle) else (low, middle)
    return low
