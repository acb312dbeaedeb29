"""Text → sentences, by rule: English with care, other scripts by their full stops."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

Span = tuple[int, int]

_CLOSERS: Final = "\"'”’»›)\\]"
_END: Final = re.compile(
    rf"(?P<western>(?:[.!?…]+ »|[.!?…؟]+[{_CLOSERS}]*)(?=\s))"
    r"|(?P<eastern>[。！？｡]+[」』）”’》】]*(?![、，,）」』])|[۔।॥]+(?!\S*\d))"  # noqa: RUF001
)
_LAST_WORD: Final = re.compile(r"[^\s(\[\"'“‘«]+$")
_OPEN: Final = """
    e.g i.e eg ie vs cf viz mr mrs ms dr prof rev hon gen col sgt fig figs eq eqs sec secs ch chap
    pp vol vols ed eds approx ca incl excl esp resp arts para paras nos st mt ft messrs
"""
_OTHER: Final = """
    etc inc ltd co corp llc pvt jr sr bros dept est assn al a.m p.m am pm u.s u.k u.n e.u u.a.e
    ph.d m.sc b.sc b.s m.s b.a m.a d.c jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    wed thu fri sat sun
"""
_FIRST: Final = """
    a an the this that these those it its he she they we you i there here in on at by for from
    with without if when where while after before as since because although however but and or
    so then thus also both each every all some many most few no not one two what why how who
    which our your their his her my once only even still yet to do does is are can see use ask
    read expect
"""
# Never the end of a sentence.
_OPEN_ABBREVIATIONS: Final = frozenset(_OPEN.split())
# The end only where a usual first word follows.
_OTHER_ABBREVIATIONS: Final = frozenset(_OTHER.split())
_FIRST_WORDS: Final = frozenset(_FIRST.split())
# Abbreviations before a number, words elsewhere ("Is it true? No.").
_BEFORE_NUMBERS: Final = frozenset(("no", "v", "ver", "p", "art", "sec", "rs"))
_ENUMERATOR: Final = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\.")


def split_sentences(text: str, kept_whole: Sequence[Span] = ()) -> list[Span]:
    """Find the sentences of one paragraph, white space around them left out.

    Args:
        text: white space collapsed.
        kept_whole: slices, such as inline code, in which no sentence ends.
    """
    spans: list[Span] = []
    start = 0
    for end in _ends(text, kept_whole):
        if _ENUMERATOR.fullmatch(text[start:end]) or _is_in_parentheses(text, start, end):
            continue
        spans.append((start, end))
        start = end + (text[end : end + 1] == " ")
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def _ends(text: str, kept_whole: Sequence[Span]) -> Iterator[int]:
    for match in _END.finditer(text):
        end = match.end()
        if end >= len(text) or any(start < end < stop for start, stop in kept_whole):
            continue
        opens_whole = any(start == end + 1 for start, _ in kept_whole)
        if match["eastern"] or _is_end(text, match.start(), end, opens_whole):
            yield end


def _is_end(text: str, mark: int, end: int, opens_whole: bool) -> bool:
    following = text[end:].lstrip(" \"'“‘«([¿¡")[:40] if not opens_whole else "X"
    if not following or following.startswith(("-", "–", "—")):
        return not following
    word = following.split()[0]
    if following[0].islower() and word.islower():
        return False
    if text[mark:end] != ".":
        return True
    found = _LAST_WORD.search(text[max(0, mark - 40) : mark])
    return found is None or _ends_after(found[0], word)


def _ends_after(last: str, following: str) -> bool:
    """Whether a single full stop after the word `last` closes the sentence."""
    lowered = last.lower()
    if lowered in _BEFORE_NUMBERS and following[0].isdigit():
        return False
    if lowered in _OPEN_ABBREVIATIONS:
        return False
    if lowered in _OTHER_ABBREVIATIONS or (len(last) == 1 and last.isupper() and last != "I"):
        return following.strip(".,:;!?").lower() in _FIRST_WORDS
    return True


def _is_in_parentheses(text: str, start: int, end: int) -> bool:
    """Whether a parenthesis opened in this sentence is still to be closed."""
    opened = text.count("(", start, end) - text.count(")", start, end)
    return opened > 0 and ")" in text[end : end + 300]
