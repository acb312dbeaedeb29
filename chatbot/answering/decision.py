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

Signals = Mapping[str, float]

# Without asks, "words" gives way to "pieces", similarity to the best section word piece by word
# piece, and "prior", the log-odds that a site answers a question that reads so.
ANSWER_SIGNALS = (
    "meaning",  # similarity to asks and texts minus that to questions not answered here
    "words",  # log-likelihood ratio of the best section minus that of questions not answered here
)
DECLINE_SIGNALS = (
    "decline_meaning",  # similarity to what must be declined minus that to all else
    "decline_words",  # log-likelihood ratio of what must be declined minus the best of all else
)


@dataclass(frozen=True)
class LogisticModel:
    """Named signals → a probability."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, signals: Signals) -> float:
        total = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class DecisionParameters:
    """What calibration learned. All probabilities lie in [0, 1].

    `answer` gives the probability that the guide answers the question. At `answer_probability` or
    above the reply is an answer, down to `weak_probability` the closest passage, marked as such;
    below it an abstention. `clarify_margin`: two sections whose softmax shares differ by less are
    equally near. Raising any of these makes the bot answer less.

    `decline` gives the probability that the bot must not help. At `decline_probability` or above it
    declines, down to `doubt_probability` it abstains, so that nobody is rebuked for a question that
    only sounds like a bad one. Raising these makes it answer more.
    """

    answer: LogisticModel
    decline: LogisticModel
    answer_probability: float
    weak_probability: float
    decline_probability: float
    doubt_probability: float
    clarify_margin: float = 0.0

    @classmethod
    def from_manifest(cls, values: Mapping[str, Any]) -> "DecisionParameters":
        models = {name: LogisticModel(**values[name]) for name in ("answer", "decline")}
        return cls(**{**values, **models})


@dataclass(frozen=True)
class Decision:
    """What to do, how sure, and why not.

    `probability` is that of the guide answering the question, `decline_probability` that of the
    bot having to decline it.
    """

    outcome: Outcome
    probability: float
    decline_probability: float
    is_weak: bool = False
    is_out_of_scope: bool = False


def decide(
    signals: Signals,
    parameters: DecisionParameters,
    *,
    is_general: bool = False,
    share_gap: float = 1.0,
    may_clarify: bool = False,
) -> Decision:
    """Decide on one question.

    `is_general` says that a question of general knowledge is the nearest of all; `share_gap` is
    the difference between the two best sections' shares.
    """
    probability = parameters.answer.probability(signals)
    decline_probability = parameters.decline.probability(signals)
    if decline_probability >= parameters.decline_probability:
        return Decision("decline", probability, decline_probability)
    is_doubtful = decline_probability >= parameters.doubt_probability
    if probability < parameters.weak_probability or is_doubtful:
        return Decision("abstain", probability, decline_probability, is_out_of_scope=is_general)
    if may_clarify and share_gap < parameters.clarify_margin:
        return Decision("clarify", probability, decline_probability)
    is_weak = probability < parameters.answer_probability
    return Decision("answer", probability, decline_probability, is_weak=is_weak)
