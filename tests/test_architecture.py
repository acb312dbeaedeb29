"""The folder listing is the architecture: imports point up the list, never down."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "chatbot"

# Each part may import those before it in this list, and its own modules.
ORDER = (
    "errors", "passages", "analyzer", "codes", "pieces", "prior", "encoders", "encoder", "grams",
    "rows", "manifest", "index_store", "indexing", "retrieval", "answering", "calibration",
    "minify", "whole_guide", "site_process", "site_builder", "publish", "service", "training",
    "evaluation", "cli", "__main__",
)  # fmt: skip
FORBIDDEN = {
    "answering": {"indexing"},
    "retrieval": {"indexing"},
    "service": {"training", "indexing"},
    "evaluation": {"service", "training"},
    "cli": {"training"},
}
HEAVY = {"sentence_transformers", "torch", "transformers", "onnx", "sklearn", "datasets"}


def _modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def _part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _parts_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in _imports(path))
    return {name[1] for name in names if name[0] == "chatbot" and len(name) > 1}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_up_the_list(path: Path) -> None:
    part = _part(path)
    if part == "__init__":
        return
    allowed = set(ORDER[: ORDER.index(part) + 1]) - FORBIDDEN.get(part, set())
    assert _parts_imported(path) <= allowed


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_training_imports_torch_and_its_kin(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imports(path)}
    if _part(path) != "training":
        assert not roots & HEAVY


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
