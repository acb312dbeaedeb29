"""What a build takes from the index before it: vectors, word pieces and counts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from chatbot.analyzer import words
from chatbot.codes import Codes, to_codes
from chatbot.encoder import Encoder, encode_each
from chatbot.errors import IndexStoreError
from chatbot.grams import GramCounts, count_grams, recount_grams
from chatbot.index_store import IndexContent, read_index
from chatbot.passages import Section
from chatbot.pieces import Pieces, joined
from chatbot.rows import N_ABSENT, Questions, RowTable, build_rows, gram_class


@dataclass
class KnownIndex:
    """The index of the build before: what has not changed since is taken from it.

    `content` is None, and `rows` empty, where there is none that can be used. `encoder_sha256` is
    of the encoder that made it.
    """

    content: IndexContent | None = None
    rows: RowTable = field(default_factory=lambda: build_rows((), (), Questions()))
    encoder_sha256: str = ""

    def keep(self, content: IndexContent, rows: RowTable, encoder: Encoder) -> None:
        """Know this index instead."""
        self.content, self.rows, self.encoder_sha256 = content, rows, encoder.sha256


class Encoded(NamedTuple):
    vectors: Codes
    pieces: Pieces
    n_reused: int  # passages


def encode_rows(
    rows: RowTable, encoder: Encoder, known: KnownIndex, *, with_pieces: bool
) -> Encoded:
    """The vectors of all rows and, with `with_pieces`, the pieces of the passages.

    Where there are asks, pieces add nothing.
    """
    passages = rows.texts[rows.spans["passage"]]
    before = {text: n for n, text in enumerate(known.rows.texts)}
    pieces = _known_pieces(known)
    in_pieces = sorted(set(passages) - pieces.keys()) if with_pieces else []
    whole = sorted(set(rows.texts) - before.keys() - set(in_pieces))
    fresh = {text: n for n, text in enumerate([*in_pieces, *whole], len(known.rows))}
    vectors = [] if known.content is None else [known.content.vectors]
    if fresh:
        with tqdm(total=len(fresh), desc="Encoding", unit="text", disable=None) as bar:
            read = encode_each(encoder.encode_pieces, in_pieces, on_encoded=bar.update)
            encoded = [vector for vector, _ in read]
            encoded += [*encoder.encode_passages(whole, on_encoded=bar.update)]
        pieces |= zip(in_pieces, (found for _, found in read), strict=True)
        vectors.append(to_codes(np.stack(encoded)))
    numbers = before | fresh
    return Encoded(
        vectors=np.concatenate(vectors)[[numbers[text] for text in rows.texts]],
        pieces=joined([pieces[text] for text in passages] if with_pieces else []),
        n_reused=sum(text not in fresh for text in passages),
    )


def _known_pieces(known: KnownIndex) -> dict[str, Pieces]:
    if known.content is None or not len(known.content.pieces):
        return {}
    passages = known.rows.texts[known.rows.spans["passage"]]
    return {text: known.content.pieces.of(n) for n, text in enumerate(passages)}


def count_row_grams(rows: RowTable, sections: Sequence[Section], known: KnownIndex) -> GramCounts:
    """The counts of before, less the texts that are gone, and more by the new ones."""
    n_classes = len(sections) + N_ABSENT
    if known.content is None:
        return count_grams(_classed(rows, range(n_classes)), n_classes)
    numbers = {section.location: n for n, section in enumerate(sections)}
    moved = [numbers.get(section.location) for section in known.content.sections]
    moved += range(len(sections), n_classes)
    old, new = Counter(_classed(known.rows, moved)), Counter(_classed(rows, range(n_classes)))
    return recount_grams(
        known.content.grams,
        moved,
        less=(old - new).elements(),
        more=(new - old).elements(),
        n_classes=n_classes,
    )


def count_asked_words(questions: Questions, known: KnownIndex) -> dict[str, int]:
    """How often each word occurs in the asks: as before, but for asks that are gone or new."""
    before = known.content
    counts: Counter[str] = Counter(before.asked_words if before else None)
    asks, old = set(questions.asks), set(before.questions.asks if before else ())
    for _, ask in old - asks:
        counts.subtract(words(ask))
    for _, ask in asks - old:
        counts.update(words(ask))
    return dict(+counts)


def _classed(rows: RowTable, classes: Sequence[int | None]) -> Iterator[tuple[str, int]]:
    """Each text with its class as `classes` numbers it, but for classes that are gone."""
    n_sections = len(classes) - N_ABSENT
    for text, kind, section in zip(rows.texts, rows.kinds, rows.sections.tolist(), strict=True):
        number = classes[gram_class(kind, section, n_sections)]
        if number is not None:
            yield text, number


def read_known(known: KnownIndex, encoder: Encoder, out: Path) -> None:
    """Fill `known` from the index in `out`, unless it is filled or there is none to be used.

    What another encoder made is forgotten.
    """
    if known.encoder_sha256 == encoder.sha256:
        return
    known.content, known.rows, known.encoder_sha256 = None, KnownIndex().rows, ""
    try:
        index = read_index(out, encoder)
    except IndexStoreError:
        return
    known.keep(index, build_rows(index.sections, index.passages, index.questions), encoder)
