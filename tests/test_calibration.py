"""What a build learns of the small site of tests/garden.py, where nearly nobody asked."""

from pathlib import Path

import numpy as np
import pytest
from garden import build
from keyword_encoder import KeywordEncoder

from chatbot.answering.assistant import FaqAssistant
from chatbot.answering.decision import WITHOUT_ASKS_SIGNALS, DecisionParameters
from chatbot.prior import Prior


class InformedEncoder(KeywordEncoder):
    """The keyword encoder with a prior that holds every question for equally likely."""

    def __init__(self, log_odds: float) -> None:
        super().__init__()
        self.prior = Prior(np.zeros(self.dimension, dtype=np.int8), scale=0.0, bias=log_odds)


def test_text_word_pieces_and_prior_speak_for_an_answer(site: Path, tmp_path: Path) -> None:
    learned = build(site, tmp_path / "index").index.manifest.answering["decision"]
    parameters = DecisionParameters.from_manifest(learned)
    assert tuple(parameters.answer.weights) == WITHOUT_ASKS_SIGNALS
    assert all(weight > 0 for weight in parameters.answer.weights.values())
    assert 0 < parameters.weak_probability < parameters.answer_probability < 1


@pytest.mark.parametrize(
    ("log_odds", "kind", "is_weak"),
    [(-6.0, "abstention", False), (-1.0, "answer", True), (6.0, "answer", False)],
)
def test_what_sites_seldom_answer_needs_more_evidence(
    site: Path, tmp_path: Path, log_odds: float, kind: str, is_weak: bool
) -> None:
    encoder = InformedEncoder(log_odds)
    assistant = FaqAssistant(build(site, tmp_path / "index", encoder).index, encoder)
    reply = assistant.reply("how long may I borrow a spade")
    assert (reply.kind, reply.is_weak) == (kind, is_weak)
