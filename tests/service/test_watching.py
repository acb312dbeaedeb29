"""`guide serve --watch`: rebuild on save, reload the page, survive mistakes."""

import threading
import time
from pathlib import Path

import httpx
import pytest
from service_support import ScriptedFactory, make_settings, served
from test_serving import wait_until

from chatbot.errors import BuildError
from chatbot.service.app import create_app
from chatbot.service.watch import LiveReload, Watcher, watched_folders


class CountingBuild:
    """Stands for the real build: counts, and fails where a page says so."""

    def __init__(self, docs_dir: Path) -> None:
        self.docs_dir = docs_dir
        self.patches: list[bool] = []

    def __call__(self, *, is_patch: bool) -> None:
        self.patches.append(is_patch)
        if "mistake" in (self.docs_dir / "index.md").read_text():
            raise BuildError("index.md: a mistake")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# One")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nfence: !!python/name:a.b.c\n")
    return tmp_path


def test_saving_a_page_or_the_configuration_rebuilds(project: Path) -> None:
    said: list[str] = []
    refreshed: list[int] = []
    build = CountingBuild(project / "docs")
    watcher = Watcher(project / "mkdocs.yml", build, said.append)
    watcher.start(lambda _: refreshed.append(1))
    time.sleep(0.5)
    version = watcher.reload.version
    (project / "docs/index.md").write_text("# Two")
    wait_until(lambda: build.patches == [True, False] and watcher.reload.version != version)
    replacement = project / "mkdocs.new"
    replacement.write_text("site_name: B\n")
    replacement.rename(project / "mkdocs.yml")
    wait_until(lambda: len(refreshed) == 3)
    assert build.patches[2:] == [False], "a new configuration concerns every page"
    (project / "docs/index.md").write_text("a mistake")
    wait_until(lambda: "Error: index.md: a mistake" in said)
    assert len(refreshed) == 3, "the last good site stays"
    (project / "docs/index.md").write_text("# Three")
    wait_until(lambda: len(refreshed) == 5)
    watcher.stop()
    assert watcher.reload.is_closed


def test_folders_follow_the_configuration(project: Path) -> None:
    config = project / "mkdocs.yml"
    assert watched_folders(config) == [project / "docs"]
    for name in ("pages", "theme"):
        (project / name).mkdir()
    config.write_text("docs_dir: pages\ntheme:\n  name: material\n  custom_dir: theme\n")
    assert watched_folders(config) == [project / "pages", project / "theme"]
    config.write_text("docs_dir: [")
    assert watched_folders(config) == [project / "docs"]


def test_open_pages_hear_of_a_build(tmp_path: Path) -> None:
    reload = LiveReload()
    app = create_app(make_settings(tmp_path), ScriptedFactory(), live_reload=reload)
    heard: list[str] = []
    with served(app) as address:
        page = httpx.get(f"{address}/")
        assert '<script src="/api/live.js"></script></body>' in page.text
        assert "EventSource" in httpx.get(f"{address}/api/live.js").text

        def listen() -> None:
            with httpx.stream("GET", f"{address}/api/live", timeout=10) as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        heard.append(line)

        thread = threading.Thread(target=listen)
        thread.start()
        wait_until(lambda: len(heard) == 1)
        reload.bump()
        wait_until(lambda: len(heard) == 2)
        reload.is_closed = True
        thread.join(10)
    assert len(heard) == 2
    assert heard[0] != heard[1]


def test_pages_are_as_built_without_watching(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path), ScriptedFactory())
    with served(app) as address:
        assert "live.js" not in httpx.get(f"{address}/").text
        assert httpx.get(f"{address}/api/live").status_code == 404
