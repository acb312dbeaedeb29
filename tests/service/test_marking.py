"""The sentence that is marked, the address that finds it, and what counts as asking for advice."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.service.marking import asks_for_advice, key_span, landing

QUOTE = "Lahore has cafés. Developers earn PKR 250,000.\nSeniors earn more. Ask for v. 2 of it."


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("what do developers earn?", "Developers earn PKR 250,000."),
        ("and a senior?", "Seniors earn more."),
        ("is there a café?", ""),
        ("which cafés?", "Lahore has cafés."),
        ("asking about it", ""),
        ("", ""),
    ],
)
def test_sentence_nearest_to_the_question_is_marked(question: str, key: str) -> None:
    before, marked, after = key_span(QUOTE, question)
    assert before + marked + after == QUOTE
    assert marked == key


def test_quotation_of_one_sentence_is_not_marked() -> None:
    assert key_span("You own the code.", "who owns the code?") == ("You own the code.", "", "")


@given(quote=st.text(max_size=200), question=st.text(max_size=50))
def test_quotation_stays_verbatim(quote: str, question: str) -> None:
    assert "".join(key_span(quote, question)) == quote


@pytest.mark.parametrize(
    ("location", "quote", "expected"),
    [
        ("a/#b", "You own it.", "a/#b:~:text=You%20own%20it."),
        ("a/", "50–60%, R&D, re-use #1", "a/#:~:text=50%E2%80%9360%25%2C%20R%26D%2C%20re%2Duse"),
        ("", "", ""),
        (
            "a/#b",
            "One two three four five six seven eight nine ten eleven twelve thirteen.",
            "a/#b:~:text=One%20two%20three%20four%20five%20six%20seven%20eight,"
            "ten%20eleven%20twelve%20thirteen.",
        ),
        (
            "a/#b",
            "SQL\nIt stores the rows\nand finds them again\nso fast",
            "a/#b:~:text=It%20stores%20the%20rows,and%20finds%20them%20again",
        ),
        ("a/#b", "SQL\nGit", "a/#b:~:text=SQL,Git"),
        ("a/#b", "It was so in 2025.", "a/#b:~:text=It%20was%20so%20in"),
        ("a/#b", "2024 2025", "a/#b:~:text=2024%202025"),
    ],
)
def test_link_leads_to_the_words(location: str, quote: str, expected: str) -> None:
    assert landing(location, quote) == expected


@given(quote=st.text(max_size=300))
def test_words_of_the_link_are_words_of_the_quotation(quote: str) -> None:
    location, _, text = landing("a/#b", quote).partition(":~:text=")
    assert location == "a/#b"
    words = " ".join(quote.split())
    assert all(unquote(part) in words for part in text.split(","))
    assert not set(text) - set("%,._~") - set(map(chr, range(48, 123)))


@pytest.mark.parametrize(
    ("question", "is_advice"),
    [
        ("Is that legal?", True),
        ("Should I fire him?", True),
        ("which taxes do I pay", True),
        ("do I need a doctor", True),
        ("Who mows the lawn?", False),
        ("How do I issue a ticket?", False),
    ],
)
def test_questions_that_ask_for_advice(question: str, is_advice: bool) -> None:
    assert asks_for_advice(question) is is_advice
