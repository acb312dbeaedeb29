"""A naive Bayes classifier of questions: which section's texts and asks use such words?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from chatbot.grams import GramCounts, grams

Floats = npt.NDArray[np.float32]

SMOOTHING = 6.0  # texts that every class is thought to have besides its own; raising it trusts less


class NaiveBayes:
    """Log-likelihood ratios of the classes of `GramCounts` against all texts together.

    Source: McCallum and Nigam, "A comparison of event models for naive Bayes text classification",
    1998; smoothed towards the whole collection as in Zhai and Lafferty, "A study of smoothing
    methods for language models", 2004.
    """

    def __init__(self, counts: GramCounts) -> None:
        self._counts = counts
        self._keys = np.append(counts.keys, np.uint32(0))  # one more: where a search may end
        n_postings = np.diff(counts.starts)
        totals = np.add.reduceat(counts.counts, counts.starts[:-1])
        share = totals / np.float32(counts.n_texts.sum())
        self._expected = SMOOTHING * np.repeat(share, n_postings)
        self._gains = np.log1p(counts.counts / self._expected).astype(np.float32)
        self._absence = np.log(SMOOTHING / (counts.n_texts + SMOOTHING))

    def ratios(self, question: str, *, without: int | None = None) -> Floats:
        """The ratio of every class, over the root of the number of grams; shape (n_classes,).

        The division makes questions of different lengths comparable. `without` is the class of a
        question that was itself counted: it is taken out again.
        """
        asked = grams(question)
        rows = np.searchsorted(self._counts.keys, asked)
        rows = rows[self._keys[rows] == asked]
        starts, ends = self._counts.starts[rows].tolist(), self._counts.starts[rows + 1].tolist()
        postings = [slice(0, 0), *map(slice, starts, ends)]  # one at least, to be joined
        classes, gains = _joined(self._counts.classes, postings), _joined(self._gains, postings)
        if without is not None:
            own = classes == without
            less = _joined(self._counts.counts, postings)[own] - 1
            gains[own] = np.log1p(less / _joined(self._expected, postings)[own])
        ratios = len(rows) * self._absence
        ratios += np.bincount(classes, gains, minlength=len(ratios))
        normalised: Floats = (ratios / np.sqrt(max(1, len(asked)))).astype(np.float32)
        return normalised


def _joined(values: npt.NDArray[Any], spans: Sequence[slice]) -> npt.NDArray[Any]:
    return np.concatenate([values[span] for span in spans])
