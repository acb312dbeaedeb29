"""Similarities of questions to the rows of the index."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from chatbot.encoder import Matrix, Vector
from chatbot.rows import RowTable

Floats = npt.NDArray[np.float32]


class DenseRetriever:
    """Exact inner products with the vectors of an index, shape (n_rows, dimension).

    One question is compared row by row: on one thread that takes half the time of BLAS's product of
    a matrix and a vector, and it gives the same bits on any number of threads.
    """

    def __init__(self, vectors: Matrix, rows: RowTable) -> None:
        self._n_others = len(rows) - rows.kinds.count("ask")
        self._others, self._asks = vectors[: self._n_others], vectors[self._n_others :]
        owners = rows.sections[self._n_others :]
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        ends = np.append(starts, len(owners))[1:]
        self._slices = {
            int(owners[start]): slice(start, end) for start, end in zip(starts, ends, strict=True)
        }

    def others(self, queries: Matrix | Vector) -> Floats:
        """Cosines of questions with every row that is no ask.

        Returns:
            Shape (n_others,) for one question's vector, (n_questions, n_others) for a matrix.
        """
        is_one = queries.ndim == 1
        cosines: Floats = np.vecdot(self._others, queries) if is_one else queries @ self._others.T
        return cosines

    def asks(
        self, query: Vector, sections: Iterable[int], *, hidden: Iterable[int] = ()
    ) -> dict[int, Floats]:
        """Cosines with the asks of each of the sections that have some, but for `hidden` rows."""
        left_out = {row - self._n_others for row in hidden}
        found = {}
        for section in sections:
            if section in self._slices:
                asks = self._slices[section]
                cosines = np.vecdot(self._asks[asks], query)
                own = [row - asks.start for row in left_out if asks.start <= row < asks.stop]
                if own:
                    cosines = np.delete(cosines, own)
                if len(cosines):
                    found[section] = cosines
        return found
