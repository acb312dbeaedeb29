import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from garden import PAGES, QUESTIONS, build, write_site
from keyword_encoder import KeywordEncoder

from chatbot.errors import (
    EncoderMismatchError,
    IndexCorruptError,
    IndexFormatError,
    IndexNotFoundError,
    SiteError,
)
from chatbot.index_store import KEPT_VERSIONS, read_index
from chatbot.indexing.builder import BuildReport
from chatbot.manifest import current_index_id
from chatbot.rows import MIN_ASKS, build_rows


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_site_gives_the_same_bytes(site: Path, docs: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "one", docs_dir=docs)
    build(site, tmp_path / "two", docs_dir=docs)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(
    site: Path, docs: Path, tmp_path: Path, seed: str
) -> None:
    """What a set or a dictionary of strings gives first differs from process to process."""
    build(site, tmp_path / "here", docs_dir=docs)
    code = (
        "from pathlib import Path; from garden import build; "
        f"build(Path({str(site)!r}), Path('there'), docs_dir=Path({str(docs)!r}))"
    )
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
    )  # fmt: skip
    assert _files(tmp_path / "there") == _files(tmp_path / "here")


def test_rebuild_with_reused_vectors_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "one")
    before = _files(tmp_path / "one")
    build(site, tmp_path / "one")
    assert _files(tmp_path / "one") == before


def test_rebuild_after_edits_gives_the_bytes_of_a_fresh_build(
    site: Path, docs: Path, tmp_path: Path
) -> None:
    build(site, tmp_path / "index", docs_dir=docs)
    pages = {**PAGES, "fees/index.html": "<h1 id='fees'>Fees</h1><p>All is free now.</p>"}
    pages["a/index.html"] = "<h1 id='a'>Before all others</h1><p>A new page.</p>"
    write_site(site, pages)
    (docs / "tools.questions.yml").write_text(QUESTIONS.replace("petrol mower booking", "book it"))
    report = build(site, tmp_path / "index", docs_dir=docs)
    fresh = build(site, tmp_path / "fresh", docs_dir=docs)
    assert report.index_id == fresh.index_id


def test_rebuild_encodes_only_changed_passages(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "index")
    write_site(site, {**PAGES, "fees/index.html": "<h1 id='fees'>Fees</h1><p>All is free now.</p>"})
    encoder = KeywordEncoder()
    report = build(site, tmp_path / "index", encoder)
    assert (report.n_encoded, report.n_reused) == (1, report.n_passages - 1)
    assert encoder.n_encoded == 2  # the passage and its sentence


def test_passages_have_word_pieces_where_the_site_has_no_asks(site: Path, tmp_path: Path) -> None:
    report = build(site, tmp_path / "index")
    pieces = read_index(tmp_path / "index").pieces
    assert len(pieces) == report.n_passages
    passages = [text for text, kind in _rows(report) if kind == "passage"]
    for number, text in enumerate(passages):
        expected = KeywordEncoder().encode_pieces(text)[1]
        np.testing.assert_array_equal(pieces.of(number).codes, expected.codes)
        np.testing.assert_array_equal(pieces.of(number).ids, expected.ids)


def test_passages_have_no_word_pieces_where_the_site_has_asks(site: Path, tmp_path: Path) -> None:
    asks = "".join(f"    - may I borrow spade number {n}\n" for n in range(MIN_ASKS))
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "tools.questions.yml").write_text(f"spades:\n  asks:\n{asks}")
    build(site, tmp_path / "index", docs_dir=docs)
    assert len(read_index(tmp_path / "index").pieces) == 0
    (docs / "tools.questions.yml").unlink()
    report = build(site, tmp_path / "index", docs_dir=docs)
    assert len(read_index(tmp_path / "index").pieces) == report.n_passages
    build(site, tmp_path / "fresh")
    assert _files(tmp_path / "fresh" / "versions") == {
        name: data
        for name, data in _files(tmp_path / "index" / "versions").items()
        if name.startswith(report.index_id)
    }


def _rows(report: BuildReport) -> list[tuple[str, str]]:
    index = report.index
    rows = build_rows(index.sections, index.passages, index.questions)
    return list(zip(rows.texts, rows.kinds, strict=True))


def test_report_counts_pages_passages_and_seconds(site: Path, tmp_path: Path) -> None:
    report = build(site, tmp_path / "index")
    assert str(report).startswith(
        f"Indexed 3 pages, {report.n_passages} passages ({report.n_passages} encoded, 0 reused) in "
    )


def test_failed_build_leaves_the_old_index_in_place(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "index")
    before = _files(tmp_path / "index")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SiteError):
        build(tmp_path / "empty", tmp_path / "index")
    assert _files(tmp_path / "index") == before


def test_old_versions_are_kept_up_to_three(site: Path, tmp_path: Path) -> None:
    for n in range(KEPT_VERSIONS + 2):
        write_site(site, {"index.html": f"<h1 id='a'>Number {n}</h1><p>This is text {n}.</p>"})
        build(site, tmp_path / "index")
    versions = [path.name for path in (tmp_path / "index" / "versions").iterdir()]
    assert len(versions) == KEPT_VERSIONS
    assert current_index_id(tmp_path / "index") in versions


def test_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match=r"'manifest.json' is missing. Run `guide build`"):
        read_index(tmp_path)
    assert current_index_id(tmp_path) is None


def test_changed_file_is_refused(site: Path, tmp_path: Path) -> None:
    report = build(site, tmp_path / "index")
    path = tmp_path / "index" / "versions" / report.index_id / "passages.jsonl"
    path.write_text(path.read_text().replace("spade", "shovel"))
    with pytest.raises(IndexCorruptError, match=r"'passages.jsonl' does not match its checksum"):
        read_index(tmp_path / "index")


def test_missing_file_is_refused(site: Path, tmp_path: Path) -> None:
    report = build(site, tmp_path / "index")
    (tmp_path / "index" / "versions" / report.index_id / "vectors.faiss").unlink()
    with pytest.raises(IndexCorruptError, match=r"'vectors.faiss' is missing"):
        read_index(tmp_path / "index")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format_version": 1}'])
def test_foreign_manifest_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises((IndexCorruptError, IndexFormatError)):
        read_index(tmp_path)


def test_other_format_is_refused(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "index")
    path = tmp_path / "index" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format_version": 99}))
    with pytest.raises(IndexFormatError, match=r"has format 99; this version reads format 5"):
        read_index(tmp_path / "index")


def test_index_of_another_encoder_is_refused(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "index")
    other = KeywordEncoder()
    other.sha256 = "1" * 64
    with pytest.raises(EncoderMismatchError, match="was made with the encoder 'keywords'"):
        read_index(tmp_path / "index", other)


def test_index_of_another_encoder_is_encoded_anew(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "index")
    other = KeywordEncoder()
    other.sha256 = "1" * 64
    assert build(site, tmp_path / "index", other).n_reused == 0
