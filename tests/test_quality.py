"""The answers hold their floor: a change that lowers it fails with the questions lost.

The floor is what was right when `scripts/set_floor.py` last ran. The checks of the questions files
are never indexed and never trained on; the development questions are known to whoever tunes.
"""

import json
from pathlib import Path

import pytest
import yaml

from chatbot.answering.assistant import FaqAssistant
from chatbot.evaluation.command import load_questions
from chatbot.evaluation.metrics import Judged
from chatbot.evaluation.runner import run

ROOT = Path(__file__).parent.parent
INDEX = ROOT / "index"
DATA = Path(__file__).parent / "data" / "evaluation"
FLOOR = json.loads((DATA / "floor.json").read_text("utf-8"))

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module", params=FLOOR)
def measured(request: pytest.FixtureRequest) -> tuple[str, list[Judged]]:
    assert (INDEX / "manifest.json").is_file(), "no index: run `guide build` first"
    questions = load_questions(ROOT / FLOOR[request.param]["file"], INDEX)
    return request.param, run(FaqAssistant.load(INDEX), questions)


def test_as_many_questions_are_right_as_before(measured: tuple[str, list[Judged]]) -> None:
    name, judged = measured
    wrong = {one.question.question for one in judged if not one.is_right}
    lost = sorted(wrong - set(FLOOR[name]["wrong"]))
    n_right = len(judged) - len(wrong)
    assert n_right >= FLOOR[name]["right"] - FLOOR[name]["slack"], (
        f"{n_right} of {len(judged)} are right, the floor is {FLOOR[name]['right']}. Lost:\n"
        + "\n".join(lost)
    )


def test_every_set_has_a_floor() -> None:
    sets = {path.stem for path in DATA.glob("*.jsonl") if not path.stem.startswith("foreign-")}
    assert set(FLOOR) == sets | {"checks"}


def test_every_section_has_enough_asks_and_checks() -> None:
    lacking = [
        f"{path.name}: {anchor} has {len(of_section['asks'])} and {len(of_section['checks'])}"
        for path in sorted((ROOT / "docs").rglob("*.questions.yml"))
        if path.name != "not-covered.questions.yml"
        for anchor, of_section in yaml.safe_load(path.read_text("utf-8")).items()
        if len(of_section["asks"]) < 30 or len(of_section["checks"]) < 8
    ]
    assert lacking == []


def test_every_unrelated_or_hostile_question_is_refused(
    measured: tuple[str, list[Judged]],
) -> None:
    _, judged = measured
    kinds = {"oos_far", "adversarial", "declined"}
    answered = [
        one.question.question
        for one in judged
        if one.question.kind in kinds and not one.question.is_answerable and one.is_answered
    ]
    assert answered == []


@pytest.mark.parametrize("question", ["Should I hire Bilal?", "is Tariq senior enough"])
def test_a_name_is_not_corrected_into_a_question_to_answer(question: str) -> None:
    reply = FaqAssistant.load(INDEX).reply(question)
    assert (reply.kind, reply.corrected_question) == ("abstention", None)


def test_a_garbled_question_is_still_corrected() -> None:
    reply = FaqAssistant.load(INDEX).reply("what databse shuld they knwo")
    assert (reply.kind, reply.corrected_question) == ("answer", "what database should they know")


def test_every_quotation_is_in_the_published_page(measured: tuple[str, list[Judged]]) -> None:
    from selectolax.lexbor import LexborHTMLParser

    _, judged = measured
    pages: dict[str, tuple[str, set[str]]] = {}
    for one in judged:
        for citation in one.reply.citations if one.reply else ():
            page, _, anchor = citation.location.partition("#")
            if page not in pages:
                tree = LexborHTMLParser((ROOT / "site" / page / "index.html").read_text("utf-8"))
                anchors = {node.attributes["id"] or "" for node in tree.css("[id]")}
                pages[page] = "".join(tree.body.text().split() if tree.body else ()), anchors
            text, anchors = pages[page]
            assert "".join(citation.quote.split()) in text
            assert not anchor or anchor in anchors
