"""The addresses. Routes that encode are `def`: they run in the thread pool."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chatbot.errors import QuestionError
from chatbot.service.live import LiveAssistant
from chatbot.service.logs import log
from chatbot.service.pages import AnswerPages, api_page
from chatbot.service.problems import ApiError, json_response
from chatbot.service.schemas import (
    MAX_HISTORY,
    AskRequest,
    AskResponse,
    ErrorResponse,
    FeedbackRequest,
    FeedbackResponse,
    HealthResponse,
    clean_question,
    reply_body,
)
from chatbot.service.security import is_own_form, plain_page
from chatbot.service.settings import Settings
from chatbot.service.site import Site, slash_target

if TYPE_CHECKING:
    from chatbot.service.feedback import FeedbackStore

_ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_METHODS = {
    "ask": "POST",
    "feedback": "POST",
    "health": "GET, HEAD",
    "docs": "GET, HEAD",
    "openapi.json": "GET, HEAD",
}
SUGGESTED = "Thank you. The editors will see this question."
VERSION = version("lahore-backend-guide")


@dataclass(frozen=True)
class Service:
    """What the routes work with."""

    settings: Settings
    live: LiveAssistant
    site: Site
    pages: AnswerPages
    feedback: "Callable[[], FeedbackStore] | None"


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    words = {
        404: "Switched off by a setting",
        413: "The body is too large",
        415: "The body is not declared as JSON",
        422: "The body is not as expected; `field` says where",
        503: "Not ready; the header Retry-After says when to try again",
    }
    return {n: {"model": ErrorResponse, "description": words[n]} for n in statuses}


api = APIRouter(prefix="/api")
pages = APIRouter(include_in_schema=False)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


@api.post(
    "/ask",
    summary="Ask a question",
    response_model=AskResponse,
    responses=_errors(413, 415, 422, 503),
)
def ask(request: Request, body: AskRequest) -> Response:
    """Answers with quotations of the guide, asks back, or abstains."""
    service = _service(request)
    assistant = service.live.current()
    history = [earlier.question for earlier in body.history]
    reply = assistant.reply(body.question, history, body.page or "", exact=body.exact)
    _log_reply(service, body.question, reply.kind, reply.reason, reply.index_id)
    return json_response(reply_body(reply, body.question))


@api.post(
    "/feedback",
    summary="Say whether an answer helped",
    status_code=201,
    response_model=FeedbackResponse,
    responses=_errors(404, 413, 415, 422, 503),
)
def give_feedback(request: Request, body: FeedbackRequest) -> Response:
    """Stores a vote; the question only where `share_question` is true. Personal data is masked."""
    store = _service(request).feedback
    if store is None:
        raise ApiError(404, "feedback_off", "This service does not take feedback.")
    is_question_stored = store().add(body)
    return json_response({"status": "stored", "question_stored": is_question_stored}, status=201)


@api.get(
    "/health",
    summary="Is the service ready",
    response_model=HealthResponse,
    responses=_errors(503),
)
async def health(request: Request) -> Response:
    """What is loaded."""
    assistant = _service(request).live.current()
    return json_response(
        {
            "status": "ok",
            "index_id": assistant.index_id,
            "n_passages": assistant.n_passages,
            "encoder": assistant.encoder_name,
            "version": VERSION,
        }
    )


@api.head("/health", include_in_schema=False)
async def health_head(request: Request) -> Response:
    return await health(request)


@api.api_route("/docs", methods=["GET", "HEAD"], include_in_schema=False)
async def api_docs(request: Request) -> Response:
    return HTMLResponse(_api_page(request.app), headers={"cache-control": "no-cache"})


@functools.lru_cache(maxsize=4)
def _api_page(app: Any) -> str:
    return api_page(app.openapi())


@pages.api_route("/api", methods=_ALL_METHODS)
@pages.api_route("/api/{rest:path}", methods=_ALL_METHODS)
def other_api_address(request: Request, rest: str = "") -> Response:
    """Neither 404 nor 405 of the API is a page; a site may have a folder of this name, though."""
    allowed = _METHODS.get(rest)
    if allowed is not None:
        raise HTTPException(405, headers={"allow": allowed})
    site = _service(request).site
    is_found = site.find(f"api/{rest}") is not None or site.is_folder(f"api/{rest}")
    if not is_found or request.method not in ("GET", "HEAD"):
        raise HTTPException(404)
    return _site_file(request, f"api/{rest}")


@pages.api_route("/answer", methods=["GET", "HEAD"])
def answer_page(
    request: Request,
    q: str | None = None,
    h: Annotated[list[str] | None, Query()] = None,
    exact: str = "",
    suggested: str = "",
) -> Response:
    """The same as `POST /api/ask` without JavaScript; `exact=1` stands for true there."""
    service = _service(request)
    if q is None:
        return _html(service, *service.pages.form(said=SUGGESTED if suggested else ""))
    try:
        question = clean_question(q)
        history = [clean_question(earlier, field="h") for earlier in (h or [])[-MAX_HISTORY:]]
        reply = service.live.current().reply(question, history, "", exact=exact == "1")
    except QuestionError as error:
        kept = "".join(char for char in q if char.isprintable() or char in "\n\t")
        return _html(service, *service.pages.form(kept=kept, error=str(error)), status=422)
    except ApiError as error:
        page = service.pages.form(kept=q, error=error.message)
        return _html(service, *page, status=error.status)
    _log_reply(service, question, reply.kind, reply.reason, reply.index_id)
    return _html(service, *service.pages.answer(question, reply, history))


@pages.post("/answer")
async def suggest_question(request: Request) -> Response:
    """The answer page's *Suggest this question*: stored as the widget's is, then a page says so."""
    if not is_own_form(request.headers):
        raise HTTPException(403, "Questions are suggested on this site's own pages.")
    fields = parse_qs((await request.body()).decode(errors="replace"))
    return await run_in_threadpool(_suggest, _service(request), fields.get("q", [""])[0])


def _suggest(service: Service, text: str) -> Response:
    if service.feedback is None:
        raise HTTPException(404)
    try:
        vote = {
            "vote": "down",
            "reasons": ["not_found"],
            "index_id": service.live.current().index_id,
            "question": clean_question(text),
            "share_question": True,
        }
        service.feedback().add(FeedbackRequest.model_validate(vote))
    except QuestionError as error:
        return _html(service, *service.pages.form(error=str(error)), status=422)
    except ApiError as error:
        page = service.pages.form(kept=text, error=error.message)
        return _html(service, *page, status=error.status)
    return RedirectResponse("./answer?suggested=1", 303, {"cache-control": "no-store"})


@pages.api_route("/{location:path}", methods=["GET", "HEAD"])
async def site_file(request: Request, location: str) -> Response:
    """The site itself."""
    return await run_in_threadpool(_site_file, request, location)


def _site_file(request: Request, location: str) -> Response:
    site = _service(request).site
    is_head = request.method == "HEAD"
    file = site.find(location)
    if file is not None:
        return site.respond(file, request.headers, is_head=is_head)
    if site.is_folder(location):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(slash_target(location) + query, 308)
    return missing_page(site, request)


def missing_page(site: Site, request: Request) -> Response:
    """The site's own 404 page."""
    page = site.find("404.html")
    if page is None:
        return plain_page("Not found", "There is no page at this address.", status=404)
    is_head = request.method == "HEAD"
    response = site.respond(page, request.headers, status=404, is_head=is_head)
    for header in ("etag", "last-modified"):
        del response.headers[header]
    return response


def _html(service: Service, page: str, hashes: tuple[str, ...], *, status: int = 200) -> Response:
    headers = {
        "cache-control": "private, no-cache",
        "content-security-policy": service.site.policy_of(hashes),
        "x-robots-tag": "noindex",
    }
    return HTMLResponse(page.encode("utf-8", "replace"), status, headers)


def _log_reply(
    service: Service, question: str, kind: str, reason: str | None, index_id: str
) -> None:
    fields: dict[str, Any] = {"question": question} if service.settings.log_questions else {}
    log(logging.INFO, "reply", kind=kind, reason=reason, index_id=index_id, **fields)
