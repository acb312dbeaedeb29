"""A real encoder of a few lines: one dimension a word, so that tests need no model."""

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from chatbot.analyzer import tokens
from chatbot.codes import to_codes
from chatbot.encoder import Matrix, Vector
from chatbot.pieces import Pieces, one_text
from chatbot.prior import Prior


class KeywordEncoder:
    """Hashes stems into 256 dimensions; texts that share words are similar."""

    name = "keywords"
    sha256 = "0" * 64
    dimension = 256

    def __init__(self) -> None:
        self.n_encoded = 0
        usual = to_codes(self.encode_query("how long may members need or keep one"))
        self.prior = Prior(usual, scale=3.0, bias=0.0)

    def encode_query(self, text: str) -> Vector:
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for token in tokens(text):
            vector[zlib.crc32(token.encode()) % self.dimension] += 1.0
        unit: Vector = vector / np.linalg.norm(vector)
        return unit

    def encode_pieces(self, text: str) -> tuple[Vector, Pieces]:
        self.n_encoded += 1
        pieces = [self.encode_query(token) for token in tokens(text)]
        codes = to_codes(np.stack(pieces) if pieces else np.zeros((0, self.dimension), np.float32))
        ids = [zlib.crc32(token.encode()) % self.dimension for token in tokens(text)]
        return self.encode_query(text), one_text(np.asarray(ids, dtype=np.int32), codes)

    def encode_passages(
        self, texts: Sequence[str], *, on_encoded: Callable[[int], object] | None = None
    ) -> Matrix:
        self.n_encoded += len(texts)
        for _ in texts:
            if on_encoded is not None:
                on_encoded(1)
        rows = [self.encode_query(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2
