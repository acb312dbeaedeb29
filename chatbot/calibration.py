"""An index → the parameters of ranking and decision, learned from the index itself.

With questions files: on the asks that the encoder was not trained on, each with its own row hidden,
against held-out questions that the guide does not answer. Without: headings and sentences stand in
for questions, with shipped questions of general knowledge against them. No question is encoded
anew: every one is a row of the index.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chatbot.analyzer import tokens
from chatbot.answering import signals
from chatbot.answering.decision import SIGNALS, DecisionParameters, answer_probability
from chatbot.encoder import Encoder
from chatbot.index_store import IndexContent
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, fit_weights
from chatbot.retrieval.retriever import Evidence, HybridRetriever
from chatbot.rows import RowKind, is_held_out

MIN_ASKS = 60
MAX_EXAMPLES = 700
SURE_PRECISION = 0.98
CLARIFY_MARGIN = 0.03
FAR_REFUSED = 0.99
COVERAGE = 0.94
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Example:
    evidence: Evidence
    target: int
    kind: RowKind

    @property
    def is_answerable(self) -> bool:
        return self.target >= 0


def calibrate(index: IndexContent, encoder: Encoder) -> Mapping[str, Any]:
    """Learn fusion weights and decision parameters; the same index gives the same values."""
    has_asks = len(index.questions.asks) >= MIN_ASKS
    retriever = HybridRetriever(index, encoder, dict(DEFAULT_WEIGHTS))
    weights = dict(DEFAULT_WEIGHTS)
    if has_asks:
        examples = list(_examples(index, retriever, ("ask",)))
        features = np.stack([example.evidence.features for example in examples])
        weights = fit_weights(features, np.asarray([example.target for example in examples]))
        retriever = HybridRetriever(index, encoder, weights)
    positives: tuple[RowKind, ...] = ("ask",) if has_asks else ("heading", "unit")
    kinds = (*positives, "not_covered", "general")
    examples = list(_examples(index, retriever, kinds))
    parameters = _fit_decision(examples, retriever, has_asks=has_asks)
    return {"fusion": weights, "decision": asdict(parameters), "has_asks": has_asks}


def _examples(
    index: IndexContent, retriever: HybridRetriever, kinds: tuple[RowKind, ...]
) -> Iterator[_Example]:
    """Rows as questions, each with its own row (and every row of the same words) hidden."""
    rows = retriever.rows
    n_passages = len(rows.texts[rows.spans["passage"]])
    for kind in kinds:
        span = rows.spans[kind]
        same: dict[str, list[int]] = {}
        for row in range(span.start, span.stop):
            same.setdefault(rows.texts[row], []).append(row)
        chosen = _chosen(kind, range(span.start, span.stop), rows.texts)
        all_similarities = index.vectors[chosen] @ index.vectors.T
        for row, similarities in zip(chosen, all_similarities, strict=True):
            hidden = same[rows.texts[row]]
            similarities[hidden] = 0.0
            query = tokens(rows.texts[row])
            lexical = retriever.lexical.scores(query)
            if kind == "ask":
                lexical[[n_passages + n - span.start for n in hidden]] = 0.0
            evidence = retriever.weigh(similarities, lexical, query)
            yield _Example(evidence, int(rows.sections[row]), kind)


def _chosen(kind: RowKind, span: range, texts: tuple[str, ...]) -> list[int]:
    """At most MAX_EXAMPLES rows, spread evenly."""
    if kind in ("ask", "not_covered"):
        usable = [row for row in span if is_held_out(texts[row])]
    else:
        usable = [row for row in span if len(tokens(texts[row])) >= 2]
    return usable[:: -(-len(usable) // MAX_EXAMPLES) or 1]


def _fit_decision(
    examples: list[_Example], retriever: HybridRetriever, *, has_asks: bool
) -> DecisionParameters:
    measured = [
        signals.signals_of(example.evidence, retriever.rows, retriever.lexical)
        for example in examples
    ]
    matrix = np.asarray([[one[name] for name in SIGNALS] for one in measured])
    answerable = np.asarray([example.is_answerable for example in examples])
    weights, bias = _fit_logistic(matrix, answerable)
    draft = DecisionParameters(
        weights=dict(zip(SIGNALS, (round(float(w), 4) for w in weights), strict=True)),
        bias=round(float(bias), 4),
        answer_probability=0.5,
        weak_probability=0.5,
        scope_similarity=0.0,
    )
    probability = np.asarray([answer_probability(one, draft) for one in measured])
    far = np.asarray([example.kind == "general" for example in examples])
    weak = _weak_threshold(probability, answerable, far, has_asks=has_asks)
    sure = _sure_threshold(probability, answerable, weak) if has_asks else max(weak, 0.5)
    return DecisionParameters(
        **{
            **asdict(draft),
            "weak_probability": round(weak, 4),
            "answer_probability": round(sure, 4),
            "scope_similarity": round(_scope(examples, far), 4),
            "clarify_margin": CLARIFY_MARGIN,
        }
    )


def _fit_logistic(matrix: Floats, answerable: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """L2-regularised logistic regression by Newton's method, both classes weighing the same."""
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0)
    scale[scale < 1e-6] = 1.0
    design = np.c_[(matrix - mean) / scale, np.ones(len(matrix))]
    share = np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum())
    importance = share * len(matrix)
    ridge = np.r_[np.full(matrix.shape[1], 1.0), 1e-3]
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (importance * (answerable - probability)) - ridge * weights
        curvature = importance * probability * (1 - probability)
        step = np.linalg.solve((design.T * curvature) @ design + np.diag(ridge), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    raw = weights[:-1] / scale
    return raw, float(weights[-1] - raw @ mean)


def _weak_threshold(
    probability: Floats,
    answerable: npt.NDArray[np.bool_],
    far: npt.NDArray[np.bool_],
    *,
    has_asks: bool,
) -> float:
    """The threshold that answers COVERAGE of the answerable questions.

    Without questions files only far questions are known, and headings are easier than what people
    ask: then the lowest threshold that still refuses FAR_REFUSED of them.
    """
    if not has_asks:
        return float(np.quantile(probability[far], FAR_REFUSED)) if far.any() else 0.5
    return float(np.quantile(probability[answerable], 1 - COVERAGE))


def _sure_threshold(probability: Floats, answerable: npt.NDArray[np.bool_], weak: float) -> float:
    """The lowest threshold from `weak` up at which SURE_PRECISION of the answers are due."""
    for threshold in np.unique(probability[probability >= weak]):
        if answerable[probability >= threshold].mean() >= SURE_PRECISION:
            return float(threshold)
    return 1.0


def _scope(examples: list[_Example], far: npt.NDArray[np.bool_]) -> float:
    """The similarity that nine in ten questions of general knowledge stay below."""
    nearest = [
        signals.site_similarity(e.evidence)
        for e, is_far in zip(examples, far, strict=True)
        if is_far
    ]
    return float(np.quantile(nearest, 0.9)) if nearest else 0.0
