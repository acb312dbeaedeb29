"""The editors' Markdown → a site, by MkDocs, in this process or beside it."""

import gc
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

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
    """Build the site in a process of its own while the body runs; an error of the body ends it.

    Raises:
        BuildError: MkDocs could not build the site; at the end of the body.
    """
    command = [sys.executable, "-X", "utf8", "-m", __name__, str(config_file), str(partial)]
    # In a session of its own, for an interrupt is told once, by the process that waits.
    with Popen(command, stdout=PIPE, encoding="utf-8", start_new_session=True) as process:
        try:
            yield
            lines = process.communicate()[0].splitlines()
        except BaseException:
            process.kill()
            raise
    error = json.loads(lines.pop()) if process.returncode == 0 else (
        f"MkDocs ended with status {process.returncode} before the site was built. "
        "Run `mkdocs build` alone to see why."
    )  # fmt: skip
    for line in lines:
        report(line)
    if error is not None:
        raise BuildError(error)


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


def _build_alone(config_file: Path, partial: Path) -> None:
    """Write what there is to report, a line each, and last, as JSON, the error or null."""

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")

    error = None
    try:
        build_site(read_config(config_file, lambda _: None), partial, say)
    except BuildError as refused:
        error = str(refused)
    say(json.dumps(error))


if __name__ == "__main__":
    gc.disable()  # the process ends before it is worth the while
    _build_alone(Path(sys.argv[1]), Path(sys.argv[2]))
