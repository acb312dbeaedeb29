"""Similarity of a question to passages, word piece by word piece."""

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

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
        """`sections` has the section of each passage."""
        self._codes = pieces.codes
        self._passages: dict[int, list[slice]] = {}
        for section, span in zip(sections.tolist(), pairwise(pieces.starts.tolist()), strict=True):
            if span[0] < span[1]:  # a passage of nothing but symbols may have no piece
                self._passages.setdefault(section, []).append(slice(*span))
        owners = np.repeat(np.arange(len(pieces)), np.diff(pieces.starts))
        in_passages = np.unique(owners << 32 | pieces.ids) & 0xFFFFFFFF
        known, n_having = np.unique(in_passages, return_counts=True)
        rarity = np.log1p((len(pieces) - n_having + 0.5) / (n_having + 0.5))
        self._rarity = dict(zip(known.tolist(), rarity.tolist(), strict=True))
        self._unknown = float(np.log1p((len(pieces) + 0.5) / 0.5))

    def similarities(self, question: Pieces, sections: Sequence[int]) -> Floats:
        """The similarity of each section's nearest passage; 0 for a section without passages.

        The mean over the question's pieces, weighted by their rarity, of the highest cosine.
        """
        found = np.zeros(len(sections), dtype=np.float32)
        places = [n for n, section in enumerate(sections) if section in self._passages]
        if not places or not len(question.ids):
            return found
        passages = [self._passages[sections[n]] for n in places]
        spans = list(chain.from_iterable(passages))
        cosines = cosine_matrix(question.codes, np.concatenate([self._codes[s] for s in spans]))
        nearest = np.maximum.reduceat(cosines, _starts([s.stop - s.start for s in spans]), axis=1)
        rarity = [self._rarity.get(number, self._unknown) for number in question.ids.tolist()]
        weights = np.asarray(rarity, dtype=np.float32) / np.float32(sum(rarity))
        of_passages = np.einsum("q,qp->p", weights, nearest)
        found[places] = np.maximum.reduceat(of_passages, _starts([len(one) for one in passages]))
        return found


def _starts(sizes: Sequence[int]) -> list[int]:
    return list(accumulate(sizes, initial=0))[:-1]
