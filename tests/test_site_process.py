import time
from contextlib import suppress
from pathlib import Path

import pytest

from chatbot.errors import BuildError
from chatbot.site_process import SiteProcess

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


def test_the_site_is_there_when_finished_and_warnings_are_told(config: Path) -> None:
    (config.parent / "hook.py").write_text(HOOK.format(action="os.system('echo busy')"))
    said: list[str] = []
    with SiteProcess(config, config.parent / "public") as site:
        assert site.folders.docs == config.parent / "docs"
        assert site.folders.final == config.parent / "public"
        site.finish(said.append)
        assert "Pottery" in (site.folders.partial / "index.html").read_text("utf-8")
    assert len(said) == 1
    assert "'prices.md'" in said[0]
    assert not site.folders.partial.exists()


def test_an_error_meanwhile_ends_mkdocs_and_leaves_nothing_behind(config: Path) -> None:
    action = "os.mkdir('{}'); time.sleep(60)".format(config.parent / "site.partial")
    (config.parent / "hook.py").write_text(HOOK.format(action=action))
    started = time.monotonic()
    partial = config.parent / "site.partial"
    with suppress(ZeroDivisionError), SiteProcess(config):
        _wait_for(partial)
        raise ZeroDivisionError
    assert time.monotonic() - started < 30
    assert not partial.exists()


def test_a_process_that_dies_is_an_error(config: Path) -> None:
    (config.parent / "hook.py").write_text(HOOK.format(action="os._exit(3)"))
    with pytest.raises(BuildError, match="ended with status 3"), SiteProcess(config) as site:
        site.finish(str)


def test_a_folder_without_mkdocs_yml_is_an_error(tmp_path: Path) -> None:
    with (
        SiteProcess(tmp_path / "mkdocs.yml") as site,
        pytest.raises(BuildError, match=r"No '.*mkdocs.yml'"),
    ):
        site.finish(str)


def test_warnings_of_the_configuration_are_told(config: Path) -> None:
    config.write_text(config.read_text() + "side_name: Pottery\n")
    said: list[str] = []
    with SiteProcess(config) as site:
        site.finish(said.append)
    assert any("side_name" in line for line in said)


def test_a_site_that_cannot_be_finished_is_an_error(config: Path) -> None:
    (config.parent / "docs/print.md").write_text("# All\n")  # not a page of Material
    with pytest.raises(BuildError, match="has no article"), SiteProcess(config) as site:
        site.finish(str)


def _wait_for(path: Path) -> None:
    started = time.monotonic()
    while not path.exists():
        assert time.monotonic() - started < 30
        time.sleep(0.05)
