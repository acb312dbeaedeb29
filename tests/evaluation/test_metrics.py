import math
from pathlib import Path

import pytest

from chatbot.answering.composer import Reply
from chatbot.errors import EvaluationError
from chatbot.evaluation.metrics import Share, auroc, judge
from chatbot.evaluation.questions import EvaluationQuestion, read_evaluation
from chatbot.passages import Citation, Link

ASKED = EvaluationQuestion("q1", "x", "how?", gold=frozenset({"spades"}), must_contain=("three",))
UNANSWERABLE = EvaluationQuestion("q2", "x", "why?", is_answerable=False)
FIRST = Citation("Spades", ("Tools", "Spades"), "tools/#spades", "three days")
OTHER = Citation("Mowers", ("Tools", "Mowers"), "tools/#mowers", "petrol")


def _answer(*citations: Citation) -> Reply:
    return Reply("answer", citations[0].quote, "i", citations=citations)


def test_right_place_and_words_make_a_right_answer() -> None:
    assert judge(ASKED, _answer(FIRST, OTHER), 0.9).is_right


def test_right_place_in_second_rank_is_not_right() -> None:
    judged = judge(ASKED, _answer(OTHER, FIRST), 0.9)
    assert (judged.rank, judged.is_right) == (2, False)


def test_missing_words_are_not_right() -> None:
    question = EvaluationQuestion("q", "x", "?", gold=frozenset({"spades"}), must_contain=("four",))
    assert not judge(question, _answer(FIRST), 0.9).is_right


def test_title_of_the_page_counts_like_its_heading() -> None:
    question = EvaluationQuestion("q", "x", "?", gold=frozenset({"tools"}))
    assert judge(question, _answer(FIRST), 0.9).is_right


def test_suggestions_of_an_abstention_have_ranks_but_do_not_answer() -> None:
    link = Link("Spades", ("Tools", "Spades"), "tools/#spades")
    judged = judge(ASKED, Reply("abstention", "", "i", suggestions=(link,)), 0.1)
    assert (judged.rank, judged.is_right) == (1, False)


def test_unanswerable_question_is_right_when_refused() -> None:
    assert judge(UNANSWERABLE, Reply("abstention", "", "i"), 0.1).is_right
    assert not judge(UNANSWERABLE, _answer(FIRST), 0.9).is_right


def test_share_comes_with_its_interval() -> None:
    share = Share(45, 50)
    low, high = share.interval
    assert (round(low, 2), round(high, 2)) == (0.79, 0.96)
    assert str(share) == "45/50 = 90% (79%–96%)"
    assert str(Share(0, 0)) == "–"


def test_auroc_is_the_chance_to_rank_right() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.1], [0.5]) == 0.5
    assert math.isnan(auroc([], [0.5]))


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "holds no question"), ("{", r":1 is not an evaluation question"),
     ('{"id": "a"}', r":1 is not"), ("[1]", r":1 is not")],
)  # fmt: skip
def test_bad_file_is_named_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=message):
        read_evaluation(path)


def test_development_questions_are_all_read() -> None:
    path = Path(__file__).parent.parent / "data" / "evaluation" / "dev-questions.jsonl"
    questions = read_evaluation(path)
    assert len(questions) == 121
    assert sum(question.is_too_long for question in questions) == 1
