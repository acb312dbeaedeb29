"""`guide evaluate … --report DOCS_DIR`: tables and charts into docs/chatbot/evaluation.md."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.errors import EvaluationError
from chatbot.evaluation.charts import chart, coverage_points, reliability_points
from chatbot.evaluation.metrics import Judged


def write_report(docs_dir: Path, name: str, table: str, judged: Sequence[Judged]) -> list[Path]:
    """Replace the block `name` of the evaluation page; draw charts where both classes occur.

    The block stands between `<!-- evaluation: NAME -->` and `<!-- end -->`.

    Raises:
        EvaluationError: the page has no such block.
    """
    page = docs_dir / "chatbot" / "evaluation.md"
    begin, end = f"<!-- evaluation: {name} -->", "<!-- end -->"
    text = page.read_text("utf-8") if page.is_file() else ""
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise EvaluationError(
            f"'{page}' has no block '{begin} … {end}'. Add one where the table shall stand."
        )
    kinds = {one.question.is_answerable for one in judged}
    drawn = _draw(docs_dir / "assets" / "charts", name, judged) if len(kinds) == 2 else []
    block = f"{begin}\n{table}\n\n{_images(name) if drawn else ''}{end}"
    page.write_text(head + block + tail, encoding="utf-8")
    return [page, *drawn]


def _draw(folder: Path, name: str, judged: Sequence[Judged]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    drawings = {
        folder / f"reliability-{name}.svg": chart(
            "Reliability", "stated probability", "share that the guide answers",
            reliability_points(judged), ideal=True,
        ),
        folder / f"coverage-{name}.svg": chart(
            "Coverage and accuracy", "share answered, surest first", "share right",
            coverage_points(judged), ideal=False,
        ),
    }  # fmt: skip
    for path, drawing in drawings.items():
        path.write_text(drawing, encoding="utf-8")
    return list(drawings)


def _images(name: str) -> str:
    return (
        f"![Reliability diagram: stated probability against the share of questions that the guide "
        f"answers.](../assets/charts/reliability-{name}.svg){{ loading=lazy }}\n"
        f"![Coverage–accuracy curve: the share right among the surest answers.]"
        f"(../assets/charts/coverage-{name}.svg){{ loading=lazy }}\n"
    )
