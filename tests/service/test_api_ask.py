"""POST /api/ask, as docs/chatbot/http-api.md has it."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_support import CITATION, QUOTE, running
from starlette.testclient import TestClient

from chatbot.service.marking import key_span, landing
from chatbot.service.schemas import AskResponse


def test_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "who owns the code?"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert list(body) == list(AskResponse.model_fields)
    assert AskResponse.model_validate(body, strict=True, extra="forbid").text == QUOTE
    assert body["citations"] == [
        {
            "title": CITATION.title,
            "breadcrumb": list(CITATION.breadcrumb),
            "location": CITATION.location,
            "quote": QUOTE,
            "updated": "2026-11-03",
            "landing": landing(CITATION.location, QUOTE),
            "key": key_span(QUOTE, "who owns the code?")[1],
        }
    ]
    assert body["citations"][0]["key"]
    assert body["is_advice"] is False


def test_a_question_for_advice_is_told_from_others(client: TestClient) -> None:
    body = {"question": "should i sue over the code?"}
    assert client.post("/api/ask", json=body).json()["is_advice"] is True


def test_history_and_page_reach_the_assistant_oldest_first(client: TestClient) -> None:
    history = [{"question": " first "}, {"question": "second"}]
    body = {"question": "whose code?", "history": history, "page": "faq/"}
    assert client.post("/api/ask", json=body).json()["understood_as"] == "first / second / faq/"


def test_exact_question_is_not_corrected(client: TestClient) -> None:
    body = {"question": "whose cdoe is the code?"}
    assert client.post("/api/ask", json=body).json()["corrected_question"]
    for exact, corrected in ((True, None), (False, "who owns the code")):
        reply = client.post("/api/ask", json=body | {"exact": exact}).json()
        assert reply["corrected_question"] == corrected
    refused = client.post("/api/ask", json=body | {"exact": "perhaps"})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "exact")


def test_abstention_is_an_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "hire a nurse"})
    assert response.status_code == 200
    assert response.json()["kind"] == "abstention"
    assert response.json()["reason"] == "out_of_scope"
    assert response.json()["suggestions"] == []


def test_weak_answers_say_so(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": "weak code"}).json()["is_weak"] is True


def test_same_question_gives_the_same_bytes(client: TestClient) -> None:
    body = {"question": "who owns the code?"}
    assert client.post("/api/ask", json=body).content == client.post("/api/ask", json=body).content


def test_length_is_counted_in_code_points_after_trimming(client: TestClient) -> None:
    fits = "  " + "🙂" * 500 + "  "
    assert client.post("/api/ask", json={"question": fits}).status_code == 200
    refused = client.post("/api/ask", json={"question": "🙂" * 501})
    assert refused.status_code == 422
    assert refused.json()["error"] == {
        "code": "question_too_long",
        "message": "The question has 501 characters; the limit is 500.",
        "field": "question",
    }


def test_line_breaks_and_tabs_are_allowed(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": "who\r\nowns\tthe code"}).status_code == 200


def test_unknown_fields_are_ignored(client: TestClient) -> None:
    body = {"question": "who owns the code?", "later": 1}
    assert client.post("/api/ask", json=body).status_code == 200


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(alphabet=st.characters(codec="utf-8"), max_size=600))
def test_any_string_is_answered_or_refused(client: TestClient, question: str) -> None:
    if "crash" in question:
        return
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code in (200, 422)
    page = client.get("/answer", params={"q": question.encode("utf-8", "replace")})
    assert page.status_code in (200, 422)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=200))
def test_any_body_is_answered_or_refused(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert client.post("/api/ask", content=body, headers=headers).status_code in (200, 422)


def test_health_says_what_is_loaded(client: TestClient) -> None:
    body = client.get("/api/health").json()
    assert {name: body[name] for name in ("status", "index_id", "n_passages", "encoder")} == {
        "status": "ok",
        "index_id": "index-1",
        "n_passages": 3,
        "encoder": "none",
    }
    assert client.head("/api/health").status_code == 200


def test_api_is_described_without_another_host(client: TestClient) -> None:
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {"/api/ask", "/api/feedback", "/api/health"}
    refused = schema["paths"]["/api/ask"]["post"]["responses"]["422"]["content"]
    assert refused["application/json"]["schema"]["$ref"].endswith("/ErrorResponse")
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "/api/ask" in page.text
    assert "AskRequest" in page.text
    assert "<script" not in page.text
    assert "//" not in page.text.replace("https://", "")


def test_cors_is_closed_by_default(client: TestClient) -> None:
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    assert client.options("/api/ask", headers=headers).status_code == 405
    response = client.post("/api/ask", json={"question": "code"}, headers=headers)
    assert "access-control-allow-origin" not in response.headers


def test_cors_opens_for_the_origins_of_the_setting(tmp_path: Path) -> None:
    with running(tmp_path, cors_origins="https://a.example, https://b.example/") as client:
        headers = {"origin": "https://b.example", "access-control-request-method": "POST"}
        allowed = client.options("/api/ask", headers=headers)
        assert allowed.headers["access-control-allow-origin"] == "https://b.example"
        assert allowed.headers["content-security-policy"]
        headers["origin"] = "https://evil.example"
        assert (
            "access-control-allow-origin" not in client.options("/api/ask", headers=headers).headers
        )
