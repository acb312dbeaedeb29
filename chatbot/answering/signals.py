"""Evidence of retrieval → the named signals that the decision weighs."""

import math

import numpy as np

from chatbot.retrieval.fusion import FEATURES
from chatbot.retrieval.grouping import DENSITY_SHARPNESS
from chatbot.retrieval.lexical import LexicalRetriever
from chatbot.retrieval.retriever import Evidence
from chatbot.rows import RowKind, RowTable


def signals_of(evidence: Evidence, rows: RowTable, lexical: LexicalRetriever) -> dict[str, float]:
    """The signals for the best section of `evidence`; keys are decision.SIGNALS."""
    best = evidence.order[0]
    signals = dict(zip(FEATURES, map(float, evidence.features[best]), strict=True))
    nearest = evidence.nearest
    positive = max(nearest["ask"], nearest["passage"], nearest["unit"])
    negative = max(nearest["not_covered"], nearest["general"])
    signals["share"] = evidence.share(best)
    signals["contrast"] = positive - negative
    signals["density_contrast"] = _density(evidence, rows, ("ask", "passage")) - _density(
        evidence, rows, ("not_covered", "general")
    )
    signals["not_covered"] = nearest["not_covered"]
    signals["general"] = nearest["general"]
    signals["coverage"] = lexical.coverage(evidence.query_tokens, best)
    signals["unknown"] = lexical.unknown_share(evidence.query_tokens)
    signals["length"] = math.log1p(len(evidence.query_tokens))
    return signals


def declined_similarity(evidence: Evidence) -> float:
    """Of the nearest example of what to decline; 0 where a legitimate question is nearer."""
    nearest = evidence.nearest
    others = max(nearest["ask"], nearest["not_covered"], nearest["general"])
    return nearest["declined"] if nearest["declined"] >= others else 0.0


def site_similarity(evidence: Evidence) -> float:
    """Of the nearest row of the site; questions near the domain count as near the site."""
    kinds: tuple[RowKind, ...] = ("passage", "unit", "heading", "ask", "not_covered")
    return max(evidence.nearest[kind] for kind in kinds)


def _density(evidence: Evidence, rows: RowTable, kinds: tuple[RowKind, ...]) -> float:
    total = 1.0  # the floor: one row of similarity 0
    for kind in kinds:
        part = evidence.similarities[rows.spans[kind]]
        total += float(np.exp(DENSITY_SHARPNESS * part).sum())
    return math.log(total) / DENSITY_SHARPNESS
