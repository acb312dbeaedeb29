"""A question and those before it → what is meant. Pure; no index needed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.analyzer import STOP_WORDS, words

MAX_FOLLOW_UP_WORDS = 9
LONG_QUESTION_WORDS = 18

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
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_ASKS = re.compile(
    r"\?\s*$|^(so |and |but |now )?(what|how|which|who|whom|whose|where|when|why|can|could|do|does|"
    r"did|is|are|will|would|should|shall|must|may|have|has|am)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\?\s+(?:and\s+)?|;\s+|,\s+and\s+|\s+plus\s+|"
    r",?\s+(?:and|plus|as well as)\s+(?:also\s+)?"
    r"(?=(?:the|what|how|which|who|where|when|why|do|does|is|are|can|should|later|in)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a question is to be read.

    `texts` are wordings to look up. `blend` says that their similarities are averaged (a follow-up
    read alone and with its predecessor) rather than that the nearest counts (a long question and
    the sentence of it that asks). `understood_as` is set where an earlier question was used.
    """

    texts: tuple[str, ...]
    blend: bool = False
    understood_as: str | None = None


def interpret(question: str, history: Sequence[str]) -> Meaning:
    """Resolve a follow-up against the earlier questions; find what a long question asks."""
    if history and is_follow_up(question):
        previous = _context(history)
        joined = f"{previous} {question}"
        has_topic = any(word not in STOP_WORDS for word in words(_OPENING.sub("", question)))
        texts = (joined, question) if has_topic else (joined,)
        return Meaning(texts, blend=True, understood_as=joined)
    asking = asking_sentence(question)
    return Meaning((question,) if asking is None else (question, asking))


def is_follow_up(question: str) -> bool:
    """Whether a question cannot stand alone: short, and it opens or points like a follow-up."""
    text = question.strip().rstrip("?!. ")
    if len(words(text)) > MAX_FOLLOW_UP_WORDS:
        return False
    return bool(_OPENING.search(text) or _POINTING.search(text) or _BARE.search(text))


def asking_sentence(question: str) -> str | None:
    """The sentence of a long question that asks; None for a short or a single sentence."""
    sentences = [sentence for sentence in _SENTENCE.split(question.strip()) if sentence.strip()]
    if len(sentences) < 2 or len(words(question)) < LONG_QUESTION_WORDS:
        return None
    asking = [sentence for sentence in sentences if _ASKS.search(sentence)]
    return (asking or sentences)[-1]


def parts(question: str) -> tuple[str, ...]:
    """The two parts of a question that asks two things; () for any other."""
    found = [part.strip(" ,;?") for part in _PARTS.split(question) if part and part.strip(" ,;?")]
    content = [[word for word in words(part) if word not in STOP_WORDS] for part in found]
    return tuple(found) if len(found) == 2 and all(content) else ()


def _context(history: Sequence[str]) -> str:
    """The last question; where it was a follow-up itself, with the one before."""
    previous = history[-1].strip()
    if len(history) > 1 and is_follow_up(previous):
        return f"{history[-2].strip()} {previous}"
    return previous
