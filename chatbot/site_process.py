"""MkDocs in a process of its own, which builds while this one is still importing."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, NamedTuple

from chatbot.errors import BuildError

Report = Callable[[str], None]


class SiteFolders(NamedTuple):
    docs: Path  # of the pages
    final: Path  # of the site
    partial: Path  # where it is built


class SiteProcess:
    """Builds the site of a mkdocs.yml, ready to publish, into `folders.partial`; for a `with`.

    Leaving that ends the process, and takes away the partial site if it is still there.
    """

    def __init__(self, config_file: Path, site_dir: Path | None = None) -> None:
        """Begin; `site_dir` is where the site goes, if not where mkdocs.yml says."""
        command = [sys.executable, "-X", "utf8", "-m", "chatbot.site_builder", str(config_file)]
        command += [] if site_dir is None else [str(site_dir)]
        # In a session of its own, for an interrupt is told once, by the process that waits.
        self._process = Popen(command, stdout=PIPE, encoding="utf-8", start_new_session=True)
        assert self._process.stdout is not None
        self._news = self._process.stdout

    def __enter__(self) -> "SiteProcess":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):  # with what a plugin has started
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with suppress(BuildError):  # it did not come so far
            shutil.rmtree(self.folders.partial, ignore_errors=True)
        self._news.close()

    @cached_property
    def folders(self) -> SiteFolders:
        """The folders as mkdocs.yml has them: MkDocs reads it first.

        Raises:
            BuildError: there is no such file, or MkDocs refuses it.
        """
        return SiteFolders(*map(Path, self._next()["folders"]))

    def finish(self, report: Report) -> None:
        """Wait until the site is built; `report` gets the warnings.

        Raises:
            BuildError: it could not be built.
        """
        _ = self.folders  # is told first
        while "warning" in (told := self._next()):
            report(told["warning"])

    def _next(self) -> dict[str, Any]:
        """What the process tells next."""
        line = self._news.readline()
        if not line:
            raise BuildError(
                f"MkDocs ended with status {self._process.wait()} before the site was built; what "
                "it wrote above says why."
            )
        told: dict[str, Any] = json.loads(line)
        if "error" in told:
            raise BuildError(told["error"])
        return told
