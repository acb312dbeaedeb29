"""Picture the guide for README.md: run `guide serve`, then this with its address."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "assets" / "img"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
QUESTION = "Who owns the code?"


def ask(page: Page, address: str) -> None:
    """Open the page on working together, ask, and wait for the quotation."""
    page.goto(f"{address}/working-together/")
    page.get_by_role("link", name="Ask", exact=True).first.click()
    box = page.get_by_role("textbox", name="question")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator("faq-chat").get_by_text("Answer", exact=True).wait_for()
    page.mouse.move(2, 2)
    page.wait_for_timeout(800)


def main(address: str) -> None:
    """Write readme-desktop.png and readme-phone.png."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        desktop = browser.new_page(viewport={"width": 1280, "height": 800})
        ask(desktop, address)
        desktop.screenshot(path=OUT / "readme-desktop.png")
        phone = browser.new_page(viewport={"width": 390, "height": 800})
        ask(phone, address)
        phone.screenshot(path=OUT / "readme-phone.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
