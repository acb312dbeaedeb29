"""The index for the browser: what it holds, how large it may be, and that it is reproducible."""

import json
from pathlib import Path
from typing import Any

from chatbot.indexing.offline import write_offline_index
from chatbot.passages import Section, Unit

CODE = Section(
    location="contracts/#code",
    breadcrumb=("Contracts", "Who owns the code?"),
    level=2,
    units=(
        Unit("The code belongs to the client.", "sentence", 0),
        Unit("Ask a lawyer.", "sentence", 0),
        Unit("Level Rate", "header", 1),
        Unit("Junior 100", "row", 1),
        Unit("Senior 300", "row", 1),
    ),
)
EMPTY = Section(location="contracts/", breadcrumb=("Contracts",), level=1, units=())


def read(path: Path) -> list[Any]:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["format"] == 1
    sections: list[Any] = document["sections"]
    return sections


def test_a_section_keeps_its_sentences_and_rows_but_no_table_head(tmp_path: Path) -> None:
    write_offline_index([CODE], {}, tmp_path / "offline.json")
    assert read(tmp_path / "offline.json") == [
        [
            "contracts/#code",
            ["Contracts", "Who owns the code?"],
            [
                [0, "The code belongs to the client.", "Ask a lawyer."],
                [1, "Junior 100", "Senior 300"],
            ],
            "",
        ]
    ]


def test_sentences_with_something_left_out_between_them_are_not_joined(tmp_path: Path) -> None:
    units = (Unit("One.", "sentence", 0), Unit("Three.", "sentence", 0, follows=False))
    section = Section("a/", ("A",), 1, units)
    write_offline_index([section], {}, tmp_path / "offline.json")
    assert read(tmp_path / "offline.json")[0][2] == [[0, "One."], [0, "Three."]]


def test_a_heading_without_text_is_left_out(tmp_path: Path) -> None:
    write_offline_index([EMPTY, CODE], {}, tmp_path / "offline.json")
    assert [section[0] for section in read(tmp_path / "offline.json")] == ["contracts/#code"]


def test_words_of_questions_are_kept_once_most_asked_first(tmp_path: Path) -> None:
    asks = {"contracts/#code": ["Copyright of the code?", "copyright, IP or ownership?"]}
    write_offline_index([CODE], asks, tmp_path / "offline.json")
    assert read(tmp_path / "offline.json")[0][3] == "copyright ownership"


def test_questions_for_an_unknown_section_are_passed_over(tmp_path: Path) -> None:
    write_offline_index([CODE], {"elsewhere/": ["What?"]}, tmp_path / "offline.json")
    assert len(read(tmp_path / "offline.json")) == 1


def test_the_same_sections_give_the_same_bytes(tmp_path: Path) -> None:
    asks = {"contracts/#code": ["one two three", "three four"]}
    first, second = tmp_path / "a" / "offline.json", tmp_path / "b" / "offline.json"
    assert write_offline_index([CODE], asks, first) == write_offline_index([CODE], asks, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_large_index_drops_question_words_before_text(tmp_path: Path) -> None:
    asks = {CODE.location: [f"word{n}x{n * 7919}" for n in range(200)]}
    out_file = tmp_path / "offline.json"
    size = write_offline_index([CODE], asks, out_file, max_gzip_bytes=300)
    assert size <= 300
    assert "The code belongs to the client." in out_file.read_text(encoding="utf-8")
