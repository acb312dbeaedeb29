"""What of a quotation is marked, and the address that leads a browser to its words."""

import re
from itertools import pairwise
from urllib.parse import quote as percent_encode

WHOLE_WORDS = 12  # up to here the words stand in the address as they are
START_WORDS = 8  # fewer also occur earlier on the page, more do not fit into a table's cell
END_WORDS = 4
_STEM_CHARS = 5
_WORD = re.compile(r"[^\W_]{4,}")
_SENTENCE_END = re.compile(r"[.!?\u06d4]\s+")
_ADVICE = re.compile(  # as in docs/assets/chat/offline.js
    r"\b(il)?legal|\blaws?\b|\blawyer|\btax|\bsu(e|ing)\b|\bcourt|\bdoctor|\bmedic"
    r"|\bshould i (fire|hire|quit|sign|marry)\b|قانون|ٹیکس|عدالت|ڈاکٹر",
    re.IGNORECASE,
)


def key_span(quote: str, question: str) -> tuple[str, str, str]:
    """The quotation in three: before, the sentence nearest to the question, after.

    The sentence that shares most words with the question, the first of equals. It is "" where the
    quotation is one sentence, or none shares a word of four letters.
    """
    starts = [0]
    for found in re.finditer(r"\n+", quote):
        starts.append(found.end())
    for found in _SENTENCE_END.finditer(quote):
        if quote[found.end() : found.end() + 1].isupper():
            starts.append(found.end())
    starts = sorted({*starts, len(quote)})
    spans = list(pairwise(starts))
    stems = _stems(question)
    n_shared = [sum(s in stems for s in _stem_list(quote[a:b])) for a, b in spans]
    if len(spans) < 2 or not max(n_shared):
        return quote, "", ""
    start, end = spans[n_shared.index(max(n_shared))]
    end = start + len(quote[start:end].rstrip())
    return quote[:start], quote[start:end], quote[end:]


def landing(location: str, quote: str) -> str:
    """The location with a text fragment: the browser scrolls to the quotation's words.

    Where it does not find them it goes to the section, as without. Both ends are taken from lines
    of more than two words: a fragment never runs across the end of a paragraph.
    """
    lines = [line.split() for line in quote.split("\n") if line.strip()]
    lines = [line for line in lines if len(line) > 2] or lines
    if not lines:
        return location
    first, last = lines[0], _without_last_numbers(lines[-1])
    if len(lines) == 1 and len(first) <= WHOLE_WORDS:
        words = _encoded(last)
    else:
        words = f"{_encoded(first[:START_WORDS])},{_encoded(last[-END_WORDS:])}"
    return f"{location}{'' if '#' in location else '#'}:~:text={words}"


def asks_for_advice(question: str) -> bool:
    """Whether a question of law, tax or health, or on the asker's own decision."""
    return _ADVICE.search(question) is not None


def _stem_list(text: str) -> list[str]:
    return [word[:_STEM_CHARS] for word in _WORD.findall(text.lower())]


def _stems(text: str) -> set[str]:
    return set(_stem_list(text))


def _without_last_numbers(words: list[str]) -> list[str]:
    """A number before a footnote's sign is, to the browser, no whole word: "2025.[3]"."""
    n_kept = len(words)
    while n_kept and any(char.isdecimal() for char in words[n_kept - 1]):
        n_kept -= 1
    return words[:n_kept] or words


def _encoded(words: list[str]) -> str:
    """Comma, dash and ampersand have a meaning of their own in a text fragment."""
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
