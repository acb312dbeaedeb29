"""BM25 over passages."""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class LexicalRetriever:
    """Scores passages by the words that they share with a question."""

    def __init__(self, index: bm25s.BM25, n_passages: int) -> None:
        self._index = index
        n_having = np.diff(index.scores["indptr"])
        self._idf = np.log1p((n_passages - n_having + 0.5) / (n_having + 0.5))
        self._unknown_idf = float(np.log1p((n_passages + 0.5) / 0.5))
        self._n_passages = n_passages

    def scores(self, query: Sequence[str]) -> Floats:
        """BM25 of every passage over the most a passage could get; shape (n_passages,).

        The division makes scores of different questions comparable: 1 means that every word of
        the question, unknown ones included, is saturated in the passage.
        """
        numbers = [self._index.vocab_dict.get(token) for token in query]
        known = [token for token, number in zip(query, numbers, strict=True) if number is not None]
        if not known:
            return np.zeros(self._n_passages, dtype=np.float32)
        most = sum(self._unknown_idf if n is None else float(self._idf[n]) for n in numbers)
        scores = np.asarray(self._index.get_scores(known), dtype=np.float32)
        return scores / np.float32(most)
