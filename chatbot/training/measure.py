"""How far an encoder is from another: cosine on sample texts, recall@1 on questions."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.encoder import Matrix
from chatbot.passages import Section, join_units

N_SAMPLE_TEXTS = 200
TEXTS_PER_PARAGRAPH = 7

Encode = Callable[[Sequence[str]], Matrix]


def sample_texts() -> list[str]:
    """200 varied texts: each line of `texts.txt` alone, then paragraphs of seven of them."""
    content = (Path(__file__).parent / "texts.txt").read_text("utf-8")
    lines = [line for line in content.split("\n") if line]
    paragraphs = []
    for position in range(N_SAMPLE_TEXTS - len(lines)):
        start = position * 3 % len(lines)
        chosen = [lines[(start + n) % len(lines)] for n in range(TEXTS_PER_PARAGRAPH)]
        paragraphs.append(" ".join(chosen))
    return (lines + paragraphs)[:N_SAMPLE_TEXTS]


def mean_and_min_cosine(first: Matrix, second: Matrix) -> tuple[float, float]:
    """Compare two matrices of unit rows (n, d), row by row."""
    cosines = np.sum(first * second, axis=1)
    return float(cosines.mean()), float(cosines.min())


def recall_at_1(
    encode: Encode, questions: Sequence[dict[str, Any]], sections: Sequence[Section]
) -> tuple[float, int]:
    """Share of answerable questions without history whose nearest section is a right one.

    A section is its breadcrumb and its text, cut where the encoder stops reading.

    Returns:
        The share, and the number of questions it is over.
    """
    texts = [" › ".join(one.breadcrumb) + "\n" + join_units(one.units) for one in sections]
    names = [{one.breadcrumb[0].casefold(), one.title.casefold()} for one in sections]
    known = set().union(*names)
    asked = [(row["question"], {gold.casefold() for gold in row["gold"]}) for row in questions
             if row.get("answerable") and not row.get("history")]  # fmt: skip
    asked = [(question, gold) for question, gold in asked if gold & known]
    if not asked:
        return 0.0, 0
    similarities = encode([question for question, _ in asked]) @ encode(texts).T
    nearest = [names[number] for number in similarities.argmax(axis=1)]
    n_right = sum(bool(found & gold) for found, (_, gold) in zip(nearest, asked, strict=True))
    return n_right / len(asked), len(asked)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
