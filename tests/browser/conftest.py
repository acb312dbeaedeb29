"""A real browser, a real server, and a guard on what every page does."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from double import Double, free_port
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reader import Chat, Guard, build_site

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TIMEOUT_MS = 6000
# `GUIDE_BUILDER=zensical pytest tests/browser` runs the same tests on the other builder's site.
BUILDER = os.environ.get("GUIDE_BUILDER", "mkdocs")

expect.set_options(timeout=TIMEOUT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        message = "No browser: install chromium or set CHROMIUM to one."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Double]:
    port = free_port()
    site = build_site(BUILDER, tmp_path_factory.mktemp("built") / "guide", port)
    with Double(site, port) as double:
        yield double


@pytest.fixture
def double(running: Double) -> Double:
    running.asked.clear()
    running.feedback.clear()
    running.down = False
    running.takes_feedback = True
    return running


@pytest.fixture
def context_options() -> dict[str, Any]:
    """Overridden where a test needs a phone, a palette or no JavaScript."""
    return {}


@pytest.fixture
def guard(browser: Browser, context_options: dict[str, Any]) -> Iterator[Guard]:
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}} | context_options
    context = browser.new_context(**options)
    context.set_default_timeout(TIMEOUT_MS)
    guard = Guard(context)
    yield guard
    guard.check(has_scripts=options.get("java_script_enabled", True))
    context.close()


@pytest.fixture
def page(guard: Guard) -> Page:
    return guard.context.new_page()


@pytest.fixture
def chat(page: Page, double: Double) -> Chat:
    return Chat(page, double.url)
