from pathlib import Path

from keyword_encoder import KeywordEncoder

from chatbot.index_store import LoadedIndex
from chatbot.indexing.builder import build_index
from chatbot.publish import _keep_calibration
from chatbot.rows import MIN_ASKS


def _draft(site: Path, docs: Path, index: Path, n_asks: int) -> LoadedIndex:
    asks = "".join(f"    - may I borrow spade number {n}\n" for n in range(n_asks))
    (docs / "tools.questions.yml").write_text(f"spades:\n  asks:\n{asks}", encoding="utf-8")
    calibrate = _keep_calibration(index)
    return build_index(
        site, index, encoder=KeywordEncoder(), calibrate=calibrate, docs_dir=docs
    ).index


def test_a_draft_keeps_what_was_learned(site: Path, docs: Path, tmp_path: Path) -> None:
    before = _draft(site, docs, tmp_path / "index", MIN_ASKS)
    after = _draft(site, docs, tmp_path / "index", MIN_ASKS + 30)
    assert after.manifest.answering == before.manifest.answering


def test_a_draft_learns_anew_where_the_site_comes_to_have_asks(
    site: Path, docs: Path, tmp_path: Path
) -> None:
    before = _draft(site, docs, tmp_path / "index", MIN_ASKS - 1)
    after = _draft(site, docs, tmp_path / "index", MIN_ASKS)
    assert before.manifest.answering["fusion"]["pieces"] > 0
    assert len(before.pieces) > 0
    assert after.manifest.answering["fusion"]["pieces"] == 0
    assert len(after.pieces) == 0
