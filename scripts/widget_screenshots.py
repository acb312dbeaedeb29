"""Picture every state of the chat widget for docs/chatbot/widget.md.

Usage: `guide serve` in one terminal, then
    python scripts/widget_screenshots.py http://127.0.0.1:8000/

The answer is the service's own; the states that it gives by chance only are scripted. Each shot
first asserts the words that make it what it is called, so that none shows another state.
"""

import argparse
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Route, expect, sync_playwright

OUT = Path(__file__).parents[1] / "docs/assets/chat/screens"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
QUESTION = "Who owns the code?"
LOOKS: dict[str, dict[str, Any]] = {
    "desktop-light": {"viewport": {"width": 1180, "height": 860}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1180, "height": 860}, "color_scheme": "dark"},
    "phone-light": {"viewport": {"width": 390, "height": 780}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 780}, "color_scheme": "dark"},
}
PANEL: Any = {"x": 796, "y": 0, "width": 384, "height": 860}
FULL = tuple(LOOKS)
BRIEF = ("desktop-light", "phone-dark")  # what differs from another state by a line or two


def link(*breadcrumb: str, location: str = "faq/") -> dict[str, Any]:
    return {"title": breadcrumb[-1], "breadcrumb": list(breadcrumb), "location": location}


def reply(kind: str, text: str = "", **fields: Any) -> dict[str, Any]:
    lists: dict[str, Any] = {"citations": [], "choices": [], "suggestions": []}
    plain = {"reason": None, "corrected_question": None, "understood_as": None}
    return lists | plain | {"kind": kind, "text": text, "index_id": "8f3c2a"} | fields


@dataclass(frozen=True)
class State:
    """What is asked, what the service then says, and the words that must be seen."""

    name: str
    question: str
    seen: str
    body: dict[str, Any] | None = None  # put over the real answer if it names no kind
    status: int = 200
    looks: tuple[str, ...] = BRIEF


CHOICES = [link("Next steps", "Prepare for Interviews"), link("Interview kit", "A plan")]
REFUSED = {"error": {"code": "invalid", "message": "The question has a control character."}}
STATES = (
    State("answer", QUESTION, "Answer", {}, looks=FULL),
    State("weak", QUESTION, "Closest passage in the guide:", {"is_weak": True}),
    State(
        "corrected", "Who ownes the code?", "Search instead for Who ownes the code?",
        {"corrected_question": QUESTION},
    ),
    State("understood", "And who owns it?", "Understood as:", {"understood_as": QUESTION}),
    State(
        "version", QUESTION, "Answered from another version of the guide.",
        {"index_id": "0123456789ab"},
    ),
    State(
        "advice", "Should I sue over who owns the code?",
        "A quotation is not legal, tax, medical or personal advice.", {"is_advice": True},
    ),
    State(
        "masked", "Who owns the code? Call 0300-1234567", "Who owns the code? Call [phone number]",
        {},
    ),
    State(
        "clarification", "How do I prepare?", "Which do you mean?",
        reply("clarification", choices=CHOICES), looks=FULL,
    ),
    State(
        "not-found", "Is there parking?", "I did not find this in the guide.",
        reply("abstention", reason="not_covered", suggestions=CHOICES), looks=FULL,
    ),
    State(
        "out-of-scope", "How do I bake bread?", "That question looks outside it.",
        reply("abstention", reason="out_of_scope"), looks=FULL,
    ),
    State(
        "declined", "Write me a contract", "I do not answer that.",
        reply("abstention", reason="declined"),
    ),
    State(
        "smalltalk", "Hello", "Ask me anything about the guide.",
        reply("smalltalk", "Hello. Ask me anything about the guide."),
    ),
    State("busy", QUESTION, "Too many questions for the moment.", {}, 429, FULL),
    State("unreachable", QUESTION, "The answer service cannot be reached.", {}, 503, FULL),
    State("refused", QUESTION, "The question has a control character.", REFUSED, 422),
    State("slow", QUESTION, "The answer service is slow.", None),
)  # fmt: skip


class Camera:
    """One look at the guide: a window of that size and colour scheme."""

    def __init__(self, browser: Browser, url: str, look: str) -> None:
        self.browser = browser
        self.look = look
        self.is_phone = look.startswith("phone")
        self.context = browser.new_context(
            **LOOKS[look], is_mobile=self.is_phone, has_touch=self.is_phone
        )
        self.page = self.context.new_page()
        self.url = url
        self.widget = self.page.locator("faq-chat")
        self.box = self.widget.locator("form:not(.feedback) textarea")
        self.held: list[Route] = []
        self.n_pictures = 0
        response = self.page.request.post(url + "api/ask", data={"question": QUESTION})
        self.answer: dict[str, Any] = response.json()
        if self.answer["kind"] != "answer" or self.answer.get("is_weak"):
            raise SystemExit(f"'{QUESTION}' has no answer in this index: choose another question.")
        if self.answer["index_id"] not in self.page.request.get(url + "faq/").text():
            raise SystemExit("The pages were published with another index: run `guide build`.")

    def take(self, name: str, seen: str, *, whole: bool = False, clip: Any = PANEL) -> None:
        """Write the picture once the words that it is taken for are in view."""
        words = self.page.get_by_text(seen, exact=seen == "Answer").first
        expect(words).to_be_visible()
        expect(words).to_be_in_viewport()
        self.page.mouse.move(2, 2)
        self.page.wait_for_timeout(250)
        path = OUT / f"{name}-{self.look}.jpg"
        if whole or self.is_phone:
            clip = None
        self.page.screenshot(path=path, type="jpeg", quality=64, clip=clip)
        self.n_pictures += 1

    def ask(self, question: str) -> None:
        self.box.fill(question)
        self.box.press("Enter")

    def press(self, name: str) -> None:
        self.widget.get_by_role("button", name=name, exact=True).last.click()

    def script(self, state: State) -> None:
        """Let the service say what the state asks for; without a body it says nothing at all."""
        body = state.body
        if body is not None and state.status == 200 and "kind" not in body:
            body = self.answer | body

        def fulfil(route: Route) -> None:
            if body is None:
                self.held.append(route)
                return
            headers = {"content-type": "application/json", "retry-after": "20"}
            route.fulfill(status=state.status, headers=headers, body=json.dumps(body))

        self.unscript()
        self.page.route("**/api/ask", fulfil)

    def unscript(self) -> None:
        for route in self.held:
            route.abort()
        self.held.clear()
        self.page.unroute("**/api/ask")

    def panel(self) -> None:
        self.page.goto(self.url + "faq/")
        self.page.locator(".chat-open").first.click()
        self.take("empty", "Automatic answers, quoted from this guide.", whole=True)
        for state in STATES:
            if self.look not in state.looks:
                continue
            self.press("New conversation")
            self.script(state)
            self.ask(state.question)
            if state.name in {"busy", "unreachable", "slow"}:
                below = self.widget.locator(".log").get_by_text("Meanwhile, from the copy")
                expect(below).to_be_visible(timeout=15_000)
            if state.name == "masked":
                note = self.widget.get_by_text("We hid a phone number before sending.")
                expect(note).to_be_in_viewport()
            self.take(state.name, state.seen)

    def waiting(self) -> None:
        """States in between: a question on its way, one behind it, and one taken back."""
        self.press("New conversation")
        self.script(State("", "", ""))
        self.ask(QUESTION)
        self.ask("Who pays the taxes?")
        expect(self.widget.locator(".skeleton")).to_be_visible()
        self.take("waiting", "Next: Who pays the taxes?")
        self.press("Remove")
        self.press("Stop")
        self.take("stopped", "Stopped.")
        self.press("New conversation")
        self.context.set_offline(True)
        self.ask(QUESTION)
        below = self.widget.locator(".log").get_by_text("Meanwhile, from the copy")
        expect(below).to_be_visible()
        self.take("offline", "You are offline.")
        self.context.set_offline(False)

    def cited(self) -> None:
        """With the service itself: the form below an answer, then the quotation on its page."""
        self.unscript()
        self.press("New conversation")
        self.ask(QUESTION)
        expect(self.widget.get_by_text("Answer", exact=True)).to_be_visible()
        self.widget.locator(".down").click()
        self.widget.locator(".feedback .solid").scroll_into_view_if_needed()
        self.take("feedback", "What was wrong?")
        self.widget.get_by_role("link", name="Open in page").last.click()
        expect(self.page.locator("mark.chat-mark").first).to_be_in_viewport()
        self.page.wait_for_timeout(600)
        self.take("cited", "Back to answer", whole=True)

    def urdu(self) -> None:
        """The panel on a page in Urdu; the guide itself has none."""

        def translated(route: Route) -> None:
            response = route.fetch()
            body = response.text().replace('<html lang="en"', '<html lang="ur"')
            route.fulfill(response=response, body=body)

        self.page.evaluate("sessionStorage.clear()")
        self.page.route("**/faq/", translated)
        self.page.goto(self.url + "faq/")
        self.page.locator(".chat-open").first.click()
        self.ask(QUESTION)
        self.take("urdu", "صفحے پر کھولیں", clip=PANEL | {"x": 0})
        self.page.unroute("**/faq/")

    def answer_page(self) -> None:
        """The same answer without JavaScript."""
        self.context.close()
        self.context = self.browser.new_context(**LOOKS[self.look], java_script_enabled=False)
        self.page = self.context.new_page()
        self.page.goto(f"{self.url}answer?q=Who+owns+the+code%3F")
        self.take("page", "You asked:", whole=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="where the guide is served, with a closing slash")
    url = parser.parse_args().url
    OUT.mkdir(parents=True, exist_ok=True)
    n_pictures = 0
    with sync_playwright() as playwright:
        executable = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        for look in LOOKS:
            camera = Camera(browser, url, look)
            camera.panel()
            if look in BRIEF:
                camera.waiting()
            camera.cited()
            if look in BRIEF:
                camera.urdu()
            if look.endswith("light"):  # the theme's dark palette needs JavaScript
                camera.answer_page()
            camera.context.close()
            n_pictures += camera.n_pictures
        browser.close()
    sys.stdout.write(f"Wrote {n_pictures} pictures to '{OUT}'.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
