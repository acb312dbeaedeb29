"""Word pieces in their context: what late interaction compares, one by one.

An encoder reads a text as pieces of words and gives each a vector that depends on the words around
it. The mean of them is the text's own vector; the pieces keep what the mean forgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatbot.codes import Codes

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Pieces:
    """The pieces of several texts: those of the n-th are starts[n] to starts[n + 1].

    `ids` holds each piece's number in the encoder's vocabulary, shape (n_pieces,); `codes` its
    direction, int8, shape (n_pieces, dimension).
    """

    ids: Ids
    codes: Codes
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1

    def of(self, text: int) -> "Pieces":
        """The pieces of one text."""
        span = slice(int(self.starts[text]), int(self.starts[text + 1]))
        return one_text(self.ids[span], self.codes[span])


NO_PIECES = Pieces(
    np.zeros(0, dtype=np.int32), np.zeros((0, 0), dtype=np.int8), np.zeros(1, dtype=np.int64)
)


def one_text(ids: Ids, codes: Codes) -> Pieces:
    """The pieces of one text."""
    return Pieces(ids, codes, np.asarray([0, len(ids)], dtype=np.int64))


def joined(texts: Sequence[Pieces]) -> Pieces:
    """The pieces of several texts, in the order given."""
    if not texts:
        return NO_PIECES
    return Pieces(
        ids=np.concatenate([one.ids for one in texts]),
        codes=np.concatenate([one.codes for one in texts]),
        starts=np.cumsum([0, *(len(one.ids) for one in texts)], dtype=np.int64),
    )
