"""Where sentences end. A bar marks each end that is expected."""

import pytest

from chatbot.indexing.sentences import split_sentences


@pytest.mark.parametrize(
    "marked",
    [
        "One. | Two! | Three? | Four",
        "Use e.g. Python, i.e. a language, vs. Go. | Then rest.",
        "Acme Inc. in Lahore. | The firm Arbisoft Ltd. | It grew.",
        "Dr. A. Khan and Mr. Ali met at 5 p.m. Friday. | They left.",
        "It costs 3.5 lakh, v. 1.2.3 or v1.2. | Next.",
        "See No. 7 and Fig. 2. | Is it so? | No. | Rs. 500 is due.",
        "Really?! | Yes... | Perhaps… | Maybe... or not.",
        '"Is it?" she asked. | "It is." | He left.',
        "“Stop.” | Then (see Sec. 4. Or not) go. | (A whole one.) | End.",
        "The U.S. market and the U.K. | The rest follows. | At 9 a.m. PKT we start.",
        "1. First comes this. | 2. Then that.",
        "Visit example.com. | Use .NET and Node.js today. | iOS works.",
        "لاہور میں ڈویلپر ہیں۔ | کیا وہ انگریزی بولتے ہیں؟ | جی ہاں۔",  # noqa: RUF001
        "Plan B. | Then we wait. | J. R. Smith agrees.",
        "« Pourquoi ? » | Parce que. | Voilà",
        "A dash: yes. – not a new one.",
        "Etc. is short; cats, dogs, etc. | They sleep.",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text = marked.replace(" | ", " ")
    assert [text[start:end] for start, end in split_sentences(text)] == marked.split(" | ")


def test_chinese_sentences_need_no_space() -> None:
    text = "拉合尔有很多人。他们会吗？「会！」对。"
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "拉合尔有很多人。",
        "他们会吗？",
        "「会！」",
        "对。",
    ]


def test_no_sentence_ends_in_what_is_kept_whole() -> None:
    assert split_sentences("Call a. B now. Go.", [(5, 9)]) == [(0, 14), (15, 18)]


def test_a_blank_text_has_no_sentence() -> None:
    assert split_sentences("") == []
