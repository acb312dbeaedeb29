"""The chart of shared hours agrees with the hours that the page states."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "overlap_chart.py"

AHEAD_AND_SHARED = [
    ("London", (5, 4), (4, 5)),
    ("Berlin", (4, 3), (5, 6)),
    ("Dubai", (1, 1), (8, 8)),
    ("Singapore", (-3, -3), (6, 6)),
    ("Sydney", (-6, -5), (3, 4)),
    ("New York, Toronto", (10, 9), (0, 0)),
    ("San Francisco", (13, 12), (0, 0)),
]
SHIFTS = [
    ("London", (11, 20), (6, 7)),
    ("Berlin", (11, 20), (7, 8)),
    ("New York, Toronto", (11, 20), (1, 2)),
    ("Singapore", (11, 20), (4, 4)),
    ("Sydney", (11, 20), (1, 2)),
    ("London", (13, 22), (8, 9)),
    ("Berlin", (13, 22), (9, 8)),
    ("New York, Toronto", (13, 22), (3, 4)),
    ("San Francisco", (13, 22), (0, 1)),
    ("San Francisco", (11, 20), (0, 0)),
    ("Dubai", (11, 20), (8, 8)),
    ("Dubai", (13, 22), (6, 6)),
    ("Singapore", (13, 22), (2, 2)),
    ("Sydney", (13, 22), (0, 0)),
    ("London", (15, 24), (8, 7)),
    ("Berlin", (15, 24), (7, 6)),
    ("Dubai", (15, 24), (4, 4)),
    ("Singapore", (15, 24), (0, 0)),
    ("Sydney", (15, 24), (0, 0)),
    ("New York, Toronto", (15, 24), (5, 6)),
    ("San Francisco", (15, 24), (2, 3)),
]


@pytest.fixture(scope="module")
def chart() -> ModuleType:
    spec = importlib.util.spec_from_file_location("overlap_chart", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["overlap_chart"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("city", "ahead", "shared"), AHEAD_AND_SHARED)
def test_normal_days_share_the_hours_that_the_page_states(
    chart: ModuleType, city: str, ahead: tuple[int, int], shared: tuple[int, int]
) -> None:
    rows = [row for row in chart.windows() if row.city == city]
    assert tuple(row.ahead_hours for row in rows) == ahead
    assert tuple(row.shared_hours for row in rows) == shared


@pytest.mark.parametrize(("city", "shift", "shared"), SHIFTS)
def test_each_shift_shares_the_hours_that_the_page_states(
    chart: ModuleType, city: str, shift: tuple[int, int], shared: tuple[int, int]
) -> None:
    zone = dict(chart.CITIES)[city]
    rows = [chart.window(city, zone, season, at, shift) for season, at in chart.SEASONS]
    assert tuple(row.shared_hours for row in rows) == shared


def test_toronto_keeps_the_clock_of_new_york(chart: ModuleType) -> None:
    for season, at in chart.SEASONS:
        new_york = chart.window("New York", "America/New_York", season, at)
        toronto = chart.window("Toronto", "America/Toronto", season, at)
        assert toronto.ahead_hours == new_york.ahead_hours


def test_published_chart_is_what_the_script_draws(chart: ModuleType) -> None:
    assert chart.CHART.read_text(encoding="utf-8") == chart.draw(chart.windows())


def test_chart_says_in_words_what_it_shows(chart: ModuleType) -> None:
    drawing = chart.draw(chart.windows())
    assert "<title" in drawing
    assert "London, January: working day 14:00 to 23:00 in Lahore, 4 shared hours." in drawing
