"""The main path against the guide itself: its site, its index and its service."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from double import free_port
from playwright.sync_api import Page, expect
from reader import ROOT, Chat, Guard

from chatbot.index_store import read_index
from chatbot.indexing.offline import MAX_GZIP_BYTES
from chatbot.publish import build_guide
from chatbot.site_process import SiteProcess

START_SECONDS = 30
QUESTION = "Who owns the code?"


class Guide:
    """The service as a process of its own, which a test may stop."""

    def __init__(self, site: Path, index: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "chatbot", "serve", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--site", str(site), "--index", str(index)],
            env=os.environ | {"CHATBOT_FEEDBACK": "false"},
            cwd=index.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}api/health", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        output = self.process.stdout.read() if self.process.stdout else ""
        pytest.fail(f"The service did not start.\n{output}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def built_guide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("guide")
    said: list[str] = []
    if (ROOT / "index" / "manifest.json").is_file():  # what is encoded already
        shutil.copytree(ROOT / "index", folder / "index")
    with SiteProcess(ROOT / "mkdocs.yml", folder / "site") as site:
        build_guide(site, folder / "index", report=said.append)
    return folder / "site", folder / "index"


@pytest.fixture(scope="session")
def guide(built_guide: tuple[Path, Path]) -> Iterator[Guide]:
    guide = Guide(*built_guide)
    guide.wait()
    yield guide
    guide.stop()
    if guide.process.stdout:
        guide.process.stdout.close()


def test_the_copy_of_the_whole_guide_keeps_its_bound(built_guide: tuple[Path, Path]) -> None:
    """What `guide build` leaves out where it is too large is the askers' words, never the text."""
    copy = (built_guide[0] / "assets/chat/offline.json").read_bytes()
    assert len(gzip.compress(copy, mtime=0)) <= MAX_GZIP_BYTES == 150_000
    blocks = [block for section in json.loads(copy)["sections"] for block in section[2]]
    kept = {unit for _, *units in blocks for unit in units}
    index = read_index(built_guide[1])
    units = [unit for passage in index.passages for unit in passage.units]
    assert {unit.text for unit in units if unit.kind == "sentence"} <= kept


@pytest.fixture
def chat(page: Page, guide: Guide) -> Chat:
    return Chat(page, guide.url)


def test_an_answer_leads_to_its_words_on_the_page(chat: Chat) -> None:
    chat.open()
    article = chat.ask(QUESTION)
    quote = article.get_by_role("blockquote").first
    expect(quote).to_be_visible()
    words = "".join(quote.inner_text().split())
    # The pages name the index that they were published with, and it is the one that answers.
    assert chat.page.locator('meta[name="chat:index"]').count() == 1
    expect(article.get_by_text("another version")).to_have_count(0)
    article.get_by_role("link", name="Open in page").click()
    expect(chat.marks.first).to_be_in_viewport()
    chat.expect_marked(words)
    chat.bar.get_by_role("button", name="Back to answer").click()
    expect(chat.article(QUESTION).get_by_role("heading")).to_be_focused()


def test_what_the_guide_does_not_cover_is_not_answered(chat: Chat) -> None:
    chat.open()
    article = chat.ask("hire a nurse in Karachi")
    expect(article.locator(".card.abstention")).to_be_visible()
    expect(article.get_by_role("blockquote")).to_have_count(0)


def test_the_permalink_leads_to_the_marked_words(chat: Chat) -> None:
    chat.visit("answer?q=Who+owns+the+code%3F")
    expect(chat.page.get_by_role("blockquote").first).to_be_visible()
    chat.page.locator("a[data-chat-quote]").first.click()
    expect(chat.marks.first).to_be_in_viewport()
    chat.page.reload()
    expect(chat.marks.first).to_be_in_viewport()
    chat.bar.get_by_role("button", name="Back to answer").click()
    chat.page.wait_for_url(re.compile(r"/answer\?q="))


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_without_javascript_the_form_answers(chat: Chat) -> None:
    chat.page.goto(chat.url)
    chat.page.get_by_role("link", name="Ask", exact=True).first.click()
    chat.page.get_by_label("Your question").fill(QUESTION)
    chat.page.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.page.get_by_role("blockquote").first).to_be_visible()
    chat.page.locator("a[data-chat-quote]").first.click()
    assert "#" in chat.page.url


@pytest.mark.parametrize("path", ["", "faq/", "ask/", "answer?q=Who+owns+the+code%3F"])
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_axe_finds_nothing_on_a_page_with_the_panel_open(
    chat: Chat, path: str, palette: str
) -> None:
    chat.page.emulate_media(color_scheme="dark" if palette == "dark" else "light")
    chat.open(path)
    expect(chat.ask(QUESTION).get_by_role("blockquote").first).to_be_visible()
    results = Axe().run(chat.page, options={"resultTypes": ["violations"]})
    found = [
        (rule["id"], node["html"], node["failureSummary"])
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
    assert found == []


def test_when_the_service_stops_the_copy_answers(
    page: Page, guard: Guard, built_guide: tuple[Path, Path]
) -> None:
    guard.allow("Failed to load resource")
    guide = Guide(*built_guide)
    guide.wait()
    chat = Chat(page, guide.url)
    chat.open()
    with page.expect_response("**/offline.json"):
        expect(chat.ask(QUESTION).get_by_role("blockquote").first).to_be_visible()
    page.wait_for_timeout(500)
    guide.stop()
    article = chat.ask("What are the key skills to look for in a backend developer?")
    expect(article.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(article.get_by_role("blockquote").first).to_be_visible()
    if guide.process.stdout:
        guide.process.stdout.close()
