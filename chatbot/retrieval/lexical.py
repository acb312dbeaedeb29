"""BM25 over passages and asks, and how much of a question's rare words a section has."""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from chatbot.rows import RowTable

Floats = npt.NDArray[np.float32]


class LexicalRetriever:
    """Scores sections by their words."""

    def __init__(self, index: bm25s.BM25, rows: RowTable) -> None:
        self._index = index
        self._n_passages = len(rows.texts[rows.spans["passage"]])
        self._owners = np.concatenate(
            [rows.sections[rows.spans["passage"]], rows.sections[rows.spans["ask"]]]
        )
        indptr = np.asarray(index.scores["indptr"])
        self._indptr, self._indices = indptr, np.asarray(index.scores["indices"])
        frequency = np.diff(indptr)
        n_docs = max(len(self._owners), 1)
        self._idf = np.log1p((n_docs - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        self._unknown_idf = float(np.log1p((n_docs + 0.5) / 0.5))

    def scores(self, query: Sequence[str]) -> Floats:
        """BM25 of every lexical document over the most a document could get; shape (n_docs,).

        The division makes scores of different questions comparable: 1 means that every word of
        the question, unknown ones included, is saturated in the document.
        """
        known = [token for token in query if token in self._index.vocab_dict]
        n_docs = len(self._owners)
        if not known or not n_docs:
            return np.zeros(n_docs, dtype=np.float32)
        raw = np.asarray(self._index.get_scores(known), dtype=np.float32)[:n_docs]
        return raw / np.float32(self.weight(query))

    def weight(self, query: Sequence[str]) -> float:
        """The sum of the inverse document frequencies of the question's tokens, > 0."""
        return sum(self._idf_of(token) for token in query) or 1.0

    def unknown_share(self, query: Sequence[str]) -> float:
        """The share of that weight in tokens that neither passages nor asks have, in [0, 1]."""
        vocabulary = self._index.vocab_dict
        unknown = sum(self._unknown_idf for token in query if token not in vocabulary)
        return unknown / self.weight(query)

    def coverage(self, query: Sequence[str], section: int) -> float:
        """The share of that weight in tokens that the section's passages or asks have."""
        weight = 0.0
        for token in set(query):
            number = self._index.vocab_dict.get(token)
            if number is None:
                continue
            documents = self._indices[self._indptr[number] : self._indptr[number + 1]]
            if (self._owners[documents] == section).any():
                weight += self._idf_of(token) * query.count(token)
        return weight / self.weight(query)

    def split(self, scores: Floats) -> tuple[Floats, Floats]:
        """The scores of the passages and those of the asks, in the order of their rows."""
        return scores[: self._n_passages], scores[self._n_passages :]

    def _idf_of(self, token: str) -> float:
        number = self._index.vocab_dict.get(token)
        return self._unknown_idf if number is None else float(self._idf[number])
