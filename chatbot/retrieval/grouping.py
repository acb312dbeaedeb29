"""Values of rows → values of sections."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatbot.rows import RowKind, RowTable

Floats = npt.NDArray[np.float32]

SHARPNESS = 24.0


class BySection:
    """Folds one value for each row of a kind into one value for each section."""

    def __init__(self, rows: RowTable, n_sections: int) -> None:
        self._n_sections = n_sections
        self._groups: dict[RowKind, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = {}
        for kind in ("passage", "unit", "heading"):
            owners = rows.sections[rows.spans[kind]]
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            self._groups[kind] = (starts, owners[starts])

    def best(self, values: Floats, kind: RowKind) -> Floats:
        """The highest value of every section; shape (n_sections,), 0 where it has no such row."""
        starts, owners = self._groups[kind]
        best = np.zeros(self._n_sections, dtype=np.float32)
        if len(starts):
            best[owners] = np.maximum.reduceat(values, starts)
        return best


def density(similarities: Floats) -> float:
    """A soft maximum that grows with the number of high similarities; they must not be empty."""
    return float(np.log(np.exp(SHARPNESS * similarities).sum()) / SHARPNESS)


def densities(groups: Sequence[Floats]) -> Floats:
    """The density of each group of similarities; no group may be empty."""
    ends = np.cumsum([0, *map(len, groups)])
    sums = np.add.reduceat(np.exp(SHARPNESS * np.concatenate(groups)), ends[:-1])
    return (np.log(sums) / SHARPNESS).astype(np.float32)
