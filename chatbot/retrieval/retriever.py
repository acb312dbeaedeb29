"""A question → the sections of the index, best first, with the evidence for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from chatbot.analyzer import tokens
from chatbot.encoder import Encoder, Vector
from chatbot.index_store import IndexContent
from chatbot.retrieval.dense import DenseRetriever
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES, as_vector
from chatbot.retrieval.grouping import BySection, densities
from chatbot.retrieval.lexical import LexicalRetriever
from chatbot.retrieval.naive_bayes import NaiveBayes
from chatbot.rows import KINDS, N_ABSENT, RowKind, build_rows

Floats = npt.NDArray[np.float32]

N_RANKED = 10
N_COMPARED = 12  # sections whose asks are compared
ALONE_SHARE = 0.3  # of a follow-up read alone; the rest is read with its context
HIDDEN = -1.0  # the least similarity
_ASKS, _BM25 = FEATURES.index("asks"), FEATURES.index("bm25")
_WITHOUT_ASKS = as_vector(DEFAULT_WEIGHTS)


@dataclass(frozen=True)
class Evidence:
    """What speaks for each section, and for no section at all.

    `order` holds the numbers of the best sections, best first; `scores` and `features` cover all
    sections: shapes (n_sections,) and (n_sections, len(FEATURES)). `similarities` covers the rows
    that are no asks, `asks` the asks of the sections that were compared. `nearest` is the highest
    similarity of each kind of row, 0 for a kind without rows; `elsewhere` and `declined` are the
    log-likelihood ratios of what no section answers and of what must be declined.
    """

    order: tuple[int, ...]
    scores: Floats
    features: Floats
    similarities: Floats
    asks: Floats
    nearest: dict[RowKind, float]
    elsewhere: float
    declined: float

    @property
    def familiarity(self) -> float:
        """The highest similarity of any row, answered by the site or not."""
        return max(self.nearest.values())

    def share(self, section: int) -> float:
        """The section's share of the softmax over all sections, in [0, 1]."""
        return float(self._shares[section])

    @cached_property
    def _shares(self) -> Floats:
        weights = np.exp(self.scores - self.scores.max())
        shares: Floats = weights / weights.sum()
        return shares


class HybridRetriever:
    """Dense and lexical evidence over one index."""

    def __init__(self, index: IndexContent, encoder: Encoder, weights: Mapping[str, float]) -> None:
        self.rows = build_rows(index.sections, index.passages, index.questions)
        self.lexical = LexicalRetriever(index.lexical, len(index.passages))
        self.naive_bayes = NaiveBayes(index.grams)
        self.dense = DenseRetriever(index.vectors, self.rows)
        self._by_section = BySection(self.rows, len(index.sections))
        self._encoder = encoder
        self._weights = as_vector(weights)

    def retrieve(self, question: str, *, context: str | None = None) -> Evidence:
        """Rank the sections for a question; with `context`, for a follow-up to those words."""
        vector = self._encoder.encode_query(question)
        ratios = self.naive_bayes.ratios(question)
        if context is not None:
            joined = f"{context} {question}"
            vector = _mixed(vector, self._encoder.encode_query(joined))
            ratios = _mixed(ratios, self.naive_bayes.ratios(joined))
        similarities = self.dense.others(vector)
        return self.weigh(vector, similarities, self._bm25(question), ratios)

    def _bm25(self, question: str) -> Floats:
        """BM25 of every passage; 0 where it was learned to count for nothing."""
        return self.lexical.scores(tokens(question) if self._weights[_BM25] else ())

    def weigh(
        self,
        query: Vector,
        similarities: Floats,
        bm25: Floats,
        ratios: Floats,
        *,
        hidden: Sequence[int] = (),
    ) -> Evidence:
        """What the retrievers say of a question → evidence, without the rows of `hidden`.

        `query` is the question's vector, `similarities` what `dense.others` gives for it (changed
        in place), `bm25` covers all passages and `ratios` all classes. Asks are most of the rows:
        only those of the sections that stand out by their own texts and words are compared.
        """
        similarities[[row for row in hidden if row < len(similarities)]] = HIDDEN
        features = self._said(similarities, bm25, ratios[:-N_ABSENT])
        likely = np.argsort(-(features @ _WITHOUT_ASKS), kind="stable")[:N_COMPARED]
        asks = self.dense.asks(query, likely.tolist(), hidden=hidden)
        if asks:
            features[list(asks), _ASKS] = densities(list(asks.values()))
        scores = features @ self._weights
        order = np.argsort(-scores, kind="stable")[:N_RANKED]
        nearest = {kind: _highest(similarities[self.rows.spans[kind]]) for kind in KINDS[:-1]}
        all_asks = np.concatenate([*asks.values(), np.zeros(0, dtype=np.float32)])
        return Evidence(
            order=tuple(int(section) for section in order),
            scores=scores,
            features=features,
            similarities=similarities,
            asks=all_asks,
            nearest={**nearest, "ask": _highest(all_asks)},
            elsewhere=float(ratios[-2]),
            declined=float(ratios[-1]),
        )

    def _said(self, similarities: Floats, bm25: Floats, ratios: Floats) -> Floats:
        """The evidence of the sections' own texts and words; shape (n_sections, len(FEATURES)).

        What a section says stands in for its asks, where it has none or they are not compared.
        """
        spans, best = self.rows.spans, self._by_section.best
        kinds: tuple[RowKind, ...] = ("passage", "unit", "heading")
        said = [best(similarities[spans[kind]], kind) for kind in kinds]
        return np.stack(
            [np.maximum.reduce(said), *said, best(bm25, "passage"), ratios], axis=1
        ).astype(np.float32)


def _highest(similarities: Floats) -> float:
    return float(similarities.max()) if len(similarities) else 0.0


def _mixed(alone: Floats, joined: Floats) -> Floats:
    return ALONE_SHARE * alone + (1 - ALONE_SHARE) * joined
