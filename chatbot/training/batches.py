"""The order in which fine-tuning sees the texts of the guide, planned ahead and reproducible.

A batch holds asks, headings and texts of some sections, questions that the site does not answer,
and general sentences. Its sections come in runs of neighbours, on whatever page they stand: what
the untuned encoder takes for one another are the hardest negatives.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import TypeVar

import numpy as np

from chatbot.encoder import Matrix
from chatbot.training.noise import add_typos
from chatbot.training.pairs import PairSet

T = TypeVar("T")

NOT_COVERED = -1
FIRST_ASK = -2
N_ASKS_OF_MEAN = 12
FIRST_GENERAL = 1_000_000


@dataclass(frozen=True)
class BatchShape:
    """How many of each go into a batch.

    Of a section with more than `n_most_asks` so many are shown, spread evenly over the order in
    which they stand.
    """

    n_sections: int = 16
    n_neighbours: int = 8
    n_asks_of_section: int = 4
    n_statements_of_section: int = 1
    n_most_asks: int = 72
    n_not_covered: int = 24
    n_general: int = 16
    typo_rate: float = 0.25


@dataclass(frozen=True)
class Item:
    """A text and its label.

    That is a section's number, NOT_COVERED, FIRST_GENERAL + a sentence's number, or FIRST_ASK - a
    section's number: a question that is to find that section's texts.
    """

    text: str
    label: int


def plan_batches(
    pair_set: PairSet,
    general: Sequence[str],
    neighbours: Mapping[str, Sequence[str]],
    *,
    n_epochs: int,
    shape: BatchShape,
    seed: int,
) -> list[list[Item]]:
    """Plan every batch; an epoch shows each ask that `n_most_asks` leaves once.

    `neighbours` has the other sections for each asked section, nearest first.
    """
    random = Random(seed)
    asks = {
        section: _spread(texts, shape.n_most_asks)
        for section, texts in _texts_by_section(pair_set, ("ask",)).items()
    }
    statements = _texts_by_section(pair_set, ("heading", "sentence"))
    for section, parts in pair_set.section_texts.items():
        statements[section].extend(parts)
    labels = {section: n for n, section in enumerate(sorted(asks))}
    not_covered = endless([pair.text for pair in pair_set.trained("not_covered")], random)
    sentences = endless(range(len(general)), random)
    batches = []
    for _ in range(n_epochs):
        for units in _section_units(asks, neighbours, shape, random):
            batch = []
            for section, texts in units:
                label = labels[section]
                said = _some(statements[section], shape.n_statements_of_section, random)
                batch += [Item(noisy(text, shape.typo_rate, random), label) for text in texts]
                batch += [Item(text, label) for text in said]
            for text in islice(not_covered, shape.n_not_covered):
                batch.append(Item(noisy(text, shape.typo_rate, random), NOT_COVERED))
            for number in islice(sentences, shape.n_general):
                batch.append(Item(general[number], FIRST_GENERAL + number))
            batches.append(batch)
    return batches


def section_neighbours(
    pair_set: PairSet, encode: Callable[[Sequence[str]], Matrix]
) -> dict[str, list[str]]:
    """The other asked sections for each, by the similarity of their asks' mean vectors."""
    asks = _texts_by_section(pair_set, ("ask",))
    sections = sorted(asks)
    means = np.stack([encode(asks[section][:N_ASKS_OF_MEAN]).mean(axis=0) for section in sections])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    order = np.argsort(-(means @ means.T), axis=1, kind="stable")
    return {
        section: [sections[n] for n in row if sections[n] != section]
        for section, row in zip(sections, order, strict=True)
    }


def _section_units(
    asks: Mapping[str, Sequence[str]],
    neighbours: Mapping[str, Sequence[str]],
    shape: BatchShape,
    random: Random,
) -> Iterator[list[tuple[str, list[str]]]]:
    """Group the asks of an epoch: units of one section, in runs of neighbouring sections."""
    waiting: dict[str, list[list[str]]] = {}
    for section in sorted(asks):
        texts = random.sample(asks[section], len(asks[section]))
        size = shape.n_asks_of_section
        waiting[section] = [texts[start : start + size] for start in range(0, len(texts), size)]
    runs = []
    while waiting:
        first = random.choices(list(waiting), [len(units) for units in waiting.values()])[0]
        near = [section for section in neighbours[first] if section in waiting]
        run = [first, *near[: shape.n_neighbours - 1]]
        runs.append([(section, waiting[section].pop()) for section in run])
        for section in run:
            if not waiting[section]:
                del waiting[section]
    random.shuffle(runs)
    n_runs = max(1, shape.n_sections // shape.n_neighbours)
    for start in range(0, len(runs), n_runs):
        yield [unit for run in runs[start : start + n_runs] for unit in run]


def _texts_by_section(pair_set: PairSet, kinds: Sequence[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for kind in kinds:
        for pair in pair_set.trained(kind):
            if pair.section is not None:
                texts[pair.section].append(pair.text)
    return texts


def _spread(texts: Sequence[str], n_most: int) -> list[str]:
    n = min(n_most, len(texts))
    return [texts[number * len(texts) // n] for number in range(n)]


def noisy(text: str, rate: float, random: Random) -> str:
    """The text, misspelt with the probability `rate`."""
    return add_typos(text, random) if random.random() < rate else text


def _some(texts: Sequence[str], n: int, random: Random) -> list[str]:
    return random.sample(texts, min(n, len(texts)))


def endless(values: Sequence[T], random: Random) -> Iterator[T]:
    """The values in random order, again and again; nothing if there are none."""
    while values:
        yield from random.sample(values, len(values))
