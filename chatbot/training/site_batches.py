"""Batches in which questions must find their section among those of one whole site.

On a site without asks that is what retrieval meets: a question on one side, passages, headings and
sentences on the other. Of a passage only the beginning is read, as of all that is trained on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from chatbot.rows import is_held_out
from chatbot.training.batches import FIRST_ASK, FIRST_GENERAL, NOT_COVERED, Item, endless, noisy
from chatbot.training.sites import Site, SiteSection


@dataclass(frozen=True)
class SiteBatchShape:
    """How many of each go into a batch; every section says its passage and its title besides.

    A site is shown `n_rounds` times, each time with another share of its asks.
    """

    n_rounds: int = 3
    n_sentences_of_section: int = 1
    n_not_covered: int = 24
    n_general: int = 12
    typo_rate: float = 0.25


def plan_site_batches(
    sites: Sequence[Site], general: Sequence[str], *, shape: SiteBatchShape, seed: int
) -> list[list[Item]]:
    """Plan batches that show each ask that may be trained on once, the sites mixed."""
    random = Random(seed)
    sentences = endless(range(len(general)), random)
    batches = []
    for site in sites:
        not_covered = endless([text for text in site.not_covered if not is_held_out(text)], random)
        for asks in _rounds(site, shape.n_rounds, random):
            if not any(asks):
                continue
            batch: list[Item] = []
            for label, section in enumerate(site.sections):
                batch += _said(section, label, shape, random)
                for ask in asks[label]:
                    batch.append(Item(noisy(ask, shape.typo_rate, random), FIRST_ASK - label))
            for text in islice(not_covered, shape.n_not_covered):
                batch.append(Item(noisy(text, shape.typo_rate, random), NOT_COVERED))
            for number in islice(sentences, shape.n_general):
                batch.append(Item(general[number], FIRST_GENERAL + number))
            batches.append(batch)
    random.shuffle(batches)
    return batches


def mix_batches(
    first: Sequence[list[Item]], second: Sequence[list[Item]], *, seed: int
) -> list[list[Item]]:
    """Both plans as one, each in its own order, at places drawn at random."""
    turns = [True] * len(first) + [False] * len(second)
    Random(seed).shuffle(turns)
    of_first, of_second = iter(first), iter(second)
    return [next(of_first if is_first else of_second) for is_first in turns]


def _rounds(site: Site, n_rounds: int, random: Random) -> Iterator[list[list[str]]]:
    """For each round, which asks of every section it shows."""
    trained = [[ask for ask in section.asks if not is_held_out(ask)] for section in site.sections]
    asks = [random.sample(texts, len(texts)) for texts in trained]
    for number in range(n_rounds):
        yield [texts[number::n_rounds] for texts in asks]


def _said(
    section: SiteSection, label: int, shape: SiteBatchShape, random: Random
) -> Iterator[Item]:
    n_sentences = min(shape.n_sentences_of_section, len(section.sentences))
    for text in (section.passage, section.title, *random.sample(section.sentences, n_sentences)):
        yield Item(text, label)
