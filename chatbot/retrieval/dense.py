"""Similarities of questions to every row of the index."""

import numpy as np
import numpy.typing as npt

from chatbot.encoder import Matrix, Vector

Floats = npt.NDArray[np.float32]


class DenseRetriever:
    """Exact inner products with the vectors of an index, shape (n_rows, dimension)."""

    def __init__(self, vectors: Matrix) -> None:
        self._vectors = vectors

    def similarities(self, query: Vector) -> Floats:
        """Cosines of one question with every row; shape (n_rows,)."""
        return self._vectors @ query
