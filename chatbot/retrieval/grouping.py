"""Values of rows → values of sections."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatbot.rows import RowKind, RowTable

Floats = npt.NDArray[np.float32]

SHARPNESS = 24.0
TEXTS: tuple[RowKind, ...] = ("passage", "unit", "heading")  # the first rows of an index


class BySection:
    """Folds the values of rows into values of sections: the highest, 0 where there is no row."""

    def __init__(self, rows: RowTable, n_sections: int) -> None:
        self._n_sections = n_sections
        self._n_texts = sum(rows.kinds.count(kind) for kind in TEXTS)
        kinds = np.asarray([TEXTS.index(kind) for kind in rows.kinds[: self._n_texts]])
        cells = kinds * n_sections + rows.sections[: self._n_texts]
        self._starts = np.flatnonzero(np.diff(cells, prepend=-1))
        self._cells = cells[self._starts]

    def best(self, values: Floats) -> Floats:
        """Values of the rows, texts first → shape (len(TEXTS), n_sections)."""
        best = np.zeros(len(TEXTS) * self._n_sections, dtype=np.float32)
        best[self._cells] = np.maximum.reduceat(values[: self._n_texts], self._starts)
        return best.reshape(len(TEXTS), self._n_sections)


def likeness(similarities: Floats) -> Floats:
    """What a row counts for in the density of its group."""
    found: Floats = np.exp(SHARPNESS * similarities)
    return found


def density(total: Floats | float) -> Floats:
    """A soft maximum of similarities, which grows with their number, from their total likeness."""
    return np.asarray(np.log(total) / SHARPNESS, dtype=np.float32)


def densities(similarities: Floats, starts: Sequence[int]) -> Floats:
    """The density of each group of similarities, from one start to the next; none is empty."""
    return density(np.add.reduceat(likeness(similarities), starts))
