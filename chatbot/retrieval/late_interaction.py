"""Similarity of a question to passages, word piece by word piece."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatbot.codes import cosine_matrix
from chatbot.pieces import Pieces

Floats = npt.NDArray[np.float32]


class LateInteraction:
    """For every piece of a question the nearest piece of a passage, weighted by rarity.

    Source: Khattab and Zaharia, "ColBERT: efficient and effective passage search via contextualized
    late interaction over BERT", SIGIR 2020.
    """

    def __init__(self, pieces: Pieces, sections: npt.NDArray[np.int64]) -> None:
        """`sections` has the section of each passage, ascending."""
        self._pieces = pieces
        firsts = np.flatnonzero(np.diff(sections, prepend=-1))
        lasts = np.append(firsts[1:], len(sections))
        self._passages = {
            int(sections[first]): range(int(first), int(last))
            for first, last in zip(firsts, lasts, strict=True)
        }
        owners = np.repeat(np.arange(len(pieces)), np.diff(pieces.starts))
        in_passages = np.unique(np.stack([pieces.ids, owners]), axis=1)[0]
        known, n_having = np.unique(in_passages, return_counts=True)
        rarity = np.log1p((len(pieces) - n_having + 0.5) / (n_having + 0.5))
        self._rarity = dict(zip(known.tolist(), rarity.tolist(), strict=True))
        self._unknown = float(np.log1p((len(pieces) + 0.5) / 0.5))

    def similarities(self, question: Pieces, sections: Sequence[int]) -> Floats:
        """The similarity of each section's nearest passage; 0 for a section without passages.

        The mean over the question's pieces of the highest cosine, in [-1, 1].
        """
        found = np.zeros(len(sections), dtype=np.float32)
        places = [n for n, section in enumerate(sections) if section in self._passages]
        if not places or not len(question.ids):
            return found
        passages = [self._passages[sections[n]] for n in places]
        starts = [self._pieces.starts[span.start : span.stop + 1] for span in passages]
        codes = np.concatenate([self._pieces.codes[span[0] : span[-1]] for span in starts])
        sizes = np.concatenate([np.diff(span) for span in starts])
        nearest = np.maximum.reduceat(cosine_matrix(question.codes, codes), _begins(sizes), axis=1)
        rarity = [self._rarity.get(number, self._unknown) for number in question.ids.tolist()]
        weights = np.asarray(rarity, dtype=np.float32) / np.float32(sum(rarity))
        of_passages = np.einsum("q,qp->p", weights, nearest)
        found[places] = np.maximum.reduceat(of_passages, _begins([len(p) for p in passages]))
        return found


def _begins(sizes: npt.ArrayLike) -> npt.NDArray[np.int64]:
    return np.cumsum(np.append(0, sizes)[:-1], dtype=np.int64)
