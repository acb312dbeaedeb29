import numpy as np

from chatbot.encoder import Matrix
from chatbot.rows import fold
from chatbot.training.general import GeneralSection, foreign_sections, general_sentences
from chatbot.training.pairs import Pair, PairSet
from chatbot.training.scores import score
from chatbot.training.sites import Site, SiteSection


def _letters(texts: object) -> Matrix:
    """Encode by counting letters: enough to find the same words again."""
    rows = [[str(text).lower().count(chr(97 + n)) + 1e-3 for n in range(26)] for text in texts]  # type: ignore[attr-defined]
    vectors = np.array(rows, dtype=np.float32).reshape(len(rows), 26)
    unit: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def _question(words: str, *, is_held_out: bool) -> str:
    return next(
        text
        for text in (words + "?" * n for n in range(1, 200))
        if (fold(text) == 0) == is_held_out
    )


def test_general_text_and_foreign_sites_share_almost_no_sentence() -> None:
    sentences, sections = general_sentences(), foreign_sections()
    headings = {section.heading for section in sections}
    assert len(sentences) > 500
    assert len({section.site for section in sections}) > 5
    assert len(set(sentences) & headings) < len(headings) / 20


def test_general_text_is_the_same_on_every_call() -> None:
    assert general_sentences() == general_sentences()


def test_scores_count_held_out_questions_and_foreign_headings() -> None:
    pairs = (
        Pair(_question("jazz quiz", is_held_out=False), "a/", "ask"),
        Pair(_question("jazz quiz", is_held_out=True), "a/", "ask"),
        Pair(_question("zinc jazz", is_held_out=False), "a/", "ask"),
        Pair(_question("milk crate", is_held_out=False), "b/", "ask"),
        Pair(_question("black milk", is_held_out=False), "b/", "ask"),
        Pair(_question("black milk", is_held_out=True), "b/", "ask"),
        Pair(_question("high grove", is_held_out=False), None, "not_covered"),
        Pair(_question("high grove", is_held_out=True), None, "not_covered"),
    )
    foreign = [
        GeneralSection("site", "lamps", "lamps, lamps"),
        GeneralSection("site", "zebra", "zebra zebra"),
    ]
    site = Site(
        (
            SiteSection("jazz", "jazz", (), (_question("jazz zebra", is_held_out=True),)),
            SiteSection("milk", "milk", (), (_question("zinc jazz", is_held_out=True),)),
        ),
        (),
    )
    scores = score(_letters, PairSet(pairs, {"a/": ("jazz",), "b/": ("milk",)}), [site], foreign)
    assert scores.rounded() == {
        "recall_at_1": 1.0, "auroc": 1.0, "site_recall_at_1": 0.5, "foreign_recall_at_1": 1.0,
    }  # fmt: skip
