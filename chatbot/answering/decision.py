"""Evidence → answer, ask back, or abstain. Pure; the parameters come with the index.

The fused score ranks sections; it is never what is decided on. A logistic model of named signals
gives the probability that the guide answers the question, and thresholds chosen when the index was
built turn it into a decision.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["answer", "clarify", "abstain", "decline"]

SIGNALS = (
    "ask",  # similarity of the best section's nearest ask
    "ask_density",  # the same, softened over its asks
    "passage",  # … of its nearest passage
    "unit",  # … of its nearest sentence, item or row
    "heading",  # … of its heading
    "bm25_passage",  # BM25 of its best passage, as a share of the most possible
    "bm25_ask",
    "share",  # the best section's share of the softmax over sections
    "contrast",  # nearest ask or passage minus nearest known unanswerable question
    "density_contrast",  # the same, softened over all asks and all unanswerable questions
    "not_covered",  # similarity of the nearest question that the guide does not answer
    "general",  # similarity of the nearest question of general knowledge
    "coverage",  # rarity-weighted share of the question's words that the section has
    "unknown",  # rarity-weighted share of its words that the site never uses
    "length",  # log of its number of tokens
)


@dataclass(frozen=True)
class DecisionParameters:
    """What calibration learned. All probabilities lie in [0, 1].

    At `answer_probability` or above the reply is an answer, down to `weak_probability` the closest
    passage, marked as such; below it an abstention, which is `out_of_scope` where no row of the
    site is as near as `scope_similarity`. `clarify_margin`: two sections whose softmax shares
    differ by less are equally near. Raising any of them makes the bot answer less.
    """

    weights: Mapping[str, float]
    bias: float
    answer_probability: float
    weak_probability: float
    scope_similarity: float
    decline_similarity: float = 0.62
    clarify_margin: float = 0.0

    @classmethod
    def from_manifest(cls, values: Mapping[str, Any]) -> "DecisionParameters":
        return cls(**values)


@dataclass(frozen=True)
class Decision:
    """What to do, how sure, and why not."""

    outcome: Outcome
    probability: float
    is_weak: bool = False
    is_out_of_scope: bool = False


def answer_probability(signals: Mapping[str, float], parameters: DecisionParameters) -> float:
    """The probability that the guide answers the question, by the logistic model."""
    total = parameters.bias + sum(
        weight * signals[name] for name, weight in parameters.weights.items()
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def decide(
    signals: Mapping[str, float],
    parameters: DecisionParameters,
    *,
    declined_similarity: float = 0.0,
    site_similarity: float = 1.0,
    share_gap: float = 1.0,
    may_clarify: bool = False,
) -> Decision:
    """Decide on one question.

    `declined_similarity` is the similarity of the nearest example of what the bot must not help
    with, counted only where it is nearer than any question that may be asked; `site_similarity`
    that of the nearest row of the site; `share_gap` the difference between the two best sections'
    shares.
    """
    probability = answer_probability(signals, parameters)
    if declined_similarity >= parameters.decline_similarity:
        return Decision("decline", probability)
    if probability < parameters.weak_probability:
        far = site_similarity < parameters.scope_similarity
        return Decision("abstain", probability, is_out_of_scope=far)
    if may_clarify and share_gap < parameters.clarify_margin:
        return Decision("clarify", probability)
    return Decision("answer", probability, is_weak=probability < parameters.answer_probability)
