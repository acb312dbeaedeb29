"""The overlap planner: its numbers against the page, its calendar files, its controls."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from reader import ROOT
from tools_site import faults, on_every_screen

pytest_plugins = ["tools_site"]
PAGE = (ROOT / "docs/time-zones-and-overlap.md").read_text(encoding="utf-8")
ZONES = {
    "London": "Europe/London",
    "Berlin": "Europe/Berlin",
    "Dubai": "Asia/Dubai",
    "New York": "America/New_York",
    "San Francisco": "America/Los_Angeles",
    "Singapore": "Asia/Singapore",
    "Sydney": "Australia/Sydney",
}
SHARED = """async ([zone, start, end]) => {
  const { seasonsOf, stretches, minutesOf } = await import("/assets/tools/hours.js");
  const days = [0, 1, 2, 3, 4];
  const abroad = { start: 540, end: 1080, days };
  const lahore = { start, end: end % 1440, days };
  const at = (date) => seasonsOf(zone, 2026).find(({ from, to }) => from <= date && date <= to);
  return ["2026-01-15", "2026-07-15"].map((date) => {
    const { ahead } = at(date);
    return [ahead / 60, minutesOf(stretches(abroad, lahore, ahead)) / 60];
  });
}"""
CALENDAR = """async ([zone, start, days]) => {
  const { calendar } = await import("/assets/tools/calendar.js");
  const event = { zone, start, minutes: 30, days, title: "Call; Lahore, München",
    description: "ü".repeat(90), uid: "1@test" };
  return calendar(event, Date.UTC(2026, 10, 23, 12));
}"""


@pytest.fixture
def planner(tool_page: Page, tools_url: str) -> Page:
    tool_page.goto(f"{tools_url}overlap-planner/")
    expect(tool_page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    tool_page.get_by_label("Your city").select_option("Europe/London")
    tool_page.get_by_label("Year").fill("2026")
    return tool_page


def rows_under(heading: str) -> list[list[str]]:
    section = PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def cells(page: Page, row: str) -> list[str]:
    table = page.get_by_role("table", name="Shared hours of")
    found = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row))
    return found.get_by_role("cell").all_inner_texts()


def test_the_planner_agrees_with_every_shift_on_the_page(planner: Page) -> None:
    head, *rows = rows_under("## Which shift gives which overlap")
    assert len(rows) == 4
    for shift, *cells_ in rows:
        start, end = (int(hour) * 60 for hour in shift.split("–"))
        for city, written in zip(head[1:], cells_, strict=True):
            seasons = planner.evaluate(SHARED, [ZONES[city], start, end])
            assert [shared for _, shared in seasons] == [int(it) for it in written.split(" / ")]


def test_the_planner_agrees_with_the_differences_on_the_page(planner: Page) -> None:
    rows = [row for row in rows_under("from Lahore, city by city") if row[0] in ZONES]
    assert len(rows) == len(ZONES)
    for city, *written in rows:
        seasons = planner.evaluate(SHARED, [ZONES[city], 540, 1080])
        for (ahead, _), cell in zip(seasons, written[:2], strict=True):
            hours, direction = re.fullmatch(r"(\d+) hours? (ahead|behind)", cell).groups()  # type: ignore[union-attr]
            assert ahead == int(hours) * (1 if direction == "ahead" else -1)


def test_the_table_shows_each_season_with_both_clocks(planner: Page) -> None:
    assert cells(planner, "1 January to 28 March") == [
        "5 hours ahead",
        "4 hours",
        "14:00–18:00",
        "09:00–13:00",
        "20 hours",
    ]
    assert cells(planner, "29 March to 24 October")[1] == "5 hours"
    assert cells(planner, "25 October to 31 December")[1] == "4 hours"


def test_southern_clock_changes_fall_on_the_local_date(planner: Page) -> None:
    planner.get_by_label("Your city").select_option("Australia/Sydney")
    assert cells(planner, "1 January to 4 April")[0] == "6 hours behind"
    assert cells(planner, "5 April to 3 October")[0] == "5 hours behind"


def test_a_shift_past_midnight_and_a_half_hour_zone_are_counted(planner: Page) -> None:
    planner.get_by_label("Your city").select_option("America/New_York")
    lahore = planner.get_by_role("group", name="The developer's working day")
    lahore.get_by_label("Starts at").fill("15:00")
    lahore.get_by_label("Ends at").fill("00:00")
    assert cells(planner, "1 January to 7 March")[1:3] == ["5 hours", "19:00–00:00"]
    planner.get_by_label("Your city").select_option(label="Kathmandu")
    assert cells(planner, "1 January to 31 December")[0] == "45 min behind"


def test_the_days_of_the_week_of_both_sides_are_respected(planner: Page) -> None:
    yours = planner.get_by_role("group", name="Your working day")
    for day in ("Monday", "Tuesday", "Wednesday"):
        yours.get_by_label(day).uncheck()
    assert cells(planner, "1 January")[4] == "8 hours"
    expect(planner.locator("#suggestion")).to_contain_text("Thursday, Friday")


def test_the_suggested_meeting_lies_inside_both_days_all_year(planner: Page) -> None:
    box = planner.locator("#suggestion")
    expect(box).to_contain_text("10:45 in London, which is 15:45 or 14:45 in Lahore")
    expect(box).to_contain_text("inside both working days all year")
    planner.get_by_label("Your city").select_option("America/New_York")
    expect(box).to_contain_text("No time lies inside both working days all year.")


def unfolded(text: str) -> list[str]:
    assert text.replace("\r\n", "").count("\n") == 0
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_file_names_the_zone_and_its_clock_changes(planner: Page) -> None:
    lines = unfolded(planner.evaluate(CALENDAR, ["Europe/London", 645, [0, 2]]))
    assert "DTSTART;TZID=Europe/London:20261125T104500" in lines
    assert "DTEND;TZID=Europe/London:20261125T111500" in lines
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,WE" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in lines
    assert r"SUMMARY:Call\; Lahore\, München" in lines
    assert f"DESCRIPTION:{'ü' * 90}" in lines


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("America/New_York", ["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"]),
        ("Australia/Sydney", ["BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"]),
        ("Asia/Karachi", []),
    ],
)
def test_each_zone_has_its_own_yearly_rules(planner: Page, zone: str, rules: list[str]) -> None:
    lines = unfolded(planner.evaluate(CALENDAR, [zone, 600, [1]]))
    found = [line for line in lines if line.startswith("RRULE:FREQ=YEARLY")]
    assert found == [f"RRULE:FREQ=YEARLY;{rule}" for rule in rules]


def test_changes_without_a_yearly_rule_are_listed_and_the_meeting_ends(planner: Page) -> None:
    lines = unfolded(planner.evaluate(CALENDAR, ["Asia/Jerusalem", 600, [1]]))
    rules = [line for line in lines if line.startswith("RRULE:")]
    assert rules == [
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20271124T100000Z",
    ]
    jerusalem = ZoneInfo("Asia/Jerusalem")
    begins = [line[8:] for line in lines if re.match(r"DTSTART:20\d\d03", line)]
    assert len(begins) == 10
    for text in begins:
        skipped = datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=jerusalem)
        assert skipped.utcoffset() == timedelta(hours=2)
        assert (skipped + timedelta(hours=1)).utcoffset() == timedelta(hours=3)


def test_the_meeting_can_be_downloaded(planner: Page) -> None:
    with planner.expect_download() as waiting:
        planner.get_by_role("button", name="Download the .ics file").click()
    assert waiting.value.suggested_filename == "meeting.ics"
    text = Path(waiting.value.path()).read_bytes().decode()
    assert "SUMMARY:Call: London and Lahore" in unfolded(text)


@on_every_screen
def test_axe_finds_nothing_in_the_planner(planner: Page) -> None:
    assert faults(planner) == []


def test_the_choices_survive_a_reload_and_the_keyboard_is_enough(planner: Page) -> None:
    city = planner.get_by_label("Your city")
    city.focus()
    planner.keyboard.type("Berlin")
    planner.keyboard.press("Tab")
    planner.reload()
    expect(city).to_have_value("Europe/Berlin")
    assert cells(planner, "1 January")[1] == "5 hours"


def test_an_unknown_zone_in_a_file_is_refused(planner: Page) -> None:
    state = '{"tool": "overlap-planner", "version": 1, "state": {"zone": "Mars/Base"}}'
    upload: Any = {"name": "x.json", "mimeType": "application/json", "buffer": state.encode()}
    planner.locator("input[type=file]").set_input_files(upload)
    expect(planner.get_by_role("status")).to_contain_text("does not know the time zone 'Mars/Base'")
    expect(planner.get_by_label("Your city")).to_have_value("Europe/London")
