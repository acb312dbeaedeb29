import pytest

from chatbot.answering.followups import is_follow_up, may_depend, parts, preceding


@pytest.mark.parametrize(
    "question",
    ["and for databases?", "why is that?", "how long should it be", "yes", "What about seniors?",
     "is ruby in there?", "how often?", "And if they refuse?", "which one is cheaper"],
)  # fmt: skip
def test_short_question_that_points_back_is_a_follow_up(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    ["How do I set a timeout?", "what does a probation period mean", "python",
     "Who pays the fees when the contract ends before the work is finished and it is my fault?"],
)  # fmt: skip
def test_question_that_stands_alone_is_not_a_follow_up(question: str) -> None:
    assert not is_follow_up(question)


@pytest.mark.parametrize(
    ("question", "depends"),
    [
        ("maternity weeks", True),
        ("does the same go for someone who works for two other clubs?", True),
        ("How many weeks of leave does the law of Punjab give to a new mother?", False),
        ("Who pays them when the contract ends before the work is done and I am at fault?", False),
    ],
)
def test_what_is_short_or_points_back_may_depend(question: str, depends: bool) -> None:
    assert may_depend(question) is depends


def test_what_stands_alone_precedes_a_follow_up_alone() -> None:
    earlier = ["Is there a test?", "Must applicants know Git?"]
    assert preceding(earlier) == "Must applicants know Git?"


def test_follow_up_to_a_follow_up_reaches_one_question_further_back() -> None:
    context = preceding(["How do I pay?", "and when is it due?"])
    assert context == "How do I pay? and when is it due?"


def test_question_of_two_parts_is_split() -> None:
    found = parts("junior pay, and the cheapest transfer route?")
    assert found == ("junior pay", "the cheapest transfer route")


@pytest.mark.parametrize("question", ["rock and roll", "terms and conditions", "what and", "a b c"])
def test_pair_of_words_is_not_a_question_of_two_parts(question: str) -> None:
    assert parts(question) == ()
