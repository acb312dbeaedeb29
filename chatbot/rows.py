"""What has a vector: passages, units, headings and questions, in one fixed order.

Rows of one kind are consecutive, and within a kind they follow the order of the sections, so that
the best row of every section is one `reduceat`. Asks are most of them and stand last: only those of
the sections in question are compared.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from chatbot.passages import Passage, Section

RowKind = Literal["passage", "unit", "heading", "not_covered", "general", "declined", "ask"]
KINDS: tuple[RowKind, ...] = (
    "passage", "unit", "heading", "not_covered", "general", "declined", "ask",
)  # fmt: skip
NO_SECTION = -1
MIN_UNIT_WORDS = 3
MIN_ASKS = 60
N_FOLDS = 6
N_ABSENT = 2  # classes that are no sections: what is not answered, what is declined


@dataclass(frozen=True, slots=True)
class Questions:
    """How people ask: for sections (`asks`: location, question), and for what is not there."""

    asks: tuple[tuple[str, str], ...] = ()
    not_covered: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    @property
    def has_asks(self) -> bool:
        """Whether there are enough asks to learn from."""
        return len(self.asks) >= MIN_ASKS


@dataclass(frozen=True)
class RowTable:
    """Texts with their kind and their section's number (NO_SECTION for what no section answers).

    `units[row]` is (passage number, unit number) for rows of kind "unit".
    """

    texts: tuple[str, ...]
    kinds: tuple[RowKind, ...]
    sections: npt.NDArray[np.int64]
    units: dict[int, tuple[int, int]]

    @cached_property
    def spans(self) -> dict[RowKind, slice]:
        """Where each kind's rows stand; an empty slice for a kind without rows."""
        spans: dict[RowKind, slice] = {}
        for kind in KINDS:
            first = self.kinds.index(kind) if kind in self.kinds else 0
            spans[kind] = slice(first, first + self.kinds.count(kind))
        return spans

    def __len__(self) -> int:
        return len(self.texts)


def build_rows(
    sections: Sequence[Section], passages: Sequence[Passage], questions: Questions
) -> RowTable:
    """Lay out the rows of an index. The same arguments give the same table."""
    number = {section.location: n for n, section in enumerate(sections)}
    rows: list[tuple[str, RowKind, int]] = []
    units: dict[int, tuple[int, int]] = {}
    rows += ((_passage_text(p, sections[number[p.location]]), "passage", number[p.location])
             for p in passages)  # fmt: skip
    for owner, passage_number, unit_number, text in _units(passages, number):
        units[len(rows)] = (passage_number, unit_number)
        rows.append((text, "unit", owner))
    rows += ((section.title, "heading", n) for n, section in enumerate(sections))
    absent: tuple[RowKind, ...] = ("not_covered", "general", "declined")
    for kind in absent:
        rows += ((text, kind, NO_SECTION) for text in getattr(questions, kind))
    asks = sorted((number[location], n) for n, (location, _) in enumerate(questions.asks))
    rows += ((questions.asks[n][1], "ask", owner) for owner, n in asks)
    return RowTable(
        texts=tuple(text for text, _, _ in rows),
        kinds=tuple(kind for _, kind, _ in rows),
        sections=np.asarray([owner for _, _, owner in rows], dtype=np.int64),
        units=units,
    )


def gram_class(kind: RowKind, section: int, n_sections: int) -> int:
    """Where a row's grams count: for its section, or for one of two classes more (N_ABSENT)."""
    if section != NO_SECTION:
        return section
    return n_sections + (kind == "declined")


def _units(
    passages: Sequence[Passage], number: dict[str, int]
) -> Iterator[tuple[int, int, int, str]]:
    for passage_number, passage in enumerate(passages):
        for unit_number, unit in enumerate(passage.units):
            if unit.kind != "header" and len(unit.text.split()) >= MIN_UNIT_WORDS:
                yield number[passage.location], passage_number, unit_number, unit.text


def _passage_text(passage: Passage, section: Section) -> str:
    return " › ".join(section.breadcrumb) + "\n" + passage.text


def fold(text: str) -> int:
    """The fold of a text, from 0 to `N_FOLDS` - 1: the same in every run and program."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()) % N_FOLDS


def is_held_out(question: str) -> bool:
    """Whether a question is kept from the encoder's training, so that calibration can use it."""
    return fold(question) == 0
