from collections import Counter
from dataclasses import fields
from zlib import crc32

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.analyzer import ANALYZER_NAME
from chatbot.grams import GramCounts, count_grams, grams, recount_grams


def _shared(first: str, second: str) -> int:
    return len(np.intersect1d(grams(first), grams(second)))


def test_grams_are_ascending_and_each_stands_once() -> None:
    found = grams("the petrol mower and the petrol tank")
    assert (np.diff(found.astype(np.int64)) > 0).all()


def test_other_grams_have_another_name() -> None:
    """An index keeps its counts from build to build: what counts otherwise must refuse it."""
    found = crc32(grams("The users' databases weren't re-indexed: why?").tobytes())
    assert (ANALYZER_NAME, found) == ("english-stem-2, snowball 3.1.0", 2633679227)


def test_a_misspelt_word_shares_most_pieces_with_the_right_one() -> None:
    assert _shared("postgresql", "postgressql") > len(grams("postgresql")) / 2


def test_an_inflected_word_shares_its_stem() -> None:
    assert _shared("deadlines", "deadline") > _shared("deadlines", "headlines")


def test_the_order_of_two_words_counts() -> None:
    assert _shared("code review", "code review") > _shared("code review", "review code")


def test_postings_say_in_how_many_texts_of_a_class_a_gram_occurs() -> None:
    counts = count_grams([("spade", 0), ("spade", 0), ("spade", 2), ("tank", 1)], 3)
    row = int(np.searchsorted(counts.keys, grams("spade")[0]))
    postings = slice(counts.starts[row], counts.starts[row + 1])
    assert counts.classes[postings].tolist() == [0, 2]
    assert counts.counts[postings].tolist() == [2.0, 1.0]
    assert counts.n_texts.tolist() == [2, 1, 1]


@given(st.lists(st.tuples(st.text(max_size=40), st.integers(0, 3)), max_size=8))
def test_any_texts_can_be_counted(texts: list[tuple[str, int]]) -> None:
    counts = count_grams(texts, 4)
    assert counts.n_texts.sum() == len(texts)
    assert len(counts.starts) == len(counts.keys) + 1
    assert counts.starts[-1] == len(counts.classes) == len(counts.counts)


TEXTS = st.lists(st.tuples(st.sampled_from(["spade", "a spade", "tank", ""]), st.integers(0, 3)))


@given(TEXTS, TEXTS, st.permutations([0, 1, 2, 3, None, None]))
def test_recounting_gives_what_counting_gives(
    before: list[tuple[str, int]], after: list[tuple[str, int]], moved: list[int | None]
) -> None:
    moved = moved[:4]
    left = Counter((text, new) for text, owner in before if (new := moved[owner]) is not None)
    wanted = Counter(after)
    recounted = recount_grams(
        count_grams(before, 4),
        moved,
        less=(left - wanted).elements(),
        more=(wanted - left).elements(),
        n_classes=4,
    )
    counted = count_grams(after, 4)
    for one in fields(GramCounts):
        found, expected = getattr(recounted, one.name), getattr(counted, one.name)
        np.testing.assert_array_equal(found, expected)
        assert found.dtype == expected.dtype
