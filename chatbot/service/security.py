"""Headers of every response, the limits on a request's body, and the last net for errors."""

import base64
import hashlib
import html
import logging
import re
import time
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.service.logs import log
from chatbot.service.problems import ApiError, body_too_large, problem_response

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_HAS_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
_RUNNABLE = {"", "module", "importmap", "text/javascript", "application/javascript"}
_PERMISSIONS = (
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)


def script_hashes(page: str) -> tuple[str, ...]:
    """CSP sources for the inline scripts of an HTML page, sorted. Data blocks need none."""
    hashes = set()
    for attributes, text in _SCRIPT.findall(page):
        kind = _TYPE.search(attributes)
        if _HAS_SOURCE.search(attributes) or (kind and kind[1].lower() not in _RUNNABLE):
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as browsers do before hashing
        digest = hashlib.sha256(text.encode()).digest()
        hashes.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return tuple(sorted(hashes))


def is_own_form(headers: Headers) -> bool:
    """Whether a page of this site sent it. To plain HTTP a browser names its origin only."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    host = headers.get("host", "")
    return headers.get("origin") in (None, f"http://{host}", f"https://{host}")


class Policy:
    """Content-Security-Policy of pages and of everything else."""

    def __init__(self, frame_ancestors: Sequence[str]) -> None:
        words = [f"'{word}'" if word in ("none", "self") else word for word in frame_ancestors]
        self._ancestors = f"frame-ancestors {' '.join(words)}"
        options = {"none": "DENY", "self": "SAMEORIGIN"}
        self.frame_options = options.get(",".join(frame_ancestors))
        self.other = f"default-src 'none'; style-src 'unsafe-inline'; {self._ancestors}"

    def page(self, hashes: Iterable[str] = ()) -> str:
        """For HTML. Material sets style attributes; its search runs in a worker."""
        return "; ".join(
            (
                "default-src 'self'",
                " ".join(("script-src 'self'", *hashes)),
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                self._ancestors,
            )
        )


class SecurityMiddleware:
    """The outermost layer: headers on whatever goes out, a log line, no trace to the client."""

    def __init__(self, app: ASGIApp, *, policy: Policy, root_path: str = "") -> None:
        self._app = app
        self._policy = policy
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        if self._root_path and scope["path"].startswith(self._root_path + "/"):
            # for proxies that pass the whole path on; others have taken the prefix away
            scope = {**scope, "path": scope["path"].removeprefix(self._root_path)}

        async def send_secured(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._secure(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, send_secured)
        except Exception:
            log(logging.ERROR, "crash", is_traceback=True, path=scope["path"])
            if status:
                raise  # half an answer is out: the server has to cut the connection
            await crash_response(scope["path"])(scope, receive, send_secured)
        is_api = scope["path"].startswith("/api/") or scope["path"] == "/answer"
        log(
            logging.INFO if is_api else logging.DEBUG,
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            seconds=round(time.perf_counter() - started, 4),
        )

    def _secure(self, headers: MutableHeaders) -> None:
        is_page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault(
            "content-security-policy", self._policy.page() if is_page else self._policy.other
        )
        headers.setdefault("x-content-type-options", "nosniff")
        headers.setdefault("referrer-policy", "same-origin")
        headers.setdefault("permissions-policy", ", ".join(f"{name}=()" for name in _PERMISSIONS))
        if self._policy.frame_options:
            headers.setdefault("x-frame-options", self._policy.frame_options)


class BodyGuard:
    """Reads the body of an API request up to the limit, whether or not its length is declared."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        try:
            if scope["method"] == "POST" and scope["path"].startswith("/api/"):
                _check_type(Headers(scope=scope))
            body = await self._read(Headers(scope=scope), receive)
        except ApiError as error:
            response = problem_response(error)
            response.headers["connection"] = "close"
            await response(scope, receive, send)
            return
        if body is None:
            return
        is_sent = False

        async def replay() -> Message:
            nonlocal is_sent
            if is_sent:
                return await receive()
            is_sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | None:
        """The body; None where the client went away."""
        declared = headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit() or len(declared) > 18:
            raise ApiError(422, "invalid_length", "'Content-Length' is not a number of bytes.")
        if int(declared) > self._max_body_bytes:
            raise body_too_large(self._max_body_bytes)
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > self._max_body_bytes:
                raise body_too_large(self._max_body_bytes)
            if not message.get("more_body", False):
                return bytes(body)


def _check_type(headers: Headers) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = "Send the body as JSON, with the header 'Content-Type: application/json'."
        raise ApiError(415, "unsupported_media_type", message)


def crash_response(path: str) -> Response:
    message = "Something went wrong here. The fault is logged; try again."
    if path.startswith("/api/"):
        return problem_response(ApiError(500, "internal_error", message))
    return plain_page("Error", message, status=500)


def plain_page(title: str, message: str, *, status: int) -> HTMLResponse:
    """A page for when the site itself has none."""
    title, message = html.escape(title), html.escape(message)
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{message}</p></main>"
        "</body></html>",
        status,
        {"cache-control": "no-store"},
    )
