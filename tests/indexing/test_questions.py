from pathlib import Path

import pytest
from garden import build

from chatbot.errors import QuestionsError
from chatbot.index_store import read_index
from chatbot.indexing.questions import Check


def _write(docs: Path, text: str, name: str = "tools.questions.yml") -> None:
    (docs / name).write_text(text, encoding="utf-8")


def test_asks_are_indexed_and_checks_are_not(site: Path, docs: Path, tmp_path: Path) -> None:
    report = build(site, tmp_path / "index", docs_dir=docs)
    asks = read_index(tmp_path / "index").questions.asks
    assert ("tools/#spades", "how long can I keep a spade") in asks
    assert ("tools/#spades", "May I borrow a mower? and a spade?") in asks
    assert report.questions.checks == (Check("spade loan length", "tools/#spades"),)
    assert not any("loan length" in question for _, question in asks)


def test_not_covered_and_declined_are_read_apart(site: Path, docs: Path, tmp_path: Path) -> None:
    text = "not-covered:\n  asks: [rent a greenhouse]\n  checks: [greenhouse price]\n"
    _write(docs, text + "declined:\n  asks: [who did not pay]\n", "not-covered.questions.yml")
    report = build(site, tmp_path / "index", docs_dir=docs)
    questions = report.questions.questions
    assert questions.not_covered == ("rent a greenhouse",)
    assert "who did not pay" in questions.declined
    assert Check("greenhouse price", None) in report.questions.checks


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("spade:\n  asks: [a b]\n", r"no section '#spade'. Nearest: spades"),
        ("spades:\n  ask: [a b]\n", r"'spades' has 'ask'; expected 'asks' or 'checks' only"),
        ("spades:\n  asks: a b\n", r"must be a list of questions"),
        ("spades: [a b]\n", r"'spades' is list; expected a mapping"),
        ("spades:\n  asks: [{q: a}]\n", r"expected a question, or"),
        ("spades:\n  asks: ['']\n", r"expected a question, or"),
        (f"spades:\n  asks: ['{'x' * 501}']\n", r"has a question of 501 characters"),
        ("spades:\n  asks: [a\n", r"cannot be read as YAML"),
        ("spades:\n  asks: [a b]\nspades:\n  asks: [c d]\n", r"'spades' stands twice"),
        ("spades:\n  checks: [{ask: a, also: [tools/#spade]}]\n", r"Nearest: tools/#spades"),
        ("spades:\n  asks: [{ask: a, also: [tools/#mowers]}]\n", r"only checks may have it"),
        ("spades:\n  checks: [{ask: a, also: tools/#mowers}]\n", r"expected a question, or"),
        ("spades:\n  asks: [same words]\n  checks: [Same words]\n", r"is also an ask"),
    ],
)
def test_mistake_in_a_questions_file_is_named(
    text: str, message: str, site: Path, docs: Path, tmp_path: Path
) -> None:
    _write(docs, text)
    with pytest.raises(QuestionsError, match=message):
        build(site, tmp_path / "index", docs_dir=docs)
    assert not (tmp_path / "index" / "manifest.json").exists()


def test_questions_file_without_its_page_is_refused(site: Path, docs: Path, tmp_path: Path) -> None:
    _write(docs, "a:\n  asks: [b c]\n", "absent.questions.yml")
    with pytest.raises(QuestionsError, match=r"there is no page 'absent.md'"):
        build(site, tmp_path / "index", docs_dir=docs)


def test_words_that_yaml_would_read_as_values_stay_questions(
    site: Path, docs: Path, tmp_path: Path
) -> None:
    _write(docs, "spades:\n  asks: [yes, 2026, no]\n")
    report = build(site, tmp_path / "index", docs_dir=docs)
    assert [text for _, text in report.questions.questions.asks] == ["yes", "2026", "no"]
