"""The cost planner: ranges from the data file, with each assumption shown."""

import json
import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from reader import ROOT
from tools_site import SCREENS, faults, on_every_screen

pytest_plugins = ["tools_site"]
COSTS: dict[str, Any] = json.loads((ROOT / "docs/data/costs.json").read_text(encoding="utf-8"))
MODELS = ["contractor", "eor", "agency", "entity"]
TOOLS = ["cost-planner", "skills-checklist", "overlap-planner", "brief-builder"]
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((it) => (window.shift += it.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def planner(tool_page: Page, tools_url: str) -> Page:
    tool_page.goto(f"{tools_url}cost-planner/")
    expect(tool_page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    return tool_page


def dollars(usd: float) -> str:
    return f"US${int(usd / 10 + 0.5) * 10:,}"


def cells(page: Page, row: str) -> list[str]:
    table = page.get_by_role("table", name="The budget, line by line")
    found = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row))
    return found.get_by_role("cell").all_inner_texts()


def planned(level: str, basis: str) -> dict[str, Any]:
    found: dict[str, Any] = next(it for it in COSTS["planning"] if it["level"] == level)[basis]
    return found


def figure(kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(it for it in COSTS[kind] if it["id"] == name)
    return found


def test_a_contractor_costs_pay_and_the_platform(planner: Page) -> None:
    pay = planned("mid", "foreign_usd_month")
    fee = figure("fees", "contractor-planning")
    assert cells(planner, "Pay")[:2] == [dollars(pay["low"] * 6), dollars(pay["high"] * 6)]
    low, high = (pay[end] * 6 + fee[end] * 6 for end in ("low", "high"))
    expect(planner.get_by_text(f"{dollars(low)} to {dollars(high)} in all")).to_be_visible()


def test_an_employer_of_record_adds_on_costs_fee_and_spread(planner: Page) -> None:
    planner.get_by_label("Model", exact=True).select_option("eor")
    planner.get_by_label("Level", exact=True).select_option("senior")
    planner.get_by_label("Months").fill("12")
    rate = COSTS["exchange_rate"]["pkr_per_usd"]
    pay = {end: it * 12 for end, it in planned("senior", "foreign_usd_month").items()}
    statutory = figure("on_costs", "statutory-sum")
    fee = figure("fees", "eor-planning")
    low = pay["low"] + statutory["low"] / rate * 12 + fee["low"] * 12
    shares = figure("on_costs", "gratuity")["high"] + figure("fees", "currency-spread")["high"]
    high = pay["high"] * (1 + shares / 100) + statutory["high"] / rate * 12 + fee["high"] * 12
    assert cells(planner, "Sum")[:2] == [dollars(low), dollars(high)]
    assert "Fact 2.18; as of 2026; confidence medium" in cells(planner, "Gratuity")[2]


def test_an_agency_bills_by_the_hour(planner: Page) -> None:
    planner.get_by_label("Model", exact=True).select_option("agency")
    planner.get_by_label("Level", exact=True).select_option("senior")
    planner.get_by_label("Months").fill("3")
    planner.get_by_label("Hours a week").fill("20")
    rate = figure("hourly", "agency-bill-senior")
    low, high = (rate[end] * 20 * 52 / 12 * 3 for end in ("low", "high"))
    assert cells(planner, "Sum")[:2] == [dollars(low), dollars(high)]


def test_local_pay_and_part_time_are_counted(planner: Page) -> None:
    planner.get_by_label("Model", exact=True).select_option("entity")
    planner.get_by_label("Pay as").select_option("local")
    planner.get_by_label("Hours a week").fill("20")
    rate = COSTS["exchange_rate"]["pkr_per_usd"]
    pay = planned("mid", "local_pkr_month")
    written = [dollars(pay[end] / rate / 2 * 6) for end in ("low", "high")]
    assert cells(planner, "Pay")[:2] == written
    planner.get_by_label("Replace the on-costs by one vendor's claim").check()
    assert "confidence low" in cells(planner, "In-house cost")[2]


def test_a_lead_needs_a_figure_of_ones_own(planner: Page) -> None:
    planner.get_by_label("Level", exact=True).select_option("lead")
    expect(planner.get_by_text("No pay range was found for leads")).to_be_visible()
    planner.get_by_label("From, full time").fill("5000")
    assert cells(planner, "Pay")[:3] == ["US$30,000", "US$30,000", "Your own figure"]


def test_every_line_and_assumption_names_its_source(planner: Page) -> None:
    for model in MODELS:
        planner.get_by_label("Model", exact=True).select_option(model)
        rows = planner.get_by_role("table").locator("tbody tr").all()
        for row in rows[:-1]:
            assert "confidence" in row.get_by_role("cell").last.inner_text()
        expect(
            planner.get_by_text("US$1 = PKR 277.1: fact 2.01; as of 29 Sep 2026")
        ).to_be_visible()


def test_a_contractors_budget_says_that_cheaper_is_not_safer(planner: Page) -> None:
    warning = planner.get_by_text("presumes an employee (fact 3.12)")
    expect(warning).to_be_visible()
    planner.get_by_label("Model", exact=True).select_option("eor")
    expect(warning).to_have_count(0)


@pytest.mark.parametrize("context_options", [SCREENS["desktop, dark"]])
def test_paper_is_light_for_a_reader_of_dark_pages(planner: Page) -> None:
    ink = "getComputedStyle(document.querySelector('.tool-big')).color"
    on_screen = planner.evaluate(ink)
    planner.emulate_media(media="print")
    assert on_screen == "rgb(230, 233, 230)"
    assert planner.evaluate(ink) == "rgb(28, 40, 39)"


def test_a_number_out_of_bounds_changes_nothing_and_is_marked(planner: Page) -> None:
    before = cells(planner, "Sum")
    months = planner.get_by_label("Months")
    months.fill("-3")
    assert cells(planner, "Sum") == before
    expect(months).to_have_attribute("aria-invalid", "true")
    months.fill("6")
    expect(months).to_have_attribute("aria-invalid", "false")


def test_the_choices_survive_a_reload(planner: Page) -> None:
    planner.get_by_label("Model", exact=True).focus()
    planner.keyboard.type("Agency")
    planner.get_by_label("Months").fill("9")
    planner.reload()
    expect(planner.get_by_label("Model", exact=True)).to_have_value("agency")
    expect(planner.get_by_label("Months")).to_have_value("9")


@on_every_screen
@pytest.mark.parametrize("model", ["eor", "entity"])
def test_axe_finds_nothing_in_the_planner(planner: Page, model: str) -> None:
    planner.get_by_label("Model", exact=True).select_option(model)
    assert faults(planner) == []


@pytest.mark.parametrize("context_options", [SCREENS["phone"]])
@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_moves_when_a_tool_comes(page: Page, tools_url: str, tool: str) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)  # the page is painted by then, as over a slow line
        route.continue_()

    page.add_init_script(WATCH)
    page.route("**/tools.css", late)
    page.goto(f"{tools_url}{tool}/")
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_attached()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    assert page.evaluate("window.shift") < 0.01
