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


def test_what_grows_beyond_its_bound_is_named(
    budget: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "BEFORE_USE_BYTES", 10)
    assert [fault.split(":")[0] for fault in budget.weigh().faults] == ["before use"]
