"""The skills checklist as an interviewer meets it."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from reader import Guard
from tools_site import faults, on_every_screen

pytest_plugins = ["tools_site"]
SKILLS = 8
NOTE = "Read the query plan aloud and found a missing index."


@pytest.fixture
def checklist(tool_page: Page, tools_url: str) -> Page:
    tool_page.goto(f"{tools_url}skills-checklist/")
    expect(tool_page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    return tool_page


def rate(page: Page, skill: str, rating: str, note: str = "") -> None:
    card = page.get_by_role("group", name=skill, exact=True)
    card.get_by_label("What the notes contain").select_option(rating)
    card.get_by_label("Your notes").fill(note)


def cells(page: Page, row: str) -> list[str]:
    table = page.get_by_role("table", name="Your notes side by side")
    found = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row))
    return found.get_by_role("cell").all_inner_texts()


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


@on_every_screen
def test_axe_finds_nothing_in_a_filled_checklist(checklist: Page) -> None:
    rate(checklist, "Database Management", "clear", NOTE)
    checklist.get_by_role("button", name="Add a candidate").click()
    checklist.locator("details").first.click()
    assert faults(checklist) == []


def test_ticks_ratings_and_notes_of_each_candidate_survive_a_reload(checklist: Page) -> None:
    checklist.get_by_label("Works with Git every day, with branches and merges").check()
    rate(checklist, "Database Management", "clear", NOTE)
    checklist.get_by_role("button", name="Add a candidate").click()
    checklist.get_by_label("Name or initials").fill("B. K.")
    rate(checklist, "Database Management", "some", "Knew indexes in general terms.")
    checklist.reload()
    expect(checklist.get_by_label("Name or initials")).to_have_value("B. K.")
    first, second = cells(checklist, "Database Management")
    assert "Clear evidence" in first
    assert NOTE in first
    assert "Some evidence" in second
    checklist.get_by_label("Show and change the notes on").select_option("0")
    expect(checklist.get_by_label("Works with Git every day, with branches")).to_be_checked()


def test_the_sum_counts_rated_skills_with_a_note_by_their_weight(checklist: Page) -> None:
    job = checklist.get_by_role("group", name="The job")
    job.get_by_label("Security Practices").select_option("must")
    job.get_by_label("Cloud Services").select_option("none")
    rate(checklist, "Security Practices", "some", "Named two vulnerabilities.")
    rate(checklist, "Database Management", "beyond", NOTE)
    rate(checklist, "Version Control", "clear")
    assert cells(checklist, "Sum of your notes") == ["9 of 15 points, from 2 of 7 skills"]
    assert cells(checklist, "Must-haves without") == ["Security Practices"]
    assert "Version Control (rated without a note)" in cells(checklist, "Still missing")[0]
    assert "Cloud Services" not in cells(checklist, "Still missing")[0]
    expect(checklist.get_by_role("group", name="Cloud Services")).to_have_count(0)


def test_the_level_chooses_the_evidence_that_is_shown(checklist: Page) -> None:
    card = checklist.get_by_role("group", name="Database Management", exact=True)
    card.locator("summary").click()
    expect(card.get_by_text("reads a query plan, spots a query")).to_be_visible()
    checklist.get_by_label("Level you hire for").select_option("junior")
    card.locator("summary").click()
    expect(card.get_by_text("knows what an index does")).to_be_visible()


def test_start_again_and_remove_can_be_undone(checklist: Page) -> None:
    rate(checklist, "Database Management", "clear", NOTE)
    for action in ("Start again", "Remove this candidate"):
        checklist.get_by_role("button", name=action).click()
        assert NOTE not in cells(checklist, "Database Management")[0]
        checklist.get_by_role("button", name="Undo").click()
        assert NOTE in cells(checklist, "Database Management")[0]


def test_an_exported_file_brings_the_notes_to_another_browser(checklist: Page) -> None:
    rate(checklist, "API Development", "clear", NOTE)
    saved = download(checklist, "Export")
    checklist.get_by_role("button", name="Start again").click()
    upload: Any = {"name": "saved.json", "mimeType": "application/json", "buffer": saved}
    checklist.locator("input[type=file]").set_input_files(upload)
    expect(checklist.get_by_role("status")).to_contain_text("'saved.json' is open.")
    assert NOTE in cells(checklist, "API Development")[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "It is not a JSON file of this page."),
        ("[1, 2]", "It was not made by one of this guide's tools."),
        ('{"tool": "brief-builder", "version": 1}', "It belongs to the tool 'brief-builder'"),
        ('{"tool": "skills-checklist", "version": 9}', "It has version '9'"),
        ('{"tool": "skills-checklist", "version": 1}', "'state' is missing"),
        (
            '{"tool": "skills-checklist", "version": 1, "state": {"level": "guru", "weights": {}, '
            '"candidates": []}}',
            "'level' is 'guru'; expected one of: junior, mid, senior.",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_lost(
    checklist: Page, content: str, message: str
) -> None:
    rate(checklist, "API Development", "clear", NOTE)
    upload: Any = {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    checklist.locator("input[type=file]").set_input_files(upload)
    expect(checklist.get_by_role("status")).to_contain_text(message)
    expect(checklist.get_by_role("status")).to_contain_text("Nothing was changed.")
    assert NOTE in cells(checklist, "API Development")[0]


def test_a_share_link_opens_here_or_asks_before_it_replaces_notes(
    checklist: Page, guard: Guard
) -> None:
    guard.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rate(checklist, "API Development", "clear", NOTE)
    checklist.get_by_role("button", name="Copy share link").click()
    expect(checklist.get_by_role("status")).to_contain_text("The link is copied.")
    link: str = checklist.evaluate("navigator.clipboard.readText()")
    assert "#state=" in link
    checklist.get_by_role("button", name="Start again").click()
    checklist.goto("about:blank")
    checklist.goto(link)
    expect(checklist.get_by_role("status")).to_contain_text("another state")
    assert NOTE not in cells(checklist, "API Development")[0]
    checklist.get_by_role("button", name="Open the shared one").click()
    assert NOTE in cells(checklist, "API Development")[0]
    assert "#" not in checklist.url


def test_a_damaged_link_is_refused_and_changes_nothing(checklist: Page) -> None:
    rate(checklist, "API Development", "clear", NOTE)
    link = checklist.url.partition("#")[0] + "#state=1AAAA"
    checklist.goto("about:blank")  # as a reader who opens the link, with no tool running
    checklist.goto(link)
    expect(checklist.get_by_role("status")).to_contain_text("The link could not be read.")
    expect(checklist.get_by_role("table", name="Your notes side by side")).to_contain_text(NOTE)


def test_the_csv_holds_every_note_and_runs_no_formula(checklist: Page) -> None:
    checklist.get_by_label("Name or initials").fill("=HYPERLINK(1)")
    rate(checklist, "API Development", "clear", '=1+1 "quoted", and\nmore')
    text = download(checklist, "Export CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == SKILLS + 2
    assert rows[0][2].startswith("'=HYPERLINK")
    api = next(row for row in rows if row[0] == "API Development")
    assert api[2] == "Clear evidence"
    assert api[4] == '\'=1+1 "quoted", and\nmore'


def test_everything_can_be_done_with_the_keyboard(checklist: Page) -> None:
    card = checklist.get_by_role("group", name="Version Control", exact=True)
    card.get_by_role("checkbox").first.focus()
    checklist.keyboard.press("Space")
    checklist.keyboard.press("Tab")
    checklist.keyboard.press("Tab")
    checklist.keyboard.type("Rebased twice.")
    checklist.keyboard.press("Tab")
    checklist.keyboard.press("End")
    assert "Evidence beyond the level" in cells(checklist, "Version Control")[0]
    add = checklist.get_by_role("button", name="Add a candidate")
    add.focus()
    checklist.keyboard.press("Enter")
    expect(checklist.get_by_label("Name or initials")).to_be_focused()


def test_text_is_shown_as_text(checklist: Page) -> None:
    rate(checklist, "API Development", "clear", "<img src=x onerror=alert(1)>")
    assert "<img src=x onerror=alert(1)>" in cells(checklist, "API Development")[0]
    expect(checklist.locator(".tool img")).to_have_count(0)


def test_the_tool_survives_instant_navigation(checklist: Page) -> None:
    rate(checklist, "API Development", "clear", NOTE)
    checklist.get_by_role("link", name="Interview kit").first.click()
    expect(checklist.get_by_role("heading", name="Interview kit", level=1)).to_be_visible()
    checklist.get_by_role("link", name="Skills checklist").first.click()
    expect(checklist.get_by_role("button", name="Export", exact=True)).to_be_visible()
    assert NOTE in cells(checklist, "API Development")[0]


def test_the_page_works_offline_once_loaded(checklist: Page, guard: Guard) -> None:
    guard.context.set_offline(True)
    rate(checklist, "API Development", "clear", NOTE)
    assert download(checklist, "Export")
    guard.context.set_offline(False)


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_without_javascript_the_eight_skills_can_be_read_and_ticked(
    page: Page, tools_url: str
) -> None:
    page.goto(f"{tools_url}skills-checklist/")
    tool = page.locator("[data-tool=checklist]")
    expect(tool.locator("legend")).to_have_count(SKILLS)
    expect(tool.locator(":is(h1, h2, h3, h4)")).to_have_count(0)
    tool.get_by_role("checkbox").first.check()


def test_forbidden_storage_is_said_and_the_tool_still_works(page: Page, tools_url: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('forbidden') }")
    page.goto(f"{tools_url}skills-checklist/")
    rate(page, "API Development", "clear", NOTE)
    expect(page.locator(".tool-status")).to_contain_text("does not save data for this page")
    assert NOTE in cells(page, "API Development")[0]


def test_print_shows_the_notes_without_the_buttons(checklist: Page) -> None:
    rate(checklist, "API Development", "clear", NOTE)
    checklist.emulate_media(media="print")
    expect(checklist.get_by_role("table", name="Your notes side by side")).to_be_visible()
    for name in ("Export", "Print", "Add a candidate"):
        expect(checklist.get_by_role("button", name=name, exact=True)).to_be_hidden()
