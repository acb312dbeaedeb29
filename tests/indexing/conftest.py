"""The fixture site, built for real by both builders, with and without directory URLs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "data" / "site"

SiteBuilder = Callable[..., Path]


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> SiteBuilder:
    """Build the fixture site by `mkdocs` or `zensical`, once per way of building it."""
    built: dict[tuple[str, bool], Path] = {}

    def build(builder: str, *, directory_urls: bool = True) -> Path:
        key = (builder, directory_urls)
        if key not in built:
            folder = tmp_path_factory.mktemp(builder) / "project"
            shutil.copytree(SOURCE, folder)
            if not directory_urls:
                with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
                    config.write("use_directory_urls: false\n")
            run = subprocess.run(
                [sys.executable, "-m", builder, "build"],
                cwd=folder,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stdout + run.stderr
            built[key] = folder / "site"
        return built[key]

    return build


@pytest.fixture(params=["mkdocs", "zensical"])
def built_site(request: pytest.FixtureRequest, build_site: SiteBuilder) -> Path:
    """The fixture site, by each builder in turn."""
    return build_site(request.param)
