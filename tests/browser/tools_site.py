"""The guide itself, built and served, for the tests of its tools: a pytest plugin.

PYTEST_DONT_REWRITE: the tests import its helpers before pytest registers it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from double import Double, free_port
from playwright.sync_api import Page
from reader import QUIET, ROOT

from chatbot.minify import minify_site

SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "desktop, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True},
}
CONTACT = {"GUIDE_CHAT_CONTACT": "mailto:editors@example.com"}
on_every_screen = pytest.mark.parametrize("context_options", SCREENS.values(), ids=SCREENS)


@pytest.fixture(scope="session")
def tools_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site, port = tmp_path_factory.mktemp("tools") / "site", free_port()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env=os.environ | QUIET | {"GUIDE_SITE_URL": f"http://127.0.0.1:{port}/"} | CONTACT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    minify_site(site)
    with Double(site, port) as double:
        yield double.url


@pytest.fixture
def tool_page(page: Page) -> Iterator[Page]:
    """A page whose tool may keep its state: the guard allows nothing else in the browser."""
    yield page
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    ours = [key for key in keys if key.startswith("guide-tool-")]
    page.evaluate("keys => keys.forEach((key) => localStorage.removeItem(key))", ours)


def faults(page: Page) -> list[str]:
    """What axe finds in the tool, and whether the page is wider than the screen."""
    found = Axe().run(page, context=".tool").response["violations"]
    named = [f"{it['id']}: {[node['target'] for node in it['nodes']]}" for it in found]
    root = "document.documentElement"
    if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
        named.append("the page scrolls sideways")
    return named
