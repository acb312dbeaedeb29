"""Fit what sites without questions files share, on questions about some of them.

    guide index SITE --out INDEX                       # for each site
    python scripts/fit_without_asks.py INDEX=FILE.jsonl …

Prints DEFAULT_WEIGHTS of chatbot/retrieval/fusion.py, by which sections are ranked there, and
WITHOUT_ASKS of chatbot/calibration.py, by which is decided whether to answer. The second are
fitted with the first, and "own", as they stand in the code. After either is changed, index anew.
"""

import sys
from pathlib import Path

import numpy as np

from chatbot.answering.assistant import FaqAssistant
from chatbot.answering.decision import DecisionParameters
from chatbot.answering.signals import signals_of
from chatbot.calibration import WITHOUT_ASKS, fit_logistic, own_log_odds
from chatbot.encoder import find_encoder
from chatbot.errors import ChatbotError
from chatbot.evaluation.metrics import is_right_place
from chatbot.evaluation.questions import EvaluationQuestion, read_evaluation
from chatbot.index_store import LoadedIndex, read_index
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES, Floats, fit_weights
from chatbot.retrieval.retriever import Evidence

ASKS, PIECES = FEATURES.index("asks"), FEATURES.index("pieces")


def main(pairs: list[str]) -> None:
    """Read the questions about every site and print what fits them."""
    features, targets, signals, answerable = [], [], [], []
    for index_dir, _, file in (pair.partition("=") for pair in pairs):
        index = read_index(Path(index_dir))
        answer = DecisionParameters.from_manifest(index.manifest.answering["decision"]).answer
        is_stale = index.manifest.answering["fusion"] != DEFAULT_WEIGHTS
        if is_stale or answer.weights.get("pieces") != WITHOUT_ASKS.weights["pieces"]:
            sys.exit(f"'{index_dir}' has asks or was built with other constants: index it anew.")
        retriever = FaqAssistant(index, find_encoder(index.manifest.encoder_sha256)).retriever
        for question in read_evaluation(Path(file)):
            if question.history:
                continue
            evidence = retriever.retrieve(retriever.read(question.question))
            shown = signals_of(evidence, retriever.rows)
            signals.append((own_log_odds(answer, shown), shown["pieces"], shown["prior"]))
            answerable.append(question.is_answerable)
            compared, right = _compared(question, evidence, index)
            if right:
                features.append(compared)
                targets.append(right[0])
    print("DEFAULT_WEIGHTS:", fit_weights(np.stack(features), np.asarray(targets)))
    matrix = np.asarray(signals)
    own = WITHOUT_ASKS.weights["own"]
    (pieces,), bias = fit_logistic(
        matrix[:, 1:2], np.asarray(answerable), offset=matrix[:, 2] + own * matrix[:, 0]
    )
    print(f'WITHOUT_ASKS: "own": {own}, "pieces": {pieces:.1f}, "prior": 1.0, bias={bias:.1f}')
    print(f"{len(targets)} questions with a right section, {len(signals)} in all")


def _compared(
    question: EvaluationQuestion, evidence: Evidence, index: LoadedIndex
) -> tuple[Floats, list[int]]:
    """The features of the sections whose word pieces were compared, and which of them are right."""
    compared = np.flatnonzero(evidence.features[:, PIECES])
    compared = compared[np.argsort(-evidence.scores[compared], kind="stable")]
    features = evidence.features[compared]
    features[:, ASKS] = 0.0  # where there are none, what a section says stands in for them
    sections = [index.sections[number] for number in compared]
    return features, [n for n, section in enumerate(sections) if is_right_place(question, section)]


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or sys.exit(__doc__))
    except ChatbotError as error:
        sys.exit(str(error))
