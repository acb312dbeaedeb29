import pytest

from chatbot.answering.followups import asking_sentence, interpret, is_follow_up, parts


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


def test_follow_up_is_read_with_the_question_before_it() -> None:
    meaning = interpret("and for databases?", ["Should they know Git?"])
    assert meaning.texts == ("Should they know Git? and for databases?", "and for databases?")
    assert meaning.understood_as == "Should they know Git? and for databases?"


def test_follow_up_without_a_topic_of_its_own_is_read_with_its_predecessor_only() -> None:
    assert interpret("why?", ["Should they know Git?"]).texts == ("Should they know Git? why?",)


def test_follow_up_to_a_follow_up_reaches_one_question_further_back() -> None:
    meaning = interpret("and how much?", ["How do I pay?", "and when is it due?"])
    assert meaning.texts[0] == "How do I pay? and when is it due? and how much?"


def test_question_that_stands_alone_ignores_the_history() -> None:
    meaning = interpret("What does probation mean?", ["Should they know Git?"])
    assert meaning.texts == ("What does probation mean?",)
    assert meaning.understood_as is None


def test_follow_up_without_history_is_taken_as_it_is() -> None:
    assert interpret("and for databases?", []).texts == ("and for databases?",)


def test_long_question_is_also_read_by_the_sentence_that_asks() -> None:
    story = "We hired somebody last year and it went badly in many ways. He left after a month. "
    question = story + "What should I write down this time? Thank you for any hint you have."
    assert asking_sentence(question) == "What should I write down this time?"


def test_short_question_has_no_separate_asking_sentence() -> None:
    assert asking_sentence("Who pays? I do.") is None


def test_question_of_two_parts_is_split() -> None:
    found = parts("junior pay, and the cheapest transfer route?")
    assert found == ("junior pay", "the cheapest transfer route")


@pytest.mark.parametrize("question", ["rock and roll", "terms and conditions", "what and", "a b c"])
def test_pair_of_words_is_not_a_question_of_two_parts(question: str) -> None:
    assert parts(question) == ()
