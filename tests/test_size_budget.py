"""The widget stays small."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts/size_budget.py"


@pytest.fixture
def budget(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("size_budget", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "size_budget", module)
    spec.loader.exec_module(module)
    return module


def test_every_part_of_the_widget_keeps_its_bound(budget: ModuleType) -> None:
    assert budget.weigh().faults == []


def test_a_page_loads_the_loader_and_nothing_else(budget: ModuleType) -> None:
    assert list(budget.weigh().before_use) == ["loader.js"]


def test_the_index_in_the_browser_is_searched_by_a_module_of_its_own(budget: ModuleType) -> None:
    assert "offline.js" in budget.weigh().on_demand
