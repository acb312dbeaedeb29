"""POST /api/feedback."""

import sqlite3
from pathlib import Path

import pytest
from service_support import running
from starlette.testclient import TestClient

from chatbot.service.feedback import read_feedback

VOTE = {
    "vote": "down",
    "reasons": ["outdated", "wrong"],
    "note": "Write to ali@example.com",
    "index_id": "index-1",
    "location": "faq/#who-owns-the-code",
    "question": "my phone is +92 300 1234567, who owns the code?",
}


def test_vote_is_stored_without_the_question_unless_its_asker_agrees(
    client: TestClient, tmp_path: Path
) -> None:
    response = client.post("/api/feedback", json=VOTE)
    assert response.status_code == 201
    assert response.json() == {"status": "stored", "question_stored": False}
    agreed = client.post("/api/feedback", json=VOTE | {"share_question": True})
    assert agreed.json()["question_stored"] is True
    first, second = read_feedback(tmp_path / "feedback.sqlite3")
    assert (first.vote, first.reasons) == ("down", ["outdated", "wrong"])
    assert first.note == "Write to [e-mail]"
    assert (first.index_id, first.location) == ("index-1", "faq/#who-owns-the-code")
    assert first.question is None
    assert second.question == "my phone is [phone number], who owns the code?"


def test_nothing_is_written_before_the_first_vote(client: TestClient, tmp_path: Path) -> None:
    client.get("/api/health")
    assert not (tmp_path / "feedback.sqlite3").exists()


def test_shortest_vote(client: TestClient, tmp_path: Path) -> None:
    assert client.post("/api/feedback", json={"vote": "up", "question": None}).status_code == 201
    assert len(read_feedback(tmp_path / "feedback.sqlite3")) == 1


def test_second_vote_with_the_same_id_replaces_the_first(
    client: TestClient, tmp_path: Path
) -> None:
    for vote in ("up", "up", "down"):
        body = {"vote": vote, "id": "3f0c-answer-1"}
        assert client.post("/api/feedback", json=body).status_code == 201
    client.post("/api/feedback", json={"vote": "up", "id": "3f0c-answer-2"})
    client.post("/api/feedback", json={"vote": "up"})
    client.post("/api/feedback", json={"vote": "up"})
    votes = [row.vote for row in read_feedback(tmp_path / "feedback.sqlite3")]
    assert votes == ["down", "up", "up", "up"], "without an id every vote is a new one"


@pytest.mark.parametrize("wrong", ["short", "x" * 65, "with space", "ali@example.com", 12345678])
def test_id_that_is_no_id_is_refused(client: TestClient, wrong: object) -> None:
    response = client.post("/api/feedback", json={"vote": "up", "id": wrong})
    assert (response.status_code, response.json()["error"]["field"]) == (422, "id")


def test_file_of_an_older_version_is_read_on(client: TestClient, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "feedback.sqlite3") as older:
        older.execute(
            "CREATE TABLE feedback (id INTEGER PRIMARY KEY, received_at VARCHAR NOT NULL, "
            "vote VARCHAR NOT NULL, reasons JSON NOT NULL, note VARCHAR NOT NULL, "
            "index_id VARCHAR NOT NULL, location VARCHAR NOT NULL, question VARCHAR)"
        )
        older.execute("INSERT INTO feedback VALUES (1, '2026-11-01', 'up', '[]', '', '', '', NULL)")
    older.close()
    assert client.post("/api/feedback", json={"vote": "down"}).status_code == 201
    votes = [row.vote for row in read_feedback(tmp_path / "feedback.sqlite3")]
    assert votes == ["up", "down"]


def test_failing_store_is_a_503(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with running(tmp_path, feedback_db=tmp_path / "folder") as client:
        response = client.post("/api/feedback", json={"vote": "up"})
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "feedback_unavailable"
    assert response.headers["retry-after"] == "60"


def test_broken_file_is_a_503_and_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "feedback.sqlite3").write_text("not a database" * 100)
    with running(tmp_path) as client:
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 503
    assert "not a database" in (tmp_path / "feedback.sqlite3").read_text()


def test_locked_file_is_a_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.service.feedback.BUSY_SECONDS", 0.05)
    with running(tmp_path) as client:
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 201
        other = sqlite3.connect(tmp_path / "feedback.sqlite3")
        other.execute("BEGIN EXCLUSIVE")
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 503
        other.rollback()
        other.close()
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 201


def test_store_stops_at_its_limit(tmp_path: Path) -> None:
    with running(tmp_path, feedback_max_rows=1) as client:
        first = {"vote": "up", "id": "3f0c-answer-1"}
        assert client.post("/api/feedback", json=first).status_code == 201
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 503
        assert client.post("/api/feedback", json=first | {"vote": "down"}).status_code == 201
