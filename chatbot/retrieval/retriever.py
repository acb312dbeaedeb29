"""A question → the sections of the index, best first, with the evidence for each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatbot.analyzer import tokens
from chatbot.encoder import Encoder, Vector
from chatbot.index_store import IndexContent
from chatbot.retrieval.dense import DenseRetriever
from chatbot.retrieval.fusion import FEATURES, as_vector
from chatbot.retrieval.grouping import BySection
from chatbot.retrieval.lexical import LexicalRetriever
from chatbot.rows import KINDS, RowKind, build_rows

Floats = npt.NDArray[np.float32]

N_RANKED = 10
ALONE_SHARE = 0.2  # of a follow-up read alone; the rest is read with its context


@dataclass(frozen=True)
class Evidence:
    """What speaks for each section, and for no section at all.

    `order` holds the numbers of the best sections, best first; `scores` and `features` cover all
    sections: shapes (n_sections,) and (n_sections, len(FEATURES)). `nearest` is the highest
    similarity of each kind of row, 0 for a kind without rows.
    """

    order: tuple[int, ...]
    scores: Floats
    features: Floats
    similarities: Floats
    nearest: dict[RowKind, float]
    query_tokens: tuple[str, ...]

    def share(self, section: int) -> float:
        """The section's share of the softmax over all sections, in [0, 1]."""
        weights = np.exp(self.scores - self.scores.max())
        return float(weights[section] / weights.sum())


class HybridRetriever:
    """Dense and lexical evidence over one index."""

    def __init__(self, index: IndexContent, encoder: Encoder, weights: dict[str, float]) -> None:
        self.rows = build_rows(index.sections, index.passages, index.questions)
        self.lexical = LexicalRetriever(index.lexical, self.rows)
        self._dense = DenseRetriever(index.vectors)
        self._by_section = BySection(self.rows, len(index.sections))
        self._encoder = encoder
        self._weights = as_vector(weights)

    def retrieve(self, question: str, *, context: str | None = None) -> Evidence:
        """Rank the sections for a question; with `context`, for a follow-up to those words."""
        similarities = self._similarities(question)
        if context is not None:
            joined = self._similarities(f"{context} {question}")
            similarities = ALONE_SHARE * similarities + (1 - ALONE_SHARE) * joined
        query = tokens(question)
        return self.weigh(similarities, self.lexical.scores(query), query)

    def weigh(
        self,
        similarities: Floats,
        lexical_scores: Floats,
        query: Sequence[str],
    ) -> Evidence:
        """Similarities to all rows and BM25 of all documents → evidence."""
        features = self.features(similarities, lexical_scores)
        scores = features @ self._weights
        order = np.argsort(-scores, kind="stable")[:N_RANKED]
        return Evidence(
            order=tuple(int(section) for section in order),
            scores=scores,
            features=features,
            similarities=similarities,
            nearest={kind: self._nearest(similarities, kind) for kind in KINDS},
            query_tokens=tuple(query),
        )

    def features(self, similarities: Floats, lexical_scores: Floats) -> Floats:
        """The evidence for every section; shape (n_sections, len(FEATURES)).

        A section that nobody wrote asks for is not put at a disadvantage: what it says stands in.
        """
        spans, by_section = self.rows.spans, self._by_section
        bm25_passages, bm25_asks = self.lexical.split(lexical_scores)
        columns = {
            kind: by_section.best(similarities[spans[kind]], kind)
            for kind in ("passage", "unit", "heading", "ask")
        }
        columns["ask_density"] = by_section.density(similarities[spans["ask"]], "ask")
        columns["bm25_passage"] = by_section.best(bm25_passages, "passage")
        columns["bm25_ask"] = by_section.best(bm25_asks, "ask")
        if spans["ask"].stop > spans["ask"].start:
            unasked = ~by_section.has("ask")
            said = np.maximum(np.maximum(columns["passage"], columns["unit"]), columns["heading"])
            columns["ask"][unasked] = columns["ask_density"][unasked] = said[unasked]
            columns["bm25_ask"][unasked] = columns["bm25_passage"][unasked]
        return np.stack([columns[name] for name in FEATURES], axis=1)

    def _similarities(self, text: str) -> Vector:
        return self._dense.similarities(self._encoder.encode_query(text))

    def _nearest(self, similarities: Floats, kind: RowKind) -> float:
        part = similarities[self.rows.spans[kind]]
        return float(part.max()) if len(part) else 0.0
