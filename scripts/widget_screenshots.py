"""Picture every state of the chat widget for docs/chatbot/widget.md.

Usage: `guide serve` in one terminal, then
    python scripts/widget_screenshots.py http://127.0.0.1:8000/

The answer is the service's own; the states that it gives by chance only are scripted.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

OUT = Path(__file__).parents[1] / "docs/assets/chat/screens"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
QUESTION = "Who owns the code?"
LOOKS: dict[str, dict[str, Any]] = {
    "desktop-light": {"viewport": {"width": 1180, "height": 720}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1180, "height": 720}, "color_scheme": "dark"},
    "phone-light": {"viewport": {"width": 390, "height": 720}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 720}, "color_scheme": "dark"},
}


def link(*breadcrumb: str, location: str = "faq/") -> dict[str, Any]:
    return {"title": breadcrumb[-1], "breadcrumb": list(breadcrumb), "location": location}


def reply(kind: str, text: str = "", **fields: Any) -> dict[str, Any]:
    lists: dict[str, Any] = {"citations": [], "choices": [], "suggestions": []}
    plain = {"reason": None, "corrected_question": None, "understood_as": None}
    return lists | plain | {"kind": kind, "text": text, "index_id": "8f3c2a"} | fields


CHOICES = [link("Next steps", "Prepare for Interviews"), link("Interview kit", "A plan")]
SCRIPTED: dict[str, tuple[str, int, dict[str, Any]]] = {
    "clarification": ("How do I prepare?", 200, reply("clarification", choices=CHOICES)),
    "not-found": (
        "Is there parking?", 200, reply("abstention", reason="not_covered", suggestions=CHOICES),
    ),
    "out-of-scope": ("How do I bake bread?", 200, reply("abstention", reason="out_of_scope")),
    "busy": (QUESTION, 429, {}),
    "unreachable": (QUESTION, 503, {}),
}  # fmt: skip


def ask(page: Page, question: str) -> None:
    box = page.locator("faq-chat textarea").last
    box.fill(question)
    box.press("Enter")
    page.locator("faq-chat .card").last.wait_for()
    page.wait_for_timeout(700)


def scripted(status: int, body: dict[str, Any]) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        headers = {"content-type": "application/json", "retry-after": "20"}
        route.fulfill(status=status, headers=headers, body=json.dumps(body))

    return fulfil


def picture(browser: Browser, url: str, look: str) -> int:
    is_phone = look.startswith("phone")
    context = browser.new_context(**LOOKS[look], is_mobile=is_phone, has_touch=is_phone)
    page = context.new_page()
    n_pictures = 0

    def take(state: str) -> None:
        nonlocal n_pictures
        page.wait_for_timeout(200)
        # The page stands beside the panel only where it says something.
        whole = is_phone or state in {"empty", "cited"}
        panel: Any = {"x": 796, "y": 0, "width": 384, "height": 720}
        path = OUT / f"{state}-{look}.jpg"
        page.screenshot(path=path, type="jpeg", quality=72, clip=None if whole else panel)
        n_pictures += 1

    page.goto(url + "faq/")
    page.locator(".chat-open").first.click()
    page.locator("faq-chat textarea").last.wait_for()
    take("empty")
    ask(page, QUESTION)
    take("answer")
    page.locator("faq-chat .down").click()
    page.wait_for_timeout(300)
    take("feedback")
    for state, (question, status, body) in SCRIPTED.items():
        page.locator("faq-chat").get_by_role("button", name="New conversation").click()
        page.route("**/api/ask", scripted(status, body))
        ask(page, question)
        take(state)
        page.unroute("**/api/ask")
    ask(page, QUESTION)
    page.locator("faq-chat").get_by_role("link", name="Open in page").last.click()
    page.locator("mark.chat-mark").first.wait_for()
    page.wait_for_timeout(600)
    take("cited")
    context.close()
    return n_pictures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="where the guide is served, with a closing slash")
    url = parser.parse_args().url
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        executable = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        n_pictures = sum(picture(browser, url, look) for look in LOOKS)
        browser.close()
    sys.stdout.write(f"Wrote {n_pictures} pictures to '{OUT}'.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
