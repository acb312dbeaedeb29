import json
from pathlib import Path

import numpy as np
import pytest

from chatbot.codes import to_codes
from chatbot.encoder import OnnxEncoder
from chatbot.encoders import WITHOUT_ASKS_DIR
from chatbot.errors import EncoderUnavailableError
from chatbot.evaluation.questions import read_evaluation
from chatbot.prior import PRIOR_FILE, Prior, read_prior

EVALUATION = Path(__file__).parent / "data" / "evaluation"
MEASURED_SITES = ("civic", "drf", "handbook", "httpx", "typer", "uv")
PRIOR = Prior(np.asarray([0, 127, 0], dtype=np.int8), scale=4.0, bias=-0.5)
VALUES = PRIOR.as_values()


@pytest.mark.parametrize(
    ("question", "log_odds"),
    [([0.0, 2.0, 0.0], 3.5), ([1.0, 0.0, -3.0], -0.5), ([0.0, -0.1, 0.0], -4.5)],
)
def test_log_odds_follow_the_direction_of_a_question(
    question: list[float], log_odds: float
) -> None:
    assert PRIOR.log_odds(to_codes(np.asarray(question, np.float32))) == pytest.approx(log_odds)


def test_a_prior_survives_json() -> None:
    read = Prior.from_values(json.loads(json.dumps(VALUES)))
    assert read.as_values() == VALUES
    assert read.direction.tolist() == [0, 127, 0]


@pytest.mark.parametrize(
    "values",
    [
        [],
        {"scale": 1, "bias": 0},
        {**VALUES, "direction": "7f0"},
        {**VALUES, "direction": [1, 2, 3]},
        {**VALUES, "scale": float("nan")},
    ],
)
def test_what_is_no_prior_is_named(tmp_path: Path, values: object) -> None:
    (tmp_path / PRIOR_FILE).write_text(json.dumps(values))
    with pytest.raises(EncoderUnavailableError, match=r"prior\.json' is no prior.*training\.prior"):
        read_prior(tmp_path, 3)


def test_a_missing_prior_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match=r"'prior\.json' is missing.*training\.prior"):
        read_prior(tmp_path, 3)


def test_a_prior_of_another_encoder_is_refused(tmp_path: Path) -> None:
    (tmp_path / PRIOR_FILE).write_text(json.dumps(VALUES))
    with pytest.raises(EncoderUnavailableError, match="has 3 numbers; the encoder gives 384"):
        read_prior(tmp_path, 384)


@pytest.mark.quality
def test_the_prior_tells_what_sites_that_were_never_seen_answer() -> None:
    encoder = OnnxEncoder(WITHOUT_ASKS_DIR)
    questions = [
        one
        for site in MEASURED_SITES
        for one in read_evaluation(EVALUATION / f"foreign-{site}.jsonl")
    ]
    vectors = to_codes(encoder.encode_passages([one.question for one in questions]))
    log_odds = np.asarray([encoder.prior.log_odds(vector) for vector in vectors])
    answerable = np.asarray([one.is_answerable for one in questions])
    share = (log_odds[answerable][:, None] > log_odds[~answerable]).mean()
    assert share > 0.8  # 0.83 when it was learned; 0.5 would be chance
