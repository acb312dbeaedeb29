"""Golden decisions: evidence in, decision out. A bug report becomes one more file."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.answering.decision import DecisionParameters, LogisticModel, decide

CASES = sorted((Path(__file__).parent.parent / "golden" / "decisions").glob("*.yml"))
PARAMETERS = DecisionParameters(
    answer=LogisticModel({"ask": 10.0, "not_covered": -10.0}, bias=-1.0),
    decline=LogisticModel({"declined": 10.0}, bias=-5.0),
    answer_probability=0.8,
    weak_probability=0.5,
    decline_probability=0.8,
    doubt_probability=0.6,
    clarify_margin=0.05,
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_decision_follows_from_the_evidence(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    signals = {"declined": 0.0, **case["signals"]}
    decision = decide(signals, PARAMETERS, **case.get("evidence", {}))
    found = {"outcome": decision.outcome, "is_weak": decision.is_weak}
    found["is_out_of_scope"] = decision.is_out_of_scope
    assert found == {"is_weak": False, "is_out_of_scope": False, **case["decision"]}


def test_probability_grows_with_evidence_for_and_falls_with_evidence_against() -> None:
    low = PARAMETERS.answer.probability({"ask": 0.3, "not_covered": 0.3})
    high = PARAMETERS.answer.probability({"ask": 0.9, "not_covered": 0.3})
    against = PARAMETERS.answer.probability({"ask": 0.9, "not_covered": 0.9})
    assert 0.0 < low < high < 1.0
    assert against < high


def test_extreme_evidence_does_not_overflow() -> None:
    assert PARAMETERS.answer.probability({"ask": 1e9, "not_covered": 0.0}) <= 1.0
    assert PARAMETERS.answer.probability({"ask": -1e9, "not_covered": 0.0}) >= 0.0
