"""A question → the sections of the index, best first, with the evidence for each."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from chatbot.codes import Codes, to_codes
from chatbot.encoder import Encoder
from chatbot.index_store import IndexContent
from chatbot.pieces import Pieces
from chatbot.prior import Prior
from chatbot.retrieval.dense import HIDDEN, DenseRetriever
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES, as_vector
from chatbot.retrieval.grouping import TEXTS, BySection, densities
from chatbot.retrieval.late_interaction import LateInteraction
from chatbot.retrieval.naive_bayes import NaiveBayes
from chatbot.rows import KINDS, N_ABSENT, RowKind, build_rows

Floats = npt.NDArray[np.float32]

N_RANKED = 10
N_COMPARED = 12  # sections whose asks, or word pieces, are compared
N_ASIDE = 2  # threads that count words while encoders run
ALONE_SHARE = 0.3  # of a follow-up read alone; the rest is read with its context
_ASKS, _PIECES, _RATIOS = map(FEATURES.index, ("asks", "pieces", "naive_bayes"))
_TEXTS = [FEATURES.index(kind) for kind in TEXTS]
_WITHOUT_ASKS = as_vector(DEFAULT_WEIGHTS)


@dataclass(frozen=True)
class Reading:
    """What is compared of a question.

    `vector` is the encoder's, or a mix of two and of any norm; `ratios` has the log-likelihood
    ratio of every class of naive Bayes; `pieces` only where passages have some to compare with.
    """

    vector: Floats
    ratios: Floats
    pieces: Pieces | None = None

    def read_with(self, whole: "Reading") -> "Reading":
        """A follow-up: some of it as it reads alone, the rest as `whole`, those before and it."""
        return Reading(
            ALONE_SHARE * self.vector + (1 - ALONE_SHARE) * whole.vector,
            ALONE_SHARE * self.ratios + (1 - ALONE_SHARE) * whole.ratios,
            whole.pieces,
        )


@dataclass(frozen=True)
class Evidence:
    """What speaks for each section, and for no section at all.

    `order` holds the numbers of the best sections, best first; `scores` and `features` cover all
    sections: shapes (n_sections,) and (n_sections, len(FEATURES)). `similarities` covers the rows
    that are no asks, `asks` the asks of the sections that were compared. `nearest` is the highest
    similarity of each kind of row, 0 for a kind without rows; `elsewhere` and `declined` are the
    log-likelihood ratios of what no section answers and of what must be declined; `prior` is the
    log-odds that any site answers a question that reads so, 0 where the index has no prior.
    """

    order: tuple[int, ...]
    scores: Floats
    features: Floats
    similarities: Floats
    asks: Floats
    nearest: dict[RowKind, float]
    elsewhere: float
    declined: float
    prior: float

    @property
    def familiarity(self) -> float:
        """The highest similarity of any row, answered by the site or not."""
        return max(self.nearest.values())

    def share(self, section: int) -> float:
        """The section's share of the softmax over all sections, in [0, 1]."""
        return float(self._shares[section])

    @property
    def gap(self) -> float:
        """How much larger the best section's share is than the next one's."""
        first, *rest = self.order
        return self.share(first) - self.share(rest[0]) if rest else 1.0

    @cached_property
    def _shares(self) -> Floats:
        weights = np.exp(self.scores - self.scores.max())
        shares: Floats = weights / weights.sum()
        return shares


class HybridRetriever:
    """Evidence of vectors, of word pieces and of words over one index."""

    def __init__(
        self,
        index: IndexContent,
        encoder: Encoder,
        weights: Mapping[str, float],
        prior: Prior | None = None,
    ) -> None:
        self.rows = build_rows(index.sections, index.passages, index.questions)
        self.naive_bayes = NaiveBayes(index.grams)
        self.dense = DenseRetriever(index.vectors, self.rows)
        passages = self.rows.sections[self.rows.spans["passage"]]
        self._late = LateInteraction(index.pieces, passages) if len(index.pieces) else None
        self._by_section = BySection(self.rows, len(index.sections))
        self._encoder = encoder
        self._prior = prior
        self._aside = ThreadPoolExecutor(N_ASIDE)
        self._weights = as_vector(weights)

    def read(self, text: str) -> Reading:
        """Encode a text and count its words."""
        # The encoder takes most of the time, and lets another thread run meanwhile.
        counted = self._aside.submit(self.naive_bayes.ratios, text)
        if self._late is None:
            return Reading(self._encoder.encode_query(text), counted.result())
        vector, pieces = self._encoder.encode_pieces(text)
        return Reading(vector, counted.result(), pieces)

    def retrieve(self, reading: Reading) -> Evidence:
        """Rank the sections for a question."""
        return self.weigh(to_codes(reading.vector), reading.ratios, pieces=reading.pieces)

    def weigh(
        self,
        query: Codes,
        ratios: Floats,
        *,
        pieces: Pieces | None = None,
        hidden: frozenset[int] = frozenset(),
    ) -> Evidence:
        """What the retrievers say of a question → evidence, without the rows of `hidden`.

        `query` is the question's vector, `pieces` its word pieces; `ratios` covers all classes.
        Asks are most of the rows, and pieces are more still: only those of the sections that stand
        out by their own texts and words are compared.
        """
        similarities = self.dense.others(query)
        similarities[[row for row in hidden if row < len(similarities)]] = HIDDEN
        features = self._said(similarities, ratios[:-N_ABSENT])
        likely = np.argsort(-_weighted(features, _WITHOUT_ASKS), kind="stable")[:N_COMPARED]
        asks = self.dense.asks(query, likely.tolist(), hidden=hidden)
        if asks.sections:
            features[asks.sections, _ASKS] = densities(asks.similarities, asks.starts)
        if self._late is not None and pieces is not None:
            features[likely, _PIECES] = self._late.similarities(pieces, likely.tolist())
        scores = _weighted(features, self._weights)
        order = np.argsort(-scores, kind="stable")[:N_RANKED]
        nearest = {kind: _highest(similarities[self.rows.spans[kind]]) for kind in KINDS[:-1]}
        return Evidence(
            order=tuple(order.tolist()),
            scores=scores,
            features=features,
            similarities=similarities,
            asks=asks.similarities,
            nearest={**nearest, "ask": _highest(asks.similarities)},
            elsewhere=float(ratios[-2]),
            declined=float(ratios[-1]),
            prior=self._prior.log_odds(query) if self._prior else 0.0,
        )

    def _said(self, similarities: Floats, ratios: Floats) -> Floats:
        """The evidence of the sections' own texts and words; shape (n_sections, len(FEATURES)).

        What a section says stands in for its asks, where it has none or they are not compared.
        """
        features = np.zeros((len(FEATURES), len(ratios)), dtype=np.float32)
        features[_TEXTS] = said = self._by_section.best(similarities)
        features[_ASKS] = said.max(axis=0)
        features[_RATIOS] = ratios
        return features.T


def _weighted(features: Floats, weights: Floats) -> Floats:
    """What BLAS would give, without waking its threads for so little."""
    scores: Floats = np.einsum("sf,f->s", features, weights)
    return scores


def _highest(similarities: Floats) -> float:
    return float(similarities.max()) if len(similarities) else 0.0
