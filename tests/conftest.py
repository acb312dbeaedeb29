"""What the tests of index, retrieval and answers share."""

from pathlib import Path

import pytest
from garden import QUESTIONS, build, write_site
from keyword_encoder import KeywordEncoder

from chatbot.answering.assistant import FaqAssistant
from chatbot.index_store import read_index


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "tools.questions.yml").write_text(QUESTIONS, encoding="utf-8")
    return folder


@pytest.fixture
def assistant(site: Path, docs: Path, tmp_path: Path) -> FaqAssistant:
    """An assistant over the small site, with its questions files."""
    encoder = KeywordEncoder()
    build(site, tmp_path / "index", encoder, docs_dir=docs)
    return FaqAssistant(read_index(tmp_path / "index", encoder), encoder)
