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
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 201
        assert client.post("/api/feedback", json={"vote": "up"}).status_code == 503
