"""Whether a question may lean on those before it, and on which. Pure; no index needed."""

import re
from collections.abc import Sequence

from chatbot.analyzer import STOP_WORDS, words

MAX_FOLLOW_UP_WORDS = 9
MAX_DEPENDENT_WORDS = 15

_OPENING = re.compile(
    r"^(and|but|or|also|so|then|ok(ay)?|what about|how about|what if|why( not| so)?|how (so|come)|"
    r"what else|anything else|same for|in that case|for example|such as|like what|really|"
    r"which ones?|tell me more|more( on| about)?|go on|the (other|first|second|last|next) one)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(it|its|that|this|those|these|they|them|their|there|then|he|him|his|she|her|one|ones|else|"
    r"former|latter|both|either|instead|again|same|such)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(how (long|much|many|often|soon|far)|when|where|who|why|which|what|since when|until when|"
    r"by whom|with whom|yes|yes please|yeah|yep|sure|ok|okay|no|please do)"
    r"( (is|are|was|would|should|do|does|can|will|could))?"
    r"( (normal|usual|typical|best|possible|enough|needed))?$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\?\s+(?:and\s+)?|;\s+|,\s+and\s+|\s+plus\s+|"
    r",?\s+(?:and|plus|as well as)\s+(?:also\s+)?"
    r"(?=(?:the|what|how|which|who|where|when|why|do|does|is|are|can|should|later|in)\b)",
    re.IGNORECASE,
)


def preceding(history: Sequence[str]) -> str:
    """What a follow-up is to be read with: the last question, or two where it was one itself.

    `history`, oldest first, is not empty.
    """
    previous = history[-1].strip()
    if len(history) > 1 and is_follow_up(previous):
        return f"{history[-2].strip()} {previous}"
    return previous


def may_depend(question: str) -> bool:
    """Whether a question may lean on the one before.

    It is short, or not much longer and opens or points like a follow-up.
    """
    n_words = len(words(question))
    return n_words <= MAX_FOLLOW_UP_WORDS or (n_words <= MAX_DEPENDENT_WORDS and _leans(question))


def is_follow_up(question: str) -> bool:
    """Whether a question cannot stand alone: short, and it opens or points like a follow-up."""
    return len(words(question)) <= MAX_FOLLOW_UP_WORDS and _leans(question)


def _leans(question: str) -> bool:
    text = question.strip().rstrip("?!. ")
    return bool(_OPENING.search(text) or _POINTING.search(text) or _BARE.search(text))


def parts(question: str) -> tuple[str, ...]:
    """The two parts of a question that asks two things; () for any other."""
    found = [part.strip(" ,;?") for part in _PARTS.split(question) if part and part.strip(" ,;?")]
    content = [[word for word in words(part) if word not in STOP_WORDS] for part in found]
    return tuple(found) if len(found) == 2 and all(content) else ()
