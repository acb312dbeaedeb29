"""The editors' Markdown → the site and its index, both or neither."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chatbot.calibration import calibrate
from chatbot.encoder import Encoder
from chatbot.errors import IndexStoreError
from chatbot.index_store import Calibrate, IndexContent
from chatbot.indexing.builder import BuildReport, build_index, choose_encoder, read_ahead
from chatbot.indexing.known import KnownIndex as KnownIndex  # of build_draft's signature
from chatbot.indexing.offline import write_offline_index
from chatbot.manifest import read_manifest
from chatbot.site_process import Report, SiteFolders, SiteProcess

OFFLINE_INDEX = "assets/chat/offline.json"


def build_guide(
    site: SiteProcess,
    index_dir: Path,
    *,
    report: Report,
    encoder_dir: Path | None = None,
) -> BuildReport:
    """Index the site that is being built, and put both in place.

    `report` gets MkDocs' warnings, the index's and the closing line. The site is built beside the
    old one and takes its place only when its index is written.

    Raises:
        BuildError, SiteError, QuestionsError, IndexStoreError, EncoderUnavailableError: the last
            good site stays.
    """
    folders, known = site.folders, KnownIndex()
    encoder = choose_encoder(folders.docs, encoder_dir)
    read_ahead(folders.docs, index_dir, encoder, known)
    site.finish(report)
    built = _index(folders, index_dir, encoder, calibrate, known)
    _swap(folders)
    _tell(built, report)
    return built


def build_draft(
    config_file: Path,
    index_dir: Path,
    *,
    report: Report,
    known: KnownIndex,
    encoder_dir: Path | None = None,
    site_dir: Path | None = None,
    is_patch: bool = False,
) -> BuildReport:
    """As build_guide, for an editor who waits.

    A draft keeps the calibration of the index before it, leaves the scripts as they are written and
    the page of all pages empty. A patch renders changed pages only: the site's search and
    navigation stay as they were, until the next draft.
    """
    from chatbot.site_builder import (  # MkDocs takes 0.3 s to import
        build_site,
        patch_site,
        read_config,
        site_folders,
    )

    config = read_config(config_file, report)
    folders = site_folders(config, site_dir)
    encoder = choose_encoder(folders.docs, encoder_dir)
    try:
        if is_patch and folders.final.is_dir():
            patch_site(config, folders.partial, folders.final, report)
        else:
            build_site(config, folders.partial, report)
        built = _index(folders, index_dir, encoder, _keep_calibration(index_dir), known)
        _swap(folders)
    finally:
        shutil.rmtree(folders.partial, ignore_errors=True)
    _tell(built, report)
    return built


def _index(
    folders: SiteFolders,
    index_dir: Path,
    encoder: Encoder,
    calibrate: Calibrate,
    known: KnownIndex,
) -> BuildReport:
    """The index, and what the site says of it."""
    built = build_index(
        folders.partial,
        index_dir,
        encoder=encoder,
        calibrate=calibrate,
        docs_dir=folders.docs,
        known=known,
    )
    write_offline_index(
        built.index.sections, _asks_by_location(built), folders.partial / OFFLINE_INDEX
    )
    _name_index(folders.partial, built.index_id)
    return built


def _tell(built: BuildReport, report: Report) -> None:
    for warning in built.warnings:
        report(f"Warning: {warning}")
    report(str(built))


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


def _swap(folders: SiteFolders) -> None:
    final = folders.final
    old = final.with_name(final.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    folders.partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)
