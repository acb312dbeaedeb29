"""Record what is right now as the floor of tests/test_quality.py. Run after `guide build`."""

import json
from pathlib import Path

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.command import load_questions
from chatbot.evaluation.runner import run

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data" / "evaluation"
INDEPENDENT = ("independent", "independent-2", "independent-3", "independent-4")
SLACK = {"checks": 5, "dev-questions": 0, "dev-questions-2": 1, "unrelated": 1} | dict.fromkeys(
    INDEPENDENT, 1
)


def main() -> None:
    """Ask everything once and write floor.json."""
    assistant = FaqAssistant.load(ROOT / "index")
    sets = {name: DATA / f"{name}.jsonl" for name in SLACK} | {"checks": ROOT / "docs"}
    floor = {}
    for name, path in sets.items():
        judged = run(assistant, load_questions(path, ROOT / "index"))
        wrong = sorted(one.question.question[:500] for one in judged if not one.is_right)
        floor[name] = {"right": len(judged) - len(wrong), "slack": SLACK[name], "wrong": wrong}
        print(f"{name}: {floor[name]['right']} of {len(judged)} right")
    text = json.dumps(floor, ensure_ascii=False, indent=1)
    (DATA / "floor.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
