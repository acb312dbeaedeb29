"""The editors' Markdown → a site, by MkDocs. As a program it builds for a SiteProcess."""

import gc
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from yaml import YAMLError

from chatbot.errors import BuildError, ChatbotError
from chatbot.minify import minify_site
from chatbot.site_process import Report, SiteFolders
from chatbot.whole_guide import write_whole_guide

SEARCH_INDEX = "search/search_index.json"


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


def site_folders(config: MkDocsConfig, site_dir: Path | None) -> SiteFolders:
    """Where the pages are, and where their site goes, if not where mkdocs.yml says."""
    final = site_dir or Path(config.site_dir)
    return SiteFolders(Path(config.docs_dir), final, final.with_name(final.name + ".partial"))


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


def _build_alone(config_file: Path, site_dir: Path | None) -> None:
    """Build for a SiteProcess, with the page of all pages, and scripts as they are published.

    Tells it of folders, warnings and an error, a line of JSON each.
    """
    # What a plugin prints is for the terminal.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def tell(**news: object) -> None:
        channel.write(json.dumps(news) + "\n")

    try:
        early: list[str] = []
        config = read_config(config_file, early.append)
        folders = site_folders(config, site_dir)
        tell(folders=list(map(str, folders)))
        for warning in early:
            tell(warning=warning)
        build_site(config, folders.partial, lambda warning: tell(warning=warning))
        write_whole_guide(folders.partial)
        minify_site(folders.partial)
    except ChatbotError as refused:
        tell(error=str(refused))
    except (OSError, UnicodeError) as error:
        tell(error=f"The built site could not be finished: {error}")
    else:
        tell(built=True)


if __name__ == "__main__":
    gc.disable()  # the process ends before it is worth the while
    _build_alone(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None)
