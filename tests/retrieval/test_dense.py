import numpy as np
import pytest

from chatbot.codes import to_codes
from chatbot.retrieval.dense import HIDDEN, DenseRetriever
from chatbot.rows import NO_SECTION, RowKind, RowTable

KINDS: tuple[RowKind, ...] = ("passage", "passage", "not_covered", "ask", "ask", "ask")
ROWS = RowTable(
    texts=tuple("abcdef"),
    kinds=KINDS,
    sections=np.array([0, 1, NO_SECTION, 0, 0, 1]),
    units={},
)
random = np.random.default_rng(1)
VECTORS = to_codes(random.standard_normal((len(ROWS), 32)).astype(np.float32))
QUERY = to_codes(random.standard_normal(32).astype(np.float32))


def _cosine(row: int) -> float:
    one, other = VECTORS[row].astype(float), QUERY.astype(float)
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_all_rows_but_asks_are_compared() -> None:
    found = DenseRetriever(VECTORS, ROWS).others(QUERY)
    assert found == pytest.approx([_cosine(row) for row in range(3)], abs=1e-6)


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [((), {0: [3, 4], 1: [5]}), ((4,), {0: [3, None], 1: [5]}), ((0, 3, 5), {0: [None, 4]})],
)
def test_asks_are_compared_but_for_hidden_rows(
    hidden: tuple[int, ...], expected: dict[int, list[int | None]]
) -> None:
    found = DenseRetriever(VECTORS, ROWS).asks(QUERY, [0, 1, 7], hidden=frozenset(hidden))
    assert found.sections == list(expected)
    assert found.starts == [0, 2][: len(expected)]
    rows = [row for asks in expected.values() for row in asks]
    cosines = [HIDDEN if row is None else _cosine(row) for row in rows]
    assert found.similarities == pytest.approx(cosines, abs=1e-6)


def test_sections_without_asks_give_none() -> None:
    found = DenseRetriever(VECTORS, ROWS).asks(QUERY, [7])
    assert (found.sections, found.starts, len(found.similarities)) == ([], [], 0)
