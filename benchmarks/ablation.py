"""What each kind of evidence adds: right section first on the checks, by evidence left in.

Run after `guide build`: `python benchmarks/ablation.py`. For every variant the weights are learned
again, as `guide build` learns them, from the evidence that is left in.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chatbot.calibration import ranking_examples
from chatbot.encoder import find_encoder
from chatbot.evaluation.command import load_questions
from chatbot.evaluation.metrics import share_of
from chatbot.index_store import read_index
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES, fit_weights
from chatbot.retrieval.retriever import HybridRetriever

ROOT = Path(__file__).parent.parent
VARIANTS: dict[str, Sequence[str]] = {
    "passages": ("passage",),
    "passages, sentences, headings": ("passage", "unit", "heading"),
    "asks": ("asks",),
    "naive Bayes": ("naive_bayes",),
    "asks and naive Bayes": ("asks", "naive_bayes"),
    "all but asks": ("passage", "unit", "heading", "naive_bayes"),
    "all but naive Bayes": ("asks", "passage", "unit", "heading"),
    "all": FEATURES,
}


def main() -> None:
    """Print the table."""
    index = read_index(ROOT / "index")
    retriever = HybridRetriever(index, find_encoder(index.manifest.encoder_sha256), DEFAULT_WEIGHTS)
    learned_on, targets = ranking_examples(index, retriever)
    locations = [section.location for section in index.sections]
    asked = [
        one
        for one in load_questions(ROOT / "docs", ROOT / "index")
        if one.is_answerable and not one.history
    ]
    features = [retriever.retrieve(retriever.read(one.question)).features for one in asked]
    print("| evidence | right section first | in first three |\n|---|---|---|")
    for name, kept in VARIANTS.items():
        used = np.asarray([one in kept for one in FEATURES], dtype=np.float32)
        vector = used
        if len(kept) > 1:  # evidence alone ranks as it is
            weights = fit_weights(learned_on * used, targets)
            vector = np.asarray([weights[one] for one in FEATURES], dtype=np.float32)
        first, three = [], []
        for question, rows in zip(asked, features, strict=True):
            order = np.argsort(-(rows @ vector), kind="stable")[:3]
            right = [locations[section] in question.locations for section in order]
            first.append(right[0])
            three.append(any(right))
        print(f"| {name} | {share_of(first)} | {share_of(three)} |")


if __name__ == "__main__":
    main()
