"""The editors' Markdown → a site, by MkDocs, in this process or beside it."""

import gc
import logging
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from yaml import YAMLError

from chatbot.errors import BuildError

SEARCH_INDEX = "search/search_index.json"

Report = Callable[[str], None]


def read_config(config_file: Path, report: Report) -> MkDocsConfig:
    """Read mkdocs.yml.

    Raises:
        BuildError: there is no such file, or MkDocs refuses it.
    """
    if not config_file.is_file():
        raise BuildError(
            f"No '{config_file}'. Run `guide build` in the folder of mkdocs.yml, or name it "
            "with --config."
        )
    with _mkdocs(report):
        return load_config(str(config_file))


def build_site(config: MkDocsConfig, partial: Path, report: Report) -> None:
    """Build the site into `partial`, which is emptied first.

    Raises:
        BuildError: MkDocs could not build it.
    """
    with _mkdocs(report):
        shutil.rmtree(partial, ignore_errors=True)
        _run(config, partial)


def patch_site(config: MkDocsConfig, partial: Path, final: Path, report: Report) -> None:
    """Copy the site in `final` to `partial` and render the changed pages; the search stays.

    Raises:
        BuildError: MkDocs could not build them.
    """
    with _mkdocs(report):
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(final, partial)
        _run(config, partial, is_patch=True)
        # MkDocs has put the changed pages alone into it
        shutil.copyfile(final / SEARCH_INDEX, partial / SEARCH_INDEX)


@contextmanager
def site_built_aside(config_file: Path, partial: Path, report: Report) -> Iterator[None]:
    """Build the site in a process of its own while the body runs; it is there when the body ends.

    Raises:
        BuildError: MkDocs could not build it.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), _settle) as pool:
        built: Future[tuple[list[str], BuildError | None]]
        built = pool.submit(_build_quietly, config_file, partial)
        yield
        try:
            lines, error = built.result()
        except BrokenProcessPool as broken:
            raise BuildError(f"MkDocs was ended before the site was built: {broken}") from broken
    for line in lines:
        report(line)
    if error is not None:
        raise error


def _settle() -> None:
    """Leave interrupts to the process that waits, and garbage to the end, which is near."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _build_quietly(config_file: Path, partial: Path) -> tuple[list[str], BuildError | None]:
    """What there is to report, and the error, if any."""
    lines: list[str] = []
    try:
        build_site(read_config(config_file, lambda _: None), partial, lines.append)
    except BuildError as error:
        return lines, error
    return lines, None


def _run(config: MkDocsConfig, partial: Path, *, is_patch: bool = False) -> None:
    config.site_dir = str(partial)
    config.plugins["kept-templates"] = _KeptTemplates()
    config.plugins.on_startup(command="build", dirty=is_patch)
    mkdocs_build.build(config, dirty=is_patch)


class _KeptTemplates(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Lets Jinja keep the theme's compiled templates from build to build."""

    def on_env(self, env: Environment, **_: object) -> None:
        env.bytecode_cache = FileSystemBytecodeCache()


@contextmanager
def _mkdocs(report: Report) -> Iterator[None]:
    """Report the warnings of MkDocs, and raise its errors as ours."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "'dirty' build" in record.getMessage():  # says what a patch is for
                return
            report(f"{record.levelname.capitalize()}: {record.getMessage()}")

    handler = Handler(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield
    except (MkDocsException, YAMLError, OSError, SystemExit) as error:
        raise BuildError(f"MkDocs could not build the site: {error}") from error
    finally:
        logger.removeHandler(handler)
