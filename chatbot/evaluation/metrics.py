"""Replies → what was right, with counts and intervals."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatbot.answering.composer import Reply
from chatbot.evaluation.questions import EvaluationQuestion
from chatbot.passages import Citation, Link, Section


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, its reply and the verdicts. Ranks count from 1, 0 means not among them."""

    question: EvaluationQuestion
    reply: Reply | None
    probability: float
    rank: int
    has_words: bool

    @property
    def places(self) -> Sequence[Citation | Link]:
        """Where the reply points: its citations, or the choices or sections that it suggests."""
        if self.reply is None:
            return ()
        return self.reply.citations or self.reply.choices or self.reply.suggestions

    @property
    def is_answered(self) -> bool:
        return self.reply is not None and self.reply.kind == "answer"

    @property
    def is_right(self) -> bool:
        """Answerable: the first citation and the words are right. Else: not answered."""
        if self.question.expects_small_talk:
            return self.reply is not None and self.reply.kind == "smalltalk"
        if not self.question.is_answerable:
            return not self.is_answered and self.has_words
        return self.is_answered and self.rank == 1 and self.has_words


@dataclass(frozen=True, slots=True)
class Share:
    """k of n, with the 95 % interval of the share (Wilson's)."""

    k: int
    n: int

    @property
    def value(self) -> float:
        return self.k / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        if not self.n:
            return 0.0, 1.0
        z, p, n = 1.96, self.value, self.n
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        if not self.n:
            return "–"
        low, high = self.interval
        return f"{self.k}/{self.n} = {self.value:.0%} ({low:.0%}–{high:.0%})"


def share_of(flags: Iterable[bool]) -> Share:
    """How many of the flags are true."""
    values = list(flags)
    return Share(sum(values), len(values))


def judge(question: EvaluationQuestion, reply: Reply | None, probability: float) -> Judged:
    """Hold a reply against its question; `reply` None means that the service refused to read it."""
    if reply is None:
        return Judged(question, None, 0.0, 0, has_words=True)
    judged = Judged(question, reply, probability, 0, has_words=_has_words(question, reply))
    right = [is_right_place(question, place) for place in judged.places]
    return replace(judged, rank=right.index(True) + 1 if True in right else 0)


def is_right_place(question: EvaluationQuestion, place: Citation | Link | Section) -> bool:
    """By location, by the heading, or by the title of its page."""
    names = {place.breadcrumb[0].casefold(), place.breadcrumb[-1].casefold()}
    return place.location in question.locations or bool(names & question.gold)


def _has_words(question: EvaluationQuestion, reply: Reply) -> bool:
    def matches(pattern: str) -> bool:
        return re.search(pattern, reply.text, re.IGNORECASE) is not None

    if reply.kind == "answer" and not all(map(matches, question.must_contain)):
        return False
    return not any(map(matches, question.must_not_contain))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive scores above a negative; ties count half."""
    if not positives or not negatives:
        return math.nan
    ranked = sorted(negatives)
    wins = sum(bisect_left(ranked, x) + bisect_right(ranked, x) for x in positives)
    return wins / (2 * len(positives) * len(negatives))
