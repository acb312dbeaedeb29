"""Decision and hits → reply. The only place where the words of an answer are put together."""

from dataclasses import dataclass
from typing import Literal

from chatbot.passages import Citation, Link

ReplyKind = Literal["answer", "clarification", "abstention", "smalltalk"]
Reason = Literal["not_covered", "out_of_scope", "declined"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the asker gets. The fields are those of `POST /api/ask` (docs/chatbot/http-api.md)."""

    kind: ReplyKind
    text: str
    index_id: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Link, ...] = ()
    suggestions: tuple[Link, ...] = ()
    reason: Reason | None = None
    corrected_question: str | None = None
    understood_as: str | None = None
    is_weak: bool = False
