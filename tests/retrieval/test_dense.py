import numpy as np
import pytest

from chatbot.retrieval.dense import DenseRetriever
from chatbot.rows import NO_SECTION, RowKind, RowTable

KINDS: tuple[RowKind, ...] = ("passage", "passage", "not_covered", "ask", "ask", "ask")
ROWS = RowTable(
    texts=tuple("abcdef"),
    kinds=KINDS,
    sections=np.array([0, 1, NO_SECTION, 0, 0, 1]),
    units={},
)
random = np.random.default_rng(1)
VECTORS = random.standard_normal((len(ROWS), 32)).astype(np.float32)
QUERIES = random.standard_normal((4, 32)).astype(np.float32)


def test_one_question_is_compared_as_many_are() -> None:
    dense = DenseRetriever(VECTORS, ROWS)
    together = dense.others(QUERIES)
    assert together.shape == (4, 3)
    for alone, one in zip(QUERIES, together, strict=True):
        np.testing.assert_allclose(dense.others(alone), one, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(dense.others(alone), VECTORS[:3] @ alone, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [((), {0: [3, 4], 1: [5]}), ((4,), {0: [3], 1: [5]}), ((0, 3, 5), {0: [4]})],
)
def test_asks_are_compared_but_for_hidden_rows(
    hidden: tuple[int, ...], expected: dict[int, list[int]]
) -> None:
    query = QUERIES[0]
    found = DenseRetriever(VECTORS, ROWS).asks(query, [0, 1, 7], hidden=hidden)
    assert found.keys() == expected.keys()
    for section, rows in expected.items():
        np.testing.assert_allclose(found[section], VECTORS[rows] @ query, rtol=1e-5, atol=1e-5)
