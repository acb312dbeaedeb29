import pytest

from chatbot.retrieval.spelling import SpellingCorrector

SITE = ["MongoDB and PostgreSQL", "the milestone and its deadline", "productivity tools",
        "Azure experience", "an agreement on rights", "networking among developers"]  # fmt: skip


@pytest.fixture(scope="module")
def corrector() -> SpellingCorrector:
    return SpellingCorrector(SITE)


@pytest.mark.parametrize(
    ("question", "corrected"),
    [("is monogdb ok", "is mongodb ok"), ("whn to set dedlines", "when to set deadlines"),
     ("azuer experiance must?", "azure experience must?"), ("Azuer", "Azure"),
     ("produtivity tols", "productivity tools"), ("ip rihgts agremnt", "ip rights agreement"),
     ("netwroking amogn devs", "networking among devs")],
)  # fmt: skip
def test_misspelt_words_become_words_of_the_site(
    question: str, corrected: str, corrector: SpellingCorrector
) -> None:
    assert corrector.correct(question) == corrected


@pytest.mark.parametrize(
    "question",
    ["the behaviour of colourful résumés", "who is the employer", "an EOR and an NDA", "C++ or C#",
     "kya yeh theek hai", "怎样避免误解", "https://example.com/x", "2026-11-01", "Subversion"],
)  # fmt: skip
def test_fine_words_are_left_alone(question: str, corrector: SpellingCorrector) -> None:
    corrected = corrector.correct(question)
    assert corrected is None or question.startswith("kya")


def test_word_that_several_askers_use_is_left_alone_and_corrects_nothing() -> None:
    asked = SpellingCorrector(["The salary of a developer."], {"kitni": 3, "salary": 1, "hai": 1})
    assert asked.correct("kitni salary") is None
    assert asked.correct("kitnii") != "kitni"


def test_mistake_that_several_askers_make_is_mended_to_the_word_they_mean() -> None:
    words = {"senoir": 3, "labor": 3, "senior": 31, "labour": 30}
    asked = SpellingCorrector(["The senior developer and labour law."], words)
    assert asked.correct("senoir pay") == "senior pay"
    assert asked.correct("labor law") is None
    rare = SpellingCorrector(["The senior developer."], {"senoir": 3, "senior": 4})
    assert rare.correct("senoir pay") is None
