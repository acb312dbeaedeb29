"""How often each word and each piece of a word occurs in the texts of each class.

The classes are the sections of an index, and more for the questions that no section answers. A
gram is a word's stem, two neighbouring words, or four neighbouring letters of one word: the last
meet where a word is misspelt, inflected or unknown to the encoder.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chatbot.analyzer import STOP_WORDS, stem, words

N_LETTERS = 4
_HASH_BYTES = array("I").itemsize
_STEM, _PAIR, _LETTERS = range(1, 4)  # seeds: grams of different sorts do not collide
_KEY, _CLASS = np.uint64(32), np.uint64(0xFFFFFFFF)  # a posting has the gram above, the class below


@dataclass(frozen=True)
class GramCounts:
    """Postings of grams: `keys` ascending; those of keys[n] are starts[n] to starts[n + 1].

    `classes` and `counts` hold a posting each: in how many texts of the class the gram occurs.
    `n_texts` is the number of texts of each class; shape (n_classes,).
    """

    keys: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]
    classes: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]
    n_texts: npt.NDArray[np.int64]


def grams(text: str) -> npt.NDArray[np.uint32]:
    """The hashes of the text's grams, each once, ascending."""
    return np.sort(np.frombuffer(_grams(text), dtype=np.uint32))


def count_grams(texts: Iterable[tuple[str, int]], n_classes: int) -> GramCounts:
    """Count the grams of texts, each given with its class."""
    found, owners = [], []
    for text, owner in texts:
        found.append(_grams(text))
        owners.append(owner)
    n_grams = [len(one) // _HASH_BYTES for one in found]
    all_grams = np.frombuffer(b"".join(found), dtype=np.uint32).astype(np.uint64)
    all_owners = np.repeat(np.asarray(owners, dtype=np.uint64), n_grams)
    postings, counts = np.unique(all_grams << _KEY | all_owners, return_counts=True)
    n_texts = np.bincount(np.asarray(owners, dtype=np.int64), minlength=n_classes)
    return _counted(postings, counts, n_texts)


def recount_grams(
    before: GramCounts,
    moved: Sequence[int | None],
    *,
    less: Iterable[tuple[str, int]],
    more: Iterable[tuple[str, int]],
    n_classes: int,
) -> GramCounts:
    """What `count_grams` would give for texts most of which were counted before.

    `moved` has the new class of each class of before, None for one that is gone with its texts.
    Of what is left, the texts of `less` are taken out, and those of `more` are added.
    """
    gone, added = count_grams(less, n_classes), count_grams(more, n_classes)
    new = np.asarray([-1 if one is None else one for one in moved])
    is_kept, is_left = new >= 0, new[before.classes] >= 0
    left = _postings(before)[is_left]
    left = (left & ~_CLASS) | new[before.classes[is_left]].astype(np.uint64)
    postings, rows = np.unique(
        np.concatenate([left, _postings(gone), _postings(added)]), return_inverse=True
    )
    changes = np.concatenate([before.counts[is_left], -gone.counts, added.counts])
    counts = np.bincount(rows, changes, minlength=len(postings))
    n_left = np.bincount(new[is_kept], before.n_texts[is_kept], minlength=n_classes)
    n_texts = n_left - gone.n_texts + added.n_texts
    return _counted(postings[counts > 0], counts[counts > 0], n_texts)


def _postings(counts: GramCounts) -> npt.NDArray[np.uint64]:
    keys = np.repeat(counts.keys, np.diff(counts.starts)).astype(np.uint64)
    return keys << _KEY | counts.classes.astype(np.uint64)


def _counted(
    postings: npt.NDArray[np.uint64], counts: npt.NDArray[Any], n_texts: npt.NDArray[Any]
) -> GramCounts:
    keys, starts = np.unique((postings >> _KEY).astype(np.uint32), return_index=True)
    return GramCounts(
        keys=keys,
        starts=np.append(starts, len(postings)).astype(np.int64),
        classes=(postings & _CLASS).astype(np.int32),
        counts=counts.astype(np.float32),
        n_texts=n_texts.astype(np.int64),
    )


def _grams(text: str) -> bytes:
    """The hashes as they lie in memory: thousands of texts are joined faster than arrays."""
    found = words(text)
    hashes: set[int] = set()
    for word in found:
        hashes.update(_grams_of(word))
    for first, second in pairwise(found):
        hashes.add(crc32(f"{first} {second}".encode(), _PAIR))
    return array("I", hashes).tobytes()


@lru_cache(maxsize=50_000)
def _grams_of(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    pieces = {framed[n : n + N_LETTERS] for n in range(max(1, len(framed) - N_LETTERS + 1))}
    hashes = [crc32(piece.encode(), _LETTERS) for piece in sorted(pieces)]
    if word not in STOP_WORDS:
        hashes.append(crc32(stem(word).encode(), _STEM))
    return tuple(hashes)
