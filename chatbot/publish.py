"""The editors' Markdown → the site and its index, both or neither."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chatbot.calibration import calibrate
from chatbot.encoder import Encoder, OnnxEncoder
from chatbot.errors import IndexStoreError
from chatbot.index_store import Calibrate, IndexContent, read_manifest
from chatbot.indexing.builder import BuildReport, build_index, read_ahead
from chatbot.indexing.known import KnownIndex as KnownIndex  # of build_guide's signature
from chatbot.indexing.offline import write_offline_index
from chatbot.minify import minify_site
from chatbot.site_builder import build_site, patch_site, read_config, site_built_aside
from chatbot.whole_guide import write_whole_guide

OFFLINE_INDEX = "assets/chat/offline.json"


def build_guide(
    config_file: Path,
    index_dir: Path,
    *,
    report: Callable[[str], None],
    encoder: Encoder | None = None,
    site_dir: Path | None = None,
    is_draft: bool = False,
    is_patch: bool = False,
    known: KnownIndex | None = None,
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
    config = read_config(config_file, report)
    docs_dir = Path(config.docs_dir)
    final = site_dir or Path(config.site_dir)
    partial = final.with_name(final.name + ".partial")
    encoder, known = encoder or OnnxEncoder(), known or KnownIndex()
    try:
        if is_patch and final.is_dir():
            patch_site(config, partial, final, report)
        elif is_draft:
            build_site(config, partial, report)
        else:
            with site_built_aside(config_file, partial, report):
                read_ahead(docs_dir, index_dir, encoder, known)
        built = build_index(
            partial,
            index_dir,
            encoder=encoder,
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
    """The parameters of the current index where it is of the same kind; else new ones."""

    def kept_or_new(content: IndexContent, encoder: Encoder) -> Mapping[str, Any]:
        try:
            manifest = read_manifest(index_dir)
        except IndexStoreError:
            return calibrate(content, encoder)
        is_same = (
            manifest.encoder_sha256 == encoder.sha256
            and manifest.answering["has_asks"] == content.questions.has_asks
        )
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


def _swap(partial: Path, final: Path) -> None:
    old = final.with_name(final.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)
