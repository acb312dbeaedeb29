"""Text → words and stems, the same for what a site says and for what is asked."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

# An index keeps what was counted by it: what is changed here or in grams.py needs a new name.
ANALYZER_NAME = f"english-stem-2, snowball {Stemmer.version()}"

# A word may hold an inner dot, plus or hash ("node.js", "c++", "c#"); scripts written without
# spaces (Chinese, Japanese, Thai …) are taken character by character.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|\w+(?:[.'’]\w+)*(?:\+\+|#)?",
    re.UNICODE,
)
_POSSESSIVE = re.compile(r"['’]s?$|['’](?=\w)")

STOP_WORDS = frozenset(
    """a an and any are as at be been being but by can could did do does doing for from get had
    has have having he her here him his how i if in into is it its just let me my of off on
    one or our out please shall she should so some such tell than that the their them then
    there these they thing this those to too up us was we were what when where which who
    whom why will with would you your about also am because both each more most no not only
    other own same very s t don ll re ve d m much many way want need""".split()
)

_stemmer = Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words of a text, lower case, compatibility forms folded, in order, none left out."""
    folded = unicodedata.normalize("NFKC", text).lower()
    found = _TOKEN.findall(folded)
    if "'" in folded or "’" in folded:
        return [_POSSESSIVE.sub("", word) or word for word in found]
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of one word; accents are dropped, so "résumé" meets "resume"."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return str(_stemmer.stemWord(plain))


def tokens(text: str) -> list[str]:
    """Stemmed words without stop words; all words where nothing else would remain."""
    found = words(text)
    kept = [stem(word) for word in found if word not in STOP_WORDS]
    return kept or [stem(word) for word in found]
