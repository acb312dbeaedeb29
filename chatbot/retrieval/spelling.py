"""Misspelt words → words of the site. A word that is fine English is never changed."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from chatbot.analyzer import words

MIN_LENGTH = 3
N_COMMON = 12_000
MIN_ASKED = 3
MIN_TIMES_RARER = 10  # than the word it is a mistake for: what several askers misspell alike
MIN_MISSPELT_ALIKE = 5  # letters; too many short words of other languages differ by a vowel
# A word that stands free: no part of an address, a path or a file name.
_WORD = re.compile(r"(?<![\w./:@#-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w/:@#]|[.-]\w)")


@cache
def english() -> dict[str, int]:
    """82,765 English words and how often they occur (symspellpy's list, from Google n-grams)."""
    path = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = path.read_text("utf-8-sig").split("\n")
    return {word: int(count) for word, count in (line.split() for line in lines if line)}


class SpellingCorrector:
    """Corrects against the words of a site plus common English.

    Words that several askers use are no mistakes, unless they look like one for a word that is
    asked far more often. Nothing is corrected to them: people who wrote how they would ask misspelt
    words too, and asked in other languages.
    """

    def __init__(self, texts: Iterable[str], asked: Mapping[str, int] | None = None) -> None:
        """`texts` are the site's; `asked` says how often a word occurs in what people ask."""
        self._counts = Counter(words("\n".join(texts)))
        self._asked = Counter({word: n for word, n in (asked or {}).items() if n >= MIN_ASKED})
        common = list(english())[:N_COMMON]
        pool = {word for word in self._counts if len(word) >= MIN_LENGTH and word.isalpha()}
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(pool | {word for word in common if len(word) >= MIN_LENGTH}):
            self._by_length.setdefault(len(word), []).append(word)

    def correct(self, question: str) -> str | None:
        """The question with its misspelt words mended; None where nothing was changed."""
        corrected = _WORD.sub(lambda match: self._mend(match[0]), question)
        return corrected if corrected != question else None

    def _mend(self, word: str) -> str:
        plain = word.lower()
        if not self._is_misspelt(word, plain):
            return word
        best = self._nearest(plain)
        if best is None or (plain in self._asked and not self._is_usual(plain, best)):
            return word
        return best.capitalize() if word[0].isupper() else best

    def _is_misspelt(self, word: str, plain: str) -> bool:
        if len(plain) < MIN_LENGTH or not plain.isascii() or not plain.isalpha():
            return False
        if plain in self._counts or plain in english():
            return False
        if plain in self._asked and len(plain) < MIN_MISSPELT_ALIKE:
            return False
        return not word.isupper() or len(word) > 5  # short capitals are abbreviations

    def _is_usual(self, plain: str, word: str) -> bool:
        """Whether a word of several askers is their mistake for `word`, and no word of its own."""
        return (
            self._asked[word] >= MIN_TIMES_RARER * self._asked[plain]
            and (_skeleton(plain) == _skeleton(word) or sorted(plain) == sorted(word))
            and plain.replace("or", "our") != word  # American spelling
        )

    def _nearest(self, plain: str) -> str | None:
        limit = 1 if len(plain) <= 4 else 2
        lengths = range(len(plain) - limit, len(plain) + limit + 1)
        words_of_like_length = chain.from_iterable(self._by_length.get(n, ()) for n in lengths)
        near = extract_iter(plain, words_of_like_length, scorer=OSA.distance, score_cutoff=limit)
        candidates = [(self._cost(plain, word, distance), word) for word, distance, _ in near]
        return min(candidates)[1] if candidates else None

    def _cost(self, plain: str, word: str, distance: int) -> float:
        """Fewer edits first, then words of the site, then the same first letter and skeleton."""
        cost = float(distance)
        cost -= 0.6 if self._counts[word] else 0.0
        cost -= min(self._counts[word], 200) / 2000
        cost += 0.5 if word[0] != plain[0] else 0.0
        cost -= 0.4 if _skeleton(word) == _skeleton(plain) else 0.0
        cost -= 0.3 if sorted(word) == sorted(plain) else 0.0
        return cost


def _skeleton(word: str) -> str:
    """The consonants, doubled ones once: what hasty typing keeps."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", word))
