"""Files of evaluation questions → questions with what a right reply must be."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import EvaluationError
from chatbot.indexing.questions import MAX_CHARS, Check


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """One question and its right replies.

    `gold` holds headings and page titles, `locations` section locations; citing either is right.
    `must_contain` are regular expressions, case ignored, that the answer's text has to match.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...] = ()
    gold: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    is_answerable: bool = True
    expects_small_talk: bool = False

    @property
    def is_too_long(self) -> bool:
        return len(self.question) > MAX_CHARS


def read_evaluation(path: Path) -> list[EvaluationQuestion]:
    """Read a JSON Lines file in the format of docs/chatbot/evaluation.md.

    Raises:
        EvaluationError: the file cannot be read, or a line lacks a field.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"'{path}' cannot be read: {error}") from error
    questions = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise EvaluationError(
                    f"{path}:{number} is not an evaluation question: {error!r}. Expected a JSON "
                    "object with id, kind, question or repeat, gold and answerable."
                ) from error
    if not questions:
        raise EvaluationError(f"'{path}' holds no question.")
    return questions


def from_checks(checks: Sequence[Check]) -> list[EvaluationQuestion]:
    """The checks of the questions files as evaluation questions."""
    return [
        EvaluationQuestion(
            id=f"check-{number:04}",
            kind=_kind(check),
            question=check.question,
            history=(check.after,) if check.after else (),
            locations=frozenset(filter(None, (check.location, *check.also))),
            is_answerable=check.location is not None,
        )
        for number, check in enumerate(checks, 1)
    ]


def _kind(check: Check) -> str:
    if check.location is None:
        return "declined" if check.is_declined else "not covered"
    return "follow-up" if check.after else check.location.partition("#")[0] or "home"


def _question(values: dict[str, Any]) -> EvaluationQuestion:
    repeat = values.get("repeat")
    question = repeat["text"] * repeat["times"] if repeat else values["question"]
    for pattern in (*values.get("must_contain", ()), *values.get("must_not_contain", ())):
        re.compile(pattern)
    return EvaluationQuestion(
        id=values["id"],
        kind=values["kind"],
        question=question,
        history=tuple(turn["question"] for turn in values.get("history", ())),
        gold=frozenset(heading.casefold() for heading in values["gold"]),
        must_contain=tuple(values.get("must_contain", ())),
        must_not_contain=tuple(values.get("must_not_contain", ())),
        is_answerable=values["answerable"],
        expects_small_talk=values.get("expect") == "smalltalk",
    )
