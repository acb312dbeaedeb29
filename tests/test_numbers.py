"""The check that every number on a fact page traces to a cited fact."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "check_numbers.py"
FACT = {
    "numbers": ["5%", "PKR 60,000\u2013100,000", "$0.25", "s.132", "19:00"],
    "text": "An example",
    "as_of": "Sep 2025",
    "confidence": "high",
    "url": None,
}
OWN = {**FACT, "numbers": ["45 minutes"], "as_of": "Nov 2026"}
FRONT_MATTER = "---\ntitle: A page\nlast_checked: November 2026\n---\n"
DEFINITIONS = "\n\n[^3-12]: Fact 3.12, seen 99 times.\n    And 98 more.\n[^own-plan]: Ours.\n"


def check(folder: Path, page: str, facts: object = None) -> subprocess.CompletedProcess[str]:
    docs = folder / "docs"
    (docs / "data" / "facts").mkdir(parents=True)
    entries = {"3.12": FACT, "own-plan": OWN} if facts is None else facts
    (docs / "data" / "facts" / "page.json").write_text(json.dumps(entries), encoding="utf-8")
    (docs / "x.md").write_text(page, encoding="utf-8")
    command = [sys.executable, str(SCRIPT), "docs"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


TRACED = [
    "Pay is PKR 60,000 to 100,000, up 5%.[^3-12]",
    "Pay is Rs 60k\u2013100k a month, and 5 per cent more later.[^3-12]",
    "Section s.132 says so since 2025.[^3-12]",
    "Meet at 19:00.[^3-12]",
    "From 2025 to 5%, about 2025-26, or so.[^3-12]",
    "Talk for 45 minutes.[^own-plan]",
    "| Level | Pay |\n|---|---|\n| Junior | 60,000 |\n\nSource: a survey.[^3-12]",
    "A fee of US$.25.[^3-12]",
]
LEFT_OUT = [
    "Use `HTTP 404` and\n\n```\n7 lines\n```\n",
    "1. first\n2. second",
    "See [the page](next-steps.md#step-7) <span data-n='8'>here</span> <!-- 9 -->",
    "S3, IPv6, UTF-8, 10Pearls and 2Africa, 24/7, for the 3rd time",
    "The Punjab Labour Code 2026 (Act IX of 2026), the 2026 Code and the 1969 Ordinance",
    "Collected in November 2026.",
    "Three months",
    '[Ask](ask.md){ .md-button #n-7 } ![Bars](bars.svg){ width="480" }',
]
UNTRACED = [
    ("Pay is PKR 61,000.[^3-12]", "PKR 61,000"),
    ("Tax is 6%.[^3-12]", "6%"),
    ("Five is no percentage: 5.[^3-12]", "5"),
    ("Fee of $60,000.[^3-12]", "$60,000"),
    ("In 2031 it ends.[^3-12]", "2031"),
    ("> A quotation of 7.[^3-12]", "7"),
    ("* item of 12[^3-12]", "12"),
]


@pytest.mark.parametrize("text", TRACED + LEFT_OUT)
def test_number_of_a_cited_fact_and_what_is_no_number_pass(text: str, tmp_path: Path) -> None:
    done = check(tmp_path, f"{FRONT_MATTER}# A page of 7 numbers\n\n{text}{DEFINITIONS}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("text", "written"), UNTRACED)
def test_untraced_number_is_named_with_its_line(text: str, written: str, tmp_path: Path) -> None:
    done = check(tmp_path, f"{FRONT_MATTER}# A page\n\n{text}{DEFINITIONS}")
    assert done.returncode == 1
    assert done.stderr == (
        f"docs/x.md:7: number '{written}' is in no fact cited in this section (cited: 3.12)\n"
    )


def test_citation_counts_in_its_own_section_only(tmp_path: Path) -> None:
    page = f"{FRONT_MATTER}# A page\n\nUp 5%.[^3-12]\n\n## Next\n\nUp 5% again.{DEFINITIONS}"
    done = check(tmp_path, page)
    assert done.stderr == (
        "docs/x.md:11: number '5%' is in no fact cited in this section (cited: none)\n"
    )


def test_footnote_without_fact_or_definition_is_reported(tmp_path: Path) -> None:
    done = check(tmp_path, f"{FRONT_MATTER}# A page\n\nNothing here.[^9-99]\n")
    assert done.stderr.splitlines() == [
        "docs/x.md:7: footnote '[^9-99]' has no definition on this page",
        "docs/x.md:7: footnote '[^9-99]' is no fact in docs/data/facts",
    ]


def test_page_without_last_checked_is_not_read(tmp_path: Path) -> None:
    done = check(tmp_path, "---\ntitle: A page\n---\n# A page\n\nUp 17%.\n")
    assert (done.returncode, done.stderr) == (0, "")


def test_fact_entry_that_lacks_a_key_is_named(tmp_path: Path) -> None:
    done = check(tmp_path, FRONT_MATTER, {"3.12": {"numbers": [], "as_of": "2025", "url": None}})
    assert done.returncode == 1
    assert "fact 3.12 lacks confidence, text" in done.stderr


def test_every_number_of_the_guide_traces_to_a_fact() -> None:
    command = [sys.executable, str(SCRIPT), "docs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def cost_entries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "fact" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for child in value:
            yield from cost_entries(child)


def test_every_cost_figure_traces_to_its_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    read_numbers = importlib.import_module("numbers_in_text").read_numbers
    facts = importlib.import_module("check_numbers").read_facts(ROOT / "docs" / "data" / "facts")
    costs = json.loads((ROOT / "docs" / "data" / "costs.json").read_text(encoding="utf-8"))
    untraced = [
        (entry["fact"], amount)
        for entry in cost_entries(costs)
        for amount in (entry.get("low"), entry.get("high"), entry.get("pkr_per_usd"))
        if amount is not None
        and not any(
            facts[entry["fact"]].supports(number)
            for written in (f"{amount}", f"{amount}%")
            for number in read_numbers(written)
        )
    ]
    assert untraced == []


def test_charts_are_drawn_from_the_current_figures() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "charts.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
