import math

import numpy as np
import pytest

from chatbot.codes import to_codes
from chatbot.pieces import Pieces, joined, one_text
from chatbot.retrieval.late_interaction import LateInteraction

random = np.random.default_rng(3)


def _text(*ids: int) -> Pieces:
    vectors = random.standard_normal((len(ids), 32)).astype(np.float32)
    return one_text(np.asarray(ids, dtype=np.int32), to_codes(vectors))


# Five passages: two of section 1, one of section 2, two of section 4. All hold piece 9.
TEXTS = (_text(9, 1, 2), _text(3, 9), _text(9, 4, 4, 5), _text(6, 9), _text(9, 7))
LATE = LateInteraction(joined(TEXTS), np.asarray([1, 1, 2, 4, 4]))
QUESTION = _text(9, 4, 8)


def _similarity(passage: Pieces) -> float:
    """By the definition, in floats."""
    n_having = {9: 5, 4: 1}
    rarities = [
        math.log1p((len(TEXTS) - n + 0.5) / (n + 0.5))
        for n in (n_having.get(number, 0) for number in QUESTION.ids.tolist())
    ]
    asked, said = (text.codes.astype(float) for text in (QUESTION, passage))
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    said /= np.linalg.norm(said, axis=1, keepdims=True)
    nearest = (asked @ said.T).max(axis=1)
    return float(np.average(nearest, weights=rarities))


def test_a_section_is_as_near_as_its_nearest_passage() -> None:
    of_text = [_similarity(text) for text in TEXTS]
    expected = [max(of_text[3:]), max(of_text[:2]), of_text[2]]
    assert LATE.similarities(QUESTION, [4, 1, 2]) == pytest.approx(expected, abs=1e-5)


def test_a_section_without_passages_is_like_nothing() -> None:
    found = LATE.similarities(QUESTION, [3, 2])
    assert found[0] == 0.0
    assert found[1] != 0.0
    assert LATE.similarities(QUESTION, [3]).tolist() == [0.0]


def test_a_question_without_pieces_is_like_nothing() -> None:
    assert LATE.similarities(_text(), [1, 2]).tolist() == [0.0, 0.0]


def test_pieces_of_one_text_are_found_again() -> None:
    whole = joined(TEXTS)
    assert len(whole) == len(TEXTS)
    for number, text in enumerate(TEXTS):
        np.testing.assert_array_equal(whole.of(number).ids, text.ids)
        np.testing.assert_array_equal(whole.of(number).codes, text.codes)
