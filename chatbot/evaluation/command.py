"""`guide evaluate`: a file of questions → a table, and as JSON."""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.metrics import Judged, Share, auroc, share_of
from chatbot.evaluation.questions import EvaluationQuestion, from_checks, read_evaluation
from chatbot.evaluation.report import write_report
from chatbot.evaluation.runner import run
from chatbot.index_store import read_index
from chatbot.indexing.questions import read_questions


def evaluate_command(options: argparse.Namespace) -> int:
    """Run `guide evaluate`; prints the table or JSON, and writes the report asked for."""
    assistant = FaqAssistant.load(options.index, options.encoder)
    judged = run(assistant, load_questions(options.file, options.index))
    if options.json:
        print(json.dumps(as_json(judged), ensure_ascii=False, indent=1))
    else:
        print(as_table(judged))
        if options.failures:
            print("\n".join(failure_lines(judged)))
    if options.report is not None:
        name = "checks" if options.file.is_dir() else options.file.stem
        for path in write_report(options.report, name, as_table(judged), judged):
            print(f"Wrote {path}", file=sys.stderr)
    return 0


def load_questions(path: Path, index_dir: Path) -> list[EvaluationQuestion]:
    """The questions of a file, or the checks of all questions files below a folder."""
    if path.is_dir():
        return from_checks(read_questions(path, read_index(index_dir).sections).checks)
    return read_evaluation(path)


def summary(judged: Sequence[Judged]) -> dict[str, Share]:
    """The measures of one group of questions."""
    answerable = [one for one in judged if one.question.is_answerable]
    others = [
        one for one in judged
        if not one.question.is_answerable and not one.question.expects_small_talk
    ]  # fmt: skip
    return {
        "right": share_of(one.is_right for one in judged),
        "section first": share_of(one.rank == 1 for one in answerable),
        "in first three": share_of(0 < one.rank <= 3 for one in answerable),
        "answered": share_of(one.is_answered for one in answerable),
        "answers right": share_of(one.is_right for one in judged if one.is_answered),
        "refused": share_of(not one.is_answered for one in others),
    }


def by_kind(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """The questions of each kind in the order of the file, and "all" at the end."""
    kinds: dict[str, list[Judged]] = {}
    for one in judged:
        kinds.setdefault(one.question.kind, []).append(one)
    return {**kinds, "all": list(judged)}


def separation(judged: Sequence[Judged]) -> float | None:
    """AUROC of the probability, answerable questions against others; None if either is missing."""
    area = auroc(
        [one.probability for one in judged if one.question.is_answerable],
        [
            one.probability for one in judged
            if not one.question.is_answerable and not one.question.expects_small_talk
        ],
    )  # fmt: skip
    return None if math.isnan(area) else area


def as_table(judged: Sequence[Judged]) -> str:
    """A Markdown table, one line a kind."""
    groups = by_kind(judged)
    names = list(summary(judged))
    lines = ["| kind | n | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for kind, group in groups.items():
        values = " | ".join(str(value) for value in summary(group).values())
        lines.append(f"| {kind} | {len(group)} | {values} |")
    area = separation(judged)
    if area is not None:
        lines.append(f"\nAnswerable against not: AUROC {area:.3f}")
    return "\n".join(lines)


def as_json(judged: Sequence[Judged]) -> dict[str, Any]:
    """Every measure by kind, and every question that failed."""
    return {
        "kinds": {
            kind: {name: {"k": s.k, "n": s.n} for name, s in summary(group).items()}
            for kind, group in by_kind(judged).items()
        },
        "auroc": separation(judged),
        "failed": [one.question.id for one in judged if not one.is_right],
    }


def failure_lines(judged: Sequence[Judged]) -> list[str]:
    """What was asked, what came back and what was right, for each question that failed."""
    lines = []
    for one in judged:
        if one.is_right:
            continue
        reply, question = one.reply, one.question
        trails = [place.breadcrumb for place in one.places]
        got = "; ".join(" › ".join(trail[-2:]) for trail in trails[:3])
        kind = "refused" if reply is None else reply.reason or reply.kind
        lines.append(
            f"{question.id} {question.question[:110]!r} p={one.probability:.2f} → {kind}: {got} "
            f"| right: {', '.join(sorted(question.gold | question.locations)) or 'none'}"
            + ("" if one.has_words else " | words missing")
        )
    return lines
