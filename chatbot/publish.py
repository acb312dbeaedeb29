"""The editors' Markdown → the site and its index, both or neither."""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from yaml import YAMLError

from chatbot.calibration import calibrate
from chatbot.encoder import Encoder, OnnxEncoder
from chatbot.errors import BuildError, IndexStoreError
from chatbot.index_store import Calibrate, IndexContent, read_manifest
from chatbot.indexing.builder import BuildReport, build_index
from chatbot.indexing.builder import KnownVectors as KnownVectors  # of build_guide's signature
from chatbot.indexing.offline import write_offline_index
from chatbot.minify import minify_site
from chatbot.whole_guide import write_whole_guide

OFFLINE_INDEX = "assets/chat/offline.json"
SEARCH_INDEX = "search/search_index.json"


def build_guide(
    config_file: Path,
    index_dir: Path,
    *,
    report: Callable[[str], None],
    encoder: Encoder | None = None,
    site_dir: Path | None = None,
    is_draft: bool = False,
    is_patch: bool = False,
    known: KnownVectors | None = None,
) -> BuildReport:
    """Build the site with MkDocs, index it, and put both in place.

    A draft is for an editor who waits: it keeps the calibration of the index before it, leaves the
    scripts as they are written and the page of all pages empty. A patch renders changed pages only:
    the site's search and navigation stay as they were, until the next build. `known` is
    build_index's.

    `report` gets MkDocs' warnings, the index's and the closing line. The site is built beside the
    old one and takes its place only when its index is written.

    Raises:
        BuildError, SiteError, QuestionsError, IndexStoreError: the last good site stays.
    """
    partial, final, docs_dir = _build_site(config_file, site_dir, report, is_patch=is_patch)
    try:
        built = build_index(
            partial,
            index_dir,
            encoder=encoder or OnnxEncoder(),
            calibrate=_keep_calibration(index_dir) if is_draft else calibrate,
            docs_dir=docs_dir,
            known=known,
        )
        write_offline_index(built.index.sections, _asks_by_location(built), partial / OFFLINE_INDEX)
        _name_index(partial, built.index_id)
        if not is_draft:
            write_whole_guide(partial)
            minify_site(partial)
        _swap(partial, final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    for warning in built.warnings:
        report(f"Warning: {warning}")
    report(str(built))
    return built


def _keep_calibration(index_dir: Path) -> Calibrate:
    """The parameters of the current index where the same encoder made it; else new ones."""

    def kept_or_new(content: IndexContent, encoder: Encoder) -> Mapping[str, Any]:
        try:
            manifest = read_manifest(index_dir)
        except IndexStoreError:
            return calibrate(content, encoder)
        is_same = manifest.encoder_sha256 == encoder.sha256
        return manifest.answering if is_same else calibrate(content, encoder)

    return kept_or_new


def _asks_by_location(built: BuildReport) -> dict[str, list[str]]:
    asks: dict[str, list[str]] = {}
    for location, ask in built.index.questions.asks:
        asks.setdefault(location, []).append(ask)
    return asks


def _name_index(site_dir: Path, index_id: str) -> None:
    """Let every page say which index it was published with; the widget compares its answers."""
    endpoint = '<meta name="chat:endpoint"'
    named = f'<meta name="chat:index" content="{index_id}">{endpoint}'
    for page in sorted(site_dir.rglob("*.html")):
        text = page.read_bytes()
        page.write_bytes(text.replace(endpoint.encode(), named.encode(), 1))


def _build_site(
    config_file: Path, site_dir: Path | None, report: Callable[[str], None], *, is_patch: bool
) -> tuple[Path, Path, Path]:
    """Run MkDocs into a sibling folder; returns it, the final folder and the docs folder."""
    if not config_file.is_file():
        raise BuildError(
            f"No '{config_file}'. Run `guide build` in the folder of mkdocs.yml, or name it "
            "with --config."
        )
    try:
        with _warnings_to(report):
            config = load_config(str(config_file))
            final = site_dir or Path(config.site_dir)
            partial = final.with_name(final.name + ".partial")
            config.site_dir = str(partial)
            shutil.rmtree(partial, ignore_errors=True)
            is_patch = is_patch and final.is_dir()
            if is_patch:
                shutil.copytree(final, partial)
            config.plugins["kept-templates"] = _KeptTemplates()
            config.plugins.on_startup(command="build", dirty=is_patch)
            mkdocs_build.build(config, dirty=is_patch)
            if is_patch:  # MkDocs has put the changed pages alone into it
                shutil.copyfile(final / SEARCH_INDEX, partial / SEARCH_INDEX)
    except (MkDocsException, YAMLError, OSError, SystemExit) as error:
        raise BuildError(f"MkDocs could not build the site: {error}") from error
    return partial, final, Path(config.docs_dir)


class _KeptTemplates(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Lets Jinja keep the theme's compiled templates from build to build."""

    def on_env(self, env: Environment, **_: object) -> None:
        env.bytecode_cache = FileSystemBytecodeCache()


@contextmanager
def _warnings_to(report: Callable[[str], None]) -> Iterator[None]:
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
    finally:
        logger.removeHandler(handler)


def _swap(partial: Path, final: Path) -> None:
    old = final.with_name(final.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)
