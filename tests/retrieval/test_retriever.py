"""Evidence over the small site of tests/garden.py, which has too few asks to learn from."""

from pathlib import Path

import numpy as np
import pytest
from garden import PAGES, build, write_site
from keyword_encoder import KeywordEncoder

from chatbot.indexing.builder import BuildReport
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES
from chatbot.retrieval.retriever import HybridRetriever

PIECES = FEATURES.index("pieces")


@pytest.fixture
def report(site: Path, tmp_path: Path) -> BuildReport:
    return build(site, tmp_path / "index")


def test_word_pieces_rank_the_sections_of_a_site_without_asks(report: BuildReport) -> None:
    encoder = KeywordEncoder()
    retriever = HybridRetriever(report.index, encoder, dict.fromkeys(FEATURES, 0.0) | {"pieces": 1})
    asked = "who refills the petrol tank"
    evidence = retriever.retrieve(retriever.read(asked))
    assert report.index.sections[evidence.order[0]].title == "Mowers"
    np.testing.assert_array_equal(evidence.scores, evidence.features[:, PIECES])
    assert evidence.features[:, PIECES].max() > 0.4


def test_a_follow_up_is_compared_with_the_words_before_it(report: BuildReport) -> None:
    retriever = HybridRetriever(report.index, KeywordEncoder(), DEFAULT_WEIGHTS)
    alone = retriever.read("and the tank?")
    whole = retriever.read("who may use the mower? and the tank?")
    compared = [
        retriever.retrieve(one).features[:, PIECES]
        for one in (alone, whole, alone.read_with(whole))
    ]
    np.testing.assert_array_equal(compared[2], compared[1])
    assert not np.array_equal(compared[2], compared[0])


def test_a_passage_without_a_piece_is_like_nothing(tmp_path: Path) -> None:
    symbols = {"z/index.html": "<h1 id='z'>?</h1><p>!!</p>"}
    site = write_site(tmp_path / "site", {**PAGES, **symbols})
    report = build(site, tmp_path / "index")
    assert 0 in np.diff(report.index.pieces.starts)
    retriever = HybridRetriever(report.index, KeywordEncoder(), DEFAULT_WEIGHTS)
    found = retriever.retrieve(retriever.read("how long may I borrow a spade")).features[:, PIECES]
    titles = [section.title for section in report.index.sections]
    assert found[titles.index("?")] == 0.0
    assert found[titles.index("Spades")] > 0.0
