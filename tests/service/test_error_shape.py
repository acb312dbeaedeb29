"""Every error path of the API ends in {"error": {"code", "message", "field"}}."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_support import make_app, running, served
from starlette.testclient import TestClient

QUESTION = {"question": "who owns the code?"}
LONG = "x" * 501
REFUSED: list[tuple[Any, str, str | None]] = [
    ({}, "missing", "question"),
    ([], "invalid", None),
    ("text", "invalid", None),
    ({"question": 5}, "invalid", "question"),
    ({"question": None}, "invalid", "question"),
    ({"question": ""}, "question_empty", "question"),
    ({"question": " \n\t "}, "question_empty", "question"),
    ({"question": "\u200b"}, "question_empty", "question"),
    ({"question": LONG}, "question_too_long", "question"),
    ({"question": "a\x00b"}, "question_control_character", "question"),
    ({"question": "a\x1b[31m"}, "question_control_character", "question"),
    ({"question": "a\x85b"}, "question_control_character", "question"),
    ({"question": "a\ud800b"}, "question_control_character", "question"),
    (QUESTION | {"history": "no"}, "invalid", "history"),
    (QUESTION | {"history": [QUESTION] * 11}, "invalid", "history"),
    (QUESTION | {"history": [QUESTION, {}]}, "missing", "history.1.question"),
    (QUESTION | {"history": [{"question": LONG}]}, "question_too_long", "history.0.question"),
    (QUESTION | {"history": [{"question": " "}]}, "question_empty", "history.0.question"),
    (QUESTION | {"page": "x" * 201}, "invalid", "page"),
    (QUESTION | {"page": "a\x07"}, "text_control_character", "page"),
]


def shape_of(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    body = response.json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["code", "message", "field"]
    assert body["error"]["message"].endswith(".")
    assert "Traceback" not in response.text
    error: dict[str, Any] = body["error"]
    return error


@pytest.mark.parametrize(("body", "code", "field"), REFUSED)
def test_refused_bodies_name_the_code_and_the_field(
    client: TestClient, body: Any, code: str, field: str | None
) -> None:
    text = json.dumps(body)
    response = client.post("/api/ask", content=text, headers={"content-type": "application/json"})
    error = shape_of(response, 422)
    assert (error["code"], error["field"]) == (code, field)


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"\xff\xfe", b"[" * 9_000, b'{"question": ' + b"9" * 9_000 + b"}", b"nul"],
)
def test_body_that_is_not_json(client: TestClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    error = shape_of(client.post("/api/ask", content=content, headers=headers), 422)
    assert error["code"] in ("invalid_json", "missing", "invalid")


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_body_of_another_type(client: TestClient, kind: str | None) -> None:
    headers = {"content-type": kind} if kind else {}
    response = client.post("/api/ask", content=b'{"question":"code"}', headers=headers)
    assert shape_of(response, 415)["code"] == "unsupported_media_type"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/ask/x", "/api/../api/x"])
def test_unknown_api_address(client: TestClient, path: str) -> None:
    assert shape_of(client.get(path), 404)["code"] == "not_found"
    if path not in ("/api", "/api/"):
        assert shape_of(client.post(path, json={}), 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST"),
        ("PUT", "/api/ask", "POST"),
        ("DELETE", "/api/feedback", "POST"),
        ("POST", "/api/health", "GET, HEAD"),
    ],
)
def test_method_that_an_address_does_not_take(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    headers = {"content-type": "application/json"}
    response = client.request(method, path, headers=headers)
    assert shape_of(response, 405)["code"] == "method_not_allowed"
    assert response.headers["allow"] == allowed


def test_declared_body_over_the_limit(client: TestClient) -> None:
    error = shape_of(client.post("/api/ask", json={"question": "x" * 17_000}), 413)
    assert error["message"] == "The request body is too large; the limit is 16384 bytes."


@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/api/nothing", "/faq/"])
def test_body_of_16384_bytes_is_the_largest(client: TestClient, path: str) -> None:
    def posted(n_bytes: int) -> httpx.Response:
        body = json.dumps(QUESTION | {"vote": "up"}).encode()
        headers = {"content-type": "application/json"}
        return client.post(path, content=body.ljust(n_bytes), headers=headers)

    assert posted(16_384).status_code == {"/api/ask": 200, "/api/feedback": 201}.get(
        path, 404 if path.startswith("/api") else 405
    )
    assert shape_of(posted(16_385), 413)["code"] == "body_too_large"


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "\u0663", "9" * 19])
def test_length_that_is_no_number(client: TestClient, length: str) -> None:
    headers = {"content-type": "application/json", "content-length": length.encode()}
    response = client.post("/api/ask", content=b"{}", headers=headers)  # type: ignore[arg-type]
    assert shape_of(response, 422)["code"] == "invalid_length"


def test_chunked_body_over_the_limit(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 1_000

    with served(make_app(tmp_path)) as address:
        headers = {"content-type": "application/json"}
        response = httpx.post(f"{address}/api/ask", content=chunks(), headers=headers)
        assert shape_of(response, 413)["code"] == "body_too_large"
        assert httpx.post(f"{address}/api/ask", json=QUESTION).status_code == 200


def test_service_without_a_loaded_index_is_not_ready(tmp_path: Path) -> None:
    client = TestClient(make_app(tmp_path))  # its lifespan is not run
    for response in (client.post("/api/ask", json=QUESTION), client.get("/api/health")):
        assert shape_of(response, 503)["code"] == "not_ready"
        assert response.headers["retry-after"] == "1"


def test_crash_is_logged_and_not_shown(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "chatbot.service"):
        response = client.post("/api/ask", json={"question": "crash"})
    assert shape_of(response, 500)["code"] == "internal_error"
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text
    page = client.get("/answer", params={"q": "crash"})
    assert page.status_code == 500
    assert "secret detail" not in page.text


def test_feedback_errors(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        response = client.post("/api/feedback", json={"vote": "sideways"})
        assert shape_of(response, 422)["field"] == "vote"
        response = client.post("/api/feedback", json={"vote": "up", "note": "x" * 1_001})
        assert shape_of(response, 422)["field"] == "note"
        response = client.post("/api/feedback", json={"vote": "up", "reasons": ["made-up"]})
        assert shape_of(response, 422)["field"] == "reasons.0"
    with running(tmp_path, feedback=False) as client:
        response = client.post("/api/feedback", json={"vote": "up"})
        assert shape_of(response, 404)["code"] == "feedback_off"
