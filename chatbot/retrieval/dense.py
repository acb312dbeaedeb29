"""Similarities of questions to the rows of the index."""

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chatbot.codes import Codes, cosines, lengths
from chatbot.rows import RowTable

Floats = npt.NDArray[np.float32]

HIDDEN = -1.0  # the least similarity


class ComparedAsks(NamedTuple):
    """Similarities of the asks of `sections`; those of the n-th begin at starts[n]."""

    sections: list[int]
    starts: list[int]
    similarities: Floats


class DenseRetriever:
    """Cosines with all vectors of an index, shape (n_rows, dimension)."""

    def __init__(self, vectors: Codes, rows: RowTable) -> None:
        self._vectors, self._lengths = vectors, lengths(vectors)
        n_others = len(rows) - rows.kinds.count("ask")
        self._others = slice(0, n_others)
        starts = np.flatnonzero(np.diff(rows.sections[n_others:], prepend=-1)) + n_others
        spans = map(slice, starts.tolist(), [*starts[1:].tolist(), len(rows)])
        self._asks = {int(rows.sections[span.start]): span for span in spans}

    def others(self, query: Codes) -> Floats:
        """Similarities of every row that is no ask; shape (n_others,)."""
        return cosines(query, self._vectors[self._others], self._lengths[self._others])

    def asks(
        self, query: Codes, sections: Iterable[int], *, hidden: frozenset[int] = frozenset()
    ) -> ComparedAsks:
        """Compare the asks of those of the sections that have some which are not `hidden`.

        A hidden row has the least similarity.
        """
        asked = [section for section in sections if section in self._asks]
        if hidden:
            asked = [s for s in asked if not hidden.issuperset(_range(self._asks[s]))]
        if not asked:
            return ComparedAsks([], [], np.zeros(0, dtype=np.float32))
        spans = [self._asks[section] for section in asked]
        similarities = cosines(
            query,
            np.concatenate([self._vectors[span] for span in spans]),
            np.concatenate([self._lengths[span] for span in spans]),
        )
        sizes = (span.stop - span.start for span in spans)
        starts = list(accumulate(sizes, initial=0))[:-1]
        for row in hidden:
            for span, start in zip(spans, starts, strict=True):
                if span.start <= row < span.stop:
                    similarities[start + row - span.start] = HIDDEN
        return ComparedAsks(asked, starts, similarities)


def _range(span: slice) -> range:
    return range(span.start, span.stop)
