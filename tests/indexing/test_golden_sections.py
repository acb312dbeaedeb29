"""Every golden file: HTML in, sections and warnings out."""

from pathlib import Path

import pytest
import yaml
from golden_sections import observe

FILES = sorted((Path(__file__).parents[1] / "golden" / "sections").glob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_page_gives_the_sections_of_its_golden_file(file: Path) -> None:
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert observe(case["html"], case.get("encoding", "utf-8")) == case["expected"], case["why"]


def test_there_are_golden_files() -> None:
    assert len(FILES) >= 25
