"""What a build learns of the small site of tests/garden.py, where nearly nobody asked."""

from pathlib import Path

import numpy as np
import pytest
from garden import QUESTIONS, build
from keyword_encoder import KeywordEncoder

from chatbot.answering.assistant import FaqAssistant
from chatbot.answering.decision import DecisionParameters, LogisticModel
from chatbot.calibration import fit_logistic, own_log_odds, with_prior
from chatbot.prior import Prior


class InformedEncoder(KeywordEncoder):
    """The keyword encoder with a prior that holds every question for equally likely."""

    def __init__(self, log_odds: float) -> None:
        super().__init__()
        self.prior = Prior(np.zeros(self.dimension, dtype=np.int8), scale=0.0, bias=log_odds)


def _decision(site: Path, index: Path) -> DecisionParameters:
    answering = build(site, index).index.manifest.answering
    return DecisionParameters.from_manifest(answering["decision"])


@pytest.mark.parametrize("signal", ["meaning", "pieces", "prior"])
def test_each_signal_speaks_for_an_answer(site: Path, tmp_path: Path, signal: str) -> None:
    answer = _decision(site, tmp_path / "index").answer
    neutral = dict.fromkeys(answer.weights, 0.0)
    assert answer.probability({**neutral, signal: 0.5}) > answer.probability(neutral)


@pytest.mark.parametrize(("log_odds", "kind"), [(-6.0, "abstention"), (6.0, "answer")])
def test_what_sites_seldom_answer_needs_more_evidence(
    site: Path, tmp_path: Path, log_odds: float, kind: str
) -> None:
    encoder = InformedEncoder(log_odds)
    assistant = FaqAssistant(build(site, tmp_path / "index", encoder).index, encoder)
    reply = assistant.reply("how long may I borrow a spade")
    assert reply.kind == kind


def test_an_index_with_asks_holds_no_prior(site: Path, docs: Path, tmp_path: Path) -> None:
    many = "\n".join(f"    - question number {n} on spades" for n in range(60))
    text = QUESTIONS.replace("    - how long can I keep a spade", f"{many}\n    - how long?")
    (docs / "tools.questions.yml").write_text(text)
    with_asks = build(site, tmp_path / "asked", docs_dir=docs).index.manifest.answering
    without = build(site, tmp_path / "plain").index.manifest.answering
    assert with_asks["has_asks"]
    assert "prior" not in with_asks
    assert without["prior"] == KeywordEncoder().prior.as_values()


def test_what_the_index_taught_can_be_read_from_what_is_weighed() -> None:
    answer = with_prior(LogisticModel({"meaning": 9.0}, bias=-2.0), threshold=0.5)
    assert own_log_odds(answer, {"meaning": 0.4}) == pytest.approx(9.0 * 0.4 - 2.0 - 0.5, abs=1e-3)


def test_an_offset_that_tells_all_leaves_nothing_to_weigh() -> None:
    column = np.asarray([[-1.0], [1.0]] * 4)
    positive = np.asarray([False, False, False, True, False, True, True, True])
    (alone,), _ = fit_logistic(column, positive, ridge=1e-6)
    (beside,), bias = fit_logistic(column, positive, ridge=1e-6, offset=alone * column[:, 0])
    assert alone == pytest.approx(np.log(3), abs=1e-3)
    assert (beside, bias) == (pytest.approx(0.0, abs=1e-3), pytest.approx(0.0, abs=1e-6))
