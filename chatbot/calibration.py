"""An index → the parameters of ranking and decision, learned from the index itself.

With questions files: on the asks that the encoder was not trained on, each with its own row hidden,
against held-out questions that the guide does not answer. Without: headings and sentences stand in
for questions, with shipped questions of general knowledge against them. Their words say little of
how people ask, so that only similarity is learned from; what word pieces and the encoder's prior
count beside it is the same for all such sites. No question is encoded anew: every one is a row of
the index.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chatbot.analyzer import tokens
from chatbot.answering import signals
from chatbot.answering.decision import (
    ANSWER_SIGNALS,
    DECLINE_SIGNALS,
    DecisionParameters,
    LogisticModel,
    Signals,
)
from chatbot.encoder import Encoder
from chatbot.index_store import IndexContent
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, fit_weights
from chatbot.retrieval.retriever import HybridRetriever
from chatbot.rows import NO_SECTION, RowKind, gram_class, is_held_out

MAX_EXAMPLES = 700
SURE_PRECISION = 0.98
CLARIFY_MARGIN = 0.03
FAR_REFUSED = 0.99
OWN_ANSWERED = 0.98
COVERAGE = 0.945
# For sites without asks: "own" are the log-odds of what was learned from the index, above the
# threshold learned from it. A logistic model, both classes weighing the same and the prior an
# offset, fitted by scripts/fit_without_asks.py on the sites that fusion.DEFAULT_WEIGHTS are from;
# "own" is held, since fitted freely it falls so low that unrelated questions are answered.
WITHOUT_ASKS = LogisticModel({"own": 0.26, "pieces": 3.3, "prior": 1.0}, bias=-1.7)
WEAK_PROBABILITY, ANSWER_PROBABILITY = 0.5, 0.8
WRONGLY_DECLINED, WRONGLY_DOUBTED = 0.001, 0.02
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Example:
    """A row of the index as a question: `target` is its section's number, NO_SECTION for none."""

    features: npt.NDArray[np.float32]
    signals: Signals
    target: int
    kind: RowKind

    @property
    def is_answerable(self) -> bool:
        return self.target != NO_SECTION


def calibrate(index: IndexContent, encoder: Encoder) -> Mapping[str, Any]:
    """Learn fusion weights and decision parameters; the same index gives the same values."""
    has_asks = index.questions.has_asks
    retriever = HybridRetriever(index, encoder, DEFAULT_WEIGHTS)
    positives: tuple[RowKind, ...] = ("ask",) if has_asks else ("heading", "unit")
    examples = list(_examples(index, retriever, (*positives, "not_covered", "general", "declined")))
    weights = fit_weights(*_ranking(examples)) if has_asks else DEFAULT_WEIGHTS
    parameters = _fit_decision(examples, has_asks=has_asks)
    learned = {"fusion": dict(weights), "decision": asdict(parameters), "has_asks": has_asks}
    return learned if has_asks else {**learned, "prior": encoder.prior.as_values()}


def ranking_examples(
    index: IndexContent, retriever: HybridRetriever
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """What the fusion weights are learned from.

    Returns:
        Features, shape (n_questions, n_sections, n_features), and the right section of each.
    """
    return _ranking(_examples(index, retriever, ("ask",)))


def _ranking(
    examples: Iterable[_Example],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    asks = [example for example in examples if example.kind == "ask"]
    features = np.stack([example.features for example in asks])
    return features, np.asarray([example.target for example in asks])


def _examples(
    index: IndexContent, retriever: HybridRetriever, kinds: tuple[RowKind, ...]
) -> Iterator[_Example]:
    """Rows as questions, each with its own row (and every row of the same words) hidden."""
    rows = retriever.rows
    for kind in kinds:
        span = rows.spans[kind]
        same: dict[str, list[int]] = {}
        for row in range(span.start, span.stop):
            same.setdefault(rows.texts[row], []).append(row)
        for row in _chosen(kind, range(span.start, span.stop), rows.texts):
            text, section = rows.texts[row], int(rows.sections[row])
            counted_in = gram_class(kind, section, len(index.sections))
            ratios = retriever.naive_bayes.ratios(text, without=counted_in)
            hidden = frozenset(same[text])
            evidence = retriever.weigh(index.vectors[row], ratios, hidden=hidden)
            yield _Example(
                evidence.features,
                signals.signals_of(evidence, rows),
                section,
                kind,
            )


def _chosen(kind: RowKind, span: range, texts: tuple[str, ...]) -> list[int]:
    """At most MAX_EXAMPLES rows, spread evenly."""
    if kind in ("ask", "not_covered", "declined"):
        usable = [row for row in span if is_held_out(texts[row])]
    else:
        usable = [row for row in span if len(tokens(texts[row])) >= 2]
    return usable[:: -(-len(usable) // MAX_EXAMPLES) or 1]


def _fit_decision(examples: Sequence[_Example], *, has_asks: bool) -> DecisionParameters:
    declined = np.asarray([example.kind == "declined" for example in examples])
    decline = _fit_model(examples, DECLINE_SIGNALS, declined)
    asked = [example for example in examples if example.kind != "declined"]
    answerable = np.asarray([example.is_answerable for example in asked])
    answer = _fit_model(asked, ANSWER_SIGNALS if has_asks else ANSWER_SIGNALS[:1], answerable)
    probability = np.asarray([answer.probability(example.signals) for example in asked])
    far = np.asarray([example.kind == "general" for example in asked])
    if has_asks:
        weak = float(np.quantile(probability[answerable], 1 - COVERAGE))
        sure = _sure_threshold(probability, answerable, weak)
    else:
        answer = with_prior(answer, _own_threshold(probability, answerable, far))
        weak, sure = WEAK_PROBABILITY, ANSWER_PROBABILITY
    harmless = [
        decline.probability(example.signals)
        for example in asked
        if example.is_answerable or not has_asks
    ]
    return DecisionParameters(
        answer=answer,
        decline=decline,
        answer_probability=round(sure, 4),
        weak_probability=round(weak, 4),
        decline_probability=round(max(0.9, float(np.quantile(harmless, 1 - WRONGLY_DECLINED))), 4),
        doubt_probability=round(max(0.5, float(np.quantile(harmless, 1 - WRONGLY_DOUBTED))), 4),
        clarify_margin=CLARIFY_MARGIN,
    )


def _fit_model(
    examples: Sequence[_Example], names: Sequence[str], positive: npt.NDArray[np.bool_]
) -> LogisticModel:
    matrix = np.asarray([[example.signals[name] for name in names] for example in examples])
    weights, bias = fit_logistic(matrix, positive)
    rounded = (round(float(weight), 4) for weight in weights)
    return LogisticModel(dict(zip(names, rounded, strict=True)), round(float(bias), 4))


def fit_logistic(
    matrix: Floats,
    positive: npt.NDArray[np.bool_],
    *,
    ridge: float = 1.0,
    offset: Floats | float = 0.0,
) -> tuple[Floats, float]:
    """L2-regularised logistic regression by Newton's method, both classes weighing the same.

    `matrix` has shape (n_examples, n_columns); `ridge` is the penalty on the squared weight of a
    column scaled to a deviation of 1; `offset`, a number or of shape (n_examples,), is added to the
    log-odds and not weighed. Returns a weight for each column, and the bias.
    """
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0)
    scale[scale < 1e-6] = 1.0
    design = np.c_[(matrix - mean) / scale, np.ones(len(matrix))]
    share = np.where(positive, 0.5 / positive.sum(), 0.5 / (~positive).sum())
    importance = share * len(matrix)
    penalty = np.r_[np.full(matrix.shape[1], ridge), 1e-3]
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1.0 / (1.0 + np.exp(-np.clip(offset + design @ weights, -30, 30)))
        gradient = design.T @ (importance * (positive - probability)) - penalty * weights
        curvature = importance * probability * (1 - probability)
        step = np.linalg.solve((design.T * curvature) @ design + np.diag(penalty), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    raw = weights[:-1] / scale
    return raw, float(weights[-1] - raw @ mean)


def _own_threshold(
    probability: Floats, answerable: npt.NDArray[np.bool_], far: npt.NDArray[np.bool_]
) -> float:
    """The log-odds from which a site without asks answers, as far as it can tell by itself.

    Only far questions are known, and a site's own sentences are nearer to it than what people ask:
    halfway between what refuses FAR_REFUSED of the ones and what answers OWN_ANSWERED of the
    others.
    """
    refusing = _log_odds(np.quantile(probability[far], FAR_REFUSED)) if far.any() else 0.0
    answering = _log_odds(np.quantile(probability[answerable], 1 - OWN_ANSWERED))
    return (refusing + answering) / 2


def with_prior(own: LogisticModel, threshold: float) -> LogisticModel:
    """What was learned from the site, in log-odds above `threshold`, with pieces and prior."""
    share, bias = WITHOUT_ASKS.weights["own"], WITHOUT_ASKS.bias
    weights = {name: round(share * weight, 4) for name, weight in own.weights.items()}
    beside = {name: WITHOUT_ASKS.weights[name] for name in ("pieces", "prior")}
    return LogisticModel({**weights, **beside}, round(share * (own.bias - threshold) + bias, 4))


def own_log_odds(answer: LogisticModel, signals: Signals) -> float:
    """What `with_prior` weighs as "own", from the model of an index without asks."""
    total = answer.bias - WITHOUT_ASKS.bias + answer.weights["meaning"] * signals["meaning"]
    return total / WITHOUT_ASKS.weights["own"]


def _log_odds(probability: np.floating[Any]) -> float:
    return float(np.log(probability / (1 - probability)))


def _sure_threshold(probability: Floats, answerable: npt.NDArray[np.bool_], weak: float) -> float:
    """The lowest threshold from `weak` up at which SURE_PRECISION of the answers are due."""
    for threshold in np.unique(probability[probability >= weak]):
        if answerable[probability >= threshold].mean() >= SURE_PRECISION:
            return float(threshold)
    return 1.0
