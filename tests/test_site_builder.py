import time
from pathlib import Path

import pytest

from chatbot.errors import BuildError
from chatbot.site_builder import site_built_aside

HOOK = """import os, time
def on_pre_build(**_):
    {action}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Pottery\n\nSee [the prices](prices.md).\n")
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: Pottery\nplugins: []\nhooks: [hook.py]\n")
    (tmp_path / "hook.py").write_text("")
    return file


def test_the_site_is_there_after_the_body_and_warnings_are_told(config: Path) -> None:
    said: list[str] = []
    partial = config.parent / "partial"
    with site_built_aside(config, partial, said.append):
        assert not said
    assert "Pottery" in (partial / "index.html").read_text("utf-8")
    assert len(said) == 1
    assert "'prices.md'" in said[0]


def test_an_error_of_the_body_ends_mkdocs(config: Path) -> None:
    (config.parent / "hook.py").write_text(HOOK.format(action="time.sleep(60)"))
    started = time.monotonic()
    with (
        pytest.raises(ZeroDivisionError),
        site_built_aside(config, config.parent / "partial", lambda _: None),
    ):
        raise ZeroDivisionError
    assert time.monotonic() - started < 30


def test_a_process_that_dies_is_an_error(config: Path) -> None:
    (config.parent / "hook.py").write_text(HOOK.format(action="os._exit(3)"))
    with (
        pytest.raises(BuildError, match="ended with status 3"),
        site_built_aside(config, config.parent / "partial", lambda _: None),
    ):
        pass
