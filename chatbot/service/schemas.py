"""The bodies of the HTTP contract (docs/chatbot/http-api.md): checked here, never guessed."""

import unicodedata
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from chatbot.answering.composer import Reply
from chatbot.errors import QuestionError
from chatbot.service import marking

MAX_QUESTION_CHARS = 500
MAX_HISTORY = 10
MAX_PAGE_CHARS = 200
MAX_NOTE_CHARS = 1_000
MAX_LOCATION_CHARS = 500
ALLOWED_CONTROLS = "\n\t"

FeedbackReason = Literal["wrong", "incomplete", "outdated", "unclear", "not_found", "other"]


def clean_question(text: str, *, field: str = "question") -> str:
    r"""Trim a question and check it. "\r\n" becomes "\n"; lengths are in code points.

    Raises:
        QuestionError: it is empty, too long, or holds a control character.
    """
    text = text.replace("\r\n", "\n").strip()
    if not any(_is_visible(char) for char in text):
        raise QuestionError("The question is empty.", code="question_empty", field=field)
    if len(text) > MAX_QUESTION_CHARS:
        message = f"The question has {len(text)} characters; the limit is {MAX_QUESTION_CHARS}."
        raise QuestionError(message, code="question_too_long", field=field)
    control = next((char for char in text if is_refused(char)), None)
    if control is not None:
        message = (
            f"The question holds the control character U+{ord(control):04X}; "
            "only line breaks and tabs are allowed."
        )
        raise QuestionError(message, code="question_control_character", field=field)
    return text


def is_refused(char: str) -> bool:
    """A control character, or half of a surrogate pair, which no valid text holds."""
    return char not in ALLOWED_CONTROLS and unicodedata.category(char) in ("Cc", "Cs")


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cf"


def _question(text: str) -> str:
    try:
        return clean_question(text)
    except QuestionError as error:
        # the text is fixed words and numbers: nothing in it that pydantic would format
        raise PydanticCustomError("question_error", "{message}", _context(error)) from error


def _context(error: QuestionError) -> dict[str, Any]:
    return {"message": str(error), "code": error.code}


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if any(is_refused(char) for char in text):
        raise PydanticCustomError("text_control_character", "The text holds a control character.")
    return text


Question = Annotated[
    str,
    AfterValidator(_question),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MAX_QUESTION_CHARS}),
]
Plain = Annotated[str, AfterValidator(_plain)]


class EarlierQuestion(BaseModel):
    question: Question


class AskRequest(BaseModel):
    """A question, the earlier ones (oldest first), and the page where the asker is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"question": "Who owns the code?", "history": [], "page": "faq/"}]
        }
    )

    question: Question = Field(description="1 to 500 characters after trimming")
    history: list[EarlierQuestion] = Field(
        default_factory=list, max_length=MAX_HISTORY, description="earlier questions, oldest first"
    )
    page: Plain | None = Field(
        None,
        max_length=MAX_PAGE_CHARS,
        description="site-relative location of the asker's page; reserved, changes no answer yet",
    )
    exact: bool = Field(False, description="take the question as it is spelt, without correction")


class LinkBody(BaseModel):
    title: str
    breadcrumb: list[str]
    location: str


class CitationBody(LinkBody):
    quote: str
    updated: str | None
    landing: str = Field(description="the location with a text fragment that leads to the words")
    key: str = Field(description='the words of the quotation nearest to the question, or ""')


class AskResponse(BaseModel):
    """An answer is a quotation, verbatim; an abstention is an answer too."""

    kind: Literal["answer", "clarification", "abstention", "smalltalk"]
    text: str
    citations: list[CitationBody] = Field(description="best first")
    choices: list[LinkBody] = Field(description="2 to 4 for a clarification, otherwise none")
    suggestions: list[LinkBody] = Field(description="up to 3 nearest sections of an abstention")
    related: list[LinkBody] = Field(description="the sections beside the one that answers")
    reason: Literal["not_covered", "out_of_scope", "declined"] | None
    corrected_question: str | None
    understood_as: str | None
    is_weak: bool = Field(description="the closest passage, not surely an answer")
    is_advice: bool = Field(description="advice was asked for, which a quotation is not")
    index_id: str


class HealthResponse(BaseModel):
    status: Literal["ok"]
    index_id: str
    n_passages: int
    encoder: str
    version: str


class FeedbackRequest(BaseModel):
    """A vote on one answer. The question is stored only where `share_question` is true."""

    vote: Literal["up", "down"]
    id: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="made by the client, one per answer; a second vote with it replaces the first",
    )
    reasons: list[FeedbackReason] = Field(default_factory=list, max_length=6)
    note: Plain = Field("", max_length=MAX_NOTE_CHARS)
    index_id: Plain = Field("", max_length=64)
    location: Plain = Field("", max_length=MAX_LOCATION_CHARS)
    question: Question | None = None
    share_question: bool = False


class FeedbackResponse(BaseModel):
    status: Literal["stored"]
    question_stored: bool


class ErrorBody(BaseModel):
    code: str
    message: str
    field: str | None


class ErrorResponse(BaseModel):
    error: ErrorBody


_ORDER = tuple(AskResponse.model_fields)


def reply_body(reply: Reply, question: str) -> dict[str, Any]:
    """The reply to `question` as the contract has it, fields in the contract's order."""
    read = reply.corrected_question or question
    values = asdict(reply) | {"is_advice": marking.asks_for_advice(read)}
    values["citations"] = [
        asdict(citation)
        | {
            "landing": marking.landing(citation.location, citation.quote),
            "key": marking.key_span(citation.quote, read)[1],
        }
        for citation in reply.citations
    ]
    return {name: values[name] for name in _ORDER}
