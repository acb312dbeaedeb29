"""How far an encoder is from another: cosine on sample texts, recall@1 on questions."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.encoder import Matrix

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


def recall_at_1(encode: Encode, questions: Path, sections: Path) -> tuple[float, int]:
    """Share of answerable questions without history whose nearest section is a right one.

    Returns:
        The share, and the number of questions it is over.
    """
    rows = read_rows(sections)
    titles = [str(row["title"]) for row in rows]
    section_vectors = encode([f"{row['title']}\n{row['text']}" for row in rows])
    asked = [
        row
        for row in read_rows(questions)
        if row.get("answerable") and not row.get("history") and set(row["gold"]) & set(titles)
    ]
    if not asked:
        return 0.0, 0
    similarities = encode([str(row["question"]) for row in asked]) @ section_vectors.T
    nearest = [titles[position] for position in similarities.argmax(axis=1)]
    n_right = sum(title in row["gold"] for title, row in zip(nearest, asked, strict=True))
    return n_right / len(asked), len(asked)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
