"""The service with the real builder, index, encoder and assistant, on a small site."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from test_serving import wait_until

from chatbot.encoder import load_encoder
from chatbot.encoders import WITH_ASKS_DIR, WITHOUT_ASKS_DIR
from chatbot.errors import BuildError, EncoderMismatchError
from chatbot.publish import KnownIndex, build_draft, build_guide
from chatbot.rows import MIN_ASKS
from chatbot.service.app import create_app, default_factory
from chatbot.service.schemas import AskResponse
from chatbot.service.settings import Settings
from chatbot.site_process import SiteProcess

OTHER_BYTES = b"\x32\x00"  # an empty doc_string: another file, the same model
CONFIG = """site_name: Pottery
theme:
  name: material
  font: false
plugins: [search]
"""
PAGES = {
    "index.md": "# Pottery\n\nA short guide to the workshop.\n\n"
    "## Opening hours\n\nThe workshop opens at nine in the morning and closes at five.\n",
    "firing.md": "# Firing\n\n## Kiln temperature\n\n"
    "Stoneware is fired at 1240 degrees. Earthenware is fired at 1060 degrees.\n\n"
    "## Glazing\n\nWait two days before glazing, so that the clay is dry.\n",
    "prices.md": "# Prices\n\n## Lessons\n\nA lesson costs twelve euros. Clay is included.\n",
    "ask.md": "# Ask\n\nType a question.\n",
}


@dataclass(frozen=True)
class Project:
    folder: Path
    client: TestClient

    def build(self) -> str:
        return build(self.folder)


def build(folder: Path) -> str:
    said: list[str] = []
    with SiteProcess(folder / "mkdocs.yml") as site:
        build_guide(site, folder / "index", report=said.append)
    return said[-1]


def write_project(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG)
    for name, text in PAGES.items():
        (folder / "docs" / name).write_text(text)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    build(folder)
    settings = Settings(
        site_dir=folder / "site",
        index_dir=folder / "index",
        feedback_db=folder / "feedback.sqlite3",
        index_poll_seconds=0.05,
    )
    with TestClient(create_app(settings)) as client:
        yield Project(folder, client)


def test_answer_is_quoted_from_the_served_page_and_lands_there(project: Project) -> None:
    body = {"question": "at what temperature is stoneware fired?"}
    response = project.client.post("/api/ask", json=body)
    reply = AskResponse.model_validate(response.json(), strict=True, extra="forbid")
    assert reply.kind == "answer"
    assert "Stoneware is fired at 1240 degrees." in reply.text
    for citation in reply.citations:
        page, _, anchor = citation.location.partition("#")
        tree = LexborHTMLParser(project.client.get(f"/{page}").text)
        assert tree.css_first(f"[id='{anchor}']") is not None
        assert tree.body is not None
        text = " ".join(tree.body.text().split())
        assert all(" ".join(line.split()) in text for line in citation.quote.split("\n"))
    assert project.client.post("/api/ask", json=body).content == response.content


def test_answer_page_wears_the_dress_of_the_real_theme(project: Project) -> None:
    page = project.client.get("/answer", params={"q": "at what temperature is stoneware fired?"})
    tree = LexborHTMLParser(page.text)
    assert tree.css_first("header.md-header") is not None
    assert tree.css_first("article.md-content__inner blockquote") is not None
    for node in tree.css("link[rel=stylesheet], script[src]"):
        address = node.attributes.get("href") or node.attributes.get("src")
        assert project.client.get(f"/{address}").status_code == 200, address


def test_unrelated_question_abstains(project: Project) -> None:
    body = {"question": "who won the football world cup in 1998?"}
    reply = project.client.post("/api/ask", json=body).json()
    assert (reply["kind"], reply["citations"]) == ("abstention", [])


def test_edited_page_is_answered_from_without_a_restart(project: Project) -> None:
    before = project.client.get("/api/health").json()["index_id"]
    page = project.folder / "docs/prices.md"
    page.write_text(page.read_text().replace("twelve euros", "fifteen euros"))
    assert "reused" in project.build()
    wait_until(lambda: project.client.get("/api/health").json()["index_id"] != before)
    reply = project.client.post("/api/ask", json={"question": "what does a lesson cost?"}).json()
    assert "fifteen euros" in reply["text"]
    assert "fifteen euros" in project.client.get("/prices/").text


def test_patch_renders_what_changed_and_keeps_the_search_whole(project: Project) -> None:
    page = project.folder / "docs/index.md"
    page.write_text(page.read_text().replace("closes at five", "closes at six"))
    known = KnownIndex()
    config, site, index = (project.folder / name for name in ("mkdocs.yml", "site", "index"))
    report = build_draft(config, index, report=str, is_patch=True, known=known)
    assert report.n_encoded == 1
    assert "closes at six" in (site / "index.html").read_text("utf-8")
    search = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert {"", "firing/", "prices/"} <= {entry["location"] for entry in search["docs"]}
    assert any("closes at six" in text for text in known.rows.texts)


def test_a_site_that_gets_or_loses_asks_is_read_with_the_other_encoder(tmp_path: Path) -> None:
    write_project(tmp_path)
    known, index = KnownIndex(), tmp_path / "index"
    load = default_factory(Settings(index_dir=index))
    questions = tmp_path / "docs/prices.questions.yml"
    few = [f"what do {n} lessons cost" for n in range(MIN_ASKS - 1)]
    enough = [*few, "what do many lessons cost"]
    steps = [([*few, few[0]], WITHOUT_ASKS_DIR), (enough, WITH_ASKS_DIR), (few, WITHOUT_ASKS_DIR)]
    for asks, encoder in steps:
        questions.write_text(json.dumps({"lessons": {"asks": asks}}))
        report = build_draft(tmp_path / "mkdocs.yml", index, report=str, known=known)
        has_asks = encoder == WITH_ASKS_DIR
        assert report.index.questions.has_asks == has_asks
        assert report.index.manifest.encoder_sha256 == load_encoder(encoder).sha256
        assert report.n_reused == 0
        assert load(index).index_id == report.index_id


def test_an_index_of_an_encoder_of_ones_own_is_read_with_its_folder(tmp_path: Path) -> None:
    write_project(tmp_path)
    own, index = tmp_path / "own", tmp_path / "index"
    shutil.copytree(WITHOUT_ASKS_DIR, own)
    (own / "model.onnx").write_bytes((own / "model.onnx").read_bytes() + OTHER_BYTES)
    build_draft(tmp_path / "mkdocs.yml", index, report=str, known=KnownIndex(), encoder_dir=own)
    default_factory(Settings(index_dir=index, encoder_dir=own))(index)
    with pytest.raises(EncoderMismatchError, match="none of those this program started with"):
        default_factory(Settings(index_dir=index))(index)


def test_what_mkdocs_refuses_is_told_and_the_last_site_stays(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"{CONFIG}strict: true\n")
    page = tmp_path / "docs/index.md"
    page.write_text(PAGES["index.md"])
    build(tmp_path)
    page.write_text("# Pottery\n\nSee [the prices](prices.md).\n")
    said: list[str] = []
    with (
        pytest.raises(BuildError, match="Aborted with 1 warnings"),
        SiteProcess(tmp_path / "mkdocs.yml") as site,
    ):
        build_guide(site, tmp_path / "index", report=said.append)
    assert len(said) == 1
    assert "'prices.md'" in said[0]
    assert "Opening hours" in (tmp_path / "site/index.html").read_text("utf-8")
    assert not (tmp_path / "site.partial").exists()
