"""The index folder: with manifest.py the only module that knows its files.

`index/README.md` is its manual.

    DIR/manifest.json               which version is current; replaced atomically, last
    DIR/versions/INDEX_ID/          one complete, immutable version
        manifest.json  sections.jsonl  passages.jsonl  questions.json  asked_words.json
        vectors.faiss  grams/  pieces/

A version is written into `INDEX_ID.partial` and renamed when complete.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

import faiss
import numpy as np

from chatbot.analyzer import ANALYZER_NAME
from chatbot.codes import Codes
from chatbot.encoder import Encoder
from chatbot.errors import EncoderMismatchError, IndexCorruptError, IndexStoreError
from chatbot.grams import GramCounts
from chatbot.manifest import FORMAT_VERSION, REBUILD, Manifest, read_manifest
from chatbot.passages import Passage, Section, Unit
from chatbot.pieces import Pieces
from chatbot.rows import Questions

KEPT_VERSIONS = 3
_INT8 = faiss.ScalarQuantizer.QT_8bit_direct_signed


@dataclass(frozen=True)
class IndexContent:
    """What an index holds. `vectors` is int8, shape (n_rows, dimension): directions alone.

    `asked_words` says how often each word occurs in the asks.
    """

    n_pages: int
    sections: Sequence[Section]
    passages: Sequence[Passage]
    questions: Questions
    asked_words: Mapping[str, int]
    vectors: Codes
    grams: GramCounts
    pieces: Pieces  # of the passages; none where `questions.has_asks`


Calibrate = Callable[[IndexContent, Encoder], Mapping[str, Any]]


@dataclass(frozen=True)
class LoadedIndex(IndexContent):
    """An index in memory, with what it says of itself."""

    manifest: Manifest


def write_index(
    folder: Path, content: IndexContent, encoder: Encoder, calibrate: Calibrate
) -> LoadedIndex:
    """Write a version, make it current, and drop the oldest beyond KEPT_VERSIONS.

    Its `answering` parameters are what `calibrate` learns while the large files are written.
    Returns the index as `read_index` would read it.

    Raises:
        IndexStoreError: the folder cannot be written; the current version stays in place.
    """
    versions = folder / "versions"
    partial = versions / f"new-{os.getpid()}.partial"
    try:
        partial.mkdir(parents=True)
        with ThreadPoolExecutor(1) as pool:
            written = pool.submit(_write_files, partial, content)
            answering = calibrate(content, encoder)
            written.result()
        manifest = _describe(partial, content, encoder, answering)
        _write_json(partial / "manifest.json", asdict(manifest))
        final = versions / manifest.index_id
        if not final.exists():
            partial.rename(final)
        os.utime(final)
        _write_json(folder / "manifest.json.partial", asdict(manifest))
        os.replace(folder / "manifest.json.partial", folder / "manifest.json")
        _drop_old(versions)
    except OSError as error:
        raise IndexStoreError(
            f"The index in '{folder}' cannot be written: {error}. The index before it stays."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return LoadedIndex(**vars(content), manifest=manifest)


def read_index(folder: Path, encoder: Encoder | None = None) -> LoadedIndex:
    """Read and check the current version; with `encoder`, that it made this index.

    Raises:
        IndexNotFoundError, IndexFormatError, IndexCorruptError, EncoderMismatchError.
    """
    manifest = read_manifest(folder)
    if encoder is not None and encoder.sha256 != manifest.encoder_sha256:
        raise EncoderMismatchError(
            f"The index in '{folder}' was made with the encoder '{manifest.encoder_name}' "
            f"({manifest.encoder_sha256[:12]}, {manifest.dimension} dimensions); this one is "
            f"'{encoder.name}' ({encoder.sha256[:12]}, {encoder.dimension}). {REBUILD}"
        )
    version = folder / "versions" / manifest.index_id
    for name, checksum in manifest.checksums.items():
        path = version / name
        if not path.is_file():
            raise IndexCorruptError(f"'{name}' is missing from '{version}'. {REBUILD}")
        if _sha256(path) != checksum:
            raise IndexCorruptError(
                f"'{name}' does not match its checksum in 'manifest.json'. {REBUILD}"
            )
    try:
        return _read_files(version, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexCorruptError(f"'{version}' cannot be read: {error!r}. {REBUILD}") from error


def _write_files(folder: Path, content: IndexContent) -> None:
    _write_lines(folder / "sections.jsonl", content.sections)
    _write_lines(folder / "passages.jsonl", content.passages)
    _write_lines(folder / "questions.json", [content.questions])
    _write_json(folder / "asked_words.json", content.asked_words)
    index = faiss.IndexScalarQuantizer(content.vectors.shape[1], _INT8, faiss.METRIC_INNER_PRODUCT)
    index.add(content.vectors.astype(np.float32))
    faiss.write_index(index, str(folder / "vectors.faiss"))
    _save_arrays(folder / "grams", content.grams)
    _save_arrays(folder / "pieces", content.pieces)


def _read_files(folder: Path, manifest: Manifest) -> LoadedIndex:
    stored: Any = faiss.read_index(str(folder / "vectors.faiss"))
    # FAISS keeps each number as its sum with 128.
    codes = faiss.vector_to_array(stored.codes).reshape(stored.ntotal, stored.d) ^ np.uint8(128)
    values = json.loads((folder / "questions.json").read_text("utf-8"))
    asks = tuple((location, text) for location, text in values.pop("asks"))
    return LoadedIndex(
        manifest=manifest,
        n_pages=manifest.n_pages,
        sections=tuple(_section(line) for line in _read_lines(folder / "sections.jsonl")),
        passages=tuple(_passage(line) for line in _read_lines(folder / "passages.jsonl")),
        questions=Questions(asks=asks, **{kind: tuple(texts) for kind, texts in values.items()}),
        asked_words=json.loads((folder / "asked_words.json").read_text("utf-8")),
        vectors=codes.view(np.int8),
        grams=GramCounts(**_load_arrays(folder / "grams")),
        pieces=Pieces(**_load_arrays(folder / "pieces", mmap_mode="r")),
    )


def _save_arrays(folder: Path, arrays: GramCounts | Pieces) -> None:
    folder.mkdir()
    for name, values in _fields(arrays).items():
        np.save(folder / f"{name}.npy", values)


def _load_arrays(folder: Path, mmap_mode: Literal["r"] | None = None) -> dict[str, Any]:
    return {path.stem: np.load(path, mmap_mode=mmap_mode) for path in folder.glob("*.npy")}


def _section(values: dict[str, Any]) -> Section:
    values["breadcrumb"] = tuple(values["breadcrumb"])
    values["units"] = tuple(Unit(**unit) for unit in values["units"])
    return Section(**values)


def _passage(values: dict[str, Any]) -> Passage:
    values["units"] = tuple(Unit(**unit) for unit in values["units"])
    return Passage(**values)


def _describe(
    folder: Path, content: IndexContent, encoder: Encoder, answering: Mapping[str, Any]
) -> Manifest:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    checksums = {path.relative_to(folder).as_posix(): _sha256(path) for path in files}
    identity = {
        "format": FORMAT_VERSION,
        "analyzer": ANALYZER_NAME,
        "encoder": encoder.sha256,
        "answering": answering,
        "checksums": checksums,
    }
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    return Manifest(
        index_id=digest[:12],
        encoder_name=encoder.name,
        encoder_sha256=encoder.sha256,
        dimension=encoder.dimension,
        n_pages=content.n_pages,
        n_sections=len(content.sections),
        n_passages=len(content.passages),
        n_rows=len(content.vectors),
        answering=answering,
        checksums=checksums,
    )


def _drop_old(versions: Path) -> None:
    complete = [path for path in versions.iterdir() if not path.name.endswith(".partial")]
    complete.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in complete[KEPT_VERSIONS:]:
        shutil.rmtree(path, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _write_lines(path: Path, rows: Sequence[Section | Passage | Questions]) -> None:
    lines = (
        json.dumps(row, default=_fields, ensure_ascii=False, sort_keys=True) + "\n" for row in rows
    )
    path.write_text("".join(lines), encoding="utf-8")


def _fields(row: Any) -> dict[str, Any]:
    """A dataclass as a mapping; `asdict` would copy all that is in it."""
    return {one.name: getattr(row, one.name) for one in fields(row)}


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
