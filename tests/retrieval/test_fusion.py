import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.retrieval.fusion import FEATURES, as_vector, fit_weights


def _questions(
    n: int, informative: int, seed: int = 0
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    features = random.random((n, 8, len(FEATURES))).astype(np.float32)
    targets = random.integers(0, 8, n)
    features[np.arange(n), targets, informative] += 0.5
    return features, targets


def test_informative_feature_gets_the_weight() -> None:
    features, targets = _questions(300, informative=2)
    weights = as_vector(fit_weights(features, targets))
    assert weights.argmax() == 2
    right = (features @ weights).argmax(axis=1) == targets
    assert right.mean() > 0.6


def test_no_weight_is_negative() -> None:
    features, targets = _questions(200, informative=0)
    features[np.arange(200), targets, 1] -= 0.5
    weights = fit_weights(features, targets)
    assert min(weights.values()) >= 0.0
    assert weights[FEATURES[1]] == 0.0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_same_examples_give_the_same_weights(seed: int) -> None:
    features, targets = _questions(40, informative=3, seed=seed)
    assert fit_weights(features, targets) == fit_weights(features, targets)
