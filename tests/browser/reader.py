"""A reader at the panel, the guard that watches the page, and the site that both visit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from chatbot.indexing.offline import write_offline_index
from chatbot.minify import minify_site
from chatbot.passages import Section, Unit

ROOT = Path(__file__).parents[2]
SITE = Path(__file__).parent / "guide"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def offline_sections() -> list[Section]:
    """What the double's site says, as the indexing would read it."""
    texts = {
        ("contracts/#who-owns-the-code", "Contracts", "Who owns the code?"): [
            "The code belongs to the client once it is paid for.",
            "Write it in the contract.",
            "Ask a lawyer.",
        ],
        ("skills/#databases", "Skills", "Databases"): [
            "A mid-level engineer reads a query plan.",
            "Indexes are chosen from it.",
        ],
        ("skills/#testing", "Skills", "Testing"): ["Tests are written with the code."],
        ("#how-long-is-the-trial", "A small guide", "How long is the trial?"): [
            "A paid trial lasts two weeks.",
            "It ends with a review.",
        ],
    }
    return [
        Section(location, path, 2, tuple(Unit(unit, "sentence", 0) for unit in units))
        for (location, *path_), units in texts.items()
        for path in [tuple(path_)]
    ]


def build_site(builder: str, folder: Path, port: int, language: str = "en") -> Path:
    """Build the double's site; return the built folder.

    MkDocs' gets the widget as `guide build` publishes it, Zensical's the modules as written.
    """
    shutil.copytree(SITE, folder)
    shutil.copytree(ROOT / "docs/assets/chat", folder / "docs/assets/chat")
    for partial in ("chat-room.html", "chat-corner.html"):
        (folder / "overrides/partials").mkdir(exist_ok=True)
        name = f"overrides/partials/{partial}"
        shutil.copy(ROOT / name, folder / name)
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    # Instant navigation takes over only where the address is that of the sitemap, port included.
    text = text.replace("https://guide.example/", f"http://127.0.0.1:{port}/")
    config.write_text(text.replace("name: material", f"name: material\n  language: {language}"))
    command = [sys.executable, "-m", builder, "build"]
    if builder == "mkdocs":
        command.append("--quiet")
    done = subprocess.run(
        command, cwd=folder, env=os.environ | QUIET, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    asks = {"contracts/#who-owns-the-code": ["intellectual property rights"]}
    site = folder / "site"
    write_offline_index(offline_sections(), asks, site / "assets/chat/offline.json")
    if builder == "mkdocs":
        minify_site(site)
    return site


# Asks a question so many times, each once the one before is answered.
ASK = """async ([n, question]) => {
  for (let at = 0; at < n; at++) {
    await faqChat.ask(question);
    const { shadowRoot } = document.querySelector("faq-chat");
    while (shadowRoot.querySelector("[role=log]").ariaBusy === "true")
      await new Promise((done) => setTimeout(done, 5));
  }
}"""
LASTING = """async () => [
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length,
]"""


class Guard:
    """Watches a context: nothing logged, no foreign host, no cookie, no lasting storage."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        # Zensical's own search field has `autofocus`; Chromium says so on addresses with "#".
        self.allowed: list[str] = ["Autofocus processing was blocked"]
        self.messages: list[str] = []
        self.foreign: list[str] = []
        context.on("console", lambda message: self.messages.append(message.text))
        context.on("weberror", lambda error: self.messages.append(str(error.error)))
        context.on("request", self._note)
        context.on("page", lambda page: page.on("websocket", self._note))

    def allow(self, text: str) -> None:
        """Let messages pass that contain `text`: the test provokes them."""
        self.allowed.append(text)

    def _note(self, request: Any) -> None:
        """Requests to other hosts, and any socket."""
        parts = urlsplit(request.url)
        is_ours = parts.scheme in {"http", "https"} and parts.hostname == "127.0.0.1"
        if not is_ours and parts.scheme not in {"data", "blob"}:
            self.foreign.append(request.url)

    def check(self, *, has_scripts: bool = True) -> None:
        logged = [it for it in self.messages if not any(part in it for part in self.allowed)]
        assert logged == [], "the console is not empty"
        assert self.foreign == [], "another host was contacted"
        assert self.context.cookies() == [], "a cookie was set"
        visited = [page for page in self.context.pages if page.url.startswith("http")]
        for page in visited if has_scripts else ():
            assert page.evaluate(LASTING) == [0, 0, 0], "something lasts in the browser"
            keys: list[str] = page.evaluate("Object.keys(localStorage)")
            # Material keeps the reader's palette under a name that ends in __palette.
            assert [key for key in keys if not key.endswith("__palette")] == []


class Chat:
    """The panel as a reader meets it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.panel = page.get_by_role("dialog", name="Ask the guide")
        self.input = self.panel.get_by_label("Your question")
        self.log = self.panel.get_by_role("log")
        self.bar = page.get_by_role("region", name="Back to answer")
        self.marks = page.locator("mark.chat-mark")

    def visit(self, path: str = "") -> None:
        self.page.goto(self.url + path)
        self.page.wait_for_function("window.faqChat")

    def open(self, path: str = "") -> None:
        self.visit(path)
        self.page.get_by_role("link", name="Ask", exact=True).first.click()
        expect(self.panel).to_be_visible()

    def ask(self, question: str) -> Locator:
        """Ask, and give the article that holds what comes of it."""
        self.input.fill(question)
        self.input.press("Enter")
        return self.article(question)

    def add_meta(self, name: str, content: str) -> None:
        """Set the panel up as a page would, before the panel is there."""
        script = (
            "([name, content]) => document.head.append(Object.assign("
            "document.createElement('meta'), { name: `chat:${name}`, content }))"
        )
        self.page.evaluate(script, [name, content])

    def search_field(self) -> Locator:
        """The theme's own search, opened: a field in the page, or in Zensical's dialog."""
        opener = self.page.locator("button.md-search__button")
        if opener.count():
            opener.first.click()
            return self.page.get_by_role("combobox", name="Search")
        field = self.page.get_by_role("textbox", name="Search")
        field.click()
        return field

    def searched(self) -> Locator:
        """The search field once the panel has opened it."""
        return self.page.locator("input:focus")

    def article(self, question: str) -> Locator:
        heading = self.page.get_by_role("heading", name=question)
        return self.log.get_by_role("article").filter(has=heading)

    def expect_marked(self, words: str) -> None:
        """Wait for these words, whatever their spaces, to be what is marked.

        The theme may put the page in place once more, and the words are marked again.
        """
        self.page.wait_for_function(
            """words => [...document.querySelectorAll("mark.chat-mark")]
            .map(it => it.textContent).join("").replace(/\\s/g, "") === words""",
            arg="".join(words.split()),
        )
