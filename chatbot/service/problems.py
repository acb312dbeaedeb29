"""One error shape: {"error": {"code", "message", "field"}}. Never a stack trace."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from chatbot.errors import ChatbotError, QuestionError

NO_STORE = {"cache-control": "no-store"}

_BY_STATUS = {
    404: ("not_found", "There is nothing at this address. `GET /api/docs` lists what there is."),
    405: ("method_not_allowed", "This address does not take that method; 'Allow' lists those."),
}


class ApiError(ChatbotError):
    """What the client gets: status, code, message, and the field that is wrong."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.headers = dict(headers or {})


class NotReadyError(ApiError):
    """The index is not loaded yet."""

    def __init__(self) -> None:
        message = "The service is starting: no index is loaded yet. Try again in a second."
        super().__init__(503, "not_ready", message, headers={"retry-after": "1"})


def body_too_large(limit: int) -> ApiError:
    message = f"The request body is too large; the limit is {limit} bytes."
    return ApiError(413, "body_too_large", message)


def from_status(status: int, headers: Mapping[str, str] | None = None) -> ApiError:
    """The error for a status that routing itself gives."""
    if status == 400:
        # FastAPI's word for a body that the JSON parser gave up on (deep nesting, huge numbers).
        return ApiError(422, "invalid_json", "The body is not JSON that can be read.")
    code, message = _BY_STATUS.get(status, ("http_error", f"The request failed ({status})."))
    return ApiError(status, code, message, headers=headers)


def from_question_error(error: QuestionError) -> ApiError:
    return ApiError(422, error.code, str(error), field=error.field)


def from_validation(errors: Sequence[Mapping[str, Any]]) -> ApiError:
    """The first of pydantic's errors in our words. Input values are never repeated."""
    error = errors[0]
    kind = str(error["type"])
    field = ".".join(str(part) for part in error["loc"][1:]) or None
    if kind == "json_invalid":
        return ApiError(422, "invalid_json", "The body is not valid JSON.")
    if kind == "missing":
        if field is None:
            return ApiError(422, "missing", "The body is empty; expected a JSON object.")
        return ApiError(422, "missing", f"'{field}' is missing.", field=field)
    if kind == "question_error":
        return ApiError(422, error["ctx"]["code"], str(error["msg"]), field=field)
    if kind == "text_control_character":
        return ApiError(422, kind, str(error["msg"]), field=field)
    name = f"'{field}'" if field else "The body"
    message = f"{name} is not as expected: {str(error['msg']).rstrip('.')}."
    return ApiError(422, "invalid", message, field=field)


def problem_response(error: ApiError) -> Response:
    body = {"error": {"code": error.code, "message": error.message, "field": error.field}}
    return json_response(body, status=error.status, headers=error.headers)


def json_response(
    body: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON in the order given, so that equal bodies are equal bytes."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(
        # "replace": text from a page may in theory hold half of a surrogate pair
        text.encode("utf-8", "replace"),
        status,
        {**NO_STORE, **(headers or {})},
        "application/json",
    )
