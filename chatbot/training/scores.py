"""How good an encoder is on what it was not trained on: held-out questions and foreign sites."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import numpy as np

from chatbot.encoder import Matrix
from chatbot.rows import is_held_out
from chatbot.training.general import GeneralSection
from chatbot.training.pairs import PairSet
from chatbot.training.sites import Site

# Of the known asks every sixth, of the held-out ones every third, of the sites every sixth: all
# would take minutes more.
KNOWN_STEP = 6
HELD_OUT_STEP = 3
SITE_STEP = 6

Encode = Callable[[Sequence[str]], Matrix]


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1.

    Attributes:
        recall_at_1: of every third held-out ask, those whose section comes first, by the nearest of
            every sixth known ask and of all headings, sentences and texts.
        auroc: how well that similarity, less the one to the nearest of all known unanswerable
            questions, tells held-out asks from held-out unanswerable questions.
        site_recall_at_1: held-out asks of every sixth invented site whose section comes first, by
            its nearest title, sentence or passage.
        foreign_recall_at_1: headings of foreign sites that find their own text.
    """

    recall_at_1: float
    auroc: float
    site_recall_at_1: float
    foreign_recall_at_1: float

    def rounded(self) -> dict[str, float]:
        """The shares with four decimals, for a card."""
        return {name: round(share, 4) for name, share in asdict(self).items()}


def score(
    encode: Encode, pair_set: PairSet, sites: Sequence[Site], foreign: Sequence[GeneralSection]
) -> Scores:
    """Measure an encoder."""
    known = pair_set.trained("ask")[::KNOWN_STEP]
    known += [p for kind in ("heading", "sentence") for p in pair_set.trained(kind)]
    texts = [(pair.text, str(pair.section)) for pair in known]
    texts += [(text, s) for s, parts in pair_set.section_texts.items() for text in parts]
    known_vectors = encode([text for text, _ in texts])
    sections = np.array([section for _, section in texts])
    refused = encode([pair.text for pair in pair_set.trained("not_covered")])

    asks = pair_set.held_out("ask")[::HELD_OUT_STEP]
    ask_vectors = encode([pair.text for pair in asks])
    nearest = (ask_vectors @ known_vectors.T).argmax(axis=1)
    right = [sections[n] == pair.section for n, pair in zip(nearest, asks, strict=True)]
    unanswerable = encode([pair.text for pair in pair_set.held_out("not_covered")])
    return Scores(
        recall_at_1=float(np.mean(right)) if right else 0.0,
        auroc=_auroc(
            _evidence(ask_vectors, known_vectors, refused),
            _evidence(unanswerable, known_vectors, refused),
        ),
        site_recall_at_1=_site_recall(encode, sites[::SITE_STEP]),
        foreign_recall_at_1=_foreign_recall(encode, foreign),
    )


def _evidence(questions: Matrix, known: Matrix, refused: Matrix) -> Matrix:
    similarity: Matrix = (questions @ known.T).max(axis=1, initial=-1.0)
    evidence: Matrix = similarity - (questions @ refused.T).max(axis=1, initial=-1.0)
    return evidence


def _auroc(positives: Matrix, negatives: Matrix) -> float:
    if not len(positives) or not len(negatives):
        return 0.0
    difference = positives[:, None] - negatives[None, :]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def _site_recall(encode: Encode, sites: Sequence[Site]) -> float:
    is_right: list[bool] = []
    for site in sites:
        said = [
            (text, number)
            for number, section in enumerate(site.sections)
            for text in (section.title, *section.sentences, section.passage)
        ]
        asks = [
            (ask, number)
            for number, section in enumerate(site.sections)
            for ask in section.asks
            if is_held_out(ask)
        ]
        if asks:
            similarities = encode([ask for ask, _ in asks]) @ encode([text for text, _ in said]).T
            nearest = similarities.argmax(axis=1).tolist()
            is_right += [said[n][1] == number for n, (_, number) in zip(nearest, asks, strict=True)]
    return float(np.mean(is_right)) if is_right else 0.0


def _foreign_recall(encode: Encode, foreign: Sequence[GeneralSection]) -> float:
    headings = encode([section.heading for section in foreign])
    texts = encode([section.text for section in foreign])
    n_right = 0
    for _, group in groupby(range(len(foreign)), key=lambda n: foreign[n].site):
        rows = list(group)
        nearest = (headings[rows] @ texts[rows].T).argmax(axis=1)
        n_right += int((nearest == np.arange(len(rows))).sum())
    return n_right / len(foreign) if foreign else 0.0
