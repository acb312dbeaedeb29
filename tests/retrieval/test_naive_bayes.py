import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.grams import count_grams
from chatbot.retrieval.naive_bayes import NaiveBayes

TEXTS = [
    ("how long may I keep the spade", 0),
    ("wash the spade", 0),
    ("book the petrol mower", 1),
    ("who is allowed on the mower", 1),
    ("best pizza in town", 2),
]
BAYES = NaiveBayes(count_grams(TEXTS, 3))


@pytest.mark.parametrize(
    ("question", "best"),
    [("may I keep a spade", 0), ("the mowwer", 1), ("pizza", 2), ("petrl", 1)],
)
def test_class_whose_texts_use_such_words_is_the_likeliest(question: str, best: int) -> None:
    assert BAYES.ratios(question).argmax() == best


def test_question_without_a_known_gram_says_nothing() -> None:
    assert (BAYES.ratios("zzz") == 0.0).all()


def test_counted_question_is_taken_out_again() -> None:
    own = BAYES.ratios("best pizza in town", without=2)
    assert own[2] < BAYES.ratios("best pizza in town")[2]
    assert own[:2].tolist() == BAYES.ratios("best pizza in town")[:2].tolist()


def test_an_index_without_texts_is_indifferent() -> None:
    assert NaiveBayes(count_grams([], 2)).ratios("spade").tolist() == [0.0, 0.0]


@given(st.text(max_size=80))
def test_ratios_of_any_question_are_finite(question: str) -> None:
    assert np.isfinite(BAYES.ratios(question)).all()
