"""A small real server: a built site and answers written in advance, chosen by the question.

It stands in for the service where a test needs an answer, an error or a delay that the service
gives only by chance. The main path is also tested against the service itself.
"""

import asyncio
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from chatbot.service.marking import asks_for_advice, key_span, landing

CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
INDEX_ID = "8f3c2a9d00"


def link(location: str, *breadcrumb: str) -> dict[str, Any]:
    return {"title": breadcrumb[-1], "breadcrumb": list(breadcrumb), "location": location}


def citation(location: str, quote: str, *breadcrumb: str) -> dict[str, Any]:
    return link(location, *breadcrumb) | {"quote": quote, "updated": "2026-11-03"}


OWNER = citation(
    "contracts/#who-owns-the-code",
    "The code belongs to the client once it is paid for. Write it in the contract.",
    "Contracts",
    "Who owns the code?",
)
SENIOR = citation("contracts/#rates", "Senior PKR 600,000 two months", "Contracts", "Rates")
POINTS = citation(
    "contracts/#points-to-have",
    "Confidentiality lasts two years.\nNotice is thirty days.\nDisputes go to arbitration.",
    "Contracts",
    "Points to have",
)
LAST = citation(
    "contracts/#last-words",
    "Names such as Зоя and عائشہ stay as they are.",
    "Contracts",
    "Last words",
)
TAB = citation("contracts/#hidden-places", "An employee receives a salary.", "Contracts", "Hidden")
FOLD = citation("contracts/#hidden-places", "Payment is due within ten days.", "Contracts", "Fold")
GONE = citation("contracts/#rates", "This sentence is no longer there.", "Contracts", "Rates")
DATABASES = citation(
    "skills/#databases", "A mid-level engineer reads a query plan.", "Skills", "Databases"
)


def reply(kind: str, text: str = "", **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"citations": [], "choices": [], "suggestions": []}
    plain = {"reason": None, "corrected_question": None, "understood_as": None, "is_weak": False}
    return empty | plain | {"kind": kind, "text": text, "index_id": INDEX_ID} | fields


def answer(*citations: dict[str, Any], text: str = "", **fields: Any) -> dict[str, Any]:
    return reply("answer", text or citations[0]["quote"], citations=list(citations), **fields)


NEAREST = [link("skills/", "Skills"), link("contracts/#rates", "Contracts", "Rates")]
REPLIES: dict[str, dict[str, Any]] = {
    "who owns the code?": answer(OWNER, DATABASES, POINTS),
    "what does a senior cost?": answer(SENIOR),
    "which points?": answer(POINTS, related=[link("contracts/#rates", "Contracts", "Rates")]),
    "last words?": answer(LAST),
    "salary?": answer(TAB),
    "when is payment due?": answer(FOLD),
    "what is gone?": answer(GONE),
    "databases?": answer(DATABASES),
    "behavioral?": answer(DATABASES, corrected_question="behavioural?"),
    "and why?": answer(OWNER, understood_as="why does the client own the code?"),
    "weak?": answer(DATABASES, is_weak=True),
    "hello": reply("smalltalk", "Hello. I quote this guide: ask about contracts and skills."),
    "nothing?": reply("abstention", reason="not_covered", suggestions=NEAREST),
    "outside?": reply("abstention", reason="out_of_scope"),
    "declined?": reply("abstention", "I do not answer that.", reason="declined"),
    "which one?": reply(
        "clarification",
        "Which do you mean?",
        choices=[link("contracts/#rates", "Contracts", "Rates"), link("skills/", "Skills")],
    ),
    "skills": answer(DATABASES),
    "rates": reply("clarification", choices=[link("skills/", "Skills")]),
    "html?": reply("smalltalk", "<img src=x onerror=alert(1)><b>bold</b>"),
    "malformed?": {"kind": "answer", "answer": "surprise"},
    "should i sue?": answer(DATABASES),
    "کوڈ کس کا ہے؟": answer(OWNER),
    "two quotations?": answer(OWNER, LAST, DATABASES, text=f"{OWNER['quote']}\n\n{LAST['quote']}"),
    "not said?": answer(citation("skills/#testing", "Tests are skipped.", "Skills", "Testing")),
    "bad date?": answer(OWNER | {"updated": "soon"}),
    "no title?": answer({name: OWNER[name] for name in OWNER if name != "title"}),
}
HOSTILE = (
    "https://evil.example/", "//evil.example/", "\\\\evil.example/", "/\\evil.example/",
    " https://evil.example/", "javascript:alert(1)", " javascript:alert(1)",
    "java\nscript:alert(1)", "data:text/html,x", "http://[",
)  # fmt: skip
REPLIES["hostile landing?"] = answer(OWNER | {"landing": HOSTILE[0]})
REPLIES["path in one piece?"] = answer(OWNER | {"breadcrumb": "Contracts"})
REPLIES["out of order?"] = answer(
    LAST | {"quote": "stay as they are.\nNames such as Зоя\nsuch as Зоя and"}
)
REPLIES["odd key?"] = answer(OWNER | {"key": 7})
REPLIES["foreign key?"] = answer(OWNER | {"key": "nowhere in it"})
REPLIES |= {
    f"hostile {n}?": answer(citation(location, "Come here.", "Evil"))
    for n, location in enumerate(HOSTILE)
}


def marked(found: dict[str, Any], question: str) -> dict[str, Any]:
    """The reply with what the service adds to it: where its words are, and which of them count."""
    if not found.get("citations"):
        return found
    citations = [
        {
            "landing": landing(it["location"], it["quote"]),
            "key": key_span(it["quote"], question)[1],
        }
        | it
        for it in found["citations"]
    ]
    return found | {"citations": citations, "is_advice": asks_for_advice(question)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Double:
    """The server, and what it was asked."""

    def __init__(self, site: Path, port: int) -> None:
        self.asked: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.down = False
        self.takes_feedback = True
        app = Starlette(
            routes=[
                Route("/api/ask", self.ask, methods=["POST"]),
                Route("/api/feedback", self.take_feedback, methods=["POST"]),
                Mount("/", StaticFiles(directory=site, html=True)),
            ]
        )
        self.url = f"http://127.0.0.1:{port}/"
        config = uvicorn.Config(self._with_csp(app), port=port, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> "Double":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    @staticmethod
    def _with_csp(app: Starlette) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            async def send_with_csp(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"].append((b"content-security-policy", CSP.encode()))
                await send(message)

            await app(scope, receive, send_with_csp)

        return wrapped

    async def ask(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        question = body["question"].casefold()
        if self.down or question == "broken?":
            return JSONResponse({"error": {"code": "internal", "message": "no"}}, 500)
        if question == "busy?":
            busy = len([it for it in self.asked if it["question"].casefold() == "busy?"]) == 1
            if busy:
                return JSONResponse({"error": {}}, 429, headers={"retry-after": "2"})
            return JSONResponse(marked(REPLIES["databases?"], question))
        if question == "refused?":
            message = "The question has a control character."
            return JSONResponse({"error": {"code": "x", "message": message, "field": ""}}, 422)
        if body.get("exact"):
            return JSONResponse(marked(REPLIES["last words?"], question))
        if question.startswith("wait "):
            await asyncio.sleep(float(question.split()[1]))
            return JSONResponse(marked(REPLIES["databases?"], question))
        if question == "dated busy?":
            later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
            return JSONResponse({"error": {}}, 429, headers={"retry-after": later})
        found = REPLIES.get(question, REPLIES["nothing?"])
        return JSONResponse(marked(found, question))

    async def take_feedback(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({"error": {}}, 503)
        if not self.takes_feedback:
            return JSONResponse({"error": {"code": "feedback_off"}}, 404)
        self.feedback.append(await request.json())
        return Response(status_code=204)
