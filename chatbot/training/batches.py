"""The order in which fine-tuning sees its texts, planned ahead and reproducible.

A batch holds asks, headings and texts of some sections, questions that the site does not answer,
and general sentences. Half of its sections come from one page: siblings are the hardest negatives.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import TypeVar

from chatbot.training.noise import add_typos
from chatbot.training.pairs import PairSet, page_of

T = TypeVar("T")

NOT_COVERED = -1
FIRST_GENERAL = 1_000_000


@dataclass(frozen=True)
class BatchShape:
    """How many of each go into a batch."""

    n_sections: int = 16
    n_asks_of_section: int = 4
    n_statements_of_section: int = 1
    n_not_covered: int = 24
    n_general: int = 16
    typo_rate: float = 0.25


@dataclass(frozen=True)
class Item:
    """A text and its label: a section's number, NOT_COVERED, or FIRST_GENERAL + a sentence's."""

    text: str
    label: int


def plan_batches(
    pair_set: PairSet, general: Sequence[str], *, n_epochs: int, shape: BatchShape, seed: int
) -> list[list[Item]]:
    """Plan every batch; an epoch shows each ask that may be trained on once."""
    random = Random(seed)
    asks = _texts_by_section(pair_set, ("ask",))
    statements = _texts_by_section(pair_set, ("heading", "sentence"))
    for section, parts in pair_set.section_texts.items():
        statements[section].extend(parts)
    labels = {section: n for n, section in enumerate(sorted(asks))}
    not_covered = _endless([pair.text for pair in pair_set.trained("not_covered")], random)
    sentences = _endless(list(range(len(general))), random)
    batches = []
    for _ in range(n_epochs):
        for units in _section_units(asks, shape, random):
            batch = []
            for section, texts in units:
                said = _some(statements[section], shape.n_statements_of_section, random)
                batch += [Item(_noisy(text, shape, random), labels[section]) for text in texts]
                batch += [Item(text, labels[section]) for text in said]
            for text in islice(not_covered, shape.n_not_covered):
                batch.append(Item(_noisy(text, shape, random), NOT_COVERED))
            for number in islice(sentences, shape.n_general):
                batch.append(Item(general[number], FIRST_GENERAL + number))
            batches.append(batch)
    return batches


def _section_units(
    asks: dict[str, list[str]], shape: BatchShape, random: Random
) -> Iterator[list[tuple[str, list[str]]]]:
    """Group the asks of an epoch: units of one section, runs of one page, two runs a batch."""
    by_page: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for section in sorted(asks):
        texts = random.sample(asks[section], len(asks[section]))
        for start in range(0, len(texts), shape.n_asks_of_section):
            unit = (section, texts[start : start + shape.n_asks_of_section])
            by_page[page_of(section)].append(unit)
    half = max(1, shape.n_sections // 2)
    runs = []
    for page in sorted(by_page):
        units = random.sample(by_page[page], len(by_page[page]))
        runs += [units[start : start + half] for start in range(0, len(units), half)]
    random.shuffle(runs)
    batch: list[tuple[str, list[str]]] = []
    for run in runs:
        batch += run
        if len(batch) >= shape.n_sections - half // 2:
            yield batch
            batch = []
    if batch:
        yield batch


def _texts_by_section(pair_set: PairSet, kinds: Sequence[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for kind in kinds:
        for pair in pair_set.trained(kind):
            if pair.section is not None:
                texts[pair.section].append(pair.text)
    return texts


def _noisy(text: str, shape: BatchShape, random: Random) -> str:
    return add_typos(text, random) if random.random() < shape.typo_rate else text


def _some(texts: Sequence[str], n: int, random: Random) -> list[str]:
    return random.sample(texts, min(n, len(texts)))


def _endless(values: Sequence[T], random: Random) -> Iterator[T]:
    while values:
        yield from random.sample(values, len(values))
