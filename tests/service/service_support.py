"""Real parts for the service's tests: a small site, an assistant that knows three questions."""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from chatbot.answering.composer import Reply
from chatbot.passages import Citation, Link
from chatbot.service.app import create_app
from chatbot.service.settings import Settings

INLINE = "document.documentElement.dataset.ready='1'"
ASK_PAGE = """<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>Ask - Guide</title>
<link rel="canonical" href="https://example.org/ask/">
<meta name="description" content="Ask here">
<link rel="stylesheet" href="../assets/main.0a1b2c3d.min.css">
<script>__md_scope=new URL("..",location)</script></head>
<body><a href="#ask" class="md-skip">Skip</a><nav><a href="..">Home</a><a href="./">Ask</a></nav>
<article class="md-content__inner md-typeset"><h1 id="ask">Ask</h1><p>OLD TEXT</p></article>
<script id="__config" type="application/json">{"base": "..", "search": "../assets/w.js"}</script>
<script src="../assets/app.js"></script></body></html>"""
NOT_FOUND = """<!doctype html><html><head><title>Guide</title>
<link rel="stylesheet" href="/guide/assets/main.0a1b2c3d.min.css"></head><body><h1>Lost?</h1>
<script id="__config" type="application/json">{"base": "/guide/"}</script></body></html>"""

FAQ = Link("Who owns the code?", ("FAQ", "Who owns the code?"), "faq/#who-owns-the-code")
TOP = Link("Hiring", ("Hiring",), "")
QUOTE = "You own the code <b>once</b> you have paid.\nIt says so in the contract."
CITATION = Citation(FAQ.title, FAQ.breadcrumb, FAQ.location, QUOTE, "2026-11-03")


class ScriptedAssistant:
    """Answers by the words of the question; like the real one it holds no state."""

    n_passages = 3
    encoder_name = "none"

    def __init__(self, index_id: str, factory: "ScriptedFactory") -> None:
        self.index_id = index_id
        self._factory = factory

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        page: str = "",
        *,
        exact: bool = False,
    ) -> Reply:
        if "crash" in question:
            raise RuntimeError("secret detail")
        if "held" in question:
            self._factory.is_held.set()
            self._factory.may_go_on.wait(10)
        if "which" in question:
            return Reply("clarification", "Which do you mean?", self.index_id, choices=(FAQ, TOP))
        if "hello" in question:
            return Reply("smalltalk", "Hello!", self.index_id)
        if "nurse" in question:
            return Reply("abstention", "Outside.", self.index_id, reason="out_of_scope")
        if "judge" in question:
            return Reply("abstention", "I can't help with that.", self.index_id, reason="declined")
        if "code" not in question:
            return Reply(
                "abstention", "Not found.", self.index_id, suggestions=(TOP,), reason="not_covered"
            )
        return Reply(
            "answer",
            QUOTE,
            self.index_id,
            citations=(CITATION,),
            corrected_question="who owns the code" if "cdoe" in question and not exact else None,
            understood_as=" / ".join([*history, page]) or None,
            is_weak="weak" in question,
        )


class ScriptedFactory:
    """Reads the folder's manifest; 'broken' as index id stands for an index that cannot be read."""

    def __init__(self) -> None:
        self.is_held = threading.Event()
        self.may_go_on = threading.Event()

    def __call__(self, index_dir: Path) -> ScriptedAssistant:
        index_id = json.loads((index_dir / "manifest.json").read_text())["index_id"]
        if index_id == "broken":
            raise ValueError("vectors.faiss is cut short")
        return ScriptedAssistant(index_id, self)


def publish_index(index_dir: Path, index_id: str) -> None:
    index_dir.mkdir(exist_ok=True)
    partial = index_dir / "manifest.json.partial"
    partial.write_text(json.dumps({"index_id": index_id}))
    os.replace(partial, index_dir / "manifest.json")


def write_site(folder: Path) -> Path:
    files = {
        "index.html": f"<html><head><script>{INLINE}</script></head><body>Hi</body></html>",
        "ask/index.html": ASK_PAGE,
        "faq/index.html": "<html><body><h1>FAQ</h1>" + "<p>word</p>" * 200 + "</body></html>",
        "404.html": NOT_FOUND,
        "assets/main.0a1b2c3d.min.css": "body{color:red}",
        "assets/app.js": "0",
        "assets/chat/loader.mjs": "export {}",
        "assets/font.woff2": "x",
        "sitemap.xml": "<urlset/>",
        "search/search_index.json": "{}",
        ".hidden/secret.txt": "secret",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def make_settings(tmp_path: Path, **values: object) -> Settings:
    write_site(tmp_path / "site")
    publish_index(tmp_path / "index", "index-1")
    given: dict[str, object] = {
        "site_dir": tmp_path / "site",
        "index_dir": tmp_path / "index",
        "feedback_db": tmp_path / "feedback.sqlite3",
        "index_poll_seconds": 0.05,
    }
    return Settings(**(given | values))  # type: ignore[arg-type]


def make_app(tmp_path: Path, **values: object) -> FastAPI:
    return create_app(make_settings(tmp_path, **values), ScriptedFactory())


@contextmanager
def running(tmp_path: Path, **values: object) -> Iterator[TestClient]:
    with TestClient(make_app(tmp_path, **values), follow_redirects=False) as client:
        yield client


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """A real uvicorn on a free port; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
