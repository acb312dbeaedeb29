"""What an index says of itself: the file DIR/manifest.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatbot.analyzer import ANALYZER_NAME
from chatbot.errors import IndexCorruptError, IndexFormatError, IndexNotFoundError

FORMAT_VERSION = 5
REBUILD = "Run `guide build` to rebuild it."


@dataclass(frozen=True)
class Manifest:
    """`index_id` is a hash of the index's content; there is no clock time."""

    index_id: str
    encoder_name: str
    encoder_sha256: str
    dimension: int
    n_pages: int
    n_sections: int
    n_passages: int
    n_rows: int
    answering: Mapping[str, Any] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    analyzer: str = ANALYZER_NAME
    format_version: int = FORMAT_VERSION


def current_index_id(folder: Path) -> str | None:
    """The id of the current version, None where there is none. Cheap: reads one small file."""
    try:
        return str(json.loads((folder / "manifest.json").read_text("utf-8"))["index_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_manifest(folder: Path) -> Manifest:
    """Read DIR/manifest.json.

    Raises:
        IndexNotFoundError, IndexFormatError, IndexCorruptError.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise IndexNotFoundError(
            f"No index in '{folder}': 'manifest.json' is missing. Run `guide build` to create it."
        )
    try:
        values = json.loads(path.read_text("utf-8"))
        version = values["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorruptError(f"'{path}' is not a manifest: {error!r}. {REBUILD}") from error
    if version != FORMAT_VERSION:
        raise IndexFormatError(
            f"The index in '{folder}' has format {version}; this version reads format "
            f"{FORMAT_VERSION}. {REBUILD}"
        )
    if values.get("analyzer") != ANALYZER_NAME:
        raise IndexFormatError(
            f"The index in '{folder}' was analysed with '{values.get('analyzer')}'; this version "
            f"uses '{ANALYZER_NAME}'. {REBUILD}"
        )
    try:
        return Manifest(**values)
    except TypeError as error:
        raise IndexCorruptError(f"'{path}' is not a manifest: {error}. {REBUILD}") from error
