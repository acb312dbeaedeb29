"""The text of one paragraph, list item or table row, gathered piece by piece.

Nothing that is published is skipped in the middle of a quotation. Where something is left out,
or where a footnote is marked after a sentence, the text is cut in two; a footnote marked in the
middle of a sentence stays, set off by a space.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from chatbot.indexing.sentences import Span

_MARKS: Final = ".!?…。！？۔؟"  # noqa: RUF001
_CLOSERS: Final = "\"'”’»)\\]」』"
_CLOSED: Final = re.compile(rf"[{_MARKS}:;][{_CLOSERS}]*$")
_CLOSING: Final = re.compile(rf"[{_MARKS}]+[{_CLOSERS}]*(?=\s|$)")


@dataclass(slots=True)
class Piece:
    """Text with white space collapsed, and the slices in which no sentence ends."""

    text: str
    kept_whole: list[Span]


@dataclass(slots=True)
class _Segment:
    parts: list[str] = field(default_factory=list)
    kept_whole: list[Span] = field(default_factory=list)
    n_chars: int = 0
    ends_in_space: bool = False


class TextRun:
    """Text, footnote marks and cuts in page order."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Start again with nothing."""
        self._segments = [_Segment()]
        self._gaps: list[str | None] = []

    @property
    def is_empty(self) -> bool:
        return not self._gaps and not self._segments[0].n_chars

    @property
    def position(self) -> int:
        """Where the next word of the current piece would start."""
        segment = self._segments[-1]
        return segment.n_chars + (segment.ends_in_space and segment.n_chars > 0)

    def add(self, text: str) -> None:
        """Append text as it stands in the HTML."""
        segment = self._segments[-1]
        words = text.split()
        if not words:
            segment.ends_in_space |= bool(text)
            return
        joined = " ".join(words)
        if (segment.ends_in_space or text[0].isspace()) and (segment.n_chars or self._gaps):
            joined = " " + joined
        segment.parts.append(joined)
        segment.n_chars += len(joined)
        segment.ends_in_space = text[-1].isspace()

    def separate(self) -> None:
        """Part what follows from what stands, as by a space."""
        self._segments[-1].ends_in_space = True

    def keep_whole(self, start: int) -> None:
        """Let no sentence end between `start` and here."""
        segment = self._segments[-1]
        if start < segment.n_chars:
            segment.kept_whole.append((start, segment.n_chars))

    def cut(self) -> None:
        """Let no quotation run across this place."""
        self._next(None)

    def mark_footnote(self, mark: str) -> None:
        """Append the mark of a footnote."""
        self._next(" ".join(mark.split()))

    def _next(self, gap: str | None) -> None:
        spaced = self._segments[-1].ends_in_space
        self._gaps.append(gap)
        self._segments.append(_Segment(ends_in_space=spaced and gap is None))

    def pieces(self) -> list[Piece]:
        """What may be quoted in one go, blank pieces and lone punctuation after a cut left out."""
        pieces = [_piece(self._segments[0])]
        mark = ""
        for gap, segment in zip(self._gaps, self._segments[1:], strict=True):
            following = _piece(segment)
            if gap is None:
                pieces.append(following)
                mark = ""
                continue
            mark = f"{mark} {gap}".strip()
            if not following.text.strip():
                continue
            rest = _after_sentence(pieces[-1].text, following)
            if rest is None:
                _join(pieces[-1], mark, following)
            else:
                pieces.append(rest)
            mark = ""
        if len(pieces) > 1:
            pieces = [piece for piece in pieces if any(map(str.isalnum, piece.text))]
        return [trimmed for trimmed in map(_trimmed, pieces) if trimmed.text]


def _piece(segment: _Segment) -> Piece:
    return Piece("".join(segment.parts), segment.kept_whole)


def _trimmed(piece: Piece, start: int = 0) -> Piece:
    text = piece.text[start:]
    shift = start + len(text) - len(text.lstrip())
    spans = [(max(0, first - shift), last - shift) for first, last in piece.kept_whole]
    return Piece(text.strip(), spans)


def _after_sentence(text: str, following: Piece) -> Piece | None:
    """What follows a footnote's mark if a sentence ends there, else None."""
    closing = _CLOSING.match(following.text)
    if closing is None and not _CLOSED.search(text.rstrip()):
        return None
    rest = _trimmed(following, closing.end() if closing else 0)
    return None if rest.text[:1].islower() and not rest.kept_whole[:1] else rest


def _join(piece: Piece, mark: str, following: Piece) -> None:
    start = f"{piece.text.rstrip()} {mark}"
    shift = len(start)
    piece.kept_whole += [(first + shift, last + shift) for first, last in following.kept_whole]
    piece.text = start + following.text
