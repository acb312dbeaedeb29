"""What is settled before any retrieval: markup, floods, instructions to the bot."""

import re
import unicodedata

from chatbot.analyzer import words

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.*?-->", re.DOTALL)
_PAYLOADS = (
    r"<\s*(script|iframe|object|embed|svg|img)\b",
    r"\bon(error|load|click)\s*=",
    r"javascript:",
    r"\b(select\s+[\w*,\s]+\s+from|drop\s+table|union\s+select|insert\s+into|delete\s+from)\b",
    r"\$\{.*\}|\{\{.*\}\}|\.\./\.\./",
    r";\s*(rm|curl|wget|cat)\s",
)
_INSTRUCTIONS = (
    r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(instructions?|rules?|prompts?|guidelines?|restrictions?|guardrails?)\b",
    r"\b(system|hidden|initial|secret) (prompt|instructions?|message)\b",
    r"\byou are (now|no longer)\b",
    r"\b(act|behave|respond|answer|reply|talk|speak) (as|like) (if you|an?|my)\b",
    r"\b(jailbreak|dan mode|developer mode|prompt injection)\b",
    r"\bpretend (to be|you|that you)\b",
    r"\brepeat (after me|the words above|your (instructions|prompt))\b",
)
_ATTACK = re.compile("|".join((*_PAYLOADS, *_INSTRUCTIONS)), re.IGNORECASE)
_RUN_OF_ONE_SIGN = re.compile(r"([^\w\s])\1{2,}")
_REPEATED = re.compile(r"(.{1,4}?)\1{2,}.{0,3}")


def clean(question: str) -> str:
    """The question without markup, white space collapsed, runs of one sign shortened."""
    text = unicodedata.normalize("NFC", _TAG.sub(" ", question))
    text = _RUN_OF_ONE_SIGN.sub(r"\1", text)
    return " ".join(text.split())


def is_attack(question: str) -> bool:
    """Whether the text is a payload or gives the bot instructions, rather than asks."""
    return bool(_ATTACK.search(question))


def is_flood(question: str) -> bool:
    """Whether the text has no word, or little but repetition: "hahahaha", "a a a a a a a a"."""
    found = words(question)
    letters = [c for word in found for c in word]
    if not any(c.isalpha() for c in letters):
        return True
    if len(found) == 1 and len(letters) > 4 and _REPEATED.fullmatch(found[0]):
        return True
    return len(found) >= 8 and len(set(found)) <= max(2, len(found) // 8)
