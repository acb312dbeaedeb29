"""Several kinds of evidence for a section → one score. The weights are learned, not guessed."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FEATURES = (
    "asks",  # similarity of the asks: a soft maximum
    "passage",  # similarity of the nearest passage
    "unit",  # similarity of the nearest sentence, item or row
    "heading",  # similarity of the heading
    "pieces",  # similarity of the nearest passage, word piece by word piece
    "naive_bayes",  # log-likelihood ratio of the section's words and pieces of words
)

# For sites without asks: learned on the questions about three sites of documentation, on which
# nothing is measured (docs/chatbot/evaluation.md). scripts/fit_without_asks.py learns them again,
# from the compared sections alone, and gives others that rank as well.
DEFAULT_WEIGHTS: Mapping[str, float] = {
    "asks": 0.0,
    "passage": 7.4,
    "unit": 6.4,
    "heading": 4.1,
    "pieces": 19.6,
    "naive_bayes": 0.15,
}


def as_vector(weights: Mapping[str, float]) -> Floats:
    """The weights in the order of FEATURES; shape (len(FEATURES),)."""
    return np.asarray([weights[name] for name in FEATURES], dtype=np.float32)


def fit_weights(
    features: Floats, targets: npt.NDArray[np.int64], *, l2: float = 0.05, n_steps: int = 40
) -> dict[str, float]:
    """Learn weights by which the right section wins the softmax over sections.

    Newton's method on the conditional logit: `features` has shape (n_questions, n_sections,
    n_features), `targets[i]` is the right section of question i. A feature whose weight falls
    below zero is left out and the rest fitted again: evidence may be useless, never damning.

    Source: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
    """
    active = features.any(axis=(0, 1))  # an index has asks or pieces, not both
    weights = np.zeros(len(FEATURES))
    while active.any():
        weights[:] = 0.0
        weights[active] = _newton(features[..., active].astype(np.float64), targets, l2, n_steps)
        if (weights[active] > 0).all():
            break
        active &= weights > 0
    return {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}


def _newton(
    features: npt.NDArray[np.float64], targets: npt.NDArray[np.int64], l2: float, n_steps: int
) -> npt.NDArray[np.float64]:
    n_features = features.shape[-1]
    weights = np.zeros(n_features)
    right = features[np.arange(len(targets)), targets]
    for _ in range(n_steps):
        scores = features @ weights
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        means = np.einsum("qs,qsf->qf", shares, features)
        gradient = (right - means).sum(axis=0) - l2 * weights
        weighted = features * shares[..., None]
        hessian = np.tensordot(weighted, features, axes=([0, 1], [0, 1])) - means.T @ means
        step = np.linalg.solve(hessian + l2 * np.eye(n_features), gradient)
        weights += step * min(1.0, 10.0 / (float(np.abs(step).max()) + 1e-9))
        if np.abs(step).max() < 1e-4:
            break
    return weights
