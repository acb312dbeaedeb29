"""The service put together, and run."""

import functools
import html
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio.to_thread
import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from chatbot.answering.assistant import FaqAssistant
from chatbot.encoder import load_encoder
from chatbot.errors import BuildError, QuestionError, SettingsError
from chatbot.manifest import current_index_id
from chatbot.service import problems
from chatbot.service.live import Assistant, AssistantFactory, IndexPoller, LiveAssistant
from chatbot.service.logs import configure_logs
from chatbot.service.pages import AnswerPages
from chatbot.service.problems import ApiError, problem_response
from chatbot.service.routes import VERSION, Service, api, missing_page, pages
from chatbot.service.security import BodyGuard, Policy, SecurityMiddleware, plain_page
from chatbot.service.settings import Settings
from chatbot.service.site import Site
from chatbot.service.watch import LiveReload, Watcher, live_routes, script_tag

if TYPE_CHECKING:
    from chatbot.service.feedback import FeedbackStore

SHUTDOWN_SECONDS = 3


def default_factory(settings: Settings) -> AssistantFactory:
    """Loads `FaqAssistant`s; those of one kind of index share their encoder."""
    return lambda index_dir: FaqAssistant.load(index_dir, settings.encoder_dir)


def create_app(
    settings: Settings,
    assistant_factory: AssistantFactory | None = None,
    *,
    live_reload: LiveReload | None = None,
) -> FastAPI:
    """Build the application. The index is loaded when it starts, not here.

    Raises:
        SiteError: there is no built site in `settings.site_dir`.
    """
    policy = Policy(settings.frame_ancestors)
    tail = script_tag(settings.root_path) if live_reload else ""
    head = _head(settings)
    site = Site(settings.site_dir, policy, root_path=settings.root_path, head=head, tail=tail)
    service = Service(
        settings=settings,
        live=LiveAssistant(settings.index_dir, assistant_factory or default_factory(settings)),
        site=site,
        pages=AnswerPages(site, contact_url=settings.contact_url, takes_feedback=settings.feedback),
        feedback=_feedback(settings),
    )
    app = FastAPI(
        title="Ask the guide",
        description="Answers are quotations of the published guide, word for word.",
        version=VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.service = service
    app.include_router(api)
    if live_reload:
        app.include_router(live_routes(live_reload))
    app.include_router(pages)
    _add_handlers(app)
    _add_middleware(app, settings, policy)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = service.settings.answer_threads
    if not service.live.is_loaded:
        service.live.load()

    def refresh() -> None:
        if service.live.refresh():
            service.site.refresh()

    poller = IndexPoller(refresh, poll_seconds=service.settings.index_poll_seconds)
    poller.start()
    try:
        yield
    finally:
        poller.stop()


def _feedback(settings: Settings) -> "Callable[[], FeedbackStore] | None":
    @functools.cache
    def store() -> "FeedbackStore":
        from chatbot.service import feedback  # SQLAlchemy takes 0.3 s to import

        return feedback.FeedbackStore(settings.feedback_db, max_rows=settings.feedback_max_rows)

    return store if settings.feedback else None


def _head(settings: Settings) -> str:
    """What every page tells the widget. A value of the site's own stands before it and wins."""
    told = {
        "chat:contact": settings.contact_url,
        "chat:feedback": "" if settings.feedback else "off",
    }
    return "".join(
        f'<meta name="{name}" content="{html.escape(value)}">'
        for name, value in told.items()
        if value
    )


def _add_middleware(app: FastAPI, settings: Settings, policy: Policy) -> None:
    """The last one added is the outermost."""
    app.add_middleware(BodyGuard, max_body_bytes=settings.max_body_bytes)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
            expose_headers=["retry-after"],
        )
    app.add_middleware(SecurityMiddleware, policy=policy, root_path=settings.root_path)


def _add_handlers(app: FastAPI) -> None:
    @app.exception_handler(ApiError)
    async def on_api_error(_: Request, error: ApiError) -> Response:
        return problem_response(error)

    @app.exception_handler(QuestionError)
    async def on_question_error(_: Request, error: QuestionError) -> Response:
        return problem_response(problems.from_question_error(error))

    @app.exception_handler(RequestValidationError)
    async def on_validation_error(_: Request, error: RequestValidationError) -> Response:
        return problem_response(problems.from_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> Response:
        if _is_api(request):
            return problem_response(problems.from_status(error.status_code, error.headers))
        if error.status_code == 404:
            return missing_page(request.app.state.service.site, request)
        page = plain_page("Not possible", str(error.detail), status=error.status_code)
        for name, value in (error.headers or {}).items():
            page.headers[name] = ", ".join(sorted(value.split(", ")))
        return page


def _is_api(request: Request) -> bool:
    path: str = request.scope["path"]
    return path == "/api" or path.startswith("/api/")


def serve(settings: Settings, *, watch: bool = False) -> int:
    """Serve until stopped.

    Raises:
        ChatbotError: no index, no site, or the port is taken; nothing was served.
    """
    configure_logs(settings.log_level)
    listener = _listen(settings.host, settings.port)
    with listener:
        watcher = _watcher(settings) if watch else None
        reload = watcher.reload if watcher else None
        app = create_app(settings, live_reload=reload)
        service: Service = app.state.service
        assistant = service.live.load()
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )
        _say(
            f"Serving the guide at {_url(listener, settings)} "
            f"(index {assistant.index_id[:6]}, {assistant.n_passages} passages)"
        )
        if watcher:
            watcher.reload.is_stopping = lambda: server.should_exit
            watcher.start(service.live.use, lambda _: service.site.refresh())
        try:
            server.run([listener])
        finally:
            if watcher:
                watcher.stop()
    return 0 if server.started else 1


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends small answers at once (TCP_NODELAY), not after 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"CHATBOT_PORT is '{port}', CHATBOT_HOST is '{host}': {os.strerror(error.errno or 0)}. "
            "Stop the program that uses this address, or choose another port with --port."
        ) from error
    return listener


def _watcher(settings: Settings) -> Watcher:
    from chatbot.publish import KnownIndex, build_draft  # only who watches builds

    if settings.encoder_dir is not None:
        load_encoder(settings.encoder_dir)  # its errors are told before anything is built
    known = KnownIndex()

    def build(*, is_patch: bool) -> Assistant:
        built = build_draft(
            settings.mkdocs_config,
            settings.index_dir,
            report=_say,
            known=known,
            encoder_dir=settings.encoder_dir,
            site_dir=settings.site_dir,
            is_patch=is_patch,
        )
        return FaqAssistant(built.index, built.encoder)

    watcher = Watcher(settings.mkdocs_config, build, _say)
    if not watcher.rebuild() and current_index_id(settings.index_dir) is None:
        raise BuildError("Nothing was ever built here, so there is nothing to serve.")
    return watcher


def _url(listener: socket.socket, settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}{settings.root_path}/"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
