"""Record what is right now as the floor of tests/test_quality.py. Run after `guide build`.

floor.json names the sets: `file`, and by how many questions it may be missed (`slack`).
"""

import json
from pathlib import Path

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.command import load_questions
from chatbot.evaluation.runner import run

ROOT = Path(__file__).parent.parent
FLOOR = ROOT / "tests" / "data" / "evaluation" / "floor.json"


def main() -> None:
    """Ask everything once and write floor.json."""
    assistant = FaqAssistant.load(ROOT / "index")
    floor = json.loads(FLOOR.read_text("utf-8"))
    for name, one in floor.items():
        judged = run(assistant, load_questions(ROOT / one["file"], ROOT / "index"))
        one["wrong"] = sorted(j.question.question[:500] for j in judged if not j.is_right)
        one["right"] = len(judged) - len(one["wrong"])
        print(f"{name}: {one['right']} of {len(judged)} right")
    FLOOR.write_text(json.dumps(floor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
