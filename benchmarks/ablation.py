"""What each kind of evidence adds: right section first on the checks, by evidence left in.

Run after `guide build`: `python benchmarks/ablation.py`. The learned weights stay as they are; the
weights of what is left out are set to zero.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.command import load_questions
from chatbot.evaluation.metrics import share_of
from chatbot.index_store import read_index
from chatbot.retrieval.fusion import DEFAULT_WEIGHTS, FEATURES, as_vector

ROOT = Path(__file__).parent.parent
VARIANTS: dict[str, Sequence[str]] = {
    "passages": ("passage",),
    "BM25 over passages": ("bm25_passage",),
    "passages, sentences, headings": ("passage", "unit", "heading"),
    "the same and BM25": ("passage", "unit", "heading", "bm25_passage"),
    "asks": ("ask", "ask_density"),
    "BM25 over passages and asks": ("bm25_passage", "bm25_ask"),
    "all but asks": ("passage", "unit", "heading", "bm25_passage"),
    "all but BM25": ("ask", "ask_density", "passage", "unit", "heading"),
    "all": FEATURES,
}


def main() -> None:
    """Print the table."""
    index = read_index(ROOT / "index")
    assistant = FaqAssistant.load(ROOT / "index")
    locations = [section.location for section in index.sections]
    learned = index.manifest.answering["fusion"]
    questions = load_questions(ROOT / "docs", ROOT / "index")
    asked = [one for one in questions if one.is_answerable and not one.history]
    features = [assistant.retriever.retrieve(one.question).features for one in asked]
    print("| evidence | right section first | in first three |\n|---|---|---|")
    for name, kept in VARIANTS.items():
        weights = {one: learned[one] or DEFAULT_WEIGHTS[one] for one in FEATURES}
        vector = as_vector({one: weights[one] if one in kept else 0.0 for one in FEATURES})
        first, three = [], []
        for question, rows in zip(asked, features, strict=True):
            order = np.argsort(-(rows @ vector), kind="stable")[:3]
            right = [locations[section] in question.locations for section in order]
            first.append(right[0])
            three.append(any(right))
        print(f"| {name} | {share_of(first)} | {share_of(three)} |")


if __name__ == "__main__":
    main()
